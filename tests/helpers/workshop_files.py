"""Databases with a little in them, for whoever makes copies of databases."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlite_utils import Database, Migrations

from inventory import ledger, products
from inventory.ledger import Place
from inventory.products import Product
from studio.runtime.threads import Runtime
from studio.store.database import Store
from studio.store.migrations import HouseMigrations
from studio.store.sealed import SealedColumn
from studio.store.sqlite import sqlite3
from tests.helpers.clock import ManualClock

PEACH = Product("YM", "东魁杨梅", "1斤", "斤", 3990, None, "仙居", "", "")

BUYER = (SealedColumn("buyer", "phone", "paid"), SealedColumn("buyer", "last_four", "paid"))


def parcels() -> HouseMigrations:
    """A house with buyers' data: a phone that is sealed, and what it is found by."""
    house = HouseMigrations("parcels", sealed=BUYER)

    @house()
    def m001_buyer(db: Database) -> None:
        db.execute(
            "CREATE TABLE buyer (id INTEGER PRIMARY KEY, paid INTEGER, phone BLOB, last_four TEXT)"
        )

    return house


def fill(store: Store, moves: int, at_ms: int = 1_767_225_600_000) -> None:
    """One product and ``moves`` moves of one piece each onto the shelf."""

    def work(db: Database) -> None:
        if not db.execute("SELECT 1 FROM product").fetchone():
            products.take_over(db, PEACH, 0, at_ms)
        for _ in range(moves):
            ledger.move(
                db, sku="YM", qty=1, source=Place.SUPPLIER, target=Place.SHELF, reason="test",
                at_ms=at_ms,
            )  # fmt: skip

    store.write(work).result()


def made(path: Path, migrations: Sequence[Migrations], moves: int) -> Path:
    """A closed database file with ``moves`` moves."""
    runtime = Runtime()
    try:
        fill(Store.open(path, runtime, migrations, ManualClock()), moves)
    finally:
        runtime.close()
    return path


def moves_in(path: Path) -> int:
    """How many moves a database file holds; opened as a program would, its log included."""
    connection = sqlite3.connect(str(path))
    try:
        return int(connection.execute("SELECT count(*) FROM stock_move").fetchone()[0])
    finally:
        connection.close()
