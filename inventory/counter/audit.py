"""What must hold of sales at the counter, of hand-overs and of what waits for them, proved from
the moves alone."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping

from sqlite_utils import Database

from inventory import bundles, channels
from inventory.counter.schema import OPEN_CALLS
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


_OPEN = """qty > (SELECT coalesce(sum(qty), 0) FROM hold_end WHERE hold_id = live_sale.id)
    AND NOT EXISTS (SELECT 1 FROM live_sale_undo WHERE order_id = live_sale.id)"""
_NOBODYS = f"""SELECT id FROM live_sale
WHERE (session_id = '' OR channel IN (SELECT value FROM json_each(?)))
    AND NOT EXISTS (SELECT 1 FROM phone_call WHERE order_id = live_sale.id)
    AND (session_id = '' OR (expires_ms IS NULL AND {_OPEN}))"""
_STRAY_CALLS = """SELECT order_id FROM phone_call AS one
WHERE NOT EXISTS (SELECT 1 FROM phone_call WHERE order_id = one.call_id AND call_id = order_id)"""
_ENDED = """SELECT hold_id, hold_end.seq, hold_end.how, channel, handover.order_id IS hold_id,
    EXISTS (SELECT 1 FROM phone_cancel WHERE phone_cancel.order_id = hold_id
        AND phone_cancel.seq = hold_end.seq),
    (SELECT platform FROM order_line JOIN platform_order ON platform_order.id = order_id
        WHERE order_line.id = substr(reference, 1, instr(reference, '/') - 1)),
    (SELECT sum(qty) FROM hold_end AS each WHERE each.hold_id = hold_end.hold_id
        AND each.reference = hold_end.reference)
FROM phone_call JOIN live_sale ON live_sale.id = phone_call.order_id AND session_id <> ''
JOIN hold_end ON hold_id = live_sale.id
LEFT JOIN handover ON handover.id = reference AND reference <> ''"""
_CANCELLED = """SELECT phone_cancel.order_id FROM phone_cancel
LEFT JOIN phone_call ON phone_call.order_id = phone_cancel.order_id
LEFT JOIN hold_end ON hold_id = phone_cancel.order_id AND hold_end.seq = phone_cancel.seq
LEFT JOIN live_sale_undo ON live_sale_undo.order_id = phone_cancel.order_id
WHERE phone_call.order_id IS NULL OR hold_end.how IS NOT iif(phone_cancel.seq, 'released', NULL)
    OR (phone_cancel.seq = 0) > (live_sale_undo.order_id IS NOT NULL)"""


def _calls(db: Database) -> Iterator[Difference]:
    """What no platform's file tells of waits at the counter until somebody hands it over or says
    why not: it is not given back by itself, and no platform's row takes it but one of a platform
    that a workshop's own template brought in later."""
    said = [channel for (channel,) in db.execute("SELECT DISTINCT channel FROM live_sale")]
    ours = {channel for channel in said if not channels.has_file(channel)}
    for (order,) in db.execute(_NOBODYS, [json.dumps(sorted(ours))]):
        yield {"order": order, "waits_at": "nowhere"}
    kept = {order for (order,) in db.execute("SELECT order_id FROM call_open")}
    for order in sorted(kept ^ {order for (order,) in db.execute(OPEN_CALLS)}):
        yield {"order": order, "listed_as_open": order in kept}
    for (order,) in db.execute(_STRAY_CALLS):
        yield {"order": order, "call": "unknown"}
    for order, seq, how, channel, handed, told, platform, stands in db.execute(_ENDED):
        # Of an import that was taken back the rows are gone, and what they took was given back.
        by_row = not stands if platform is None else channels.is_of(platform, channel)
        right = told if how == "released" else how != "expired" and (handed or by_row)
        if not right and channel in ours:
            yield {"order": order, "end": seq, "how": how}
    for (order,) in db.execute(_CANCELLED):
        yield {"order": order, "cancelled": "and is not"}


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
    Check("audit_calls_wait", _calls),
)
