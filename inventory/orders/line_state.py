"""One line of an order as far as is known, and as it lies in the database."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring
from types import NoneType
from typing import Any, NamedTuple

from inventory.orders.status import Aftersale, Status

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a line waits. ``kind`` is the end of a sentence's code, ``about`` what it is about."""

    kind: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One product of a row that joins several. ``qty`` None: the row does not say."""

    code: str
    title: str
    qty: int | None


CODE_JOINT = "|"
"""Before the spec in a code that is made of the platform's number of an item, or its name, because
the shop gave it none."""
WORDS = {"status_unknown": "status", "aftersale_unknown": "aftersale"}
"""Doubts about a word, and what kind of word it is (`mapping.Word`)."""


class LineState(NamedTuple):
    """One line of an order, as far as is known. Money is integer fen, instants UTC ms.

    A tuple: one is made of every row of a file, and a frozen dataclass takes four times as long.
    """

    order_no: str
    line_no: str
    code: str
    title: str
    spec: str
    qty: int
    paid_fen: int
    order_paid_fen: int | None
    refunded_fen: int
    status: Status
    aftersale: Aftersale
    shipped: bool
    """It left the workshop at some time, whatever came after."""
    ordered_ms: int | None
    paid_ms: int | None
    shipped_ms: int | None
    done_ms: int | None
    carrier: str
    tracking: str
    doubts: tuple[Doubt, ...]
    parts: tuple[Part, ...]
    version: str
    """Sorts by how far the version got that tells the rest."""

    def as_json(self) -> str:
        """For the database; `from_json` is the way back."""
        if not (self.doubts or self.parts):  # few have any
            return f"[{','.join([_WRITTEN[type(each)](each) for each in self])}]"
        told: list[object] = list(self)
        told[_DOUBTS] = [[each.kind, each.about] for each in self.doubts]
        told[_PARTS] = [[each.code, each.title, each.qty] for each in self.parts]
        return _encode(told)

    def shows_as(self, other: LineState) -> bool:
        """True where nobody would see a difference: another memo is none."""
        return self._replace(version="") == other._replace(version="")


_WRITTEN: Mapping[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: int.__repr__,
    bool: {True: "true", False: "false"}.__getitem__,
    NoneType: {None: "null"}.__getitem__,
    Status: int.__repr__,
    Aftersale: int.__repr__,
    tuple: {(): "[]"}.__getitem__,
}
"""JSON of each kind of field, as `_encode` writes it: that builds an encoder for every line, which
takes as long as the line."""

_FIELDS = LineState._fields
"""In the order they are written in; what is added later comes at the end, with a default."""
_STATUS, _AFTERSALE = _FIELDS.index("status"), _FIELDS.index("aftersale")
PAID_AT, REFUNDED_AT = _FIELDS.index("paid_fen"), _FIELDS.index("refunded_fen")
"""Where they stand in the JSON, for figures that are summed by the database."""
_DOUBTS, _PARTS = _FIELDS.index("doubts"), _FIELDS.index("parts")
PARTS_AT, STATUS_AT = _PARTS, _STATUS


def from_json(text: str) -> LineState:
    told = json.loads(text)
    told[_STATUS] = Status(told[_STATUS])
    told[_AFTERSALE] = Aftersale(told[_AFTERSALE])
    told[_DOUBTS] = tuple(Doubt(*each) for each in told[_DOUBTS])
    told[_PARTS] = tuple(Part(*each) for each in told[_PARTS])
    return LineState(*told)


_DIGITS = "0123456789"
_HOW_FAR = 1 + 1 + 12 + 14
"""Of a version: all but its row's digest."""


def precedence(line: LineState) -> tuple[str, int, str]:
    """Sorts by whose word counts: how far it got, then the fewer pieces: a platform takes some of
    an order off, as nothing else is told of it, and never puts more on."""
    return line.version[:_HOW_FAR], -line.qty, line.version[_HOW_FAR:]


def digest(line: LineState) -> bytes:
    """Of the row that tells how far a line is."""
    return bytes.fromhex(line.version[_HOW_FAR:])


def version(status: Status, aftersale: Aftersale, refunded_fen: int, latest: int, row: str) -> str:
    """What `LineState.version` is of one row; ``latest``: the last instant in it, UTC ms."""
    return f"{_DIGITS[status]}{_DIGITS[aftersale]}{refunded_fen:012d}{latest:014d}{row}"
