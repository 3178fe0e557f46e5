"""What the training page knows and does. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from studio.session.plan import Plan
from studio.training import first_run
from ui.asking import Asking, OnError
from ui.interruption import Interrupted, TakingUp
from ui.training.coach import Lesson

OpenCoach = Callable[[Any, Lesson], None]
"""Session and what it begins with: put the trainer's panel beside it."""


class TrainingView(Protocol):
    def show_plans(self, plans: Sequence[Any], unusable: Sequence[Any]) -> None:
        """``unusable``: plans of the person's own that cannot be rehearsed as they are."""

    def show_starting(self, busy: bool) -> None: ...
    def show_interrupted(self, interrupted: Interrupted | None) -> None: ...
    def show_resuming(self, busy: bool) -> None: ...


class TrainingPresenter:
    """Starts rehearsals and demonstrations, always on the practice stage.

    ``studio`` is the one in which nothing counts (`studio.bootstrap.open_training`). The plans
    of the person's own one, ``own_plans``, are rehearsed in it too: they are only read.
    """

    def __init__(
        self,
        view: TrainingView,
        studio: Any,
        own_plans: Any,
        navigate: Callable[..., None],
        on_error: OnError,
        open_coach: OpenCoach,
    ) -> None:
        self._view, self._studio, self._navigate = view, studio, navigate
        self._own_plans = own_plans
        self._on_error, self._open_coach = on_error, open_coach
        self._asking = Asking(studio.runtime.then, on_error)
        self._taking_up = TakingUp(
            view,
            studio,
            self._asking,
            navigate,
            on_error,
            before_live=lambda session: open_coach(session, self._goes_on_with),
        )
        self._goes_on_with = Lesson()
        self._busy = False

    def open(self) -> None:
        own, here = self._own_plans, self._studio.plans
        listed = self._studio.runtime.background(lambda: plans_to_rehearse(own, here))
        self._asking.ask(listed, lambda found: self._view.show_plans(*found))
        self._taking_up.look()

    def close(self) -> None:
        self._asking.close()

    def on_rehearse(self, path: Path, *, buyers: bool, refused: bool) -> None:
        """我来练: the whole broadcast by hand, with buyers or without."""
        lesson = Lesson(buyers=buyers, refused=refused)
        self._load(lambda: self._studio.plans.load(path), lesson)

    def on_watch(self) -> None:
        """看一遍演示: the sample evening plays itself."""

        def sample() -> Plan:
            plan: Plan = self._studio.plans.load(first_run.lay_out(self._studio))
            return plan

        self._load(sample, Lesson(watch=True))

    def on_resume(self, *, buyers: bool) -> None:
        """接着播; whether there are buyers is asked anew, nobody wrote down whether there were."""
        self._goes_on_with = Lesson(buyers=buyers)
        self._taking_up.resume()

    def on_give_up(self) -> None:
        self._taking_up.give_up()

    def on_past(self) -> None:
        """The rehearsals there were."""
        self._navigate("desk", page="sessions")

    def on_home(self) -> None:
        self._navigate("home")

    def on_plan(self) -> None:
        self._navigate("plan")

    def _load(self, load: Callable[[], Plan], lesson: Lesson) -> None:
        if self._busy:
            return
        self._show_busy(True)
        loaded = self._studio.runtime.background(load)
        self._asking.ask(loaded, lambda plan: self._start(plan, lesson), self._on_failed)

    def _start(self, plan: Plan, lesson: Lesson) -> None:
        started = self._studio.start_session(plan, "practice")
        self._asking.ask(
            started, lambda session: self._on_session(session, lesson), self._on_failed
        )

    def _on_session(self, session: Any, lesson: Lesson) -> None:
        self._open_coach(session, lesson)
        self._navigate("live", session=session)

    def _on_failed(self, error: BaseException) -> None:
        self._show_busy(False)
        self._on_error(error)

    def _show_busy(self, busy: bool) -> None:
        self._busy = busy
        self._view.show_starting(busy)


def plans_to_rehearse(own: Any, here: Any) -> tuple[list[Any], list[Any]]:
    """The person's own plans that can be used, then those only the training has; and those of the
    person's own that cannot. Reads files.

    The sample lies in both; a person's own copy of it is the one that was edited, while it can be
    used.
    """
    mine = own.list()
    usable = [listing for listing in mine if listing.error is None]
    names = {listing.path.name for listing in usable}
    others = [each for each in here.list() if each.error is None and each.path.name not in names]
    return [*usable, *others], [listing for listing in mine if listing.error is not None]
