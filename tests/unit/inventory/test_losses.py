"""报损: what rotted, broke or was given away leaves as a move with its reason; it may return."""

from __future__ import annotations

import pytest

from inventory import counts, losses, lots
from inventory.figures import goods
from inventory.ledger import Place
from inventory.losses import Cause, Loss, Pile
from inventory.lots import Lot
from studio.runtime.errors import UserFacingError
from tests.helpers.books import DAY, HOUR, Books


@pytest.fixture
def ten(books: Books) -> Books:
    books.product("YM", 10)
    return books


def lose(books: Books, sku: str, qty: int, cause: Cause = Cause.ROTTEN, **more) -> Loss:
    return books.write(lambda db: losses.lose(db, sku, qty, books.now, cause=cause, **more))


def undo(books: Books, loss: Loss) -> Place:
    return books.write(lambda db: losses.undo(db, loss.id, books.now))


def lost(books: Books) -> dict[str, int]:
    """By reason, in all."""
    found = books.look(lambda db: goods.losses(db, 0, books.now + DAY))
    return {each.reason: each.qty for each in found}


def test_what_rotted_is_gone_and_is_told_with_its_reason(ten: Books) -> None:
    loss = lose(ten, "YM", 3, remark=" 下雨泡了 ")
    assert (ten.level("YM").available, ten.on(Place.LOSS, "YM")) == (7, 3)
    assert (loss.name, loss.unit, loss.remark, loss.undone) == (
        "YM的名字", "箱", "下雨泡了", False,
    )  # fmt: skip
    lose(ten, "YM", 1, Cause.GIVEN)
    assert lost(ten) == {"loss_rotten": 3, "loss_given": 1}
    newest, before = ten.look(lambda db: losses.latest(db, "YM", 5))
    assert (newest.cause, before) == (Cause.GIVEN, loss)


def test_a_slip_is_taken_back_once_and_the_day_has_no_such_loss(ten: Books) -> None:
    loss = lose(ten, "YM", 3)
    ten.now += 2 * DAY
    assert undo(ten, loss) is Place.SHELF
    assert ten.level("YM").available == 10
    assert lost(ten) == {}
    assert ten.look(lambda db: goods.losses(db, ten.now - DAY, ten.now)) == []
    assert [each.undone for each in ten.look(lambda db: losses.latest(db, "YM", 5))] == [True]
    assert ten.refusal(lambda db: losses.undo(db, loss.id, ten.now)).code == "loss_undone_already"


def test_a_count_since_has_seen_what_was_no_loss(ten: Books) -> None:
    """Counted 10 after a loss of 3 that was none: they are a gain. Twice they would be 13."""
    loss = lose(ten, "YM", 3)
    ten.now += HOUR
    ten.write(lambda db: counts.count(db, "YM", 10, ten.now))
    ten.now += HOUR
    assert undo(ten, loss) is Place.GAIN
    assert ten.level("YM").available == 10
    assert (ten.on(Place.GAIN, "YM"), ten.on(Place.LOSS, "YM"), lost(ten)) == (0, 0, {})


def test_nobodys_goods_are_lost_and_nothing_that_is_not_there(ten: Books) -> None:
    ten.note("YM", 8)
    error = ten.refusal(lambda db: losses.lose(db, "YM", 3, ten.now, cause=Cause.BROKEN))
    assert (error.code, error.parameters["available"]) == ("loss_not_there", 2)
    for qty, cause, code in ((0, Cause.BROKEN, "quantity_not_positive"),
                             (1, Cause.OTHER, "loss_remark_missing")):  # fmt: skip
        error = ten.refusal(
            lambda db, it=(qty, cause): losses.lose(db, "YM", it[0], ten.now, cause=it[1])
        )
        assert error.code == code
    assert lose(ten, "YM", 2, Cause.OTHER, remark="猫叼走了").cause is Cause.OTHER


def test_it_is_of_one_lot_and_one_place(books: Books) -> None:
    books.product("TD")
    books.harvest("TD", "a", 5)
    books.harvest("TD", "b", 4)
    books.write(lambda db: lots.hold(db, "b", "农残超标", books.now))
    piles = books.look(lambda db: losses.piles(db, "TD"))
    assert piles == [Pile("a", Place.SHELF, 5), Pile("b", Place.HOLD, 4)]
    lose(books, "TD", 4, Cause.EXPIRED, lot="b", place=Place.HOLD)
    lose(books, "TD", 1, lot="a")
    assert books.look(lambda db: losses.piles(db, "TD")) == [Pile("a", Place.SHELF, 4)]


def test_it_comes_back_to_where_its_lot_is_now(books: Books) -> None:
    books.product("TD")
    books.harvest("TD", "a", 5)
    shelved = lose(books, "TD", 2, lot="a")
    books.write(lambda db: lots.hold(db, "a", "等检测", books.now))
    held = lose(books, "TD", 1, lot="a", place=Place.HOLD)
    assert undo(books, shelved) is Place.HOLD, "what failed its test does not come for sale"
    books.write(lambda db: lots.let_go(db, "a", "合格", books.now))
    assert undo(books, held) is Place.SHELF, "nothing would take it off the hold any more"
    books.write(lambda db: lots.hold(db, "a", "等复检", books.now))
    again = lose(books, "TD", 1, lot="a", place=Place.HOLD)
    assert undo(books, again) is Place.HOLD
    assert (books.on(Place.SHELF, "TD"), books.on(Place.HOLD, "TD")) == (0, 5)


def test_what_is_weighed_comes_back_to_the_gram(books: Books) -> None:
    books.product("JI", catch_weight=True)
    books.write(lambda db: lots.register(db, Lot("JI", "a"), books.now))
    books.harvest("JI", "a", 3, grams=7001)
    loss = lose(books, "JI", 2, lot="a")
    undo(books, loss)
    last = lose(books, "JI", 3, lot="a")
    grams = books.look(
        lambda db: db.execute("SELECT grams FROM stock_move WHERE id = ?", [last.id]).fetchone()
    )
    assert grams == (7001,)


def test_what_was_told_stays(ten: Books) -> None:
    loss = lose(ten, "YM", 1)
    undo(ten, loss)
    for table, change in (("stock_loss", "remark = ''"), ("stock_loss_undo", "undone_ms = 0")):
        for how in (f"UPDATE {table} SET {change}", f"DELETE FROM {table}"):
            with pytest.raises(Exception, match="append-only"):
                ten.write(lambda db, it=how: db.conn.execute(it))
    assert UserFacingError("loss_undone_already", name="x")
