"""One cell of an order file: as text, as money, as a number, as an instant."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TypeGuard

from inventory.orders.sheets import Cell
from studio.runtime.typed import narrow

CHINA = timezone(timedelta(hours=8))
"""The platforms write China's time, whatever the computer's zone is."""
EXACT = 10**15
"""A spreadsheet keeps whole numbers exactly up to here; of a longer one the end is lost."""
MAX_QTY = 100_000
MAX_FEN = 10**11

JOINT = "\x1f"
"""Between the cells of a kept row; no text of a file holds it (XML and `texts` forbid it)."""
_FORMULA_TEXT = re.compile(r'="([^"]*)"')
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_MONEY = re.compile(r"[¥￥]?\s*(-?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]*\.?[0-9]+))\s*元?")
"""A comma parts thousands; in 29,9 it is a slip for the point, and 299 is not what was meant."""
LONGEST_MONEY = 40
"""Characters; `_MONEY` tries a longer one again at each of its digits."""
_INSTANT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?.*"
)


class UnreadableError(Exception):
    """The cell does not hold what its heading says."""


def text(cell: Cell | None) -> str:
    """As a person would copy it: marks that keep a spreadsheet from reading numbers are off."""
    if isinstance(cell, str):
        return _plain(cell)
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return str(cell)


def _plain(cell: str) -> str:
    cell = cell.strip()
    if cell.startswith("="):
        quoted = _FORMULA_TEXT.fullmatch(cell)
        return quoted[1].strip() if quoted else cell
    return cell[1:].strip() if cell.startswith("'") else cell


def are_plain(row: list[Cell]) -> TypeGuard[list[str]]:
    """True where every cell is a text that `text` would leave as it is.

    Looked at together: most rows are such, and cell by cell it is a quarter of an import's reading.
    A text that has no blanks at its ends is the same one stripped, and told as such at once.
    """
    try:
        whole = "".join(row)  # type: ignore[arg-type]  # TypeError is told
        stripped = list(map(str.strip, row))  # type: ignore[arg-type]
    except TypeError:
        return False
    if row != stripped:
        return False
    marked = "=" in whole or "'" in whole
    return not (marked and any(each.startswith(("=", "'")) for each in stripped))


def texts(row: list[Cell]) -> list[str]:
    """A row as texts."""
    return row if are_plain(row) else [text(cell) for cell in row]


def is_rounded(cell: Cell) -> bool:
    """True for a long number a spreadsheet has kept as one: its end is lost."""
    return isinstance(cell, (int, float)) and not isinstance(cell, bool) and abs(cell) >= EXACT


def is_scientific(words: str) -> bool:
    """The same, written out: 6.9E+18."""
    return not words.isdigit() and _SCIENTIFIC.fullmatch(words) is not None


def fen(written: str) -> int | None:
    """Yuan as integer fen, exactly; None where the cell is empty. Raises UnreadableError.

    What a spreadsheet's arithmetic left behind (0.30000000000000004) is no third decimal.
    """
    if not written or written == "-":
        return None
    return _fen(written)


@lru_cache(maxsize=4096)  # a shop has few prices
def _fen(written: str) -> int:
    found = _MONEY.fullmatch(narrow(written)) if len(written) <= LONGEST_MONEY else None
    if not found:
        raise UnreadableError
    try:
        exact = Decimal(found[1].replace(",", "")) * 100
    except InvalidOperation as error:
        raise UnreadableError from error
    whole = exact.to_integral_value()
    if abs(exact - whole) > Decimal("0.0001") or not 0 <= whole <= MAX_FEN:
        raise UnreadableError
    return int(whole)


@lru_cache(maxsize=256)
def pieces(written: str) -> tuple[int, ...]:
    """How many, as written: one number, or several joined by semicolons. Raises UnreadableError."""
    parts = [part.strip() for part in narrow(written).split(";") if part.strip()]
    if not parts or not all(part.isascii() and part.isdigit() for part in parts):
        raise UnreadableError
    numbers = tuple(int(part[:9]) for part in parts)
    if not all(1 <= number <= MAX_QTY for number in numbers):
        raise UnreadableError
    return numbers


@lru_cache(maxsize=4096)  # the lines of an order share theirs
def instant(written: str) -> int | None:
    """UTC ms; None where nothing readable stands there: a time decides nothing on its own."""
    found = _INSTANT.fullmatch(written)
    if not found:
        return None
    try:
        return _ms(datetime(*(int(part or 0) for part in found.groups())))  # type: ignore[arg-type]
    except (ValueError, OverflowError):
        return None


def _ms(wall: datetime) -> int:
    return int(wall.replace(tzinfo=CHINA).astimezone(UTC).timestamp() * 1000)
