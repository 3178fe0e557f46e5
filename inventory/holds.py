"""Orders noted live as provisional holds: until a platform's row confirms them, or they expire.

A note holds its goods under its own id (`inventory.reservations`). It ends, whole or in parts:

    confirm   the platform's row is there: the goods go over to that order's line
    release   given back without an order: the row was cancelled, or asked for fewer
    expire    nobody confirmed it in time (setting `note_hold_hours`): a move back, never a change
    reopen    the order that confirmed it is gone: the note waits again; as many of it as may not
              be sold any more, and there are no others for, are released at once. Of a note that
              was taken back meanwhile nothing waits: its goods are for sale

What no platform's row will confirm waits at the counter (`inventory.counter.phone`): it does not
expire, and its hand-over is what confirms it, whose undoing reopens it.

A note of 3 that came as rows of 2 and 1 is split by two calls of `confirm`. What ended stays on
record (`ends`), and the file itself refuses to end more of a note than it holds. All functions
run on a database inside `Store.write`; `open_notes`, `ends` and `due` also inside `Store.read`.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from inventory import bundles, live_sales, reservations
from inventory.ours import NOT_OURS
from inventory.reservations import Held
from studio.runtime.clock import local_stamp
from studio.runtime.errors import UserFacingError
from studio.store.sqlite import step

log = logging.getLogger(__name__)

RELEASED = "live_sale_released"
"""The reason of the moves that give back what a note held."""


@dataclass(frozen=True, slots=True)
class OpenNote:
    """A note that still holds goods. Money is integer fen, instants UTC milliseconds."""

    id: str
    session_id: str
    sku: str
    qty: int
    """As it was noted."""
    open_qty: int
    """Neither confirmed, released nor expired yet."""
    channel: str
    unit_price_fen: int
    noted_at: int
    expires_at: int | None


@dataclass(frozen=True, slots=True)
class End:
    """What became of a note, or of a part of it."""

    seq: int
    how: str
    """confirmed, released, expired or reopened."""
    qty: int
    """Below zero where it was reopened."""
    reference: str
    """The order's line, or the hand-over, that confirmed it; empty for the others."""
    at_ms: int


def open_notes(
    db: Database, session_id: str | None = None, sku: str | None = None, after: str = ""
) -> list[OpenNote]:
    """Notes that still hold goods, the oldest first; of one broadcast, of one product, or all.

    ``after``: only ids after this one.
    """
    of_session = "session_id = :session" if session_id is not None else "TRUE"
    of_product = "sku = :sku" if sku is not None else "TRUE"
    values = {"after": after, "session": session_id, "sku": sku}
    return _waiting(db, f"{of_session} AND {of_product}", values)


def open_ours(db: Database) -> list[OpenNote]:
    """Those that wait at the counter: no platform's row will confirm them."""
    return _waiting(db, "id IN (SELECT order_id FROM call_open)", {"after": ""})


def _waiting(db: Database, which: str, values: Mapping[str, str | int | None]) -> list[OpenNote]:
    """Those of which something is open, the oldest first; ``which`` narrows them, in SQL."""
    rows = db.execute(
        "SELECT id, session_id, sku, qty, qty - coalesce((SELECT sum(qty) FROM hold_end "
        "WHERE hold_id = live_sale.id), 0) AS open_qty, channel, unit_price_fen, noted_ms, "
        f"expires_ms FROM live_sale WHERE id > :after AND {which} AND open_qty > 0 "
        "AND NOT EXISTS (SELECT 1 FROM live_sale_undo WHERE order_id = live_sale.id) "
        "ORDER BY id",
        dict(values),
    )
    return [OpenNote(*row) for row in rows]


def ends(db: Database, note_id: str) -> list[End]:
    """What became of a note so far, in order."""
    rows = db.execute(
        "SELECT seq, how, qty, reference, ended_ms FROM hold_end WHERE hold_id = ? ORDER BY seq",
        [note_id],
    )
    return [End(*row) for row in rows]


def lacking(db: Database, note_id: str) -> int:
    """How many of a note were released for want of goods (`reopen_what_there_is`): for them
    nothing went back to the shelf."""
    released = sum(end.qty for end in ends(db, note_id) if end.how == "released")
    if not released:
        return 0
    rows = db.execute(
        "SELECT sku, sum(qty) FROM stock_move WHERE reference = ? AND reason = ? GROUP BY sku",
        [note_id, RELEASED],
    )
    went: dict[str, int] = dict(rows.fetchall())
    recipe = bundles.frozen(db, note_id)
    each: Mapping[str, int] = recipe.parts if recipe else {live_sales.find(db, note_id).sku: 1}
    return released - min(went.get(sku, 0) // qty for sku, qty in each.items())


def confirmed_by(db: Database, reference: str) -> list[str]:
    """The notes of which an order's line still holds goods."""
    rows = db.execute(
        "SELECT hold_id FROM hold_end WHERE reference = ? AND reference <> '' "
        "GROUP BY hold_id HAVING sum(qty) > 0",
        [reference],
    )
    return [note for (note,) in rows]


def confirm(
    db: Database, note_id: str, *, reference: str, at_ms: int, qty: int | None = None
) -> Held:
    """A platform's row stands for ``qty`` of a note (None: all that is open).

    The goods are held under ``reference``, the order's line, from now on; a bundle by the recipe
    it was noted by. Goods of a lot that was put on hold meanwhile are replaced by others. Raises
    order_unknown, note_spent (less than that is open), not_enough_stock (nothing to replace them).
    """
    taken = _end(db, note_id, "confirmed", qty, at_ms, reference)
    reservations.release(
        db, reference=note_id, at_ms=at_ms, reason="live_sale_confirmed", qty=taken
    )
    return reservations.reserve(
        db,
        reference=reference,
        sku=live_sales.find(db, note_id).sku,
        qty=taken,
        at_ms=at_ms,
        reason="order_confirmed",
        recipe=bundles.frozen(db, note_id),
    )


def release(db: Database, note_id: str, *, at_ms: int, qty: int | None = None) -> None:
    """Give back ``qty`` of a note (None: all that is open). Raises order_unknown, note_spent."""
    taken = _end(db, note_id, "released", qty, at_ms)
    reservations.release(db, reference=note_id, at_ms=at_ms, reason=RELEASED, qty=taken)


def reopen(db: Database, note_id: str, *, reference: str, at_ms: int) -> None:
    """What was confirmed for ``reference`` waits in the note again; the order's line holds nothing.

    For the undoing of a hand-over. The note expires when it would have; one that was taken back
    meanwhile holds nothing. Raises order_unknown, nothing_held (nothing of the note is held under
    ``reference``), not_enough_stock.
    """
    qty = _confirmed_for(db, note_id, reference)
    reservations.release(db, reference=reference, at_ms=at_ms, reason="order_undone", qty=qty)
    _reopened(db, note_id, qty, reference, at_ms)
    if not live_sales.find(db, note_id).undone:
        _hold_again(db, note_id, qty, at_ms)


def reopen_what_there_is(db: Database, note_id: str, *, reference: str, at_ms: int) -> int:
    """As `reopen`, for an order's line that holds nothing any more and gave its goods back.

    Returns how many of the note were released, as too few may be sold: such a line can hold
    nothing, and what has no goods cannot wait. Raises order_unknown, nothing_held.
    """
    qty = _confirmed_for(db, note_id, reference)
    _reopened(db, note_id, qty, reference, at_ms)
    if live_sales.find(db, note_id).undone:
        return 0
    lacking = part = qty
    while part:  # of a bundle, or where some is past its day, only holding it tells how many
        if part <= lacking and _could_hold(db, note_id, part, at_ms):
            lacking -= part
        else:
            part //= 2
    if lacking:
        _end(db, note_id, "released", lacking, at_ms)
    return lacking


def _could_hold(db: Database, note_id: str, qty: int, at_ms: int) -> bool:
    try:
        with step(db):
            _hold_again(db, note_id, qty, at_ms)
    except UserFacingError as error:
        if error.code != "not_enough_stock":
            raise
        return False
    return True


def _confirmed_for(db: Database, note_id: str, reference: str) -> int:
    qty = sum(end.qty for end in ends(db, note_id) if end.reference == reference)
    if qty < 1:
        live_sales.find(db, note_id)
        raise UserFacingError("nothing_held")
    return qty


def _reopened(db: Database, note_id: str, qty: int, reference: str, at_ms: int) -> None:
    _end(db, note_id, "reopened", -qty, at_ms, reference)
    db.execute("UPDATE hold_sweep SET ended_up_to = min(ended_up_to, ?)", [_before(db, note_id)])


def _hold_again(db: Database, note_id: str, qty: int, at_ms: int) -> Held:
    sku = live_sales.find(db, note_id).sku
    return reservations.reserve(
        db, reference=note_id, sku=sku, qty=qty, at_ms=at_ms, reason="live_sale_reopened"
    )


def expire(db: Database, at_ms: int) -> list[OpenNote]:
    """Give back what notes hold whose time is over; returns those notes.

    One whose goods were moved on by hand is left as it is, and logged.
    """
    (floor,) = db.execute("SELECT ended_up_to FROM hold_sweep").fetchone()
    # Orders of a version that gave back the counter's, too, still say when.
    waiting = _waiting(db, f"expires_ms IS NOT NULL AND {NOT_OURS}", {"after": floor})
    over = [note for note in waiting if (note.expires_at or 0) <= at_ms]
    gone = [note for note in over if _expire(db, note, at_ms)]
    still = [note for note in waiting if note not in gone]
    settled = _before(db, still[0].id if still else "~")
    if settled != floor:
        db.execute("UPDATE hold_sweep SET ended_up_to = ?", [settled])
    return gone


def due(db: Database, at_ms: int) -> list[str]:
    """Ids of the notes that `expire` would look at. Also inside `Store.read`."""
    (floor,) = db.execute("SELECT ended_up_to FROM hold_sweep").fetchone()
    over = _waiting(db, f"expires_ms <= :now AND {NOT_OURS}", {"after": floor, "now": at_ms})
    return [note.id for note in over]


def expiry(db: Database, note_id: str) -> int | None:
    """When that note gives back what nobody confirmed, UTC ms; None: never."""
    row = db.execute(
        f"SELECT expires_ms FROM live_sale WHERE id = ? AND {NOT_OURS}", [note_id]
    ).fetchone()
    found: int | None = row[0] if row else None
    return found


def _expire(db: Database, note: OpenNote, at_ms: int) -> bool:
    try:
        with step(db):
            _end(db, note.id, "expired", note.open_qty, at_ms)
            reservations.release(
                db,
                reference=note.id,
                at_ms=at_ms,
                reason="live_sale_expired",
                qty=note.open_qty,
            )
    except UserFacingError as error:
        log.warning("note %s could not expire: %s", note.id, error)
        return False
    return True


def _end(
    db: Database, note_id: str, how: str, qty: int | None, at_ms: int, reference: str = ""
) -> int:
    sale = live_sales.find(db, note_id)
    taken = sale.left if qty is None else qty
    if taken == 0 or taken > sale.left:
        raise UserFacingError("note_spent", open=sale.left)
    if taken < 0 and how != "reopened":
        raise UserFacingError("quantity_not_positive", qty=taken)
    stamp = local_stamp(at_ms)
    db.execute(
        "INSERT INTO hold_end (hold_id, seq, how, qty, reference, ended_ms, ended_local) "
        "SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4, ?5, ?6 FROM hold_end WHERE hold_id = ?1",
        [note_id, how, taken, reference, at_ms, stamp.text + stamp.zone],
    )
    return taken


def _before(db: Database, note_id: str) -> str:
    """The id of the note before that one; empty where it is the first."""
    row = db.execute("SELECT max(id) FROM live_sale WHERE id < ?", [note_id]).fetchone()
    return row[0] or ""
