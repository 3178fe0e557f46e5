"""Minds the recording of a broadcast: when one that ended, or did not begin, is begun again.

A recording is wanted as long as the broadcast is on air, whoever or whatever ended it; OBS does not
say whether that was a hand or a full disk. It is begun again a bounded number of times: each try
that fails holds the stage, and OBS tells of it in a window of its own. Then a person is asked.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from studio.health import policy
from studio.session import events as e
from studio.session.again import Again
from studio.session.air import RECORDING_CODES
from studio.stage.port import Observed, Wanted


class RecordingMinder:
    """One broadcast's. Stage's thread only. ``now``: monotonic seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._again = Again(policy.RECORDING_TRIES, policy.RECORDING_WINDOW_SECONDS)
        self._due_at = -math.inf
        """It may be begun from then on; inf: not before somebody says so."""
        self._missing = False
        """It is wanted, does not run, and that was told."""

    @property
    def waits(self) -> bool:
        """It is not to be begun now."""
        return self._now() < self._due_at

    @property
    def is_due(self) -> bool:
        """It is missing, and to be begun again."""
        return self._missing and not self.waits

    def was_told(self, code: str) -> bool:
        """Whether that refusal is only another word for what was told before."""
        return self._missing and code in RECORDING_CODES

    def begins_anew(self) -> None:
        """Another stage, or a person, gives it another chance; that it fails is told again."""
        self._again.forget()
        self._due_at, self._missing = -math.inf, False

    def came(self, asked: Wanted, seen: Observed) -> list[e.Fact]:
        """The stage was asked; what is to be told besides."""
        if seen.recording or not asked.recording:
            self._due_at, self._missing = -math.inf, False
        elif not asked.recording_waits and not asked.layers_alone:
            return self._trouble(policy.RECORDING_AGAIN_SECONDS)
        return []

    def ended(self) -> list[e.Fact]:
        """It ended, and nobody here asked for that; as `came`."""
        return self._trouble(0.0)

    def _trouble(self, rest: float) -> list[e.Fact]:
        now = self._now()
        self._missing = True
        if self._again.may(now):
            self._due_at = now + rest
            return []
        self._due_at = math.inf
        return [e.RecordingGivenUp()]
