"""What goods were really sold for: the lowest deal of some days, and the last one.

What a price may be compared with on air (明码标价和禁止价格欺诈规定 16 to 18): at most the lowest
deal of the seven days before the sale began, and where there was none the last one before it.
Integer fen for one of the product's unit. All functions run inside `Store.read` or `Store.write`.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from inventory.orders.mapping import GOODS_IN, QTY_IN, SKU_IN
from inventory.orders.stock import LINE_OF
from studio.runtime.clock import DAY_MS
from studio.runtime.ids import first_id_of

DAYS = 7
DEAL_WORD = "成交"
"""A basis with it claims deals (上周成交价, 近7日最低成交价): the ledger has to know one."""


@dataclass(frozen=True, slots=True)
class Deals:
    """What a product was sold for before a moment. None: nothing is known."""

    lowest_fen: int | None
    """Of the `DAYS` before it."""
    last_fen: int | None
    """The latest before it, whenever that was."""

    @property
    def bound_fen(self) -> int | None:
        """A compared price may not be above this; None: the ledger says nothing about it."""
        return self.last_fen if self.lowest_fen is None else self.lowest_fen


def deals(db: Database, sku: str, before_ms: int) -> Deals:
    """Of orders noted live, sales over the counter and platforms' orders that were not given back.

    Reads the rows of the days it asks for, by the keys they lie under, and none before them.
    """
    since, found = before_ms - DAYS * DAY_MS, _where(db, sku)
    (lowest,) = db.execute(
        f"SELECT min(fen) FROM ({found})", _days(sku, since, before_ms)
    ).fetchone()
    if lowest is not None:
        return Deals(lowest, lowest)
    return Deals(None, _last(db, sku, before_ms, found))


def _where(db: Database, sku: str) -> str:
    """Where deals of it can be. A product that no platform's line can mean is not looked for in
    every one of their orders, by no key and back to the first."""
    (meant,) = db.execute(
        "SELECT EXISTS (SELECT 1 FROM channel_sku_map WHERE sku = :sku) "
        "OR EXISTS (SELECT 1 FROM line_goods WHERE sku = :sku)",
        {"sku": sku},
    ).fetchone()
    return f"{_OURS} UNION ALL {PLATFORM}" if meant else _OURS


def _days(sku: str, since_ms: int, before_ms: int) -> dict[str, str | int]:
    first = first_id_of(max(0, since_ms))
    return {"sku": sku, "since": since_ms, "before": before_ms, "first": first}


# What was given away is no deal.
LIVE = f"""
SELECT unit_price_fen AS fen, noted_ms AS at FROM live_sale
WHERE id >= :first AND sku = :sku AND noted_ms >= :since AND noted_ms < :before
AND unit_price_fen > 0 AND NOT EXISTS (SELECT 1 FROM live_sale_undo WHERE order_id = live_sale.id)
AND qty > (SELECT coalesce(sum(hold_end.qty), 0) FROM hold_end
    LEFT JOIN order_line ON order_line.id = {LINE_OF.format("hold_end.reference")}
    LEFT JOIN platform_order ON platform_order.id = order_id
    WHERE hold_id = live_sale.id AND (how = 'expired' OR how = 'released'
        OR platform_order.paid_fen = 0 OR platform_order.refunded_fen > 0))
"""
"""What expired unpaid, or was given back, nobody bought; nor what a platform's order took over that
was not paid, or of which money was given back."""
COUNTER = """
SELECT paid_fen / qty, sold_ms FROM counter_line
JOIN counter_sale ON counter_sale.id = sale_id
WHERE sale_id >= :first AND sku = :sku AND grams = 0 AND sold_ms >= :since AND sold_ms < :before
AND paid_fen > 0
AND NOT EXISTS (SELECT 1 FROM counter_undo WHERE counter_undo.sale_id = counter_sale.id)
"""
"""At what was taken, which may be less than the list says."""
PLATFORM = f"""
SELECT paid_fen / {QTY_IN}, ordered_ms FROM platform_order
JOIN order_line ON order_id = platform_order.id {GOODS_IN}
WHERE ordered_ms >= :since AND ordered_ms < :before AND {SKU_IN} = :sku
AND paid_fen > 0 AND refunded_fen = 0 AND NOT EXISTS (SELECT 1 FROM order_line AS other
    WHERE other.order_id = platform_order.id AND other.id <> order_line.id)
AND NOT EXISTS (SELECT 1 FROM line_goods AS other
    WHERE other.line_id = order_line.id AND other.sku <> line_goods.sku)
"""
"""Of an order with several goods nobody knows what each was sold for."""
_OURS = f"{LIVE} UNION ALL {COUNTER}"


def _last(db: Database, sku: str, before_ms: int, found: str) -> int | None:
    """The latest of ``found``, the query of where deals can be.

    Back through time in growing steps, so that a product sold yesterday costs a day's rows.
    Each step looks at what the one before has not.
    """
    days, until = DAYS, before_ms - DAYS * DAY_MS
    while days < _OLDEST_DAYS:
        days *= 8
        since = before_ms - days * DAY_MS
        window = _days(sku, since, until)
        row = db.execute(f"SELECT fen FROM ({found}) ORDER BY at DESC LIMIT 1", window).fetchone()
        if row is not None:
            return int(row[0])
        until = since
    return None


_OLDEST_DAYS = 20_000
"""Older than any ledger of this program."""


def refused(
    price_fen: int, compared_fen: int | None, basis: str, known: Deals
) -> tuple[str, int] | None:
    """Why a compared price may not be shown: a code of a sentence and the most it may be, fen.

    None: it may, or there is none.
    """
    if compared_fen is None:
        return None
    if not basis.strip():
        return "compared_price_no_basis", 0
    if compared_fen <= price_fen:
        return "compared_price_not_higher", price_fen
    bound = known.bound_fen
    if bound is None and DEAL_WORD in basis:
        return "compared_price_no_deals", 0
    if bound is not None and compared_fen > bound:
        return "compared_price_above_deals", bound
    return None
