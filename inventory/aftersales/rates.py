"""How much comes back: by product, by lot, and for what reason. Runs inside `Store.read`.

Pieces that came back or whose money was given back, beside the pieces that went out to buyers in
the same days. A case that is only open counts for nothing yet (`cases.Case.back_since`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlite_utils import Database

from inventory import returns
from inventory.aftersales import cases
from inventory.aftersales.cases import Case
from studio.runtime.ids import first_id_of

FEW = 20
"""Up to so many sold, no percentage says anything: one of three is told as one of three (judgement
of the project, docs/after-sales.md)."""


@dataclass(frozen=True, slots=True)
class Rate:
    """One product, one of its lots, or one script."""

    sku: str
    key: str
    """Empty for the product itself, else the lot or the script."""
    name: str
    sold: int
    back: int
    """Pieces that came back or were refunded; more than ``sold`` where old sales came back."""
    unit: str = ""
    """What its pieces are called."""

    @property
    def share(self) -> float | None:
        """None where nothing was sold to set it beside."""
        return self.back / self.sold if self.sold else None

    @property
    def few(self) -> bool:
        """Whether so few were sold, or so much older came back, that its share says nothing."""
        return self.sold <= FEW or self.back > self.sold


@dataclass(frozen=True, slots=True)
class Rates:
    """Of the days since an instant, the most that comes back first."""

    by_product: tuple[Rate, ...]
    by_lot: tuple[Rate, ...]
    by_reason: tuple[tuple[str, int], ...]
    """Code of the reason and the pieces, the most frequent first."""
    cases: tuple[tuple[Case, int], ...]
    """Those that counted, each with its pieces."""


def rates(db: Database, since_ms: int) -> Rates:
    """What came back of what was sold since an instant."""
    named = db.execute("SELECT sku, name, unit FROM product").fetchall()
    names = {sku: name for sku, name, _ in named}
    units = {sku: unit for sku, _, unit in named}
    stepped = ((case, case.back_since(since_ms)) for case in cases.stepped_since(db, since_ms))
    counted = [(case, qty) for case, qty in stepped if qty]
    sold = went_out(db, since_ms)
    back: Counter[tuple[str, str]] = Counter()
    reasons: Counter[str] = Counter()
    for case, qty in counted:
        back[case.sku, ""] += qty
        reasons[case.reason] += qty
        for lot in _lots_of(db, case):
            back[case.sku, lot] += qty
    products: defaultdict[str, int] = defaultdict(int)
    for (sku, _), qty in sold.items():
        products[sku] += qty
    lots = {key: qty for key, qty in sold.items() if key[1]}
    by_product = [
        Rate(sku, "", names[sku], products[sku], back[sku, ""], units[sku])
        for sku in {*products, *_skus(back)}
    ]
    by_lot = [
        Rate(sku, lot, names[sku], lots.get((sku, lot), 0), back[sku, lot], units[sku])
        for sku, lot in {*lots, *(key for key in back if key[1])}
    ]
    return Rates(
        most_first(by_product), most_first(by_lot), tuple(reasons.most_common()), (*counted,)
    )


def most_first(found: list[Rate]) -> tuple[Rate, ...]:
    """What comes back most, by its share; then what is too few to have one, then what stayed.

    One of three would otherwise stand before forty of two hundred.
    """

    def place(each: Rate) -> tuple[object, ...]:
        share = 0.0 if each.few else each.share or 0.0
        return (each.back == 0, -share, -each.back, -each.sold, each.sku, each.key)

    return tuple(sorted(found, key=place))


def went_out(db: Database, since_ms: int) -> dict[tuple[str, str], int]:
    """Pieces that went to customers since an instant, by product and lot, less mistakes undone.

    What was sent again for a case is no sale, and what came back by one is no mistake.
    """
    rows = db.execute(
        "SELECT sku, lot, sum(CASE target WHEN 'customer' THEN qty ELSE -qty END) AS out "
        "FROM stock_move WHERE id >= ? AND happened_ms >= ? "
        "AND (target = 'customer' OR source = 'customer') "
        "AND reason NOT IN ('case_returned', 'case_lost', 'case_resent', 'case_undone') "
        "GROUP BY sku, lot HAVING out > 0",
        [first_id_of(since_ms), since_ms],
    )
    return {(sku, lot): qty for sku, lot, qty in rows}


def _lots_of(db: Database, case: Case) -> list[str]:
    """The lot its goods came from, where that is one: of several nobody can say which came back."""
    found = {each.lot for each in returns.gone(db, case.sold_under) if each.lot}
    return list(found) if len(found) == 1 else []


def _skus(back: Counter[tuple[str, str]]) -> set[str]:
    return {sku for sku, lot in back if not lot}
