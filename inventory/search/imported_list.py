"""Imported orders for a table: ids in chunks, sorted by whatever it shows.

Orders lie by kind (shop, status, after-sales status, whether all has left in our parcels), of which
there are some dozens: a filter is some of them, and each is sorted in its index already. What words
are about is found among all that orders hold, which is told once each (`inventory.search.goods`).
Run inside `Store.read`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple

from sqlite_utils import Database

from inventory.orders.line_state import from_json
from inventory.orders.status import Aftersale, Status
from inventory.search import goods, streams
from inventory.search.streams import CHUNK, After, Chunk, Row, Run, Stream

NUMBERED = 200
"""Orders looked at whose number begins with what was typed; more digits make them fewer."""
NUMBER = re.compile(r"[0-9A-Za-z_.-]{4,64}")
"""What may be an order's number or its beginning; shorter ones begin every other order's."""
GATHERED = 60_000
"""So few orders of what words are about are sorted as they are found, in some 20 ms."""
RANGES = 100
"""Of more, so many goods are read beside each other, each sorted by time. Else all orders are
walked in the order wanted, and those that fit are met often."""
WALKED = 200
"""Ids read at once in such a walk."""


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
    """Name of a `Status`; what all left in our parcels is among the shipped (`Kind.listed`)."""
    words: str = ""
    """Found in what an order holds (name, spec, code, also our name of it) or its shop; or what an
    order's number begins with."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Orders that lie together."""

    shop: str
    status: str
    aftersale: str
    gone: int
    """1: all that is to be shipped has left in our parcels."""
    goods: int = 0
    """What they hold; 0: whatever they hold."""

    @property
    def listed(self) -> str:
        """How far they are for whoever sends: a platform's file may tell it days later."""
        left = self.gone and self.status == Status.paid.name
        return Status.shipped.name if left else self.status


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
    sent: bool = False
    """The platform says that it is to be shipped, and all of it has left in our parcels."""


@dataclass(frozen=True, slots=True)
class ImportedTotals:
    """What the orders of a filter come to."""

    orders: int
    paid_fen: int
    refunded_fen: int


def kinds(db: Database) -> list[Kind]:
    """All kinds there are, each found by some steps in the index."""
    return [Kind(shop, *state) for shop in shops(db) for state in _states(db, "shop", shop)]


def _kinds_of(db: Database, found: Mapping[int, str]) -> list[Kind]:
    """The kinds of those goods, by their shop."""
    return [
        Kind(shop, *state, number)
        for number, shop in found.items()
        for state in _states(db, "goods", number)
    ]


def shops(db: Database) -> list[str]:
    """The shops there are orders of."""
    return list(_steps(db, "shop", {}))


def _states(db: Database, column: str, value: str | int) -> Iterator[tuple[str, str, int]]:
    """How far there are orders of a shop, or of some goods."""
    whose = {column: value}
    for status in _steps(db, "status", whose):
        for aftersale in _steps(db, "aftersale", {**whose, "status": status}):
            alike = {**whose, "status": status, "aftersale": aftersale}
            for gone in _steps(db, "gone", alike, after=-1):
                yield status, aftersale, gone


def _steps(
    db: Database, column: str, fixed: Mapping[str, str | int], after: str | int = ""
) -> Iterator[Any]:
    """The values of a column past one, each by one step past all that are the same. Columns
    compared together would not do: SQLite walks through those that are the same."""
    index = "goods" if "goods" in fixed else "kind"
    tests = "".join(f"{name} = ? AND " for name in fixed)
    ask = (
        f"SELECT {column} FROM platform_order INDEXED BY platform_order_by_{index} "
        f"WHERE {tests}{column} > ? ORDER BY {column} LIMIT 1"
    )
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
    if _is_number(db, wanted):
        return _sorted(db, by_number(db, wanted.words, NUMBERED), wanted, sort, limit)
    fitting, walked = _fitting(kinds(db), wanted), _Walk()
    if wanted.words:
        found = goods.about(db, wanted.words, wanted.shop)
        sellers = set(found.values())
        fitting = [each for each in fitting if each.shop in sellers]
        if not fitting:
            return Chunk([], None)
        if goods.are_few(db, found, GATHERED):
            walked = _Walk(gathered=found, limit=limit)
        elif sort.by not in _BY_INDEX and len(found) <= RANGES:
            fitting = _fitting(_kinds_of(db, found), wanted)
        else:
            limit = min(limit, WALKED)
            walked = _Walk(narrowed=(goods.of(found),))
    down = sort.descending if sort.by is By.AT or sort.by in _BY_INDEX else True
    runs = (
        Run(name, down, partial(walked.streams, alike, _Order.of(sort.by, timed), down))
        for name, alike, timed in _runs(fitting, sort)
    )
    return streams.read(db, runs, after, limit)


def totals(db: Database, wanted: ImportedFilter) -> ImportedTotals:
    """How many orders a filter finds, and their sums: one pass over their part of an index."""
    if _is_number(db, wanted):
        rows = lines(db, ids(db, wanted).ids).values()
        return ImportedTotals(
            len(rows), sum(each.paid_fen for each in rows), sum(e.refunded_fen for e in rows)
        )
    fitting = _fitting(kinds(db), wanted)
    if not fitting:
        return ImportedTotals(0, 0, 0)
    if wanted.words:
        about = goods.about(db, wanted.words, wanted.shop)
        narrowed = _one_of(fitting) if wanted.status else ("", [])
        return ImportedTotals(*goods.sums(db, about, *narrowed))
    told = [
        db.execute(
            "SELECT count(*), coalesce(sum(paid_fen), 0), coalesce(sum(refunded_fen), 0) "
            "FROM platform_order INDEXED BY platform_order_by_kind_and_paid "
            "WHERE shop = ? AND status = ? AND aftersale = ? AND gone = ?",
            [each.shop, each.status, each.aftersale, each.gone],
        ).fetchone()
        for each in fitting
    ]
    return ImportedTotals(*(sum(each[place] for each in told) for place in range(3)))


def _is_number(db: Database, wanted: ImportedFilter) -> bool:
    """Whether an order's number begins with what was typed."""
    may_be = NUMBER.fullmatch(wanted.words) is not None
    return may_be and bool(by_number(db, wanted.words, 1))


def lines(db: Database, ids: Sequence[str]) -> dict[str, ImportedLine]:
    """The rows of up to some hundred ids."""
    if not ids:  # SQLite reads everything to find that nothing is among none
        return {}
    marks = ", ".join("?" * len(ids))
    rows = db.execute(
        "SELECT platform_order.id, order_no, shop, min(line_no), count(order_line.id), "
        "coalesce(sum(qty), 0), paid_fen, refunded_fen, platform_order.status, "
        "platform_order.aftersale, ordered_ms, coalesce(max(waits <> ''), 0), gone, state "
        "FROM platform_order LEFT JOIN order_line ON order_id = platform_order.id "
        f"WHERE platform_order.id IN ({marks}) GROUP BY platform_order.id",
        list(ids),
    )
    return {row[0]: _line(row) for row in rows}


def _line(row: Row) -> ImportedLine:
    order_id, order_no, shop, _, count, qty, *rest, gone, state = row
    first = from_json(state) if state else None
    what = f"{first.title} {first.spec}".strip() if first else ""
    line = ImportedLine(order_id, order_no, shop, what, count, qty, *rest)
    return replace(line, sent=bool(gone) and line.status == Status.paid.name)


# -- what is asked for


def _fitting(kinds: Iterable[Kind], wanted: ImportedFilter) -> list[Kind]:
    return [
        each
        for each in kinds
        if wanted.shop in ("", each.shop) and wanted.status in ("", each.listed)
    ]


def _one_of(kinds: Iterable[Kind]) -> tuple[str, list[str | int]]:
    """The condition that an order is as far as some of them, and its values."""
    states = sorted({(each.status, each.aftersale, each.gone) for each in kinds})
    marks = ", ".join(["(?, ?, ?)"] * len(states))
    fits = f"(status, aftersale, gone) IN (VALUES {marks})"
    return fits, [word for state in states for word in state]


def _runs(kinds: Sequence[Kind], sort: Sort) -> Iterator[tuple[str, list[Kind], bool]]:
    """Name, kinds, and whether those with a time or those without."""
    if sort.by in _BY_INDEX:
        yield "", list(kinds), True
        return
    alike: dict[str, list[Kind]] = {}
    for each in sorted(kinds, key=_rank, reverse=sort.descending):
        name = {By.SHOP: each.shop, By.STATE: f"{each.listed}/{each.aftersale}"}.get(sort.by, "")
        alike.setdefault(name, []).append(each)
    names = sorted(alike, reverse=sort.descending) if sort.by is By.SHOP else list(alike)
    for name in names:
        yield name, alike[name], True
        yield f"{name}/no time", alike[name], False


def _rank(kind: Kind) -> tuple[int, int]:
    """How far an order is."""
    return Status[kind.listed], Aftersale[kind.aftersale]


# -- how it is read


class _Order(NamedTuple):
    """What rows are sorted by: an index by kind, its columns behind these, and whose rows."""

    lies_in: str
    columns: list[str]
    tests: list[str]

    @classmethod
    def of(cls, by: By, timed: bool) -> _Order:
        if by in _BY_INDEX:
            name, sorted_by = _BY_INDEX[by]
            return cls(f"platform_order_by_kind_and_{name}", [*sorted_by, "id"], [])
        if timed:
            return cls(_BY_KIND, ["ordered_ms", "id"], ["ordered_ms IS NOT NULL"])
        return cls(_BY_KIND, ["id"], ["ordered_ms IS NULL"])


@dataclass(frozen=True, slots=True)
class _Walk:
    """How rows are come by."""

    narrowed: tuple[str, ...] = ()
    """What must hold of each row besides."""
    gathered: Mapping[int, str] = field(default_factory=dict)
    """All that hold these goods are looked at, each with its shop; empty: kind by kind."""
    limit: int = 0
    """Of the gathered no more are needed."""

    def streams(
        self, kinds: Sequence[Kind], order: _Order, down: bool, after: Row | None
    ) -> Iterator[Stream]:
        if self.gathered:
            return self._gathered(kinds, order, down, after)
        return self._by_kind(kinds, order, down, after)

    def _by_kind(
        self, kinds: Sequence[Kind], order: _Order, down: bool, after: Row | None
    ) -> Iterator[Stream]:
        for kind in kinds:
            told: tuple[str | int, ...] = (kind.status, kind.aftersale, kind.gone)
            index, first = order.lies_in, "shop = ?"
            if kind.goods:
                index, first = _BY_GOODS, f"goods = {kind.goods:d}"
            else:
                told = (kind.shop, *told)
            tests = [first, "status = ?", "aftersale = ?", "gone = ?", *order.tests, *self.narrowed]
            yield _ranged(index, order, tests, told, after, down)

    def _gathered(
        self, kinds: Sequence[Kind], order: _Order, down: bool, after: Row | None
    ) -> Iterator[Stream]:
        shops = {each.shop for each in kinds}
        found = [number for number, shop in self.gathered.items() if shop in shops]
        fits, told = _one_of(kinds)
        tests = [goods.of(found), fits, *order.tests]
        yield _ranged(_BY_GOODS, order, tests, told, after, down).up_to(self.limit)


def _ranged(
    index: str,
    order: _Order,
    tests: Sequence[str],
    told: Sequence[str | int],
    after: Row | None,
    down: bool,
) -> Stream:
    return streams.ranged(
        order.columns,
        f"platform_order INDEXED BY {index}",
        tests,
        after,
        descending=down,
        key=len(order.columns),
        values=told,
    )


_BY_KIND, _BY_GOODS = "platform_order_by_kind", "platform_order_by_goods"
_BY_INDEX = {
    By.PAID: ("paid", ("paid_fen", "refunded_fen")),
    By.NUMBER: ("number", ("order_no",)),
    By.QTY: ("pieces", ("pieces",)),
    By.WHAT: ("face", ("face",)),
}
"""What has an index of its own, and its columns."""


class _Found(NamedTuple):
    """What an order is sorted by."""

    id: str
    shop: str
    status: str
    aftersale: str
    ordered_ms: int | None
    paid_fen: int
    refunded_fen: int
    number: str
    pieces: int
    face: str
    gone: int

    @property
    def kind(self) -> Kind:
        return Kind(self.shop, self.status, self.aftersale, self.gone)

    def value(self, by: By) -> tuple[object, ...]:
        match by:
            case By.PAID:
                return self.paid_fen, self.refunded_fen
            case By.NUMBER:
                return (self.number,)
            case By.QTY:
                return (self.pieces,)
            case By.WHAT:
                return (self.face,)
            case By.SHOP:
                return (self.shop,)
            case By.STATE:
                return _rank(self.kind)
        return ()


def _sorted(
    db: Database, found: Sequence[str], wanted: ImportedFilter, sort: Sort, limit: int
) -> Chunk:
    """Those of the orders that fit, sorted as they are found: there are few."""
    told = db.execute(
        "SELECT platform_order.id, shop, status, aftersale, ordered_ms, paid_fen, refunded_fen, "
        "order_no, pieces, face, gone FROM json_each(?) CROSS JOIN platform_order "
        "ON platform_order.id = value",
        [json.dumps(found)],
    )
    rows = [row for row in map(_Found._make, told) if _fitting([row.kind], wanted)]
    of_its_own = sort.by in _BY_INDEX
    if of_its_own:
        rows.sort(key=lambda row: row.id, reverse=sort.descending)
    else:
        newest_first = sort.descending or sort.by is not By.AT
        rows.sort(key=lambda row: (row.ordered_ms or 0, row.id), reverse=newest_first)
        rows.sort(key=lambda row: row.ordered_ms is None)
    rows.sort(key=lambda row: row.value(sort.by), reverse=sort.descending)
    return Chunk([each.id for each in rows[:limit]], None)


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
