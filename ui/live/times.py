"""Durations and instants as the live screens write them. No Qt."""

from __future__ import annotations

from datetime import datetime


def hours(ms: int) -> str:
    """``01:24:36``."""
    seconds = max(0, ms) // 1000
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def minutes(ms: int) -> str:
    """``04:12``; an hour and more as `hours`."""
    return hours(ms) if ms >= 3_600_000 else hours(ms)[3:]


def of_day(at_ms: int) -> str:
    """The wall clock of this computer at an instant: ``20:14:36``."""
    return datetime.fromtimestamp(at_ms / 1000).astimezone().strftime("%H:%M:%S")
