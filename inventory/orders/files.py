"""Reading an order file, or any table, by what is in it, whatever it is called.

Bounded in memory and time: what would unpack to too much is refused before it is unpacked for
good. Cells come as the file keeps them; what they mean is `inventory.orders.rows`' business.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from inventory.orders import old_workbook, package, portions, texts
from inventory.orders.locked import opened
from inventory.orders.package import Check
from inventory.orders.plain_rows import PlainRows, PlainSheet
from inventory.orders.portions import Portion
from inventory.orders.reading_ahead import ahead
from inventory.orders.sheets import MAX_SHEETS, OLE, ZIP, Cell, Sheet
from studio.runtime.errors import Unlogged, UserFacingError
from studio.runtime.files import must_be_file

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

T = TypeVar("T")

MAX_BYTES = 64 * 1024 * 1024
"""Ten times a year of a large shop's orders as xlsx."""


def load(path: Path) -> bytes:
    """The file's bytes. Raises orders_file_unreadable, orders_file_too_big, orders_file_empty."""
    try:
        must_be_file(path)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UserFacingError(
                "orders_file_too_big",
                file=Unlogged(path.name),
                megabytes=size // 2**20,
                most=MAX_BYTES // 2**20,
            )
        data = path.read_bytes()
    except OSError as error:
        raise UserFacingError("orders_file_unreadable", file=Unlogged(path.name)) from error
    if not data.strip():
        raise UserFacingError("orders_file_empty", file=Unlogged(path.name))
    return data


def is_workbook(data: bytes) -> bool:
    """An xlsx, or the older xls; perhaps a locked one."""
    return data.startswith((ZIP, OLE))


def sheets(data: bytes, file: str, password: str = "") -> Iterator[Sheet]:
    """The tables of a file, one after the other. ``file`` is its name, for sentences only.

    Raises orders_file_kind (no table we read), orders_file_damaged, orders_file_bomb,
    orders_file_needs_password, orders_file_wrong_password.
    """
    if data.startswith(OLE):
        data = opened(data, file, password)
    if data.startswith(ZIP):
        yield from _workbook(data, file)
    elif data.startswith(OLE):
        yield from old_workbook.sheets(data, file)
    elif texts.is_markup(data):
        yield Sheet("", enumerate(texts.markup_rows(texts.read(data, file).whole(), file), 1))
    else:
        yield Sheet("", texts.separated_rows(texts.read(data, file), file))


def _workbook(data: bytes, file: str) -> Iterator[Sheet]:
    """The sheets of an xlsx. Macros are never run: nothing here could."""
    with _worded(file):
        looked_at = package.Check(data)
        parts = portions.of(data, looked_at)
        large = None if parts is None else _large(data, parts, looked_at, file)
        if large is None:
            looked_at.whole()
    if large is not None:
        yield large
        return
    book = _book(data, file)
    for number, name in enumerate(book.sheet_names[:MAX_SHEETS]):
        sheet = _calamine(partial(book.get_sheet_by_index, number), file)
        # Rows that are empty at its beginning are among them.
        yield Sheet(name, enumerate(sheet.iter_rows(), 1))


@contextmanager
def _worded(file: str) -> Iterator[None]:
    """What is wrong with a package, for people."""
    try:
        yield
    except package.BrokenError as error:
        raise UserFacingError("orders_file_damaged", file=Unlogged(file)) from error
    except package.NoWorkbookError as error:
        raise UserFacingError("orders_file_kind", file=Unlogged(file)) from error
    except package.TooMuchError as error:
        raise UserFacingError("orders_file_bomb", file=Unlogged(file)) from error


def _large(data: bytes, parts: Iterator[Portion], looked_at: Check, file: str) -> Sheet | None:
    """A sheet that is read in portions; None where it cannot be, or the workbook names more."""
    first = next(parts)
    plain = PlainRows(first.rows)
    if not (plain.begin(first.rows) or _can_be_cut(looked_at)):
        return None
    book = _book(first.workbook(), file)
    if len(book.sheet_names) != 1:
        return None
    rows = _portioned(data, chain([first], parts), plain, looked_at, file)
    return Sheet(book.sheet_names[0], rows)


def _can_be_cut(looked_at: Check) -> bool:
    sheet = looked_at.whole().only_sheet
    return sheet is not None and sheet.is_plain


def _portioned(
    data: bytes, parts: Iterator[Portion], plain: PlainRows, looked_at: Check, file: str
) -> Generator[tuple[int, list[Cell]]]:
    """The rows. What the reader has to lay out is looked at first, all of it once."""

    def by_reader(part: Portion) -> CalamineSheet:
        if not _can_be_cut(looked_at):
            raise portions.UncutError
        return _laid_out(part, file)

    def laid_out(part: Portion) -> Portion | CalamineSheet:
        return part if plain.begin(part.rows) else by_reader(part)

    def taken_apart(found: Portion | CalamineSheet) -> PlainSheet | CalamineSheet:
        if not isinstance(found, Portion):
            return found
        return plain.taken_apart(found.rows) or by_reader(found)

    told, columns = set[int](), portions.Columns()
    with _worded(file):
        try:
            with closing(ahead(map(laid_out, parts))) as coming:
                for number, cells in portions.rows(map(taken_apart, coming), columns):
                    told.add(number)
                    yield number, cells
        except portions.UncutError:
            looked_at.whole()
            sheet = _calamine(partial(_book(data, file).get_sheet_by_index, 0), file)
            column = sheet.start[1] if sheet.start else 0
            rest = enumerate(columns.placed(sheet.iter_rows(), column), 1)
            yield from (row for row in rest if row[0] not in told)


def _laid_out(part: Portion, file: str) -> CalamineSheet:
    """By the reader, which needs no interpreter for it."""
    return _calamine(partial(_book(part.workbook(), file).get_sheet_by_index, 0), file)


def _book(data: bytes, file: str) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    return _calamine(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)), file)


def _calamine(work: Callable[[], T], file: str) -> T:
    import python_calamine

    try:
        return work()
    except python_calamine.PasswordError as error:
        raise UserFacingError("orders_file_needs_password", file=Unlogged(file)) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise UserFacingError("orders_file_damaged", file=Unlogged(file)) from error
    except BaseException as error:
        # What its Rust calls a panic is no Exception; some cut workbooks make it.
        if type(error).__name__ != "PanicException":
            raise
        raise UserFacingError("orders_file_damaged", file=Unlogged(file)) from error
