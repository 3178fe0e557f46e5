"""What a trainer breaks on purpose: which faults act now on one practice stage."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable

from studio.runtime.hard_end import end_hard
from studio.stage.faults import LASTS, Fault

SWALLOWED = frozenset({Fault.HOLE, Fault.DOWN, Fault.ROOM_CLOSED})
"""Nothing gets through, and nobody says so."""
TURNED_AWAY = frozenset({Fault.BOUNCE, Fault.REFUSED})
"""Nobody lets the stream in."""
DEAF = frozenset({Fault.OBS_HANGS, Fault.HALF_OPEN})
"""The stage answers nothing, and only after a while does anybody know that it is lost."""
CUT = frozenset({Fault.OBS_KILLED, Fault.RESET, Fault.PROXY, Fault.PASSWORD})
"""The stage is lost at once."""


class Faults:
    """The faults of one practice stage. Any thread."""

    def __init__(
        self,
        monotonic: Callable[[], float] = time.monotonic,
        end_program: Callable[[], None] = end_hard,
    ) -> None:
        """``end_program``: how `Fault.APP_KILLED` is played."""
        self._monotonic, self._end_program = monotonic, end_program
        self._changed = threading.Condition()
        self._until: dict[Fault, float] = {}

    def inject(self, name: str, seconds: float | None = None) -> None:
        """Break something now, for ``seconds`` (default: `LASTS`). ValueError: no such fault.

        Does not come back from ``app_killed``: whoever calls has said so before.
        """
        which = Fault(name)
        if which is Fault.APP_KILLED:
            self._end_program()
            return
        with self._changed:
            self._until[which] = self._monotonic() + (LASTS[which] if seconds is None else seconds)

    def clear(self, name: str | None = None) -> None:
        """Mend one fault, or all of them."""
        with self._changed:
            if name is None:
                self._until.clear()
            else:
                self._until.pop(Fault(name), None)
            self._changed.notify_all()

    def active(self) -> frozenset[Fault]:
        """The faults acting now."""
        now = self._monotonic()
        with self._changed:
            return frozenset(fault for fault, until in self._until.items() if now < until)

    def last(
        self, faults: Iterable[Fault], seconds: float, over: Callable[[], bool] = lambda: False
    ) -> bool:
        """Whether one of these still acts after ``seconds``, or once it is ``over``; returns
        earlier where none does."""
        which, end = set(faults), self._monotonic() + seconds
        while which & self.active():
            left = end - self._monotonic()
            if left <= 0 or over():
                return True
            with self._changed:
                self._changed.wait(min(left, 0.1))  # one that runs out tells nobody
        return False
