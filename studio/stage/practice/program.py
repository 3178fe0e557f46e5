"""The program behind a practice stage: what a trainer lets die or hang can be started again."""

from __future__ import annotations

from collections.abc import Callable

from studio.runtime.errors import UserFacingError
from studio.stage.faults import Fault
from studio.stage.port import Faults

BOOT_SECONDS = 3.0
"""From its start until it answers; a real OBS takes 2 to 15 s [M]."""


class PracticeProgram:
    """A `studio.session.reviver.StageProgram`. Any thread."""

    def __init__(self, faults: Faults, consented: Callable[[], bool]) -> None:
        """``consented``: a person agreed that it is started again by itself."""
        self._faults = faults
        self._consented = consented

    @property
    def consented(self) -> bool:
        return self._consented()

    def is_running(self) -> bool:
        return Fault.OBS_KILLED not in self._faults.active()

    def start(self) -> None:
        """Start it; it answers some seconds later. ``obs_is_running`` where it runs."""
        if self.is_running():
            raise UserFacingError("obs_is_running")
        self._faults.inject(Fault.OBS_KILLED, BOOT_SECONDS)

    def start_again(self) -> None:
        """End it, hanging or not, and start it."""
        self._faults.inject(Fault.OBS_KILLED, BOOT_SECONDS)
        self._faults.clear(Fault.OBS_HANGS)
