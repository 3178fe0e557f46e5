"""Workbooks of Excel 97 to 2003 (.xls).

Read by xlrd, in Python: python-calamine is faster, but a broken one can make it ask for terabytes,
and that ends the whole program, a broadcast with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from inventory.orders.sheets import MAX_SHEETS, Cell, Sheet
from studio.runtime.errors import Unlogged, UserFacingError


def sheets(data: bytes, file: str) -> Iterator[Sheet]:
    """Its sheets. Raises orders_file_damaged."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, logfile=_Nowhere(), on_demand=True)
        for number in range(min(book.nsheets, MAX_SHEETS)):
            sheet = book.sheet_by_index(number)
            rows = [
                (row + 1, [_cell(one.ctype, one.value, book.datemode) for one in sheet.row(row)])
                for row in range(sheet.nrows)
            ]
            yield Sheet(sheet.name, rows)
    except UserFacingError:
        raise
    # It lets whatever a broken record makes its parts raise come through.
    except Exception as error:
        raise UserFacingError("orders_file_damaged", file=Unlogged(file)) from error


def _cell(kind: int, value: str | float, datemode: int) -> Cell:
    import xlrd

    if kind == xlrd.XL_CELL_DATE:
        try:
            moment: datetime = xlrd.xldate_as_datetime(value, datemode)
        except (ValueError, OverflowError):
            return value
        return moment
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    return "" if kind in (xlrd.XL_CELL_ERROR, xlrd.XL_CELL_EMPTY) else value


class _Nowhere:
    """Where xlrd may write its remarks."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Nothing waits."""
