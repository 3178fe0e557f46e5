"""Time, as a port: code asks a Clock, tests turn the hands.

Instants are integers: UTC milliseconds since 1970. Durations measured by the program come from
the monotonic clock, because a village PC's wall clock jumps when it finds a network; so do the
instants of one broadcast (docs/decisions, "A broadcast's own clock does not jump").
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Protocol

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


class Clock(Protocol):
    """Where the program gets the time from. Safe to call from any thread."""

    def now_ms(self) -> int:
        """UTC wall time, milliseconds since 1970."""
        ...

    def monotonic(self) -> float:
        """Seconds on a clock that never goes back."""
        ...


class SystemClock:
    """The computer's own clocks."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        return time.monotonic()


class SteadyClock:
    """The time of one broadcast: it begins at an instant and goes on as the monotonic clock does.

    The wall clock may jump meanwhile; `wall_ms` tells what it says.
    """

    def __init__(self, clock: Clock, begins_ms: int | None = None) -> None:
        """``begins_ms``: UTC ms that it is now; None: what the wall clock says."""
        self._clock = clock
        self._begins_ms = clock.now_ms() if begins_ms is None else begins_ms
        self._began = clock.monotonic()

    def now_ms(self) -> int:
        return self._begins_ms + round((self._clock.monotonic() - self._began) * 1000)

    def monotonic(self) -> float:
        return self._clock.monotonic()

    def wall_ms(self) -> int:
        """What the computer takes for the time now, UTC ms."""
        return self._clock.now_ms()


@dataclass(frozen=True, slots=True)
class LocalStamp:
    """An instant as the person at the studio saw it on the wall."""

    text: str
    """Local wall time, ISO 8601 to the second, without offset."""
    zone: str
    """UTC offset at that instant, such as ``+08:00``."""


def local_stamp(at_ms: int) -> LocalStamp:
    """Put an instant into this computer's zone, kept with each fact because zones change."""
    return _stamp_of_second(at_ms // 1000)


def local_text(at_ms: int) -> str:
    """That stamp as one text, ISO 8601 with the offset."""
    return _text_of_second(at_ms // 1000)


def local_day(at_ms: int) -> str:
    """The day it is here at an instant, as an ISO date."""
    return local_stamp(at_ms).text[:10]


def day_begins(at_ms: int, days_before: int = 0) -> int:
    """UTC ms of the local midnight that day began with, or one so many days before."""
    day = datetime.fromtimestamp(at_ms / 1000).date() - timedelta(days=days_before)
    return round(datetime.combine(day, datetime.min.time()).timestamp() * 1000)


@lru_cache(maxsize=64)  # an order stamps its rows with one second several times
def _stamp_of_second(second: int) -> LocalStamp:
    text = _text_of_second(second)
    return LocalStamp(text[:19], text[19:])


@lru_cache(maxsize=64)
def _text_of_second(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).astimezone().isoformat(timespec="seconds")
