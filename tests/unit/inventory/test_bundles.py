"""Bundles hold their parts by a frozen recipe; presale and adoption hold capacity."""

from __future__ import annotations

import pytest

from inventory import bundles, counts, holds, ledger, live_sales, reservations
from inventory.ledger import Place
from inventory.schema import Kind
from studio.runtime.wording import word_error
from tests.helpers.books import AT, Books


@pytest.fixture
def gift(books: Books) -> Books:
    """A gift box of two boxes of berries and one of eggs, of which there are ten and three."""
    books.product("YM", 10)
    books.product("TD", 3)
    books.product("LH")
    books.write(lambda db: bundles.define(db, "LH", {"YM": 2, "TD": 1}))
    return books


def parts(books: Books, reference: str) -> dict[str, int]:
    return {part.sku: part.qty for part in books.look(lambda db: reservations.parts(db, reference))}


def test_as_many_as_the_scarcest_part_makes(gift: Books) -> None:
    assert (gift.level("LH").available, gift.level("LH").kind) == (3, Kind.BUNDLE)
    gift.note("YM", 7)
    assert gift.level("LH").available == 1
    assert gift.look(lambda db: ledger.level(db, "LH", safety_buffer=2).available) == 0
    assert gift.refusal(lambda db: reserve(db, 2)).parameters["available"] == 1


def reserve(db, qty):
    return reservations.reserve(db, reference="r", sku="LH", qty=qty, at_ms=AT)


def test_it_explodes_when_it_is_held_and_comes_back_whole(gift: Books) -> None:
    note = gift.note("LH", 3)
    assert parts(gift, note) == {"YM": 6, "TD": 3}
    assert (gift.level("YM").available, gift.level("TD").available) == (4, 0)
    gift.write(lambda db: holds.release(db, note, at_ms=gift.now, qty=1))
    assert parts(gift, note) == {"YM": 4, "TD": 2}
    gift.write(lambda db: live_sales.undo(db, note, gift.now))
    assert (gift.level("YM").available, gift.level("TD").available) == (10, 3)


def test_what_was_held_keeps_its_recipe(gift: Books) -> None:
    note = gift.note("LH", 2)
    newer = gift.write(lambda db: bundles.define(db, "LH", {"YM": 1, "TD": 1}))
    assert newer.version == 2
    gift.write(lambda db: holds.confirm(db, note, reference="line", at_ms=gift.now, qty=1))
    assert parts(gift, "line") == {"YM": 2, "TD": 1}
    gift.write(lambda db: holds.reopen(db, note, reference="line", at_ms=gift.now))
    assert parts(gift, note) == {"YM": 4, "TD": 2}
    assert parts(gift, gift.note("LH", 1)) == {"YM": 1, "TD": 1}


def test_it_is_packed_and_sent_as_its_parts(gift: Books) -> None:
    gift.write(lambda db: reserve(db, 2))
    for place in (Place.PACKED, Place.CUSTOMER):
        gift.write(
            lambda db, place=place: reservations.forward(
                db, reference="r", to=place, reason="sent", at_ms=AT
            )
        )
    assert (gift.on(Place.CUSTOMER, "YM"), gift.on(Place.CUSTOMER, "TD")) == (4, 2)
    assert gift.look(ledger.replay).get(("LH", Place.CUSTOMER, "")) is None


def test_the_levels_around_a_part_are_its_bundles_and_their_other_parts(gift: Books) -> None:
    assert set(gift.look(lambda db: ledger.around(db, "YM"))) == {"LH"}
    assert set(gift.look(lambda db: ledger.around(db, "LH"))) == {"YM", "TD"}
    assert gift.level("YM").shared
    gift.product("ZZ", 1)
    assert not gift.level("ZZ").shared


def test_what_cannot_be_a_bundle_is_refused(gift: Books) -> None:
    gift.product("LH2")

    def define(sku, recipe):
        return lambda db: bundles.define(db, sku, recipe)

    assert gift.refusal(define("LH2", {})).code == "bundle_empty"
    refused = gift.refusal(define("LH2", {"LH": 1}))
    assert refused.code == "bundle_part_refused"
    assert word_error(refused, "zh").startswith("礼盒“LH2的名字”里不能放“LH的名字”")
    assert gift.refusal(define("LH2", {"LH2": 1})).code == "bundle_part_refused"
    assert gift.refusal(define("LH2", {"YM": 0})).code == "quantity_not_positive"
    assert gift.refusal(define("LH2", {"NO": 1})).code == "product_unknown"
    assert gift.refusal(define("YM", {"TD": 1})).code == "bundle_has_stock"
    assert gift.refusal(lambda db: counts.count(db, "LH", 1, AT)).code == "not_counted"
    error = gift.refusal(
        lambda db: ledger.move(
            db, sku="LH", qty=1, source=Place.SUPPLIER, target=Place.SHELF, reason="", at_ms=AT
        )
    )
    assert error.code == "bundle_has_no_stock"


# -- capacity ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.PRESALE, Kind.ADOPTION, Kind.MADE_TO_ORDER])
def test_an_order_holds_capacity_not_stock(books: Books, kind: Kind) -> None:
    books.product("MI", 5, kind)
    note = books.note("MI", 3)
    level = books.level("MI")
    assert (level.on_hand, level.available, level.promised) == (0, 2, 3)
    assert (
        books.refusal(
            lambda db: reservations.reserve(db, reference="r", sku="MI", qty=3, at_ms=AT)
        ).code
        == "not_enough_stock"
    )
    books.write(lambda db: live_sales.undo(db, note, AT))
    assert (books.level("MI").available, books.level("MI").promised) == (5, 0)


def test_a_promise_is_kept_from_the_shelf(books: Books) -> None:
    books.product("MI", 5, Kind.PRESALE)
    note = books.note("MI", 2)

    def pack(db):
        return reservations.forward(db, reference=note, to=Place.PACKED, reason="", at_ms=AT)

    assert books.refusal(pack).code == "not_enough_stock"
    books.move("MI", 4, Place.HOUSEHOLD, Place.SHELF)
    assert books.level("MI").available == 3, "what has come in is for those who ordered it"
    books.write(pack)
    level = books.level("MI")
    assert (level.on_hand, level.promised, books.on(Place.PACKED, "MI")) == (2, 0, 2)
    assert level.available == 3
