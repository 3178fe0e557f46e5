"""A table as a file keeps it, before anybody knows what it means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | datetime | date | time | timedelta
Rows = Iterable[tuple[int, list[Cell]]]
"""Each row with its number as a spreadsheet shows it, 1 the first."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file. ``rows`` can be walked once."""

    name: str
    rows: Rows
