"""What must hold of the journal: it and the ledger tell of the same orders."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from studio.store.audit import Check, Difference


def _orders(db: Database) -> Iterator[Difference]:
    """Every order noted live is a line of its session's journal, and the other way round."""
    rows = db.execute(
        """SELECT coalesce(sale.id, entry.id), sale.id IS NULL, entry.id IS NULL
        FROM (SELECT id, session_id FROM live_sale
            WHERE session_id IN (SELECT id FROM session)) AS sale
        FULL JOIN (SELECT id, session_id FROM journal WHERE event = 'order_noted') AS entry
        ON sale.id = entry.id AND sale.session_id = entry.session_id
        WHERE sale.id IS NULL OR entry.id IS NULL ORDER BY 1"""
    )
    for order, no_sale, no_entry in rows:
        yield {"order": order, "missing": "live_sale" if no_sale else "journal" if no_entry else ""}


CHECKS = (Check("audit_orders_in_journal", _orders),)
