"""Goods sold by catch weight, as they lie on the scale. Runs inside `Store.write`."""

from __future__ import annotations

from sqlite_utils import Database

from inventory import ledger, lookup, reservations
from inventory.ledger import Balance, Take
from inventory.schema import Place
from studio.runtime.errors import UserFacingError

REASON = "weighed"


def weigh(db: Database, reference: str, grams: int, at_ms: int) -> None:
    """What is held under a reference weighs ``grams``, not its share of the lot's.

    What differs comes from the rest of its lot on the shelf, or stays there, so that the shelf has
    what is left. Where nothing of the lot is left there, the books were wrong: a gain or a loss of
    weight. Raises weight_of_several_lots, weight_too_much (the rest would weigh nothing).
    """
    held = [part for part in reservations.parts(db, reference) if part.place is Place.RESERVED]
    if len(held) != 1:
        raise UserFacingError("weight_of_several_lots")
    (part,) = held
    rest = _on_shelf(db, part.sku, part.lot)
    more = grams - part.grams
    if rest.qty and more >= rest.grams:
        name, _ = lookup.weighed(db, part.sku)
        there = rest.grams + part.grams
        raise UserFacingError("weight_too_much", name=name, grams=grams, there=there)
    if more:
        elsewhere = Place.SHELF if rest.qty else Place.GAIN if more > 0 else Place.LOSS
        source, target = (elsewhere, Place.RESERVED) if more > 0 else (Place.RESERVED, elsewhere)
        take = Take(part.lot, 0, abs(more))
        about = {"reason": REASON, "reference": reference}
        ledger.put(db, take, part.sku, source, target, at_ms=at_ms, **about)


def _on_shelf(db: Database, sku: str, lot: str) -> Balance:
    row = db.execute(
        "SELECT qty, grams FROM stock_balance WHERE sku = ? AND place = 'shelf' AND lot = ?",
        [sku, lot],
    ).fetchone()
    return Balance(*(row or (0, 0)))
