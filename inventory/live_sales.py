"""Orders noted during a broadcast: each holds its stock from the moment it is noted.

All functions run on a database inside `Store.write` or `Store.read`; an order, its reservation
and whatever else the caller writes stand or fall together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from inventory import ledger
from inventory.ledger import StockLevel
from inventory.schema import Place
from studio.runtime.clock import local_stamp
from studio.runtime.errors import UserFacingError


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
) -> StockLevel:
    """Note an order and reserve its stock; returns the product's level afterwards.

    ``order_id`` is a fresh UUIDv7. Raises quantity_not_positive, product_unknown,
    not_enough_stock (with what is available); nothing is written then.
    """
    if qty < 1:
        raise UserFacingError("quantity_not_positive", qty=qty)
    before = ledger.level(db, sku, safety_buffer)
    if qty > before.available:
        raise ledger.not_enough(db, sku, before.available)
    move_id = ledger.move(
        db,
        sku=sku,
        qty=qty,
        source=Place.SHELF,
        target=Place.RESERVED,
        reason="live_sale",
        at_ms=at_ms,
        reference=order_id,
    )
    stamp = local_stamp(at_ms)
    db.execute(
        "INSERT INTO live_sale (id, session_id, sku, qty, channel, unit_price_fen, paid_fen, "
        "noted_ms, noted_local, reserved_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(order_id, session_id, sku, qty, channel, unit_price_fen, qty * unit_price_fen),
            *(at_ms, stamp.text + stamp.zone, move_id),
        ],
    )
    return before.after_reserving(qty)


def undo(db: Database, order_id: str, at_ms: int) -> LiveSale:
    """Take an order back: its stock returns to the shelf, the order stays on record as undone.

    Raises order_unknown, order_already_undone.
    """
    sale = _find(db, order_id)
    if sale.undone:
        raise UserFacingError("order_already_undone")
    move_id = ledger.move(
        db,
        sku=sale.sku,
        qty=sale.qty,
        source=Place.RESERVED,
        target=Place.SHELF,
        reason="live_sale_undone",
        at_ms=at_ms,
        reference=order_id,
    )
    stamp = local_stamp(at_ms)
    db.execute(
        "INSERT INTO live_sale_undo (order_id, undone_ms, undone_local, released_by) "
        "VALUES (?, ?, ?, ?)",
        [order_id, at_ms, stamp.text + stamp.zone, move_id],
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


def _find(db: Database, order_id: str) -> LiveSale:
    found = _query(db, "WHERE id = ?", [order_id])
    if not found:
        raise UserFacingError("order_unknown", order=order_id)
    return found[0]


def _query(db: Database, tail: str, values: Sequence[str | int]) -> list[LiveSale]:
    rows = db.execute(
        "SELECT id, session_id, sku, qty, channel, unit_price_fen, paid_fen, noted_ms, "
        "EXISTS (SELECT 1 FROM live_sale_undo WHERE order_id = live_sale.id) "
        f"FROM live_sale {tail}",
        values,
    )
    return [LiveSale(*(*row[:8], bool(row[8]))) for row in rows]
