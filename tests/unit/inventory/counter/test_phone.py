"""Orders by telephone: held until they are handed over, handed over once, and back again."""

from __future__ import annotations

import pytest

from inventory import audit as ledger_audit
from inventory import lots
from inventory.counter import audit, phone
from inventory.ledger import Place
from inventory.schema import Kind
from studio.runtime.ids import new_id
from tests.helpers.books import DAY, Books
from tests.helpers.meddling import unseen


def note(books: Books, qty: int = 3, sku: str = "YM", call: str = "") -> str:
    order = new_id(books.now)
    facts = {"sku": sku, "qty": qty, "channel": " 电话 ", "at_ms": books.now, "call_id": call}
    books.write(lambda db: phone.note(db, order_id=order, **facts))  # type: ignore[arg-type]
    return order


def hand_over(books: Books, order: str, qty: int | None = None) -> phone.HandedOver:
    return books.write(lambda db: phone.hand_over(db, order, "picked_up", books.now, qty=qty))


@pytest.fixture(autouse=True)
def _books_add_up(books: Books):
    yield
    checks = (*audit.CHECKS, *ledger_audit.CHECKS)
    assert books.look(lambda db: [d for check in checks for d in check.differences(db)]) == []


def test_an_order_waits_and_is_handed_over(books: Books) -> None:
    order = note(books)
    (waiting,) = books.look(phone.waiting)
    assert (waiting.id, waiting.qty, waiting.channel) == (order, 3, "电话")
    assert (waiting.due_fen, waiting.number) == (3000, order[-4:].upper())
    assert books.look(lambda db: phone.by_number(db, order[-4:])) == [order]
    books.now += 400 * DAY  # it never expires
    handed = hand_over(books, order)
    assert (handed.qty, handed.paid_fen, handed.how) == (3, 3000, "picked_up")
    assert (books.on(Place.CUSTOMER, "YM"), books.level("YM").reserved) == (3, 0)
    assert books.look(phone.waiting) == []
    again = books.refusal(lambda db: phone.hand_over(db, order, "shipped", books.now))
    assert again.code == "note_spent"
    assert (
        books.refusal(lambda db: phone.cancel(db, order, books.now)).code == "order_already_settled"
    )


def test_a_part_of_it_now_and_the_rest_later(books: Books) -> None:
    order = note(books)
    hand_over(books, order, 1)
    assert [each.qty for each in books.look(phone.waiting)] == [2]
    hand_over(books, order)
    assert [each.qty for each in books.look(phone.handed_over)] == [2, 1]


def test_a_hand_over_by_mistake_is_taken_back(books: Books) -> None:
    order = note(books)
    handed = hand_over(books, order)
    books.write(lambda db: phone.take_back(db, handed.id, books.now))
    assert [each.id for each in books.look(phone.waiting)] == [order]
    assert (books.level("YM").reserved, books.on(Place.CUSTOMER, "YM")) == (3, 0)
    assert books.look(phone.handed_over)[0].undone
    again = books.refusal(lambda db: phone.take_back(db, handed.id, books.now))
    assert again.code == "handover_already_undone"
    hand_over(books, order)
    assert books.on(Place.CUSTOMER, "YM") == 3


def test_an_order_is_cancelled_and_its_goods_are_for_sale_again(books: Books) -> None:
    order = note(books)
    books.write(lambda db: phone.cancel(db, order, books.now))
    assert (books.level("YM").available, books.look(phone.waiting)) == (10, [])


def test_what_was_noted_in_a_broadcast_is_handed_over_by_its_platform(books: Books) -> None:
    order = books.note("YM")
    for work in (
        lambda db: phone.hand_over(db, order, "picked_up", books.now),
        lambda db: phone.cancel(db, order, books.now),
    ):
        assert books.refusal(work).code == "order_of_a_broadcast"


def test_a_lot_that_failed_is_replaced_or_stays(books: Books) -> None:
    books.product("TD")
    books.harvest("TD", "A", 2)
    order = note(books, 2, "TD")
    books.write(lambda db: lots.hold(db, "A", "农残超标", books.now))
    assert books.refusal(lambda db: phone.hand_over(db, order, "shipped", books.now)).code == (
        "not_enough_stock"
    )
    books.harvest("TD", "B", 2)
    hand_over(books, order)
    assert (books.on(Place.CUSTOMER, "TD", "B"), books.on(Place.HOLD, "TD", "A")) == (2, 2)


def test_made_to_order_is_handed_over_once_it_is_there(books: Books) -> None:
    books.product("MI", 5, Kind.MADE_TO_ORDER)
    order = note(books, 2, "MI")
    assert books.refusal(lambda db: phone.hand_over(db, order, "picked_up", books.now)).code == (
        "not_enough_stock"
    )
    books.move("MI", 2, Place.HOUSEHOLD, Place.SHELF)
    hand_over(books, order)
    assert books.on(Place.CUSTOMER, "MI") == 2


def test_weighed_goods_are_weighed_when_they_are_handed_over(books: Books) -> None:
    def grams(place: Place) -> int:
        row = books.look(
            lambda db: db.execute(
                "SELECT sum(grams) FROM stock_balance WHERE sku = 'JI' AND place = ?", [place.value]
            ).fetchone()
        )
        return row[0] or 0

    order = note(books, 2, "JI")
    assert books.look(phone.waiting)[0].weighed
    too_much = books.refusal(
        lambda db: phone.hand_over(db, order, "picked_up", books.now, grams=6000)
    )
    assert too_much.code == "weight_too_much"
    below = books.refusal(lambda db: phone.hand_over(db, order, "picked_up", books.now, grams=-500))
    assert below.code == "weight_missing"
    handed = books.write(lambda db: phone.hand_over(db, order, "picked_up", books.now, grams=4500))
    assert (grams(Place.CUSTOMER), grams(Place.SHELF)) == (4500, 1500)
    books.write(lambda db: phone.take_back(db, handed.id, books.now))
    assert (grams(Place.CUSTOMER), grams(Place.SHELF) + grams(Place.RESERVED)) == (0, 6000)
    books.write(lambda db: phone.hand_over(db, order, "picked_up", books.now))
    other = note(books, 1, "YM")
    unwanted = books.refusal(
        lambda db: phone.hand_over(db, other, "picked_up", books.now, grams=100)
    )
    assert unwanted.code == "weight_unwanted"


def test_where_it_came_from_must_be_said(books: Books) -> None:
    order = new_id(books.now)
    error = books.refusal(
        lambda db: phone.note(db, order_id=order, sku="YM", qty=1, channel=" ", at_ms=books.now)
    )
    assert error.code == "channel_missing"


def test_what_is_ordered_in_one_call_has_one_number_and_goes_together(books: Books) -> None:
    first = note(books, 2)
    second, hen = note(books, 1, call=first), note(books, 1, "JI", call=first)
    assert {each.number for each in books.look(phone.waiting)} == {first[-4:].upper()}
    assert books.look(lambda db: phone.by_number(db, first[-4:])) == [first, second, hen]

    other = note(books, 1, "JI")
    refused = books.refusal(
        lambda db: phone.hand_over_all(db, [first, hen, other], "picked_up", books.now, grams=2100)
    )
    assert refused.code == "weight_of_several"
    no_weight = books.refusal(
        lambda db: phone.hand_over_all(db, [first, second], "picked_up", books.now, grams=2100)
    )
    assert no_weight.code == "weight_unwanted"
    handed = books.write(
        lambda db: phone.hand_over_all(
            db, phone.by_number(db, first[-4:]), "picked_up", books.now, grams=2100
        )
    )
    assert [(each.sku, each.number) for each in handed] == [
        (sku, first[-4:].upper()) for sku in ("YM", "YM", "JI")
    ]
    assert [each.id for each in books.look(phone.waiting)] == [other]
    found = books.look(lambda db: phone.handed_by(db, first[-4:]))
    assert {each.order_id for each in found} == {first, second, hen}
    unknown = books.refusal(lambda db: phone.by_number(db, first[-4:]))
    assert unknown.code == "order_unknown"


MEDDLED = {
    "UPDATE handover SET qty = qty + 1": "audit_handovers",
    "UPDATE handover SET order_id = (SELECT max(id) FROM live_sale)": "audit_handovers",
    "DELETE FROM handover_undo": "audit_handovers",
}


def test_the_audit_finds_a_hand_over_that_was_changed(books: Books) -> None:
    hand_over(books, note(books))
    taken_back = hand_over(books, note(books))
    books.write(lambda db: phone.take_back(db, taken_back.id, books.now))
    note(books, 1)
    assert unseen(books.store, audit.CHECKS, MEDDLED) == []
