"""A workbook of one large sheet, read in portions: while one is understood, the next is read.

Rows of plain texts are taken apart as they stand (`inventory.orders.plain_rows`). The reader, which
understands all others, gives a sheet's first row when it has laid out the last, and has then gone
through all of it once more for its joined cells, of which nothing is made here. So it is handed a
large sheet as many small workbooks, each with some hundred of the rows and, before them, the word
that no cells are joined. That takes half the time and a tenth of the memory, and most of it beside
the understanding of the rows, as the reader needs no interpreter.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inventory.orders import package
from inventory.orders.package import Check
from inventory.orders.plain_rows import PlainSheet
from inventory.orders.sheets import MAX_NUMBER, Cell

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

PORTION = 4 * 2**20
"""Bytes of rows. Laid out as Python's own texts at once, which nothing else runs beside: some
hundredths of a second."""
MOST_WITHOUT_END = 4
"""Portions' worth of bytes in which no row ends: beyond, the sheet is not gathered any further."""
MOST_BESIDE = 2 * PORTION
"""Bytes of everything else, shared texts above all: it is read again with each portion."""
LARGE = 2 * PORTION
"""A sheet of fewer bytes is read as it is."""

_BEGINS, _ROW_ENDS, _ENDS = b"<sheetData>", b"</row>", b"</sheetData>"
_NONE_JOINED = b"<mergeCells></mergeCells>"
_NUMBERED = re.compile(rb"""<row\s(?:[^<>]*\s)?r=["'](\d{1,9})""")
"""A row that says which one it is, as every program writes it that is known."""


class UncutError(Exception):
    """The sheet cannot be cut into portions: what looks like a row's end may be none, or none
    comes."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the rows of a sheet."""

    name: str
    """Of the sheet's part."""
    head: bytes
    """What is before the rows in it."""
    beside: Mapping[str, bytes] = field(repr=False)
    """The other parts, by their names."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Some of a sheet's rows."""

    rows: bytes = field(repr=False)
    frame: Frame = field(repr=False)

    def workbook(self) -> bytes:
        """That holds these rows only."""
        sheet = self.frame.head + _NONE_JOINED + _BEGINS + self.rows + _ENDS
        return _workbook(self.frame.beside, self.frame.name, sheet)


def of(data: bytes, looked_at: Check) -> Iterator[Portion] | None:
    """The rows, some after the other; None where the sheet is read as it is.

    What comes raises package.BrokenError where the sheet ends before its rows do,
    package.TooMuchError beyond what the file may unpack to, and UncutError at a remark in a sheet
    that was not looked at yet, and where no row ends for long.
    """
    member, left = looked_at.put_off, looked_at.left
    if member is None or member.file_size < LARGE:  # it may lie: then it is looked at now, or later
        part = looked_at.whole().only_sheet
        if part is None or not part.is_plain or part.size < LARGE:
            return None
        member, left = part.member, looked_at.left + part.size
    beside = _beside(data, looked_at.members, member.filename)
    first = next(package.unpacked(data, member), b"")
    head, begins, rest = first.partition(_BEGINS)
    if beside is None or not begins or not _says_utf8(head) or b"<!" in head:
        return None
    if not _NUMBERED.match(rest, rest.rfind(b"<row", 0, max(0, rest.rfind(_ROW_ENDS)))):
        return None
    begin = len(head) + len(begins)
    try:
        if _goes_back(_cut(_checked(data, member, left), begin)):
            return None
    except UncutError:
        return None
    frame = Frame(member.filename, head, beside)
    return (Portion(each, frame) for each in _cut(_checked(data, member, left), begin))


def _beside(data: bytes, members: Sequence[zipfile.ZipInfo], sheet: str) -> dict[str, bytes] | None:
    """The other parts the reader may look at; None where they are too much, or one lies twice."""
    found: dict[str, bytes] = {}
    left = MOST_BESIDE
    for member in members:
        name = member.filename
        if name == sheet or not name.lower().endswith((".xml", ".rels")):
            continue
        text = bytearray()
        for piece in package.unpacked(data, member):
            text += piece
            if name in found or len(text) > left:
                return None
        left -= len(text)
        found[name] = bytes(text)
    return found


def _says_utf8(head: bytes) -> bool:
    told = re.match(rb"""<\?xml[^<>]*\sencoding=["']([\w-]+)""", head)
    return told is None or told[1].lower() in (b"utf-8", b"utf8")


def _checked(data: bytes, member: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    """The pieces. Raises package.BrokenError after the last where they are not what was packed,
    package.TooMuchError beyond ``most`` bytes."""
    found = 0
    for piece in package.unpacked(data, member):
        most -= len(piece)
        if most < 0:
            raise package.TooMuchError
        found = zlib.crc32(piece, found)
        yield piece
    if found != member.CRC:
        raise package.BrokenError


def _cut(pieces: Iterator[bytes], begin: int) -> Iterator[bytes]:
    """Whole rows, about `PORTION` bytes of them at a time. Raises UncutError where none ends for
    long, and as `_numbered` does."""
    gathered, size = [next(pieces)[begin:]], 0
    for piece in pieces:
        gathered.append(piece)
        size += len(piece)
        if size < PORTION:
            continue
        rows = b"".join(gathered)
        end = rows.rfind(_ROW_ENDS) + len(_ROW_ENDS)
        if end >= len(_ROW_ENDS):
            yield _numbered(rows[:end])
            gathered, size = [rows[end:]], len(rows) - end
        elif size > MOST_WITHOUT_END * PORTION:
            raise UncutError  # each piece is joined to all before it, as long as that goes on
    rows = b"".join(gathered)
    end = rows.find(_ENDS)
    if end < 0:
        raise package.BrokenError
    if rows[:end].strip():
        yield _numbered(rows[:end])


def _goes_back(parts: Iterator[bytes]) -> bool:
    """Whether a row above the first comes later: the headings may be there, which nothing below
    them is understood without. Where the first is the sheet's own first, nothing more is read."""
    first = 0
    for rows in parts:
        numbers = [int(each) for each in _NUMBERED.findall(rows)]
        first = first or numbers[0]
        if first == 1 or min(numbers) < first:
            return first != 1
    return False


def _numbered(rows: bytes) -> bytes:
    """Raises UncutError; package.BrokenError where nobody could tell which rows they are."""
    if b"!" in rows and b"<!" in rows:
        raise UncutError
    if not _NUMBERED.match(rows.lstrip()):
        raise package.BrokenError
    return rows


def _workbook(beside: Mapping[str, bytes], name: str, sheet: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for each, text in (*beside.items(), (name, sheet)):
            # Of no time: a zip has none before 1980, which a computer without a battery is in.
            packed.writestr(zipfile.ZipInfo(each), text)
    return target.getvalue()


class Columns:
    """Of a sheet that is told some rows at a time: each cell stands under the same heading,
    wherever those rows begin."""

    def __init__(self) -> None:
        self._left: int | None = None

    def placed(self, rows: Iterable[list[Cell]], column: int) -> Iterator[list[Cell]]:
        """Rows that begin at ``column``, 0 the first, as the first ones did that were placed; what
        stands left of those has no heading."""
        left = self._left = column if self._left is None else self._left
        blank: list[Cell] = [""] * (column - left)
        skipped = max(0, left - column)
        return (cells if column == left else [*blank, *cells[skipped:]] for cells in rows)


def rows(
    laid_out: Iterator[CalamineSheet | PlainSheet], columns: Columns
) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of the portions, with their numbers; of a sheet whose rows are not in order, as they
    come. Raises package.BrokenError where a portion holds one that was there before, or one below
    the last that a sheet can have."""
    done = 0
    filled = bytearray(MAX_NUMBER)
    for sheet in laid_out:
        if sheet.start is None or sheet.end is None:
            continue
        if sheet.end[0] >= MAX_NUMBER:
            raise package.BrokenError
        row, column = sheet.start
        found = sheet.to_python()
        again = row < done
        done = max(done, sheet.end[0] + 1)
        moved = columns.placed(found, column)
        for number, (cells, placed) in enumerate(zip(found, moved, strict=True), row):
            if any(cells):
                if again and filled[number]:
                    raise package.BrokenError
                filled[number] = 1
            elif again:
                continue  # it may stand in another portion
            yield number + 1, placed
