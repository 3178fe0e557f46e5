"""A table as a file keeps it, before anybody knows what it means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

MAX_SHEETS = 12
"""Of one workbook; more of them are not looked at."""
MAX_ROWS = 200_000
"""Of one file, below its headings."""
MAX_NUMBER = 1_048_576
"""Of a row, empty ones counted: as many as Excel has. A text has as many as somebody likes."""
MAX_COLUMNS = 16_384
"""As many as Excel has; a text can have as many as it has bytes."""
HEADINGS_WITHIN = 20
"""Titles and remarks above the headings take no more lines than this."""
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an xlsx begins, and how an xls or a locked one."""

Cell = str | int | float | bool | datetime | date | time | timedelta
Rows = Iterable[tuple[int, list[Cell]]]
"""Each row with its number as a spreadsheet shows it, 1 the first."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file. ``rows`` can be walked once."""

    name: str
    rows: Rows
