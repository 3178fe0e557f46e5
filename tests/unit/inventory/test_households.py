"""A household is called otherwise, or two are one: all that was follows, nothing is rewritten."""

from __future__ import annotations

from datetime import date

import pytest

from inventory import arrivals, audit, households, lots, origins
from inventory.counter import sales
from inventory.counter.sales import Item
from inventory.figures import goods
from inventory.fulfilment import labels
from inventory.search.finding import Finder
from studio.store.audit import run
from studio.store.sealed import Sealer
from studio.store.secrets import MemorySecrets
from studio.store.sqlite import sqlite3
from tests.helpers.books import DAY, Books

OLD, NEW, OTHER = "李阿波", "李阿婆", "王建国"


@pytest.fixture
def barn(books: Books) -> Books:
    """Goods of three names; of the first two, some are sold."""
    books.product("YM", 0)
    for name, qty in ((OLD, 5), (NEW, 7), (OTHER, 2)):
        arrived(books, name, qty)
    books.write(lambda db: sales.sell(db, [Item("YM", "6")], "cash", books.now))
    return books


def arrived(books: Books, name: str, qty: int) -> str:
    day = "2026-01-03"
    return books.write(
        lambda db: arrivals.receive(db, "YM", qty, books.now, household=name, best_before=day)
    )


def rename(books: Books, name: str, new: str, *, same: bool = False) -> households.Renamed:
    return books.write(lambda db: households.rename(db, name, new, books.now, is_known_one=same))


def figures(books: Books) -> dict[str, tuple[int, int]]:
    """Fen sold and on the shelf."""
    found = books.look(lambda db: goods.households(goods.lots(db, books.now, books.now + DAY)))
    return {each.name: (each.sold_fen, each.shelf_fen) for each in found}


def names(books: Books) -> list[str]:
    return sorted(books.look(households.names))


def clean(books: Books) -> bool:
    return all(each.holds for each in books.look(lambda db: run(db, audit.CHECKS)))


def test_everything_that_tells_of_a_lot_tells_the_new_name(barn: Books) -> None:
    before = figures(barn)
    rename(barn, OTHER, " 王  建军 ")
    assert names(barn) == sorted([OLD, NEW, "王 建军"])
    assert figures(barn) == {
        ("王 建军" if name == OTHER else name): sums for name, sums in before.items()
    }
    code = f"260101-{OTHER}"  # it stands on labels: it stays
    told = barn.look(lambda db: lots.find(db, "YM", code))
    assert told is not None
    assert told.household == "王 建军"
    assert barn.look(lambda db: labels.of_lot(db, "YM", code)).household == "王 建军"
    assert "王 建军" in [each.lot.household for each in barn.look(lots.stock)]
    coming = barn.look(lambda db: goods.expiring(db, date(2026, 1, 1)))
    assert {each.household for each in coming} <= {OLD, NEW, "王 建军"}
    for word in ("wjj", "建军"):
        found = Finder(barn.store, Sealer(MemorySecrets())).find(word).lots
        assert [each.household for each in found] == ["王 建军"]
    assert clean(barn)


def test_two_that_are_one_add_up_and_a_mistake_is_taken_back(barn: Books) -> None:
    before = figures(barn)
    assert barn.refusal(lambda db: households.rename(db, OLD, NEW, barn.now)).code == (
        "household_known"
    )
    done = rename(barn, OLD, NEW, same=True)
    both = tuple(map(sum, zip(before[OLD], before[NEW], strict=True)))
    assert figures(barn) == {NEW: both, OTHER: before[OTHER]}
    assert arrived(barn, OLD, 1) == f"260101-{NEW}", "its old name is understood"
    assert names(barn) == sorted([NEW, OTHER])
    barn.write(lambda db: households.take_back(db, done, barn.now))
    assert figures(barn)[OLD] == before[OLD]
    again = barn.refusal(lambda db: households.take_back(db, done, barn.now))
    assert again.code == "household_renamed_since"
    assert clean(barn)


def test_names_go_on_and_come_back_without_going_astray(
    barn: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename(barn, OLD, NEW, same=True)
    monkeypatch.setattr("studio.runtime.ids._last", 0)  # as in a new process
    barn.now -= 365 * DAY
    rename(barn, NEW, "李家")
    assert names(barn) == sorted(["李家", OTHER])
    astray = barn.refusal(lambda db: households.rename(db, OTHER, OLD, barn.now))
    assert (astray.code, astray.parameters["other"]) == ("household_was_called", "李家")
    rename(barn, "李家", OLD)
    assert names(barn) == sorted([OLD, OTHER])
    assert clean(barn)
    for name, new, code in (
        ("没有", "谁", "household_unknown"),
        (OTHER, "  ", "household_name_unfit"),
        (OTHER, OTHER, "household_name_unfit"),
        (OTHER, "长" * 31, "household_name_unfit"),
    ):
        refused = barn.refusal(lambda db, it=(name, new): households.rename(db, *it, barn.now))
        assert refused.code == code


def test_a_name_that_was_given_is_never_rewritten(barn: Books) -> None:
    rename(barn, OTHER, "王家")

    for how in ("UPDATE household_name SET called = '别家'", "DELETE FROM household_name"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            barn.write(lambda db, it=how: db.execute(it))


def test_what_is_said_on_air_of_a_lot_follows(barn: Books) -> None:
    told = barn.look(lambda db: origins.selling(db, "YM", barn.now))
    assert told is not None
    rename(barn, told.grower, "石塘老林")
    after = barn.look(lambda db: origins.selling(db, "YM", barn.now))
    assert after is not None
    assert after.grower == "石塘老林"
