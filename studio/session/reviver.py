"""Starts OBS again when it is gone in a broadcast; the stage then restores what was on air."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol

from studio.health.policy import OBS_RESTART_WINDOW_SECONDS, OBS_RESTARTS
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime, Ticker
from studio.session import events as e
from studio.session.again import Again
from studio.session.recorder import Page, Recorder, SessionChanged
from studio.session.state import Phase
from studio.session.unwaited import log_failure

log = logging.getLogger(__name__)

GONE_SECONDS = 2.0
"""How long a program whose connection just broke may take to be gone from the list."""
LOOK_AGAIN_SECONDS = 0.1
DYING_SECONDS = 2.0
"""How often one that did not answer any more is looked at afterwards: an OBS that crashes in the
middle of work, or that somebody closes, lets its connection go seconds before it is gone. One that
was started is looked at until the stage is back: it may die as it comes up."""


class StageProgram(Protocol):
    """The program behind the stage (`studio.stage.obs.life.ObsLife`). All of it blocks."""

    @property
    def consented(self) -> bool:
        """A person agreed that it is started again without being asked."""
        ...

    def is_running(self) -> bool: ...
    def start(self) -> Any: ...
    def start_again(self) -> Any: ...


class Reviver:
    """Watches one session. By itself it starts only what is gone; what hangs a person decides."""

    def __init__(
        self,
        program: StageProgram,
        recorder: Recorder,
        runtime: Runtime,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._program, self._recorder, self._runtime, self._now = program, recorder, runtime, now
        self._again = Again(OBS_RESTARTS, OBS_RESTART_WINDOW_SECONDS)
        self._refused = ""
        """Why it could not be started in this loss, as that was told; empty: nothing was."""
        self._reviving = threading.Lock()
        self._looking = threading.Lock()
        self._dying: Ticker | None = None
        self._closed = False
        self._unsubscribe = runtime.dispatcher.subscribe(SessionChanged, self._on_changed)

    def restart(self) -> Future[None]:
        """A person asks: end it where it hangs, and start it.

        UserFacingError as `ObsLife.start_again`.
        """
        return self._runtime.background(self._restart)

    def close(self) -> None:
        """Watch no longer; what was started goes on. Idempotent."""
        self._closed = True  # first: what is being looked at now starts nothing any more
        self._unsubscribe()
        self._look_no_longer()

    def _on_changed(self, event: SessionChanged) -> None:
        """Where the dispatcher delivers: hand on, no more."""
        if not isinstance(event.entry.fact, e.StageWasLost):
            return
        if event.entry.session_id != self._recorder.session_id:
            return
        self._refused = ""
        if event.state.phase is Phase.LIVE and self._program.consented:
            self._revive_soon()

    def _revive_soon(self) -> None:
        self._runtime.background(self._revive).add_done_callback(
            log_failure(log, "OBS was not started again")
        )

    def _revive(self) -> None:
        with self._reviving:
            if not self._is_gone():
                log.info("OBS is still running: it is not started a second time")
                self._look_again()
                return
            self._look_no_longer()
            if self._may_start():
                try:
                    self._start()
                finally:  # it may die as it comes up, and nobody is told of a second loss
                    self._look_again()

    def _look_again(self) -> None:
        if self._dying is None and self._recorder.state.stage_lost:
            self._dying = Ticker("obs-dying", DYING_SECONDS, self._look)
        if self._closed:
            self._look_no_longer()

    def _look(self) -> None:
        """On the ticker's thread: only asks. A list of processes may take its time."""
        self._runtime.background(self._look_once).add_done_callback(
            log_failure(log, "OBS was not looked at")
        )

    def _look_once(self) -> None:
        """Whether what was still running then is gone now; not twice at a time."""
        if self._looking.acquire(blocking=False):
            try:
                self._look_now()
            finally:
                self._looking.release()

    def _look_now(self) -> None:
        state = self._recorder.state
        if not state.stage_lost or state.phase is not Phase.LIVE:
            self._look_no_longer()
        elif not self._program.is_running():
            self._look_no_longer()
            self._revive_soon()

    def _look_no_longer(self) -> None:
        dying, self._dying = self._dying, None
        if dying is not None:
            dying.close()

    def _may_start(self) -> bool:
        if self._closed:
            return False
        if not self._again.may(self._now()):
            log.info("OBS died %d times lately: left to a person", OBS_RESTARTS)
            return False
        return True

    def _start(self) -> None:
        try:
            self._program.start()
        except UserFacingError as error:
            if error.code != self._refused:  # it is tried again soon: told once
                self._record(e.StageRefused(error.code))
            self._refused = error.code
            raise
        self._refused = ""
        self._record(e.StageStarted())

    def _restart(self) -> None:
        with self._reviving:  # between its end and its start it is gone, and being looked at
            self._program.start_again()
            self._refused = ""
        self._record(e.StageStarted(by_hand=True))

    def _is_gone(self) -> bool:
        end = self._now() + GONE_SECONDS
        while self._program.is_running():
            if self._now() > end:
                return False
            time.sleep(LOOK_AGAIN_SECONDS)
        return True

    def _record(self, fact: e.Fact) -> None:
        def write(page: Page) -> None:
            if page.state.phase is Phase.LIVE:
                page.write(fact)

        self._recorder.record(write).result()
