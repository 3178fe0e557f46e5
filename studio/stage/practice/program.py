"""The program behind a practice stage: what a trainer lets die or hang can be started again."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from studio.runtime.errors import UserFacingError
from studio.stage.faults import Fault
from studio.stage.port import Faults

BOOT_SECONDS = 3.0
"""From its start until it answers; a real OBS takes 2 to 15 s [M]."""


class PracticeProgram:
    """A `studio.session.reviver.StageProgram`. Any thread."""

    def __init__(
        self,
        faults: Faults,
        consented: Callable[[], bool],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """``consented``: a person agreed that it is started again by itself."""
        self._faults = faults
        self._consented = consented
        self._now = now
        self._up_at = -math.inf
        """Until then it boots: it runs, and does not answer."""

    @property
    def consented(self) -> bool:
        return self._consented()

    def is_running(self) -> bool:
        return self._now() < self._up_at or Fault.OBS_KILLED not in self._faults.active()

    def start(self) -> None:
        """Start it; it answers some seconds later. ``obs_is_running`` where it runs."""
        if self.is_running():
            raise UserFacingError("obs_is_running")
        self._boot()

    def start_again(self) -> None:
        """End it, hanging or not, and start it."""
        self._boot()
        self._faults.clear(Fault.OBS_HANGS)

    def _boot(self) -> None:
        self._up_at = self._now() + BOOT_SECONDS
        self._faults.inject(Fault.OBS_KILLED, BOOT_SECONDS)
