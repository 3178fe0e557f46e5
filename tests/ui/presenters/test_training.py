"""Rehearsals: who starts them, what a trainer can do to them, when it stops."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from studio.runtime.dispatcher import Dispatcher
from studio.runtime.errors import UserFacingError
from studio.session import events as e
from studio.session.recorder import SessionChanged
from studio.session.state import LiveState, Phase
from tests.helpers.broadcasts import PLAN
from tests.helpers.desk import ImmediateRuntime, done
from ui.training.coach import FAULTS, Coach
from ui.training.presenter import TrainingPresenter


class Faults:
    def __init__(self) -> None:
        self.said: list[str] = []

    def inject(self, name: str, seconds: float | None = None) -> None:
        self.said.append(name)

    def clear(self) -> None:
        self.said.append("clear")


class View:
    def __init__(self) -> None:
        self.buyers = self.live = self.over = False

    def show_buyers(self, on: bool) -> None:
        self.buyers = on

    def show_live(self, live: bool) -> None:
        self.live = live

    def show_over(self) -> None:
        self.over = True


class Room:
    """A coach beside a session of which only the outside exists."""

    def __init__(self) -> None:
        self.dispatcher = Dispatcher()
        self.session = SimpleNamespace(
            session_id="s1", state=LiveState(), rehearsal=True, faults=Faults(), plan=PLAN
        )
        runtime = ImmediateRuntime()
        runtime.at_close = lambda closer: lambda: None  # type: ignore[attr-defined]
        self.studio = SimpleNamespace(
            runtime=runtime,
            dispatcher=self.dispatcher,
            clock=SimpleNamespace(now_ms=lambda: 0, monotonic=lambda: 0.0),
            settings=SimpleNamespace(get=lambda key: ["抖音"]),
        )
        self.view = View()
        self.coach = Coach(self.session, self.studio, _fail)  # type: ignore[arg-type]
        self.coach.attach(self.view)

    def happen(self, fact: e.Fact, phase: Phase, session_id: str = "s1") -> None:
        entry = e.Entry(1, "x", session_id, 0, 0, fact)
        self.dispatcher.publish(SessionChanged(entry, LiveState(phase=phase), {}))


def _fail(error: BaseException) -> None:
    raise error


def test_faults_reach_the_stage_and_can_be_mended() -> None:
    room = Room()
    for name in room.coach.faults:
        room.coach.on_fault(name)
    room.coach.on_mend()
    assert room.session.faults.said == [*FAULTS, "clear"]
    room.coach.close()


def test_buyers_come_and_go_and_leave_with_the_broadcast() -> None:
    room = Room()
    room.coach.on_buyers(True)
    assert room.view.buyers
    room.happen(e.WentLive("practice", True), Phase.LIVE)
    assert room.view.live
    room.happen(e.Ended(), Phase.ENDED, "another")
    assert not room.view.over
    room.happen(e.Ended(), Phase.ENDED)
    assert room.view.over
    room.coach.on_buyers(True)
    assert not room.view.buyers
    room.coach.on_fault("weak")
    assert room.session.faults.said == []


class Studio:
    """Starts sessions that do nothing."""

    def __init__(self, plans: list[Any]) -> None:
        self.runtime = ImmediateRuntime()
        self.plans = SimpleNamespace(list=lambda: plans, load=self._load)
        self.started: list[tuple[Any, str]] = []

    def _load(self, path: Path) -> Any:
        if path.name == "broken.yaml":
            raise UserFacingError("plan_invalid")
        return PLAN

    def start_session(self, plan: Any, kind: str) -> Any:
        self.started.append((plan, kind))
        return done("session")


class Page:
    def __init__(self) -> None:
        self.plans: list[Any] = []
        self.busy: list[bool] = []

    def show_plans(self, plans: Any) -> None:
        self.plans = list(plans)

    def show_starting(self, busy: bool) -> None:
        self.busy.append(busy)


@pytest.fixture
def errors() -> list[BaseException]:
    return []


def test_a_rehearsal_is_always_on_the_practice_stage(errors: list[BaseException]) -> None:
    page, opened, went = Page(), [], []
    good = SimpleNamespace(error=None)
    studio = Studio([good, SimpleNamespace(error=ValueError())])
    presenter = TrainingPresenter(
        page,
        studio,
        lambda name, **arguments: went.append((name, arguments)),
        errors.append,
        lambda *arguments: opened.append(arguments),
    )
    presenter.open()
    assert page.plans == [good]
    presenter.on_rehearse(Path("a.yaml"), buyers=True)
    assert studio.started == [(PLAN, "practice")]
    assert opened == [("session", True, False)]
    assert went == [("live", {"session": "session"})]


def test_a_plan_that_cannot_be_read_is_said_and_the_button_comes_back(
    errors: list[BaseException],
) -> None:
    page = Page()
    presenter = TrainingPresenter(
        page, Studio([]), lambda *_a, **_k: None, errors.append, lambda *_: None
    )
    presenter.on_rehearse(Path("broken.yaml"), buyers=False)
    assert page.busy == [True, False]
    assert isinstance(errors[0], UserFacingError)
