"""What must hold of the journal: it and the ledger tell of the same orders."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from studio.store.audit import Check, Difference, InStep


def _orders(db: Database) -> Iterator[Difference]:
    """Every order noted live is a line of its session's journal, and the other way round."""
    sales = InStep(db.execute("SELECT session_id, id FROM live_sale ORDER BY session_id"))
    entries = InStep(
        db.execute(
            "SELECT session_id, id FROM journal WHERE event = 'order_noted' ORDER BY session_id"
        )
    )
    for (session,) in db.execute("SELECT id FROM session ORDER BY id"):
        noted = {order for _, order in sales.between(session, session + "\0")}
        told = {order for _, order in entries.between(session, session + "\0")}
        for order in sorted(noted ^ told):
            yield {"order": order, "missing": "journal" if order in noted else "live_sale"}


CHECKS = (Check("audit_orders_in_journal", _orders),)
