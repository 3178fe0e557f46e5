"""Order files that are text: separated by commas or tabs, or a web page named .xls."""

from __future__ import annotations

import codecs
import csv
import html
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TextIO

from inventory.orders.sheets import HEADINGS_WITHIN, MAX_COLUMNS, MAX_NUMBER, MAX_ROWS
from studio.runtime.errors import Unlogged, UserFacingError

BROKEN = "\ufffd"
"""What stands in a text for bytes that no encoding explains."""
MOST_BROKEN = 0.02
"""Of all characters; beyond that the file is another thing than text."""

MOST_IDLE_TAGS, TAGS_A_CELL = 50_000, 24
"""So many tags may stand before a page's first cell, and for each cell; a page of nothing else is
gone through for twenty seconds and comes to nothing."""
MOST_LETTERS = 1_000_000
"""Of a cell; a spreadsheet takes 32,767."""

_PIECE = 1 << 20
"""Bytes made a text of at once."""
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:]*+)[^<>]*+>|<![^<>]*+>")
"""None of it gives back what it took: a name of a megabyte is gone through once."""
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!doctype|!--|html|head|table|body|meta|div)", re.I
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_ROWS = {"tr", "row"}
_CELLS = {"td", "th", "cell"}


def is_markup(data: bytes) -> bool:
    """A web page or Excel's XML of 2003, whatever its name says."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    return _MARKUP.match(head) is not None


@dataclass(frozen=True, slots=True)
class Text:
    """The bytes of a text and how they are read. All of it at once takes four times their room."""

    data: bytes = field(repr=False)
    encoding: str
    errors: str
    """``replace``: what fits no encoding becomes `BROKEN`."""

    def pieces(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(self.encoding)(self.errors)
        for place in range(0, len(self.data), _PIECE):
            yield decoder.decode(self.data[place : place + _PIECE])
        yield decoder.decode(b"", final=True)

    def whole(self) -> str:
        return "".join(self.pieces())

    def lines(self) -> TextIO:
        """Each with its end, whichever it is."""
        return io.TextIOWrapper(
            io.BytesIO(self.data), encoding=self.encoding, errors=self.errors, newline=""
        )


@dataclass(slots=True)
class _Tried:
    """What a text would be in one encoding."""

    text: Text
    characters: int = 0
    broken: int = 0
    is_text: bool = True

    def try_it(self) -> _Tried:
        """Given up as soon as it cannot be one. Raises UnicodeDecodeError where the text does."""
        left = len(self.text.data)
        for piece in self.text.pieces():
            self.characters += len(piece)
            self.broken += piece.count(BROKEN)
            left -= _PIECE
            at_most = self.characters + max(0, left)  # no character is less than a byte
            if self.broken > MOST_BROKEN * at_most or _CONTROL.search(piece):
                self.is_text = False
                break
        return self


def read(data: bytes, file: str) -> Text:
    """UTF-8, else GB18030, else UTF-16: what platforms and Excel write in China.

    Bytes that fit none become `BROKEN`. Raises orders_file_kind where it is no text at all.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Text(data, "utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return _must_be_text([_Tried(Text(data, encoding, "strict")).try_it()], file)
        except UnicodeDecodeError:
            continue
    names = ("utf-16",) if data.count(0) > len(data) // 8 else ("utf-8-sig", "gb18030")
    return _must_be_text([_Tried(Text(data, each, "replace")).try_it() for each in names], file)


def _must_be_text(tried: Sequence[_Tried], file: str) -> Text:
    """The one of the fewest that are broken."""
    found = [each for each in tried if each.is_text]
    if not found:
        raise UserFacingError("orders_file_kind", file=Unlogged(file))
    return min(found, key=lambda each: each.broken).text


class _Lines:
    """A text line by line, of which no row takes more than `MAX_COLUMNS`.

    Looked at before the reader makes a row of it: one of sixty million commas is a gigabyte.
    """

    def __init__(self, text: Text, separator: str, file: str) -> None:
        self._lines, self._separator, self._file = text.lines(), separator, file
        self._cells = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._cells += line.count(self._separator)
            if self._cells > MAX_COLUMNS:
                raise UserFacingError("orders_file_bomb", file=Unlogged(self._file))
            yield line

    def row_is_done(self) -> None:
        self._cells = 0


def separated_rows(text: Text, file: str) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a csv, numbered.

    Raises orders_file_damaged (an open quotation mark), orders_file_bomb (a row without end),
    orders_too_many_rows (counted before all of them are made something of).
    """
    count = sum(piece.count("\n") for piece in text.pieces())
    if count > MAX_NUMBER:
        raise UserFacingError("orders_too_many_rows", file=Unlogged(file), most=MAX_ROWS)
    head = next(text.pieces())[:65536]
    separator = "\t" if head.count("\t") > 4 * head.count(",") else ","
    for number, row in enumerate(_separated(text, separator, file), 1):
        # By then it is known to be a table of orders; a quoted cell may have several lines.
        if number == HEADINGS_WITHIN + 1 and count > MAX_ROWS + HEADINGS_WITHIN:
            _must_end(text, separator, file)
        yield number, row


def _must_end(text: Text, separator: str, file: str) -> None:
    rows = sum(map(any, _separated(text, separator, file)))
    if rows > MAX_ROWS + HEADINGS_WITHIN:
        raise UserFacingError("orders_too_many_rows", file=Unlogged(file), most=MAX_ROWS)


def _separated(text: Text, separator: str, file: str) -> Iterator[list[Any]]:
    lines = _Lines(text, separator, file)
    reader = csv.reader(lines, delimiter=separator)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UserFacingError("orders_file_damaged", file=Unlogged(file)) from error
        lines.row_is_done()
        yield row


def markup_rows(text: str, file: str) -> Iterator[list[Any]]:
    """The rows of every table in a web page, or of Excel's XML of 2003, as texts.

    One pass over the text: a page made to confuse a parser costs no more than any other. Raises
    orders_file_bomb (a row or a cell without end, tags without cells), orders_too_many_rows.
    """
    for number, row in enumerate(_markup(text, file)):
        if number == MAX_NUMBER:
            raise UserFacingError("orders_too_many_rows", file=Unlogged(file), most=MAX_ROWS)
        yield row


def _markup(text: str, file: str) -> Iterator[list[Any]]:
    row: list[Any] = []
    cell: list[str] | None = None
    at = cells = 0
    for number, tag in enumerate(_TAG.finditer(text)):
        if number > MOST_IDLE_TAGS + TAGS_A_CELL * cells or (cell and len(cell) > MOST_IDLE_TAGS):
            raise UserFacingError("orders_file_bomb", file=Unlogged(file))
        if cell is not None:
            cell.append(text[at : tag.start()])
        at = tag.end()
        name = (tag[2] or "").lower().rpartition(":")[2]
        if name in _CELLS or name in _ROWS:
            if cell is not None:
                row.append(_clean(cell, file))
                cells += 1
                if len(row) > MAX_COLUMNS:
                    raise UserFacingError("orders_file_bomb", file=Unlogged(file))
            cell = [] if name in _CELLS and not tag[1] else None
        if name in _ROWS and row:
            yield row
            row = []
    if row:
        yield row


def _clean(pieces: list[str], file: str) -> str:
    if sum(map(len, pieces)) > MOST_LETTERS:
        raise UserFacingError("orders_file_bomb", file=Unlogged(file))
    return html.unescape("".join(pieces)).replace("\xa0", " ").strip()
