"""Days as people say them, in each language, and the instants of sentences.

A board on air and the screens put the clock beside a day by themselves (`boards`, `ui.formats`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Not strftime's: those follow the computer's locale, not the reader's language."""
_NEAR = {"zh": ("今天", "明天"), "en": ("today", "tomorrow")}
"""Today and the day after it: they have a word of their own."""


@dataclass(frozen=True, slots=True)
class At:
    """A parameter of a sentence that is an instant: ``今天 15:30``, ``11月28日 15:30``, local time.

    Both are UTC ms; ``now_ms`` is when it is said.
    """

    at_ms: int
    now_ms: int

    def told(self, language: Literal["zh", "en"]) -> str:
        at, now = (datetime.fromtimestamp(each / 1000) for each in (self.at_ms, self.now_ms))
        near = dict(zip((now.date(), now.date() + timedelta(days=1)), _NEAR[language], strict=True))
        said = near.get(at.date()) or day(at, language, now.year)
        return f"{said} {at:%H:%M}"


def day(on: date, language: Literal["zh", "en"], this_year: int) -> str:
    """``6月12日``; in English ``12 Jun``. Another year than this one is named."""
    other = on.year != this_year
    if language == "en":
        return f"{on.day} {_MONTHS[on.month - 1]}" + (f" {on.year}" if other else "")
    return (f"{on.year}年" if other else "") + f"{on.month}月{on.day}日"
