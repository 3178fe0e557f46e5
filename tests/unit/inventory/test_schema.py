"""A ledger written by the version before is still there after the update, and still refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from inventory import holds, ledger, live_sales, overdue
from inventory.counter.schema import MIGRATIONS as COUNTER
from inventory.ledger import Balance, Place, StockLevel
from inventory.schema import MIGRATIONS, m001_products_stock_and_live_sales
from studio.runtime.threads import Runtime
from studio.store.database import Store
from studio.store.migrations import HouseMigrations
from studio.store.sqlite import sqlite3
from tests.helpers.clock import ManualClock

AT = 1_767_225_600_000
YEAR = 365 * 86_400_000
MOVES = (
    ("m1", 10, "supplier", "shelf", ""),
    ("m2", 3, "shelf", "reserved", "kept"),
    ("m3", 2, "shelf", "reserved", "undone"),
    ("m4", 2, "reserved", "shelf", "undone"),
)


@pytest.fixture
def first_version(tmp_path: Path, runtime: Runtime, clock: ManualClock) -> Path:
    """A file as the version before left it: ten boxes, one order standing, one taken back."""
    path = tmp_path / "studio.db"
    before = HouseMigrations("inventory", ())
    before(name="m001_products_stock_and_live_sales")(m001_products_stock_and_live_sales)
    Store.open(path, runtime, [before], clock).close()
    db = Database(sqlite3.connect(str(path)))
    with db.conn:
        db.execute(
            "INSERT INTO product VALUES ('YM', '杨梅', '', '箱', 100, NULL, '', '', '', ?)", [AT]
        )
        for number, (move, qty, source, target, reference) in enumerate(MOVES):
            db.execute(
                "INSERT INTO stock_move VALUES (?, 'YM', ?, ?, ?, 'live_sale', ?, ?, 'then', ?)",
                [move, qty, source, target, reference, AT + number, AT + number],
            )
        for place, qty in (("supplier", -10), ("shelf", 7), ("reserved", 3)):
            db.execute("INSERT INTO stock_balance VALUES ('YM', ?, ?)", [place, qty])
        for order, move, qty in (("kept", "m2", 3), ("undone", "m3", 2)):
            db.execute(
                "INSERT INTO live_sale VALUES (?, 's', 'YM', ?, '抖音', 100, ?, ?, 'then', ?)",
                [order, qty, qty * 100, AT, move],
            )
        db.execute("INSERT INTO live_sale_undo VALUES ('undone', ?, 'then', 'm4')", [AT])
    db.close()
    return path


def test_what_was_there_is_kept_whole(
    first_version: Path, runtime: Runtime, clock: ManualClock
) -> None:
    store = Store.open(first_version, runtime, [MIGRATIONS], clock)
    assert store.read(ledger.replay).result() == {
        ("YM", Place.SUPPLIER, ""): Balance(-10, 0),
        ("YM", Place.SHELF, ""): Balance(7, 0),
        ("YM", Place.RESERVED, ""): Balance(3, 0),
    }
    level = store.read(lambda db: ledger.level(db, "YM")).result()
    assert level == StockLevel("YM", on_hand=10, reserved=3, available=7)
    kept = store.read(live_sales.sales).result()
    assert [(sale.id, sale.undone) for sale in kept] == [("undone", True), ("kept", False)]
    rows = store.read(lambda db: db.execute("SELECT * FROM stock_move").fetchall()).result()
    assert [row[:9] for row in rows] == [
        (move, "YM", qty, source, target, "live_sale", reference, AT + number, "then")
        for number, (move, qty, source, target, reference) in enumerate(MOVES)
    ]
    assert store.read(lambda db: db.execute("PRAGMA foreign_key_check").fetchall()).result() == []


def test_a_note_of_the_version_before_never_expires_and_can_be_confirmed(
    first_version: Path, runtime: Runtime, clock: ManualClock
) -> None:
    store = Store.open(first_version, runtime, [MIGRATIONS, COUNTER], clock)
    assert store.write(lambda db: overdue.clear(db, AT + YEAR)).result() == []
    store.write(lambda db: holds.confirm(db, "kept", reference="line", at_ms=AT + YEAR)).result()
    assert store.read(holds.open_notes).result() == []
    level = store.read(lambda db: ledger.level(db, "YM")).result()
    assert (level.reserved, level.available) == (3, 7)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stock_move SET qty = 1",
        "DELETE FROM stock_move",
        "INSERT OR REPLACE INTO live_sale SELECT * FROM live_sale LIMIT 1",
        "INSERT INTO stock_move SELECT 'x', sku, 99, 'shelf', 'loss', '', '', 0, '', 0, '', 0"
        " FROM product",
    ],
)
def test_the_updated_ledger_still_refuses_changes(
    first_version: Path, runtime: Runtime, clock: ManualClock, statement: str
) -> None:
    store = Store.open(first_version, runtime, [MIGRATIONS], clock)
    with pytest.raises(sqlite3.IntegrityError):
        store.write(lambda db: db.execute(statement).fetchall()).result()
