"""Imported orders to look at: one whole, many by time, and as a table for a spreadsheet.

Functions run on a database inside `Store.read`. Buyers' data is opened nowhere but in `buyer`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from inventory.orders import book, mapping
from inventory.orders.cells import JOINT
from inventory.orders.line_state import LineState, from_json
from inventory.orders.mapping import Mapped
from studio.runtime.errors import Unlogged, UserFacingError
from studio.store.masking import HIDDEN, mask_address, mask_name, mask_phone
from studio.store.sealed import Sealer

PAGE = 500


@dataclass(frozen=True, slots=True)
class Head:
    """One order without its lines. Money is integer fen, instants UTC ms."""

    id: str
    platform: str
    shop: str
    order_no: str
    status: str
    aftersale: str
    paid_fen: int
    refunded_fen: int
    ordered_ms: int | None


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of an order as a person sees it."""

    id: str
    state: LineState
    waits: str
    goods: Mapping[str, int]
    """Our products in it; empty while nobody has said which."""


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a line after it was first recorded, and when that was learned."""

    line_id: str
    status: str
    aftersale: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One order with everything but its buyer."""

    head: Head
    lines: tuple[ShownLine, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """One import that was begun."""

    id: str
    file: str
    platform: str
    shop: str
    rows: int
    begun_ms: int
    state: str


_HEAD = (
    "id, platform, shop, order_no, status, aftersale, paid_fen, refunded_fen, ordered_ms "
    "FROM platform_order"
)


def heads(db: Database, platform: str = "", after: str = "", limit: int = PAGE) -> list[Head]:
    """Orders by the time they were recorded, ``limit`` after the id ``after``."""
    rows = db.execute(
        f"SELECT {_HEAD} WHERE id > ? {'AND platform = ?' if platform else ''} ORDER BY id LIMIT ?",
        [after, *([platform] if platform else []), limit],
    )
    return [Head(*row) for row in rows]


def find(db: Database, name: str) -> Shown:
    """The order of that id or number. Raises order_unknown."""
    row = db.execute(
        f"SELECT {_HEAD} WHERE id = ?1 UNION ALL SELECT {_HEAD} "
        "WHERE platform IN (SELECT platform FROM import_file) AND order_no = ?1",
        [name],
    ).fetchone()
    if row is None:
        raise UserFacingError("order_unknown", order=Unlogged(name))
    head = Head(*row)
    lines = tuple(line for _, line in lines_of(db, [head]))
    steps = db.execute(
        "SELECT line_id, status_event.status, status_event.aftersale, at_ms FROM status_event "
        "JOIN order_line ON order_line.id = line_id WHERE order_id = ? ORDER BY seq",
        [head.id],
    )
    return Shown(head, lines, tuple(Step(*each) for each in steps))


def lines_of(db: Database, heads: Sequence[Head]) -> list[tuple[Head, ShownLine]]:
    """The lines of some orders, order by order; what was said of a shop is read once."""
    maps = {shop: mapping.of_shop(db, shop) for shop in {head.shop for head in heads}}
    return [(head, line) for head in heads for line in _lines(db, head.id, maps[head.shop])]


def _lines(db: Database, order_id: str, maps: Mapping[str, Mapped]) -> list[ShownLine]:
    rows = db.execute(
        "SELECT id, state, waits FROM order_line WHERE order_id = ? ORDER BY line_no", [order_id]
    ).fetchall()
    told = mapping.goods_of(db, order_id)
    lines = [(line_id, from_json(text), waits) for line_id, text, waits in rows]
    return [
        ShownLine(line_id, state, waits, mapping.goods_in(state, maps, told.get(line_id)) or {})
        for line_id, state, waits in lines
    ]


def files(db: Database) -> list[ImportedFile]:
    """Every import, the latest first."""
    rows = db.execute(
        "SELECT id, file, platform, shop, rows, begun_ms, state FROM import_file ORDER BY id DESC"
    )
    return [ImportedFile(*row) for row in rows]


def buyer(db: Database, order_id: str, sealer: Sealer) -> dict[str, str]:
    """What the platform told of the buyer, by its own headings, as the latest row has it.

    Empty where nothing was kept, or no more. Raises sealed_key_missing, sealed_broken.
    """
    rows = db.execute(
        "SELECT digest, personal, hidden FROM raw_row JOIN raw_content USING (digest) "
        "JOIN heading_set ON heading_set.id = headings "
        "JOIN order_line ON order_line.id = line_id "
        "WHERE order_id = ? AND personal IS NOT NULL ORDER BY import_id, row",
        [order_id],
    )
    told: dict[str, str] = {}
    for digest, sealed, hidden in rows:
        words = sealer.open(sealed, where=book.where_sealed(digest)).decode().split(JOINT)
        named = zip(json.loads(hidden), words, strict=True)
        told |= {heading: each for heading, each in named if each}
    return told


def masked(told: Mapping[str, str]) -> dict[str, str]:
    """The same, so that nobody is recognised; what is in no known shape is hidden whole."""
    return {heading: _masked(heading, words) for heading, words in told.items()}


def _masked(heading: str, words: str) -> str:
    if "手机" in heading or "电话" in heading:
        return mask_phone(words)
    if heading in ("收件人", "收货人姓名", "收件人姓名", "实名姓名"):
        return mask_name(words)
    if heading in ("详细地址", "收货地址", "收件人地址"):
        return mask_address(words)
    if heading in ("省", "市", "收货地址-省", "收货地址-市"):
        return words
    return HIDDEN
