"""A broadcast's notes beside the platforms' rows: what was confirmed, what nobody explains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from inventory import holds, live_sales, ours, standing
from inventory.counter import phone
from inventory.holds import End
from inventory.live_sales import LiveSale
from inventory.orders import stock
from inventory.orders.line_state import from_json
from inventory.schema import HOLD_ENDS
from inventory.standing import Stands


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One note and what became of it."""

    id: str
    sku: str
    qty: int
    channel: str
    noted_ms: int
    state: str
    """``confirmed``, ``split`` (into several orders, or a part of it), ``released``, ``expired``,
    ``undone`` (nothing of it stands), or ``open``: it still waits for its row. Of what no file
    tells of: ``waits`` at the counter, ``handed`` over there (all or a part of it), or
    ``cancelled``."""
    orders: tuple[str, ...]
    """Numbers of the orders that took it over."""
    left: int
    """How many of it still wait, for a row or at the counter."""
    expires_ms: int | None
    """When what waits is given back by itself; None: never."""
    ours: bool = False
    """The workshop hands it over itself: no platform's file will tell of it."""
    reason: str = ""
    """Why the rest of it was cancelled (`inventory.counter.phone.REASONS`)."""
    lacking: int = 0
    """How many of it were released as too little may be sold (`holds.lacking`)."""
    standing: int = 0
    """How many of it stand (`inventory.standing`)."""
    standing_fen: int = 0


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A line ordered while the broadcast ran, and noted by nobody."""

    platform: str
    order_no: str
    title: str
    qty: int
    ordered_ms: int


def notes(db: Database, session_id: str) -> list[Reconciled]:
    """The notes of a broadcast, the oldest first."""
    stands = standing.of_session(db, session_id)
    sales = reversed(live_sales.sales(db, session_id))
    return [_reconciled(db, sale, stands[sale.id]) for sale in sales]


def _reconciled(db: Database, sale: LiveSale, stands: Stands) -> Reconciled:
    ended = holds.ends(db, sale.id)
    qtys: Counter[str] = Counter()
    for end in ended:
        qtys[end.reference if end.how in ("confirmed", "reopened") else end.how] += end.qty
    taken = [name for name, qty in qtys.items() if qty > 0 and "/" in name]
    # Rows of a platform by a workshop's own template may take over what waits at the counter.
    at_counter = ours.has(db, sale.id) and not taken
    return Reconciled(
        *(sale.id, sale.sku, sale.qty, sale.channel, sale.noted_at),
        _state_at_the_counter(sale, qtys) if at_counter else _state(sale, ended, qtys, taken),
        tuple(_order_of(db, name) for name in taken),
        sale.left,
        holds.expiry(db, sale.id),
        at_counter,
        phone.reason(db, sale.id),
        holds.lacking(db, sale.id),
        *(stands.qty, stands.fen),
    )


def _state_at_the_counter(sale: LiveSale, qtys: Counter[str]) -> str:
    if sale.left:
        return "waits"
    if any(qty > 0 for name, qty in qtys.items() if name not in HOLD_ENDS):
        return "handed"
    return "undone" if sale.undone else "cancelled"


def _state(sale: LiveSale, ended: list[End], qtys: Counter[str], taken: list[str]) -> str:
    if taken:
        return "confirmed" if len(taken) == 1 and qtys[taken[0]] == sale.qty else "split"
    if sale.undone:
        return "undone"
    return ended[-1].how if ended and sale.ended == sale.qty else "open"


def _order_of(db: Database, name: str) -> str:
    row = db.execute(
        "SELECT order_no FROM order_line JOIN platform_order ON platform_order.id = order_id "
        "WHERE order_line.id = ?",
        [name.partition("/")[0]],
    ).fetchone()
    return row[0] if row else ""


def unexplained(db: Database, begins_ms: int, ends_ms: int) -> Iterator[Unexplained]:
    """Lines ordered between two instants (UTC ms) that took no note over, closed ones left out."""
    rows = db.execute(
        "SELECT order_line.id, platform, order_no, state, platform_order.ordered_ms "
        "FROM platform_order JOIN order_line ON order_id = platform_order.id "
        "WHERE platform_order.ordered_ms BETWEEN ? AND ? AND order_line.status <> 'closed' "
        "ORDER BY platform_order.ordered_ms, order_line.id",
        [begins_ms, ends_ms],
    )
    for line_id, platform, order_no, text, ordered_ms in rows.fetchall():
        names = [stock.reference(line_id, sku) for sku in stock.held(db, line_id)]
        if not any(holds.confirmed_by(db, name) for name in names):
            line = from_json(text)
            yield Unexplained(platform, order_no, line.title, line.qty, ordered_ms)
