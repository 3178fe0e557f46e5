"""Lots: first expired, first out; on hold nowhere for sale; past their day off the shelf."""

from __future__ import annotations

import pytest

from inventory import holds, ledger, live_sales, lots, overdue, reservations
from inventory.ledger import Place
from inventory.lots import Lot
from studio.store.sqlite import sqlite3
from tests.helpers.books import AT, DAY, Books

LATE, SOON = "2026-03-01", "2026-02-01"


@pytest.fixture
def eggs(books: Books) -> Books:
    """Undated, late and soon lots of four each, put on the shelf in that order."""
    books.product("TD", 4)
    books.harvest("TD", "late", 4, LATE)
    books.harvest("TD", "soon", 4, SOON)
    return books


def held(books: Books, reference: str) -> dict[str, int]:
    return {part.lot: part.qty for part in books.look(lambda db: reservations.parts(db, reference))}


def test_what_goes_off_first_is_held_first(eggs: Books) -> None:
    assert held(eggs, eggs.note("TD", 3)) == {"soon": 3}
    assert held(eggs, eggs.note("TD", 6)) == {"soon": 1, "late": 4, "": 1}
    assert eggs.level("TD").available == 3


def test_what_goes_off_last_goes_back_first(eggs: Books) -> None:
    note = eggs.note("TD", 6)
    eggs.write(lambda db: holds.release(db, note, at_ms=eggs.now, qty=3))
    assert held(eggs, note) == {"soon": 3}
    eggs.write(lambda db: live_sales.undo(db, note, eggs.now))
    assert {lot: eggs.on(Place.SHELF, "TD", lot) for lot in ("", "late", "soon")} == {
        "": 4,
        "late": 4,
        "soon": 4,
    }


def test_a_lot_on_hold_cannot_be_sold_anywhere(eggs: Books) -> None:
    eggs.write(lambda db: lots.hold(db, "soon", "农残超标", eggs.now))
    assert (eggs.level("TD").available, eggs.level("TD").on_hold) == (8, 4)
    assert eggs.refusal(lambda db: lots.hold(db, "soon", "again", AT)).code == "lot_already_held"
    for target in (Place.SHELF, Place.RESERVED, Place.PACKED, Place.CUSTOMER):
        error = eggs.refusal(
            lambda db, target=target: ledger.move(
                db,
                sku="TD",
                qty=1,
                source=Place.HOLD,
                target=target,
                reason="",
                at_ms=AT,
                lot="soon",
            )
        )
        assert error.code == "lot_on_hold"
    assert held(eggs, eggs.note("TD", 8)) == {"late": 4, "": 4}
    with pytest.raises(sqlite3.IntegrityError, match="lot on hold"):
        eggs.write(
            lambda db: db.execute(
                "INSERT INTO stock_move (id, sku, qty, source, target, reason, reference,"
                " happened_ms, happened_local, lot)"
                " VALUES ('x', 'TD', 1, 'household', 'shelf', '', '', 0, '', 'soon')"
            )
        )


def test_what_was_ordered_of_it_comes_from_other_lots(eggs: Books) -> None:
    note = eggs.note("TD", 3)
    eggs.write(lambda db: lots.hold(db, "soon", "农残超标", eggs.now))
    assert held(eggs, note) == {"late": 3}
    assert (eggs.level("TD").reserved, eggs.level("TD").on_hold) == (3, 4)


def test_what_cannot_be_replaced_stays_held_and_is_not_packed(eggs: Books) -> None:
    note = eggs.note("TD", 4)
    rest = eggs.note("TD", 8)
    eggs.write(lambda db: lots.hold(db, "soon", "农残超标", eggs.now))
    assert held(eggs, note) == {"soon": 4}
    error = eggs.refusal(
        lambda db: reservations.forward(
            db, reference=note, to=Place.PACKED, reason="packed", at_ms=eggs.now
        )
    )
    assert error.code == "lot_on_hold"
    (stuck,) = [each for each in eggs.look(lots.stock) if each.held]
    assert (stuck.lot.code, stuck.reserved, stuck.reason) == ("soon", 4, "农残超标")
    eggs.write(lambda db: live_sales.undo(db, note, eggs.now))
    assert eggs.on(Place.HOLD, "TD", "soon") == 4
    assert eggs.level("TD").available == 0
    assert sum(held(eggs, rest).values()) == 8


def test_a_lot_that_failed_is_held_also_where_only_goods_past_their_day_could_take_its_place(
    eggs: Books,
) -> None:
    """Else whatever fails its test could not be kept from sale before the shelf is cleared."""
    note = eggs.note("TD", 12)
    eggs.harvest("TD", "stale", 12, "2025-12-31")
    eggs.write(lambda db: lots.hold(db, "late", "农残超标", eggs.now))
    assert held(eggs, note) == {"soon": 4, "late": 4, "": 4}
    (stuck,) = [each for each in eggs.look(lots.stock) if each.held]
    assert (stuck.lot.code, stuck.reserved) == ("late", 4)


def test_released_it_is_for_sale_again_written_off_it_is_lost(eggs: Books) -> None:
    for code in ("soon", "late"):
        eggs.write(lambda db, code=code: lots.hold(db, code, "等检测", eggs.now))
    eggs.write(lambda db: lots.let_go(db, "soon", "合格", eggs.now))
    assert eggs.write(lambda db: lots.write_off(db, "late", "倒掉", eggs.now)) == 4
    assert (eggs.level("TD").available, eggs.on(Place.LOSS, "TD")) == (8, 4)
    assert eggs.refusal(lambda db: lots.let_go(db, "soon", "", AT)).code == "lot_not_held"
    assert eggs.refusal(lambda db: lots.write_off(db, "soon", "", AT)).code == "nothing_on_hold"
    assert eggs.refusal(lambda db: lots.hold(db, "nope", "", AT)).code == "lot_unknown"


def test_one_code_is_held_under_every_product_that_carries_it(eggs: Books) -> None:
    eggs.product("TD-20")
    eggs.harvest("TD-20", "soon", 2, SOON)
    touched = eggs.write(lambda db: lots.hold(db, "soon", "农残超标", eggs.now))
    assert [lot.sku for lot in touched] == ["TD", "TD-20"]
    assert eggs.level("TD-20").available == 0


def test_on_its_best_before_day_it_is_sold_and_on_the_next_it_is_not(eggs: Books) -> None:
    last_day = AT + 31 * DAY
    assert eggs.write(lambda db: overdue.clear(db, last_day)) == []
    eggs.now = last_day + DAY
    error = eggs.refusal(
        lambda db: reservations.reserve(db, reference="r", sku="TD", qty=9, at_ms=eggs.now)
    )
    assert (error.code, error.parameters["available"]) == ("not_enough_stock", 8)
    assert eggs.write(lambda db: overdue.clear(db, eggs.now)) == ["TD"]
    assert (eggs.level("TD").available, eggs.on(Place.HOLD, "TD", "soon")) == (8, 4)


@pytest.mark.parametrize(
    ("lot", "code"),
    [
        (Lot("TD", " "), "lot_code_missing"),
        (Lot("NO", "a"), "product_unknown"),
        (Lot("TD", "a", harvested="2026-2-1"), "day_unreadable"),
        (Lot("TD", "a", best_before="20260201"), "day_unreadable"),
        (Lot("TD", "a", harvested=LATE, best_before=SOON), "lot_days_swapped"),
        (Lot("TD", "soon", best_before=LATE), "lot_differs"),
    ],
)
def test_what_cannot_be_a_lot_is_refused(eggs: Books, lot: Lot, code: str) -> None:
    assert eggs.refusal(lambda db: lots.register(db, lot, AT)).code == code


def test_goods_of_a_lot_nobody_registered_are_refused(eggs: Books) -> None:
    error = eggs.refusal(
        lambda db: ledger.move(
            db,
            sku="TD",
            qty=1,
            source=Place.HOUSEHOLD,
            target=Place.SHELF,
            reason="",
            at_ms=AT,
            lot="nope",
        )
    )
    assert error.code == "lot_unknown"


# -- catch weight --------------------------------------------------------------------------------


def test_catch_weight_keeps_pieces_and_grams(books: Books) -> None:
    books.product("YU", catch_weight=True)
    books.harvest("YU", "boat", 3, grams=4001)
    note = books.note("YU", 2)
    (part,) = books.look(lambda db: reservations.parts(db, note))
    assert (part.qty, part.grams) == (2, 2667)
    books.note("YU", 1)
    kept = books.look(ledger.replay)
    assert (kept["YU", Place.RESERVED, "boat"].grams, kept["YU", Place.SHELF, "boat"].grams) == (
        4001,
        0,
    )


def test_what_comes_in_by_catch_weight_is_weighed(books: Books) -> None:
    books.product("YU", catch_weight=True)
    books.product("YM")

    def come_in(sku, grams):
        return lambda db: ledger.move(
            db,
            sku=sku,
            qty=1,
            source=Place.HOUSEHOLD,
            target=Place.SHELF,
            reason="",
            at_ms=AT,
            grams=grams,
        )

    assert books.refusal(come_in("YU", None)).code == "weight_missing"
    assert books.refusal(come_in("YM", 100)).code == "weight_unwanted"


def test_the_last_piece_leaves_no_grams_behind(books: Books) -> None:
    books.product("YU", catch_weight=True)
    books.harvest("YU", "boat", 2, grams=3000)

    def go(qty, grams):
        return lambda db: ledger.move(
            db,
            sku="YU",
            qty=qty,
            source=Place.SHELF,
            target=Place.LOSS,
            reason="",
            at_ms=AT,
            grams=grams,
        )

    assert books.refusal(go(2, 2900)).code == "weight_left_over"
    assert books.refusal(go(1, 3001)).code == "not_enough_stock"
    books.write(go(1, 1400))
    books.write(go(1, None))
    assert books.look(ledger.replay)["YU", Place.LOSS, "boat"].grams == 3000
