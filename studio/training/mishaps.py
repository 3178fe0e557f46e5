"""Faults that come by themselves, each at its second of a rehearsal: nobody presses anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from studio.runtime.threads import Ticker
from studio.session.live import LiveSession
from studio.session.state import Phase
from studio.stage.faults import Fault

TICK_SECONDS = 0.5

Mishap = tuple[float, Fault]
"""Seconds on air, and what goes wrong then."""


class Mishaps:
    """Plays them on a practice session, from `start` to `stop`. Any thread."""

    def __init__(
        self,
        session: LiveSession,
        mishaps: Sequence[Mishap],
        last_words: Callable[[], None] = lambda: None,
    ) -> None:
        """``last_words``: called before the program's own end is played, after which nobody can say
        anything. ValueError for a real broadcast, in which nothing is broken on purpose."""
        if session.faults is None:
            raise ValueError("a real broadcast has faults of its own")
        self._session, self._faults = session, session.faults
        self._left, self._last_words = sorted(mishaps), last_words
        self._ticker: Ticker | None = None

    def start(self) -> None:
        """Begin, before going live: a first connect that is refused must be so by then."""
        first = [mishap for mishap in self._left if mishap[1] is Fault.REFUSED]
        self._left = [mishap for mishap in self._left if mishap not in first]
        for _, fault in first:
            self._faults.inject(fault)
        if self._left:
            self._ticker = Ticker("mishaps", TICK_SECONDS, self.look)

    def stop(self) -> None:
        """Break nothing more; what is broken mends itself. Idempotent."""
        ticker, self._ticker = self._ticker, None
        if ticker is not None:
            ticker.close()

    def look(self) -> None:
        """Break what is due now."""
        state = self._session.state
        if state.phase is not Phase.LIVE:
            return
        elapsed = state.on_air_ms(self._session.clock.now_ms()) / 1000
        while self._left and self._left[0][0] <= elapsed:
            _, fault = self._left.pop(0)
            if fault is Fault.APP_KILLED:
                self._last_words()
            self._faults.inject(fault)
