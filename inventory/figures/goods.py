"""What is left and what was lost, by household, lot and reason, in pieces and at list price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from inventory.households import CALLED
from studio.runtime.ids import first_id_of

SOON_DAYS = 7
"""A lot that goes off within so many days is shown as soon (`inventory.figures.bring`)."""


@dataclass(frozen=True, slots=True)
class LotSold:
    """One lot's goods. Fen are pieces at the product's list price: what was really paid for a lot's
    goods is not known (docs/dashboard.md)."""

    sku: str
    name: str
    unit: str
    lot: str
    """Empty: what of the product has no lot."""
    household: str
    """What it is called now; empty where none was told."""
    sold_qty: int
    shelf_qty: int
    sold_fen: int
    shelf_fen: int


@dataclass(frozen=True, slots=True)
class Household:
    """One household's goods, in fen as those of `LotSold`."""

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


def lots(db: Database, since_ms: int, until_ms: int) -> list[LotSold]:
    """What went to buyers of each lot in a stretch, and is on the shelf; what sold most first."""
    sold = _by_lot(
        db.execute(
            """SELECT sku, lot, sum(CASE target WHEN 'customer' THEN qty ELSE -qty END)
            FROM stock_move WHERE id >= ? AND happened_ms >= ? AND happened_ms < ?
            AND (target = 'customer' OR source = 'customer') GROUP BY sku, lot""",
            [first_id_of(since_ms), since_ms, until_ms],
        )
    )
    shelf = _by_lot(
        db.execute("SELECT sku, lot, qty FROM stock_balance WHERE place = 'shelf' AND qty > 0")
    )
    rows = db.execute("SELECT sku, name, unit, price_fen FROM product")
    products = {sku: told for sku, *told in rows}
    rows = db.execute(f"SELECT sku, code, {CALLED} FROM lot")
    whose = {(sku, code): name for sku, code, name in rows}
    found = []
    for key in {*sold, *shelf}:
        (sku, code), (name, unit, price) = key, products[key[0]]
        qtys = sold.get(key, 0), shelf.get(key, 0)
        fens = (each * price for each in qtys)
        found.append(LotSold(sku, name, unit, code, whose.get(key, ""), *qtys, *fens))
    found.sort(key=lambda each: (-each.sold_fen, -each.shelf_fen, each.sku, each.lot))
    return found


def _by_lot(rows: Iterable[tuple[str, str, int]]) -> dict[tuple[str, str], int]:
    return {(sku, lot): qty for sku, lot, qty in rows}


def households(found: Iterable[LotSold]) -> list[Household]:
    """Who sold what, and has what on the shelf, as the lots tell; who sold most first."""
    sold, shelf = Counter[str](), Counter[str]()
    for each in found:
        sold[each.household] += each.sold_fen
        shelf[each.household] += each.shelf_fen
    names = [Household(name, sold[name], shelf[name]) for name in {*sold, *shelf}]
    names.sort(key=lambda each: (-each.sold_fen, -each.shelf_fen, each.name))
    return names


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
    WHEN 'case_undone' THEN 'case_lost'
    WHEN 'loss_undone' THEN coalesce((SELECT gone.reason FROM stock_move AS gone
        WHERE gone.id = stock_move.reference), reason) ELSE reason END"""
"""The way back from the loss has a reason of its own; it explains what went by this one
(`inventory.counts`, `inventory.aftersales.cases`, `inventory.losses`)."""


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
