"""Which noted orders are the workshop's own to hand over: the table ``phone_call``.

Its house is the counter (`inventory.counter.phone`); whether an order is in it is asked, and
written, as it is noted and as notes expire, which is below that house. One row an order, never
changed.
"""

from __future__ import annotations

from sqlite_utils import Database

NOT_OURS = "NOT EXISTS (SELECT 1 FROM phone_call WHERE order_id = live_sale.id)"
"""Of a row of ``live_sale``: a platform's file tells of it."""


def keep(db: Database, order_id: str, call_id: str) -> None:
    """That order waits at the counter, with the call it is handed over together with."""
    db.execute("INSERT INTO phone_call VALUES (?, ?)", [order_id, call_id])


def has(db: Database, order_id: str) -> bool:
    """Whether a noted order is handed over at the counter."""
    row = db.execute("SELECT 1 FROM phone_call WHERE order_id = ?", [order_id]).fetchone()
    return row is not None
