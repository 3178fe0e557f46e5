"""Parcels leave, arrive, or come back before they left for good.

What leaves in a parcel is with the buyer from then on, whatever a platform's file says later.
Functions run on a database inside `Store.write`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from inventory import ledger, reservations, returns
from inventory.fulfilment import parcels
from inventory.fulfilment.parcels import Line, Parcel
from inventory.ledger import Take
from inventory.schema import Place
from studio.runtime.clock import local_stamp
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id

LONGEST = 64
"""Of a tracking number or a carrier's name."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """What left together."""

    dispatch_id: str
    """Empty where nothing left."""
    gone: tuple[Parcel, ...]
    stopped: tuple[Parcel, ...]
    """Packed, and kept back: `Parcel.stopped` says why."""


def ship(db: Database, names: Sequence[str], at_ms: int) -> Shipped:
    """Hand packed parcels over to whoever takes them. One that must not be sent stays.

    Raises parcel_unknown, parcel_of_several, parcel_not_packed; nothing has left then.
    """
    found = {}
    for name in names:
        parcel = parcels.find(db, name, at_ms)
        if parcel.state != parcels.PACKED:
            raise UserFacingError("parcel_not_packed", parcel=parcel.code)
        found[parcel.id] = parcel
    may = [parcel for parcel in found.values() if not parcel.stopped]
    dispatch_id = _dispatch(db, at_ms) if may else ""
    for parcel in may:
        for line in parcel.lines:
            for take in line.lots:
                parcels.shift(
                    db, line.reference, line.sku, take, Place.PACKED, Place.CUSTOMER,
                    reason=reservations.BY_PARCEL, at_ms=at_ms,
                )  # fmt: skip
        parcels.happened(db, parcel.id, "shipped", at_ms, dispatch_id)
    gone = tuple(parcels.read(db, parcel.id, at_ms) for parcel in may)
    return Shipped(dispatch_id, gone, tuple(each for each in found.values() if each.stopped))


def _dispatch(db: Database, at_ms: int) -> str:
    stamp = local_stamp(at_ms)
    dispatch_id = new_id(at_ms)
    db.execute(
        "INSERT INTO dispatch VALUES (?, ?, ?)", [dispatch_id, at_ms, stamp.text + stamp.zone]
    )
    return dispatch_id


def deliver(db: Database, names: Sequence[str], at_ms: int) -> list[Parcel]:
    """The buyers have them. Raises parcel_unknown, parcel_of_several, parcel_not_shipped."""
    return [_step(db, name, "delivered", at_ms) for name in names]


def take_back(db: Database, name: str, at_ms: int) -> Parcel:
    """It did not leave after all: packed again, the same goods.

    Raises parcel_unknown, parcel_of_several, parcel_not_shipped (delivered ones are after-sales),
    parcel_has_case (goods of it came back by a case).
    """
    parcel = _step(db, name, "back", at_ms)
    for line in parcel.lines:
        returns.must_have_no_case(db, line.reference, "parcel_has_case")
    for line in parcel.lines:
        for take in line.lots:
            _bring_back(db, line, take, at_ms)
    return parcels.read(db, parcel.id, at_ms)


def _step(db: Database, name: str, kind: str, at_ms: int) -> Parcel:
    parcel = parcels.find(db, name, at_ms)
    if parcel.state != parcels.SHIPPED:
        raise UserFacingError("parcel_not_shipped", parcel=parcel.code)
    parcels.happened(db, parcel.id, kind, at_ms)
    return parcels.read(db, parcel.id, at_ms)


def _bring_back(db: Database, line: Line, take: Take, at_ms: int) -> None:
    (grams, qty) = db.execute(
        "SELECT sum(CASE target WHEN 'customer' THEN grams ELSE -grams END), "
        "sum(CASE target WHEN 'customer' THEN qty ELSE -qty END) FROM stock_move "
        "WHERE reference = ? AND sku = ? AND lot = ? AND reason = ? AND reason <> 'live_sale' "
        "AND reference <> ''",
        [line.reference, line.sku, take.lot, reservations.BY_PARCEL],
    ).fetchone()
    ledger.put(
        db, Take(take.lot, take.qty, grams * take.qty // qty), line.sku,
        Place.CUSTOMER, Place.PACKED,
        reason=reservations.BY_PARCEL, at_ms=at_ms, reference=line.reference,
    )  # fmt: skip


def note_tracking(
    db: Database, parcel_id: str, carrier: str, tracking: str, source: str, at_ms: int
) -> bool:
    """Keep a tracking number; False where it was known already. The latest counts."""
    if parcels.tracking_of(db, parcel_id) == (carrier, tracking):
        return False
    db.execute(
        "INSERT INTO parcel_tracking SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4, ?5 "
        "FROM parcel_tracking WHERE parcel_id = ?1",
        [parcel_id, carrier[:LONGEST], tracking[:LONGEST], source, at_ms],
    )
    return True
