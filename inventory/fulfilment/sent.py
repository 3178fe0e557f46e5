"""What of a platform's order has left in our parcels; the platform's file may tell it days later.

Asked of the parcels and the ledger each time, as everything about parcels is. Functions run on a
database inside `Store.read`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from json import dumps

from sqlite_utils import Database

from inventory.fulfilment import parcels
from inventory.orders import stock
from inventory.orders.status import TO_SHIP
from inventory.schema import Place

IN_THE_HOUSE = (Place.RESERVED, Place.PROMISED, Place.PACKED)
GONE = (parcels.SHIPPED, parcels.DELIVERED)


@dataclass(frozen=True, slots=True)
class Box:
    """A parcel with goods of a line in it, as far as whoever looks at the order wants it."""

    code: str
    state: str
    """One of `parcels.STATES`, without those that were dissolved."""
    carrier: str
    tracking: str


@dataclass(frozen=True, slots=True)
class Sending:
    """How a line goes out."""

    boxes: tuple[Box, ...] = ()
    gone: bool = False
    """It left in them, and nothing of it lies in the house."""

    @property
    def carrier(self) -> str:
        """All of them, each once: a spreadsheet has one cell for it."""
        return _joined(box.carrier for box in self.boxes)

    @property
    def tracking(self) -> str:
        return _joined(box.tracking for box in self.boxes)


def of_lines(db: Database, line_ids: Sequence[str]) -> Mapping[str, Sending]:
    """How each of the lines (ids of `order_line`) goes out."""
    return {line_id: _of_line(db, line_id) for line_id in line_ids}


def gone(db: Database, order_ids: Iterable[str]) -> set[str]:
    """Those of the orders of which all that is to be shipped has left in our parcels."""
    asked = list(order_ids)
    if not asked:
        return set()
    return {order_id for (order_id,) in db.execute(_GONE, [dumps(asked)])}


_OF_LINE = "reference >= line.id || '/' AND reference < line.id || '0'"
"""As `stock.references`."""
_LEFT = f"""EXISTS (SELECT 1 FROM parcel_line WHERE {_OF_LINE} AND (SELECT kind FROM parcel_event
    WHERE parcel_event.parcel_id = parcel_line.parcel_id ORDER BY seq DESC LIMIT 1)
    IN ('{parcels.SHIPPED}', '{parcels.DELIVERED}'))"""
_HOUSE = ", ".join(f"'{place}'" for place in IN_THE_HOUSE)
_LIES = f"""coalesce((SELECT sum(qty * ((target IN ({_HOUSE})) - (source IN ({_HOUSE}))))
    FROM stock_move WHERE {_OF_LINE} AND reason <> 'live_sale' AND reference <> ''), 0)"""
_LINES = f"SELECT 1 FROM order_line AS line WHERE order_id = value AND {TO_SHIP}"
# Most orders of a long list have no parcel: their platforms' files told of them.
_GONE = f"""SELECT value FROM json_each(?)
WHERE EXISTS (SELECT 1 FROM parcel WHERE order_id = value)
AND EXISTS ({_LINES}) AND NOT EXISTS ({_LINES} AND ({_LIES} > 0 OR NOT {_LEFT}))"""
"""`Sending.gone` of each line, asked at once: a list asks it of hundreds of orders."""


def _of_line(db: Database, line_id: str) -> Sending:
    rows = db.execute(
        "SELECT DISTINCT parcel_id, code FROM parcel_line "
        "JOIN parcel ON parcel.id = parcel_id WHERE reference >= ? AND reference < ? "
        "ORDER BY parcel_id",
        stock.references(line_id),
    ).fetchall()
    boxes = {parcel_id: _box(db, parcel_id, code) for parcel_id, code in rows}
    kept = tuple(box for box in boxes.values() if box.state != parcels.DISSOLVED)
    left = any(box.state in GONE for box in kept)
    held = stock.references_of(db, line_id) if left else []
    return Sending(kept, left and not parcels.lying(db, held, *IN_THE_HOUSE))


def _box(db: Database, parcel_id: str, code: str) -> Box:
    state = parcels.state_after(parcels.last_event(db, parcel_id))
    return Box(code, state, *parcels.tracking_of(db, parcel_id))


def _joined(words: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(word for word in words if word))
