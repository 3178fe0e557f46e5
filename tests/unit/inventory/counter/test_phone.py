"""Orders by telephone: held until they are handed over, handed over once, and back again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlite_utils import Database

from inventory import audit as ledger_audit
from inventory import holds, live_sales, lots
from inventory.counter import audit, phone
from inventory.ledger import Place
from inventory.live_sales import LiveSale
from inventory.schema import Kind
from inventory.search import calls
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


def cancelling(books: Books, order: str) -> Callable[[Database], LiveSale]:
    return lambda db: phone.cancel(db, order, "not_wanted", books.now)


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
    assert books.refusal(cancelling(books, order)).code == "order_already_settled"


@pytest.mark.parametrize("qty", [0, -1])
def test_a_part_of_nothing_is_refused_as_that(books: Books, qty: int) -> None:
    order = note(books)
    refused = books.refusal(lambda db: phone.hand_over(db, order, "picked_up", books.now, qty=qty))
    assert refused.code == "quantity_not_positive"


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
    assert books.write(cancelling(books, order)).undone
    assert (books.level("YM").available, books.look(phone.waiting)) == (10, [])
    assert books.look(lambda db: phone.reason(db, order)) == "not_wanted"


def test_the_rest_is_cancelled_and_what_was_handed_over_can_still_be_taken_back(
    books: Books,
) -> None:
    """Cancelled as a whole, the two that were sold were gone from the books of the day."""
    order = note(books)
    handed = hand_over(books, order, 2)
    left = books.write(cancelling(books, order))
    assert (left.undone, left.left, books.level("YM").available) == (False, 0, 8)
    assert books.look(lambda db: phone.reason(db, order)) == "not_wanted"
    books.write(lambda db: phone.take_back(db, handed.id, books.now))
    assert [(each.id, each.qty) for each in books.look(phone.waiting)] == [(order, 2)]
    assert books.level("YM").available == 8
    books.write(cancelling(books, order))
    assert (books.level("YM").available, books.look(phone.waiting)) == (10, [])


def test_what_comes_back_of_an_order_that_was_taken_back_live_is_for_sale(books: Books) -> None:
    books.product("YM", 10)
    order = books.note("YM", 3, channel="电话")
    handed = hand_over(books, order, 2)
    books.write(lambda db: live_sales.undo(db, order, books.now))
    assert [each.state for each in books.look(lambda db: calls.told(db, [order]))] == ["handed"]
    books.write(lambda db: phone.take_back(db, handed.id, books.now))
    assert [each.state for each in books.look(lambda db: calls.told(db, [order]))] == ["cancelled"]
    assert (books.level("YM").available, books.look(phone.waiting)) == (10, [])


def test_what_was_noted_in_a_broadcast_is_handed_over_by_its_platform(books: Books) -> None:
    order = books.note("YM")
    for work in (
        lambda db: phone.hand_over(db, order, "picked_up", books.now),
        cancelling(books, order),
        lambda db: phone.tell_contact(db, order, b"sealed", books.now),
    ):
        assert books.refusal(work).code == "order_of_a_broadcast"


@pytest.mark.parametrize("channel", ["抖音", "小红书"])
def test_what_became_of_a_platforms_order_is_told_by_what_is_on_record(
    books: Books, channel: str
) -> None:
    """Of a platform of the workshop's own it was said that it expired and is to be noted again."""
    books.product("YM", 10)
    taken, back, over = [new_id(books.now) for _ in range(3)]
    for order in (taken, back, over):
        facts = {"sku": "YM", "qty": 1, "channel": channel, "unit_price_fen": 1}
        facts |= {"at_ms": books.now, "expires_ms": books.now + DAY}
        facts |= {"order_id": order, "session_id": "s", "own_platforms": ["小红书"]}
        books.write(lambda db, facts=facts: live_sales.note(db, **facts))
    books.write(lambda db: holds.confirm(db, taken, reference="line/YM", at_ms=books.now))
    assert books.refusal(cancelling(books, taken)).code == "order_of_a_broadcast"
    books.write(lambda db: holds.release(db, back, at_ms=books.now))
    books.now += 2 * DAY
    books.write(lambda db: holds.expire(db, books.now))
    for order in (back, over):
        assert books.refusal(cancelling(books, order)).code == "order_given_back"


def test_what_no_platform_tells_of_waits_at_the_counter_though_a_broadcast_noted_it(
    books: Books,
) -> None:
    live, call, gone = books.note("YM", 2, channel="微信群"), note(books), books.note("YM", 1)
    books.now += 400 * DAY
    assert [each.id for each in books.write(lambda db: holds.expire(db, books.now))] == [gone]
    waiting = books.look(phone.waiting)
    assert [(each.id, each.session_id) for each in waiting] == [(live, "s"), (call, "")]
    assert books.look(lambda db: holds.expiry(db, live)) is None
    assert books.look(lambda db: phone.by_number(db, live[-4:])) == [live]
    books.write(lambda db: phone.tell_contact(db, live, b"one", books.now))
    books.write(lambda db: phone.tell_contact(db, live, b"two", books.now))
    assert books.look(lambda db: phone.contact(db, live)) == b"two"
    handed = hand_over(books, live)
    assert (handed.session_id, books.on(Place.CUSTOMER, "YM")) == ("s", 2)
    late = books.refusal(lambda db: phone.tell_contact(db, live, b"three", books.now))
    assert late.code == "order_already_settled"
    taken_back = books.refusal(lambda db: live_sales.undo(db, live, books.now))
    assert taken_back.code == "order_already_settled"
    books.write(lambda db: phone.take_back(db, handed.id, books.now))
    assert [each.id for each in books.look(phone.waiting)] == [live, call]


def test_what_a_broadcast_noted_is_released_with_a_reason_and_stays_in_its_journal(
    books: Books,
) -> None:
    order = books.note("YM", 3, channel="电话")
    hand_over(books, order, 1)
    left = books.write(cancelling(books, order))
    assert (left.undone, left.left, books.level("YM").available) == (False, 0, 9)
    assert [each.how for each in books.look(lambda db: holds.ends(db, order))] == [
        "confirmed", "released",
    ]  # fmt: skip
    assert books.look(lambda db: phone.reason(db, order)) == "not_wanted"
    assert books.refusal(cancelling(books, order)).code == "order_already_settled"
    undone = books.note("YM", 1, channel="电话")
    books.write(lambda db: live_sales.undo(db, undone, books.now))
    assert books.refusal(cancelling(books, undone)).code == "order_already_undone"


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


def test_what_waits_is_found_however_many_do_not(books: Books) -> None:
    """What was cancelled or handed over is not looked at again, unless that is taken back."""
    waits, handed = note(books, 1), hand_over(books, note(books, 1))

    def steps(db: Database) -> int:
        count: list[None] = []
        db.conn.set_progress_handler(lambda: count.append(None), 20)
        found = holds.open_ours(db)
        db.conn.set_progress_handler(None, 0)
        assert [each.id for each in found] == [waits]
        return len(count)

    before = books.look(steps)
    for _ in range(30):
        books.write(cancelling(books, note(books, 1)))
    assert books.look(steps) <= before + 2
    books.write(lambda db: phone.take_back(db, handed.id, books.now))
    assert [each.id for each in books.look(holds.open_ours)] == [waits, handed.order_id]


MEDDLED = {
    "UPDATE handover SET qty = qty + 1": "audit_handovers",
    "UPDATE handover SET order_id = (SELECT max(id) FROM live_sale)": "audit_handovers",
    "DELETE FROM handover_undo": "audit_handovers",
    "DELETE FROM phone_call WHERE order_id IN (SELECT id FROM live_sale WHERE session_id = '')":
        "audit_calls_wait",
    "DELETE FROM phone_call WHERE order_id = (SELECT max(order_id) FROM phone_call)":
        "audit_calls_wait",
    "UPDATE phone_call SET call_id = 'x'": "audit_calls_wait",
    "DELETE FROM call_open": "audit_calls_wait",
    "INSERT INTO call_open SELECT min(order_id) FROM phone_call": "audit_calls_wait",
    "UPDATE hold_end SET how = 'expired' WHERE how = 'released'": "audit_calls_wait",
    "UPDATE hold_end SET reference = 'line/YM' WHERE hold_id IN "
    "(SELECT id FROM live_sale WHERE session_id = 's')": "audit_calls_wait",
    "DELETE FROM phone_cancel WHERE seq > 0": "audit_calls_wait",
    "UPDATE phone_cancel SET seq = 0 WHERE seq > 0": "audit_calls_wait",
    "UPDATE phone_cancel SET order_id = (SELECT max(id) FROM live_sale)": "audit_calls_wait",
}  # fmt: skip


def test_the_audit_finds_a_hand_over_that_was_changed(books: Books) -> None:
    hand_over(books, note(books))
    taken_back = hand_over(books, note(books))
    books.write(lambda db: phone.take_back(db, taken_back.id, books.now))
    note(books, 1)
    hand_over(books, books.note("YM", 1, channel="微信群"))
    books.write(cancelling(books, books.note("YM", 1, channel="微信群")))
    books.note("YM", 1, channel="微信群")
    assert unseen(books.store, audit.CHECKS, MEDDLED) == []
