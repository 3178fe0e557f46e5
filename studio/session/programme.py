"""The picture on air for whoever wants to see it, asked for no oftener than the stage bears."""

from __future__ import annotations

from collections.abc import Callable

from studio.runtime.clock import Clock

REST_SECONDS = 0.45
"""Between two pictures: at most two a second however many look (stage.md). A little less than half
a second, so that who asks twice a second gets two."""


class SharedProgramme:
    """Takes a picture, or hands out the one just taken. One thread only."""

    def __init__(self, take: Callable[[int], bytes], clock: Clock) -> None:
        self._take = take
        self._clock = clock
        self._taken = float("-inf")
        self._width = 0
        self._picture = b""

    def picture(self, width: int) -> bytes:
        """The picture on air as JPEG, ``width`` pixels wide or more, at most half a second old."""
        now = self._clock.monotonic()
        if now - self._taken >= REST_SECONDS or width > self._width:
            self._picture = self._take(width)
            self._taken, self._width = now, width
        return self._picture
