"""Orders noted live as provisional holds: confirmed, split, released, expired, reopened."""

from __future__ import annotations

import pytest

from inventory import bundles, holds, live_sales, lots, overdue, reservations
from inventory.audit import CHECKS
from inventory.ledger import Place
from inventory.schema import Kind
from studio.runtime.clock import local_day
from studio.store.audit import problems
from studio.store.sqlite import sqlite3
from tests.helpers.books import DAY, HOUR, Books


@pytest.fixture
def note(books: Books) -> str:
    """Three of ten boxes, noted live."""
    books.product("YM", 10)
    return books.note("YM", 3)


def test_a_confirmed_note_goes_over_to_the_order(books: Books, note: str) -> None:
    books.write(lambda db: holds.confirm(db, note, reference="line", at_ms=books.now))
    assert books.look(holds.open_notes) == []
    assert books.look(lambda db: reservations.parts(db, note)) == []
    (part,) = books.look(lambda db: reservations.parts(db, "line"))
    assert (part.sku, part.place, part.qty) == ("YM", Place.RESERVED, 3)
    assert (books.level("YM").reserved, books.level("YM").available) == (3, 7)
    (end,) = books.look(lambda db: holds.ends(db, note))
    assert (end.how, end.qty, end.reference) == ("confirmed", 3, "line")


def test_a_note_is_split_among_the_rows_of_the_platform(books: Books, note: str) -> None:
    for line, qty in (("a", 2), ("b", 1)):
        books.write(
            lambda db, line=line, qty=qty: holds.confirm(
                db, note, reference=line, at_ms=books.now, qty=qty
            )
        )
    assert books.look(holds.open_notes) == []
    assert [books.look(lambda db, of=of: reservations.parts(db, of))[0].qty for of in "ab"] == [
        2,
        1,
    ]
    error = books.refusal(lambda db: holds.confirm(db, note, reference="c", at_ms=books.now, qty=1))
    assert (error.code, error.parameters["open"]) == ("note_spent", 0)


def test_a_part_that_is_not_wanted_is_given_back(books: Books, note: str) -> None:
    books.write(lambda db: holds.confirm(db, note, reference="a", at_ms=books.now, qty=2))
    books.write(lambda db: holds.release(db, note, at_ms=books.now))
    assert (books.level("YM").reserved, books.level("YM").available) == (2, 8)
    error = books.refusal(lambda db: live_sales.undo(db, note, books.now))
    assert error.code == "order_already_settled"


def test_what_is_due_is_known_before_it_is_cleared(books: Books, note: str) -> None:
    books.harvest("YM", "L", 2, best_before=local_day(books.now))
    assert books.look(lambda db: overdue.due(db, books.now)) == set()
    books.now += 24 * HOUR
    assert books.look(lambda db: overdue.due(db, books.now)) == {f"note {note}", "lot YM L"}
    assert books.write(lambda db: overdue.clear(db, books.now)) == ["YM"]
    assert books.look(lambda db: overdue.due(db, books.now)) == set()


def test_what_is_left_of_a_note_can_be_undone(books: Books, note: str) -> None:
    books.write(lambda db: holds.confirm(db, note, reference="a", at_ms=books.now, qty=2))
    assert books.write(lambda db: live_sales.undo(db, note, books.now)).undone
    assert (books.level("YM").reserved, books.level("YM").available) == (2, 8)
    assert books.refusal(lambda db: holds.release(db, note, at_ms=books.now)).code == "note_spent"


def test_nobody_confirmed_it_in_time(books: Books, note: str) -> None:
    later = books.note("YM", 1, hours=48)
    forever = books.note("YM", 1, hours=None)
    assert books.write(lambda db: overdue.clear(db, books.now + 24 * HOUR - 1)) == []
    assert books.write(lambda db: overdue.clear(db, books.now + 24 * HOUR)) == ["YM"]
    assert [each.id for each in books.look(holds.open_notes)] == sorted([later, forever])
    assert books.level("YM").available == 8
    assert books.write(lambda db: overdue.clear(db, books.now + 365 * DAY)) == ["YM"]
    assert [each.id for each in books.look(holds.open_notes)] == [forever]
    assert books.write(lambda db: overdue.clear(db, books.now + 366 * DAY)) == []


def test_expiring_looks_only_at_what_still_waits(books: Books, note: str) -> None:
    newer = books.note("YM", 1, hours=48)
    books.write(lambda db: overdue.clear(db, books.now + 24 * HOUR))
    floor = books.look(lambda db: db.execute("SELECT ended_up_to FROM hold_sweep").fetchone()[0])
    assert note <= floor < newer


def test_an_import_that_is_undone_lets_the_note_wait_again(books: Books, note: str) -> None:
    books.write(lambda db: holds.confirm(db, note, reference="line", at_ms=books.now))
    books.write(lambda db: overdue.clear(db, books.now + 1))
    books.write(lambda db: holds.reopen(db, note, reference="line", at_ms=books.now))
    (again,) = books.look(holds.open_notes)
    assert (again.id, again.open_qty) == (note, 3)
    assert books.look(lambda db: reservations.parts(db, "line")) == []
    books.write(lambda db: overdue.clear(db, books.now + 24 * HOUR))
    assert books.look(holds.open_notes) == []
    assert books.level("YM").available == 10


def test_what_was_sent_is_not_reopened(books: Books, note: str) -> None:
    def send(db):
        holds.confirm(db, note, reference="line", at_ms=books.now)
        for place in (Place.PACKED, Place.CUSTOMER):
            reservations.forward(db, reference="line", to=place, reason="sent", at_ms=books.now)

    books.write(send)
    assert books.on(Place.CUSTOMER, "YM") == 3
    error = books.refusal(lambda db: holds.reopen(db, note, reference="line", at_ms=books.now))
    assert error.code == "nothing_held"


def test_the_file_itself_refuses_to_end_more_than_was_noted(books: Books, note: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="more than the note holds"):
        books.write(
            lambda db: db.execute(
                "INSERT INTO hold_end VALUES (?, 1, 'confirmed', 4, '', 0, '')", [note]
            )
        )


@pytest.mark.expects_log
def test_a_note_whose_goods_were_moved_by_hand_stops_no_other(books: Books, note: str) -> None:
    other = books.note("YM", 2)
    books.move("YM", 3, Place.RESERVED, Place.LOSS)
    gone = books.write(lambda db: holds.expire(db, books.now + DAY))
    assert [each.id for each in gone] == [other]
    assert [each.id for each in books.look(holds.open_notes)] == [note]


def test_reservations_cannot_drift_from_the_stock(books: Books, note: str) -> None:
    """odoo 154905: a counter of reservations beside the stock said other things than it."""
    books.write(lambda db: holds.confirm(db, note, reference="a", at_ms=books.now, qty=1))
    books.write(
        lambda db: reservations.forward(
            db, reference="a", to=Place.PACKED, reason="packed", at_ms=books.now
        )
    )
    books.write(
        lambda db: reservations.release(db, reference="a", at_ms=books.now, reason="cancelled")
    )
    books.write(lambda db: holds.release(db, note, at_ms=books.now, qty=1))
    held = sum(part.qty for part in books.look(lambda db: reservations.parts(db, note)))
    assert held == books.level("YM").reserved == 1
    assert books.level("YM").available == 9


def test_a_sale_at_the_counter_leaves_at_once(books: Books, note: str) -> None:
    def sell(db):
        reservations.reserve(db, reference="shop-1", sku="YM", qty=2, at_ms=books.now)
        reservations.forward(
            db, reference="shop-1", to=Place.CUSTOMER, reason="shop", at_ms=books.now
        )

    books.write(sell)
    assert (books.level("YM").on_hand, books.level("YM").available) == (8, 5)
    error = books.refusal(
        lambda db: reservations.reserve(db, reference="x", sku="YM", qty=6, at_ms=books.now)
    )
    assert (error.code, error.parameters["available"]) == ("not_enough_stock", 5)


def test_giving_back_more_than_is_held_is_refused(books: Books, note: str) -> None:
    def back(qty):
        return lambda db: reservations.release(db, reference="no", at_ms=books.now, qty=qty)

    assert books.refusal(back(None)).code == "nothing_held"
    assert books.refusal(back(1)).code == "nothing_held"
    assert books.refusal(back(0)).code == "quantity_not_positive"


@pytest.mark.parametrize(("others", "kept"), [(0, 0), (3, 3), (5, 5), (9, 5)])
def test_as_many_of_a_note_wait_again_as_there_are(books: Books, others: int, kept: int) -> None:
    """One whose order is gone, and whose lot was put on hold; of two others nothing changes."""
    books.product("YM")
    books.harvest("YM", "L", 7)
    note = books.note("YM", 7)
    books.write(lambda db: holds.confirm(db, note, reference="line", at_ms=books.now, qty=5))
    books.write(lambda db: lots.hold(db, "L", "农残超标", books.now))
    if others:
        books.harvest("YM", "N", others)
    books.write(lambda db: reservations.release(db, reference="line", at_ms=books.now))
    again = {"reference": "line", "at_ms": books.now}
    assert books.write(lambda db: holds.reopen_what_there_is(db, note, **again)) == 5 - kept
    (waits,) = books.look(holds.open_notes)
    assert (waits.open_qty, books.level("YM").available) == (2 + kept, others - kept)
    ended = [(each.how, each.qty) for each in books.look(lambda db: holds.ends(db, note))][2:]
    assert ended == ([("released", 5 - kept)] if kept < 5 else [])
    assert books.look(lambda db: problems(db, CHECKS)) == []


def test_as_many_bundles_wait_again_as_their_parts_are_not_past_their_day(books: Books) -> None:
    for part in ("YM", "TD"):
        books.product(part)
    books.product("LH", kind=Kind.BUNDLE)
    books.write(lambda db: bundles.define(db, "LH", {"YM": 2, "TD": 1}))
    books.harvest("TD", "T", 4)
    books.harvest("YM", "OLD", 8, best_before="2026-01-02")
    note = books.note("LH", 4)
    books.write(lambda db: holds.confirm(db, note, reference="line", at_ms=books.now))
    books.now += 5 * DAY
    books.harvest("YM", "NEW", 7)
    books.write(lambda db: reservations.release(db, reference="line", at_ms=books.now))
    again = {"reference": "line", "at_ms": books.now}
    assert books.write(lambda db: holds.reopen_what_there_is(db, note, **again)) == 1
    held = {part.sku: part.qty for part in books.look(lambda db: reservations.parts(db, note))}
    assert held == {"YM": 6, "TD": 3}
    assert books.look(lambda db: problems(db, CHECKS)) == []
