"""Counting: what was seen stays, what differs is a move, what is recorded late rewrites nothing."""

from __future__ import annotations

import pytest

from inventory import counts, ledger
from inventory.ledger import Place
from tests.helpers.books import HOUR, Books


@pytest.fixture
def ten(books: Books) -> Books:
    books.product("YM", 10)
    return books


def count(books: Books, counted: int, at: int, **more) -> counts.Count:
    made = books.write(lambda db: counts.count(db, "YM", counted, at, **more))
    return next(each for each in books.look(counts.counts) if each.id == made)


def late(books: Books, qty: int, source: Place, target: Place, at: int) -> str:
    return books.write(
        lambda db: counts.late(
            db, sku="YM", qty=qty, source=source, target=target, reason="late", at_ms=at
        )
    )


def test_less_is_a_loss_and_more_a_gain(ten: Books) -> None:
    ten.note("YM", 2)
    found = count(ten, 9, ten.now, remark="坏了一箱")
    assert (found.expected, found.difference, found.remark) == (10, -1, "坏了一箱")
    assert (ten.level("YM").on_hand, ten.level("YM").available) == (9, 7)
    assert ten.on(Place.LOSS, "YM") == 1
    assert count(ten, 12, ten.now).difference == 3
    assert ten.on(Place.GAIN, "YM") == -3
    assert [each.counted for each in ten.look(counts.counts)] == [12, 9]


def test_a_count_that_agrees_moves_nothing(ten: Books) -> None:
    before = ten.look(ledger.replay)
    assert count(ten, 10, ten.now).difference == 0
    assert ten.look(ledger.replay) == before


def test_fewer_than_were_ordered_is_refused(ten: Books) -> None:
    ten.note("YM", 6)
    error = ten.refusal(lambda db: counts.count(db, "YM", 5, ten.now))
    assert (error.code, error.parameters["owed"]) == ("count_below_reserved", 6)
    assert count(ten, 6, ten.now).difference == -4
    assert ten.level("YM").available == 0


def test_a_count_is_compared_with_its_own_moment(ten: Books) -> None:
    """Counted at one, told at three: what was sold at two is no loss."""
    ten.now += HOUR
    at_one = ten.now
    ten.now += HOUR
    ten.move("YM", 4, Place.SHELF, Place.CUSTOMER)
    ten.note("YM", 1)
    found = count(ten, 9, at_one)
    assert (found.expected, found.difference, found.happened_at) == (10, -1, at_one)
    assert ten.level("YM").on_hand == 5


def test_what_is_recorded_late_does_not_overwrite_a_count(ten: Books) -> None:
    """erpnext 54640: an entry dated back before a count changed what had been counted."""
    at_nine = ten.now
    ten.now += HOUR
    found = count(ten, 15, ten.now)
    ten.now += HOUR
    late(ten, 5, Place.SUPPLIER, Place.SHELF, at_nine)
    assert ten.level("YM").on_hand == 15
    assert ten.on(Place.GAIN, "YM") == 0, "the delivery explains what the count had gained"
    (still,) = ten.look(counts.counts)
    assert still == found
    late(ten, 2, Place.SUPPLIER, Place.SHELF, ten.now)
    assert ten.level("YM").on_hand == 17


def test_what_left_before_a_count_was_no_loss(ten: Books) -> None:
    at_nine = ten.now
    ten.now += HOUR
    count(ten, 0, ten.now)
    assert ten.on(Place.LOSS, "YM") == 10
    late(ten, 4, Place.SHELF, Place.CUSTOMER, at_nine)
    assert (ten.level("YM").on_hand, ten.on(Place.LOSS, "YM")) == (0, 6)
    assert ten.on(Place.CUSTOMER, "YM") == 4


def test_a_late_move_carries_when_it_happened(ten: Books) -> None:
    at_nine = ten.now
    ten.now += HOUR
    move = late(ten, 1, Place.SUPPLIER, Place.SHELF, at_nine)
    row = ten.look(
        lambda db: db.execute(
            "SELECT happened_ms, recorded_ms FROM stock_move WHERE id = ?", [move]
        ).fetchone()
    )
    assert row[0] == at_nine
    assert row[1] > ten.now


def test_late_moves_outside_the_shelf_explain_no_count(ten: Books) -> None:
    at_nine = ten.now
    ten.now += HOUR
    count(ten, 10, ten.now)
    before = ten.look(ledger.replay)
    late(ten, 1, Place.HOUSEHOLD, Place.LOSS, at_nine)
    after = ten.look(ledger.replay)
    assert after["YM", Place.SHELF, ""] == before["YM", Place.SHELF, ""]
    assert ("YM", Place.GAIN, "") not in after


def test_each_lot_is_counted_by_itself(ten: Books) -> None:
    ten.harvest("YM", "a", 5)
    assert count(ten, 4, ten.now, lot="a").difference == -1
    assert ten.on(Place.SHELF, "YM", "") == 10
    error = ten.refusal(lambda db: counts.count(db, "YM", 1, ten.now, lot="no"))
    assert error.code == "lot_unknown"


def test_pieces_and_grams_are_counted_together(books: Books) -> None:
    books.product("YU", catch_weight=True)
    books.harvest("YU", "boat", 3, grams=3000)

    def counted(qty, grams):
        return lambda db: counts.count(db, "YU", qty, books.now, lot="boat", grams=grams)

    assert books.refusal(counted(3, None)).code == "weight_missing"
    books.write(counted(2, 2100))
    kept = books.look(ledger.replay)
    assert (kept["YU", Place.SHELF, "boat"].qty, kept["YU", Place.SHELF, "boat"].grams) == (2, 2100)
    books.write(counted(1, 2200))
    kept = books.look(ledger.replay)
    assert (kept["YU", Place.SHELF, "boat"].qty, kept["YU", Place.SHELF, "boat"].grams) == (1, 2200)
    books.write(counted(0, None))
    assert books.look(ledger.replay)["YU", Place.SHELF, "boat"].grams == 0


def test_what_cannot_be_counted_is_refused(ten: Books) -> None:
    assert ten.refusal(lambda db: counts.count(db, "YM", -1, ten.now)).code == "quantity_negative"
    assert ten.refusal(lambda db: counts.count(db, "NO", 1, ten.now)).code == "product_unknown"
