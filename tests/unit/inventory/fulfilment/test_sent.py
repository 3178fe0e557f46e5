"""An order that left in our parcels is told so, though its platform's file still says paid."""

from __future__ import annotations

from inventory.fulfilment import making, packing, parcels, sent, shipping
from inventory.fulfilment.parcels import Parcel
from inventory.fulfilment.sent import Box
from inventory.search import imported_list
from tests.helpers.books import Books
from tests.helpers.parcels import add_line, order, say


def packed(books: Books, parcel: Parcel) -> None:
    def work(db) -> None:
        for line in parcel.lines:
            packing.scan(db, parcel.id, line.sku, device="typed", at_ms=books.now, qty=line.qty)

    books.write(work)


def listed(books: Books, number: str) -> bool:
    return books.look(lambda db: imported_list.lines(db, [number]))[number].sent


def test_an_order_is_gone_once_all_its_parcels_left(books: Books) -> None:
    books.product("YM", 10)
    order(books, "1001", YM=3)
    order(books, "1002", YM=1)
    made, _ = books.write(lambda db: making.make(db, books.now))
    first, second = books.write(lambda db: making.split(db, made[0].id, {"YM": 1}, books.now))
    for parcel in (first, second):
        assert not listed(books, "1001")
        packed(books, parcel)
        assert not listed(books, "1001")
        books.write(lambda db, each=parcel: shipping.ship(db, [each.id], books.now))
    assert (listed(books, "1001"), listed(books, "1002")) == (True, False)
    books.write(lambda db: shipping.take_back(db, second.id, books.now))
    assert not listed(books, "1001")


def test_what_comes_to_the_order_later_is_still_to_be_shipped(books: Books) -> None:
    books.product("YM", 10)
    order(books, "1001", YM=1)
    (parcel,), _ = books.write(lambda db: making.make(db, books.now))
    packed(books, parcel)
    books.write(lambda db: shipping.ship(db, [parcel.id], books.now))
    assert listed(books, "1001")
    books.write(lambda db: add_line(db, "1001", "1001-more", "YM", 1, books.now))
    assert not listed(books, "1001")


def test_a_line_names_its_parcels_and_their_waybills(books: Books) -> None:
    books.product("YM", 10)
    order(books, "1001", YM=2)
    made, _ = books.write(lambda db: making.make(db, books.now))
    first, second = books.write(lambda db: making.split(db, made[0].id, {"YM": 1}, books.now))
    packed(books, first)

    def leave(db) -> None:
        shipping.ship(db, [first.id], books.now)
        shipping.note_tracking(db, first.id, "顺丰", "SF1000001", "t.csv", books.now)

    books.write(leave)
    told = books.look(lambda db: sent.of_lines(db, ["1001-YM"]))["1001-YM"]
    assert told.boxes == (
        Box(first.code, parcels.SHIPPED, "顺丰", "SF1000001"),
        Box(second.code, parcels.TO_PACK, "", ""),
    )
    assert (told.gone, told.carrier, told.tracking) == (False, "顺丰", "SF1000001")


def test_what_the_platform_says_itself_is_left_to_it(books: Books) -> None:
    books.product("YM", 10)
    order(books, "1001", YM=1)
    (parcel,), _ = books.write(lambda db: making.make(db, books.now))
    packed(books, parcel)
    books.write(lambda db: shipping.ship(db, [parcel.id], books.now))
    say(books, "1001", "status", "shipped")
    assert not listed(books, "1001")  # it says so by itself
