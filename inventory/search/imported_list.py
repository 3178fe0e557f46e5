"""Imported orders for a table: ids in chunks, sorted by whatever it shows.

Orders lie by kind (shop, status, after-sales status), of which there are some dozens: a filter is
some of them, and each is sorted in its index already. Run inside `Store.read`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from sqlite_utils import Database

from inventory.orders.line_state import from_json
from inventory.orders.status import Aftersale, Status
from inventory.search import streams
from inventory.search.streams import CHUNK, After, Chunk, Row, Run, Stream

NUMBERED = 200
"""Orders looked at whose number begins with what was typed; more digits make them fewer."""


class By(StrEnum):
    """What orders are sorted by; within the same, the newest first."""

    AT = "at"
    """When it was ordered; those whose file did not tell come last."""
    PAID = "paid"
    NUMBER = "number"
    QTY = "qty"
    WHAT = "what"
    """By how its first line begins (`OrderState.face`)."""
    SHOP = "shop"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Sort:
    by: By = By.AT
    descending: bool = True


@dataclass(frozen=True, slots=True)
class ImportedFilter:
    """What to list; empty fields do not narrow it."""

    shop: str = ""
    status: str = ""
    """Name of a `Status`."""
    number: str = ""
    """What an order's number begins with."""


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """Orders that lie together."""

    shop: str
    status: str
    aftersale: str


@dataclass(frozen=True, slots=True)
class ImportedLine:
    """One order as the table shows it. Money is integer fen, ``ordered_ms`` UTC ms."""

    id: str
    order_no: str
    shop: str
    what: str
    """Its first line's product, and the spec."""
    lines: int
    qty: int
    """Pieces of all its lines."""
    paid_fen: int
    refunded_fen: int
    status: str
    aftersale: str
    ordered_ms: int | None
    waits: int
    """1 where a line waits for an answer."""


@dataclass(frozen=True, slots=True)
class ImportedTotals:
    """What the orders of a filter come to."""

    orders: int
    paid_fen: int
    refunded_fen: int


def kinds(db: Database) -> list[Kind]:
    """All kinds there are, each found by some steps in the index."""
    return [
        Kind(shop, status, aftersale)
        for shop in _steps(db, "shop", {})
        for status in _steps(db, "status", {"shop": shop})
        for aftersale in _steps(db, "aftersale", {"shop": shop, "status": status})
    ]


def shops(db: Database) -> list[str]:
    """The shops there are orders of."""
    return list(_steps(db, "shop", {}))


def _steps(db: Database, column: str, fixed: Mapping[str, str]) -> Iterator[str]:
    """The values of a column, each by one step past all that are the same."""
    tests = "".join(f"{name} = ? AND " for name in fixed)
    ask = (
        f"SELECT {column} FROM platform_order INDEXED BY platform_order_by_kind "
        f"WHERE {tests}{column} > ? ORDER BY {column} LIMIT 1"
    )
    after = ""
    while row := db.execute(ask, [*fixed.values(), after]).fetchone():
        (after,) = row
        yield after


def ids(
    db: Database,
    wanted: ImportedFilter,
    sort: Sort | None = None,
    after: After | None = None,
    limit: int = CHUNK,
) -> Chunk:
    """The next ``limit`` orders of a filter, from ``after`` on; newest first where not sorted."""
    sort = sort or Sort()
    if wanted.number:
        return _numbered(db, wanted, sort, limit)
    down = sort.descending if sort.by is By.AT or sort.by in _BY_INDEX else True
    runs = (
        Run(name, down, partial(_streams, alike, sort.by, timed, down))
        for name, alike, timed in _runs(_fitting(kinds(db), wanted), sort)
    )
    return streams.read(db, runs, after, limit)


def totals(db: Database, wanted: ImportedFilter) -> ImportedTotals:
    """How many orders a filter finds, and their sums: one pass over their part of an index."""
    if wanted.number:
        found = lines(db, ids(db, wanted).ids).values()
        return ImportedTotals(
            len(found), sum(each.paid_fen for each in found), sum(e.refunded_fen for e in found)
        )
    told = [
        db.execute(
            "SELECT count(*), coalesce(sum(paid_fen), 0), coalesce(sum(refunded_fen), 0) "
            "FROM platform_order INDEXED BY platform_order_by_kind_and_paid "
            "WHERE shop = ? AND status = ? AND aftersale = ?",
            [each.shop, each.status, each.aftersale],
        ).fetchone()
        for each in _fitting(kinds(db), wanted)
    ]
    return ImportedTotals(*(sum(each[place] for each in told) for place in range(3)))


def lines(db: Database, ids: Sequence[str]) -> dict[str, ImportedLine]:
    """The rows of up to some hundred ids."""
    if not ids:  # SQLite reads everything to find that nothing is among none
        return {}
    marks = ", ".join("?" * len(ids))
    rows = db.execute(
        "SELECT platform_order.id, order_no, shop, min(line_no), count(order_line.id), "
        "coalesce(sum(qty), 0), paid_fen, refunded_fen, platform_order.status, "
        "platform_order.aftersale, ordered_ms, coalesce(max(waits <> ''), 0), state "
        "FROM platform_order LEFT JOIN order_line ON order_id = platform_order.id "
        f"WHERE platform_order.id IN ({marks}) GROUP BY platform_order.id",
        list(ids),
    )
    return {row[0]: _line(row) for row in rows}


def _line(row: Row) -> ImportedLine:
    order_id, order_no, shop, _, count, qty, *rest, state = row
    first = from_json(state) if state else None
    what = f"{first.title} {first.spec}".strip() if first else ""
    return ImportedLine(order_id, order_no, shop, what, count, qty, *rest)


# -- what is asked for


def _fitting(kinds: Sequence[Kind], wanted: ImportedFilter) -> list[Kind]:
    return [
        each
        for each in kinds
        if wanted.shop in ("", each.shop) and wanted.status in ("", each.status)
    ]


def _runs(kinds: Sequence[Kind], sort: Sort) -> Iterator[tuple[str, list[Kind], bool]]:
    """Name, kinds, and whether those with a time or those without."""
    if sort.by in _BY_INDEX:
        yield "", list(kinds), True
        return
    alike: dict[str, list[Kind]] = {}
    for each in sorted(kinds, key=_rank, reverse=sort.descending):
        name = {By.SHOP: each.shop, By.STATE: f"{each.status}/{each.aftersale}"}.get(sort.by, "")
        alike.setdefault(name, []).append(each)
    names = sorted(alike, reverse=sort.descending) if sort.by is By.SHOP else list(alike)
    for name in names:
        yield name, alike[name], True
        yield f"{name}/no time", alike[name], False


def _rank(kind: Kind) -> tuple[int, int]:
    """How far an order is."""
    return Status[kind.status], Aftersale[kind.aftersale]


# -- how it is read


def _streams(
    kinds: Sequence[Kind], by: By, timed: bool, down: bool, after: Row | None
) -> Iterator[Stream]:
    index, columns = "platform_order_by_kind", ["ordered_ms", "id"]
    tests = ["shop = ?", "status = ?", "aftersale = ?"]
    if by in _BY_INDEX:
        name, sorted_by = _BY_INDEX[by]
        index, columns = f"platform_order_by_kind_and_{name}", [*sorted_by, "id"]
    elif timed:
        tests.append("ordered_ms IS NOT NULL")
    else:
        tests.append("ordered_ms IS NULL")
        columns = ["id"]
    for kind in kinds:
        yield streams.ranged(
            columns,
            f"platform_order INDEXED BY {index}",
            tests,
            after,
            descending=down,
            key=len(columns),
            values=(kind.shop, kind.status, kind.aftersale),
        )


_BY_INDEX = {
    By.PAID: ("paid", ("paid_fen", "refunded_fen")),
    By.NUMBER: ("number", ("order_no",)),
    By.QTY: ("pieces", ("pieces",)),
    By.WHAT: ("face", ("face",)),
}
"""What has an index of its own, and its columns."""


def _numbered(db: Database, wanted: ImportedFilter, sort: Sort, limit: int) -> Chunk:
    """Orders whose number begins so, sorted as they are found: who types it wants few."""
    found = by_number(db, wanted.number, NUMBERED)
    rows = [each for each in lines(db, found).values() if _fits(each, wanted)]
    keys = {
        By.AT: lambda row: (row.ordered_ms or 0, row.id),
        By.PAID: lambda row: (row.paid_fen, row.id),
        By.NUMBER: lambda row: (row.order_no, row.id),
        By.QTY: lambda row: (row.qty, row.id),
        By.WHAT: lambda row: (row.what, row.id),
        By.SHOP: lambda row: (row.shop, row.id),
        By.STATE: lambda row: (_rank(Kind(row.shop, row.status, row.aftersale)), row.id),
    }
    rows.sort(key=keys[sort.by], reverse=sort.descending)
    return Chunk([each.id for each in rows[:limit]], None)


def _fits(row: ImportedLine, wanted: ImportedFilter) -> bool:
    return wanted.shop in ("", row.shop) and wanted.status in ("", row.status)


def by_number(db: Database, number: str, limit: int) -> list[str]:
    """Ids of orders whose number begins so; whole numbers first, of each platform in turn."""
    platforms = db.execute("SELECT DISTINCT platform FROM import_file ORDER BY 1").fetchall()
    found: list[tuple[str, str]] = []
    for (platform,) in platforms:
        found += db.execute(
            "SELECT order_no, id FROM platform_order WHERE platform = ? AND order_no >= ? "
            "AND order_no < ? ORDER BY order_no LIMIT ?",
            [platform, number, f"{number}\U0010ffff", limit],
        )
    found.sort(key=lambda row: row[0] != number)
    return [order_id for _, order_id in found[:limit]]
