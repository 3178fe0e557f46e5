"""When a stage that fell silent was last heard, and when the last byte of its stream left.

A hang of OBS is noticed 10 to 15 s after it began, and that the platform dropped the stream only
once OBS answers again. Told at those moments, the journal would say that viewers saw us while
they did not: a loss is dated to the last sign of what was lost.
"""

from __future__ import annotations

from studio.session import events as e
from studio.stage.port import StageHealth, StreamState

STEADY_SECONDS = 3.0
"""Bytes that left between two samples further apart may have left right after the first."""
THROUGHOUT_SHARE = 0.5
"""Of what leaves otherwise in so long: with as much the stream went on while nobody could ask. One
that hung sends a second's worth when it wakes."""


class LastSigns:
    """The samples of one stage, as instants on the wall clock (UTC ms). One thread."""

    def __init__(self) -> None:
        self._answered: int | None = None
        self._flowed: int | None = None
        self._bytes = 0
        self._pace = 0.0
        """Bytes a second, of the last two samples that were close together."""
        self._sampled = float("-inf")
        self._back = 0
        self._started = 0

    def sampled(self, health: StageHealth, at: int) -> None:
        """The stage answered at ``at``."""
        self._answered = at
        if health.stream is StreamState.ON and self._flows(health):
            self._flowed = at
        self._bytes, self._sampled = health.bytes_sent, health.at_monotonic

    def _flows(self, health: StageHealth) -> bool:
        left, apart = health.bytes_sent - self._bytes, health.at_monotonic - self._sampled
        if apart > STEADY_SECONDS:
            return 0 < self._pace * apart * THROUGHOUT_SHARE <= left
        if left > 0 and apart > 0:
            self._pace = left / apart
        return left != 0 and health.bytes_sent != 0  # a counter that was reset flows too

    def dated(self, fact: e.Fact, seen: int, live_at: int) -> int:
        """When a fact that was seen at ``seen`` was so; never before going live at ``live_at``.

        Nor before the stage was back, or the stream began, the last time: asking twice is harmless.
        """
        match fact:
            case e.StageWasLost():
                return _between(max(live_at, self._back), self._answered, seen)
            case e.StreamStopped(wanted=False):
                return _between(max(live_at, self._started), self._flowed, seen)
            case e.StageWasRegained():
                self._back = seen
            case e.StreamStarted():
                self._started = seen
        return seen


def _between(earliest: int, sign: int | None, seen: int) -> int:
    return seen if sign is None or sign < earliest else min(sign, seen)
