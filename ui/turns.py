"""Work on the main thread in several goes: between them the window paints and hears its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

BETWEEN_MS = 1
"""A timer of nothing would run before what was just put together is painted."""


class Turns(QTimer):
    """Runs each step in a turn of its own of the event loop. Main thread."""

    def __init__(self, steps: Iterable[Callable[[], object]], owner: QObject) -> None:
        """What is left when ``owner`` goes is not run."""
        super().__init__(owner)
        self._left = iter(steps)
        self.setInterval(BETWEEN_MS)
        self.timeout.connect(self._turn)
        self.start()

    def _turn(self) -> None:
        step = next(self._left, None)
        if step is not None:
            step()
        elif isValid(self):  # its owner may be collected in the middle of a turn, and this with it
            self.stop()


def leave_unfinished(view: QWidget) -> None:
    """``view`` is left: what it still wanted to do in later turns is not done any more."""
    for turns in view.findChildren(Turns):
        turns.stop()
