"""What each row of an order file says: a line of an order, no order at all, or why it cannot be.

Nothing is guessed. What is readable but has two meanings carries a `Doubt`, which a person
answers; until then nothing is done by itself for that line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from operator import itemgetter
from typing import NamedTuple

from inventory.orders import cells
from inventory.orders.cells import JOINT, UnreadableError
from inventory.orders.line_state import CODE_JOINT, WORDS, Doubt, LineState, Part, version
from inventory.orders.sheets import Cell
from inventory.orders.status import Aftersale, Status
from inventory.orders.templates import Columns, normal
from inventory.orders.texts import BROKEN

_NUMBER = re.compile(r"(?=.*\d)[0-9A-Za-z_.-]{5,64}")
_SUMMARY = ("合计", "总计", "小计", "汇总", "共计", "总数", "统计", "=")
FEW_CELLS = 3
"""A row with no more than this and no order number is a remark or an advertisement."""


class Told(NamedTuple):
    """What a row says, by role (`templates.ROLES`); empty where it says nothing."""

    order_no: str
    line_no: str
    title: str
    spec: str
    code: str
    item: str
    qty: str
    paid: str
    order_paid: str
    refunded: str
    status: str
    aftersale: str
    ordered_at: str
    paid_at: str
    shipped_at: str
    done_at: str
    carrier: str
    tracking: str

    @property
    def times(self) -> tuple[str, str, str, str]:
        return self.ordered_at, self.paid_at, self.shipped_at, self.done_at


class Line(NamedTuple):
    """One row of a file that is a line of an order."""

    row: int
    state: LineState
    raw: Raw


@dataclass(frozen=True, slots=True)
class Headings:
    """Under which headings the cells of rows stood: the open ones, and those of buyers' data."""

    open: tuple[str, ...]
    hidden: tuple[str, ...]

    def __hash__(self) -> int:
        """How many there are tells a sheet's from others' well enough. It is asked about with each
        of fifty thousand rows, and a tuple goes through all its words each time."""
        return hash((len(self.open), len(self.hidden)))


class Raw(NamedTuple):
    """A row as it stood in the file: its cells joined by `JOINT`.

    ``personal`` is kept only sealed; empty where there is nothing in it.
    """

    digest: bytes
    plain: str
    personal: bytes
    headings: Headings


@dataclass(frozen=True, slots=True)
class NotALine:
    """A row that makes no order. ``reason`` is the end of a sentence's code; empty: no order."""

    row: int
    reason: str
    raw: Raw


_Meaning = tuple[Status, Aftersale, tuple[Doubt, ...]]
"""What the words of a row's two statuses mean, and which of them nobody knows."""


class Reader:
    """Reads the rows under one set of headings."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._template = columns.template
        self._told = _Roles(columns)
        self._width = len(columns.headings)
        self._ids = (*columns.roles["order_no"], *columns.roles["line_no"])
        places = [place for place, heading in enumerate(columns.headings) if heading]
        hidden = [
            place
            for place in places
            if columns.headings[place] in columns.template.personal or place in columns.unknown
        ]
        self._open = _Cells(columns.headings, [each for each in places if each not in hidden])
        self._hidden = _Cells(columns.headings, hidden)
        self._headings = Headings(self._open.headings, self._hidden.headings)
        names = (heading or str(place) for place, heading in enumerate(columns.headings))
        self._nothing_known = Headings((), tuple(names))
        self._meanings: dict[tuple[str, str], _Meaning] = {}

    def read(self, row: int, given: list[Cell]) -> Line | NotALine | None:
        """What that row says; None where it is empty."""
        found = cells.texts(given)
        found += [""] * (self._width - len(found))
        if not any(found):
            return None
        raw = _as_raw(self._open.joined(found), self._hidden.joined(found), self._headings)
        try:
            if found is not given and self._has_damaged_id(given):
                raise _NotAnOrderError("id_damaged")
            return Line(row, self._state(found, raw), raw)
        except _NotAnOrderError as reason:
            return self._not(row, str(reason), found)

    def again(self, plain: str, digest: bytes) -> LineState | None:
        """A kept row read again, by its open cells; None where it makes no line.

        What stood in its hidden cells is left out: of such, `reread` keeps what was read first.
        """
        found = plain.split(JOINT)
        found += [""] * (self._width - len(found))
        try:
            return self._state(found, Raw(digest, plain, b"", self._headings))
        except _NotAnOrderError:
            return None

    def _has_damaged_id(self, given: Sequence[Cell]) -> bool:
        return any(cells.is_rounded(given[place]) for place in self._ids if place < len(given))

    def _state(self, found: list[str], raw: Raw) -> LineState:
        told = self._told.of(found)
        order_no = self._order_no(told, found)
        if BROKEN in raw.plain:
            raise _NotAnOrderError("text_broken")
        if cells.is_scientific(told.line_no):  # two lines of an order would become one
            raise _NotAnOrderError("id_damaged")
        qty, parts, about_goods = _goods(told.qty, told.title, told.code)
        status, aftersale, about_words = self._progress(told)
        paid, order_paid, refunded = self._money(told, status, aftersale)
        doubts = (*about_goods, *about_words, *self._unknown(found))
        title, spec, item = told.title, told.spec, told.item
        code = told.code or CODE_JOINT.join(filter(None, (item or title, spec)))
        times = [cells.instant(each) for each in told.times]
        latest = max(filter(None, times), default=0)
        return LineState(
            order_no=order_no,
            line_no=told.line_no or ("*" if parts else f"{item}|{code}|{spec}"),
            code=code,
            title=title,
            spec=spec,
            qty=qty,
            paid_fen=paid,
            order_paid_fen=order_paid,
            refunded_fen=refunded,
            status=status,
            aftersale=aftersale,
            shipped=status in (Status.shipped, Status.done) or times[2] is not None,
            ordered_ms=times[0],
            paid_ms=times[1],
            shipped_ms=times[2],
            done_ms=times[3],
            carrier=told.carrier,
            tracking=told.tracking,
            doubts=doubts,
            parts=parts,
            version=version(status, aftersale, refunded, latest, raw.digest.hex()),
        )

    def _order_no(self, told: Told, found: Sequence[str]) -> str:
        number = told.order_no
        if _NUMBER.fullmatch(number):
            if cells.is_scientific(number):
                raise _NotAnOrderError("id_damaged")
            return number
        filled = sum(1 for words in found if words)
        words = normal(number or next(filter(None, found), ""))
        if (
            words.startswith(_SUMMARY)
            or words in self._columns.headings
            or filled <= FEW_CELLS
            or not (told.title or told.status)
        ):
            raise _NotAnOrderError("")
        if cells.is_scientific(number):
            raise _NotAnOrderError("id_damaged")
        raise _NotAnOrderError("number_odd" if number else "number_missing")

    def _progress(self, told: Told) -> _Meaning:
        words = told.status, told.aftersale
        found = self._meanings.get(words)  # a file has few
        if found is None:
            found = self._meanings[words] = self._meaning(*words)
        return found

    def _meaning(self, status_told: str, aftersale_told: str) -> _Meaning:
        doubts: list[Doubt] = []
        word = normal(status_told)
        status = self._template.statuses.get(word, Status.unknown)
        if status is Status.unknown:
            doubts.append(Doubt("status_unknown", word))
        word = normal(aftersale_told)
        aftersale = self._template.aftersales.get(word) if word else Aftersale.none
        if aftersale is None:
            doubts.append(Doubt("aftersale_unknown", word))
        return status, aftersale or Aftersale.none, tuple(doubts)

    def _money(
        self, told: Told, status: Status, aftersale: Aftersale
    ) -> tuple[int, int | None, int]:
        """Paid for the line, for the whole order where told, and given back. Never paid is 0."""
        try:
            amount = cells.fen(told.paid)
            order_amount = cells.fen(told.order_paid)
            given_back = cells.fen(told.refunded)
        except UnreadableError as error:
            raise _NotAnOrderError("amount_unreadable") from error
        if amount is None and order_amount is None:
            raise _NotAnOrderError("amount_unreadable")
        amount = amount or 0
        refunded = amount if aftersale is Aftersale.refunded else 0
        if given_back is not None:
            refunded = given_back
        if self._template.closed_means_refunded and status is Status.closed:
            return amount, order_amount, amount
        if not _was_paid(told, status, refunded):
            return 0, None if order_amount is None else 0, refunded
        return amount, order_amount, refunded

    def _unknown(self, found: Sequence[str]) -> list[Doubt]:
        return [
            Doubt("heading_unknown", self._columns.headings[place])
            for place in self._columns.unknown
            if found[place]
        ]

    def _not(self, row: int, reason: str, found: Sequence[str]) -> NotALine:
        """Nobody knows what stands where in such a row: all of it is kept as buyers' data."""
        return NotALine(row, reason, _as_raw("", _joined(found), self._nothing_known))


def reread(before: LineState, now: LineState) -> LineState:
    """A line whose words for its statuses are understood meanwhile: what follows from them, else
    as it was."""
    words = [each for each in now.doubts if each.kind in WORDS]
    return before._replace(
        status=now.status,
        aftersale=now.aftersale,
        shipped=now.shipped,
        paid_fen=now.paid_fen,
        order_paid_fen=now.order_paid_fen,
        refunded_fen=now.refunded_fen,
        doubts=(*(each for each in before.doubts if each.kind not in WORDS), *words),
        version=now.version,
    )


class _Roles:
    """The texts of a row by what they are for, taken out at once."""

    def __init__(self, columns: Columns) -> None:
        """Of several columns of one role the first that holds something counts."""
        nothing = -1  # what `of` puts behind the row
        self._take = itemgetter(*((columns.roles[role] or (nothing,))[0] for role in Told._fields))
        self._several = {role: places for role, places in columns.roles.items() if len(places) > 1}

    def of(self, found: Sequence[str]) -> Told:
        told = Told._make(self._take([*found, ""]))
        if not self._several:
            return told
        return told._replace(
            **{
                role: next((found[place] for place in places if found[place]), "")
                for role, places in self._several.items()
            }
        )


class _Cells:
    """Some columns of a row, taken out at once."""

    def __init__(self, headings: Sequence[str], places: Sequence[int]) -> None:
        self.headings = tuple(headings[place] for place in places)
        self._places = tuple(places)
        self._take = itemgetter(*places) if len(places) > 1 else None

    def joined(self, found: Sequence[str]) -> str:
        if self._take is None:
            return _joined([found[place] for place in self._places])
        return _joined(self._take(found))


@lru_cache(maxsize=1024)  # a shop sells few products
def _goods(qty: str, title: str, code: str) -> tuple[int, tuple[Part, ...], tuple[Doubt, ...]]:
    """Pieces in all, and the products of a row that joins several."""
    try:
        numbers = cells.pieces(qty)
    except UnreadableError as error:
        raise _NotAnOrderError("qty_unreadable") from error
    titles, codes = _split(title), _split(code)
    count = max(len(titles), len(codes), len(numbers))
    if count < 2:
        return numbers[0], (), ()
    each: Sequence[int | None] = numbers if len(numbers) == count else [None] * count
    if numbers == (count,):  # as many pieces as products
        each = [1] * count
    titles = titles if len(titles) == count else [""] * count
    codes = codes if len(codes) == count else [""] * count
    parts = tuple(Part(*one) for one in zip(codes, titles, each, strict=True))
    return sum(numbers), parts, (Doubt("products_joined", title),)


def _was_paid(told: Told, status: Status, refunded: int) -> bool:
    if status in (Status.paid, Status.shipped, Status.done) or refunded:
        return True
    return status is not Status.unpaid and told.paid_at != ""


class _NotAnOrderError(Exception):
    """The row makes no line; its text is the reason."""


def _joined(found: Sequence[str]) -> str:
    words = JOINT.join(found)
    if words.count(JOINT) >= len(found):  # one of an old workbook's cells holds it
        words = JOINT.join(each.replace(JOINT, " ") for each in found)
    return "" if len(words) < len(found) else words


def _as_raw(plain: str, personal: str, headings: Headings) -> Raw:
    hidden = personal.encode()
    digest = _digester(headings).copy()
    digest.update(plain.encode())
    digest.update(b"\n")
    digest.update(hidden)
    return Raw(digest.digest(), plain, hidden, headings)


@lru_cache(maxsize=16)
def _digester(headings: Headings) -> blake2b:
    """Keyed, so that the same cells under other headings are another row. To be copied, which takes
    half as long as to make one."""
    name = blake2b(repr(headings).encode(), digest_size=16).digest()
    return blake2b(digest_size=16, key=name)


def _split(joined: str) -> list[str]:
    if ";" not in joined and "；" not in joined:
        return [joined] if joined else []
    return [part.strip() for part in joined.replace("；", ";").split(";") if part.strip()]
