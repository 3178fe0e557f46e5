"""The ledger under anything people do to it, in any order (Hypothesis state machine)."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlite_utils import Database

from inventory import ledger, live_sales, products
from inventory.ledger import Balance, Place
from inventory.products import Product
from inventory.schema import MIGRATIONS, REAL_PLACES
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id
from studio.store.database import set_pragmas
from studio.store.migrations import restore_triggers
from studio.store.sqlite import sqlite3

AT = 1_767_225_600_000
SKUS = ("YM-001", "TD-002")
skus = st.sampled_from(SKUS)
quantities = st.integers(1, 12)
places = st.sampled_from(list(Place))


def product(sku: str) -> Product:
    return Product(sku, sku, "", "件", 1990, None, "", "", "")


class Ledger(RuleBasedStateMachine):
    """Follows the ledger with a plain dictionary and compares after every step."""

    orders = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.db = Database(sqlite3.connect(str(Path(self.folder.name) / "studio.db")))
        set_pragmas(self.db)
        MIGRATIONS.apply(self.db)
        restore_triggers(self.db, [MIGRATIONS])
        self.expected: defaultdict[tuple[str, Place], int] = defaultdict(int)
        self.sold: dict[str, tuple[str, int]] = {}

    def teardown(self) -> None:
        self.db.close()
        self.folder.cleanup()

    @initialize(stock=st.tuples(st.integers(0, 30), st.integers(0, 30)))
    def open_with(self, stock: tuple[int, int]) -> None:
        for sku, qty in zip(SKUS, stock, strict=True):
            with self.db.atomic():
                assert products.take_over(self.db, product(sku), qty, AT)
            if qty:
                self._moved(sku, qty, Place.SUPPLIER, Place.SHELF)

    @rule(sku=skus, stock=quantities)
    def take_over_again(self, sku: str, stock: int) -> None:
        with self.db.atomic():
            assert not products.take_over(self.db, product(sku), stock, AT)

    @rule(target=orders, sku=skus, qty=quantities)
    def note(self, sku: str, qty: int) -> str:
        order = new_id(AT)
        shelf = self.expected[sku, Place.SHELF]
        try:
            with self.db.atomic():
                level = live_sales.note(
                    self.db,
                    order_id=order,
                    session_id="s",
                    sku=sku,
                    qty=qty,
                    channel="抖音",
                    unit_price_fen=1990,
                    at_ms=AT,
                )
        except UserFacingError as error:
            self._refused(error, short=shelf < qty)
            return ""
        assert level.available == shelf - qty
        assert level == ledger.level(self.db, sku)
        self._moved(sku, qty, Place.SHELF, Place.RESERVED)
        self.sold[order] = (sku, qty)
        return order

    @rule(order=consumes(orders))
    def undo(self, order: str) -> None:
        if not order:
            return
        sku, qty = self.sold[order]
        if self.expected[sku, Place.RESERVED] < qty:  # packed meanwhile by `move`
            with pytest.raises(UserFacingError), self.db.atomic():
                live_sales.undo(self.db, order, AT)
            return
        with self.db.atomic():
            assert live_sales.undo(self.db, order, AT).undone
        self._moved(sku, qty, Place.RESERVED, Place.SHELF)
        with pytest.raises(UserFacingError, match="order_already_undone"), self.db.atomic():
            live_sales.undo(self.db, order, AT)

    @rule(sku=skus, qty=quantities, source=places, to=places)
    def move(self, sku: str, qty: int, source: Place, to: Place) -> None:
        short = source in REAL_PLACES and self.expected[sku, source] < qty
        try:
            with self.db.atomic():
                ledger.move(
                    self.db, sku=sku, qty=qty, source=source, target=to, reason="any", at_ms=AT
                )
        except UserFacingError as error:
            self._refused(error, short=short)
        except sqlite3.IntegrityError:
            assert source == to
        else:
            assert not short
            assert source != to
            self._moved(sku, qty, source, to)

    @rule(sku=skus, qty=quantities, source=places, to=places)
    def broken_off(self, sku: str, qty: int, source: Place, to: Place) -> None:
        """A move in a transaction that fails afterwards never happened."""

        def move_and_fail() -> None:
            with self.db.atomic():
                ledger.move(
                    self.db, sku=sku, qty=qty, source=source, target=to, reason="", at_ms=AT
                )
                raise KeyError

        with pytest.raises((KeyError, UserFacingError, sqlite3.IntegrityError)):
            move_and_fail()

    @rule(
        table=st.sampled_from(["stock_move", "live_sale", "live_sale_undo"]),
        verb=st.sampled_from(["REPLACE", "IGNORE", "ROLLBACK", "FAIL"]),
    )
    def write_over(self, table: str, verb: str) -> None:
        if not self.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]:
            return
        statement = f"INSERT OR {verb} INTO {table} SELECT * FROM {table} LIMIT 1"
        with pytest.raises(sqlite3.IntegrityError, match="append-only"), self.db.atomic():
            self.db.conn.execute(statement)

    @invariant()
    def the_books_are_right(self) -> None:
        replayed = ledger.replay(self.db)
        balances = {
            (sku, Place(place), lot): Balance(qty, grams)
            for sku, place, lot, qty, grams in self.db.execute(
                "SELECT sku, place, lot, qty, grams FROM stock_balance"
            )
        }
        assert replayed == balances
        kept = {(sku, place): found.qty for (sku, place, _), found in balances.items()}
        assert {key: qty for key, qty in kept.items() if qty} == {
            key: qty for key, qty in self.expected.items() if qty
        }
        for sku in SKUS:
            assert sum(qty for (of, _), qty in kept.items() if of == sku) == 0
        assert all(qty >= 0 for (_, place), qty in kept.items() if place in REAL_PLACES)

    @invariant()
    def nothing_is_forgotten(self) -> None:
        assert {sale.id for sale in live_sales.sales(self.db)} == set(self.sold)

    def _refused(self, error: UserFacingError, *, short: bool) -> None:
        assert error.code == "not_enough_stock"
        assert short

    def _moved(self, sku: str, qty: int, source: Place, target: Place) -> None:
        self.expected[sku, source] -= qty
        self.expected[sku, target] += qty


def test_the_ledger_holds_whatever_is_done_to_it() -> None:
    run_state_machine_as_test(
        Ledger, settings=settings(max_examples=settings().max_examples * 2, stateful_step_count=25)
    )
