"""What must hold of the lists: each is what the orders make of it, as far as it goes."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from studio.store.audit import Check, Difference

_ROWS = """
SELECT listed_sale.id FROM listed_sale JOIN listed_ware USING (ware) JOIN listed_session
USING (session) LEFT JOIN live_sale ON live_sale.id = listed_sale.id
LEFT JOIN live_sale_undo ON order_id = listed_sale.id
WHERE (live_sale.sku, live_sale.channel, live_sale.session_id, live_sale.qty, live_sale.paid_fen)
    IS NOT (listed_ware.sku, listed_ware.channel, listed_session.session_id, listed_sale.qty,
    listed_sale.paid_fen) OR (undone AND order_id IS NULL)
"""
_TOTALS = """
SELECT session, ware, orders, paid_fen, undone, undone_fen FROM listed_total
EXCEPT SELECT session, ware, count(*), sum(paid_fen), sum(undone), sum(undone * paid_fen)
FROM listed_sale GROUP BY session, ware
"""
_UNDONE = """
SELECT orders, (SELECT count(*) FROM listed_sale WHERE undone = 1) AS listed FROM listed_undone
WHERE orders <> listed
"""


def _listed(db: Database) -> Iterator[Difference]:
    """Rows, their sums, and how many were taken back. It may be behind, never different."""
    for (order,) in db.execute(_ROWS).fetchall():
        yield {"order": order}
    for session, ware, *_ in db.execute(_TOTALS).fetchall():
        yield {"session": session, "ware": ware}
    for told, listed in db.execute(_UNDONE).fetchall():
        yield {"undone": told, "listed": listed}


CHECKS = (Check("audit_orders_listed", _listed),)
