"""From an open screen to a broadcast on air, or back on air after an interruption. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol

from studio.runtime.wording import Language, word_error
from studio.session.plan import Plan
from studio.session.state import LiveState, Phase

Then = Callable[[Future[Any], Callable[[Any], None], Callable[[BaseException], None]], None]


class StartingSession(Protocol):
    session_id: str
    plan: Plan

    @property
    def state(self) -> LiveState: ...
    def open_stage(self) -> Future[Any]: ...
    def go_live(self) -> Future[Any]: ...
    def resume(self, interrupted_at: int) -> Future[Any]: ...


class StartView(Protocol):
    def show_opening(self, title: str, *, resuming: bool) -> None: ...
    def start(self) -> None: ...
    def show_problem(self, text: str) -> None: ...


class GoingLivePresenter:
    """Opens the stage, has the view count, goes live; calls ``on_live`` once it is so."""

    def __init__(
        self,
        view: StartView,
        session: StartingSession,
        interrupted: Callable[[], Future[Any]],
        then: Then,
        language: Callable[[], Language],
        on_live: Callable[[], None],
    ) -> None:
        """``interrupted``: `Studio.interrupted`, asked only where a broadcast goes on."""
        self._view, self._session, self._interrupted = view, session, interrupted
        self._then, self._language, self._on_live = then, language, on_live
        self._closed = False

    def open(self) -> None:
        """Begin, or begin again after a problem."""
        resuming = self._session.state.phase is Phase.LIVE
        self._view.show_opening(self._session.plan.title, resuming=resuming)
        if resuming:
            self._then(self._interrupted(), self._resume, self._on_problem)
        else:
            self._then(self._session.open_stage(), lambda _info: self._ready(), self._on_problem)

    def on_counted(self) -> None:
        """The countdown is over."""
        self._then(self._session.go_live(), lambda _done: self._live(), self._on_problem)

    def close(self) -> None:
        """The screen is gone: say nothing more."""
        self._closed = True

    def _resume(self, found: Any) -> None:
        known = found is not None and found.session_id == self._session.session_id
        at = found.interrupted_at if known else (self._session.state.last_at or 0)
        self._then(self._session.resume(at), lambda _done: self._live(), self._on_problem)

    def _ready(self) -> None:
        if not self._closed:
            self._view.start()

    def _live(self) -> None:
        if not self._closed:
            self._on_live()

    def _on_problem(self, error: BaseException) -> None:
        if self._closed:
            return
        if self._session.state.phase is Phase.LIVE:
            # It is a broadcast already, only its picture is late: orders must be possible.
            self._on_live()
        else:
            self._view.show_problem(word_error(error, self._language()))
