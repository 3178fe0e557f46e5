"""How much comes back: by product, by lot, and for what reason. Runs inside `Store.read`.

Pieces that came back or whose money was given back, beside the pieces that went out to buyers in
the same days. A case that is only open counts for nothing yet (`cases.Case.back_since`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from inventory import bundles, returns
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
        for sku, lot, pieces in _lots_of(db, case):
            back[sku, lot] += qty * pieces
    products, lots = sold.products, sold.lots
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


@dataclass(frozen=True, slots=True)
class Out:
    """Pieces that went to customers."""

    products: Counter[str]
    """As they were sold: a bundle's parts are so many bundles, and none of their own product."""
    lots: Mapping[tuple[str, str], int]
    """By product and lot, those in bundles too: which bundle a lot's goods were in is no matter."""


def went_out(db: Database, since_ms: int) -> Out:
    """What went to customers since an instant, less mistakes undone.

    What was sent again for a case is no sale, and what came back by one is no mistake.
    """
    rows = db.execute(
        "SELECT coalesce(bundle_hold.reference, ''), stock_move.sku, lot, "
        "sum(CASE target WHEN 'customer' THEN qty ELSE -qty END) AS out "
        "FROM stock_move LEFT JOIN bundle_hold ON bundle_hold.reference = stock_move.reference "
        "WHERE stock_move.id >= ? AND happened_ms >= ? "
        "AND (target = 'customer' OR source = 'customer') "
        "AND reason NOT IN ('case_returned', 'case_lost', 'case_resent', 'case_undone') "
        "GROUP BY 1, stock_move.sku, lot HAVING out > 0",
        [first_id_of(since_ms), since_ms],
    ).fetchall()
    products: Counter[str] = Counter()
    lots: Counter[tuple[str, str]] = Counter()
    bundled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for reference, sku, lot, qty in rows:
        if lot:
            lots[sku, lot] += qty
        (bundled[reference] if reference else products)[sku] += qty
    for reference, parts in bundled.items():
        recipe = bundles.frozen(db, reference)
        if recipe is not None:
            products[recipe.sku] += min(parts[part] // each for part, each in recipe.parts.items())
    return Out(products, lots)


def _lots_of(db: Database, case: Case) -> Iterator[tuple[str, str, int]]:
    """Product, lot and pieces of what one of its goods was: of a bundle's each part. Where it came
    from several lots, nobody can say which came back."""
    recipe = bundles.frozen(db, case.sold_under)
    gone = returns.gone(db, case.sold_under)
    for sku, pieces in (recipe.parts if recipe else {case.sku: 1}).items():
        found = {each.lot for each in gone if each.sku == sku and each.lot}
        if len(found) == 1:
            yield sku, found.pop(), pieces


def _skus(back: Counter[tuple[str, str]]) -> set[str]:
    return {sku for sku, lot in back if not lot}
