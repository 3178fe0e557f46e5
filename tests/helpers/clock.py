"""A clock whose hands the test turns."""

from __future__ import annotations


class ManualClock:
    """A `studio.runtime.clock.Clock` that stands still until `advance` is called."""

    def __init__(self, now_ms: int = 1_767_225_600_000) -> None:
        self._now_ms = now_ms
        self._monotonic = 1000.0

    def now_ms(self) -> int:
        return self._now_ms

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, seconds: float) -> None:
        """Let time pass on both hands."""
        self._now_ms += round(seconds * 1000)
        self._monotonic += seconds

    def set_wall(self, now_ms: int) -> None:
        """The wall clock jumps (it found a network); the monotonic one does not."""
        self._now_ms = now_ms
