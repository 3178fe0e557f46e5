"""What an order's line does to stock: paid reserves, shipped leaves, closed or refunded releases.

The moves a line needs are the difference between where its goods should be and where the moves
under its reference have put them, so that it does not matter in which steps it got there. There
is no counter beside the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from inventory import bundles, holds, ledger, lookup, lots, ours, reservations
from inventory.counter import phone
from inventory.orders.line_state import LineState
from inventory.orders.status import Status, to_ship
from inventory.piles import Piles
from inventory.schema import Kind, Place
from studio.runtime.errors import UserFacingError
from studio.store.sqlite import step

Goods = Mapping[str, int]
"""SKUs and how many of each."""
PAID, SHIPPED = "order_paid", "order_shipped"
CANNOT = frozenset({"not_enough_stock", "lot_on_hold", "nothing_held"})
"""Why stock cannot follow for now; the line then waits."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What a line holds of one product: in the house, and with the buyer."""

    here: int = 0
    gone: int = 0
    sent: int = 0
    """Of what is gone, what left in parcels of ours (`inventory.fulfilment`)."""


def reference(line_id: str, sku: str) -> str:
    """Under what a line's goods of one product are held (`inventory.reservations`)."""
    return f"{line_id}/{sku}"


LINE_OF = "substr({0}, 1, instr({0}, '/') - 1)"
"""For a query: the line of such a reference, which is no line's where no line holds under it."""


def place_of(line: LineState, at_order: bool) -> Place:
    """Where its goods belong: on the shelf, reserved, or with the buyer.

    ``at_order``: the shop's orders hold them before they are paid (`shop_rules`). What was shipped
    stays with the buyer, refunded or not, until it comes back as a return.
    """
    if line.shipped:
        return Place.CUSTOMER
    ordered = at_order and line.status is Status.unpaid
    waiting = to_ship(Status.paid if ordered else line.status, line.aftersale)
    return Place.RESERVED if waiting else Place.SHELF


def references(line_id: str) -> tuple[str, str]:
    """All references of a line sort from the first on, and before the second."""
    return f"{line_id}/", f"{line_id}0"  # the characters next to each other


def references_of(db: Database, line_id: str) -> list[str]:
    """Under what a line's goods are held, or were (`reference`)."""
    rows = db.execute(
        "SELECT DISTINCT reference FROM stock_move WHERE reference >= ? AND reference < ? "
        "AND reason <> 'live_sale' AND reference <> '' ORDER BY reference",
        references(line_id),
    )
    return [reference for (reference,) in rows]


def held(db: Database, line_id: str) -> dict[str, Holding]:
    """What a line holds, by product; summed from its moves."""
    rows = db.execute(
        "SELECT reference, sku, qty, source, target, reason FROM stock_move WHERE reference >= ? "
        "AND reference < ? AND reason <> 'live_sale' AND reference <> ''",
        references(line_id),
    )
    return summed(db, rows)


def summed(db: Database, moves: Iterable[tuple[Any, ...]]) -> dict[str, Holding]:
    """What the moves of one line come to: reference, SKU, quantity, source, target and
    reason of each."""
    inside: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    gone: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    sent: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, sku, qty, source, target, reason in moves:
        for place, sign in ((source, -1), (target, 1)):
            if place == Place.CUSTOMER:
                gone[name][sku] += sign * qty
                if reason == reservations.BY_PARCEL:
                    sent[name][sku] += sign * qty
            elif place in (Place.RESERVED, Place.PACKED, Place.PROMISED):
                inside[name][sku] += sign * qty
    return {
        name.partition("/")[2]: Holding(*(_units(db, name, each) for each in (inside, gone, sent)))
        for name in {*inside, *gone}
    }


def _units(db: Database, name: str, qtys: Mapping[str, Mapping[str, int]]) -> int:
    """How many of the product; of a bundle as many as its parts are whole ones."""
    found = qtys.get(name, {})
    sku = name.partition("/")[2]
    if sku in found or not found:
        return found.get(sku, 0)
    recipe = bundles.frozen(db, name)
    parts = recipe.parts.items() if recipe else ()
    return min((found.get(part, 0) // each for part, each in parts), default=0)


def settle(
    db: Database,
    line_id: str,
    holding: Mapping[str, Holding],
    goods: Goods,
    place: Place,
    at_ms: int,
) -> bool:
    """Move what has to be moved; False, and nothing moved, where stock cannot follow."""
    try:
        with step(db):
            for sku in dict.fromkeys((*holding, *goods)):
                wanted = goods.get(sku, 0) if place is not Place.SHELF else 0
                have = holding.get(sku, Holding())
                _settle_one(db, reference(line_id, sku), sku, have, wanted, place, at_ms)
    except UserFacingError as error:
        if error.code not in CANNOT:
            raise
        return False
    return True


def settle_from_piles(
    piles: Piles, line_id: str, goods: Goods, place: Place, at_ms: int
) -> bool | None:
    """As `settle`, for a line that holds nothing yet; None where its goods have to be picked."""
    for sku, qty in goods.items():
        left = piles.left(sku)
        if left is None or left < qty:
            return None if left is None else False
    reason = SHIPPED if place is Place.CUSTOMER else PAID
    for sku, qty in goods.items():
        piles.take(
            sku, qty, place, reason=reason, reference=reference(line_id, sku), at_ms=at_ms
        )  # fmt: skip
    return True


def _settle_one(
    db: Database, name: str, sku: str, have: Holding, wanted: int, place: Place, at_ms: int
) -> None:
    """Bring one product where it belongs, by as few moves as there are."""
    sent = min(have.sent, have.gone)
    wanted = max(wanted, sent)
    leaving = wanted if place is Place.CUSTOMER else sent
    here = have.here
    if have.gone > leaving:
        _bring_back(db, name, have.gone - leaving, at_ms)
        here += have.gone - leaving
    lacking = max(0, wanted - leaving - here) + max(0, leaving - have.gone - here)
    if lacking and leaving and not here and _is_plain(db, sku):
        ledger.move(
            db, sku=sku, qty=lacking, source=Place.SHELF, target=Place.CUSTOMER,
            reason=SHIPPED, at_ms=at_ms, reference=name,
        )  # fmt: skip
        return
    if lacking:
        reservations.reserve(db, reference=name, sku=sku, qty=lacking, at_ms=at_ms, reason=PAID)
        here += lacking
    sending = min(here, max(0, leaving - have.gone))
    if sending:
        reservations.forward(
            db, reference=name, to=Place.CUSTOMER, reason=SHIPPED, at_ms=at_ms, qty=sending
        )
    spare = here - sending - (wanted - leaving)
    if spare > 0:
        reservations.release(db, reference=name, at_ms=at_ms, qty=spare)


def _is_plain(db: Database, sku: str) -> bool:
    """True where goods of it lie on the shelf as they are sold."""
    return lookup.kind(db, sku) is Kind.STOCK


def _bring_back(
    db: Database, name: str, qty: int, at_ms: int, failed: Place = Place.RESERVED
) -> None:
    """What an import said was shipped is in the house again, the same lots: it was taken back.

    ``failed``: where goods of a lot on hold go. Reserved they cannot be: raises lot_on_hold.
    """
    recipe = bundles.frozen(db, name)
    sku = name.partition("/")[2]
    wanted = {part: each * qty for part, each in recipe.parts.items()} if recipe else {sku: qty}
    for part, lot, there, grams in db.execute(
        "SELECT sku, lot, sum(CASE target WHEN 'customer' THEN qty ELSE -qty END), "
        "sum(CASE target WHEN 'customer' THEN grams ELSE -grams END) FROM stock_move "
        "WHERE reference = ? AND reason <> 'live_sale' AND reference <> '' "
        "AND (source = 'customer' OR target = 'customer') GROUP BY sku, lot",
        [name],
    ).fetchall():
        taken = min(there, wanted.get(part, 0))
        if taken > 0:
            wanted[part] -= taken
            to = failed if lots.on_hold(db, part, lot) else Place.RESERVED
            ledger.move(
                db, sku=part, qty=taken, source=Place.CUSTOMER, target=to,
                reason="import_undone", at_ms=at_ms, reference=name, lot=lot,
                grams=grams * taken // there or None,
            )  # fmt: skip


def give_back(db: Database, line_id: str, at_ms: int, reason: str = "import_undone") -> int:
    """A line is gone, or holds nothing any more: its goods are on the shelf, those of a lot on
    hold on the hold, and the notes it confirmed wait again with what may be sold.

    Returns of how many notes too little may be sold: what is lacking of them is released.
    """
    let_go = 0
    for sku, have in held(db, line_id).items():
        name = reference(line_id, sku)
        if have.gone:
            _bring_back(db, name, have.gone, at_ms, Place.HOLD)
        if reservations.parts(db, name):
            reservations.release(db, reference=name, at_ms=at_ms, reason=reason)
        for note in holds.confirmed_by(db, name):
            let_go += _waits_for_less(db, note, name, at_ms)
    return let_go


def _waits_for_less(db: Database, note: str, name: str, at_ms: int) -> bool:
    released = holds.reopen_what_there_is(db, note, reference=name, at_ms=at_ms)
    if released and ours.has(db, note):
        phone.say_why(db, note, "cannot_deliver", at_ms)
    return released > 0
