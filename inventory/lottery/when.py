"""Moments as people write them: ``20:00``, ``明天 20:00``, ``12-1 20点半``."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

from studio.runtime.errors import UserFacingError

DAYS = {"今天": 0, "今晚": 0, "明天": 1, "明晚": 1, "后天": 2, "today": 0, "tomorrow": 1}
DAWN = 5
"""A smaller hour of 今晚 is one of the small hours; from here on it is the evening's."""
_DATE = r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?"
_CLOCK = r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})|[点时](?P<half>半)?)"
_SAID = re.compile(
    rf"(?:(?P<word>今天|今晚|明天|明晚|后天|today|tomorrow)|{_DATE})?\s*{_CLOCK}", re.ASCII
)


def moment(text: str, now_ms: int) -> int:
    """UTC ms of what is written, in the computer's own zone; ``lottery_time_unreadable``.

    Without a day it is the next such time, without a year the next such day.
    """
    written = unicodedata.normalize("NFKC", text).strip().lower()
    try:
        found = _SAID.fullmatch(written)
        at = _said(found, now_ms) if found else datetime.fromisoformat(written.upper())
        return round(at.timestamp() * 1000)
    except (ValueError, OverflowError, OSError) as error:
        raise UserFacingError("lottery_time_unreadable", text=text) from error


def _said(found: re.Match[str], now_ms: int) -> datetime:
    now = datetime.fromtimestamp(now_ms / 1000)
    hour, minute = int(found["hour"]), 30 if found["half"] else int(found["minute"] or 0)
    later = 0
    if found["word"] in ("今晚", "明晚"):
        hour, later = _of_the_night(hour)
    at = now.replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(days=later)
    if found["month"]:
        year = int(found["year"] or now.year)
        at = at.replace(year=year, month=int(found["month"]), day=int(found["day"]))
        return at if found["year"] or at > now else at.replace(year=year + 1)
    if found["word"]:
        return at + timedelta(days=DAYS[found["word"]])
    return at if at > now else at + timedelta(days=1)


def _of_the_night(hour: int) -> tuple[int, int]:
    """今晚12点 and 今晚1点 are after midnight: the hour, and how many days later."""
    if hour == 12 or hour < DAWN:
        return hour % 12, 1
    return (hour + 12, 0) if hour < 12 else (hour, 0)
