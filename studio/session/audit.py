"""What must hold of the journal: it and the ledger tell of the same orders."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from studio.store.audit import Check, Difference, InStep

_SALES = """SELECT session_id, live_sale.id, sku, qty, channel, unit_price_fen, paid_fen,
    order_id IS NOT NULL FROM live_sale LEFT JOIN live_sale_undo ON order_id = live_sale.id
ORDER BY session_id"""
_ENTRIES = """SELECT session_id, seq, id, event, body FROM journal ORDER BY session_id, seq"""


def _orders(db: Database) -> Iterator[Difference]:
    """Every order noted live is a line of its session's journal, and the other way round; no line
    of a journal is missing."""
    sales = InStep(db.execute(_SALES))
    entries = InStep(db.execute(_ENTRIES))
    for (session,) in db.execute("SELECT id FROM session ORDER BY id"):
        noted = {row[1]: row[2:] for row in sales.between(session, session + "\0")}
        lines = entries.between(session, session + "\0")
        told = _told(lines)
        for order in sorted(noted.keys() | told.keys()):
            if noted.get(order) != told.get(order):
                missing = {order not in told: "journal", order not in noted: "live_sale"}
                yield {"order": order, "missing": missing.get(True, "")}
        if [row[1] for row in lines] != list(range(1, len(lines) + 1)):
            yield {"session": session, "entries": len(lines)}


def _told(lines: list[tuple[Any, ...]]) -> dict[str, tuple[object, ...]]:
    """The orders of a journal as `live_sale` has them."""
    found: dict[str, tuple[object, ...]] = {}
    for _, _, entry, event, body in lines:
        if event == "order_noted":
            facts = json.loads(body)
            found[entry] = (*(facts[each] for each in _FACTS), 0)
        elif event == "order_undone":
            order = json.loads(body)["order_id"]
            found[order] = (*found.get(order, ())[:-1], 1)
    return found


_FACTS = ("sku", "qty", "channel", "unit_price_fen", "paid_fen")
CHECKS = (Check("audit_orders_in_journal", _orders),)
