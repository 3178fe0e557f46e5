"""What a trainer breaks on purpose, by name."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from enum import StrEnum


class Fault(StrEnum):
    """What can go wrong on a practice stage."""

    WEAK = "weak"
    """网不好: two fifths of the rate get through."""
    DOWN = "down"
    """断网: not a byte gets through, and nothing says so."""
    BOUNCE = "bounce"
    """The platform's server restarts: the stream breaks off and reconnects."""
    STAGE_LOST = "stage_lost"
    """OBS 崩溃: the stage is gone, streaming and recording with it."""
    BLACK = "black"
    """画面黑了: as if the lens cap were on; opening the camera again does not help."""
    FROZEN = "frozen"
    """画面不动了: the camera hangs on its last picture until it is opened again."""
    SILENT = "silent"
    """没声音了: the microphone's cable is out."""


LASTS = {
    Fault.WEAK: 30.0,
    Fault.DOWN: 20.0,
    Fault.BOUNCE: 2.0,
    Fault.STAGE_LOST: 8.0,
    Fault.BLACK: 15.0,
    Fault.FROZEN: 20.0,
    Fault.SILENT: 20.0,
}
"""Seconds a fault lasts where the trainer names no time: long enough to be noticed and told."""


class Faults:
    """The faults of one practice stage. Any thread."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._until: dict[Fault, float] = {}

    def inject(self, fault: Fault | str, seconds: float | None = None) -> None:
        """Break something now, for ``seconds`` (default: `LASTS`). ValueError: no such fault."""
        which = Fault(fault)
        with self._lock:
            self._until[which] = self._monotonic() + (LASTS[which] if seconds is None else seconds)

    def clear(self, fault: Fault | str | None = None) -> None:
        """Mend one fault, or all of them."""
        with self._lock:
            if fault is None:
                self._until.clear()
            else:
                self._until.pop(Fault(fault), None)

    def active(self) -> frozenset[Fault]:
        """The faults acting now."""
        now = self._monotonic()
        with self._lock:
            return frozenset(fault for fault, until in self._until.items() if now < until)
