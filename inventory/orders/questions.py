"""What people are asked about imported orders, one question for everything one answer settles.

Functions run on a database inside `Store.read`; `keep_goods` inside `Store.write`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from inventory import lookup
from inventory.orders import book, retelling
from inventory.orders.cells import MAX_QTY
from inventory.orders.disputes import DISPUTED, TWICE, Dispute
from inventory.orders.line_state import CODE_JOINT, Doubt, LineState, from_json
from inventory.orders.waiting import HEADING, JOINED, SHORT, UNMAPPED, Answers
from studio.runtime.errors import UserFacingError

Said = Callable[[str, str], Answers]
"""What was said about a platform's shop."""

MOST = 60
"""Questions told at once; the next come up as these are answered."""
LINES = 2000
"""Waiting lines looked at for questions that are not about a code."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something of a shop's that a person names the product of."""

    title: str
    sku: str
    """The product it most likely is; empty where nothing is likely."""
    qty: int
    """How many of that product are in one line, or in one piece of the shop's."""
    likely: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, and how much waits for its answer."""

    kind: str
    about: str
    platform: str
    shop: str
    code: str
    """The shop's code, of a product not known yet; of several the first."""
    lines: int
    """How many lines of orders wait for it."""
    order_no: str
    """One of those orders."""
    pieces: tuple[Piece, ...] = ()
    line_ids: tuple[str, ...] = ()
    """The lines an answer is about, where it is about these only."""
    more_codes: tuple[str, ...] = ()
    """Others of the shop's with the same name and spec (`_same_to_a_person`)."""
    order_id: str = ""
    """The order, of a question that is about this one only."""
    line_no: str = ""
    """Its line, where rows contradict each other about one."""
    dispute: Dispute | None = None
    """What they say, and so what may be answered."""

    @property
    def key(self) -> str:
        """What a question is known by, while its lines come and go."""
        names = (piece.title for piece in self.pieces if self.kind == JOINED)
        one = (self.order_id, self.line_no) if self.order_id else ()
        return "|".join((self.kind, self.platform, self.shop, self.code, self.about, *one, *names))


def asked(db: Database) -> list[Asked]:
    """Open questions, what most waits for first; no more than `MOST`."""
    said = _said(db)
    found = [*_codes(db, said), *_others(db, said)]
    shown = sorted(found, key=lambda each: -each.lines)[:MOST]
    return [_with_choices(db, each) if each.order_id else each for each in shown]


def disputed(db: Database) -> list[Asked]:
    """Every question whose answer is which of some rows counts, the oldest orders first."""
    return [_with_choices(db, each) for each in _others(db, _said(db)) if each.order_id]


def _said(db: Database) -> Said:
    known: dict[tuple[str, str], Answers] = {}

    def said(platform: str, shop: str) -> Answers:
        if (platform, shop) not in known:
            known[platform, shop] = book.answers(db, platform, shop)
        return known[platform, shop]

    return said


def _with_choices(db: Database, one: Asked) -> Asked:
    found = retelling.open_dispute(db, one.order_id, one.line_no)
    return replace(one, dispute=found)


def waiting(db: Database) -> int:
    """How many lines wait."""
    row = db.execute("SELECT count(*) FROM order_line WHERE waits <> ''").fetchone()
    return int(row[0])


def _codes(db: Database, said: Said) -> Iterator[Asked]:
    """A shop's codes nobody has said the product of, those that are the same to a person once."""
    same: dict[tuple[str, ...], list[Asked]] = {}
    for one, line in _by_code(db, said):
        key = (one.platform, one.shop, *(_same_to_a_person(line) or (one.code,)))
        same.setdefault(key, []).append(one)
    for found in same.values():
        first, *more = sorted(found, key=lambda each: each.code)
        yield replace(
            first,
            lines=sum(each.lines for each in found),
            more_codes=tuple(each.code for each in more),
        )


def _same_to_a_person(line: LineState) -> tuple[str, str] | None:
    """Name and spec, where the shop has no code of its own for it: one product it put up for sale
    several times.

    None where it has one: two codes under one name may be 5 斤 and 10 斤; the codes say so. A code
    that was made is told by what it is made of; without a spec it is the platform's number alone,
    which might as well be the shop's own.
    """
    made_of, joint, spec = line.code.rpartition(CODE_JOINT + line.spec)
    made = line.spec and joint and not spec and (made_of == line.title or made_of.isdecimal())
    return (line.title, line.spec) if made else None


def _by_code(db: Database, said: Said) -> Iterator[tuple[Asked, LineState]]:
    """One question a code, with a line that waits for it."""
    groups = db.execute(
        "SELECT platform, shop, code, count(*) AS lines, min(order_line.id) FROM order_line "
        "JOIN platform_order ON platform_order.id = order_id WHERE waits = ? "
        "GROUP BY platform, shop, code ORDER BY lines DESC LIMIT ?",
        [UNMAPPED, MOST],
    ).fetchall()
    for platform, shop, code, lines, line_id in groups:
        order_no, text = db.execute(
            "SELECT order_no, state FROM order_line JOIN platform_order "
            "ON platform_order.id = order_id WHERE order_line.id = ?",
            [line_id],
        ).fetchone()
        line = from_json(text)
        about = f"{line.title} {line.spec}".strip() or code
        likely = said(platform, shop).proposals(line, Doubt(UNMAPPED))
        piece = Piece(about, likely[0] if len(likely) == 1 else "", 1, likely)
        yield Asked(UNMAPPED, about, platform, shop, code, lines, order_no, (piece,)), line


def _others(db: Database, said: Said) -> Iterator[Asked]:
    rows = db.execute(
        "SELECT order_line.id, order_id, platform, shop, order_no, waits, state FROM order_line "
        "JOIN platform_order ON platform_order.id = order_id "
        "WHERE waits <> '' AND waits <> ? ORDER BY order_line.id LIMIT ?",
        [UNMAPPED, LINES],
    ).fetchall()
    groups: dict[str, Asked] = {}
    ids: dict[str, list[str]] = {}
    for line_id, order_id, platform, shop, order_no, kind, text in rows:
        line = from_json(text)
        one = _one(said(platform, shop), line, kind, platform, order_no)
        if kind in DISPUTED:
            about_line = line.line_no if kind == TWICE else ""
            one = replace(one, order_id=order_id, line_no=about_line)
        groups.setdefault(one.key, one)
        ids.setdefault(one.key, []).append(line_id)
    for key, one in groups.items():
        yield replace(one, lines=len(ids[key]), line_ids=tuple(ids[key]))


def _one(said: Answers, line: LineState, kind: str, platform: str, order_no: str) -> Asked:
    pieces: tuple[Piece, ...] = ()
    about = next((doubt.about for doubt in line.doubts if doubt.kind == kind), line.title)
    if kind == HEADING:
        unknown = [each.about for each in line.doubts if each.kind == kind]
        about = next((each for each in unknown if each not in said.headings), about)
    elif kind == JOINED:
        parts = ((each, said.sku_of(each.code, each.title)) for each in line.parts)
        pieces = tuple(
            Piece(
                part.title or part.code,
                mapped.sku if mapped else "",
                (part.qty or 1) * (mapped.times if mapped else 1),
                (mapped.sku,) if mapped else (),
            )
            for part, mapped in parts
        )
    elif kind == SHORT:
        about = "、".join(said.goods(line, None) or {line.title: 1})
    return Asked(kind, about, platform, said.shop, "", 1, order_no, pieces)


def keep_goods(db: Database, line_ids: Sequence[str], goods: Mapping[str, int]) -> None:
    """Keep what a person said is in each of these lines.

    Raises product_unknown, quantity_not_positive, nothing_said.
    """
    if not goods:
        raise UserFacingError("nothing_said")
    for sku, qty in goods.items():
        lookup.must_be_known(db, sku)
        if not 1 <= qty <= MAX_QTY:
            raise UserFacingError("quantity_not_positive", qty=qty)
    for line_id in line_ids:
        db.execute("DELETE FROM line_goods WHERE line_id = ?", [line_id])
        db.conn.executemany(
            "INSERT INTO line_goods VALUES (?, ?, ?)",
            [(line_id, sku, qty) for sku, qty in goods.items()],
        )
