"""How long something lasts, as people write it; counts in Chinese letters, too."""

from __future__ import annotations

import re
from decimal import Decimal

from studio.runtime.typed import narrow

UNIT_S = {
    **dict.fromkeys(("小时", "钟头", "hours", "hour", "h"), 3600),
    **dict.fromkeys(("刻钟", "刻"), 900),
    **dict.fromkeys(("分钟", "分", "minutes", "minute", "mins", "min"), 60),
    **dict.fromkeys(("秒钟", "秒", "seconds", "second", "secs", "sec", "s"), 1),
}
MINUTE_S = 60
HALF = Decimal("0.5")
DIGITS = {
    **{letter: count for count, letter in enumerate("零一二三四五六七八九")},
    "两": 2,
}
_ONE = "[一二两三四五六七八九]"
_COUNT = re.compile(f"(?:({_ONE})百)?零?(?:({_ONE})?(十))?({_ONE})?")
_AMOUNT = r"[0-9]{1,6}(?:\.[0-9]{1,6})?|[零一二两三四五六七八九十百]{1,7}|半"
_BARE = re.compile(_AMOUNT)
_PART = re.compile(rf"({_AMOUNT})个?(半)?({'|'.join(UNIT_S)})(半)?")
_CLOCK = re.compile("(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-9]{1,2})")


def seconds(text: str) -> Decimal | None:
    """How long: ``5`` and ``0.5`` (minutes), ``2:30``, ``1:02:30``, ``1分30秒``, ``十五分钟``,
    ``一刻钟``, ``一个半小时``, ``5 min``. None: nothing that says how long; also where nothing
    was written.
    """
    written = plain(text).lower()
    clock = _CLOCK.fullmatch(written)
    if clock is not None:
        return _of_clock(clock)
    if _BARE.fullmatch(written):
        minutes = amount(written)
        return None if minutes is None else minutes * MINUTE_S
    return _of_parts(written)


def plain(text: str) -> str:
    """Without spaces, in half-width letters, with the point a Chinese keyboard makes of it."""
    return "".join(narrow(text).split()).replace("。", ".")


def _of_clock(found: re.Match[str]) -> Decimal | None:
    hours, minutes, rest = (int(each or 0) for each in found.groups())
    return Decimal(hours * 3600 + minutes * MINUTE_S + rest) if rest < 60 else None


def _of_parts(written: str) -> Decimal | None:
    """Parts from the largest unit to the smallest; 半 stands in the last one only."""
    total, place, unit_before = Decimal(0), 0, max(UNIT_S.values()) + 1
    while place < len(written):
        part = _PART.match(written, place)
        if part is None or UNIT_S[part[3]] >= unit_before:
            return None
        count, halves = amount(part[1]), [each for each in (part[2], part[4]) if each]
        if count is None or len(halves) > 1:
            return None
        if halves and (count != int(count) or part.end() < len(written)):
            return None
        unit_before, place = UNIT_S[part[3]], part.end()
        total += (count + HALF * len(halves)) * unit_before
    return total if place else None


def amount(written: str) -> Decimal | None:
    """``15``, ``0.5``, ``十五``, ``半``; of what `plain` left. None: no count."""
    if written == "半":
        return HALF
    if written[0].isascii():
        return Decimal(written)
    found = _COUNT.fullmatch(written)
    if found is None or not any(found.groups()):
        return Decimal(0) if written == "零" else None
    hundreds, tens, ten, ones = found.groups()
    count = DIGITS[hundreds or "零"] * 100 + DIGITS[ones or "零"]
    return Decimal(count + (DIGITS[tens or "一"] * 10 if ten else 0))
