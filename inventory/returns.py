"""Goods that went to a customer and come back: a sale taken back, a return, a hand-over undone.

What went out under a reference is summed from its moves (`gone`); bringing it back is a move of its
own, of the same lots, under a reference the caller chooses. All functions run on a database inside
`Store.write`; `gone` also inside `Store.read`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from inventory import bundles, ledger, lots
from inventory.ledger import Take
from inventory.schema import Place
from studio.runtime.clock import local_day
from studio.runtime.errors import UserFacingError


@dataclass(frozen=True, slots=True)
class Gone:
    """What a customer has of one lot."""

    sku: str
    lot: str
    qty: int
    grams: int


def gone(db: Database, reference: str) -> list[Gone]:
    """What is with the customer under a reference; what goes off last comes first."""
    rows = db.execute(
        """SELECT stock_move.sku, stock_move.lot,
            sum(CASE target WHEN 'customer' THEN qty ELSE -qty END) AS there,
            sum(CASE target WHEN 'customer' THEN grams ELSE -grams END)
        FROM stock_move LEFT JOIN lot ON lot.sku = stock_move.sku AND lot.code = stock_move.lot
        WHERE reference = ? AND reason <> 'live_sale' AND reference <> ''
            AND (source = 'customer' OR target = 'customer')
        GROUP BY stock_move.sku, stock_move.lot HAVING there > 0
        ORDER BY stock_move.sku, coalesce(best_before, '') = '' DESC, best_before DESC,
            stock_move.lot DESC""",
        [reference],
    )
    return [Gone(*row) for row in rows]


def share(db: Database, reference: str, sku: str, qty: int, there: Iterable[Gone]) -> list[Gone]:
    """``qty`` of the product out of ``there``; of a bundle that many times each of its parts.

    Raises quantity_not_positive, more_than_was_sold.
    """
    if qty < 1:
        raise UserFacingError("quantity_not_positive", qty=qty)
    recipe = bundles.frozen(db, reference)
    lacking = {sku: qty}
    if recipe is not None:
        lacking = {part: each * qty for part, each in recipe.parts.items()}
    found = []
    for each in there:
        taken = min(each.qty, lacking.get(each.sku, 0))
        if taken:
            found.append(replace(each, qty=taken, grams=each.grams * taken // each.qty))
            lacking[each.sku] -= taken
    if any(lacking.values()):
        raise UserFacingError("more_than_was_sold", qty=qty)
    return found


def for_shelf(db: Database, at_ms: int) -> Callable[[Gone], Place]:
    """Where goods go that may be sold again: the shelf, or the hold where their lot may not be."""
    today = local_day(at_ms)

    def place(each: Gone) -> Place:
        if not each.lot:
            return Place.SHELF
        lot = lots.find(db, each.sku, each.lot)
        stale = lot is not None and lot.best_before and lot.best_before < today
        return Place.HOLD if stale or lots.on_hold(db, each.sku, each.lot) else Place.SHELF

    return place


def bring_back(
    db: Database,
    goods: Iterable[Gone],
    to: Callable[[Gone], Place],
    *,
    under: str,
    reason: str,
    at_ms: int,
) -> None:
    """Move goods from the customer to a place of the house, or to loss."""
    for each in goods:
        take = Take(each.lot, each.qty, each.grams)
        about = {"reason": reason, "reference": under}
        ledger.put(db, take, each.sku, Place.CUSTOMER, to(each), at_ms=at_ms, **about)


def must_have_no_case(db: Database, reference: str, code: str) -> None:
    """Refuse with ``code`` where a case has brought back goods that went out under a reference.

    They would come twice.
    """
    if case_of(db, reference):
        raise UserFacingError(code)


def case_of(db: Database, reference: str, what: Sequence[str] = ("returned", "lost")) -> bool:
    """True where a case (售后) of goods that went out under a reference has such a step, and it
    stands; as a rule, where some of them came back."""
    found = db.execute(
        """SELECT 1 FROM after_case JOIN after_step ON case_id = after_case.id
        WHERE sold_under = ? AND what IN (SELECT value FROM json_each(?)) AND NOT EXISTS
            (SELECT 1 FROM after_step AS later WHERE later.case_id = after_case.id
            AND later.undoes = after_step.seq) LIMIT 1""",
        [reference, json.dumps(what)],
    )
    return found.fetchone() is not None


def refuse_with_case(db: Database, order_ids: Iterable[str]) -> None:
    """Refuse to forget imported orders of which goods or money came back by a case: imported again
    nobody would know, and both could come back once more. ``import_has_case``."""
    wanted = set(order_ids)
    rows = db.execute(
        "SELECT sold_under, after_case.order_no, order_line.order_id FROM after_case "
        "JOIN order_line ON order_line.id = substr(sold_under, 1, instr(sold_under, '/') - 1) "
        "WHERE source = 'platform'"
    ).fetchall()
    for sold_under, order_no, order_id in rows:
        if order_id in wanted and case_of(db, sold_under, ("returned", "lost", "refunded")):
            raise UserFacingError("import_has_case", order=order_no)
