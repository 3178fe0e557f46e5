"""When our things in OBS are to be looked at again, because a hand there has just changed them.

An input that was removed is there, by every answer, until its scene is drawn the next time: some
frames, or the whole break [M]. Who looks in between finds it, and builds on what is about to go; so
each scene is drawn first, and looked at twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable

REMOVED_SECONDS = (0.3, 1.5)
"""After the news: a few frames, and the frames of a computer that can hardly draw."""


class Mending:
    """One stage's. `harmed` on the receiving thread, the rest on the keeper's."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._due: tuple[float, ...] = ()

    def strayed(self) -> None:
        """Viewers look at another collection: at once."""
        self._due = (self._now(), *self._due)

    def harmed(self) -> bool:
        """Something of ours was removed, or may have been. False: a look was due already."""
        now, first = self._now(), not self._due
        self._due = tuple(now + seconds for seconds in REMOVED_SECONDS)
        return first

    @property
    def due_at(self) -> float | None:
        """Monotonic instant of the next look; None: there is nothing to look for."""
        return min(self._due, default=None)

    def take(self) -> bool:
        """Whether a look is due now, once; what comes of it is not tried again."""
        now, due = self._now(), self._due
        self._due = tuple(at for at in due if at > now)
        return len(self._due) < len(due)
