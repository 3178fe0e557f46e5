"""What was sold in a stretch of time: by platform, noted live, at the counter, by telephone.

An order counts once: a note that a platform's row took over counts as that row. Money is what was
paid less what was given back, pieces are those that were not given back. All of it goes by keys of
time, so a month costs the same however many years there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from inventory import standing
from inventory.orders.line_state import PAID_AT, REFUNDED_AT
from inventory.orders.mapping import GOODS_IN, QTY_IN, SKU_IN
from inventory.orders.stock import LINE_OF
from studio.runtime.ids import first_id_of

PLATFORM, NOTED, PHONE, COUNTER = "platform", "noted", "phone", "counter"


@dataclass(frozen=True, slots=True)
class Stretch:
    """From an instant up to another, UTC ms; ``session_id``: only what was noted in a broadcast."""

    since_ms: int
    until_ms: int
    session_id: str = ""


@dataclass(frozen=True, slots=True)
class SoldProduct:
    """One product. Money is integer fen."""

    sku: str
    """Empty: lines whose product nobody has said yet."""
    name: str
    unit: str
    qty: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class Sold:
    """What was sold in a stretch."""

    paid_fen: int
    orders: int
    by_product: tuple[SoldProduct, ...]
    """What brought most first."""
    by_way: tuple[tuple[str, int], ...]
    """`PLATFORM`, `NOTED`, `PHONE` and `COUNTER` with their fen; those of nothing left out."""
    columns: tuple[int, ...]
    """Fen by hour or day, from the beginning of the stretch."""


@dataclass(frozen=True, slots=True)
class _Sum:
    """Of one product, one way and one column, as the database sums it."""

    way: str
    sku: str
    column: int
    qty: int
    fen: int


def sold(db: Database, stretch: Stretch, bucket_ms: int) -> Sold:
    """What was sold; ``bucket_ms``: how long one column is."""
    qtys: Counter[str] = Counter()
    fens: Counter[str] = Counter()
    ways: Counter[str] = Counter()
    columns: Counter[int] = Counter()
    for each in _sums(db, stretch, bucket_ms):
        qtys[each.sku] += each.qty
        fens[each.sku] += each.fen
        ways[each.way] += each.fen
        columns[each.column] += each.fen
    length = max(1, -(-(stretch.until_ms - stretch.since_ms) // bucket_ms))
    rows = db.execute("SELECT sku, name, unit FROM product")
    names = {sku: (name, unit) for sku, name, unit in rows}
    products = [
        SoldProduct(sku, *names.get(sku, ("", "")), qtys[sku], fens[sku])
        for sku in sorted(qtys, key=lambda sku: (-fens[sku], sku))
    ]
    return Sold(
        paid_fen=sum(fens.values()),
        orders=_orders(db, stretch),
        by_product=tuple(products),
        by_way=tuple(ways.most_common()),
        columns=tuple(columns[place] for place in range(length)),
    )


_TIMELESS = f"""EXISTS (SELECT 1 FROM order_line JOIN platform_order ON platform_order.id = order_id
    WHERE order_line.id = {LINE_OF.format("hold_end.reference")} AND ordered_ms IS NULL
    AND platform_order.paid_fen > refunded_fen)"""
"""Paid, and no row of the platform's order says when: it is in no stretch of time of its own."""
_TAKEN_OVER = f"""(SELECT coalesce(sum(hold_end.qty), 0) FROM hold_end
    LEFT JOIN handover ON handover.id = reference
    WHERE hold_id = live_sale.id AND reference <> '' AND handover.id IS NULL
    AND :session = '' AND NOT {_TIMELESS})"""
"""What of a note counts as a platform's row. Of one broadcast it counts as noted, because no
platform's rows are added to it; and everywhere what an order without a time took over, which
nothing else counts."""
_OF_LINE = standing.REFUNDED.format(standing.CASES, "sold_under = counter_line.id")
_OF_SALE = standing.REFUNDED.format(
    f"counter_line CROSS JOIN {standing.CASES} AND sold_under = counter_line.id",
    "sale_id = counter_sale.id",
)
_NOTES = f"""FROM (SELECT session_id, sku, noted_ms, unit_price_fen,
    {standing.PIECES} - {_TAKEN_OVER} AS pieces, {standing.GIVEN_BACK} AS given_back
    FROM live_sale WHERE id >= :first AND noted_ms >= :since AND noted_ms < :until
    AND (:session = '' OR session_id = :session) LIMIT -1)
    WHERE {standing.COUNTS}"""
"""The LIMIT keeps SQLite from asking for what has ended once for every time it is named."""
_SALES = """FROM counter_sale WHERE counter_sale.id >= :first AND sold_ms >= :since
    AND sold_ms < :until AND NOT EXISTS
    (SELECT 1 FROM counter_undo WHERE counter_undo.sale_id = counter_sale.id)"""
_NET = f"(json_extract(state, '$[{PAID_AT}]') - json_extract(state, '$[{REFUNDED_AT}]'))"
_SUMS = (
    f"""SELECT iif(session_id = '', '{PHONE}', '{NOTED}') AS way, sku,
        (noted_ms - :since) / :bucket AS place,
        sum(pieces), sum(pieces * unit_price_fen - given_back)
        {_NOTES} GROUP BY way, sku, place""",
    # Several products of a line under one price: who brought what is nobody's to guess, so the
    # first has the money and each its pieces.
    f"""SELECT '{PLATFORM}', sku, place, sum(qty), sum(iif(has_money, net, 0)) FROM (
        SELECT coalesce({SKU_IN}, '') AS sku, (ordered_ms - :since) / :bucket AS place,
            {_NET} AS net, coalesce({QTY_IN}, order_line.qty) AS qty,
            line_goods.sku IS NULL OR line_goods.sku = (SELECT min(other.sku)
                FROM line_goods AS other WHERE other.line_id = order_line.id) AS has_money
        FROM platform_order JOIN order_line ON order_id = platform_order.id {GOODS_IN}
        WHERE ordered_ms >= :since AND ordered_ms < :until LIMIT -1)
        WHERE net > 0 GROUP BY sku, place""",
    f"""SELECT '{COUNTER}', sku, (sold_ms - :since) / :bucket AS place, sum(qty), sum(net) FROM (
        SELECT sku, sold_ms, qty, paid_fen, paid_fen - {_OF_LINE} AS net
        FROM counter_line JOIN (SELECT id AS sale, sold_ms {_SALES}) ON sale_id = sale)
        WHERE net > 0 OR paid_fen = 0 GROUP BY sku, place""",
)
_COUNTS = (
    f"SELECT count(*) {_NOTES}",
    """SELECT count(*) FROM platform_order WHERE ordered_ms >= :since AND ordered_ms < :until
        AND paid_fen > refunded_fen""",
    f"SELECT count(*) {_SALES} AND (total_fen > {_OF_SALE} OR total_fen = 0)",
)


def _sums(db: Database, stretch: Stretch, bucket_ms: int) -> Iterator[_Sum]:
    values = _values(stretch) | {"bucket": bucket_ms}
    for query in _SUMS[:1] if stretch.session_id else _SUMS:
        for row in db.execute(query, values):
            yield _Sum(*row)


def _orders(db: Database, stretch: Stretch) -> int:
    counts = _COUNTS[:1] if stretch.session_id else _COUNTS
    return sum(db.execute(query, _values(stretch)).fetchone()[0] for query in counts)


def _values(stretch: Stretch) -> dict[str, str | int]:
    return {
        "first": first_id_of(stretch.since_ms),
        "since": stretch.since_ms,
        "until": stretch.until_ms,
        "session": stretch.session_id,
    }


def qty_of(products: Sequence[SoldProduct]) -> dict[str, int]:
    """Pieces by SKU."""
    return {each.sku: each.qty for each in products if each.sku}
