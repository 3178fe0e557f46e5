"""Lots (批次): where goods come from, until when they are good, and whether they may be sold.

A lot is known by its code within a SKU; several SKUs may carry the same code (one harvest packed
in two sizes), and a test's verdict then holds for all of them. What is written about a lot never
changes; what its household is called may (`inventory.households`). All functions run on a database
inside `Store.write` or `Store.read`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlite_utils import Database

from inventory import households, ledger, lookup
from inventory.ledger import Take
from inventory.schema import Place
from studio.runtime.clock import local_day, local_stamp
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot of one SKU. Days are ISO dates, empty where nobody knows them."""

    sku: str
    code: str
    household: str = ""
    """As it is called now."""
    origin: str = ""
    harvested: str = ""
    best_before: str = ""
    """The last day it may be sold."""


@dataclass(frozen=True, slots=True)
class LotStock:
    """A lot and what there is of it."""

    lot: Lot
    shelf: int
    reserved: int
    packed: int
    on_hold: int
    held: bool
    """True while its test's verdict, or a person, keeps it from sale."""
    reason: str
    """Why, in the words of who held it."""


def register(db: Database, lot: Lot, at_ms: int) -> None:
    """Make a lot known; the same again changes nothing.

    Raises product_unknown, lot_code_missing, day_unreadable, lot_days_swapped (good only before it
    was harvested), lot_differs (known already, with other facts).
    """
    lookup.must_be_known(db, lot.sku)
    if not lot.code.strip():
        raise UserFacingError("lot_code_missing")
    for day in filter(None, (lot.harvested, lot.best_before)):
        must_be_day(day)
    if lot.harvested and lot.best_before and lot.best_before < lot.harvested:
        raise UserFacingError("lot_days_swapped", lot=lot.code)
    lot = replace(lot, household=households.called(db, lot.household))
    known = find(db, lot.sku, lot.code)
    if known == lot:
        return
    if known is not None:
        raise UserFacingError("lot_differs", sku=lot.sku, lot=lot.code)
    db.execute(
        "INSERT INTO lot (sku, code, household, origin, harvested, best_before, made_ms) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [*(lot.sku, lot.code, lot.household, lot.origin), lot.harvested, lot.best_before, at_ms],
    )


def find(db: Database, sku: str, code: str) -> Lot | None:
    """The lot of that code, if it is known."""
    row = db.execute(f"SELECT {_COLUMNS} FROM lot WHERE sku = ? AND code = ?", [sku, code])
    found = row.fetchone()
    return None if found is None else Lot(*found)


def on_hold(db: Database, sku: str, code: str) -> bool:
    """True while a lot may not be sold."""
    row = db.execute(f"SELECT {_VERDICT.format(':sku', ':code')}", {"sku": sku, "code": code})
    return bool(row.fetchone()[0] == "held")


def released_since(db: Database, sku: str, code: str, since_id: str) -> bool:
    """True where somebody let it be sold again after the move of that id."""
    row = db.execute(
        "SELECT 1 FROM lot_verdict WHERE sku = ? AND lot = ? AND id > ? AND verdict = 'released'",
        [sku, code, since_id],
    )
    return row.fetchone() is not None


def any_on_hold(db: Database, code: str) -> bool:
    """True while a lot of that code may not be sold, under whichever SKU."""
    verdict = _VERDICT.format("lot.sku", "lot.code")
    row = db.execute(f"SELECT 1 FROM lot WHERE code = ? AND {verdict} = 'held' LIMIT 1", [code])
    return row.fetchone() is not None


def hold(db: Database, code: str, reason: str, at_ms: int) -> list[Lot]:
    """Keep a lot from sale, under every SKU that carries its code; returns those lots.

    What lies on the shelf goes to the hold. What is reserved of it is taken from other lots where
    there are enough; what is left of it cannot be packed, and `LotStock.reserved` tells how much.
    Raises lot_unknown, lot_already_held.
    """
    found = by_code(db, code)
    if all(on_hold(db, lot.sku, code) for lot in found):
        raise UserFacingError("lot_already_held", lot=code)
    for lot in found:
        _say(db, lot, "held", reason, at_ms)
        _move_all(db, lot, Place.SHELF, Place.HOLD, "lot_held", at_ms)
        _take_from_others(db, lot, at_ms)
    return found


def let_go(db: Database, code: str, reason: str, at_ms: int) -> list[Lot]:
    """A held lot may be sold again: what lies on hold goes back to the shelf.

    Raises lot_unknown, lot_not_held.
    """
    found = [lot for lot in by_code(db, code) if on_hold(db, lot.sku, code)]
    if not found:
        raise UserFacingError("lot_not_held", lot=code)
    for lot in found:
        _say(db, lot, "released", reason, at_ms)
        _move_all(db, lot, Place.HOLD, Place.SHELF, "lot_released", at_ms)
    return found


def write_off(db: Database, code: str, reason: str, at_ms: int) -> int:
    """What lies on hold of a lot is lost; returns how many pieces. Raises lot_unknown,
    nothing_on_hold."""
    lost = sum(
        _move_all(db, lot, Place.HOLD, Place.LOSS, reason, at_ms) for lot in by_code(db, code)
    )
    if not lost:
        raise UserFacingError("nothing_on_hold", lot=code)
    return lost


def stale(db: Database, at_ms: int) -> list[Lot]:
    """What is past its best-before on the local day of ``at_ms`` and lies on the shelf."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM lot WHERE best_before <> '' AND best_before < ? AND EXISTS "
        "(SELECT 1 FROM stock_balance WHERE sku = lot.sku AND place = 'shelf' "
        "AND stock_balance.lot = lot.code AND qty > 0)",
        [local_day(at_ms)],
    ).fetchall()
    return [Lot(*row) for row in rows]


def set_aside_stale(db: Database, at_ms: int) -> list[Lot]:
    """Take off the shelf what is `stale`."""
    past = stale(db, at_ms)
    for lot in past:
        _move_all(db, lot, Place.SHELF, Place.HOLD, "past_best_before", at_ms)
    return past


def stock(db: Database, sku: str | None = None) -> list[LotStock]:
    """Lots of which something is in the house, of one SKU or of all; soonest to go off first."""
    sums = ", ".join(
        f"sum(CASE WHEN place = '{place}' THEN qty ELSE 0 END) AS {place}"
        for place in (Place.SHELF, Place.RESERVED, Place.PACKED, Place.HOLD)
    )
    verdict = _VERDICT.format("lot.sku", "lot.code")
    rows = db.execute(
        f"SELECT {_COLUMNS}, {sums}, coalesce({verdict}, ''), "
        f"coalesce({verdict.replace('SELECT verdict', 'SELECT reason')}, '') "
        "FROM lot JOIN stock_balance ON stock_balance.sku = lot.sku "
        "AND stock_balance.lot = lot.code WHERE ?1 IS NULL OR lot.sku = ?1 "
        "GROUP BY lot.sku, lot.code HAVING shelf + reserved + packed + hold > 0 "
        "ORDER BY lot.sku, best_before = '', best_before, lot.code",
        [sku],
    )
    return [
        LotStock(
            Lot(*row[:6]),
            shelf=row[6],
            reserved=row[7],
            packed=row[8],
            on_hold=row[9],
            held=row[10] == "held",
            reason=row[11] if row[10] == "held" else "",
        )
        for row in rows
    ]


_COLUMNS = f"lot.sku, lot.code, {households.CALLED}, lot.origin, harvested, best_before"
_VERDICT = (
    "(SELECT verdict FROM lot_verdict WHERE lot_verdict.sku = {} AND lot_verdict.lot = {} "
    "ORDER BY id DESC LIMIT 1)"
)


def by_code(db: Database, code: str) -> list[Lot]:
    rows = db.execute(f"SELECT {_COLUMNS} FROM lot WHERE code = ? ORDER BY sku", [code]).fetchall()
    if not rows:
        raise UserFacingError("lot_unknown", sku="", lot=code)
    return [Lot(*row) for row in rows]


def _say(db: Database, lot: Lot, verdict: str, reason: str, at_ms: int) -> None:
    stamp = local_stamp(at_ms)
    db.execute(
        "INSERT INTO lot_verdict (sku, lot, id, verdict, reason, happened_ms, happened_local) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [lot.sku, lot.code, new_id(at_ms), verdict, reason, at_ms, stamp.text + stamp.zone],
    )


def _move_all(db: Database, lot: Lot, source: Place, target: Place, reason: str, at_ms: int) -> int:
    qty = ledger.on_place(db, lot.sku, source, lot.code)
    if qty:
        ledger.move(
            db,
            sku=lot.sku,
            qty=qty,
            source=source,
            target=target,
            reason=reason,
            at_ms=at_ms,
            lot=lot.code,
        )
    return qty


def _take_from_others(db: Database, lot: Lot, at_ms: int) -> None:
    """Reservations on a held lot move to lots that may be sold, as far as those reach."""
    for reference, qty, grams in _reserved_of(db, lot):
        if ledger.on_place(db, lot.sku, Place.RESERVED, lot.code) < qty:
            continue  # moved past its reference; nothing may keep a lot that failed from its hold
        try:
            others = ledger.pick(db, lot.sku, Place.SHELF, qty, today=local_day(at_ms))
        except UserFacingError as error:
            if error.code != "not_enough_stock":
                raise
            continue  # too few there, or past their day
        for take, source, target in (
            (Take(lot.code, qty, grams), Place.RESERVED, Place.HOLD),
            *((take, Place.SHELF, Place.RESERVED) for take in others),
        ):
            how = {"reason": "lot_replaced", "reference": reference}
            ledger.put(db, take, lot.sku, source, target, at_ms=at_ms, **how)


def _reserved_of(db: Database, lot: Lot) -> list[tuple[str, int, int]]:
    rows: list[tuple[str, int, int]] = db.execute(
        """SELECT reference, sum(CASE WHEN target = 'reserved' THEN qty ELSE -qty END) AS held,
            sum(CASE WHEN target = 'reserved' THEN grams ELSE -grams END)
        FROM stock_move WHERE sku = ? AND lot = ? AND lot <> '' AND reference <> ''
            AND (target = 'reserved' OR source = 'reserved')
        GROUP BY reference HAVING held > 0 ORDER BY min(id)""",
        [lot.sku, lot.code],
    ).fetchall()
    return rows


def must_be_day(text: str) -> None:
    """day_unreadable where it is no ISO date."""
    try:
        if date.fromisoformat(text).isoformat() == text:
            return
    except ValueError as error:
        raise UserFacingError("day_unreadable", day=text) from error
    raise UserFacingError("day_unreadable", day=text)
