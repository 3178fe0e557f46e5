"""The tables of sales at the counter and of orders by telephone or chat.

Goods move in the one ledger: a sale's line and a hand-over are references of its moves. Money is
integer fen, instants UTC milliseconds.
"""

from __future__ import annotations

from sqlite_utils import Database

from studio.store.migrations import HouseMigrations, refusing
from studio.store.sealed import SealedColumn

_KEPT = (
    *("counter_sale", "counter_line", "counter_undo"),
    *("handover", "handover_undo", "phone_call", "phone_cancel"),
)

TRIGGERS = [
    *(refusing(f"{name}_no_update", "UPDATE", name, f"{name} is append-only") for name in _KEPT),
    *(refusing(f"{name}_no_delete", "DELETE", name, f"{name} is append-only") for name in _KEPT),
    refusing("phone_order_no_delete", "DELETE", "phone_order", "phone_order is append-only"),
    """CREATE TRIGGER call_open_new AFTER INSERT ON phone_call
BEGIN INSERT INTO call_open VALUES (NEW.order_id); END""",
    """CREATE TRIGGER call_open_undone AFTER INSERT ON live_sale_undo
BEGIN DELETE FROM call_open WHERE order_id = NEW.order_id; END""",
    """CREATE TRIGGER call_open_follows AFTER INSERT ON hold_end
WHEN EXISTS (SELECT 1 FROM phone_call WHERE order_id = NEW.hold_id)
BEGIN
    DELETE FROM call_open WHERE order_id = NEW.hold_id;
    INSERT INTO call_open SELECT id FROM live_sale WHERE id = NEW.hold_id
        AND qty > (SELECT coalesce(sum(qty), 0) FROM hold_end WHERE hold_id = NEW.hold_id)
        AND NOT EXISTS (SELECT 1 FROM live_sale_undo WHERE order_id = NEW.hold_id);
END""",
]
"""Which orders wait at the counter is derived from what became of them, as a balance is from moves:
after years there are a hundred thousand of which three wait."""
OPEN_CALLS = """SELECT order_id FROM phone_call JOIN live_sale ON live_sale.id = order_id
    WHERE qty > (SELECT coalesce(sum(hold_end.qty), 0) FROM hold_end WHERE hold_id = order_id)
    AND NOT EXISTS (SELECT 1 FROM live_sale_undo WHERE live_sale_undo.order_id = live_sale.id)"""
SEALED = (SealedColumn("phone_order", "contact", "kept_ms"),)

MIGRATIONS = HouseMigrations("counter", TRIGGERS, SEALED)


@MIGRATIONS()
def m001_sales_and_handovers(db: Database) -> None:
    """``counter_line.id`` and ``handover.id`` are what their goods went out under."""
    for statement in (
        """CREATE TABLE counter_sale (
            id TEXT PRIMARY KEY,
            pay TEXT NOT NULL CHECK (pay = 'cash' OR pay = 'transfer'),
            total_fen INTEGER NOT NULL CHECK (total_fen >= 0),
            sold_ms INTEGER NOT NULL,
            sold_local TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE counter_line (
            id TEXT PRIMARY KEY,
            sale_id TEXT NOT NULL REFERENCES counter_sale (id),
            sku TEXT NOT NULL REFERENCES product (sku),
            qty INTEGER NOT NULL CHECK (qty > 0),
            said TEXT NOT NULL,
            grams INTEGER NOT NULL CHECK (grams >= 0),
            unit_price_fen INTEGER NOT NULL CHECK (unit_price_fen >= 0),
            paid_fen INTEGER NOT NULL CHECK (paid_fen >= 0)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX counter_line_by_sale ON counter_line (sale_id, id)",
        """CREATE TABLE counter_undo (
            sale_id TEXT PRIMARY KEY REFERENCES counter_sale (id),
            undone_ms INTEGER NOT NULL,
            undone_local TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE phone_order (
            order_id TEXT PRIMARY KEY REFERENCES live_sale (id),
            contact BLOB,
            kept_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE handover (
            id TEXT PRIMARY KEY,
            order_id TEXT NOT NULL REFERENCES live_sale (id),
            qty INTEGER NOT NULL CHECK (qty > 0),
            how TEXT NOT NULL CHECK (how = 'picked_up' OR how = 'shipped'),
            tracking TEXT NOT NULL,
            handed_ms INTEGER NOT NULL,
            handed_local TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX handover_by_order ON handover (order_id)",
        """CREATE TABLE handover_undo (
            handover_id TEXT PRIMARY KEY REFERENCES handover (id),
            undone_ms INTEGER NOT NULL,
            undone_local TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
    ):
        db.execute(statement)


@MIGRATIONS()
def m002_one_number_a_call_and_calls_are_found(db: Database) -> None:
    """``call_id``: the first order of the call, whose end is the number for all of them.

    Orders of before keep the number they were told: each is a call of its own.
    """
    for statement in (
        """CREATE TABLE phone_call (
            order_id TEXT PRIMARY KEY REFERENCES live_sale (id),
            call_id TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "INSERT INTO phone_call SELECT id, id FROM live_sale WHERE session_id = ''",
        "CREATE INDEX phone_call_by_number ON phone_call (substr(call_id, -4))",
        "CREATE INDEX phone_order_told ON phone_order (order_id) WHERE contact IS NOT NULL",
        "CREATE INDEX handover_by_tracking ON handover (tracking) WHERE tracking <> ''",
    ):
        db.execute(statement)


@MIGRATIONS()
def m003_what_no_platform_tells_of_waits_at_the_counter(db: Database) -> None:
    """Orders noted in a broadcast under a channel without a platform's file that still hold their
    goods are the counter's to hand over; what was given back stays so.

    ``seq``: the end of the note that gave the goods back, 0 where the order was taken back.
    """
    for statement in (
        """CREATE TABLE phone_cancel (
            order_id TEXT NOT NULL REFERENCES live_sale (id),
            seq INTEGER NOT NULL CHECK (seq >= 0),
            reason TEXT NOT NULL,
            cancelled_ms INTEGER NOT NULL,
            cancelled_local TEXT NOT NULL,
            PRIMARY KEY (order_id, seq)
        ) STRICT, WITHOUT ROWID""",
        """INSERT INTO phone_call SELECT id, id FROM live_sale
        WHERE session_id <> ''
            AND trim(channel) NOT LIKE '抖音%' AND trim(channel) NOT LIKE '抖店%'
            AND trim(channel) NOT LIKE '快手%' AND trim(channel) NOT LIKE '视频号%'
            AND trim(channel) NOT LIKE '微信小店%' AND trim(channel) NOT LIKE '拼多多%'
            AND trim(channel) NOT LIKE '淘宝%' AND trim(channel) NOT LIKE '天猫%'
            AND NOT EXISTS (SELECT 1 FROM live_sale_undo WHERE order_id = live_sale.id)
            AND qty > (SELECT coalesce(sum(hold_end.qty), 0) FROM hold_end
                WHERE hold_id = live_sale.id)""",
    ):
        db.execute(statement)


@MIGRATIONS()
def m004_what_waits_is_found_without_what_does_not(db: Database) -> None:
    db.execute(
        "CREATE TABLE call_open (order_id TEXT PRIMARY KEY REFERENCES live_sale (id)) "
        "STRICT, WITHOUT ROWID"
    )
    db.execute(f"INSERT INTO call_open {OPEN_CALLS} ORDER BY 1")
