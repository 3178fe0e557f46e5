"""Live orders for a table: ids in chunks, newest first, and rows a page at a time.

Both go by key, which costs the same at any depth (no OFFSET), and ids stay right while orders are
added at the head. Run inside `Store.read`. A page takes 1 to 5 ms at 100,000 orders; `totals` is
one pass over them (30 to 100 ms) and is asked for beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

CHUNK = 2000
"""Ids read at once; the next ones follow when somebody scrolls there."""
PAGE = 100
"""Rows fetched together; a screen shows some 15."""


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What to list; empty fields do not narrow it."""

    session_id: str = ""
    sku: str = ""
    words: str = ""
    """Found in the product's name, its SKU or the channel."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order as the table shows it. Money is integer fen, ``noted_at`` UTC ms."""

    id: str
    session_id: str
    sku: str
    name: str
    unit: str
    qty: int
    channel: str
    paid_fen: int
    noted_at: int
    undone: int
    """1 where it was taken back, as the database keeps it."""


@dataclass(frozen=True, slots=True)
class OrderTotals:
    """What the orders of a filter come to."""

    orders: int
    """All of them, taken back or not."""
    standing: int
    paid_fen: int
    """Sum of those standing."""


def ids(db: Database, wanted: OrderFilter, before: str = "", limit: int = CHUNK) -> list[str]:
    """The next ``limit`` orders of a filter, newest first, older than ``before``."""
    wheres, values = _where(wanted)
    if before:
        wheres.append("live_sale.id < ?")
        values.append(before)
    rows = db.execute(
        f"SELECT id FROM live_sale{_joined(wheres)} ORDER BY id DESC LIMIT {limit:d}", values
    )
    return [row[0] for row in rows]


def totals(db: Database, wanted: OrderFilter) -> OrderTotals:
    """How many orders a filter finds, and their sum."""
    wheres, values = _where(wanted)
    where = _joined(wheres)
    count, paid = db.execute(
        f"SELECT count(*), coalesce(sum(paid_fen), 0) FROM live_sale{where}", values
    ).fetchone()
    undone, back = db.execute(
        "SELECT count(*), coalesce(sum(paid_fen), 0) FROM live_sale_undo"
        f" JOIN live_sale ON live_sale.id = live_sale_undo.order_id{where}",
        values,
    ).fetchone()
    return OrderTotals(count, count - undone, paid - back)


def lines(db: Database, ids: Sequence[str]) -> dict[str, OrderLine]:
    """The rows of up to some hundred ids."""
    marks = ", ".join("?" * len(ids))
    rows = db.execute(
        "SELECT live_sale.id, session_id, live_sale.sku, product.name, product.unit, qty, channel,"
        " paid_fen, noted_ms,"
        " EXISTS (SELECT 1 FROM live_sale_undo WHERE order_id = live_sale.id)"
        " FROM live_sale JOIN product ON product.sku = live_sale.sku"
        f" WHERE live_sale.id IN ({marks})",
        list(ids),
    )
    return {row[0]: OrderLine(*row) for row in rows}


def _where(wanted: OrderFilter) -> tuple[list[str], list[str]]:
    """Conditions and their values."""
    wheres: list[str] = []
    values: list[str] = []
    if wanted.session_id:
        wheres.append("session_id = ?")
        values.append(wanted.session_id)
    if wanted.sku:
        wheres.append("live_sale.sku = ?")
        values.append(wanted.sku)
    for word in wanted.words.split():
        like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        wheres.append(
            "(channel LIKE ? ESCAPE '\\' OR live_sale.sku IN (SELECT sku FROM product"
            " WHERE name LIKE ? ESCAPE '\\' OR sku LIKE ? ESCAPE '\\'))"
        )
        values += [like, like, like]
    return wheres, values


def _joined(wheres: Sequence[str]) -> str:
    return f" WHERE {' AND '.join(wheres)}" if wheres else ""
