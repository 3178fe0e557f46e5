"""What must hold of sales at the counter and of hand-overs, proved from the moves alone."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from inventory import bundles
from studio.store.audit import Check, Difference

_WITH_CUSTOMER = """coalesce((SELECT sum(CASE WHEN target = 'customer' THEN stock_move.qty
    WHEN source = 'customer' THEN -stock_move.qty ELSE 0 END) FROM stock_move
    WHERE reference = {of}.id AND reference <> '' AND reason <> 'live_sale'), 0)"""


def _sales(db: Database) -> Iterator[Difference]:
    """A sale's lines add up, and their goods are with the customer until it is taken back."""
    for sale, total, lines in db.execute(
        """SELECT counter_sale.id, total_fen, coalesce(sum(paid_fen), -1) AS lines
        FROM counter_sale LEFT JOIN counter_line ON sale_id = counter_sale.id
        GROUP BY counter_sale.id HAVING total_fen <> lines"""
    ):
        yield {"sale": sale, "total_fen": total, "lines_fen": lines}
    rows = db.execute(
        f"""SELECT counter_line.id, sku, qty,
            EXISTS (SELECT 1 FROM counter_undo WHERE counter_undo.sale_id = counter_line.sale_id),
            {_WITH_CUSTOMER.format(of="counter_line")} FROM counter_line"""
    )
    for line, sku, qty, undone, there in rows:
        if there != (wanted := 0 if undone else _pieces(db, line, qty)):
            yield {"line": line, "sku": sku, "wanted": wanted, "with_customer": there}


def _handovers(db: Database) -> Iterator[Difference]:
    """What was handed over ended its order, and is with the customer until it is taken back."""
    rows = db.execute(
        f"""SELECT handover.id, order_id, qty,
            EXISTS (SELECT 1 FROM handover_undo WHERE handover_id = handover.id),
            {_WITH_CUSTOMER.format(of="handover")},
            (SELECT coalesce(sum(hold_end.qty), 0) FROM hold_end
                WHERE reference = handover.id AND reference <> '') FROM handover"""
    )
    for hand, order, qty, undone, there, ended in rows:
        wanted = (0, 0) if undone else (_pieces(db, hand, qty), qty)
        if (there, ended) != wanted:
            yield {"handover": hand, "order": order, "with_customer": there, "ended": ended}


def _pieces(db: Database, reference: str, qty: int) -> int:
    recipe = bundles.frozen(db, reference)
    return qty if recipe is None else qty * sum(recipe.parts.values())


CHECKS = (
    Check("audit_counter_sales", _sales),
    Check("audit_handovers", _handovers),
)
