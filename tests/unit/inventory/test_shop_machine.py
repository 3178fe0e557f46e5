"""The shop under anything people do at its counter and after (Hypothesis state machine).

Sales, orders by telephone, hand-overs, cases and what is undone of them, in any order, on goods in
lots, by weight and in bundles. After every step the audits hold, and the goods are where a plain
dictionary says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cache

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlite_utils import Database

from inventory import audit as ledger_audit
from inventory import bundles, ledger, live_sales, lots, overdue, products
from inventory.aftersales import audit as case_audit
from inventory.aftersales import cases, sold
from inventory.aftersales.schema import MIGRATIONS as AFTERSALES
from inventory.aftersales.sold import SoldItem
from inventory.counter import audit as counter_audit
from inventory.counter import phone, sales
from inventory.counter.sales import Item
from inventory.counter.schema import MIGRATIONS as COUNTER
from inventory.ledger import Place
from inventory.lots import Lot
from inventory.orders.schema import MIGRATIONS as ORDERS
from inventory.products import Product
from inventory.schema import MIGRATIONS as INVENTORY
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id
from studio.store.database import set_pragmas
from studio.store.migrations import restore_triggers
from studio.store.sqlite import sqlite3
from tests.helpers.books import AT, DAY

FRESH, HEAVY, BOX = "TD", "JI", "LH"
SKUS = (FRESH, HEAVY, BOX)
PARTS = {FRESH: {FRESH: 1}, HEAVY: {HEAVY: 1}, BOX: {FRESH: 2}}
SETS = (INVENTORY, ORDERS, COUNTER, AFTERSALES)
CHECKS = (*ledger_audit.CHECKS, *counter_audit.CHECKS, *case_audit.CHECKS)
skus = st.sampled_from(SKUS)
few = st.integers(1, 4)


@cache
def _laid_out() -> Database:
    db = Database(sqlite3.connect(":memory:"))
    for each in SETS:
        each.apply(db)
    restore_triggers(db, SETS)
    return db


LONG = 5000
"""Plays of the long run."""


class Shop(RuleBasedStateMachine):
    """``with_buyer`` follows, by product, what the customers have."""

    counter = Bundle("counter")
    calls = Bundle("calls")
    handed = Bundle("handed")
    opened = Bundle("opened")

    def __init__(self) -> None:
        super().__init__()
        self.db = Database(sqlite3.connect(":memory:"))
        _laid_out().conn.backup(self.db.conn)
        set_pragmas(self.db)
        self.now = AT
        self.with_buyer: defaultdict[str, int] = defaultdict(int)

    def teardown(self) -> None:
        self.db.close()

    @initialize(first=st.integers(0, 9), second=st.integers(0, 9), heavy=st.integers(0, 6))
    def stock(self, first: int, second: int, heavy: int) -> None:
        with self.db.atomic():
            for sku in SKUS:
                good = Product(
                    sku, sku, "", "箱", 1000, None, "", "", "", catch_weight=sku == HEAVY
                )
                products.take_over(self.db, good, 0, AT)
            bundles.define(self.db, BOX, {FRESH: 2})
            for sku, code, qty, day in (
                (FRESH, "A", first, "2026-01-02"), (FRESH, "B", second, ""),
                (HEAVY, "C", heavy, ""),
            ):  # fmt: skip
                lots.register(self.db, Lot(sku, code, best_before=day), AT)
                if qty:
                    ledger.move(
                        self.db, sku=sku, qty=qty, source=Place.HOUSEHOLD, target=Place.SHELF,
                        reason="harvest", at_ms=AT, lot=code,
                        grams=qty * 1900 + 7 if sku == HEAVY else None,
                    )  # fmt: skip

    @rule(target=counter, sku=skus, qty=few, grams=st.integers(1, 9000))
    def sell(self, sku: str, qty: int, grams: int) -> object:
        item = Item(sku, str(qty), grams=grams if sku == HEAVY else None)
        done: list[sales.Sale] = []
        self._try(lambda: done.append(sales.sell(self.db, [item], "cash", self.now)))
        if not done:
            return multiple()
        self._gone(sku, qty)
        return done[0].id

    @rule(sale=counter)
    def take_a_sale_back(self, sale: str) -> None:
        line = sales.find(self.db, sale).lines[0]
        if self._try(lambda: sales.undo(self.db, sale, self.now)):
            self._gone(line.sku, -line.qty)

    @rule(target=calls, sku=skus, qty=few, live=st.booleans())
    def call(self, sku: str, qty: int, live: bool) -> object:
        """By telephone, or noted in a broadcast: at the counter they are one kind of thing."""
        order = new_id(self.now)
        facts = {"order_id": order, "sku": sku, "qty": qty, "channel": "电话", "at_ms": self.now}
        more = {"session_id": "s", "unit_price_fen": 1000, "expires_ms": self.now + DAY}
        noted = self._try(
            lambda: (
                live_sales.note(self.db, **facts, **more)  # type: ignore[arg-type]
                if live
                else phone.note(self.db, **facts)
            )  # type: ignore[arg-type]
        )
        return order if noted else multiple()

    @rule(order=calls)
    def cancel(self, order: str) -> None:
        self._try(lambda: phone.cancel(self.db, order, "mistaken", self.now))

    @rule(target=handed, order=calls, qty=st.none() | few, grams=st.none() | st.integers(1, 9000))
    def hand_over(self, order: str, qty: int | None, grams: int | None) -> object:
        done: list[phone.HandedOver] = []
        self._try(
            lambda: done.append(
                phone.hand_over(self.db, order, "shipped", self.now, qty=qty, grams=grams)
            )
        )
        if not done:
            return multiple()
        self._gone(done[0].sku, done[0].qty)
        return done[0].id

    @rule(hand=handed)
    def hand_back(self, hand: str) -> None:
        (found,) = phone.handed_by(self.db, hand)
        if self._try(lambda: phone.take_back(self.db, hand, self.now)):
            self._gone(found.sku, -found.qty)

    @rule(target=opened, sale=counter, qty=few)
    def complain(self, sale: str, qty: int) -> object:
        return self._open(sold.look(self.db, sale)[0], qty)

    @rule(target=opened, hand=handed, qty=few)
    def complain_of_a_parcel(self, hand: str, qty: int) -> object:
        try:
            return self._open(sold.look(self.db, hand)[0], qty)
        except UserFacingError:
            return multiple()  # it was taken back

    @rule(case=opened, qty=few, lost=st.booleans())
    def come_back(self, case: str, qty: int, lost: bool) -> None:
        to = Place.LOSS if lost else Place.SHELF
        if self._try(lambda: cases.take_back(self.db, case, qty, to, self.now)):
            self._gone(cases.find(self.db, case).sku, -qty)

    @rule(case=opened, qty=few)
    def send_again(self, case: str, qty: int) -> None:
        if self._try(lambda: cases.resend(self.db, case, qty, self.now)):
            self._gone(cases.find(self.db, case).sku, qty)

    @rule(case=opened, fen=st.integers(-1, 5000))
    def give_back(self, case: str, fen: int) -> None:
        self._try(lambda: cases.refund(self.db, case, fen, self.now))

    @rule(case=opened, seq=st.integers(1, 6))
    def undo_a_step(self, case: str, seq: int) -> None:
        before = cases.find(self.db, case)
        if self._try(lambda: cases.undo(self.db, case, seq, self.now)):
            step = next(each for each in before.steps if each.seq == seq)
            sign = {"returned": 1, "lost": 1, "resent": -1}.get(step.what, 0)
            self._gone(before.sku, sign * step.qty)

    @rule(case=opened)
    def end_or_begin_again(self, case: str) -> None:
        over = cases.find(self.db, case).state in ("closed", "refused")
        work = cases.reopen if over else cases.close
        assert self._try(lambda: work(self.db, case, self.now))

    @rule(code=st.sampled_from("ABC"), good=st.booleans())
    def verdict(self, code: str, good: bool) -> None:
        say = lots.let_go if good else lots.hold
        self._try(lambda: say(self.db, code, "检测", self.now))

    @rule(hours=st.integers(1, 30))
    def time_goes_by(self, hours: int) -> None:
        self.now += hours * DAY // 24
        with self.db.atomic():
            overdue.clear(self.db, self.now)

    @invariant()
    def every_audit_holds(self) -> None:
        assert [d for check in CHECKS for d in check.differences(self.db)] == []

    @invariant()
    def the_buyers_have_what_they_should(self) -> None:
        found = {
            sku: ledger.on_place(self.db, sku, Place.CUSTOMER)
            for (sku,) in self.db.execute("SELECT sku FROM product").fetchall()
        }
        assert {sku: qty for sku, qty in found.items() if qty} == {
            sku: qty for sku, qty in self.with_buyer.items() if qty
        }

    def _open(self, item: SoldItem, qty: int) -> object:
        done: list[cases.Case] = []
        facts = {"reason": "other", "wants": "refund", "due_ms": None}
        self._try(
            lambda: done.append(
                cases.open_case(self.db, item, qty=qty, at_ms=self.now, **facts)  # type: ignore[arg-type]
            )
        )
        return done[0].id if done else multiple()

    def _gone(self, sku: str, qty: int) -> None:
        for part, each in PARTS[sku].items():
            self.with_buyer[part] += each * qty

    def _try(self, work: Callable[[], object]) -> bool:
        """Whether it was done; where it was refused, nothing of it is left."""
        before = ledger.replay(self.db)
        try:
            with self.db.atomic():
                work()
        except UserFacingError:
            assert ledger.replay(self.db) == before
            return False
        return True


def test_the_shop_holds_whatever_is_done_in_it() -> None:
    """`HYPOTHESIS_PROFILE=long` plays all it asks for; the suite half of that, for its time."""
    plays = settings().max_examples
    plays = plays if plays >= LONG else plays // 2
    run_state_machine_as_test(Shop, settings=settings(max_examples=plays, stateful_step_count=25))
