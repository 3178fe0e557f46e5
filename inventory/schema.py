"""The tables of products, stock and live sales. Rules: ledger, one move at a time, append-only.

Stock is one ledger of moves between places; a reservation is a move like any other, so there is
no second counter to drift. The balance table is derived: only triggers fill it, and a replay of
the moves equals it. Money is integer fen, quantities are pieces, instants UTC milliseconds.
"""

from __future__ import annotations

from enum import StrEnum

from sqlite_utils import Database

from studio.store.migrations import HouseMigrations


class Place(StrEnum):
    """Where goods can be. `REAL_PLACES` can never hold less than nothing."""

    SUPPLIER = "supplier"
    HOUSEHOLD = "household"
    SHELF = "shelf"
    RESERVED = "reserved"
    PACKED = "packed"
    CUSTOMER = "customer"
    LOSS = "loss"
    GAIN = "gain"
    CAPACITY = "capacity"


REAL_PLACES = (Place.SHELF, Place.RESERVED, Place.PACKED)
"""The others are the world outside the workshop's door, or its books."""

_IS_REAL = " OR ".join(f"NEW.source = '{place}'" for place in REAL_PLACES)
"""Spelt out: for a list SQLite builds a small table, in every move anew."""
_REAL = ", ".join(f"'{place}'" for place in REAL_PLACES)
_ALL = ", ".join(f"'{place}'" for place in Place)


def _append_only(table: str, key: str) -> list[str]:
    """Refuse UPDATE, DELETE, and a second row of one key, even by INSERT OR REPLACE.

    RAISE(ABORT) cannot be talked out of it by the statement's own OR clause, and the refusal of
    the insert holds on connections without recursive_triggers, where REPLACE deletes silently.
    """
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}\n"
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) {refuse}",
    ]


NOT_ENOUGH = "not enough stock"
"""What the trigger says when a move would take a real place below zero."""

TRIGGERS = [
    *_append_only("stock_move", "id"),
    *_append_only("live_sale", "id"),
    *_append_only("live_sale_undo", "order_id"),
    f"""CREATE TRIGGER stock_move_not_below_zero BEFORE INSERT ON stock_move
WHEN ({_IS_REAL}) AND NEW.qty > coalesce(
    (SELECT qty FROM stock_balance WHERE sku = NEW.sku AND place = NEW.source), 0)
BEGIN SELECT RAISE(ABORT, '{NOT_ENOUGH}'); END""",
    # Plain INSERT and UPDATE: an OR clause of the statement that fired a trigger overrides the
    # trigger's own, and an upsert's CHECK would look at the lone difference.
    """CREATE TRIGGER stock_move_balance AFTER INSERT ON stock_move
BEGIN
    INSERT INTO stock_balance (sku, place, qty) SELECT NEW.sku, NEW.source, 0
        WHERE NOT EXISTS (SELECT 1 FROM stock_balance WHERE sku = NEW.sku AND place = NEW.source);
    INSERT INTO stock_balance (sku, place, qty) SELECT NEW.sku, NEW.target, 0
        WHERE NOT EXISTS (SELECT 1 FROM stock_balance WHERE sku = NEW.sku AND place = NEW.target);
    UPDATE stock_balance SET qty = qty - NEW.qty WHERE sku = NEW.sku AND place = NEW.source;
    UPDATE stock_balance SET qty = qty + NEW.qty WHERE sku = NEW.sku AND place = NEW.target;
END""",
    """CREATE TRIGGER stock_balance_no_delete BEFORE DELETE ON stock_balance
BEGIN SELECT RAISE(ABORT, 'stock_balance is kept by stock_move'); END""",
]

MIGRATIONS = HouseMigrations("inventory", TRIGGERS)


@MIGRATIONS()
def m001_products_stock_and_live_sales(db: Database) -> None:
    """Ids are UUIDv7, so rows clustered by id are appended and page in order of time."""
    for statement in (
        """CREATE TABLE product (
            sku TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            spec TEXT NOT NULL,
            unit TEXT NOT NULL,
            price_fen INTEGER NOT NULL CHECK (price_fen >= 0),
            compared_price_fen INTEGER CHECK (compared_price_fen >= 0),
            origin TEXT NOT NULL,
            picture TEXT NOT NULL,
            script TEXT NOT NULL,
            taken_over_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
        f"""CREATE TABLE stock_move (
            id TEXT PRIMARY KEY,
            sku TEXT NOT NULL REFERENCES product (sku),
            qty INTEGER NOT NULL CHECK (qty > 0),
            source TEXT NOT NULL CHECK (source IN ({_ALL})),
            target TEXT NOT NULL CHECK (target IN ({_ALL})),
            reason TEXT NOT NULL,
            reference TEXT NOT NULL,
            happened_ms INTEGER NOT NULL,
            happened_local TEXT NOT NULL,
            recorded_ms INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
            CHECK (source <> target)
        ) STRICT, WITHOUT ROWID""",
        f"""CREATE TABLE stock_balance (
            sku TEXT NOT NULL REFERENCES product (sku),
            place TEXT NOT NULL,
            qty INTEGER NOT NULL,
            PRIMARY KEY (sku, place),
            CHECK (qty >= 0 OR place NOT IN ({_REAL}))
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE live_sale (
            id TEXT PRIMARY KEY,
            session_id TEXT NOT NULL,
            sku TEXT NOT NULL REFERENCES product (sku),
            qty INTEGER NOT NULL CHECK (qty > 0),
            channel TEXT NOT NULL,
            unit_price_fen INTEGER NOT NULL CHECK (unit_price_fen >= 0),
            paid_fen INTEGER NOT NULL CHECK (paid_fen = qty * unit_price_fen),
            noted_ms INTEGER NOT NULL,
            noted_local TEXT NOT NULL,
            reserved_by TEXT NOT NULL REFERENCES stock_move (id)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE live_sale_undo (
            order_id TEXT PRIMARY KEY REFERENCES live_sale (id),
            undone_ms INTEGER NOT NULL,
            undone_local TEXT NOT NULL,
            released_by TEXT NOT NULL REFERENCES stock_move (id)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX live_sale_by_session ON live_sale (session_id, id)",
    ):
        db.execute(statement)
