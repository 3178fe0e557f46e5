"""Parcels (包裹): what is in them, how far they are, and why one must not be sent.

How far a parcel is follows from its events, what is in it from its scans, and whether its order
still wants it from the order and the ledger as they are now: nothing about that is kept twice.
Every function runs on a database inside `Store.write` or `Store.read`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from inventory import ledger, lots, reservations
from inventory.ledger import Take
from inventory.schema import Place
from studio.runtime.clock import local_day, local_stamp
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import first_id_of

TO_PACK, PACKED, SHIPPED, DELIVERED, DISSOLVED = (
    "to_pack", "packed", "shipped", "delivered", "dissolved",
)  # fmt: skip
STATES = (TO_PACK, PACKED, SHIPPED, DELIVERED, DISSOLVED)
_AFTER = {
    "": TO_PACK,
    "opened": TO_PACK,
    "packed": PACKED,
    "back": PACKED,
    "shipped": SHIPPED,
    "delivered": DELIVERED,
    "dissolved": DISSOLVED,
}
"""How far a parcel is once that was its last event."""


@dataclass(frozen=True, slots=True)
class Line:
    """Goods of one product in a parcel, in the product's own unit."""

    reference: str
    """Under what they are held in the ledger."""
    sku: str
    name: str
    unit: str
    qty: int
    scanned: int
    lots: tuple[Take, ...]
    """What was scanned; of what is still to come, the lots it is to be taken from."""

    @property
    def lacking(self) -> int:
        return self.qty - self.scanned


@dataclass(frozen=True, slots=True)
class Parcel:
    """One box."""

    id: str
    code: str
    order_id: str
    platform: str
    order_no: str
    made_ms: int
    state: str
    round: int
    """How often it was opened again: scans of an earlier round count no more."""
    lines: tuple[Line, ...]
    stopped: str = ""
    """Why it must not be sent, the end of a sentence's code; empty where it may."""
    stop: str = ""
    """The village stop it is handed out at."""
    carrier: str = ""
    tracking: str = ""
    packed_ms: int | None = None
    shipped_ms: int | None = None
    delivered_ms: int | None = None

    @property
    def pieces(self) -> int:
        return sum(line.qty for line in self.lines)

    @property
    def scanned(self) -> int:
        return sum(line.scanned for line in self.lines)

    @property
    def products(self) -> tuple[Line, ...]:
        """What a person sees: each product once, though the order may name it twice."""
        found: dict[str, Line] = {}
        for line in self.lines:
            before = found.get(line.sku)
            found[line.sku] = line if before is None else _together(before, line)
        return tuple(found.values())


def _together(one: Line, other: Line) -> Line:
    qtys: Counter[str] = Counter()
    for take in (*one.lots, *other.lots):
        qtys[take.lot] += take.qty
    return replace(
        one,
        qty=one.qty + other.qty,
        scanned=one.scanned + other.scanned,
        lots=tuple(Take(lot, qty) for lot, qty in qtys.items()),
    )


def find(db: Database, name: str, at_ms: int) -> Parcel:
    """The parcel of that code, or id; or the only one of that order number.

    ``at_ms``: now, for what is past its best-before. Raises parcel_unknown, parcel_of_several.
    """
    rows = db.execute("SELECT id FROM parcel WHERE id = ?1 OR code = ?1", [name]).fetchall()
    if not rows:
        rows = [
            (each,)
            for (each,) in db.execute("SELECT id FROM parcel WHERE order_no = ?", [name]).fetchall()
            if last_event(db, each) != DISSOLVED
        ]
    if not rows:
        raise UserFacingError("parcel_unknown", parcel=name)
    if len(rows) > 1:
        codes = "、".join(code_of(db, each) for (each,) in rows)
        raise UserFacingError("parcel_of_several", order=name, parcels=codes)
    return read(db, rows[0][0], at_ms)


def code_of(db: Database, parcel_id: str) -> str:
    return str(db.execute("SELECT code FROM parcel WHERE id = ?", [parcel_id]).fetchone()[0])


def listed(
    db: Database, at_ms: int, states: Sequence[str] = (TO_PACK, PACKED), since_ms: int = 0
) -> list[Parcel]:
    """Parcels that are so far, the oldest first; of those that have left, the ones made since."""
    ids: set[str] = set()
    if TO_PACK in states or PACKED in states:
        ids |= {each for (each,) in db.execute("SELECT parcel_id FROM parcel_open").fetchall()}
    if set(states) - {TO_PACK, PACKED}:
        rows = db.execute("SELECT id FROM parcel WHERE id >= ?", [first_id_of(since_ms)])
        ids |= {each for (each,) in rows.fetchall()}
    found = (read(db, each, at_ms) for each in sorted(ids))
    return [parcel for parcel in found if parcel.state in states]


def read(db: Database, parcel_id: str, at_ms: int) -> Parcel:
    """One parcel whole."""
    head = db.execute(
        "SELECT code, order_id, platform, order_no, made_ms FROM parcel WHERE id = ?",
        [parcel_id],
    ).fetchone()
    moments: dict[str, int] = {}
    state, times_opened = TO_PACK, 0
    for kind, happened_ms in events(db, parcel_id):
        moments[kind] = happened_ms
        state, times_opened = _AFTER[kind], times_opened + (kind == "opened")
    lines = _lines(db, parcel_id, state, times_opened)
    sent = state in (SHIPPED, DELIVERED)
    carrier, tracking = tracking_of(db, parcel_id)
    stopped = "" if sent or state == DISSOLVED else why_stopped(db, parcel_id, lines, state, at_ms)
    if state == SHIPPED and _all_done(db, lines):
        state = DELIVERED
    code, order_id, platform, order_no, made_ms = head
    return Parcel(
        id=parcel_id,
        code=code,
        order_id=order_id,
        platform=platform,
        order_no=order_no,
        made_ms=made_ms,
        state=state,
        round=times_opened,
        lines=lines,
        stopped=stopped,
        stop=stop_of(db, parcel_id),
        carrier=carrier,
        tracking=tracking,
        packed_ms=moments.get("packed") if state != TO_PACK else None,
        shipped_ms=moments.get("shipped") if sent else None,
        delivered_ms=moments.get("delivered"),
    )


def events(db: Database, parcel_id: str) -> list[tuple[str, int]]:
    """What became of a parcel, in order, and when."""
    rows: list[tuple[str, int]] = db.execute(
        "SELECT kind, happened_ms FROM parcel_event WHERE parcel_id = ? ORDER BY seq", [parcel_id]
    ).fetchall()
    return rows


def last_event(db: Database, parcel_id: str) -> str:
    """Empty where nothing became of it yet."""
    kinds = [kind for kind, _ in events(db, parcel_id)]
    return kinds[-1] if kinds else ""


def state_after(event: str) -> str:
    """How far a parcel is once that was its last event."""
    return _AFTER[event]


def happened(db: Database, parcel_id: str, kind: str, at_ms: int, dispatch_id: str = "") -> None:
    """Write down what became of a parcel. The file refuses what is out of turn."""
    stamp = local_stamp(at_ms)
    db.execute(
        "INSERT INTO parcel_event SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4, ?5 "
        "FROM parcel_event WHERE parcel_id = ?1",
        [parcel_id, kind, dispatch_id, at_ms, stamp.text + stamp.zone],
    )


def stop_of(db: Database, parcel_id: str) -> str:
    row = db.execute(
        "SELECT stop FROM parcel_stop WHERE parcel_id = ? ORDER BY seq DESC LIMIT 1", [parcel_id]
    ).fetchone()
    return row[0] if row else ""


def tracking_of(db: Database, parcel_id: str) -> tuple[str, str]:
    """Carrier and tracking number as told last; empty where nobody has told them."""
    row: tuple[str, str] | None = db.execute(
        "SELECT carrier, tracking FROM parcel_tracking WHERE parcel_id = ? "
        "ORDER BY seq DESC LIMIT 1",
        [parcel_id],
    ).fetchone()
    return row or ("", "")


def takes(db: Database, parcel_id: str, times_opened: int) -> dict[tuple[str, str], list[Take]]:
    """What was scanned into a parcel in that round, by reference and product."""
    found: defaultdict[tuple[str, str], list[Take]] = defaultdict(list)
    for reference, sku, lot, qty in db.execute(
        "SELECT reference, sku, lot, sum(qty) FROM pack_scan WHERE parcel_id = ? AND round = ? "
        "AND verdict = 'right' GROUP BY reference, sku, lot ORDER BY reference, sku, lot",
        [parcel_id, times_opened],
    ):
        found[reference, sku].append(Take(lot, qty))
    return dict(found)


def lying(db: Database, references: Iterable[str], *places: Place) -> Counter[tuple[str, str]]:
    """How many pieces lie on those places, by reference and product."""
    found: Counter[tuple[str, str]] = Counter()
    for reference in dict.fromkeys(references):
        for part in reservations.parts(db, reference):
            if part.place in places:
                found[reference, part.sku] += part.qty
    return found


def _all_done(db: Database, lines: Sequence[Line]) -> bool:
    """True where the platform says of every line that the buyer has it."""
    statuses = [
        db.execute(
            "SELECT status FROM order_line WHERE id = ?", [line.reference.partition("/")[0]]
        ).fetchone()
        for line in lines
    ]
    return all(row is not None and row[0] == "done" for row in statuses)


def packed_parts(db: Database, reference: str, sku: str) -> list[reservations.Part]:
    """What of a product lies packed under a reference, lot by lot."""
    return [
        part
        for part in reservations.parts(db, reference)
        if part.sku == sku and part.place is Place.PACKED
    ]


def _lines(db: Database, parcel_id: str, state: str, times_opened: int) -> tuple[Line, ...]:
    scanned = takes(db, parcel_id, times_opened)
    rows = db.execute(
        "SELECT reference, parcel_line.sku, name, unit, qty FROM parcel_line "
        "JOIN product ON product.sku = parcel_line.sku WHERE parcel_id = ? "
        "ORDER BY reference, parcel_line.sku",
        [parcel_id],
    ).fetchall()
    lines = []
    for reference, sku, name, unit, qty in rows:
        have = scanned.get((reference, sku), [])
        count = sum(take.qty for take in have)
        if state == TO_PACK and count < qty:
            have = [*have, *_to_take(db, reference, sku, qty - count, have)]
        lines.append(Line(reference, sku, name, unit, qty, count, tuple(have)))
    return tuple(lines)


def _to_take(
    db: Database, reference: str, sku: str, lacking: int, have: Sequence[Take]
) -> list[Take]:
    """From which lots the rest is to be taken: what is reserved, first expired first out."""
    gone = {take.lot: take.qty for take in have}
    wanted = []
    for part in reservations.parts(db, reference):
        if part.sku != sku or part.place is not Place.RESERVED:
            continue
        left = min(lacking, part.qty - gone.get(part.lot, 0))
        if left > 0:
            wanted.append(Take(part.lot, left))
            lacking -= left
    return wanted


def why_stopped(db: Database, parcel_id: str, lines: Sequence[Line], state: str, at_ms: int) -> str:
    """Why a parcel that has not left must stay; empty where it may go.

    Its order first (taken back, refunded, closed, asked back, sent by another way), then whether
    the ledger still holds its goods, then whether what is in it may be sold.
    """
    return (
        _order_stops(db, lines)
        or _goods_stop(db, parcel_id, lines, state)
        or (_lots_stop(db, lines, at_ms) if state == PACKED else "")
    )


def _order_stops(db: Database, lines: Sequence[Line]) -> str:
    for line in lines:
        line_id, _, of_order = line.reference.partition("/")
        if not of_order:  # a note of our own: the ledger alone says whether it stands
            continue
        row = db.execute(
            "SELECT status, aftersale FROM order_line WHERE id = ?", [line_id]
        ).fetchone()
        if row is None:
            return "order_gone"
        status, aftersale = row
        if aftersale == "refunded":
            return "refunded"
        if status == "closed":
            return "closed"
        if aftersale == "open":
            return "asked_back"
        if status in ("shipped", "done"):
            return "sent_otherwise"
    return ""


def _goods_stop(db: Database, parcel_id: str, lines: Sequence[Line], state: str) -> str:
    place = Place.PACKED if state == PACKED else Place.RESERVED
    there = lying(db, (line.reference for line in lines), place)
    others = _wanted_by_others(db, parcel_id, [line.reference for line in lines], state)
    for line in lines:
        key = line.reference, line.sku
        if there[key] - others[key] < line.qty:
            return "goods_gone"
    return ""


def _wanted_by_others(
    db: Database, parcel_id: str, references: Sequence[str], state: str
) -> Counter[tuple[str, str]]:
    """What earlier parcels as far as this one take of the same goods."""
    found: Counter[tuple[str, str]] = Counter()
    for reference in dict.fromkeys(references):
        for other, sku, qty in db.execute(
            "SELECT parcel_id, sku, qty FROM parcel_line WHERE reference = ? AND parcel_id < ?",
            [reference, parcel_id],
        ).fetchall():
            if _AFTER[last_event(db, other)] == state:
                found[reference, sku] += qty
    return found


def _lots_stop(db: Database, lines: Sequence[Line], at_ms: int) -> str:
    today = local_day(at_ms)
    for line in lines:
        for take in line.lots:
            if reason := lot_refused(db, line.sku, take.lot, today):
                return reason
    return ""


def lot_refused(db: Database, sku: str, lot: str, today: str) -> str:
    """Why goods of a lot may not be sold today: ``lot_held``, ``lot_past``; empty: they may."""
    if not lot:
        return ""
    if lots.on_hold(db, sku, lot):
        return "lot_held"
    known = lots.find(db, sku, lot)
    past = known is not None and known.best_before and known.best_before < today
    return "lot_past" if past else ""


def shift(  # noqa: PLR0913 - the facts of one move, by name
    db: Database,
    reference: str,
    sku: str,
    take: Take,
    source: Place,
    target: Place,
    *,
    reason: str,
    at_ms: int,
) -> None:
    """Move goods of one lot that are held under a reference, with their share of the grams."""
    lies = {
        part.lot: part
        for part in reservations.parts(db, reference)
        if part.sku == sku and part.place is source
    }
    part = lies.get(take.lot)
    grams = part.grams * take.qty // part.qty if part and part.qty >= take.qty else 0
    ledger.put(
        db, Take(take.lot, take.qty, grams), sku, source, target,
        reason=reason, at_ms=at_ms, reference=reference,
    )  # fmt: skip
