"""Orders told again: after an answer, or once an import is taken back.

Every function runs on a database inside `Store.write`; `waiting` and `from_rows` also inside
`Store.read`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from inventory.orders import book, disputes, stock
from inventory.orders.book import Batch, Known, Outcome, Settling
from inventory.orders.disputes import Dispute, Verdicts, Version
from inventory.orders.line_state import LineState, from_json
from inventory.orders.matching import Notes
from inventory.orders.merging import OrderState, fold, merged
from inventory.orders.rows import Reader, reread
from inventory.orders.status import Status
from inventory.orders.templates import Template
from inventory.orders.waiting import Answers
from inventory.piles import Piles
from inventory.schema import Place


@dataclass(frozen=True, slots=True)
class Waiting:
    """Which lines that wait: of a shop all, those of some codes, or those of some ids."""

    shop: str
    codes: tuple[str, ...] | None = None
    line_ids: tuple[str, ...] | None = None


def waiting(db: Database, wanted: Waiting) -> list[str]:
    """Ids of the orders with such a line."""
    rows = db.execute(
        "SELECT DISTINCT order_id FROM order_line JOIN platform_order "
        "ON platform_order.id = order_id WHERE waits <> '' AND shop = ?1 "
        "AND (?2 IS NULL OR code IN (SELECT value FROM json_each(?2))) "
        "AND (?3 IS NULL OR order_line.id IN (SELECT value FROM json_each(?3))) ORDER BY 1",
        [
            wanted.shop,
            *(
                None if each is None else json.dumps(each)
                for each in (wanted.codes, wanted.line_ids)
            ),
        ],
    )
    return [order_id for (order_id,) in rows]


def _again(db: Database, kept: dict[str, Answers], platform: str, shop: str) -> Answers:
    """What a person has said, for order after order of one transaction: notes are read anew."""
    key = f"{platform}/{shop}"
    if key in kept:
        kept[key].notes = Notes.read(db, platform)
    else:
        kept[key] = book.answers(db, platform, shop)
    return kept[key]


def try_again(db: Database, order_ids: Sequence[str], at_ms: int) -> None:
    """Let lines that wait go on, where they can by now."""
    kept: dict[str, Answers] = {}
    piles = Piles(db)
    for order_id in order_ids:
        platform, shop, there = _there(db, order_id)
        lines = tuple(there.lines.values())
        now = OrderState(lines[0].order_no, lines)
        ids = {(now.order_no, line_no): line_id for line_no, line_id in there.line_ids.items()}
        on = Settling(db, _again(db, kept, platform, shop), piles, at_ms)
        for _ in book.go_on(on, now, ids, there):
            pass  # what still waits is written down with the line
    piles.write()


def unpaid(db: Database, shop: str) -> list[str]:
    """Ids of the shop's orders of which a line is not paid yet."""
    rows = db.execute(
        # An order is as far as its least advanced line: so much of the index, not all of a shop.
        "SELECT DISTINCT order_id FROM platform_order JOIN order_line "
        "ON order_id = platform_order.id WHERE shop = ?1 AND platform_order.status IN (?2, ?3) "
        "AND order_line.status = ?2 ORDER BY 1",
        [shop, Status.unpaid.name, Status.unknown.name],
    )
    return [order_id for (order_id,) in rows]


def settle_again(db: Database, order_ids: Sequence[str], at_ms: int) -> int:
    """Let goods of orders go where they belong now that their shop has another rule.

    What is no longer held for an order goes back to the note it was taken over from. Returns of
    how many notes too little may be sold for that (`stock.give_back`).
    """
    kept: dict[str, Answers] = {}
    let_go = 0
    for order_id in order_ids:
        platform, shop, there = _there(db, order_id)
        said = _again(db, kept, platform, shop)
        lines = tuple(line for line in there.lines.values() if line.status is Status.unpaid)
        for line in lines:
            if stock.place_of(line, said.at_order) is Place.SHELF:
                line_id = there.line_ids[line.line_no]
                let_go += stock.give_back(db, line_id, at_ms, "order_unpaid")
        now = OrderState(lines[0].order_no, lines)
        ids = {(now.order_no, line_no): line_id for line_no, line_id in there.line_ids.items()}
        on = Settling(db, _again(db, kept, platform, shop), Piles(db), at_ms)
        for _ in book.go_on(on, now, ids, replace(there, lines={})):
            pass  # what waits is written down with the line
        on.piles.write()
    return let_go


def _there(db: Database, order_id: str) -> tuple[str, str, Known]:
    platform, shop, order_no = db.execute(
        "SELECT platform, shop, order_no FROM platform_order WHERE id = ?", [order_id]
    ).fetchone()
    return platform, shop, book.known(db, platform, [order_no])[order_no]


def tell_again(db: Database, order_ids: Sequence[str], import_id: str, at_ms: int) -> None:
    """Make orders what the imports that still count say of them; nothing left: they go."""
    kept: dict[str, Answers] = {}
    for order_id in order_ids:
        platform, shop, there = _there(db, order_id)
        order_no = next(iter(there.lines.values())).order_no
        met: list[Dispute] = []
        now = from_rows(db, there, disputes.said(db, platform, order_no), met)
        disputes.keep_only(db, platform, order_no, met)
        left = {line.line_no for line in now.lines} if now else set()
        for line_no, line_id in there.line_ids.items():
            if line_no not in left:
                _remove_line(db, line_id, at_ms)
        if now is None:
            db.execute("DELETE FROM platform_order WHERE id = ?", [order_id])
            continue
        ids = {(order_no, line_no): line_id for line_no, line_id in there.line_ids.items()}
        fresh = book.Fresh()
        book.change(db, import_id, now, there, ids, fresh, at_ms)
        fresh.put(db)
        on = Settling(db, _again(db, kept, platform, shop), Piles(db), at_ms)
        for _ in book.go_on(on, now, ids, there):
            pass  # what waits is written down with the line
        on.piles.write()


def write(db: Database, batch: Batch, said: Answers, at_ms: int) -> Outcome:
    """Record a batch as `book.write` does; an order whose rows were taken for something else
    before becomes what they say now, also where it was thought to be further."""
    outcome = book.write(db, batch, said, at_ms)
    tell_again(db, outcome.read_otherwise, batch.import_id, at_ms)
    return outcome


def all_of(db: Database, platform: str) -> list[str]:
    """Ids of all the platform's orders."""
    rows = db.execute("SELECT id FROM platform_order WHERE platform = ? ORDER BY id", [platform])
    return [order_id for (order_id,) in rows]


def waiting_anywhere(db: Database, platform: str) -> list[str]:
    """Ids of the platform's orders of which a line waits, whatever the shop."""
    rows = db.execute(
        "SELECT DISTINCT order_id FROM order_line JOIN platform_order "
        "ON platform_order.id = order_id WHERE waits <> '' AND platform = ? ORDER BY 1",
        [platform],
    )
    return [order_id for (order_id,) in rows]


def read_again(
    db: Database, order_ids: Sequence[str], known: Sequence[Template], at_ms: int
) -> list[str]:
    """Orders as their kept rows say, now that more words are understood, or otherwise; returns
    those that are, or ask for, something else than before."""
    readers: dict[tuple[str, str], Reader | None] = {}
    changed: list[str] = []
    for order_id in order_ids:
        rows = db.execute(
            "SELECT DISTINCT platform, open, digest, plain, raw_content.state, max(import_id) "
            "FROM order_line JOIN platform_order ON platform_order.id = order_id "
            "JOIN raw_row ON line_id = order_line.id JOIN raw_content USING (digest) "
            "JOIN heading_set ON heading_set.id = headings WHERE order_id = ? GROUP BY digest",
            [order_id],
        ).fetchall()
        for platform, headings, digest, plain, text, _ in rows:
            if (platform, headings) not in readers:
                readers[platform, headings] = _reader(known, platform, json.loads(headings))
            reader = readers[platform, headings]
            now = reader.again(plain, digest) if reader else None
            if now is not None:
                state = reread(from_json(text), now).as_json()
                db.execute("UPDATE raw_content SET state = ? WHERE digest = ?", [state, digest])
        before = _how_far(db, order_id)
        tell_again(db, [order_id], max(row[-1] for row in rows), at_ms)
        if _how_far(db, order_id) != before:
            changed.append(order_id)
    return changed


def open_dispute(db: Database, order_id: str, line_no: str) -> Dispute | None:
    """What rows of an order tell of a line (empty: of its total) that nobody has decided yet; of
    several the one of the latest file."""
    platform, _, there = _there(db, order_id)
    said = disputes.said(db, platform, next(iter(there.lines.values())).order_no)
    met: list[Dispute] = []
    from_rows(db, there, said, met)
    found = [each for each in met if each.line_no == line_no and each not in said]
    return found[-1] if found else None


def decide(db: Database, order_id: str, about: Dispute, taken: Version, at_ms: int) -> int:
    """Keep which rows of an order count, and make it so; returns 1 where it need not wait any more.

    Raises choice_unknown.
    """
    platform, _, _ = _there(db, order_id)
    disputes.keep(db, platform, about, taken, at_ms)
    (latest,) = db.execute(
        "SELECT max(import_id) FROM raw_row JOIN order_line ON order_line.id = line_id "
        "WHERE order_id = ?",
        [order_id],
    ).fetchone()
    tell_again(db, [order_id], latest, at_ms)
    waits = db.execute("SELECT 1 FROM order_line WHERE waits <> '' AND order_id = ?", [order_id])
    return int(waits.fetchone() is None)


def _how_far(db: Database, order_id: str) -> list[tuple[str, ...]]:
    """Each line's status and after-sales status, and what it waits for."""
    rows = db.execute(
        "SELECT status, aftersale, waits FROM order_line WHERE order_id = ? ORDER BY id", [order_id]
    )
    return list(rows)


def _reader(known: Sequence[Template], platform: str, headings: Sequence[str]) -> Reader | None:
    """For rows under those headings, by the template that knows most of them."""
    found = [
        columns
        for each in known
        if each.platform == platform and (columns := each.columns(headings)) is not None
    ]
    best = max(found, key=lambda each: each.recognised, default=None)
    return Reader(best) if best else None


def from_rows(
    db: Database, there: Known, said: Verdicts, met: list[Dispute] | None = None
) -> OrderState | None:
    """The order again, from the rows of every import that was not taken back; ``said`` and ``met``
    as `fold` has them."""
    rows = db.execute(
        "SELECT import_id, raw_content.state FROM raw_row JOIN raw_content USING (digest) "
        "JOIN import_file ON import_file.id = import_id AND import_file.state NOT LIKE 'und%' "
        "JOIN order_line ON order_line.id = line_id WHERE order_id = ? ORDER BY import_id",
        [there.id],
    )
    return told(((import_id, from_json(state)) for import_id, state in rows), said, met)


def told(
    rows: Iterable[tuple[str, LineState]], said: Verdicts, met: list[Dispute] | None = None
) -> OrderState | None:
    """One order from its rows, each with the import it came by; None where there are none."""
    files: dict[str, list[LineState]] = {}
    for import_id, state in rows:
        files.setdefault(import_id, []).append(state)
    found: OrderState | None = None
    for states in files.values():
        (one,) = fold(states, said, met).values()
        found = merged(one, {each.line_no: each for each in found.lines} if found else {})
    return found


def _remove_line(db: Database, line_id: str, at_ms: int) -> None:
    stock.give_back(db, line_id, at_ms)
    db.execute("DELETE FROM line_goods WHERE line_id = ?", [line_id])
    db.execute("DELETE FROM order_line WHERE id = ?", [line_id])
