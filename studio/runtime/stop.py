"""A wish to stop that may come from a signal's handler."""

from __future__ import annotations

import queue


class Stop:
    """`threading.Event`, once set never cleared, that may be set in the middle of its own `wait`.

    A signal's handler runs in the main thread, between any two steps of it. `Event.set` there waits
    for ever for the lock its own thread holds in `Event.wait`: a program asked politely to stop
    hung. The queue's ``put`` is made for handlers (documented as reentrant), and no lock is ours.
    """

    def __init__(self) -> None:
        self._asked = False
        self._wakes: queue.SimpleQueue[None] = queue.SimpleQueue()

    def set(self) -> None:
        """Ask to stop. Any thread, and any signal's handler."""
        self._asked = True
        self._wakes.put(None)

    def is_set(self) -> bool:
        return self._asked

    def wait(self, seconds: float) -> bool:
        """Until somebody asks, at most ``seconds`` (0 or more); whether anybody has."""
        if not self._asked:
            try:
                self._wakes.get(timeout=seconds)
            except queue.Empty:
                return self._asked
            self._wakes.put(None)  # whoever waits beside us
        return True
