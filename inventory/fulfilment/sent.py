"""What of a platform's order has left in our parcels; the platform's file may tell it days later.

Whether a line has is one rule, `schema.LINE_GONE`; of which orders all has, triggers keep by it.
Functions run on a database inside `Store.read`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from json import dumps

from sqlite_utils import Database

from inventory.fulfilment import parcels
from inventory.fulfilment.schema import LINE_GONE
from inventory.orders import stock


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
    ask = (
        "SELECT platform_order.id FROM json_each(?) CROSS JOIN platform_order "
        "ON platform_order.id = value WHERE gone = 1"
    )
    return {order_id for (order_id,) in db.execute(ask, [dumps(list(order_ids))])}


def _of_line(db: Database, line_id: str) -> Sending:
    rows = db.execute(
        "SELECT DISTINCT parcel_id, code FROM parcel_line "
        "JOIN parcel ON parcel.id = parcel_id WHERE reference >= ? AND reference < ? "
        "ORDER BY parcel_id",
        stock.references(line_id),
    ).fetchall()
    boxes = {parcel_id: _box(db, parcel_id, code) for parcel_id, code in rows}
    kept = tuple(box for box in boxes.values() if box.state != parcels.DISSOLVED)
    told = db.execute(f"SELECT {LINE_GONE} FROM (SELECT ? AS id) AS line", [line_id])
    return Sending(kept, bool(told.fetchone()[0]))


def _box(db: Database, parcel_id: str, code: str) -> Box:
    state = parcels.state_after(parcels.last_event(db, parcel_id))
    return Box(code, state, *parcels.tracking_of(db, parcel_id))


def _joined(words: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(word for word in words if word))
