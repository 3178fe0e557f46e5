"""Rows of a large sheet whose every cell is a text, taken apart without the reader.

The platforms' exports are such: a program writes each order as a row of texts, all in one way. Of
these the reader's work, a third of an import's, need not be done. Whatever is written in any other
way, by so little as a mark of its own, is nothing for here and left to the reader, which says what
is meant by it: this knows one way of writing a row, and no more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from inventory.orders.cells import JOINT
from inventory.orders.sheets import Cell

MOST_COLUMNS = 256
"""Of a sheet that is taken apart: each is a part of the pattern its rows are held against."""

MOST_LEARNED = 8
"""Ways of writing a row that are told apart: each is a pattern of its own."""

_ROW = rb'\s*+<row r="([0-9]{1,7})"[^<>]*+>\s*+'
_TEXT = rb"([^<]*+)"
_CELL = (
    rb'(?:<c r="%b\1"(?: s="[0-9]++")?+(?:/>|'
    rb' t="inlineStr"><is><t(?: xml:space="preserve")?+>%b</t></is></c>))?+'
)
"""Of one column, which may be missing; it must say the row's own number."""
_NONE_YET = re.compile(rb"(?!)")
"""Finds no row: each way of writing one is learnt from the first that is written so."""
_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})[0-9]')
_SPECIAL = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#10|#xa|#xA);)|_x")
"""What only the reader understands: any other word for a letter, and a letter by its number."""
_WORDS = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&#10;", "\n"),
          ("&#xa;", "\n"), ("&#xA;", "\n"), ("&amp;", "&"))  # fmt: skip
"""The last the last: what it makes is no word."""


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """As the reader's sheet: ``start`` and ``end`` are row and column, 0 the first.

    Blanks at a text's ends are left on it, which the reader takes off some.
    """

    start: tuple[int, int]
    end: tuple[int, int]
    _rows: dict[int, list[Cell]]

    def to_python(self) -> list[list[Cell]]:
        """Every row from the first to the last."""
        if len(self._rows) == self.end[0] - self.start[0] + 1:
            return list(self._rows.values())
        empty: list[Cell] = [""] * (self.end[1] + 1)
        return [self._rows.get(row, empty) for row in range(self.start[0], self.end[0] + 1)]


class PlainRows:
    """Takes rows of one sheet apart. One thread; `begin` from any.

    Once some were not plain, nothing is any more: the reader works beside whoever uses the rows,
    and need not wait for them to be tried in vain.
    """

    def __init__(self, first: bytes) -> None:
        """``first``: rows of the sheet, which tell how wide it is."""
        told = {_place(letters) for letters in set(_COLUMN.findall(first))}
        self._width = min(max(told, default=0), MOST_COLUMNS)
        columns = (_CELL % (_letters(place), _TEXT) for place in range(1, self._width + 1))
        self._any = re.compile(_ROW + b"".join(columns) + rb"\s*+")
        self._alike = _NONE_YET
        self._learned = 0
        self._gave_up = False

    def begin(self, rows: bytes) -> bool:
        """Whether the first of them is plain; the others mostly are as it is."""
        found = None if self._gave_up else self._any.match(rows)
        return found is not None and rows.startswith(b"</row>", found.end())

    def taken_apart(self, rows: bytes) -> PlainSheet | None:
        """Whole rows; None where one of them is not plain, or they are not in order, and for all
        that were begun meanwhile."""
        found = None if self._gave_up else self._taken_apart(rows)
        self._gave_up = found is None
        return found

    def _taken_apart(self, rows: bytes) -> PlainSheet | None:
        if b"\r" in rows:  # the reader makes it another letter
            return None
        *pieces, rest = rows.split(b"</row>")
        found: dict[int, list[Cell]] = {}
        before = -1
        for piece in pieces:
            match = self._alike.fullmatch(piece) or self._learn(piece)
            if match is None or (words := self._words(match)) is None:
                return None
            row = int(match[1]) - 1
            if row <= before:
                return None
            found[row], before = words, row
        if rest.strip() or not found:
            return None
        return PlainSheet((next(iter(found)), 0), (before, self._width - 1), found)

    def _learn(self, row: bytes) -> re.Match[bytes] | None:
        """A row that is not as those before; those that follow may be as it is, which is found out
        sooner."""
        match = self._any.fullmatch(row)
        if match and self._learned < MOST_LEARNED:
            self._learned += 1
            self._alike = _as_written(match)
        return match

    def _words(self, row: re.Match[bytes]) -> list[Cell] | None:
        try:
            whole = _JOINT.join(row.groups(b"")).decode()
        except UnicodeDecodeError:
            return None
        words: list[Cell] = [*whole.split(JOINT)]
        del words[0]  # its number
        if len(words) != self._width:  # one of its texts holds it
            return None
        if "&" not in whole and "_x" not in whole:
            return words
        return None if _SPECIAL.search(whole) else [_meant(each) for each in whole.split(JOINT)[1:]]


_JOINT = JOINT.encode()


def _as_written(row: re.Match[bytes]) -> re.Pattern[bytes]:
    """Finds rows of the same cells, written alike: only number and texts may differ."""
    written, number = row.string, row[1] + b'"'
    at = written.index(b">", row.end(1)) + 1
    at = len(written) - len(written[at:].lstrip())  # the blanks before are taken by `_ROW`
    pattern = _ROW
    for begin, end in row.regs[2:]:
        if begin < 0:  # no text in that column
            pattern += b"()"
            continue
        pattern += _literally(written[at:begin], number) + _TEXT
        at = end
    return re.compile(pattern + _literally(written[at:], number))


def _literally(written: bytes, number: bytes) -> bytes:
    return rb'\1"'.join(map(re.escape, written.split(number)))


def _meant(text: str) -> str:
    for word, meant in _WORDS:
        text = text.replace(word, meant)
    return text


def _place(letters: bytes) -> int:
    """Of a column, 1 for A."""
    place = 0
    for each in letters:
        place = place * 26 + each - 64
    return place


def _letters(place: int) -> bytes:
    found = b""
    while place:
        place, last = divmod(place - 1, 26)
        found = bytes([65 + last]) + found
    return found
