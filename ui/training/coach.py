"""What a trainer does beside a running rehearsal: buyers, faults, the timeline. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Protocol

from studio.session.live import LiveSession
from studio.session.recorder import SessionChanged
from studio.session.state import Phase
from studio.session.timeline import TimelineRunner
from studio.stage.faults import PRACTISED, Fault
from studio.training.audience import Audience
from studio.training.simulated import SimulatedBuyers
from ui.asking import Asking, OnError

SEED = 20260201
"""The same buyers every time, so that a trainer can show a lesson twice."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a rehearsal begins with."""

    buyers: bool = False
    """Simulated ones come and order."""
    refused: bool = False
    """开播连不上: its first connect is turned away."""
    watch: bool = False
    """The plan plays itself."""


class CoachView(Protocol):
    def show_buyers(self, on: bool) -> None: ...
    def show_live(self, live: bool) -> None:
        """Only what goes wrong before going live, or only the rest, can be played now."""
        ...

    def show_over(self) -> None: ...


class Coach:
    """Follows one practice session until it has ended. Main thread.

    A session that is live already when it is handed over was interrupted, and is about to go on.
    """

    def __init__(
        self, session: LiveSession, studio: Any, on_error: OnError, lesson: Lesson | None = None
    ) -> None:
        self._session, self._studio = session, studio
        self._lesson = lesson or Lesson()
        self._asking = Asking(studio.runtime.then, on_error)
        self._buyers = SimulatedBuyers(SEED, studio.settings.get("channels"))
        self._audience = Audience(session, self._buyers)
        self._runner = TimelineRunner(session)
        self._view: CoachView | None = None
        self._over = False
        self._going_on = session.state.phase is Phase.LIVE
        self._buyers_wait = False
        """They come once it went on: before that its seconds on air have the gap in them."""
        self._unsubscribe = studio.dispatcher.subscribe(SessionChanged, self._on_changed)
        self._withdraw: Callable[[], None] = studio.runtime.at_close(self._stop)
        self.on_buyers(self._lesson.buyers)
        if self._lesson.refused:
            self.on_fault(Fault.REFUSED)

    def attach(self, view: CoachView) -> None:
        self._view = view
        view.show_buyers(self._expected)
        view.show_live(self._session.state.phase is Phase.LIVE)

    @property
    def watch(self) -> bool:
        """The plan plays itself."""
        return self._lesson.watch

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What can be broken here."""
        return () if self._session.faults is None else PRACTISED

    @property
    def playing(self) -> tuple[Fault, ...]:
        """What is broken now, in the order a trainer reads it."""
        if self._session.faults is None:
            return ()
        active = self._session.faults.active()
        return tuple(fault for fault in PRACTISED if fault in active)

    def on_buyers(self, on: bool) -> None:
        """Let simulated buyers in, or send them home."""
        self._buyers_wait = on and self._going_on
        if on and not self._over and not self._going_on:
            self._catch_up()
            self._audience.start()
        else:
            self._audience.stop()
        if self._view is not None:
            self._view.show_buyers(self._expected)

    @property
    def _expected(self) -> bool:
        return self._audience.watching or self._buyers_wait

    def on_fault(self, name: str) -> None:
        """Break it now, for as long as that fault lasts."""
        if self._session.faults is not None and not self._over:
            self._session.faults.inject(name)

    def on_mend(self) -> None:
        if self._session.faults is not None:
            self._session.faults.clear()

    def close(self) -> None:
        """Let go of the session; it goes on without buyers, faults or timeline."""
        if not self._over:
            self._over = True
            self._asking.close()
            self._unsubscribe()
            self._withdraw()
            self._stop()

    def _stop(self) -> None:
        self._audience.stop()
        self._runner.stop()

    def _catch_up(self) -> None:
        """Buyers who come late did not order before."""
        state = self._session.state
        elapsed = state.on_air_ms(self._session.clock.now_ms()) / 1000
        self._buyers.skip_to(elapsed)

    def _on_changed(self, changed: SessionChanged) -> None:
        if changed.entry.session_id != self._session.session_id or self._over:
            return
        phase = changed.state.phase
        if changed.entry.event == "went_live":
            self._on_live()
        if changed.entry.event == "resumed" and self._going_on:
            self._going_on = False
            self.on_buyers(self._buyers_wait)
        if phase is Phase.ENDED:
            self.close()
            if self._view is not None:
                self._view.show_over()

    def _on_live(self) -> None:
        if self._view is not None:
            self._view.show_live(True)
        if self._lesson.refused:  # opening the stage may have taken most of its time
            self.on_fault(Fault.REFUSED)
        if self._lesson.watch:
            ran: Future[bool] = self._studio.runtime.background(self._runner.run)
            self._asking.ask(ran, lambda _: None)
