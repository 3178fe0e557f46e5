"""The audit reads each table once, however many orders there are."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from inventory import audit as of_stock
from inventory.orders import audit as of_orders
from inventory.orders.importing import Imports, Wish
from studio.store.audit import Check, InStep
from studio.store.database import Store
from studio.store.sealed import Sealer
from studio.store.secrets import MemorySecrets
from tests.helpers.books import AT, Books
from tests.helpers.clock import ManualClock
from tests.helpers.order_files import PRODUCTS, draft


def statements(store: Store, check: Check) -> int:
    """How many a check needs; none of it differs."""

    def work(db: Database) -> int:
        asked: list[str] = []
        db.conn.set_trace_callback(asked.append)
        try:
            assert list(check.differences(db)) == []
        finally:
            db.conn.set_trace_callback(None)
        return len(asked)

    return store.read(work).result()


CHECKS = (
    *of_orders.CHECKS,
    *(each for each in of_stock.CHECKS if each.name == "audit_notes_hold_goods"),
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda each: each.name)
def test_more_orders_are_no_more_questions(store: Store, tmp_path: Path, check: Check) -> None:
    books = Books(store)
    for sku, _ in PRODUCTS:
        books.product(sku, 1000)
    imports = Imports(store, ManualClock(AT), Sealer(MemorySecrets()), tmp_path)
    counted = []
    for seed, orders in enumerate((5, 60)):
        made = draft("抖店", orders=orders, seed=seed)
        imports.run(Wish(made.write(tmp_path / f"{orders}.xlsx"), take_proposals=True))
        for number in range(orders):
            books.note(PRODUCTS[0][0], number % 2 + 1)
        counted.append(statements(store, check))
    assert counted[0] == counted[1]


def test_rows_in_step_are_passed_over_for_good() -> None:
    rows = InStep(iter([("a", 1), ("b/1", 2), ("b/2", 3), ("b0", 4), ("c", 5)]))
    assert rows.between("b/", "b0") == [("b/1", 2), ("b/2", 3)]
    assert rows.between("a", "b") == []
    assert rows.between("c", "d") == [("c", 5)]
    assert rows.between("d", "e") == []
