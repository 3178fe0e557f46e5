"""Minds the virtual camera of a broadcast: when one that was switched off is switched on again.

At once a few times, because a hand does it once or twice; then it rests for a while, because a
driver that fails does it for ever.
"""

from __future__ import annotations

from collections.abc import Callable

from studio.health.policy import CAMERA_AGAIN, CAMERA_AGAIN_SECONDS
from studio.session.again import Again


class CameraMinder:
    """One broadcast's. Stage's thread only. ``now``: monotonic seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._again = Again(CAMERA_AGAIN, CAMERA_AGAIN_SECONDS)
        self._rests = False

    def switched_off(self) -> bool:
        """Somebody did; whether it is switched on again at once, which counts."""
        self._rests = not self._again.may(self._now())
        return not self._rests

    def rested(self) -> bool:
        """It was left off, and is to be switched on once more now, which counts."""
        if not self._rests or not self._again.may(self._now()):
            return False
        self._rests = False
        return True
