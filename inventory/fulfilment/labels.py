"""What stands on our labels, 76 × 130 mm. A waybill is none of them: the platform's tool prints it.

A parcel label stays in the workshop; of the buyer it tells but the end of the order's number.
A trace label is on the goods for everybody to read: where they come from, and nothing of any order.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from inventory import lots
from inventory.fulfilment import codes, parcels
from studio.runtime.errors import UserFacingError

TOLD_DIGITS = 6
"""Of an order's number; enough to tell the orders of a day apart."""


@dataclass(frozen=True, slots=True)
class ParcelLabel:
    code: str
    order: str
    platform: str
    stop: str
    pieces: int
    goods: tuple[tuple[str, str], ...]
    """Each product and how much of it, with its unit."""
    square: str
    """What the QR code holds."""


@dataclass(frozen=True, slots=True)
class TraceLabel:
    """Empty where nobody has said."""

    sku: str
    product: str
    spec: str
    lot: str
    household: str
    """The alias the household sells under."""
    origin: str
    harvested: str
    best_before: str
    square: str


Label = ParcelLabel | TraceLabel


def of_parcel(db: Database, name: str, at_ms: int) -> ParcelLabel:
    """Raises parcel_unknown, parcel_of_several."""
    parcel = parcels.find(db, name, at_ms)
    return ParcelLabel(
        parcel.code,
        tail(parcel.order_no),
        parcel.platform,
        parcel.stop,
        parcel.pieces,
        tuple((line.name, f"{line.qty} {line.unit}") for line in parcel.products),
        codes.of_parcel(parcel.code),
    )


def of_lot(db: Database, sku: str, lot: str) -> TraceLabel:
    """Raises product_unknown, lot_unknown, lot_on_hold (no label for what may not be sold)."""
    row = db.execute("SELECT name, spec, origin FROM product WHERE sku = ?", [sku]).fetchone()
    if row is None:
        raise UserFacingError("product_unknown", sku=sku)
    found = lots.find(db, sku, lot)
    if found is None:
        raise UserFacingError("lot_unknown", sku=sku, lot=lot)
    if lots.on_hold(db, sku, lot):
        raise UserFacingError("lot_on_hold", sku=sku, lot=lot)
    name, spec, origin = row
    return TraceLabel(
        sku, name, spec, lot, found.household, found.origin or origin, found.harvested,
        found.best_before, codes.of_goods(sku, lot),
    )  # fmt: skip


def tail(number: str) -> str:
    """The end of an order's number."""
    return number if len(number) <= TOLD_DIGITS else f"…{number[-TOLD_DIGITS:]}"
