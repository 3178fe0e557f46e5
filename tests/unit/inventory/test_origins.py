"""Where the lot that is sold next comes from, and its latest test report."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from inventory import lots, origins
from inventory.ledger import Place
from inventory.lots import Lot
from inventory.origins import Origin
from studio.runtime.errors import UserFacingError
from studio.store.sqlite import sqlite3
from tests.helpers.books import Books


@pytest.fixture
def books(books: Books) -> Books:
    """Two lots; the one that expires first is sold first."""
    books.product("YM")
    for code, day in (("A", "2026-02-01"), ("B", "2026-03-01")):
        lot = Lot("YM", code, f"农户{code}", f"{code}坡", "2026-01-01", day)
        books.write(lambda db, lot=lot: lots.register(db, lot, books.now))  # type: ignore[misc]
        books.move("YM", 5, Place.HOUSEHOLD, Place.SHELF, lot=code)
    return books


def selling(books: Books) -> Origin | None:
    return books.look(lambda db: origins.selling(db, "YM", books.now))


def reported(books: Books, lot: str, number: str, day: str = "") -> None:
    books.write(lambda db: origins.add_report(db, lot, number, day, "县检测站", books.now))


def test_the_lot_sold_next_says_where_it_comes_from_and_its_latest_report(books: Books) -> None:
    assert selling(books) == Origin("A", "A坡", "农户A", "2026-01-01", "", "")
    reported(books, "A", "JC-1", "2026-01-02")
    reported(books, "A", " JC-2 ")
    assert selling(books) == Origin("A", "A坡", "农户A", "2026-01-01", "JC-2", "县检测站")
    books.write(lambda db: lots.hold(db, "A", "抽检不合格", books.now))
    assert selling(books) == Origin("B", "B坡", "农户B", "2026-01-01", "", "")
    books.write(lambda db: lots.hold(db, "B", "也等结果", books.now))
    assert selling(books) is None


@pytest.mark.parametrize(
    ("lot", "number", "day", "code"),
    [
        ("ZZ", "JC-1", "", "lot_unknown"),
        ("A", "  ", "", "report_number_missing"),
        ("A", "1" * 61, "", "report_number_missing"),
        ("A", "JC-1", "昨天", "day_unreadable"),
    ],
)
def test_a_report_that_is_none(books: Books, lot: str, number: str, day: str, code: str) -> None:
    with pytest.raises(UserFacingError, match=code):
        reported(books, lot, number, day)


def test_a_report_stays_as_it_was_written(books: Books) -> None:
    reported(books, "A", "JC-1")

    def change(db: Database) -> None:
        db.execute("UPDATE lot_report SET number = 'JC-9'")

    with pytest.raises(sqlite3.IntegrityError):
        books.write(change)
