"""The cold chain with its gaps, and parcels by the stop they are handed out at."""

from __future__ import annotations

import pytest

from inventory.fulfilment import cold, making, packing, parcels, picking, stops
from inventory.fulfilment.cold import ColdSheet
from inventory.fulfilment.parcels import Parcel
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import LANGUAGES
from studio.store.sqlite import sqlite3
from tests.helpers.books import HOUR, Books
from tests.helpers.parcels import order


@pytest.fixture
def packed(books: Books) -> Parcel:
    books.product("YM", 10)
    order(books, "1", YM=1)
    books.write(lambda db: cold.need(db, "YM", 0, 40, books.now))

    def work(db) -> Parcel:
        (made,), _ = making.make(db, books.now)
        return packing.scan(db, made.id, "YM", device="typed", at_ms=books.now).parcel

    return books.write(work)


def sheet(books: Books, parcel: Parcel) -> ColdSheet:
    return books.look(lambda db: cold.sheet(db, parcels.read(db, parcel.id, books.now), books.now))


def test_gaps_and_what_was_too_warm_are_shown(books: Books, packed: Parcel) -> None:
    packed_at = books.now
    for hours, tenths in ((1, 25), (5, 80)):
        books.now = packed_at + hours * HOUR
        books.write(
            lambda db, tenths=tenths: cold.note(
                db, packed.code, cold.TEMPERATURE, books.now, celsius=tenths
            )
        )
    books.now = packed_at + 6 * HOUR
    found = sheet(books, packed)
    assert found.gaps == ((packed_at + HOUR, packed_at + 5 * HOUR),)
    assert [each.outside for each in found.measured] == [False, True]
    assert (found.unchecked, found.whole) == (cold.CHECKLIST, False)
    for language in LANGUAGES:
        said = picking.cold_words(found, language)
        assert len(said) == 1 + len(cold.CHECKLIST) + 2 + 1


def test_a_cold_chain_without_gaps_is_whole(books: Books, packed: Parcel) -> None:
    for item in cold.CHECKLIST:
        books.write(lambda db, item=item: cold.note(db, packed.code, item, books.now))
    books.now += HOUR
    assert sheet(books, packed).whole
    books.now += 2 * HOUR
    assert not sheet(books, packed).whole


def test_goods_that_need_no_cold_have_no_gaps(books: Books, packed: Parcel) -> None:
    books.write(lambda db: cold.need(db, "YM", None, None, books.now))
    books.now += 100 * HOUR
    found = sheet(books, packed)
    assert (found.needed, found.gaps, found.unchecked) == (False, (), ())


def test_mistyped_temperatures_are_refused(books: Books, packed: Parcel) -> None:
    def code(item: str, celsius: int | None) -> str:
        return books.refusal(
            lambda db: cold.note(db, packed.code, item, books.now, celsius=celsius)
        ).code

    assert code(cold.TEMPERATURE, None) == "cold_mistyped"
    assert code(cold.TEMPERATURE, 3500) == "cold_mistyped"
    assert code("precooled", 20) == "cold_mistyped"
    assert code("unheard", None) == "cold_item_unknown"
    for typed in ("1e999999999", "-1e999999", "nan", "inf", "3.55", "x", "5000"):
        with pytest.raises(UserFacingError, match="cold_mistyped"):
            cold.tenths(typed)
    assert (cold.tenths(" 3,5"), cold.tenths("-18")) == (35, -180)
    for low, high in ((40, 0), (None, 0), (0, None)):
        refused = books.refusal(lambda db, low=low, high=high: cold.need(db, "YM", low, high, 1))
        assert (refused.code, refused.parameters) == ("cold_range_wrong", {"name": "YM的名字"})
    books.write(lambda db: cold.note(db, packed.code, "precooled", books.now))
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        books.write(lambda db: db.execute("UPDATE cold_note SET celsius = 1"))


def test_parcels_lie_by_stop_in_the_order_of_the_round(books: Books) -> None:
    books.product("YM", 10)
    for number in ("1", "2", "3", "4"):
        order(books, number, YM=1)
    books.write(lambda db: making.make(db, books.now))
    for numbers, stop in ((("2",), "上垟村口"), (("1", "3"), "祠堂"), (("3",), "上垟村口 ")):
        books.write(
            lambda db, numbers=numbers, stop=stop: stops.send_to(db, numbers, stop, books.now)
        )
    found = books.look(lambda db: picking.sheet(db, books.now)).stops
    told = [(stop, [parcel.order_no for parcel in there]) for stop, there in found]
    assert told == [("上垟村口", ["2", "3"]), ("祠堂", ["1"]), ("", ["4"])]
    refused = books.refusal(lambda db: stops.send_to(db, ["1"], "长" * 41, books.now))
    assert refused.code == "stop_too_long"


def test_what_is_to_be_fetched_is_what_was_not_scanned_yet(books: Books) -> None:
    books.product("YM")
    books.harvest("YM", "A", 3, "2026-01-10")
    books.harvest("YM", "B", 5, "2026-01-20")
    for number in ("1", "2"):
        order(books, number, YM=3)

    def work(db) -> None:
        made, _ = making.make(db, books.now)
        packing.scan(db, made[1].id, "YM", device="typed", at_ms=books.now, qty=2)

    books.write(work)
    picks = books.look(lambda db: picking.sheet(db, books.now)).picks
    assert [(each.lot, each.qty, len(each.parcels)) for each in picks] == [("A", 3, 1), ("B", 1, 1)]
