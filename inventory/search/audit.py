"""What must hold of the lists: each is what the orders make of it, as far as it goes."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from inventory import standing
from studio.store.audit import Check, Difference

_ROWS = """
SELECT listed_sale.id FROM listed_sale JOIN listed_ware USING (ware) JOIN listed_session
USING (session) LEFT JOIN live_sale ON live_sale.id = listed_sale.id
WHERE (live_sale.sku, live_sale.channel, live_sale.session_id, live_sale.qty, live_sale.paid_fen)
    IS NOT (listed_ware.sku, listed_ware.channel, listed_session.session_id, listed_sale.qty,
    listed_sale.paid_fen)
"""
_STANDING = f"""
SELECT id FROM (SELECT live_sale.id, live_sale.unit_price_fen, live_sale.paid_fen AS noted, gone,
    gone_fen, {standing.PIECES} AS pieces, {standing.GIVEN_BACK} AS given_back
    FROM listed_sale JOIN live_sale USING (id)
    WHERE NOT EXISTS (SELECT 1 FROM listed_stale WHERE listed_stale.id = listed_sale.id) LIMIT -1)
WHERE gone <> NOT ({standing.COUNTS})
    OR gone_fen <> noted - iif({standing.COUNTS}, pieces * unit_price_fen - given_back, 0)
"""
_TOTALS = """
SELECT session, ware, orders, paid_fen, gone, gone_fen FROM listed_total
EXCEPT SELECT session, ware, count(*), sum(paid_fen), sum(gone), sum(gone_fen)
FROM listed_sale GROUP BY session, ware
"""


def _listed(db: Database) -> Iterator[Difference]:
    """Rows, what stands of them, and their sums. It may be behind, never different."""
    for query in (_ROWS, _STANDING):
        for (order,) in db.execute(query).fetchall():
            yield {"order": order}
    for session, ware, *_ in db.execute(_TOTALS).fetchall():
        yield {"session": session, "ware": ware}


CHECKS = (Check("audit_orders_listed", _listed),)
