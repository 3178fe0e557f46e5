"""What the training page knows and does. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from studio.session.plan import Plan
from studio.training import first_run
from ui.asking import Asking, OnError

OpenCoach = Callable[[Any, bool, bool], None]
"""Session, with buyers, watch: put the trainer's panel beside it."""


class TrainingView(Protocol):
    def show_plans(self, plans: Sequence[Any]) -> None: ...
    def show_starting(self, busy: bool) -> None: ...


class TrainingPresenter:
    """Starts rehearsals and demonstrations, always on the practice stage."""

    def __init__(
        self,
        view: TrainingView,
        studio: Any,
        navigate: Callable[..., None],
        on_error: OnError,
        open_coach: OpenCoach,
    ) -> None:
        self._view, self._studio, self._navigate = view, studio, navigate
        self._on_error, self._open_coach = on_error, open_coach
        self._asking = Asking(studio.runtime.then, on_error)
        self._busy = False

    def open(self) -> None:
        listed = self._studio.runtime.background(self._studio.plans.list)
        self._asking.ask(listed, self._on_plans)

    def close(self) -> None:
        self._asking.close()

    def on_rehearse(self, path: Path, buyers: bool) -> None:
        """我来练: the whole broadcast by hand, with buyers or without."""
        self._load(lambda: self._studio.plans.load(path), buyers=buyers, watch=False)

    def on_watch(self) -> None:
        """看一遍演示: the sample evening plays itself."""

        def sample() -> Plan:
            plan: Plan = self._studio.plans.load(first_run.lay_out(self._studio))
            return plan

        self._load(sample, buyers=False, watch=True)

    def on_home(self) -> None:
        self._navigate("home")

    def on_plan(self) -> None:
        self._navigate("plan")

    def _load(self, load: Callable[[], Plan], *, buyers: bool, watch: bool) -> None:
        if self._busy:
            return
        self._show_busy(True)
        loaded = self._studio.runtime.background(load)
        self._asking.ask(loaded, lambda plan: self._start(plan, buyers, watch), self._on_failed)

    def _start(self, plan: Plan, buyers: bool, watch: bool) -> None:
        started = self._studio.start_session(plan, "practice")
        self._asking.ask(
            started, lambda session: self._on_session(session, buyers, watch), self._on_failed
        )

    def _on_session(self, session: Any, buyers: bool, watch: bool) -> None:
        self._open_coach(session, buyers, watch)
        self._navigate("live", session=session)

    def _on_plans(self, plans: Sequence[Any]) -> None:
        self._view.show_plans([plan for plan in plans if plan.error is None])

    def _on_failed(self, error: BaseException) -> None:
        self._show_busy(False)
        self._on_error(error)

    def _show_busy(self, busy: bool) -> None:
        self._busy = busy
        self._view.show_starting(busy)
