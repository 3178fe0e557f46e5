"""Moments as people write them: ``20:00``, ``明天晚上八点半``, ``12-1 20点``, ``10分钟后``."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

from studio.runtime.durations import DIGITS, amount, seconds
from studio.runtime.errors import UserFacingError

DAYS = {"今天": 0, "今晚": 0, "明天": 1, "明晚": 1, "后天": 2, "today": 0, "tomorrow": 1}
WEEKDAYS = {each: place for place, each in enumerate("一二三四五六日")} | {"天": 6}
DAWN = 5
"""A smaller hour of the night is one of the small hours; from here on it is the evening's."""
NOON = 12
FIRST_OF_NOON, LAST_OF_NOON = 10, 14
"""中午 is from the one to the other: 中午1点 is 13:00, 中午9点 no hour."""
_NIGHT, _AFTERNOON = ("晚上", "夜里", "今晚", "明晚"), ("下午", "傍晚")
_TONIGHT = ("今天", "今晚", "today")
_MORNING = ("早上", "早晨", "上午", "凌晨")

_COUNT = rf"(?:\d{{1,2}}|[{''.join(DIGITS)}十]{{1,3}})"
_DATE = rf"(?:(?P<year>\d{{4}})[-/.年])?(?P<month>{_COUNT})[-/.月](?P<day>{_COUNT})[日号]?"
_WORD = rf"(?P<word>{'|'.join(DAYS)})"
_WEEKDAY = rf"(?:周|星期|礼拜)(?P<weekday>[{''.join(WEEKDAYS)}])"
_PART = rf"(?P<part>{'|'.join((*_NIGHT[:2], *_AFTERNOON, *_MORNING, '中午'))})"
_PAST = rf"\d{{2}}|[{''.join(DIGITS)}十]{{2,3}}|[\d{''.join(DIGITS)}十](?=分)"
_AFTER = rf"(?P<half>半)|(?P<quarters>[一三])刻|(?P<past>{_PAST})分?"
_CLOCK = rf"(?P<hour>{_COUNT})\s*(?::(?P<minute>\d{{2}})分?|[点时]\s*(?:{_AFTER}|整|钟)?)"
_SAID = re.compile(rf"(?:{_WORD}|{_WEEKDAY}|{_DATE})?\s*{_PART}?\s*{_CLOCK}", re.ASCII)
_LATER = re.compile(r"(?P<long>.*?\D)(?:以后|之后|后)|in\s(?P<long_en>.*\D)")
"""Not ``10后``: nobody knows of what."""


def moment(text: str, now_ms: int) -> int:
    """UTC ms of what is written, in the computer's own zone; ``lottery_time_unreadable``.

    Without a day it is the next such time, without a year the next such day. So long from now it
    is a full minute, never sooner than was said.
    """
    written = unicodedata.normalize("NFKC", text).strip().lower()
    try:
        return round(_read(written, datetime.fromtimestamp(now_ms / 1000)).timestamp() * 1000)
    except (ValueError, OverflowError, OSError) as error:
        raise UserFacingError("lottery_time_unreadable", text=text) from error


def _read(written: str, now: datetime) -> datetime:
    """ValueError where it is none."""
    if found := _SAID.fullmatch(written):
        return _said(found, now)
    if found := _LATER.fullmatch(written):
        return _later(found["long"] or found["long_en"], now)
    return datetime.fromisoformat(written.upper())


def _later(long: str, now: datetime) -> datetime:
    lasts = seconds(long)
    if lasts is None:
        raise ValueError(long)
    at = now + timedelta(seconds=float(lasts))
    full = at.replace(second=0, microsecond=0)
    return full if full == at else full + timedelta(minutes=1)


def _said(found: re.Match[str], now: datetime) -> datetime:
    night = found["word"] if found["word"] in _NIGHT else ""
    hour, later = _of_the_part(found["part"] or night, _count(found["hour"]))
    today = now.replace(hour=hour, minute=_minute(found), second=0, microsecond=0)
    at = today + timedelta(days=later)
    if found["month"]:
        return _on_the_day(found, at, later, now)
    if found["weekday"]:
        at += timedelta(days=(WEEKDAYS[found["weekday"]] - now.weekday()) % 7 - 7)
        # Sooner than this week's too: at half past midnight Friday's night is not over.
        return next(soon for week in range(3) if (soon := at + timedelta(weeks=week)) > now)
    if later and found["word"] in _TONIGHT and today > now:
        return today  # of the night it is: nobody calls tonight what is a day away
    if found["word"]:
        return at + timedelta(days=DAYS[found["word"]])
    return today if today > now else today + timedelta(days=1)


def _on_the_day(found: re.Match[str], at: datetime, later: int, now: datetime) -> datetime:
    month, day = _count(found["month"]), _count(found["day"])
    year = int(found["year"] or now.year)
    said = at.replace(year=year, month=month, day=day) + timedelta(days=later)
    if found["year"] or said > now:
        return said
    return at.replace(year=year + 1, month=month, day=day) + timedelta(days=later)


def _minute(found: re.Match[str]) -> int:
    if found["half"]:
        return 30
    if found["quarters"]:
        return 15 * DIGITS[found["quarters"]]
    return _count(found["minute"] or found["past"] or "0")


def _count(written: str) -> int:
    """``20``, ``二十``. ValueError: none."""
    read = amount(written)
    if read is None:
        raise ValueError(written)
    return int(read)


def _of_the_part(part: str, hour: int) -> tuple[int, int]:
    """The hour of the day's part as the clock has it, and how many days later: 今晚12点 and
    今晚1点 are after midnight. ValueError: it has no such hour."""
    if part in _NIGHT:
        if hour == NOON or hour < DAWN:
            return hour % NOON, 1
        return (hour + NOON, 0) if hour < NOON else (hour, 0)
    if part in _MORNING and hour > NOON:
        raise ValueError(f"{part} {hour}")
    if part == "凌晨":
        return hour % NOON, 0
    if part == "中午":
        return _of_noon(hour), 0
    return (hour + NOON if part in _AFTERNOON and hour < NOON else hour), 0


def _of_noon(hour: int) -> int:
    """ValueError: none of its hours."""
    if FIRST_OF_NOON <= hour <= LAST_OF_NOON:
        return hour
    if NOON < hour + NOON <= LAST_OF_NOON:
        return hour + NOON
    raise ValueError(f"中午 {hour}")
