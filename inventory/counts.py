"""Counting (盘点): what somebody saw on the shelf at a moment, and the gain or loss it makes.

A count is an observation and stays one. What differs is an explicit move to loss or from gain at
that moment. A fact that is recorded late carries when it happened: it neither changes what a count
has seen since nor is lost, but explains its difference (`late`). All functions run on a database
inside `Store.write`; `counts` also inside `Store.read`.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from inventory import ledger, lookup
from inventory.ledger import Balance, Take
from inventory.schema import Kind, Place
from studio.runtime.clock import local_stamp
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import first_id_of, new_id

SEEN = (Place.SHELF, Place.RESERVED)
"""What lies together on the shelf: a person counts what is sold already with the rest."""


@dataclass(frozen=True, slots=True)
class Count:
    """One count of one lot (empty: goods without one). Weights only by catch weight."""

    id: str
    sku: str
    lot: str
    counted: int
    expected: int
    """By the books, at that moment."""
    counted_grams: int
    expected_grams: int
    remark: str
    happened_at: int
    recorded_at: int

    @property
    def difference(self) -> int:
        """More was there (above zero), or less."""
        return self.counted - self.expected


def count(
    db: Database,
    sku: str,
    counted: int,
    at_ms: int,
    *,
    lot: str = "",
    grams: int | None = None,
    remark: str = "",
) -> str:
    """Note that ``counted`` lay on the shelf at ``at_ms``, sold ones included; returns its id.

    Raises product_unknown, quantity_negative, not_counted (a bundle), weight_missing (``grams`` of
    all of them, by catch weight), count_below_reserved (fewer than were ordered), lot_unknown,
    lot_on_hold.
    """
    if counted < 0:
        raise UserFacingError("quantity_negative", qty=counted)
    if lookup.kind(db, sku) is Kind.BUNDLE:
        raise UserFacingError("not_counted", sku=sku)
    if counted:
        ledger.need_weight(db, sku, grams)
    expected = seen_at(db, sku, lot, at_ms)
    difference = Balance(counted - expected.qty, (grams or 0) - expected.grams)
    _must_reach(db, sku, lot, counted, difference.qty)
    count_id = new_id(at_ms)
    moved_by = _explain(db, sku, lot, difference, at_ms, count_id)
    stamp = local_stamp(at_ms)
    db.execute(
        "INSERT INTO stock_count (id, sku, lot, counted, expected, counted_grams, expected_grams,"
        " moved_by, remark, happened_ms, happened_local) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(count_id, sku, lot, counted, expected.qty, grams or 0, expected.grams, moved_by),
            *(remark, at_ms, stamp.text + stamp.zone),
        ],
    )
    return count_id


def seen_at(db: Database, sku: str, lot: str, at_ms: int) -> Balance:
    """What lay on the shelf of one lot at an instant, sold ones included, by what is known now."""
    now = [_balance(db, sku, place, lot) for place in SEEN]
    qty, grams = sum(each.qty for each in now), sum(each.grams for each in now)
    # An id is never older than what it tells of, so what happened later has a later id.
    later = db.execute(
        "SELECT source, target, qty, grams FROM stock_move "
        "WHERE id >= ? AND happened_ms > ? AND sku = ? AND lot = ?",
        [first_id_of(at_ms), at_ms, sku, lot],
    )
    for source, target, moved, weight in later:
        sign = (target in SEEN) - (source in SEEN)
        qty, grams = qty - sign * moved, grams - sign * weight
    return Balance(qty, grams)


def late(  # noqa: PLR0913 - the facts of one move, by name
    db: Database,
    *,
    sku: str,
    qty: int,
    source: Place,
    target: Place,
    reason: str,
    at_ms: int,
    reference: str = "",
    lot: str = "",
    grams: int | None = None,
) -> str:
    """A move that happened at ``at_ms`` and is recorded only now; otherwise as `ledger.move`.

    Where the shelf was counted since, the count has seen it already: the move then explains that
    much of the count's difference (a reverse move with the count as its reference) and what lies
    on the shelf stays what was counted.
    """
    sign = (target in SEEN) - (source in SEEN)
    count_id = since(db, sku, lot, at_ms) if sign else None
    ways = [(source, target, reason, reference)]
    if count_id is not None and sign < 0:  # first what was no loss: the shelf may be empty
        ways.insert(0, (Place.LOSS, Place.SHELF, "count_explained", count_id))
    elif count_id is not None:
        ways.append((Place.SHELF, Place.GAIN, "count_explained", count_id))
    moves = {
        why: ledger.move(
            db,
            sku=sku,
            qty=qty,
            source=one,
            target=other,
            reason=why,
            at_ms=at_ms,
            reference=about,
            lot=lot,
            grams=grams,
        )
        for one, other, why, about in ways
    }
    return moves[reason]


def counts(db: Database, sku: str | None = None) -> list[Count]:
    """Every count, of one SKU or of all, the latest first."""
    rows = db.execute(
        "SELECT id, sku, lot, counted, expected, counted_grams, expected_grams, remark,"
        " happened_ms, recorded_ms FROM stock_count WHERE ?1 IS NULL OR sku = ?1"
        " ORDER BY happened_ms DESC, id DESC",
        [sku],
    )
    return [Count(*row) for row in rows]


def since(db: Database, sku: str, lot: str, at_ms: int) -> str | None:
    """The first count of a lot that has seen what happened at ``at_ms``; its id."""
    row = db.execute(
        "SELECT id FROM stock_count WHERE sku = ? AND lot = ? AND happened_ms > ? "
        "ORDER BY happened_ms, id LIMIT 1",
        [sku, lot, at_ms],
    ).fetchone()
    return None if row is None else str(row[0])


def _must_reach(db: Database, sku: str, lot: str, counted: int, difference: int) -> None:
    shelf = _balance(db, sku, Place.SHELF, lot).qty
    if difference < 0 and shelf < -difference:
        owed = _balance(db, sku, Place.RESERVED, lot).qty
        raise UserFacingError("count_below_reserved", sku=sku, counted=counted, owed=owed)


def _explain(
    db: Database, sku: str, lot: str, difference: Balance, at_ms: int, count_id: str
) -> str | None:
    """Gain first: a place that holds pieces may gain grams while it loses pieces."""
    moves = [
        ledger.put(db, take, sku, source, target, reason="count", at_ms=at_ms, reference=count_id)
        for take, source, target in (
            (_above(lot, difference.qty, difference.grams), Place.GAIN, Place.SHELF),
            (_above(lot, -difference.qty, -difference.grams), Place.SHELF, Place.LOSS),
        )
        if take.qty or take.grams
    ]
    return moves[0] if moves else None


def _above(lot: str, qty: int, grams: int) -> Take:
    return Take(lot, max(0, qty), max(0, grams))


def _balance(db: Database, sku: str, place: Place, lot: str) -> Balance:
    row = db.execute(
        "SELECT qty, grams FROM stock_balance WHERE sku = ? AND place = ? AND lot = ?",
        [sku, place.value, lot],
    ).fetchone()
    return Balance(*(row or (0, 0)))
