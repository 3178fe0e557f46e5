"""Packing a parcel by scanning what goes into it.

Every scan is written down, also one that was refused: who packs is stopped by what is wrong, and
nothing is packed that was not scanned. With the last piece the parcel is packed, and its goods move
in the same transaction. Functions run on a database inside `Store.write`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from inventory import ledger, lots, units
from inventory.fulfilment import codes, making, parcels
from inventory.fulfilment.codes import GoodsCode, ParcelCode, Plain
from inventory.fulfilment.parcels import Line, Parcel
from inventory.fulfilment.swapping import have_lot
from inventory.ledger import Take
from inventory.schema import Place
from studio.runtime.clock import local_day, local_stamp
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id

RIGHT, UNKNOWN = "right", "unknown"
TAIL = 4
"""Characters that are kept of a code nobody knows: whoever has it in hand sees which it was."""
MOST_NAMED, LONGEST_NAME = 3, 24
"""Products, and letters of each, in a sentence."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What became of one scan."""

    verdict: str
    """`RIGHT`, else why it was refused: the sentence ``scan_<verdict>`` with `about`."""
    about: Mapping[str, object]
    parcel: Parcel
    """As it is now."""

    @property
    def right(self) -> bool:
        return self.verdict == RIGHT

    @property
    def packed(self) -> bool:
        return self.parcel.state == parcels.PACKED


class _RefusedError(Exception):
    def __init__(self, verdict: str, **about: object) -> None:
        super().__init__(verdict)
        self.verdict, self.about = verdict, about


@dataclass(frozen=True, slots=True)
class _Found:
    """Goods of one product, on the lines they belong to: an order may name a product twice."""

    takes: tuple[tuple[Line, Take], ...]

    @property
    def line(self) -> Line:
        return self.takes[0][0]

    @property
    def qty(self) -> int:
        return sum(take.qty for _, take in self.takes)


def scan(db: Database, name: str, told: str, *, device: str, at_ms: int, qty: int = 1) -> Scanned:
    """Take what was scanned into a parcel, ``qty`` pieces of it; goods by weight as a whole.

    ``device``: ``scanner``, ``camera`` or ``typed``. A scan that is refused is no error: it is
    written down with why. Raises parcel_unknown, parcel_of_several, parcel_not_open,
    quantity_not_positive, amount_too_large.
    """
    if qty < 1:
        raise UserFacingError("quantity_not_positive", qty=qty)
    if qty > units.MOST:
        raise units.too_large(f"{qty:,}", units.MOST)
    parcel = making.must_be_open(db, name, at_ms)
    try:
        with db.atomic():
            found = _taken(db, parcel, told, qty, at_ms)
    except _RefusedError as refused:
        _write(db, parcel, told, device, at_ms, qty, refused.verdict)
        return Scanned(refused.verdict, refused.about, parcel)
    for line, take in found.takes:
        _write(db, parcel, told, device, at_ms, take.qty, RIGHT, line, take.lot)
    now = parcels.read(db, parcel.id, at_ms)
    if not any(line.lacking for line in now.lines):
        _close(db, now, at_ms)
        now = parcels.read(db, parcel.id, at_ms)
    lot = "、".join(dict.fromkeys(take.lot for _, take in found.takes if take.lot))
    about = {"name": found.line.name, "lot": lot, "qty": found.qty, "unit": found.line.unit}
    return Scanned(RIGHT, about, now)


def _taken(db: Database, parcel: Parcel, told: str, qty: int, at_ms: int) -> _Found:
    """The lines a scan belongs to and the lots it takes; the lots are held for them afterwards."""
    if parcel.stopped:
        raise _RefusedError(f"stopped_{parcel.stopped}", order=parcel.order_no)
    goods = _goods(db, parcel, told)
    takes: list[tuple[Line, Take]] = []
    for line, wanted in _lines(db, parcel, goods, qty):
        if goods.lot:
            _must_be_had(db, parcel, line, Take(goods.lot, wanted), at_ms)
            takes.append((line, Take(goods.lot, wanted)))
            continue
        for take in _to_come(db, parcel, line, wanted):
            _must_be_for_sale(db, line, take.lot, at_ms)
            takes.append((line, take))
    return _Found(tuple(takes))


def _must_be_had(db: Database, parcel: Parcel, line: Line, take: Take, at_ms: int) -> None:
    """The lot in the packer's hand is held for the line from now on, if it may and can be."""
    if lots.find(db, line.sku, take.lot) is None:
        raise _RefusedError("lot_unknown", name=_short(line.name), lot=take.lot)
    _must_be_for_sale(db, line, take.lot, at_ms)
    if not have_lot(db, parcel, line, take.lot, take.qty, at_ms):
        raise _RefusedError("lot_not_here", name=_short(line.name), lot=take.lot)


def _must_be_for_sale(db: Database, line: Line, lot: str, at_ms: int) -> None:
    if reason := parcels.lot_refused(db, line.sku, lot, local_day(at_ms)):
        raise _RefusedError(reason, name=_short(line.name), lot=lot)


def _goods(db: Database, parcel: Parcel, told: str) -> GoodsCode:
    match codes.read(told):
        case GoodsCode() as goods:
            return goods
        case ParcelCode(code):
            raise _RefusedError("other_parcel", parcel=code, open=parcel.code)
        case Plain(text):
            return _typed(db, parcel, text)


def _typed(db: Database, parcel: Parcel, text: str) -> GoodsCode:
    """A SKU, or a lot's code, as a person or a strange label says it."""
    ours = [line.sku for line in parcel.lines]
    skus = db.execute("SELECT sku FROM product WHERE sku = ? COLLATE NOCASE", [text]).fetchall()
    if skus:
        return GoodsCode(skus[0][0], "")
    found = [
        sku for (sku,) in db.execute("SELECT sku FROM lot WHERE code = ? ORDER BY sku", [text])
    ]
    for sku in (*(each for each in found if each in ours), *found):
        return GoodsCode(sku, text)
    raise _RefusedError(UNKNOWN, told=_short(text) or "—")


def _lines(db: Database, parcel: Parcel, goods: GoodsCode, qty: int) -> list[tuple[Line, int]]:
    """The lines of a product and how many of the scan belong to each."""
    lines = [line for line in parcel.lines if line.sku == goods.sku]
    if not lines:
        row = db.execute("SELECT name FROM product WHERE sku = ?", [goods.sku]).fetchone()
        name = _short(row[0] if row else goods.sku)
        raise _RefusedError("wrong_item", name=name, wanted=_still_wanted(parcel))
    lacking = sum(line.lacking for line in lines)
    left = max(1, lacking) if lines[0].unit in units.GRAMS else qty
    if left > lacking:
        raise _RefusedError(
            "too_many", name=_short(lines[0].name), lacking=lacking, unit=lines[0].unit
        )
    found = []
    for line in lines:
        here = min(left, line.lacking)
        if here:
            found.append((line, here))
            left -= here
    return found


def _still_wanted(parcel: Parcel) -> str:
    """What is still to come, as much of it as a sentence that is read from afar can hold."""
    lacking = [line for line in parcel.products if line.lacking]
    said = [f"{_short(line.name)} × {line.lacking}" for line in lacking[:MOST_NAMED]]
    return "、".join(said) + ("……" if len(lacking) > MOST_NAMED else "")


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _to_come(db: Database, parcel: Parcel, line: Line, wanted: int) -> tuple[Take, ...]:
    """The lots that were put aside for the rest of a line, up to so many pieces."""
    have = parcels.takes(db, parcel.id, parcel.round).get((line.reference, line.sku), [])
    found: list[Take] = []
    for take in line.lots[len(have) :]:
        if wanted > 0:
            found.append(Take(take.lot, min(take.qty, wanted)))
            wanted -= take.qty
    return tuple(found)


def _write(  # noqa: PLR0913 - the facts of one scan
    db: Database, parcel: Parcel, told: str, device: str, at_ms: int, qty: int, verdict: str,
    line: Line | None = None, lot: str = "",
) -> None:  # fmt: skip
    stamp = local_stamp(at_ms)
    about = (line.reference, line.sku, lot) if line else ("", "", "")
    db.execute(
        "INSERT INTO pack_scan VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(new_id(at_ms), parcel.id, parcel.round, *about, qty, verdict),
            *(_kept(told, verdict), device, at_ms, stamp.text + stamp.zone),
        ],
    )


def _kept(told: str, verdict: str) -> str:
    """What is written down of a scan. A strange code may be a carrier's or a chat's, with a buyer's
    name and telephone in it, and no clock deletes it here: of that the end has to do."""
    text = told.strip()[: codes.LONGEST]
    return f"…{text[-TAIL:]}" if verdict == UNKNOWN and len(text) > TAIL else text


def _close(db: Database, parcel: Parcel, at_ms: int) -> None:
    """Everything is in: it is packed, lot by lot as it was scanned."""
    for line in parcel.lines:
        for take in line.lots:
            parcels.shift(
                db, line.reference, line.sku, take, Place.RESERVED, Place.PACKED,
                reason="parcel_packed", at_ms=at_ms,
            )  # fmt: skip
    parcels.happened(db, parcel.id, "packed", at_ms)


def open_again(db: Database, name: str, at_ms: int) -> Parcel:
    """A packed parcel is opened: everything in it is to be scanned anew.

    Goods of a lot that is on hold by now are set aside, and others are held in their place where
    there are some. Raises parcel_unknown, parcel_of_several, parcel_not_packed.
    """
    parcel = parcels.find(db, name, at_ms)
    if parcel.state != parcels.PACKED:
        raise UserFacingError("parcel_not_packed", parcel=parcel.code)
    for line in parcel.lines:
        there = {part.lot: part.qty for part in parcels.packed_parts(db, line.reference, line.sku)}
        for take in line.lots:
            back = min(take.qty, there.get(take.lot, 0))
            if back > 0:
                _unpack(db, line, Take(take.lot, back), at_ms)
    parcels.happened(db, parcel.id, "opened", at_ms)
    return parcels.read(db, parcel.id, at_ms)


def _unpack(db: Database, line: Line, take: Take, at_ms: int) -> None:
    held = bool(parcels.lot_refused(db, line.sku, take.lot, local_day(at_ms)))
    target = Place.HOLD if held else Place.RESERVED
    parcels.shift(
        db, line.reference, line.sku, take, Place.PACKED, target,
        reason="parcel_opened", at_ms=at_ms,
    )  # fmt: skip
    if not held:
        return
    there = ledger.on_place(db, line.sku, Place.SHELF)
    if there < take.qty:
        return
    others = ledger.pick(db, line.sku, Place.SHELF, take.qty, today=local_day(at_ms))
    for other in others:
        ledger.put(
            db, other, line.sku, Place.SHELF, Place.RESERVED,
            reason="lot_replaced", at_ms=at_ms, reference=line.reference,
        )  # fmt: skip
