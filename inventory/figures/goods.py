"""What is left and what was lost, by household, lot and reason, in pieces and at list price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from inventory.households import CALLED, renamed
from studio.runtime.ids import first_id_of

SOON_DAYS = 7
"""A lot that goes off within so many days is shown as soon (`inventory.figures.bring`)."""


@dataclass(frozen=True, slots=True)
class Household:
    """One household's goods. Fen are pieces at the product's list price: what was really paid for a
    lot's goods is not known (docs/dashboard.md)."""

    name: str
    """Empty: of no household, or without a lot."""
    sold_fen: int
    shelf_fen: int


@dataclass(frozen=True, slots=True)
class ExpiringLot:
    """A lot on the shelf whose last day is near or over."""

    sku: str
    name: str
    unit: str
    lot: str
    household: str
    best_before: str
    days: int
    """Until its last day; 0 is today, below zero is past."""
    qty: int
    """On the shelf, or set aside for being past its day."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What went to loss for one reason."""

    reason: str
    qty: int
    fen: int
    """At the list price."""


def households(db: Database, since_ms: int, until_ms: int) -> list[Household]:
    """Who sold what in a stretch, and has what on the shelf; who sold most first."""
    sold = _called(
        db,
        db.execute(
            """SELECT coalesce(household, ''),
                sum(CASE target WHEN 'customer' THEN qty ELSE -qty END * price_fen)
            FROM stock_move JOIN product USING (sku)
            LEFT JOIN lot ON lot.sku = stock_move.sku AND code = stock_move.lot
            WHERE id >= ? AND happened_ms >= ? AND happened_ms < ?
            AND (target = 'customer' OR source = 'customer') GROUP BY 1""",
            [first_id_of(since_ms), since_ms, until_ms],
        ),
    )
    shelf = _called(
        db,
        db.execute(
            """SELECT coalesce(household, ''), sum(qty * price_fen) FROM stock_balance
            JOIN product USING (sku)
            LEFT JOIN lot ON lot.sku = stock_balance.sku AND code = stock_balance.lot
            WHERE place = 'shelf' AND qty > 0 GROUP BY 1"""
        ),
    )
    found = [Household(name, sold.get(name, 0), shelf.get(name, 0)) for name in {*sold, *shelf}]
    found.sort(key=lambda each: (-each.sold_fen, -each.shelf_fen, each.name))
    return found


def _called(db: Database, rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Fen by what each household is called now."""
    now, found = renamed(db), Counter[str]()
    for written, fen in rows:
        found[now.get(written, written)] += fen
    return dict(found)


def expiring(db: Database, today: date) -> list[ExpiringLot]:
    """Lots in the house that go off within `SOON_DAYS`, or have gone off; the soonest first."""
    rows = db.execute(
        f"""SELECT lot.sku, name, unit, code, {CALLED}, best_before, sum(qty) AS left FROM lot
        JOIN product ON product.sku = lot.sku
        JOIN stock_balance ON stock_balance.sku = lot.sku AND stock_balance.lot = code
        WHERE best_before <> '' AND best_before <= date(?, ?) AND qty > 0
        AND (place = 'shelf' OR place = 'hold' AND best_before < ?)
        GROUP BY lot.sku, code ORDER BY best_before, lot.sku, code""",
        [today.isoformat(), f"+{SOON_DAYS} days", today.isoformat()],
    )
    return [
        ExpiringLot(*(*row[:6], (date.fromisoformat(row[5]) - today).days, row[6])) for row in rows
    ]


_OF_LOSS = """CASE reason WHEN 'count_explained' THEN 'count'
    WHEN 'case_undone' THEN 'case_lost' ELSE reason END"""
"""The way back from the loss has a reason of its own; it explains what went by this one
(`inventory.counts`, `inventory.aftersales.cases`)."""


def losses(db: Database, since_ms: int, until_ms: int) -> list[Lost]:
    """What went to loss in a stretch, less what was explained since, by reason; most first."""
    rows = db.execute(
        f"""SELECT {_OF_LOSS} AS why, sum(CASE target WHEN 'loss' THEN qty ELSE -qty END) AS lost,
            sum(CASE target WHEN 'loss' THEN qty ELSE -qty END * price_fen)
        FROM stock_move JOIN product USING (sku)
        WHERE id >= ? AND happened_ms >= ? AND happened_ms < ?
        AND (target = 'loss' OR source = 'loss') GROUP BY why HAVING lost > 0
        ORDER BY 3 DESC, why""",
        [first_id_of(since_ms), since_ms, until_ms],
    )
    return [Lost(*row) for row in rows]
