"""What must hold of sales at the counter and of hand-overs, proved from the moves alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from sqlite_utils import Database

from inventory import bundles
from studio.store.audit import Check, Difference

_WITH_CUSTOMER = """SELECT {of}.id, stock_move.sku,
    sum(CASE target WHEN 'customer' THEN stock_move.qty ELSE -stock_move.qty END) AS there,
    sum(CASE target WHEN 'customer' THEN stock_move.grams ELSE -stock_move.grams END)
FROM {of} JOIN stock_move ON reference = {of}.id AND reference <> '' AND reason <> 'live_sale'
    AND (source = 'customer' OR target = 'customer')
GROUP BY {of}.id, stock_move.sku HAVING there > 0"""


def _sales(db: Database) -> Iterator[Difference]:
    """A sale's lines add up, and their goods are with the customer until it is taken back."""
    for sale, total, lines in db.execute(
        """SELECT counter_sale.id, total_fen, coalesce(sum(paid_fen), -1) AS lines
        FROM counter_sale LEFT JOIN counter_line ON sale_id = counter_sale.id
        GROUP BY counter_sale.id HAVING total_fen <> lines"""
    ):
        yield {"sale": sale, "total_fen": total, "lines_fen": lines}
    there = _with_customer(db, "counter_line")
    rows = db.execute(
        """SELECT id, sku, qty, grams, EXISTS (SELECT 1 FROM counter_undo
            WHERE counter_undo.sale_id = counter_line.sale_id) FROM counter_line"""
    )
    for line, sku, qty, grams, undone in rows:
        wanted = {} if undone else _goods(db, line, sku, qty)
        found = there.get(line, {})
        if _pieces(found) != wanted or (
            grams and not undone and found.get(sku, (0, 0))[1] != grams
        ):
            yield {"line": line, "sku": sku, "wanted": wanted, "with_customer": _pieces(found)}


def _handovers(db: Database) -> Iterator[Difference]:
    """What was handed over ended its order, and is with the customer until it is taken back."""
    there = _with_customer(db, "handover")
    rows = db.execute(
        """SELECT handover.id, order_id, handover.qty, sku,
            EXISTS (SELECT 1 FROM handover_undo WHERE handover_id = handover.id),
            (SELECT coalesce(sum(hold_end.qty), 0) FROM hold_end
                WHERE reference = handover.id AND reference <> '' AND hold_id = order_id)
        FROM handover JOIN live_sale ON live_sale.id = order_id"""
    )
    for hand, order, qty, sku, undone, ended in rows:
        found = _pieces(there.get(hand, {}))
        wanted = ({}, 0) if undone else (_goods(db, hand, sku, qty), qty)
        if (found, ended) != wanted:
            yield {"handover": hand, "order": order, "with_customer": found, "ended": ended}


def _with_customer(db: Database, table: str) -> dict[str, dict[str, tuple[int, int]]]:
    """What is with the customer under each row's id: pieces and grams, by product."""
    found: defaultdict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row, sku, qty, grams in db.execute(_WITH_CUSTOMER.format(of=table)):
        found[row][sku] = qty, grams
    return found


def _pieces(goods: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    return {sku: qty for sku, (qty, _) in goods.items()}


def _goods(db: Database, reference: str, sku: str, qty: int) -> dict[str, int]:
    """What that many of a product are; of a bundle its parts, by the recipe it was sold by."""
    recipe = bundles.frozen(db, reference)
    if recipe is None:
        return {sku: qty}
    if recipe.sku != sku:  # they left as another product
        return {}
    return {part: each * qty for part, each in recipe.parts.items()}


CHECKS = (
    Check("audit_counter_sales", _sales),
    Check("audit_handovers", _handovers),
)
