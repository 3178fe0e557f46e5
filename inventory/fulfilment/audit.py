"""What must hold of parcels, each proved from scans, events and moves alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from sqlite_utils import Database

from inventory import reservations
from inventory.fulfilment.schema import ORDERS_GONE, TURNS
from inventory.schema import Place
from studio.store.audit import Check, Difference

_STATE = """coalesce((SELECT kind FROM parcel_event WHERE parcel_id = parcel.id
    ORDER BY seq DESC LIMIT 1), '')"""
_ROUND = """(SELECT count(*) FROM parcel_event WHERE parcel_event.parcel_id = parcel.id
    AND kind = 'opened')"""
_CLOSED = "('packed', 'back', 'shipped', 'delivered')"
_IN_HOUSE = "('packed', 'back')"


def _scans_are_its_lines(db: Database) -> Iterator[Difference]:
    """Of a packed parcel exactly, of one that is still to be packed at most."""
    rows = db.execute(
        f"""SELECT code, sku, qty, scanned, closed FROM (
            SELECT parcel.code, parcel_line.sku, parcel_line.qty, {_STATE} IN {_CLOSED} AS closed,
                coalesce((SELECT sum(pack_scan.qty) FROM pack_scan
                    WHERE pack_scan.parcel_id = parcel.id AND round = {_ROUND}
                    AND pack_scan.reference = parcel_line.reference
                    AND pack_scan.sku = parcel_line.sku AND verdict = 'right'), 0) AS scanned
            FROM parcel JOIN parcel_line ON parcel_line.parcel_id = parcel.id)
        WHERE scanned > qty OR closed AND scanned <> qty"""
    )
    for code, sku, qty, scanned, _ in rows:
        yield {"parcel": code, "sku": sku, "wanted": qty, "scanned": scanned}
    for code, told in db.execute(
        """SELECT parcel.code, told FROM pack_scan JOIN parcel ON parcel.id = parcel_id
        WHERE verdict = 'right' AND NOT EXISTS (SELECT 1 FROM parcel_line
            WHERE parcel_line.parcel_id = pack_scan.parcel_id
            AND parcel_line.reference = pack_scan.reference AND parcel_line.sku = pack_scan.sku)"""
    ):
        yield {"parcel": code, "scanned_beside": told}


def _takes(db: Database, states: str) -> dict[tuple[str, str, str], int]:
    """What was scanned into parcels that are so far, by reference, product and lot."""
    rows = db.execute(
        f"""SELECT reference, sku, lot, sum(qty) FROM pack_scan
        JOIN parcel ON parcel.id = pack_scan.parcel_id
        WHERE verdict = 'right' AND round = {_ROUND} AND {_STATE} IN {states}
        GROUP BY reference, sku, lot"""
    )
    return {(reference, sku, lot): qty for reference, sku, lot, qty in rows.fetchall()}


def _no_parcel_twice(db: Database) -> Iterator[Difference]:
    """What left under a reference is what its parcels held: nothing left twice."""
    left = _takes(db, "('shipped', 'delivered')")
    moved = Counter[tuple[str, str, str]]()
    for reference, sku, lot, qty in db.execute(
        "SELECT reference, sku, lot, sum(CASE target WHEN 'customer' THEN qty ELSE -qty END) "
        "FROM stock_move WHERE reason = ? AND (source = 'packed' OR target = 'packed') "
        "GROUP BY reference, sku, lot",
        [reservations.BY_PARCEL],
    ):
        moved[reference, sku, lot] = qty
    for key in sorted(left.keys() | moved.keys()):
        if left.get(key, 0) != moved[key]:
            reference, sku, lot = key
            yield {
                "reference": reference, "sku": sku, "lot": lot,
                "scanned": left.get(key, 0), "moved": moved[key],
            }  # fmt: skip


def _packed_is_in_parcels(db: Database) -> Iterator[Difference]:
    """The packed balance, product by product and lot by lot, is what lies in packed parcels.

    A parcel whose order no longer wants it lies on the table, its goods are on the shelf's books.
    """
    scanned = _takes(db, _IN_HOUSE)
    in_parcels = Counter[tuple[str, str]]()
    for reference in sorted({reference for reference, _, _ in scanned}):
        for part in reservations.parts(db, reference):
            if part.place is not Place.PACKED:
                continue
            in_parcels[part.sku, part.lot] += part.qty
            if part.qty > scanned.get((reference, part.sku, part.lot), 0):
                yield {"reference": reference, "sku": part.sku, "lot": part.lot, "packed": part.qty}
    kept = {
        (sku, lot): qty
        for sku, lot, qty in db.execute(
            "SELECT sku, lot, qty FROM stock_balance WHERE place = 'packed' AND qty <> 0"
        )
    }
    for key in sorted(kept.keys() | in_parcels.keys()):
        if kept.get(key, 0) != in_parcels[key]:
            sku, lot = key
            yield {
                "sku": sku, "lot": lot,
                "balance": kept.get(key, 0), "in_parcels": in_parcels[key],
            }  # fmt: skip


def _open_ones(db: Database) -> Iterator[Difference]:
    """The list of parcels in the house beside what their events say."""
    kept = {each for (each,) in db.execute("SELECT parcel_id FROM parcel_open").fetchall()}
    told = {
        each
        for (each,) in db.execute(
            f"SELECT id FROM parcel WHERE {_STATE} IN ('', 'packed', 'opened', 'back')"
        ).fetchall()
    }
    for each in sorted(kept ^ told):
        yield {"parcel": each, "listed": each in kept}


def _gone_ones(db: Database) -> Iterator[Difference]:
    """The orders kept as gone beside what their lines, parcels and moves say."""
    ask = "SELECT id FROM platform_order WHERE "
    kept, told = (
        {each for (each,) in db.execute(ask + which).fetchall()}
        for which in ("gone = 1", ORDERS_GONE)
    )
    for each in sorted(kept ^ told):
        yield {"order": each, "gone": each in told, "kept": each in kept}


def _in_turn(db: Database) -> Iterator[Difference]:
    """No event of a parcel is missing, and what was sent was sent in a dispatch."""
    rows = db.execute(
        """SELECT parcel_id, seq, kind, dispatch_id <> '' AND NOT EXISTS
            (SELECT 1 FROM dispatch WHERE dispatch.id = dispatch_id)
        FROM parcel_event ORDER BY parcel_id, seq"""
    )
    for parcel, events in groupby(rows, itemgetter(0)):
        last = ""
        for place, (_, seq, kind, lost) in enumerate(events, start=1):
            if seq != place or last not in TURNS.get(kind, ()) or lost:
                yield {"parcel": parcel, "event": seq, "kind": kind}
            last = kind


CHECKS = (
    Check("audit_open_parcels", _open_ones),
    Check("audit_gone_orders", _gone_ones),
    Check("audit_parcels_in_turn", _in_turn),
    Check("audit_scans_are_lines", _scans_are_its_lines),
    Check("audit_no_parcel_twice", _no_parcel_twice),
    Check("audit_packed_in_parcels", _packed_is_in_parcels),
)
