"""How often something is done again by itself before it is left to a person. Pure: no clock."""

from __future__ import annotations


class Again:
    """At most ``times`` within ``seconds``. One thread."""

    def __init__(self, times: int, seconds: float) -> None:
        self._times, self._seconds = times, seconds
        self._done: list[float] = []

    def may(self, now: float) -> bool:
        """Whether it is done now, which counts; ``now``: seconds on the monotonic clock."""
        self._done = [at for at in self._done if now - at < self._seconds]
        if len(self._done) >= self._times:
            return False
        self._done.append(now)
        return True

    def forget(self) -> None:
        """What was done before counts no more."""
        self._done.clear()
