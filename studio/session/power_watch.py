"""Watches how the computer is fed while a broadcast runs; what changes is a fact of the session."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future

from studio.health.power import judge, seconds_to_next_look
from studio.health.probes import Battery
from studio.runtime.clock import Clock
from studio.runtime.threads import Ticker
from studio.session import events as e
from studio.session.recorder import Page, Recorder
from studio.session.state import Phase

log = logging.getLogger(__name__)

TICK_SECONDS = 5.0
"""How often it is asked whether a look is due."""


class PowerWatch:
    """Made with the session, closed with it. The look itself is done on a worker."""

    def __init__(
        self,
        look: Callable[[], Battery | None],
        background: Callable[[Callable[[], None]], Future[None]],
        recorder: Recorder,
        clock: Clock,
    ) -> None:
        self._look = look
        self._background = background
        self._recorder = recorder
        self._clock = clock
        self._lock = threading.Lock()
        self._looking = False
        self._due = float("-inf")
        self._ticker = Ticker("power-ticker", TICK_SECONDS, self._tick)

    def close(self) -> None:
        """Stop watching. Idempotent."""
        self._ticker.close()

    def _tick(self) -> None:
        """On the ticker's thread; a battery that is slow to answer is asked once."""
        if self._recorder.state.phase is not Phase.LIVE:
            return
        with self._lock:
            if self._looking or self._clock.monotonic() < self._due:
                return
            self._looking = True
        try:
            self._background(self._look_now).add_done_callback(self._looked)
        except RuntimeError:
            log.debug("the program ends; nobody looks at the battery any more")

    def _look_now(self) -> None:
        battery = self._look()
        self._recorder.record(lambda page: _write(page, battery)).result()

    def _looked(self, done: Future[None]) -> None:
        error = None if done.cancelled() else done.exception()
        if error is not None:
            log.warning("the battery was not noted: %s", error)
        with self._lock:
            self._looking = False
            self._due = self._clock.monotonic() + seconds_to_next_look(self._recorder.state.power)


def _write(page: Page, battery: Battery | None) -> None:
    if page.state.phase is not Phase.LIVE:
        return
    found = judge(page.state.power, battery)
    if found != page.state.power:
        page.write(e.PowerChanged(found.state, found.percent))
