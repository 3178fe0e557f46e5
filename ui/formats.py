"""Figures and instants as people read them."""

from __future__ import annotations

from datetime import date, datetime

from studio.runtime import spoken
from ui import i18n


def money(fen: int) -> str:
    """Integer fen as ``¥1,234.50``: always two decimals, so that columns line up."""
    sign = "-" if fen < 0 else ""
    return f"{sign}¥{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def price(fen: int) -> str:
    """Integer fen as a price tag says it: ``¥89.9``, ``¥168``."""
    yuan, rest = divmod(fen, 100)
    if rest == 0:
        return f"¥{yuan:,}"
    return f"¥{yuan:,}.{rest:02d}".rstrip("0")


def clock(at_ms: int) -> str:
    """Local wall time, ``20:14``."""
    return datetime.fromtimestamp(at_ms / 1000).strftime("%H:%M")


def this_year() -> int:
    """The year that goes without saying. `ui.shots` sets it to its samples'."""
    return datetime.now().year


def day_and_clock(at_ms: int) -> str:
    """``6月12日 20:14``; in English ``12 Jun 20:14``. Another year than this one is named."""
    local = datetime.fromtimestamp(at_ms / 1000)
    return f"{day(local)} {local:%H:%M}"


def day(on: date) -> str:
    """``6月12日``; in English ``12 Jun``. Another year than this one is named."""
    return spoken.day(on, i18n.current(), this_year())


def instant(at_ms: int) -> datetime:
    """Local wall time to the second, for a spreadsheet."""
    return datetime.fromtimestamp(at_ms // 1000)
