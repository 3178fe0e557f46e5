"""The hop to Qt's main thread, for `studio.runtime.dispatcher.Dispatcher`."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

log = logging.getLogger(__name__)


class MainThreadHop(QObject):
    """Runs functions on the thread it was made on, in the order they were asked for.

    Make it on the main thread; call it from any. Work runs once an event loop runs there.

    A signal's receiver runs on the receiver's thread only where it is a method of a QObject that
    lives there: a lambda or a plain function would run on the worker. Queued also when asked from
    the main thread itself, so that nothing overtakes.
    """

    _asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._asked.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def __call__(self, work: Callable[[], None]) -> None:
        try:
            self._asked.emit(work)
        except RuntimeError:  # Qt is gone at the very end of the program; nobody looks any more
            log.info("news after the window was gone: dropped")

    @Slot(object)
    def _run(self, work: Callable[[], None]) -> None:
        work()
