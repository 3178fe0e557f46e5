"""Which orders may be packed, and the parcels that are made of them.

An order may be packed once nothing of it waits for a person and nobody asks for the money back.
One order becomes one parcel; a parcel can be split, and what comes to an order later becomes a
parcel of its own. Functions run on a database inside `Store.write`; `ready` also inside
`Store.read`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from inventory import reservations
from inventory.fulfilment import parcels
from inventory.fulfilment.parcels import Parcel
from inventory.orders import stock
from inventory.orders.status import TO_SHIP
from inventory.orders.waiting import SHORT
from inventory.schema import Place
from studio.runtime.clock import local_day, local_stamp
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id

Goods = Mapping[tuple[str, str], int]
"""By reference and product."""


@dataclass(frozen=True, slots=True)
class Ready:
    """An order that may be packed, with what is in no parcel of it yet."""

    order_id: str
    platform: str
    order_no: str
    goods: Goods


@dataclass(frozen=True, slots=True)
class Waiting:
    """Orders that are paid and may not be packed yet, counted by what keeps them."""

    questions: int = 0
    """A row of it waits for an answer."""
    short: int = 0
    """There was too little on the shelf for a row of it, and nothing else keeps it."""
    asked_back: int = 0
    """Somebody asks for the money back."""


def ready(db: Database) -> tuple[list[Ready], Waiting]:
    """Orders of which something may be packed, the oldest first, and what waits."""
    found: list[Ready] = []
    kept: Counter[str] = Counter()
    for order_id, platform, order_no in db.execute(
        "SELECT id, platform, order_no FROM platform_order WHERE id IN "
        "(SELECT order_id FROM order_line WHERE status = 'paid') ORDER BY id"
    ).fetchall():
        lines = db.execute(
            f"SELECT id, aftersale, waits FROM order_line WHERE order_id = ? AND {TO_SHIP} "
            "ORDER BY id",
            [order_id],
        ).fetchall()
        waits = {why for _, _, why in lines if why}
        if waits:
            kept["short" if waits == {SHORT} else "questions"] += 1
            continue
        goods = _in_no_parcel(db, [line_id for line_id, _, _ in lines])
        if not goods:
            continue
        if any(aftersale == "open" for _, aftersale, _ in lines):
            kept["asked_back"] += 1
        else:
            found.append(Ready(order_id, platform, order_no, goods))
    return found, Waiting(**kept)


def _in_no_parcel(db: Database, line_ids: Sequence[str]) -> dict[tuple[str, str], int]:
    references = [name for line_id in line_ids for name in stock.references_of(db, line_id)]
    held = parcels.lying(db, references, Place.RESERVED, Place.PROMISED)
    return {key: left for key, qty in held.items() if (left := qty - _parcelled(db, key)) > 0}


def _parcelled(db: Database, key: tuple[str, str]) -> int:
    """How many of what is reserved are in a parcel that is still to be packed."""
    rows = db.execute(
        "SELECT parcel_id, qty FROM parcel_line WHERE reference = ? AND sku = ?", key
    ).fetchall()
    return sum(qty for each, qty in rows if parcels.last_event(db, each) in ("", "opened"))


def make(
    db: Database, at_ms: int, only: Collection[str] | None = None
) -> tuple[list[Parcel], list[str]]:
    """A parcel of every order that may be packed, or of those (ids) only.

    Returns the parcels, and the numbers of orders whose goods were promised and are not there yet.
    """
    made: list[Parcel] = []
    without: list[str] = []
    for each in ready(db)[0]:
        if only is not None and each.order_id not in only:
            continue
        try:
            with db.atomic():
                for reference, _ in each.goods:
                    reservations.make_good(db, reference, at_ms)
        except UserFacingError as error:
            if error.code != "not_enough_stock":
                raise
            without.append(each.order_no)
            continue
        made.append(_box(db, each, each.goods, at_ms))
    return made, without


def _box(db: Database, of: Ready | Parcel, goods: Goods, at_ms: int) -> Parcel:
    stamp = local_stamp(at_ms)
    parcel_id, code = new_id(at_ms), _next_code(db, at_ms)
    order_id = of.order_id
    db.execute(
        "INSERT INTO parcel VALUES (?, ?, ?, ?, ?, ?, ?)",
        [parcel_id, code, order_id, of.platform, of.order_no, at_ms, stamp.text + stamp.zone],
    )
    for (reference, sku), qty in goods.items():
        db.execute("INSERT INTO parcel_line VALUES (?, ?, ?, ?)", [parcel_id, reference, sku, qty])
    return parcels.read(db, parcel_id, at_ms)


def _next_code(db: Database, at_ms: int) -> str:
    """Day and number within it, short enough to be called across a room: ``260618-007``."""
    day = local_day(at_ms)[2:].replace("-", "")
    (last,) = db.execute(
        "SELECT max(CAST(substr(code, 8) AS INTEGER)) FROM parcel WHERE code >= ? AND code < ?",
        [f"{day}-", f"{day}."],  # the characters next to each other
    ).fetchone()
    return f"{day}-{(last or 0) + 1:03d}"


def split(db: Database, name: str, out: Mapping[str, int], at_ms: int) -> tuple[Parcel, Parcel]:
    """Make two parcels of one that is not packed: ``out`` (how many of which SKU) goes into its
    own. Raises parcel_unknown, parcel_of_several, parcel_not_open, parcel_split_wrong.
    """
    parcel = must_be_open(db, name, at_ms)
    first, second = dict(out), Counter[tuple[str, str]]()
    for line in parcel.lines:
        taken = min(line.qty, first.get(line.sku, 0))
        if taken > 0:
            second[line.reference, line.sku] = taken
            first[line.sku] -= taken
    rest = {
        key: qty - second[key]
        for key, qty in {(line.reference, line.sku): line.qty for line in parcel.lines}.items()
        if qty > second[key]
    }
    if any(first.values()) or not second or not rest:
        raise UserFacingError("parcel_split_wrong", parcel=parcel.code)
    parcels.happened(db, parcel.id, "dissolved", at_ms)
    return _box(db, parcel, rest, at_ms), _box(db, parcel, second, at_ms)


def dissolve(db: Database, name: str, at_ms: int) -> Parcel:
    """Undo a parcel: its goods are the order's again, or on the shelf where nobody wants them.

    One that is packed and whose goods are still held for its order is opened first. Raises
    parcel_unknown, parcel_of_several, parcel_not_open.
    """
    parcel = parcels.find(db, name, at_ms)
    references = [line.reference for line in parcel.lines]
    packed = parcel.state == parcels.PACKED
    emptied = packed and not sum(parcels.lying(db, references, Place.PACKED).values())
    if parcel.state != parcels.TO_PACK and not emptied:
        raise UserFacingError("parcel_not_open", parcel=parcel.code, state=parcel.state)
    parcels.happened(db, parcel.id, "dissolved", at_ms)
    return parcels.read(db, parcel.id, at_ms)


def must_be_open(db: Database, name: str, at_ms: int) -> Parcel:
    """The parcel of that name, which is still to be packed. Raises parcel_not_open."""
    parcel = parcels.find(db, name, at_ms)
    if parcel.state != parcels.TO_PACK:
        raise UserFacingError("parcel_not_open", parcel=parcel.code, state=parcel.state)
    return parcel
