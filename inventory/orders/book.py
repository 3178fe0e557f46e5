"""The database's side of an import: what is there, and what is added.

Every function runs on a database inside `Store.write` or `Store.read`. A batch of orders with its
rows, events and moves stands or falls together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlite_utils import Database

from inventory.orders import mapping, matching, phones, shop_rules, stock
from inventory.orders.line_state import Doubt, LineState, from_json
from inventory.orders.matching import Notes
from inventory.orders.merging import OrderState, merged
from inventory.orders.rows import Headings, Line, NotALine, Raw
from inventory.orders.status import AFTERSALE_NAMES, STATUS_NAMES
from inventory.orders.understanding import Understood
from inventory.orders.waiting import SHORT, Answers
from inventory.piles import Piles
from inventory.schema import Place
from studio.runtime.ids import new_ids
from studio.store.sealed import Sealer

BATCH = 400
"""Orders written in one transaction: an order noted meanwhile waits a tenth of a second at most."""
CALM_BATCH = 10_000
"""The same while no broadcast runs; who sells at the counter meanwhile waits about two seconds.
Each transaction touches a page for almost every order in each index that is not by time: of 50,000
orders a third as much is written to the disk as by `BATCH`."""

_HERE = 0
"""Nothing of a new order has left (``gone``)."""
Value = str | int | None
Ids = dict[tuple[str, str], str]
"""Of lines, by order and line number."""


@dataclass(frozen=True, slots=True)
class Known:
    """An order as the database has it."""

    id: str
    lines: dict[str, LineState]
    """By line number."""
    line_ids: dict[str, str]
    waits: dict[str, str]
    """By line number; empty where a line goes on by itself."""


class Written(NamedTuple):
    """A row ready to be kept: its state as JSON, its buyer's data sealed (None: none, or no key).

    Made by `ready`, before the writer's turn.
    """

    row: int
    raw: Raw
    state: LineState | None
    """None of a row that makes no order."""
    text: str
    personal: bytes | None
    reason: str = ""
    phone_tail: bytes | None = None


class Once:
    """Line states as JSON, each made once: an order's line and its row mostly are the same."""

    def __init__(self, rows: Sequence[Written] = ()) -> None:
        self._kept = {id(row.state): (row.state, row.text) for row in rows}

    def __call__(self, line: LineState) -> str:
        found = self._kept.get(id(line))
        if found is None:  # kept with its line, so that nothing else gets its id
            found = self._kept[id(line)] = line, line.as_json()
        return found[1]


class Shown(NamedTuple):
    """An order as the list shows it, and is sorted by it."""

    columns: tuple[Value, ...]
    goods: str


def shown(orders: Sequence[OrderState]) -> dict[str, Shown]:
    """Each of the orders, by their numbers."""
    return {order.order_no: _shown(order) for order in orders}


def _shown(order: OrderState) -> Shown:
    columns = (
        *(STATUS_NAMES[order.status], AFTERSALE_NAMES[order.aftersale]),
        *(order.paid_fen, order.refunded_fen, order.ordered_ms, order.pieces, order.face),
    )
    return Shown(columns, order.goods)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some orders of a file with the rows they came from."""

    import_id: str
    platform: str
    shop: str
    orders: Sequence[OrderState]
    rows: Sequence[Written]
    told: Mapping[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)
    """What a person says is in lines that join several products, by order and line number."""
    buyers_since: int = 0
    """Buyers' data first kept before (UTC ms) has been deleted, and stays so."""
    goods: dict[str, int] = field(default_factory=dict)
    """What stands for all an order of the shop holds, by `OrderState.goods`, as far as it was met;
    one for all batches of an import: nothing ever takes it away."""
    once: Once = field(default_factory=Once)
    """Knows the JSON of the rows."""
    shown: Mapping[str, Shown] = field(default_factory=dict)
    """The orders, as far as they were made ready, by their numbers."""


@dataclass(frozen=True, slots=True)
class Settling:
    """What lines are settled with, for as long as one transaction lasts."""

    db: Database
    said: Answers
    piles: Piles
    """Written by whoever made it, once all lines are settled."""
    at_ms: int


@dataclass
class Outcome:
    """What became of some orders."""

    new: int = 0
    changed: int = 0
    duplicate: int = 0
    waiting: list[tuple[LineState, Doubt]] = field(default_factory=list)
    read_otherwise: list[str] = field(default_factory=list)
    """Ids of orders of which a row kept before says something else now."""

    def add(self, other: Outcome) -> None:
        self.new += other.new
        self.changed += other.changed
        self.duplicate += other.duplicate
        self.waiting += other.waiting

    def count(self, known: Known | None, now: OrderState) -> None:
        """Whether an order is new here, shows something new, or has nothing to add."""
        if known is None:
            self.new += 1
        elif all(
            (before := known.lines.get(line.line_no)) and before.shows_as(line)
            for line in now.lines
        ):
            self.duplicate += 1
        else:
            self.changed += 1


def answers(db: Database, platform: str, shop: str) -> Answers:
    """What a person has said about that shop's codes and that platform's headings."""
    return Answers(
        shop,
        mapping.of_shop(db, shop),
        mapping.known_headings(db, platform),
        mapping.products(db),
        Notes.read(db, platform),
        shop_rules.at_order(db, shop),
    )


def begin(db: Database, found: Understood, import_id: str, shop: str, at_ms: int) -> None:
    """Open an import. One that was broken off by a crash is closed as stopped."""
    db.execute(
        "UPDATE import_file SET state = 'stopped', ended_ms = ? WHERE state = 'writing'", [at_ms]
    )
    db.execute(
        "INSERT INTO import_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'writing', NULL)",
        [
            *(import_id, found.file, found.sha256, found.platform, shop),
            *(found.template_version, found.rows, at_ms),
        ],
    )


def end(db: Database, import_id: str, state: str, at_ms: int) -> None:
    db.execute(
        "UPDATE import_file SET state = ?, ended_ms = ? WHERE id = ?", [state, at_ms, import_id]
    )


def known(db: Database, platform: str, order_nos: Sequence[str]) -> dict[str, Known]:
    """Those of the orders that are there, by their numbers."""
    marks = ", ".join("?" * len(order_nos))
    rows = db.execute(
        "SELECT platform_order.id, order_no, order_line.id, line_no, state, waits "
        "FROM platform_order JOIN order_line ON order_id = platform_order.id "
        f"WHERE platform = ? AND order_no IN ({marks})",
        [platform, *order_nos],
    )
    found: dict[str, Known] = {}
    for order_id, order_no, line_id, line_no, state, waits in rows:
        one = found.setdefault(order_no, Known(order_id, {}, {}, {}))
        one.lines[line_no] = from_json(state)
        one.line_ids[line_no] = line_id
        one.waits[line_no] = waits
    return found


@dataclass
class Fresh:
    """New rows, gathered and written together: one by one they would be half of an import."""

    once: Once = field(default_factory=Once)
    orders: list[tuple[Value, ...]] = field(default_factory=list)
    lines: list[tuple[Value, ...]] = field(default_factory=list)
    events: list[tuple[Value, ...]] = field(default_factory=list)

    def put(self, db: Database) -> None:
        for table, rows in (
            ("platform_order", self.orders),
            ("order_line", self.lines),
            ("status_event", self.events),
        ):
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                db.conn.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
                rows.clear()


def write(db: Database, batch: Batch, said: Answers, at_ms: int) -> Outcome:
    """Record a batch: orders, their lines and events, the rows as they were, stock's moves."""
    before = known(db, batch.platform, [order.order_no for order in batch.orders])
    said.notes = Notes.read(db, batch.platform)  # noted or expired since the batch before
    outcome, fresh = Outcome(), Fresh(batch.once)
    on = Settling(db, said, Piles(db), at_ms)
    ids: Ids = {}
    unused = iter(new_ids(at_ms, sum(1 + len(order.lines) for order in batch.orders)))
    for order in batch.orders:
        there = before.get(order.order_no)
        now = merged(order, there.lines) if there else order
        outcome.count(there, now)
        for line in now.lines:
            line_id = there.line_ids.get(line.line_no) if there else None
            ids[order.order_no, line.line_no] = line_id or next(unused)
        if there is None:
            outcome.waiting += _add(on, batch, now, next(unused), ids, fresh)
        else:
            change(db, batch.import_id, now, there, ids, fresh, at_ms)
            fresh.put(db)
            _keep_told(db, batch, now, ids)
            outcome.waiting += go_on(on, now, ids, there)
    fresh.put(db)
    on.piles.write()
    for order in batch.orders if batch.told else ():
        _keep_told(db, batch, order, ids)
    otherwise = keep_rows(db, batch, ids, at_ms)
    numbers = [
        row.state.order_no for row in batch.rows if row.state and row.raw.digest in otherwise
    ]
    outcome.read_otherwise = [before[each].id for each in dict.fromkeys(numbers) if each in before]
    return outcome


def _add(
    on: Settling, batch: Batch, now: OrderState, order_id: str, ids: Ids, fresh: Fresh
) -> Iterator[tuple[LineState, Doubt]]:
    """An order nobody knew; yields the lines of it that wait, and why."""
    told = batch.shown.get(now.order_no) or _shown(now)
    named = order_id, batch.platform, batch.shop, now.order_no
    fresh.orders.append((*named, *told.columns, _goods(on.db, batch, told.goods), _HERE))
    for line in now.lines:
        line_id = ids[now.order_no, line.line_no]
        parts = batch.told.get((now.order_no, line.line_no))
        doubt = _settled(on, line, line_id, parts, {}, waited=False)
        if doubt is not None:
            yield line, doubt
        waits = doubt.kind if doubt else ""
        fresh.lines.append((line_id, order_id, line.line_no, *_columns(line, fresh.once), waits))


def _goods(db: Database, batch: Batch, told: str) -> int:
    """What stands for all an order holds; told when it is first met."""
    found = batch.goods.get(told)
    if found is None:
        named = [batch.shop, told]
        db.execute("INSERT OR IGNORE INTO order_goods (shop, words) VALUES (?, ?)", named)
        row = db.execute("SELECT id FROM order_goods WHERE shop = ? AND words = ?", named)
        found = batch.goods[told] = row.fetchone()[0]
    return found


def change(
    db: Database, import_id: str, now: OrderState, there: Known, ids: Ids, fresh: Fresh, at_ms: int
) -> None:
    """An order that was there, as it is now; an event for every step a line has taken."""
    if {line.line_no: line for line in now.lines} != there.lines:
        _update_order(db, there.id, now)
    for line in now.lines:
        before = there.lines.get(line.line_no)
        line_id = ids[now.order_no, line.line_no]
        if before is None:
            fresh.lines.append((line_id, there.id, line.line_no, *_columns(line, fresh.once), ""))
        elif before != line:
            db.execute(
                "UPDATE order_line SET code = ?, qty = ?, status = ?, aftersale = ?, state = ? "
                "WHERE id = ?",
                [*_columns(line, fresh.once), line_id],
            )
        if before and (before.status, before.aftersale) != (line.status, line.aftersale):
            fresh.events.append(_step(line_id, import_id, line, at_ms))


def _columns(line: LineState, once: Once) -> tuple[Value, ...]:
    status, aftersale = STATUS_NAMES[line.status], AFTERSALE_NAMES[line.aftersale]
    return line.code, line.qty, status, aftersale, once(line)


def _step(line_id: str, import_id: str, line: LineState, at_ms: int) -> tuple[Value, ...]:
    """A line's status or after-sales status is another now, and by which import."""
    return None, line_id, import_id, line.status.name, line.aftersale.name, at_ms


def _update_order(db: Database, order_id: str, now: OrderState) -> None:
    told = now.goods
    db.execute(
        "INSERT OR IGNORE INTO order_goods (shop, words) "
        "SELECT shop, ? FROM platform_order WHERE id = ?",
        [told, order_id],
    )
    db.execute(
        "UPDATE platform_order SET status = ?, aftersale = ?, paid_fen = ?, refunded_fen = ?, "
        "ordered_ms = ?, pieces = ?, face = ?, goods = (SELECT order_goods.id FROM order_goods "
        "WHERE order_goods.shop = platform_order.shop AND words = ?) WHERE id = ?",
        [
            *(now.status.name, now.aftersale.name, now.paid_fen, now.refunded_fen),
            *(now.ordered_ms, now.pieces, now.face, told, order_id),
        ],
    )


def _keep_told(db: Database, batch: Batch, now: OrderState, ids: Ids) -> None:
    for line in now.lines:
        for sku, qty in batch.told.get((now.order_no, line.line_no), {}).items():
            db.execute(
                "INSERT OR REPLACE INTO line_goods VALUES (?, ?, ?)",
                [ids[now.order_no, line.line_no], sku, qty],
            )


def go_on(
    on: Settling, now: OrderState, ids: Ids, there: Known
) -> Iterator[tuple[LineState, Doubt]]:
    """Settle the stock of each line that can go on; yields those that wait, and why."""
    line_ids = [ids[now.order_no, line.line_no] for line in now.lines]
    joined = any(line.parts for line in now.lines)
    goods = mapping.goods_of(on.db, there.id) if joined else {}
    for line, line_id in zip(now.lines, line_ids, strict=True):
        waited = there.waits.get(line.line_no, "")
        if not waited and there.lines.get(line.line_no) == line:
            continue
        has = stock.held(on.db, line_id)
        doubt = _settled(on, line, line_id, goods.get(line_id), has, waited=bool(waited))
        if doubt is not None:
            yield line, doubt
        waits = doubt.kind if doubt else ""
        if waits != waited:
            on.db.execute("UPDATE order_line SET waits = ? WHERE id = ?", [waits, line_id])


def _settled(
    on: Settling,
    line: LineState,
    line_id: str,
    told: Mapping[str, int] | None,
    has: Mapping[str, stock.Holding],
    waited: bool,
) -> Doubt | None:
    """Move the line's goods to where they belong; else the doubt that keeps it from that."""
    db, notes, piles = on.db, on.said.notes, on.piles
    doubt = on.said.why(line, told)
    if doubt is not None:
        return doubt
    goods = on.said.goods(line, told) or {}
    place, moment = stock.place_of(line, on.said.at_order), _moment(line, on.at_ms)
    if all(each == stock.Holding() for each in has.values()):
        noted = notes.are_about(goods)
        if noted:
            piles.write()
        if place is Place.SHELF:
            # What held goods once and gave them back had its note then.
            if noted and not has and matching.has_just_closed(db, line, line_id, waited):
                matching.let_go(db, line, goods, notes, on.at_ms)
            return None
        if noted and matching.take_over(db, line, line_id, goods, notes, on.at_ms):
            has, moment = stock.held(db, line_id), on.at_ms
    done = None if has else stock.settle_from_piles(piles, line_id, goods, place, moment)
    if done is None:
        piles.write()
        done = stock.settle(db, line_id, has, goods, place, moment)
    return None if done else Doubt(SHORT, "、".join(goods))


def _moment(line: LineState, at_ms: int) -> int:
    """When the goods moved, as far as the platform tells; never in the future."""
    told = line.shipped_ms if line.shipped else line.paid_ms
    return min(at_ms, told or line.ordered_ms or at_ms)


def ready(
    rows: Sequence[Line | NotALine], sealer: Sealer | None, buyers_since: int = 0
) -> list[Written]:
    """Rows as they will be kept. ``sealer`` None: buyers' data is not.

    Nor is that of an order of which nothing is told since ``buyers_since`` (UTC ms): a new export
    of old orders would bring back what was deleted.
    """
    kept = rows if sealer else ()
    told = [each.raw for each in kept if each.raw.personal and not _is_over(each, buyers_since)]
    sealed: dict[bytes, bytes] = {}
    if sealer is not None:
        places = [(raw.personal, where_sealed(raw.digest)) for raw in told]
        found = zip(told, sealer.seal_all(places), strict=True)
        sealed = {raw.digest: personal for raw, personal in found}
    return [_written(row, sealed.get(row.raw.digest), sealer) for row in rows]


class Made:
    """A file's rows made ready to be kept, some orders at a time: while those before go to the
    disk, for which nobody needs the interpreter."""

    def __init__(self, lines: Iterable[Line], sealer: Sealer | None, buyers_since: int) -> None:
        self.sealer, self.buyers_since = sealer, buyers_since
        self._by_order: dict[str, list[Line]] = {}
        for line in lines:
            self._by_order.setdefault(line.state.order_no, []).append(line)

    def of(self, orders: Sequence[OrderState]) -> list[Written]:
        """The rows of those orders."""
        lines = [line for order in orders for line in self._by_order.pop(order.order_no)]
        return ready(lines, self.sealer, self.buyers_since)


def _written(row: Line | NotALine, personal: bytes | None, sealer: Sealer | None) -> Written:
    if isinstance(row, NotALine):
        return Written(row.row, row.raw, None, "", personal, row.reason)
    tail = phones.mark(row.raw, sealer) if personal and sealer else None
    return Written(row.row, row.raw, row.state, row.state.as_json(), personal, "", tail)


def _is_over(row: Line | NotALine, buyers_since: int) -> bool:
    return isinstance(row, Line) and 0 < _latest(row.state) < buyers_since


def _latest(line: LineState) -> int:
    """The last instant a line tells; 0 where it tells none."""
    times = (line.ordered_ms, line.paid_ms, line.shipped_ms, line.done_ms)
    return max(filter(None, times), default=0)


def keep_rows(db: Database, batch: Batch, ids: Ids, at_ms: int) -> set[bytes]:
    """The rows as they were; what they hold is kept once, however many files repeat it.

    Returns the digests of those that were there and say something else now.
    """
    otherwise: set[bytes] = set()
    for place in range(0, len(batch.rows), BATCH):
        part = batch.rows[place : place + BATCH]
        otherwise |= _keep_contents(db, part, batch.buyers_since, at_ms)
    db.conn.executemany(
        "INSERT INTO raw_row VALUES (?, ?, ?, ?, ?)",
        [
            (
                *(batch.import_id, row.row, row.raw.digest),
                *(ids[row.state.order_no, row.state.line_no] if row.state else None, row.reason),
            )
            for row in batch.rows
        ],
    )
    return otherwise


def _keep_contents(
    db: Database, rows: Sequence[Written], buyers_since: int, at_ms: int
) -> set[bytes]:
    """Contents not kept yet; what came without a key before gets its buyer's data now.

    The days it is kept are counted from when its row was first there. Returns what `keep_rows`
    does.
    """
    by_digest = {row.raw.digest: row for row in rows}
    marks = ", ".join("?" * len(by_digest))
    there = db.execute(
        "SELECT digest, personal IS NULL AND kept_ms >= ?, state FROM raw_content "
        f"WHERE digest IN ({marks})",
        [buyers_since, *by_digest],
    ).fetchall()
    may_follow = {digest: may for digest, may, _ in there}
    otherwise = _read_otherwise(db, rows, {digest: state for digest, _, state in there if state})
    sets = {each: _set_of(db, each) for each in {row.raw.headings for row in rows}}
    db.conn.executemany(
        "INSERT INTO raw_content (digest, headings, plain, personal, state, kept_ms, phone_tail) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO UPDATE "
        "SET personal = excluded.personal, phone_tail = excluded.phone_tail",
        [
            (
                *(digest, sets[row.raw.headings], row.raw.plain, row.personal, row.text, at_ms),
                row.phone_tail,
            )
            for digest, row in by_digest.items()
            if may_follow.get(digest, True) and (row.personal or digest not in may_follow)
        ],
    )
    return otherwise


def _read_otherwise(
    db: Database, rows: Sequence[Written], before: Mapping[bytes, str]
) -> set[bytes]:
    """A row kept before says what it says now: a template or a person has learned its words."""
    changed = {
        row.raw.digest: row.text
        for row in rows
        if row.text and before.get(row.raw.digest, row.text) != row.text
    }
    db.conn.executemany(
        "UPDATE raw_content SET state = ? WHERE digest = ?",
        [(text, digest) for digest, text in changed.items()],
    )
    return set(changed)


def _set_of(db: Database, headings: Headings) -> int:
    names = [json.dumps(each, ensure_ascii=False) for each in (headings.open, headings.hidden)]
    db.execute("INSERT OR IGNORE INTO heading_set (open, hidden) VALUES (?, ?)", names)
    row = db.execute("SELECT id FROM heading_set WHERE open = ? AND hidden = ?", names)
    return int(row.fetchone()[0])


def where_sealed(digest: bytes) -> str:
    """The place a row's buyers' data is bound to."""
    return f"raw_content/{digest.hex()}/personal"
