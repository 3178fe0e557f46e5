"""What stands of a note is one rule: whatever becomes of it, every page says the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from inventory import holds, live_sales, order_list, products, standing
from inventory.aftersales import cases
from inventory.aftersales import sold as aftersales
from inventory.counter import phone
from inventory.figures import sold
from inventory.figures.sold import Stretch
from inventory.order_list import OrderFilter
from inventory.orders import reconciling
from inventory.products import Product
from inventory.search import audit as of_listing
from inventory.search import listing
from inventory.standing import RanOut
from studio.bootstrap import MIGRATIONS
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id
from studio.session import archive, dashboard, errands, journal
from studio.session import events as e
from studio.session.archive import SessionOptions
from studio.session.plan import Plan
from studio.session.state import fold
from studio.session.summary import summarise
from studio.store.database import set_pragmas
from studio.store.migrations import restore_triggers
from studio.store.sqlite import sqlite3
from tests.helpers.books import AT, DAY, HOUR

S = "s"
PLAN = Plan(title="杨梅专场", anchor="阿芬")
FREE, PAID = ("ZP", 0), ("YM", 1000)
LONG = 5000
places = st.integers(0, 5)


@cache
def _laid_out() -> Database:
    """A broadcast that runs, and plenty of goods."""
    db = Database(sqlite3.connect(":memory:"))
    for each in MIGRATIONS:
        each.apply(db)
    restore_triggers(db, MIGRATIONS)
    for sku, fen in (FREE, PAID):
        made = Product(sku, sku, "", "箱", fen, None, "", "", "")
        products.take_over(db, made, 999, AT)
    archive.create(db, S, PLAN, SessionOptions(), AT)
    journal.append(db, S, e.WentLive("practice", False), at=AT, recorded=AT)
    db.conn.commit()
    return db


class Evening:
    """One broadcast and what becomes of its orders; what is refused changes nothing."""

    def __init__(self) -> None:
        self.db = Database(sqlite3.connect(":memory:"))
        _laid_out().conn.backup(self.db.conn)
        set_pragmas(self.db)
        self.notes: list[str] = []
        self.handed: list[str] = []
        self.rows: list[tuple[str, str]] = []
        self.opened: list[str] = []

    def note(self, free: bool, qty: int, ours: bool) -> None:
        order, channel = new_id(AT), "电话" if ours else "抖音"
        sku, fen = FREE if free else PAID
        live_sales.note(
            self.db, order_id=order, session_id=S, sku=sku, qty=qty, channel=channel,
            unit_price_fen=fen, at_ms=AT, expires_ms=AT + HOUR,
        )  # fmt: skip
        fact = e.OrderNoted(sku, qty, channel, fen, qty * fen, 0)
        journal.append(self.db, S, fact, at=AT, recorded=AT, entry_id=order)
        self.notes.append(order)

    def hand_over(self, place: int, qty: int) -> None:
        self.handed.append(phone.hand_over(self.db, self.notes[place], "shipped", AT, qty=qty).id)

    def hand_back(self, place: int) -> None:
        phone.take_back(self.db, self.handed[place], AT)

    def cancel(self, place: int) -> None:
        phone.cancel(self.db, self.notes[place], "not_wanted", AT)

    def undo(self, place: int) -> None:
        sale = live_sales.undo(self.db, self.notes[place], AT)
        kept = standing.of_notes(self.db, [sale.id])[sale.id].qty
        fact = e.OrderUndone(sale.id, sale.sku, sale.qty, sale.paid_fen, kept)
        journal.append(self.db, S, fact, at=AT, recorded=AT)

    def row(self, place: int, qty: int) -> None:
        self.rows.append((self.notes[place], f"l{len(self.rows)}/YM"))
        holds.confirm(self.db, self.notes[place], reference=self.rows[-1][1], at_ms=AT, qty=qty)

    def row_gone(self, place: int) -> None:
        note, line = self.rows[place]
        holds.reopen(self.db, note, reference=line, at_ms=AT)

    def row_closed(self, place: int, qty: int) -> None:
        holds.release(self.db, self.notes[place], at_ms=AT, qty=qty)

    def time_goes_by(self) -> None:
        holds.expire(self.db, AT + 2 * HOUR)

    def give_back(self, place: int, fen: int) -> None:
        (item,) = aftersales.look(self.db, self.handed[place])
        case = cases.open_case(
            self.db, item, qty=1, reason="other", wants="refund", due_ms=None, at_ms=AT
        )
        self.opened.append(case.id)
        cases.refund(self.db, case.id, fen, AT)

    def keep_after_all(self, place: int) -> None:
        cases.undo(self.db, self.opened[place], 2, AT)

    def bring_up(self) -> None:
        listing.catch_up(self.db)

    def do(self, work: Callable[[], None]) -> None:
        try:
            with self.db.atomic():
                work()
        except (UserFacingError, IndexError):
            pass  # there is nothing it could be done with

    def what_each_page_says(self) -> dict[str, tuple[int, int]]:
        """Orders and fen."""
        db, wanted = self.db, OrderFilter(session_id=S)
        while listing.is_behind(db):
            listing.catch_up(db)
        board = sold.sold(db, Stretch(AT - DAY, AT + DAY, S), DAY)
        (row,) = archive.sessions(db)
        totals = order_list.totals(db, wanted)
        lines = order_list.lines(db, order_list.ids(db, wanted).ids).values()
        notes = reconciling.notes(db, S)
        entries = journal.entries(db, S)
        review = summarise(PLAN, entries, {}, standing.of_session(db, S))
        return {
            "dashboard": (board.orders, board.paid_fen),
            "broadcasts": (row.orders, row.paid_fen),
            "orders": (totals.standing, totals.paid_fen),
            "lines": (
                sum(1 for each in lines if each.standing),
                sum(each.standing_fen for each in lines),
            ),
            "reconciliation": (
                sum(1 for each in notes if each.standing),
                sum(each.standing_fen for each in notes),
            ),
            "review": (review["orders"], review["paid_fen"]),
            "products": (
                sum(each["orders"] for each in review["products"]),
                sum(each["paid_fen"] for each in review["products"]),
            ),
            "over time": (
                sum(review["orders_over_time"]["orders"]),
                sum(review["orders_over_time"]["paid_fen"]),
            ),
        }


few = st.integers(1, 3)
works = st.one_of(
    st.builds(lambda *a: partial(Evening.note, free=a[0], qty=a[1], ours=a[2]),
              st.booleans(), few, st.booleans()),
    *(
        st.builds(lambda place, work=work: partial(work, place=place), places)  # type: ignore[misc]
        for work in (Evening.hand_back, Evening.cancel, Evening.undo, Evening.row_gone,
                     Evening.keep_after_all)
    ),
    *(
        st.builds(lambda place, qty, work=work: partial(work, place=place, qty=qty), places, few)  # type: ignore[misc]
        for work in (Evening.hand_over, Evening.row, Evening.row_closed)
    ),
    st.builds(lambda place, fen: partial(Evening.give_back, place=place, fen=fen),
              places, st.sampled_from([500, 1000, 2000])),
    st.just(Evening.time_goes_by),
    st.just(Evening.bring_up),
)  # fmt: skip


@settings(max_examples=max(60, settings().max_examples // 2))
@given(st.lists(works, min_size=3, max_size=25))
def test_every_page_says_the_same_whatever_becomes_of_notes(
    done: list[Callable[[Evening], None]],
) -> None:
    evening = Evening()
    evening.note(False, 3, True)
    evening.note(False, 2, False)
    for work in done:
        evening.do(partial(work, evening))
    said = evening.what_each_page_says()
    assert len(set(said.values())) == 1, said
    review = summarise(
        *(PLAN, journal.entries(evening.db, S), {}, standing.of_session(evening.db, S)),
        standing.ran_out(evening.db, [S], 48),
    )
    assert review["orders_ran_out"] <= review["orders_let_go"]
    assert review["orders_ran_out_in_part"] <= review["orders"]
    assert [d for check in of_listing.CHECKS for d in check.differences(evening.db)] == []
    evening.db.close()


def test_what_was_handed_over_stands_and_the_rest_that_was_taken_back_does_not() -> None:
    """Of three one was handed over; the floor, which knows its journal only, says the same."""
    evening = Evening()
    evening.note(False, 3, True)
    evening.hand_over(0, 1)
    evening.bring_up()
    evening.undo(0)
    said = evening.what_each_page_says()
    assert set(said.values()) == {(1, 1000)}
    state = fold(journal.entries(evening.db, S))
    assert (state.orders_count, state.paid_fen) == (1, 1000)
    review = summarise(PLAN, journal.entries(evening.db, S), {})
    assert (review["orders"], review["qty"], review["orders_undone"]) == (1, 1, 0)
    (line,) = order_list.lines(evening.db, evening.notes).values()
    assert (line.qty, line.paid_fen, line.standing, line.standing_fen) == (3, 3000, 1, 1000)
    assert [each.state for each in reconciling.notes(evening.db, S)] == ["handed"]
    evening.db.close()


def test_what_ran_out_is_counted_apart_and_what_came_in_time_or_by_telephone_is_not() -> None:
    evening = Evening()
    for ours in (False, False, False, True):
        evening.note(False, 2, ours)
    assert standing.ran_out(evening.db, [S], 48) == standing.NONE_RAN_OUT
    evening.row(0, 2)
    evening.row(1, 1)  # a part of it: it counts, and the rest is told of
    evening.undo(2)
    evening.note(False, 1, False)
    evening.time_goes_by()
    found = standing.ran_out(evening.db, [S], 48)
    assert found == RanOut(orders=1, partly=1, hours=48)
    assert standing.ran_out(evening.db, [], 48) == standing.NONE_RAN_OUT
    assert errands._look(evening.db, AT, 48).ran_out == found
    shown = dashboard._look(evening.db, "session", AT + DAY, 0, 48)
    assert (shown.ran_out, shown.sold.orders) == (found, 3)
    assert dashboard._look(evening.db, "month", AT + DAY, 0, 48).ran_out == standing.NONE_RAN_OUT
    stands = standing.of_session(evening.db, S)
    review = summarise(PLAN, journal.entries(evening.db, S), {}, stands, found)
    assert (review["orders_ran_out"], review["ran_out_hours"]) == (1, 48)
    assert (review["orders_ran_out_in_part"], review["orders"]) == (1, 3)
    evening.db.close()


def test_of_orders_that_only_ran_out_in_part_it_is_told_too() -> None:
    evening = Evening()
    for _ in range(2):
        evening.note(False, 2, False)
        evening.row(len(evening.notes) - 1, 1)
    evening.time_goes_by()
    found = standing.ran_out(evening.db, [S], 48)
    assert found == RanOut(partly=2, hours=48)
    assert errands._look(evening.db, AT, 48).ran_out == found
    evening.db.close()


def test_what_nobody_took_back_and_nothing_stands_of_is_told_apart() -> None:
    evening = Evening()
    for _ in range(3):
        evening.note(False, 1, False)
    evening.undo(0)
    evening.row(1, 1)
    evening.time_goes_by()
    review = summarise(PLAN, journal.entries(evening.db, S), {}, standing.of_session(evening.db, S))
    gone = (review["orders_undone"], review["orders_let_go"])
    assert ((review["orders"], review["paid_fen"]), gone) == ((1, 1000), (1, 1))
    evening.db.close()
