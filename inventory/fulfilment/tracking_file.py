"""Tracking numbers come back from the platform's tool as a file; here they find their parcels.

Any table whose headings say order (or parcel) and tracking number will do, whatever its kind: it is
read as order files are. Taking it over twice changes nothing the second time.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files as packaged
from itertools import islice
from pathlib import Path

from sqlite_utils import Database

from inventory.fulfilment import parcels, shipping
from inventory.fulfilment.shipping import Shipped
from inventory.orders import cells, files
from inventory.orders.sheets import Cell, Sheet
from studio.runtime.errors import Unlogged, UserFacingError

MOST_ROWS = 50_000
HEAD = 20
"""Rows in which the headings are looked for: some tools write titles above them."""
NEW, CHANGED, DUPLICATE = "new", "changed", "duplicate"
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{5,39}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was read; ``wrong`` why it cannot be used, empty where it can."""

    row: int
    order_no: str
    parcel: str
    tracking: str
    carrier: str
    delivered: bool
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of a row: `NEW`, `CHANGED`, `DUPLICATE`, or a reason (``tracking_<reason>``)."""

    row: Row
    verdict: str
    parcel_id: str = ""
    code: str = ""
    arrives: bool = False

    @property
    def rejected(self) -> bool:
        return self.verdict not in (NEW, CHANGED, DUPLICATE)


@cache
def _headings() -> Mapping[str, tuple[str, ...]]:
    text = packaged("inventory.fulfilment").joinpath("tracking_headings.toml").read_text("utf-8")
    return {name: tuple(words) for name, words in tomllib.loads(text).items()}


def read(path: Path, password: str = "") -> list[Row]:
    """The rows of a file. Raises what `files.load` and `files.sheets` do, and
    tracking_file_strange (no headings we know), tracking_file_long."""
    data = files.load(path)
    for sheet in files.sheets(data, path.name, password):
        found = _of_sheet(sheet, path.name)
        if found is not None:
            return found
    raise UserFacingError("tracking_file_strange", file=Unlogged(path.name))


def _of_sheet(sheet: Sheet, file: str) -> list[Row] | None:
    rows = iter(sheet.rows)
    for _, head in islice(rows, HEAD):
        columns = _columns(cells.texts(head))
        if columns is None:
            continue
        filled = ((number, row) for number, row in rows if any(cells.texts(row)))
        found = [_row(number, row, columns) for number, row in islice(filled, MOST_ROWS + 1)]
        if len(found) > MOST_ROWS:
            raise UserFacingError("tracking_file_long", file=Unlogged(file), most=MOST_ROWS)
        return found
    return None


def _columns(head: Sequence[str]) -> dict[str, int] | None:
    """Where each fact stands; None where this is no row of headings."""
    names = [each.strip().casefold() for each in head]
    found = {}
    for fact in ("order", "parcel", "tracking", "carrier", "status"):
        places = [names.index(word) for word in _headings()[fact] if word in names]
        if places:
            found[fact] = places[0]
    return found if "tracking" in found and ("order" in found or "parcel" in found) else None


def _row(number: int, row: Sequence[Cell], columns: Mapping[str, int]) -> Row:
    raw = {fact: row[place] if place < len(row) else "" for fact, place in columns.items()}
    told = {fact: cells.text(cell) for fact, cell in raw.items()}
    numbers = ("order", "tracking")
    damaged = any(
        cells.is_rounded(raw.get(each, "")) or cells.is_scientific(told.get(each, ""))
        for each in numbers
    )
    wrong = ""
    if damaged:
        wrong = "damaged"
    elif not told.get("order") and not told.get("parcel"):
        wrong = "no_order"
    elif not told["tracking"]:
        wrong = "missing"
    elif not _NUMBER.fullmatch(told["tracking"]):
        wrong = "unreadable"
    return Row(
        number,
        told.get("order", ""),
        told.get("parcel", ""),
        told["tracking"],
        told.get("carrier", ""),
        told.get("status", "").casefold() in _headings()["delivered"],
        wrong,
    )


def judge(db: Database, rows: Sequence[Row]) -> list[Judged]:
    """What taking the rows over would do. Inside `Store.read` or `Store.write`."""
    given: dict[str, str] = {}
    owners: dict[str, str] = {}
    return [_judged(db, row, given, owners) for row in rows]


def _judged(db: Database, row: Row, given: dict[str, str], owners: dict[str, str]) -> Judged:
    """``given``: what earlier rows of the file said, by parcel; ``owners``: whose order's their
    numbers became."""
    if row.wrong:
        return Judged(row, row.wrong)
    found = _parcels_of(db, row)
    if len(found) != 1:
        return Judged(row, "which_parcel" if found else "no_parcel")
    parcel_id, code, order_id = found[0]
    if given.setdefault(parcel_id, row.tracking) != row.tracking:
        return Judged(row, "contradicts")
    known = parcels.tracking_of(db, parcel_id)
    if known[1] != row.tracking and (
        owners.setdefault(row.tracking, order_id) != order_id or _is_used(db, row, order_id)
    ):
        return Judged(row, "used")
    arrives = row.delivered and parcels.last_event(db, parcel_id) == "shipped"
    if known == (row.carrier or known[0], row.tracking):
        verdict = DUPLICATE
    else:
        verdict = CHANGED if known[1] else NEW
    return Judged(row, verdict, parcel_id, code, arrives)


def _is_used(db: Database, row: Row, order_id: str) -> bool:
    """Whether a parcel of another order has that number, or had it."""
    found = db.execute(
        "SELECT 1 FROM parcel_tracking JOIN parcel ON parcel.id = parcel_id "
        "WHERE tracking = ? AND order_id <> ?",
        [row.tracking, order_id],
    ).fetchone()
    return found is not None


def _parcels_of(db: Database, row: Row) -> list[tuple[str, str, str]]:
    """Id, code and order of each that is not dissolved."""
    column, name = ("code", row.parcel) if row.parcel else ("order_no", row.order_no)
    ask = f"SELECT id, code, order_id FROM parcel WHERE {column} = ?"
    rows = db.execute(ask, [name]).fetchall()
    return [
        (parcel_id, code, order_id)
        for parcel_id, code, order_id in rows
        if parcels.last_event(db, parcel_id) != parcels.DISSOLVED
    ]


def take_over(db: Database, rows: Sequence[Row], file: str, at_ms: int) -> list[Judged]:
    """Keep the numbers, and that parcels arrived; inside `Store.write`. What is refused stays out,
    the rest is kept all the same."""
    judged = judge(db, rows)
    for each in judged:
        if each.rejected:
            continue
        row = each.row
        carrier = row.carrier or parcels.tracking_of(db, each.parcel_id)[0]
        shipping.note_tracking(db, each.parcel_id, carrier, row.tracking, file, at_ms)
        if each.arrives and parcels.last_event(db, each.parcel_id) == "shipped":
            parcels.happened(db, each.parcel_id, "delivered", at_ms)
    return judged


def take_over_and_ship(
    db: Database, rows: Sequence[Row], file: str, at_ms: int
) -> tuple[list[Judged], Shipped]:
    """As `take_over`; its packed parcels have left, too, but for those that must stay."""
    judged = take_over(db, rows, file, at_ms)
    return judged, shipping.ship(db, _packed_of(db, judged), at_ms)


def _packed_of(db: Database, judged: Sequence[Judged]) -> list[str]:
    ids = dict.fromkeys(each.parcel_id for each in judged if not each.rejected)
    return [each for each in ids if parcels.last_event(db, each) in ("packed", "back")]
