"""Where what is sold next comes from, and what its tests said: the lot's own record.

A test report is written beside its lot and never changed; a later one counts. All functions run on
a database inside `Store.write` or `Store.read`.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from inventory import ledger, lots
from inventory.schema import Place
from studio.runtime.clock import local_day, local_stamp
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Origin:
    """What may be said of a lot. Days are ISO dates; empty where nobody knows."""

    lot: str
    place: str
    grower: str
    harvested: str
    report: str
    """Number of its latest test report."""
    laboratory: str


def add_report(
    db: Database, code: str, number: str, tested: str, laboratory: str, at_ms: int
) -> list[lots.Lot]:
    """Note a test report of a lot, under every SKU that carries its code; returns those lots.

    Raises lot_unknown, report_number_missing, day_unreadable.
    """
    number, laboratory = " ".join(number.split()), " ".join(laboratory.split())
    if not 0 < len(number) <= LONGEST or len(laboratory) > LONGEST:
        raise UserFacingError("report_number_missing", most=LONGEST)
    if tested:
        lots.must_be_day(tested)
    found, stamp = lots.by_code(db, code), local_stamp(at_ms)
    for lot in found:
        db.execute(
            "INSERT INTO lot_report (sku, lot, id, number, tested, laboratory, happened_ms, "
            "happened_local) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(lot.sku, lot.code, new_id(at_ms), number, tested, laboratory),
                *(at_ms, stamp.text + stamp.zone),
            ],
        )
    return found


def selling(db: Database, sku: str, at_ms: int) -> Origin | None:
    """Of the lot that the next order would be packed from; None where there is none."""
    try:
        (take, *_) = ledger.pick(db, sku, Place.SHELF, 1, today=local_day(at_ms))
    except UserFacingError as error:
        if error.code != "not_enough_stock":
            raise
        return None
    lot = lots.find(db, sku, take.lot)
    if lot is None:
        return None
    row = db.execute(
        "SELECT number, laboratory FROM lot_report WHERE sku = ? AND lot = ? "
        "ORDER BY id DESC LIMIT 1",
        [sku, lot.code],
    ).fetchone()
    number, laboratory = row or ("", "")
    return Origin(lot.code, lot.origin, lot.household, lot.harvested, number, laboratory)
