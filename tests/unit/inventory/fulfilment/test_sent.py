"""An order that left in our parcels is told so, though its platform's file still says paid."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Migrations

from inventory import ledger
from inventory.fulfilment import making, packing, parcels, sent, shipping
from inventory.fulfilment.parcels import Parcel
from inventory.fulfilment.sent import Box
from inventory.schema import Place
from inventory.search import imported_list
from inventory.search.imported_list import By, ImportedFilter, Sort
from studio.runtime.threads import Runtime
from studio.store.database import Store
from tests.helpers.books import Books
from tests.helpers.clock import ManualClock
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


def test_what_a_line_lacks_in_one_place_makes_up_for_nothing_in_another(books: Books) -> None:
    """List and card are told by one rule."""
    books.product("YM", 10)
    order(books, "1001", YM=1)
    (parcel,), _ = books.write(lambda db: making.make(db, books.now))
    packed(books, parcel)
    books.write(lambda db: shipping.ship(db, [parcel.id], books.now))
    order(books, "1002", YM=1)

    def moved(source: Place, target: Place) -> None:
        books.write(
            lambda db: ledger.move(
                db, sku="YM", qty=1, source=source, target=target,
                reason="by hand", at_ms=books.now, reference="1001-YM/YM",
            )
        )  # fmt: skip

    def told() -> tuple[bool, bool]:
        lines = books.look(lambda db: sent.of_lines(db, ["1001-YM"]))
        return listed(books, "1001"), lines["1001-YM"].gone

    assert told() == (True, True)
    moved(Place.SHELF, Place.PACKED)
    assert told() == (False, False)
    moved(Place.RESERVED, Place.SHELF)
    assert told() == (False, False)
    moved(Place.PACKED, Place.SHELF)
    assert told() == (True, True)


def test_what_left_before_the_update_is_known_after_it(
    tmp_path: Path, runtime: Runtime, migrations: list[Migrations], clock: ManualClock
) -> None:
    path = tmp_path / "studio.db"
    before = Books(Store.open(path, runtime, migrations, clock))
    before.product("YM", 10)
    for number in ("1001", "1002"):
        order(before, number, YM=1)
    first, second = before.write(lambda db: making.make(db, before.now))[0]
    for parcel in (first, second):
        packed(before, parcel)
    before.write(lambda db: shipping.ship(db, [first.id], before.now))
    before.write(lambda db: db.execute("UPDATE platform_order SET gone = 0"))
    before.write(
        lambda db: db.execute(
            "DELETE FROM _sqlite_migrations WHERE name LIKE 'm004_%that_left_before'"
        )
    )
    before.store.close()
    after = Books(Store.open(path, runtime, migrations, clock))
    assert (listed(after, first.order_no), listed(after, second.order_no)) == (True, False)


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


def found(books: Books, status: str, words: str = "", sort: Sort | None = None) -> list[str]:
    """The orders under a filter, whose count its sums agree with; the pages are of one each."""

    def look(db) -> list[str]:
        wanted = ImportedFilter(status=status, words=words)
        chunk = imported_list.ids(db, wanted, sort, limit=1)
        ids = list(chunk.ids)
        while chunk.last is not None:
            chunk = imported_list.ids(db, wanted, sort, chunk.last, limit=1)
            ids += chunk.ids
        told = imported_list.totals(db, wanted)
        assert (told.orders, told.paid_fen) == (len(ids), 100 * len(ids))
        return ids

    return books.look(look)


@pytest.mark.parametrize(("ranges", "few"), [(100, 60_000), (100, 0), (0, 0)])
def test_to_be_shipped_are_those_of_which_something_is_still_in_the_house(
    books: Books, monkeypatch: pytest.MonkeyPatch, ranges: int, few: int
) -> None:
    """However they are read: one that left in our parcels is among the shipped, a part stays."""
    monkeypatch.setattr(imported_list, "RANGES", ranges)
    monkeypatch.setattr(imported_list, "GATHERED", few)
    books.product("YM", 10)
    for number in ("1001", "1002", "1003", "1004"):
        order(books, number, YM=2)
    books.write(_about_bayberries)
    say(books, "1004", "status", "shipped")
    books.write(
        lambda db: db.execute("UPDATE platform_order SET status = 'shipped' WHERE id = 1004")
    )
    made, _ = books.write(lambda db: making.make(db, books.now))
    whole = next(each for each in made if each.order_no == "1001")
    parted = next(each for each in made if each.order_no == "1002")
    first, _ = books.write(lambda db: making.split(db, parted.id, {"YM": 1}, books.now))
    for parcel in (whole, first):
        packed(books, parcel)
    assert set(found(books, "paid")) == {"1001", "1002", "1003"}
    books.write(lambda db: shipping.ship(db, [whole.id, first.id], books.now))

    for sort in (Sort(by, down) for by in By for down in (False, True)):
        for words in ("", "杨梅"):
            assert set(found(books, "paid", words, sort)) == {"1002", "1003"}
            assert set(found(books, "shipped", words, sort)) == {"1001", "1004"}
        assert (found(books, "paid", "1001", sort), found(books, "paid", "1002", sort)) == (
            [],
            ["1002"],
        )
        assert found(books, "shipped", "1001", sort) == ["1001"]
    assert set(found(books, "", sort=Sort(By.STATE, descending=True))[:2]) == {"1001", "1004"}
    books.write(lambda db: shipping.take_back(db, whole.id, books.now))
    assert set(found(books, "paid")) == {"1001", "1002", "1003"}


def _about_bayberries(db) -> None:
    db.execute("INSERT INTO order_goods VALUES (1, '抖店', '杨梅\t')")
    db.execute("UPDATE platform_order SET goods = 1")
    made = "INSERT INTO import_file VALUES ('1', '', '', '抖店', '抖店', 1, 0, 0, 'done', 0)"
    db.execute(made)
