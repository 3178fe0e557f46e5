"""Parcels under anything people, platforms and laboratories do to them, in any order."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlite_utils import Database

from inventory import ledger, lots, overdue, products
from inventory import schema as stock_schema
from inventory.aftersales import schema as aftersales_schema
from inventory.audit import CHECKS as LEDGER
from inventory.counter import schema as counter_schema
from inventory.fulfilment import codes, making, packing, parcels, schema, shipping
from inventory.fulfilment.audit import CHECKS
from inventory.ledger import Place
from inventory.lots import Lot
from inventory.orders import schema as orders_schema
from inventory.orders import stock
from inventory.orders.status import TO_SHIP
from inventory.products import Product
from studio.runtime.errors import UserFacingError
from studio.store import audit
from studio.store.database import set_pragmas
from studio.store.migrations import restore_triggers
from studio.store.sqlite import sqlite3
from tests.helpers.books import AT, DAY
from tests.helpers.parcels import add_line, add_order, told

LOTS = {"A": "2026-01-02", "B": "2026-01-04", "C": ""}
SKUS = ("YM", "TD")
picks = st.integers(0, 20)
SETS = [
    each.MIGRATIONS
    for each in (stock_schema, orders_schema, schema, counter_schema, aftersales_schema)
]


class Table(RuleBasedStateMachine):
    """A packing table; after each step the books prove themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.db = Database(sqlite3.connect(":memory:"))
        set_pragmas(self.db)
        for each in SETS:
            each.apply(self.db)
        restore_triggers(self.db, SETS)
        self.now, self.orders, self.more = AT, 0, 0
        for sku in SKUS:
            products.take_over(
                self.db, Product(sku, sku, "", "箱", 1, None, "", "", ""), 20, self.now
            )
        for code, best_before in LOTS.items():
            lots.register(self.db, Lot("YM", code, best_before=best_before), self.now)

    def teardown(self) -> None:
        self.db.close()

    def do(self, work: Callable[[Database], object]) -> None:
        """As a transaction of the store: a refusal leaves nothing behind."""
        with suppress(UserFacingError), self.db.atomic():
            work(self.db)

    def one(self, pick: int) -> str:
        ids = [row[0] for row in self.db.execute("SELECT id FROM parcel ORDER BY id").fetchall()]
        return ids[pick % len(ids)] if ids else "none"

    def lines_of(self, number: str) -> list[str]:
        rows = self.db.execute("SELECT id FROM order_line WHERE order_id = ? ORDER BY id", [number])
        return [row[0] for row in rows.fetchall()]

    @rule(sku=st.sampled_from(SKUS), lot=st.sampled_from(list(LOTS)), qty=st.integers(1, 4))
    def comes_in(self, sku: str, lot: str, qty: int) -> None:
        self.do(
            lambda db: ledger.move(
                db, sku=sku, qty=qty, source=Place.HOUSEHOLD, target=Place.SHELF,
                reason="in", at_ms=self.now, lot=lot if sku == "YM" else "",
            )
        )  # fmt: skip

    @rule(ym=st.integers(0, 3), td=st.integers(0, 2), again=st.integers(0, 2))
    def ordered(self, ym: int, td: int, again: int) -> None:
        """``again``: the order names the product a second time."""
        goods = {sku: qty for sku, qty in (("YM", ym), ("TD", td)) if qty}
        if goods:
            self.orders += 1
            number = str(self.orders)

            def work(db: Database) -> None:
                add_order(db, number, goods, self.now)
                if ym and again:
                    add_line(db, number, f"{number}-again", "YM", again, self.now)

            self.do(work)

    @rule(
        pick=picks,
        what=st.sampled_from(
            [("aftersale", "refunded"), ("aftersale", "open"), ("aftersale", "closed"),
             ("status", "closed"), ("status", "shipped"), ("status", "done"), ("status", "paid")]
        ),
    )  # fmt: skip
    def platform_says(self, pick: int, what: tuple[str, str]) -> None:
        if self.orders:
            self.do(lambda db: told(db, str(1 + pick % self.orders), *what, self.now))

    @rule(pick=picks, qty=st.integers(1, 2))
    def more_comes(self, pick: int, qty: int) -> None:
        """A later file knows another line of an order."""
        number = str(1 + pick % max(1, self.orders))
        if self.lines_of(number):
            self.more += 1
            line = f"{number}-more{self.more}"
            self.do(lambda db: add_line(db, number, line, "TD", qty, self.now))

    @rule(pick=picks)
    def a_line_goes(self, pick: int) -> None:
        """The only file that told a line is taken back; what left in parcels keeps it from that."""
        lines = self.lines_of(str(1 + pick % max(1, self.orders)))
        for line in lines[:1]:
            if not any(each.sent for each in stock.held(self.db, line).values()):
                self.do(lambda db, line=line: taken_back(db, line, self.now))

    @rule()
    def all_that_can_leaves(self) -> None:
        self.parcels_are_made()
        for (parcel_id,) in self.db.execute("SELECT parcel_id FROM parcel_open").fetchall():
            self.do(lambda db, each=parcel_id: pack_whole(db, each, self.now))
            self.do(lambda db, each=parcel_id: shipping.ship(db, [each], self.now))

    @rule()
    def parcels_are_made(self) -> None:
        self.do(lambda db: making.make(db, self.now))

    @rule(
        pick=picks,
        what=st.sampled_from(
            ["YM", "TD", "A", *(codes.of_goods("YM", lot) for lot in LOTS), "nonsense"]
        ),
        qty=st.integers(1, 2),
    )
    def scanned(self, pick: int, what: str, qty: int) -> None:
        self.do(
            lambda db: packing.scan(
                db, self.one(pick), what, device="typed", at_ms=self.now, qty=qty
            )
        )

    @rule(pick=picks)
    def packed_whole(self, pick: int) -> None:
        self.do(lambda db: pack_whole(db, self.one(pick), self.now))

    @rule(pick=picks, qty=st.integers(1, 2))
    def split(self, pick: int, qty: int) -> None:
        self.do(lambda db: making.split(db, self.one(pick), {"YM": qty}, self.now))

    @rule(pick=picks)
    def opened(self, pick: int) -> None:
        self.do(lambda db: packing.open_again(db, self.one(pick), self.now))

    @rule(pick=picks)
    def dissolved(self, pick: int) -> None:
        self.do(lambda db: making.dissolve(db, self.one(pick), self.now))

    @rule(pick=picks)
    def leaves(self, pick: int) -> None:
        self.do(lambda db: shipping.ship(db, [self.one(pick)], self.now))

    @rule(pick=picks, arrives=st.booleans())
    def arrives_or_comes_back(self, pick: int, arrives: bool) -> None:
        if arrives:
            self.do(lambda db: shipping.deliver(db, [self.one(pick)], self.now))
        else:
            self.do(lambda db: shipping.take_back(db, self.one(pick), self.now))

    @rule(lot=st.sampled_from(list(LOTS)), good=st.booleans())
    def tested(self, lot: str, good: bool) -> None:
        verdict = lots.let_go if good else lots.hold
        self.do(lambda db: verdict(db, lot, "test", self.now))

    @rule()
    def a_day_passes(self) -> None:
        self.now += DAY
        self.do(lambda db: overdue.catch_up(db, self.now))

    @invariant()
    def everything_adds_up(self) -> None:
        assert audit.problems(self.db, (*LEDGER, *CHECKS)) == []

    @invariant()
    def gone_are_the_orders_of_which_all_has_left(self) -> None:
        rows = self.db.execute("SELECT id, gone FROM platform_order").fetchall()
        for order_id, kept in rows:
            assert kept == has_left(self.db, order_id), order_id

    @invariant()
    def nothing_is_sent_that_may_not_be(self) -> None:
        """A parcel that left holds just what was ordered, and of no held lot at that moment."""
        for sku, qty, ordered in self.db.execute(
            "SELECT code, (SELECT coalesce(sum(CASE target WHEN 'customer' THEN qty ELSE -qty END),"
            " 0) FROM stock_move WHERE reference = order_line.id || '/' || code "
            "AND (source = 'customer' OR target = 'customer')), qty FROM order_line"
        ):
            assert qty <= ordered, sku


def pack_whole(db: Database, parcel_id: str, at_ms: int) -> None:
    for line in parcels.find(db, parcel_id, at_ms).lines:
        if line.lacking:
            packing.scan(
                db, parcel_id, line.sku, device="scanner", at_ms=at_ms, qty=line.lacking
            )  # fmt: skip


def taken_back(db: Database, line_id: str, at_ms: int) -> None:
    stock.give_back(db, line_id, at_ms)
    db.execute("DELETE FROM order_line WHERE id = ?", [line_id])


def has_left(db: Database, order_id: str) -> bool:
    """Each line that is to be shipped is in a parcel that left, and nothing of it is here."""
    lines = db.execute(
        f"SELECT id FROM order_line WHERE order_id = ? AND {TO_SHIP}", [order_id]
    ).fetchall()
    parcelled = [
        (reference.partition("/")[0], parcels.last_event(db, parcel_id))
        for parcel_id, reference in db.execute(
            "SELECT parcel_id, reference FROM parcel_line"
        ).fetchall()
    ]
    left = {line for line, event in parcelled if event in ("shipped", "delivered")}
    here = (Place.RESERVED, Place.PROMISED, Place.PACKED)
    return bool(lines) and all(
        line in left and not parcels.lying(db, stock.references_of(db, line), *here)
        for (line,) in lines
    )


def test_parcels_add_up_whatever_happens() -> None:
    """`HYPOTHESIS_PROFILE=long` asks 5,000 tables."""
    long = os.environ.get("HYPOTHESIS_PROFILE") == "long"
    run_state_machine_as_test(
        Table,
        settings=settings(
            settings.get_profile("long") if long else settings.default,
            max_examples=5000 if long else 25,
            stateful_step_count=30,
        ),
    )
