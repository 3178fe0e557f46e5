"""A table for spreadsheets: as an xlsx or csv file, or as text to copy. No Qt; any thread."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from studio.runtime import files
from studio.runtime.errors import UserFacingError

Value = str | int | float | datetime
"""A datetime is this computer's wall time, without a zone, as spreadsheets keep it."""
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula when it opens text (OWASP, CSV injection)."""


EXACT_DIGITS = 15
"""A spreadsheet makes a number of what is all digits in a csv, and keeps no more of them."""


def safe_text(text: str) -> str:
    """Text no spreadsheet executes, on one line."""
    flat = text.replace("\t", " ").replace("\n", " ")
    return "'" + flat if flat.startswith(DANGEROUS) else flat


def tab_separated(row: Iterable[str]) -> str:
    """One line of a table as the clipboard carries it: text no spreadsheet executes."""
    return "\t".join(map(safe_text, row))


def write(
    path: Path,
    titles: Sequence[str],
    rows: Iterable[Sequence[Value]],
    last_look: Callable[[], None] = lambda: None,
) -> None:
    """Write ``path``, replaced only once it is whole. Raises disk_full, report_unwritable (file).

    Numbers stay numbers and instants dates. A csv is UTF-8 with a mark, which Excel needs for
    Chinese; before the long number of an order stands a tab, as in the platforms' own files. What
    ``rows`` or ``last_look``, called before the file takes its name, raise comes through; then
    nothing has changed.
    """
    try:
        with files.whole(path) as part:
            if path.suffix.lower() == ".csv":
                _csv(part, titles, rows)
            else:
                _xlsx(part, titles, rows)
            last_look()
    except XlsxWriterException as error:
        raise UserFacingError("report_unwritable", file=path.name) from error


def _csv(path: Path, titles: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(titles)
        for row in rows:
            writer.writerow([_in_csv(cell) if isinstance(cell, str) else cell for cell in row])


def _in_csv(text: str) -> str:
    is_long_number = len(text) > EXACT_DIGITS and text.isdecimal()
    return f"\t{text}" if is_long_number else safe_text(text)


def _xlsx(path: Path, titles: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    packed = BytesIO()  # packed on a full disk, zipfile goes on failing after its own error
    with xlsxwriter.Workbook(packed, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bg_color": "#F1EDE2"})
        for place, title in enumerate(titles):
            sheet.set_column(place, place, max(20, 2 * len(title) + 4))
            sheet.write_string(0, place, title, bold)
        instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"})
        for line, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(line, place, cell)
                elif isinstance(cell, datetime):
                    sheet.write_datetime(line, place, cell, instant)
                else:
                    sheet.write_number(line, place, cell)
        sheet.freeze_panes(1, 0)
    path.write_bytes(packed.getvalue())
