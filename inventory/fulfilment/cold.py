"""The cold chain of a parcel: what was checked, what was measured, and where nobody measured.

Notes are only added. Times without one are told as gaps: a sheet with gaps is worth more than a
sheet that hides them. Temperatures are integer tenths of a degree Celsius.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from sqlite_utils import Database

from inventory import lookup
from inventory.fulfilment import parcels
from inventory.fulfilment.parcels import Parcel
from studio.runtime.clock import HOUR_MS, local_stamp
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id

CHECKLIST = ("precooled", "ice_packs", "dry_inside", "closed_tight")
"""What is looked at before a cold parcel leaves; worded as ``cold_<item>``."""
TEMPERATURE = "temperature"
GAP_MS = 2 * HOUR_MS
"""Longer between two measurements is a gap (judgement of the project)."""
COLDEST, HOTTEST = -500, 600
"""What a thermometer in a parcel may say, in tenths of a degree; beyond that it was mistyped."""


Range = tuple[int, int] | tuple[None, None]
"""Lowest and highest tenths of a degree something is kept at; without them it is kept anyhow."""


@dataclass(frozen=True, slots=True)
class Measured:
    at_ms: int
    celsius: int
    outside: bool
    """Warmer or colder than the goods need."""


@dataclass(frozen=True, slots=True)
class ColdSheet:
    """What is known of one parcel. ``low`` and ``high`` None: nothing in it needs the cold."""

    low: int | None
    high: int | None
    checked: tuple[str, ...]
    unchecked: tuple[str, ...]
    measured: tuple[Measured, ...]
    gaps: tuple[tuple[int, int], ...]
    """From when to when nobody measured, UTC ms, between packing and handing over."""

    @property
    def needed(self) -> bool:
        return self.low is not None

    @property
    def whole(self) -> bool:
        outside = any(each.outside for each in self.measured)
        return not (self.unchecked or self.gaps or outside)


def tenths(degrees: str) -> int:
    """Degrees as somebody wrote them (``3.5``), in tenths. Raises cold_mistyped."""
    try:
        exact = Decimal(degrees.strip().replace("，", ".").replace(",", "."))
    except InvalidOperation as error:
        raise UserFacingError("cold_mistyped") from error
    # Far off is refused before it is reckoned with: 1e999999999 is a number, too.
    if not exact.is_finite() or exact.copy_abs() > HOTTEST:
        raise UserFacingError("cold_mistyped")
    exact *= 10
    if exact != exact.to_integral_value():
        raise UserFacingError("cold_mistyped")
    return int(exact)


def need(db: Database, sku: str, low: int | None, high: int | None, at_ms: int) -> None:
    """Say between which temperatures a product is kept; None and None: anyhow.

    Raises product_unknown, cold_range_wrong.
    """
    lookup.must_be_known(db, sku)
    if (low is None) != (high is None) or (
        low is not None and high is not None and not COLDEST <= low <= high <= HOTTEST
    ):
        raise UserFacingError("cold_range_wrong", name=lookup.name(db, sku))
    db.execute(
        "INSERT INTO cold_need SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4 "
        "FROM cold_need WHERE sku = ?1",
        [sku, low, high, at_ms],
    )


def needed(db: Database, sku: str) -> Range:
    """What was said last of that product. Inside `Store.read`."""
    row = db.execute(
        "SELECT low, high FROM cold_need WHERE sku = ? ORDER BY seq DESC LIMIT 1", [sku]
    ).fetchone()
    return (None, None) if row is None else (row[0], row[1])


def note(
    db: Database,
    name: str,
    item: str,
    at_ms: int,
    *,
    celsius: int | None = None,
    remark: str = "",
) -> Parcel:
    """Note that something of `CHECKLIST` was looked at, or a `TEMPERATURE` measured.

    Raises parcel_unknown, parcel_of_several, cold_item_unknown, cold_mistyped.
    """
    if item not in (*CHECKLIST, TEMPERATURE):
        raise UserFacingError("cold_item_unknown", item=item)
    if (celsius is None) == (item == TEMPERATURE) or not COLDEST <= (celsius or 0) <= HOTTEST:
        raise UserFacingError("cold_mistyped")
    parcel = parcels.find(db, name, at_ms)
    stamp = local_stamp(at_ms)
    db.execute(
        "INSERT INTO cold_note VALUES (?, ?, ?, ?, ?, ?, ?)",
        [new_id(at_ms), parcel.id, item, celsius, remark, at_ms, stamp.text + stamp.zone],
    )
    return parcel


def sheet(db: Database, parcel: Parcel, at_ms: int) -> ColdSheet:
    """The cold chain of one parcel up to ``at_ms``. Inside `Store.read`."""
    low, high = _needed(db, parcel)
    rows = db.execute(
        "SELECT item, celsius, happened_ms FROM cold_note WHERE parcel_id = ? ORDER BY id",
        [parcel.id],
    ).fetchall()
    done = {item for item, _, _ in rows}
    measured = tuple(
        Measured(
            moment, celsius, low is not None and high is not None and not low <= celsius <= high
        )
        for item, celsius, moment in sorted(rows, key=lambda row: row[2])
        if item == TEMPERATURE
    )
    missing = tuple(item for item in CHECKLIST if item not in done) if low is not None else ()
    gaps = _gaps(parcel, [each.at_ms for each in measured], at_ms) if low is not None else ()
    checked = tuple(item for item in CHECKLIST if item in done)
    return ColdSheet(low, high, checked, missing, measured, gaps)


def _needed(db: Database, parcel: Parcel) -> tuple[int | None, int | None]:
    """The narrowest of what its goods need."""
    lows: list[int] = []
    highs: list[int] = []
    for sku in {line.sku for line in parcel.lines}:
        low, high = needed(db, sku)
        if low is not None and high is not None:
            lows.append(low)
            highs.append(high)
    return (max(lows), min(highs)) if lows else (None, None)


def _gaps(parcel: Parcel, moments: list[int], at_ms: int) -> tuple[tuple[int, int], ...]:
    """Between packing and handing over (so far: now) where nobody measured for too long."""
    begins = parcel.packed_ms
    if begins is None:
        return ()
    ends = max(begins, parcel.delivered_ms or at_ms)
    known = [begins, *(each for each in moments if begins <= each <= ends), ends]
    return tuple((one, other) for one, other in pairwise(known) if other - one > GAP_MS)
