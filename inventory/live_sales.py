"""Orders noted during a broadcast: each holds its stock from the moment it is noted.

What no platform's file will tell of, noted in a broadcast or outside of one, waits at the counter
(`inventory.ours`, `inventory.counter.phone`) and never expires.

All functions run on a database inside `Store.write` or `Store.read`; an order, its reservation
and whatever else the caller writes stand or fall together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from inventory import channels, ledger, ours, reservations
from inventory.ledger import StockLevel
from studio.runtime.clock import local_text
from studio.runtime.errors import Unlogged, UserFacingError
from studio.runtime.ids import follow

NO_SESSION = ""
"""What a note from outside a broadcast has for its session."""


@dataclass(frozen=True, slots=True)
class LiveSale:
    """One order noted live. Money is integer fen, ``noted_at`` UTC milliseconds."""

    id: str
    session_id: str
    sku: str
    qty: int
    channel: str
    unit_price_fen: int
    paid_fen: int
    noted_at: int
    undone: bool
    ended: int = 0
    """How many of it no longer wait: a platform's row confirmed them, they were handed over or
    released, or the note expired."""

    @property
    def left(self) -> int:
        """How many of it still wait."""
        return 0 if self.undone else self.qty - self.ended


def note(  # noqa: PLR0913 - the facts of one order, by name
    db: Database,
    *,
    order_id: str,
    session_id: str,
    sku: str,
    qty: int,
    channel: str,
    unit_price_fen: int,
    at_ms: int,
    safety_buffer: int = 0,
    expires_ms: int | None = None,
    call_id: str = "",
    own_platforms: Iterable[str] = (),
) -> StockLevel:
    """Note an order and reserve its stock; returns the product's level afterwards.

    ``order_id`` is a fresh UUIDv7; ``session_id`` empty: outside a broadcast; ``expires_ms``: when
    the note no longer holds anything unless it was confirmed (`inventory.holds`), None: never, and
    never where no platform's file will confirm it; ``call_id``: the order it is handed over
    together with (`inventory.counter.phone`); ``own_platforms``: as `channels.has_file`. Raises
    quantity_not_positive, product_unknown, not_enough_stock (with what is available); nothing is
    written then.
    """
    is_ours = session_id == NO_SESSION or not channels.has_file(channel, own_platforms)
    held = reservations.reserve(
        db,
        reference=order_id,
        sku=sku,
        qty=qty,
        at_ms=at_ms,
        reason=reservations.NOTED,
        safety_buffer=safety_buffer,
    )
    paid_fen, expires = qty * unit_price_fen, None if is_ours else expires_ms
    about = (order_id, session_id, sku, qty, channel, unit_price_fen, paid_fen)
    db.conn.execute(_NOTE, (*about, at_ms, local_text(at_ms), held.first_move, expires))
    if is_ours:
        ours.keep(db, order_id, call_id or order_id)
    return held.level


_NOTE = """INSERT INTO live_sale (id, session_id, sku, qty, channel, unit_price_fen, paid_fen,
    noted_ms, noted_local, reserved_by, expires_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""


def undo(db: Database, order_id: str, at_ms: int) -> LiveSale:
    """Take an order back: its stock returns to the shelf, the order stays on record as undone.

    Raises order_unknown, order_already_undone, order_already_settled (confirmed by a platform's
    row, handed over, or expired: there is nothing left to take back).
    """
    sale = find(db, order_id)
    if sale.undone:
        raise UserFacingError("order_already_undone")
    if sale.ended == sale.qty:
        raise UserFacingError("order_already_settled")
    move_id = reservations.release(
        db,
        reference=order_id,
        at_ms=at_ms,
        reason="live_sale_undone",
        qty=sale.qty - sale.ended,
    )
    db.execute(
        "INSERT INTO live_sale_undo (order_id, undone_ms, undone_local, released_by) "
        "VALUES (?, ?, ?, ?)",
        [order_id, at_ms, local_text(at_ms), move_id],
    )
    return replace(sale, undone=True)


def sales(
    db: Database,
    session_id: str | None = None,
    limit: int | None = None,
    before: str | None = None,
) -> list[LiveSale]:
    """Orders, newest first, undone ones included; of one session, or of all.

    A page is ``limit`` long; ``before`` is the id of the last order of the page above. Paging
    costs the same at any depth (keyset, not OFFSET).
    """
    wheres: list[str] = []
    values: list[str | int] = []
    if session_id is not None:
        wheres.append("session_id = ?")
        values.append(session_id)
    if before is not None:
        wheres.append("id < ?")
        values.append(before)
    where = f"WHERE {' AND '.join(wheres)}" if wheres else ""
    values.append(-1 if limit is None else limit)
    return _query(db, f"{where} ORDER BY id DESC LIMIT ?", values)


def find(db: Database, order_id: str) -> LiveSale:
    """The order of that id. Raises order_unknown."""
    found = _query(db, "WHERE id = ?", [order_id])
    if not found:
        raise UserFacingError("order_unknown", order=Unlogged(order_id))
    return found[0]


def go_on(db: Database) -> None:
    """Let ids of orders and of moves made from now on sort after all there are (`ledger.go_on`)."""
    ledger.go_on(db)
    for newest in sales(db, limit=1):
        follow(newest.id)


def _query(db: Database, tail: str, values: Sequence[str | int]) -> list[LiveSale]:
    rows = db.execute(
        "SELECT id, session_id, sku, qty, channel, unit_price_fen, paid_fen, noted_ms, "
        "EXISTS (SELECT 1 FROM live_sale_undo WHERE order_id = live_sale.id), "
        "(SELECT coalesce(sum(qty), 0) FROM hold_end WHERE hold_id = live_sale.id) "
        f"FROM live_sale {tail}",
        values,
    )
    return [LiveSale(*(*row[:8], bool(row[8]), row[9])) for row in rows]
