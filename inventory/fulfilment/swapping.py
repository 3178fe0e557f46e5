"""The lot in the packer's hand is not the one the books had put aside: the books follow the hand.

What is written about a parcel must be what is in it, else its trace is a tale. So the lot in hand
is taken from the shelf, or from another order that has not been packed and gets ours for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from inventory import ledger, reservations
from inventory.fulfilment import parcels
from inventory.fulfilment.parcels import Line, Parcel
from inventory.ledger import Take
from inventory.schema import Place
from studio.runtime.clock import local_day

REASON = "lot_swapped"


@dataclass(frozen=True, slots=True)
class Given:
    """What a parcel gives up for as many pieces of another lot."""

    qty: int
    takes: list[Take]
    ours: set[str]
    """References of the parcel itself: changing with oneself brings nothing."""


def have_lot(db: Database, parcel: Parcel, line: Line, lot: str, qty: int, at_ms: int) -> bool:
    """See to it that ``qty`` of that lot is held for the line, beside what was scanned already.

    False, and nothing moved, where the books know of none that could be had.
    """
    scanned = _scanned(db, line.reference, line.sku)
    held = {
        part.lot: part.qty - scanned.get(part.lot, 0)
        for part in reservations.parts(db, line.reference)
        if part.sku == line.sku and part.place is Place.RESERVED
    }
    lacking = qty - held.pop(lot, 0)
    if lacking <= 0:
        return True
    given = _to_give(held, line, lacking)
    today = local_day(at_ms)
    if given is None:
        return False
    on_shelf = ledger.on_place(db, line.sku, Place.SHELF, lot)
    if on_shelf >= lacking:
        _put_back(db, line.reference, line.sku, given, today, at_ms)
        _take(db, line.reference, line.sku, lot, lacking, at_ms)
        return True
    ours = {each.reference for each in parcel.lines}
    return _exchange(db, line, lot, Given(lacking, given, ours), at_ms)


def _scanned(db: Database, reference: str, sku: str) -> dict[str, int]:
    """What was scanned under a reference into parcels that are not packed yet."""
    found: dict[str, int] = {}
    for parcel_id in _parcels_of(db, reference):
        if parcels.last_event(db, parcel_id) not in ("", "opened"):
            continue
        times = [kind for kind, _ in parcels.events(db, parcel_id)].count("opened")
        for take in parcels.takes(db, parcel_id, times).get((reference, sku), []):
            found[take.lot] = found.get(take.lot, 0) + take.qty
    return found


def _parcels_of(db: Database, reference: str) -> list[str]:
    rows = db.execute("SELECT DISTINCT parcel_id FROM parcel_line WHERE reference = ?", [reference])
    return [parcel_id for (parcel_id,) in rows.fetchall()]


def _to_give(held: dict[str, int], line: Line, lacking: int) -> list[Take] | None:
    """Which of our lots are given up, the last to go off first; None where there are too few."""
    given: list[Take] = []
    for take in reversed(line.lots):
        spare = min(lacking - sum(each.qty for each in given), held.pop(take.lot, 0))
        if spare > 0:
            given.append(Take(take.lot, spare))
    for lot, qty in held.items():  # held for another parcel of the same order
        spare = min(lacking - sum(each.qty for each in given), qty)
        if spare > 0:
            given.append(Take(lot, spare))
    return given if sum(each.qty for each in given) == lacking else None


def _put_back(
    db: Database, reference: str, sku: str, given: list[Take], today: str, at_ms: int
) -> None:
    for take in given:
        refused = parcels.lot_refused(db, sku, take.lot, today)
        target = Place.HOLD if refused else Place.SHELF
        parcels.shift(db, reference, sku, take, Place.RESERVED, target, reason=REASON, at_ms=at_ms)


def _take(db: Database, reference: str, sku: str, lot: str, qty: int, at_ms: int) -> None:
    for take in ledger.pick(db, sku, Place.SHELF, qty, lot=lot):
        ledger.put(
            db, take, sku, Place.SHELF, Place.RESERVED,
            reason=REASON, at_ms=at_ms, reference=reference,
        )  # fmt: skip


def _exchange(db: Database, line: Line, lot: str, gives: Given, at_ms: int) -> bool:
    """Change lots with one other order of which nothing was scanned yet."""
    lacking, given = gives.qty, gives.takes
    today = local_day(at_ms)
    if any(parcels.lot_refused(db, line.sku, take.lot, today) for take in given):
        return False  # nobody gets what may not be sold
    for other, qty in _holders(db, line.sku, lot):
        if other in gives.ours or qty < lacking or _scanned(db, other, line.sku):
            continue
        parcels.shift(
            db, other, line.sku, Take(lot, lacking), Place.RESERVED, Place.SHELF,
            reason=REASON, at_ms=at_ms,
        )  # fmt: skip
        _put_back(db, line.reference, line.sku, given, today, at_ms)
        _take(db, line.reference, line.sku, lot, lacking, at_ms)
        for take in given:
            _take(db, other, line.sku, take.lot, take.qty, at_ms)
        return True
    return False


def _holders(db: Database, sku: str, lot: str) -> list[tuple[str, int]]:
    """Under which references that lot is reserved, the oldest first."""
    rows: list[tuple[str, int]] = db.execute(
        """SELECT reference, sum(CASE WHEN target = 'reserved' THEN qty ELSE -qty END) AS held
        FROM stock_move WHERE sku = ? AND lot = ? AND lot <> '' AND reference <> ''
            AND (target = 'reserved' OR source = 'reserved')
        GROUP BY reference HAVING held > 0 ORDER BY min(id)""",
        [sku, lot],
    ).fetchall()
    return rows
