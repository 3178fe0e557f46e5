"""What an xlsx would unpack to, before anything unpacks it for good.

An xlsx is a zip of XML. Three things in it can fill a computer's memory from a small file: data
that inflates a thousandfold (its own word about its size is not believed), a cell at the far end
of an otherwise empty sheet (the reader lays out everything before it), and one long text that a
million cells name.
"""

from __future__ import annotations

import io
import re
import struct
import threading
import zipfile
import zlib
from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from inventory.orders.reading_ahead import ahead

MAX_UNPACKED = 400 * 1024 * 1024
"""Bytes of XML. 50,000 rows of 75 columns are some 250 MB."""
MAX_CELLS = 16_000_000
"""Cells laid out, 32 bytes each in the reader: half a gigabyte."""
MAX_TEXT = 1 << 30
"""Characters in all cells together, where cells share texts."""

LARGE = 1 << 20
"""Packed bytes from which the next piece is unpacked while one is looked at: it takes a third of
the looking, and a small part less than a thread."""
LONG_TEXT = 1000
"""Texts up to this many bytes cannot come to `MAX_TEXT` in `MAX_CELLS` cells that are unpacked."""

_PLAINLY, _BLANKS = bytes.maketrans(b"'", b'"'), b" \t\r\n"
"""With the blanks taken out: attributes are then found however they were written."""
_CHUNK = 1 << 20
_OVERLAP = 256
"""What is kept of a piece before the next, so that nothing sought is cut in two."""
_FAR = re.compile(rb'r="(?:(?:[A-Z]{3}|[G-Z][A-Z]|F[E-Z])[0-9]|[A-Z]{0,3}[0-9]{6})', re.I)
"""A cell beyond column 160 (FD) or row 99,999: within, a sheet is no more than `MAX_CELLS`."""
_NEAR_ROWS = 99_999
_FAR_ROW = re.compile(rb'r="[A-Z]*([0-9]{6,9})', re.I)
_FAR_COLUMN = re.compile(rb'r="(?:[A-Z]{3}|[G-Z][A-Z]|F[E-Z])[0-9]', re.I)
_PLACELESS = re.compile(rb'<(?:\w+:)?c(?=[/>]|(?:s|t|cm|vm|ph)=)(?![^<>]*r=")')
"""A cell that does not say where it is. Who writes so far down says it of every cell."""
_COUNT = re.compile(rb'ount="(?:[2-9][0-9]{7}|[0-9]{9,})')
"""The reader makes room for as many texts, styles or joined cells as a part says it has."""

_LOW, _HIGH = b"ABCDEabcde", b"FGHIJKLMNOPQSTUVWXYZfghijklmnopqstuvwxyz"
_SHAPES = bytes.maketrans(
    b"'" + b"0123456789" + _LOW + _HIGH + b"Rr",
    b'"' + b"0" * 10 + b"A" * len(_LOW) + b"G" * len(_HIGH) + b"RR",
)
_NOISE = bytes(set(range(256)) - set(b"='\"0123456789Rr" + _LOW + _HIGH))
_MAYBE_FAR = re.compile(rb'R="(?:[AGR]{3}|[GR][AGR])0')
_SIX_DIGITS = b'000000"'
"""Whatever `_FAR` or `_COUNT` finds has one of these shapes, which are looked for in half the time
and half the text; the few pieces that have one are looked at closely."""
_SHARED = re.compile(rb"<(?:\w+:)?c([^<>]*+)><(?:[a-z]+:)?v>([0-9]{1,9})<")
"""A cell's attributes and value; by ``t="s"`` among them the value is a shared text's number."""
_TEXTS = re.compile(rb"<(?:\w+:)?si[ />]")
_SHEET_NAME = "worksheets/sheet"
_SHEET = b"sheetData"
"""Without it the reader lays out nothing; with it any part, whatever its name or its letters' case:
the workbook says which part is a sheet."""


Look = Callable[[bytes], None]


class NoWorkbookError(Exception):
    """A zip, but no xlsx."""


class BrokenError(Exception):
    """Cut short, or not packed as an xlsx is."""


class TooMuchError(Exception):
    """It would take more memory than a file of orders can need."""


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet of a workbook, unpacked once."""

    member: zipfile.ZipInfo
    size: int
    """Bytes of XML."""
    is_plain: bool
    """Neither remarks nor marked sections in it: what looks like a row's end is one."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What an xlsx holds."""

    members: Sequence[zipfile.ZipInfo]
    only_sheet: Part | None
    """None where there are several parts that can be sheets, or none."""


def check(data: bytes) -> Contents:
    """Raises NoWorkbookError, BrokenError, TooMuchError."""
    return Check(data).whole()


class Check:
    """A look at every part. At a large sheet that is the only one, not before it is asked for
    (`whole`): whoever takes it apart a little at a time lays nothing out that could be too much.

    Raises as `check` does. `whole` from any thread.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.members = _members(data)
        self.left = MAX_UNPACKED
        """Bytes that what was not looked at yet may unpack to."""
        self._texts = array("Q")
        self._sheets: list[Part] = []
        self._lock = threading.Lock()
        large = _large(self.members)
        for member in sorted(self.members, key=lambda each: not _has_texts(each)):
            if member is not large:
                self._look_at(member)
        self._put_off = large
        if self._sheets:
            self.whole()

    @property
    def put_off(self) -> zipfile.ZipInfo | None:
        """The sheet that was not looked at yet."""
        return self._put_off

    def whole(self) -> Contents:
        with self._lock:
            if self._put_off is not None:
                self._look_at(self._put_off)
                self._put_off = None
        return Contents(self.members, self._sheets[0] if len(self._sheets) == 1 else None)

    def _look_at(self, member: zipfile.ZipInfo) -> None:
        data, left = self._data, self.left
        if _has_texts(member):
            pieces = _Watched(_inflated(data, member, left))
            size, lengths = _shared_texts(pieces)
            self._texts = array("Q", map(max, zip_longest(self._texts, lengths, fillvalue=0)))
            # How long its own texts are was not known before its end.
            sheet = _check_part(data, member, left, self._texts)[1] if pieces.have_a_sheet else None
        else:
            size, sheet = _check_part(data, member, left, self._texts)
        if sheet is not None:
            self._sheets.append(sheet)
        self.left -= size


def _members(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
        raise BrokenError from error  # zipfile words a broken directory in all these ways
    if not any(each.filename == "xl/workbook.xml" for each in members):
        raise NoWorkbookError
    return members


def _large(members: Sequence[zipfile.ZipInfo]) -> zipfile.ZipInfo | None:
    """The only part that is a sheet by its name, where it is large."""
    named = [each for each in members if _SHEET_NAME in each.filename and not _has_texts(each)]
    return named[0] if len(named) == 1 and named[0].compress_size >= LARGE else None


def _has_texts(member: zipfile.ZipInfo) -> bool:
    """The reader goes by this name, however it is written."""
    return "sharedstrings" in member.filename.lower()


def _check_part(
    data: bytes, member: zipfile.ZipInfo, most: int, texts: array[int]
) -> tuple[int, Part | None]:
    """Bytes of a part, and the sheet it is, looked at as it is unpacked for the one time.

    A part that is none by its name may be one all the same: what speaks against it counts once that
    is known. Raises TooMuchError.
    """
    named = _SHEET_NAME in member.filename
    sheet = _Sheet(texts, surely=named)
    pieces = _Watched(_inflated(data, member, most, sheet.look, closely=sheet.has_long_texts))
    size, is_plain, last = 0, True, b""
    for piece in pieces:
        size += len(piece)
        is_plain = is_plain and (b"!" not in piece or b"<!" not in last + piece)
        last = piece[-1:]
    if not (named or pieces.have_a_sheet):
        return size, None
    if sheet.is_too_much:
        raise TooMuchError
    if sheet.is_deep:  # once more from its beginning: how wide is it, to be so deep?
        for _ in _inflated(data, member, most, sheet.look_how_wide, closely=True):
            pass
    return size, Part(member, size, is_plain)


class _Watched:
    """Pieces of a part; afterwards known whether it can be a sheet, whatever its name."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self.have_a_sheet = False

    def __iter__(self) -> Iterator[bytes]:
        before = b""
        for piece in self._pieces:
            if not self.have_a_sheet:
                self.have_a_sheet = _SHEET in piece or _SHEET in before + piece[: len(_SHEET)]
            before = (before + piece[-len(_SHEET) :])[-len(_SHEET) :]
            yield piece


def _inflated(
    data: bytes,
    member: zipfile.ZipInfo,
    most: int,
    look: Look = lambda text: None,
    closely: bool = False,
) -> Iterator[bytes]:
    """The member in pieces, as much as is really in it. TooMuchError beyond ``most`` bytes.

    ``look`` is shown each piece that may matter to it, and the end of the one before, without
    blanks; with ``closely`` each.
    """
    pieces = unpacked(data, member)
    if member.compress_size < LARGE:
        yield from _looked_at(pieces, most, look, closely)
        return
    with closing(ahead(pieces)) as coming:
        yield from _looked_at(coming, most, look, closely)


def _looked_at(pieces: Iterator[bytes], most: int, look: Look, closely: bool) -> Generator[bytes]:
    before, shape = b"", b""
    for piece in pieces:
        most -= len(piece)
        shape = shape[-_OVERLAP:] + piece.translate(_SHAPES, _NOISE)
        if most < 0:
            raise TooMuchError
        if closely or _SIX_DIGITS in shape or _MAYBE_FAR.search(shape):
            text = _plainly(before)[-_OVERLAP:] + _plainly(piece)
            if _COUNT.search(text):
                raise TooMuchError
            look(text)
        # A piece of little but blanks is not all there is to keep.
        enough = len(shape) >= 2 * _OVERLAP
        before = piece if enough else _plainly(before + piece)[-_OVERLAP:]
        yield piece


def unpacked(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member in pieces, as much as is really in it. Raises BrokenError."""
    at = member.header_offset
    if data[at : at + 4] != b"PK\x03\x04" or len(data) < at + 30:
        raise BrokenError
    name, extra = struct.unpack("<HH", data[at + 26 : at + 30])
    start = at + 30 + name + extra
    packed = memoryview(data)[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        for place in range(0, len(packed), _CHUNK):
            yield bytes(packed[place : place + _CHUNK])
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        yield from _inflating(packed)
    else:
        raise BrokenError


def _plainly(piece: bytes) -> bytes:
    return piece.translate(_PLAINLY, _BLANKS)


def _inflating(packed: memoryview) -> Iterator[bytes]:
    engine = zlib.decompressobj(-15)
    try:
        for place in range(0, len(packed), _CHUNK):
            rest: bytes | memoryview = packed[place : place + _CHUNK]
            while rest:
                yield engine.decompress(rest, _CHUNK)
                rest = engine.unconsumed_tail
    except zlib.error as error:
        raise BrokenError from error


def _shared_texts(pieces: Iterable[bytes]) -> tuple[int, array[int]]:
    """Bytes of the shared texts, and about how long each of them is."""
    size, lengths, since = 0, array("Q"), -1
    for piece in pieces:
        for found in _TEXTS.finditer(piece):
            if since >= 0:
                lengths.append(size + found.start() - since)
            since = size + found.start()
        size += len(piece)
    if since >= 0:
        lengths.append(size - since)
    return size, lengths


class _Sheet:
    """Follows one sheet's XML and adds up what the reader would lay out."""

    def __init__(self, texts: array[int], *, surely: bool) -> None:
        """``surely``: it is one; else `is_too_much` says what would be raised."""
        self._texts, self._surely = texts, surely
        self.is_too_much = False
        self.has_long_texts = max(texts, default=0) > LONG_TEXT
        self._rows = _NEAR_ROWS
        self._characters = 0

    @property
    def is_deep(self) -> bool:
        return self._rows > _NEAR_ROWS

    def look(self, text: bytes) -> None:
        """Raises TooMuchError."""
        self.is_too_much = self.is_too_much or self._comes_to_too_much(text)
        if self.is_too_much and self._surely:
            raise TooMuchError

    def _comes_to_too_much(self, text: bytes) -> bool:
        if _FAR.search(text):
            if _FAR_COLUMN.search(text):
                return True
            self._rows = max(self._rows, *(int(each) for each in _FAR_ROW.findall(text)), 0)
        if self.has_long_texts:
            named = (int(each) for told, each in _SHARED.findall(text) if b't="s"' in told)
            self._characters += sum(self._texts[each] for each in named if each < len(self._texts))
        return self._characters > MAX_TEXT

    def look_how_wide(self, text: bytes) -> None:
        """Of a sheet whose depth is known. Raises TooMuchError."""
        if _beyond(MAX_CELLS // self._rows).search(text) or _PLACELESS.search(text):
            raise TooMuchError


@cache
def _beyond(column: int) -> re.Pattern[bytes]:
    """Finds a cell right of that column; of 26 columns and more the letters are two."""
    if column < 26:
        letters = f"[{chr(65 + column)}-Z]|[A-Z]{{2,3}}"
    else:
        first, last = chr(64 + (column - 1) // 26), chr(65 + (column - 1) % 26)
        letters = f"[A-Z]{{3}}|{first}(?!{last})[{last}-Z]|(?!{first})[{first}-Z][A-Z]"
    return re.compile(f'r="(?:{letters})[0-9]'.encode(), re.I)
