"""Orders noted live for a table: ids in chunks, sorted by any column, and rows a page at a time.

A list is read through `inventory.search.listing`, which is brought up before it. Everything goes
by key, which costs the same at any depth (no OFFSET), and ids stay right while orders are added.
Run inside `Store.read`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from sqlite_utils import Database

from inventory import standing
from inventory.search import streams
from inventory.search.streams import CHUNK, After, Chunk, Row, Run, Stream

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class By(StrEnum):
    """What orders are sorted by; within the same, the newest first."""

    AT = "at"
    NAME = "name"
    QTY = "qty"
    PAID = "paid"
    CHANNEL = "channel"
    SESSION = "session"
    """By when the broadcast was."""
    STATE = "state"
    """Whether something of it stands."""


@dataclass(frozen=True, slots=True)
class Sort:
    by: By = By.AT
    descending: bool = True


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What to list; empty fields do not narrow it."""

    session_id: str = ""
    sku: str = ""
    words: str = ""
    """Found in the product's name, its SKU or the channel; or an order's whole id."""


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
    standing: int
    """How many of it stand (`inventory.standing`); 0: it counts no more."""
    standing_fen: int
    """What those come to, less what was given back."""


@dataclass(frozen=True, slots=True)
class OrderTotals:
    """What the orders of a filter come to."""

    orders: int
    """All of them, whatever became of them."""
    standing: int
    """Those of which something stands (`inventory.standing`)."""
    paid_fen: int
    """What stands of them comes to."""


@dataclass(frozen=True, slots=True)
class _Ware:
    """A product by one channel."""

    ware: int
    sku: str
    name: str
    channel: str


@dataclass(frozen=True, slots=True)
class _Alike:
    """What the orders of one run have in common. None: all wares, all broadcasts, standing or not.

    ``ranks``: wares that are alike, the last ones first; a broadcast's orders are sorted by these.
    """

    wares: Sequence[int] | None
    session: int | None
    gone: int | None = None
    ranks: Sequence[Sequence[int]] = ()


def ids(
    db: Database,
    wanted: OrderFilter,
    sort: Sort | None = None,
    after: After | None = None,
    limit: int = CHUNK,
) -> Chunk:
    """The next ``limit`` orders of a filter, from ``after`` on; newest first where not sorted."""
    if (one := _one(db, wanted)) is not None:
        return Chunk([each.id for each in one], None)
    sort = sort or Sort()
    down = sort.descending if sort.by in (By.AT, By.QTY, By.PAID) else True  # else by time within
    runs = (
        Run(name, down, partial(_streams, db, alike, sort.by, down))
        for name, alike in _runs(db, wanted, sort)
    )
    return streams.read(db, runs, after, limit)


def totals(db: Database, wanted: OrderFilter) -> OrderTotals:
    """How many orders a filter finds, and their sum."""
    if (one := _one(db, wanted)) is not None:
        stand = sum(1 for each in one if each.standing)
        return OrderTotals(len(one), stand, sum(each.standing_fen for each in one))
    wares, session = _narrowed(db, wanted)
    wheres = []
    if session is not None:
        wheres.append(f"session = {session:d}")
    wheres.append(_of(wares))
    orders, paid, gone, gone_fen = db.execute(
        "SELECT coalesce(sum(orders), 0), coalesce(sum(paid_fen), 0), coalesce(sum(gone), 0), "
        f"coalesce(sum(gone_fen), 0) FROM listed_total WHERE {' AND '.join(wheres)}"
    ).fetchone()
    return OrderTotals(orders, orders - gone, paid - gone_fen)


def lines(db: Database, ids: Sequence[str]) -> dict[str, OrderLine]:
    """The rows of up to some hundred ids."""
    if not ids:  # SQLite reads everything to find that nothing is among none
        return {}
    marks = ", ".join("?" * len(ids))
    rows = db.execute(
        "SELECT live_sale.id, session_id, live_sale.sku, product.name, product.unit, qty, channel,"
        " paid_fen, noted_ms,"
        " EXISTS (SELECT 1 FROM live_sale_undo WHERE order_id = live_sale.id)"
        " FROM live_sale JOIN product ON product.sku = live_sale.sku"
        f" WHERE live_sale.id IN ({marks})",
        list(ids),
    )
    found = {row[0]: row for row in rows.fetchall()}
    stands = standing.of_notes(db, list(found))
    return {
        order_id: OrderLine(*(*row, stands[order_id].qty, stands[order_id].fen))
        for order_id, row in found.items()
    }


# -- what is asked for


def _wares(db: Database) -> list[_Ware]:
    rows = db.execute(
        "SELECT ware, listed_ware.sku, name, channel FROM listed_ware JOIN product USING (sku)"
    )
    return [_Ware(*row) for row in rows]


def _one(db: Database, wanted: OrderFilter) -> list[OrderLine] | None:
    """The order whose id was typed; None where that is no id."""
    typed = wanted.words.strip().lower()
    return list(lines(db, [typed]).values()) if _ID.fullmatch(typed) else None


def _narrowed(db: Database, wanted: OrderFilter) -> tuple[list[int] | None, int | None]:
    """The wares and the broadcast of a filter; None: all. One that is not listed is number 0."""
    session = None
    if wanted.session_id:
        (session,) = db.execute(
            "SELECT session FROM listed_session WHERE session_id = ?", [wanted.session_id]
        ).fetchone() or (0,)
    words = wanted.words.casefold().split()
    if not words and not wanted.sku:
        return None, session
    wares = [
        each.ware
        for each in _wares(db)
        if wanted.sku in ("", each.sku) and all(_is_about(each, word) for word in words)
    ]
    return wares, session


def _is_about(ware: _Ware, word: str) -> bool:
    return any(word in each.casefold() for each in (ware.name, ware.sku, ware.channel))


def _runs(db: Database, wanted: OrderFilter, sort: Sort) -> Iterator[tuple[str, _Alike]]:
    wares, session = _narrowed(db, wanted)
    if wares == []:
        return
    if sort.by in (By.NAME, By.CHANNEL):
        yield from _by_word(_wares(db), wares, session, sort)
    elif sort.by is By.SESSION and session is None:
        numbers = db.execute(
            "SELECT session FROM listed_session WHERE session IN (SELECT session FROM listed_total "
            f"WHERE {_of(wares)}) ORDER BY session_id"
        )
        found = [number for (number,) in numbers.fetchall()]
        for number in reversed(found) if sort.descending else found:
            yield str(number), _Alike(wares, number)
    elif sort.by is By.STATE:
        for gone in (1, 0) if sort.descending else (0, 1):
            yield str(gone), _Alike(wares, session, gone)
    else:
        yield "", _Alike(wares, session)


def _by_word(
    known: Sequence[_Ware], wares: Sequence[int] | None, session: int | None, sort: Sort
) -> Iterator[tuple[str, _Alike]]:
    alike: dict[str, list[int]] = {}
    for each in known:
        if wares is None or each.ware in wares:
            word = each.name if sort.by is By.NAME else each.channel
            alike.setdefault(word, []).append(each.ware)
    words = sorted(alike, reverse=sort.descending)
    if session is None:
        yield from ((word, _Alike(alike[word], None)) for word in words)
    else:
        yield "", _Alike(wares, session, ranks=[alike[word] for word in reversed(words)])


# -- how it is read

_KEYS = {By.QTY: "qty", By.PAID: "paid_fen"}
_INDEX = {
    None: "NOT INDEXED",
    "qty": "INDEXED BY listed_sale_by_qty",
    "paid_fen": "INDEXED BY listed_sale_by_paid",
}
_INDEX_OF_WARE = {
    None: "INDEXED BY listed_sale_by_ware",
    "qty": "INDEXED BY listed_sale_by_ware_and_qty",
    "paid_fen": "INDEXED BY listed_sale_by_ware_and_paid",
}


def _streams(
    db: Database, alike: _Alike, by: By, down: bool, after: Row | None
) -> Iterator[Stream]:
    """The ranges a run is read from. Each has an index that is sorted already, but for the
    broadcast's: its orders are few enough to be sorted."""
    key = _KEYS.get(by)
    tests = [] if alike.gone is None else [f"gone = {alike.gone:d}"]
    if alike.gone == 1:
        index = "INDEXED BY listed_sale_undone"
    elif alike.session is not None:
        index = "INDEXED BY listed_sale_by_session"
    elif alike.wares is not None and not _is_most(db, alike.wares):
        for ware in alike.wares:
            tests_of_ware = [f"ware = {ware:d}", *tests]
            yield _stream(_INDEX_OF_WARE[key], key, tests_of_ware, after, down)
        return
    else:
        index = _INDEX[key]
    if alike.session is not None:
        tests.append(f"session = {alike.session:d}")
    if alike.wares is not None:
        tests.append(_of(alike.wares))
    if alike.ranks:
        key = f"CASE {' '.join(f'WHEN {_of(w)} THEN {n}' for n, w in enumerate(alike.ranks))} END"
    yield _stream(index, key, tests, after, down)


def _stream(
    index: str, key: str | None, tests: Sequence[str], after: Row | None, down: bool
) -> Stream:
    keys = [key, "n"] if key else ["n"]
    return streams.ranged(
        [*keys, "id"], f"listed_sale {index}", tests, after, descending=down, key=len(keys)
    )


def _is_most(db: Database, wares: Sequence[int]) -> bool:
    """Whether one walk meets them often enough: half of all orders are of these."""
    share, everything = db.execute(
        f"SELECT sum(CASE WHEN {_of(wares)} THEN orders END), sum(orders) FROM listed_total"
    ).fetchone()
    return 2 * (share or 0) > (everything or 0)


def _of(wares: Sequence[int] | None) -> str:
    """The condition that an order is of one of them."""
    return "TRUE" if wares is None else f"ware IN ({', '.join(f'{each:d}' for each in wares)})"
