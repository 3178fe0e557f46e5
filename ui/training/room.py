"""The studio of the rehearsals: opened when the training door is entered, closed when it is left.

Opening makes a database and closing waits for threads, so both happen on a thread of their own;
that it is one thread keeps a door that is entered again at once from meeting its own lock.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING

from studio.runtime.threads import OwnerThread
from ui.asking import OnError

if TYPE_CHECKING:
    from studio.session.studio import Studio

OpenTraining = Callable[["Studio"], AbstractContextManager["Studio"]]
"""`studio.bootstrap.open_training`: given the person's own studio."""


class TrainingRoom:
    """Main thread. What is open when the program ends is closed with ``own``."""

    def __init__(self, own: Studio, open_training: OpenTraining, on_error: OnError) -> None:
        self._own, self._open, self._on_error = own, open_training, on_error
        self._thread: OwnerThread | None = None
        self._inside = ExitStack()  # touched by that thread only

    def enter(self, on_open: Callable[[Studio], None], on_error: OnError) -> None:
        """Open it; one of the two is called later. Errors are those of `open_training`."""
        opened = self._own_thread().submit(self._open_now)
        self._own.runtime.then(opened, on_open, on_error)

    def leave(self) -> None:
        """Close it, after whatever was asked of it before."""
        closed = self._own_thread().submit(self._inside.close)
        self._own.runtime.then(closed, lambda _: None, self._on_error)

    def _own_thread(self) -> OwnerThread:
        if self._thread is None:
            thread = self._thread = self._own.runtime.owner("training-room")
            self._own.runtime.at_close(lambda: thread.submit(self._inside.close).result())
        return self._thread

    def _open_now(self) -> Studio:
        self._inside.close()
        return self._inside.enter_context(self._open(self._own))
