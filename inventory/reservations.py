"""Goods held for somebody: under one reference each, from the moment it is held to the handover.

A reference is the id of whatever the goods are held for: a live note, a line of an order, a sale
at the counter. What lies where under it is summed from its moves, so nothing can drift from them:

    reserve(reference="line-1", sku=…, qty=3, …)    shelf → reserved (first expired, first out)
    forward(reference="line-1", to=Place.PACKED)    reserved → packed, the same lots
    forward(reference="line-1", to=Place.CUSTOMER)  packed → customer
    release(reference="line-1", …)                  back to the shelf, from reserved or packed

A bundle is held as its parts, by the recipe of that moment. A product sold by capacity (presale,
adoption, made to order) holds capacity; its goods are taken from the shelf when it is packed.
A sale at the counter is `reserve` and ``forward(to=Place.CUSTOMER)`` in one transaction.

One reference holds one SKU once: an order of several lines has a reference a line. All functions
run on a database inside `Store.write` (`parts` also inside `Store.read`), and raise before they
have written anything that the caller's transaction would not roll back with the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlite_utils import Database

from inventory import bundles, ledger, lots
from inventory.bundles import Recipe
from inventory.ledger import StockLevel, Take
from inventory.schema import Kind, Place
from studio.runtime.clock import local_day
from studio.runtime.errors import UserFacingError

NOTED = "live_sale"
"""The reason of a plain note's one move; it is found by its sale, not by the index."""
BY_PARCEL = "parcel_shipped"
"""The reason of what leaves in a parcel of ours, and of its way back. It left by our own door:
whatever a platform's file says later, it is with the buyer (`inventory.fulfilment`)."""
_HELD = (Place.RESERVED, Place.PROMISED)
_AFTER = {
    Place.PACKED: (Place.RESERVED, Place.PROMISED),
    Place.CUSTOMER: (Place.PACKED, Place.RESERVED, Place.PROMISED),
}
"""Where goods come from, on their way to a place."""


@dataclass(frozen=True, slots=True)
class Part:
    """What lies on one place of one lot under a reference."""

    sku: str
    place: Place
    lot: str
    qty: int
    grams: int


class Held(NamedTuple):
    """What `reserve` did."""

    level: StockLevel
    """Of the product, afterwards."""
    first_move: str


def reserve(  # noqa: PLR0913 - the facts of one reservation, by name
    db: Database,
    *,
    reference: str,
    sku: str,
    qty: int,
    at_ms: int,
    reason: str = "order",
    safety_buffer: int = 0,
    recipe: Recipe | None = None,
) -> Held:
    """Hold ``qty`` of a product under ``reference``.

    A bundle is held by ``recipe``, else by the one it was held by under that reference before,
    else by the latest. Goods past their best-before on the local day of ``at_ms`` are not taken.
    ``safety_buffer``: pieces kept back, the setting of that name. Raises
    quantity_not_positive, product_unknown, not_enough_stock (with what is available).
    """
    if qty < 1:
        raise UserFacingError("quantity_not_positive", qty=qty)
    level = ledger.level(db, sku, safety_buffer)
    if qty > level.available:
        raise ledger.not_enough(db, sku, level.available)
    if level.kind is Kind.BUNDLE:
        recipe = recipe or bundles.frozen(db, reference) or bundles.latest(db, sku)
        takes = _parts_picked(db, recipe, qty, at_ms)
        bundles.freeze(db, reference, recipe)
    else:
        takes = _picked(db, level, qty, at_ms)
    moves: list[str] = []
    for part, take, source, target in takes:
        why = f"{NOTED}_part" if moves and reason == NOTED else reason
        moves.append(
            ledger.put(db, take, part, source, target, reason=why, at_ms=at_ms, reference=reference)
        )
    return Held(level.after_reserving(qty), moves[0])


def _parts_picked(
    db: Database, recipe: Recipe, qty: int, at_ms: int
) -> list[tuple[str, Take, Place, Place]]:
    wanted = [(ledger.level(db, part), each * qty) for part, each in recipe.parts.items()]
    return [each for part, amount in wanted for each in _picked(db, part, amount, at_ms)]


def _picked(
    db: Database, level: StockLevel, qty: int, at_ms: int
) -> list[tuple[str, Take, Place, Place]]:
    source, target = Place.SHELF, Place.RESERVED
    if level.kind is not Kind.STOCK and level.kind.by_capacity:
        source, target = Place.CAPACITY, Place.PROMISED
    if level.one_pile:
        return [(level.sku, Take("", qty), source, target)]
    today = local_day(at_ms)
    takes = ledger.pick(db, level.sku, source, qty, today=today)
    return [(level.sku, take, source, target) for take in takes]


def parts(db: Database, reference: str) -> list[Part]:
    """What lies in the house, or is promised, under a reference; the soonest to go off first."""
    rows = db.execute(
        f"""SELECT moves.sku, place, moves.lot, sum(moves.qty), sum(moves.grams) FROM (
            SELECT sku, lot, target AS place, qty, grams FROM ({_MOVES})
            UNION ALL SELECT sku, lot, source, -qty, -grams FROM ({_MOVES})
        ) AS moves LEFT JOIN lot ON lot.sku = moves.sku AND lot.code = moves.lot
        WHERE place = 'reserved' OR place = 'packed' OR place = 'promised'
        GROUP BY moves.sku, place, moves.lot HAVING sum(moves.qty) > 0
        ORDER BY moves.sku, coalesce(best_before, '') = '', best_before, moves.lot""",
        {"reference": reference},
    )
    return [Part(sku, Place(place), lot, qty, grams) for sku, place, lot, qty, grams in rows]


_MOVES = """
SELECT sku, lot, source, target, qty, grams FROM stock_move
WHERE reference = :reference AND reference <> '' AND reason <> 'live_sale'
UNION ALL SELECT stock_move.sku, lot, source, target, stock_move.qty, grams
FROM live_sale JOIN stock_move ON stock_move.id = reserved_by WHERE live_sale.id = :reference
"""


def release(
    db: Database,
    *,
    reference: str,
    at_ms: int,
    reason: str = "order_released",
    qty: int | None = None,
) -> str:
    """Give back ``qty`` of what is held, or all of it; what goes off last goes back first.

    Goods of a lot on hold meanwhile go to the hold, not to the shelf. Returns the first move's
    id. Raises nothing_held (less than ``qty`` is held there).
    """

    def target(part: Part) -> Place:
        if part.place is Place.PROMISED:
            return Place.CAPACITY
        held = part.lot and lots.on_hold(db, part.sku, part.lot)
        return Place.HOLD if held else Place.SHELF

    held = [part for part in parts(db, reference) if part.place in (*_HELD, Place.PACKED)]
    return _shift(db, reference, reversed(held), target, reason, at_ms, qty)


def forward(
    db: Database,
    *,
    reference: str,
    to: Place,
    reason: str,
    at_ms: int,
    qty: int | None = None,
) -> str:
    """Move what is held on to ``PACKED`` or ``CUSTOMER``: the same lots, all of it or ``qty``.

    What was promised before it was there is taken from the shelf first. Returns the first move's
    id. Raises nothing_held, not_enough_stock (promised, and not on the shelf yet), lot_on_hold.
    """
    make_good(db, reference, at_ms)
    held = [part for part in parts(db, reference) if part.place in _AFTER[to]]
    return _shift(db, reference, held, lambda _: to, reason, at_ms, qty)


def make_good(db: Database, reference: str, at_ms: int) -> None:
    """A promise whose goods are there becomes a reservation like any other.

    Raises not_enough_stock where they are not on the shelf yet.
    """
    for part in parts(db, reference):
        if part.place is not Place.PROMISED:
            continue
        today = local_day(at_ms)
        goods = ledger.pick(db, part.sku, Place.SHELF, part.qty, today=today)
        for take, source, target in (
            (Take(part.lot, part.qty), Place.PROMISED, Place.PLAN),
            *((take, Place.SHELF, Place.RESERVED) for take in goods),
        ):
            why = {"reason": "promise_kept", "reference": reference}
            ledger.put(db, take, part.sku, source, target, at_ms=at_ms, **why)


def _shift(
    db: Database,
    reference: str,
    held: Iterable[Part],
    target: Callable[[Part], Place],
    reason: str,
    at_ms: int,
    qty: int | None,
) -> str:
    found = list(held)
    wanted = found if qty is None else _share(db, reference, found, qty)
    moves = [
        ledger.put(
            db,
            Take(part.lot, part.qty, part.grams),
            part.sku,
            part.place,
            target(part),
            reason=reason,
            at_ms=at_ms,
            reference=reference,
        )
        for part in wanted
    ]
    if not moves:
        raise UserFacingError("nothing_held")
    return moves[0]


def _share(db: Database, reference: str, held: list[Part], qty: int) -> list[Part]:
    """The first ``qty`` of what is held; of a bundle that many times each part."""
    if qty < 1:
        raise UserFacingError("quantity_not_positive", qty=qty)
    recipe = bundles.frozen(db, reference)
    lacking = {part.sku: qty for part in held}
    if recipe is not None:
        lacking = {sku: each * qty for sku, each in recipe.parts.items()}
    share = []
    for part in held:
        taken = min(part.qty, lacking[part.sku])
        if taken:
            share.append(replace(part, qty=taken, grams=part.grams * taken // part.qty))
            lacking[part.sku] -= taken
    if not held or any(lacking.values()):
        raise UserFacingError("nothing_held")
    return share
