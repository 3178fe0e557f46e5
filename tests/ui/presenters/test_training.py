"""Rehearsals: who starts them, what a trainer can do to them, when it stops."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from studio.runtime.dispatcher import Dispatcher
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import Language
from studio.session import events as e
from studio.session.recorder import SessionChanged
from studio.session.state import LiveState, Phase
from studio.stage.faults import OBS, PRACTISED, Fault
from tests.helpers.broadcasts import PLAN
from tests.helpers.desk import ImmediateRuntime, done
from ui import i18n
from ui.app import make_application
from ui.training.coach import Coach, Lesson
from ui.training.presenter import TrainingPresenter
from ui.training.trainer_bar import TrainerBar
from ui.training.view import TrainingScreen


class Faults:
    def __init__(self) -> None:
        self.said: list[str] = []
        self.acting: frozenset[Fault] = frozenset()

    def inject(self, name: str, seconds: float | None = None) -> None:
        self.said.append(name)

    def clear(self) -> None:
        self.said.append("clear")
        self.acting = frozenset()

    def active(self) -> frozenset[Fault]:
        return self.acting


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

    def __init__(self, lesson: Lesson | None = None, phase: Phase = Phase.PLANNED) -> None:
        self.dispatcher = Dispatcher()
        self.session = SimpleNamespace(
            session_id="s1",
            state=LiveState(phase=phase),
            rehearsal=True,
            faults=Faults(),
            plan=PLAN,
            clock=SimpleNamespace(now_ms=lambda: 0, monotonic=lambda: 0.0),
        )
        runtime = ImmediateRuntime()
        runtime.at_close = lambda closer: lambda: None  # type: ignore[attr-defined]
        self.studio = SimpleNamespace(
            runtime=runtime,
            dispatcher=self.dispatcher,
            settings=SimpleNamespace(get=lambda key: ["抖音"]),
        )
        self.view = View()
        self.coach = Coach(self.session, self.studio, _fail, lesson)  # type: ignore[arg-type]
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
    assert room.session.faults.said == [*PRACTISED, "clear"]
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


def test_a_first_connect_is_refused_where_that_was_asked_for_beforehand() -> None:
    room = Room(Lesson(refused=True))
    assert room.session.faults.said == [Fault.REFUSED]
    room.happen(e.WentLive("practice", True), Phase.LIVE)  # opening took its time
    assert room.session.faults.said == [Fault.REFUSED, Fault.REFUSED]
    room.coach.close()


def test_buyers_come_again_once_what_broke_off_goes_on() -> None:
    room = Room(Lesson(buyers=True), Phase.LIVE)
    assert room.view.buyers
    assert not room.coach._audience.watching, "its seconds on air still have the gap in them"
    room.happen(e.Resumed(0, True), Phase.LIVE)
    assert room.coach._audience.watching
    room.coach.close()
    gone = Room(Lesson(buyers=True), Phase.LIVE)
    gone.coach.on_buyers(False)
    gone.happen(e.Resumed(0, True), Phase.LIVE)
    assert not gone.view.buyers
    gone.coach.close()


def test_what_is_played_is_told_until_it_is_over(qtbot: QtBot) -> None:
    room = Room()
    bar = TrainerBar(room.coach)
    qtbot.addWidget(bar)
    bar.show_live(True)
    bar.faults[Fault.BLACK].trigger()
    room.session.faults.acting = frozenset({Fault.BLACK, Fault.DOWN})
    bar._timer.timeout.emit()
    assert "弄出来了：断网、画面黑。" in bar.told.whole
    room.session.faults.acting = frozenset()
    bar._looking.timeout.emit()
    assert "弄出来了" not in bar.told.whole
    bar.faults[Fault.RESET].trigger()  # over at once, and still to be read
    assert "和 OBS 的连线断了" in bar.told.whole
    bar._timer.timeout.emit()
    assert "弄出来了" not in bar.told.whole


class Studio:
    """Starts sessions that do nothing."""

    def __init__(self, plans: list[Any]) -> None:
        self.runtime = ImmediateRuntime()
        self.plans = SimpleNamespace(list=lambda: plans, load=self._load)
        self.started: list[tuple[Any, str]] = []
        self.found: Any = None
        self.ended: list[str] = []

    def interrupted(self) -> Any:
        return done(self.found)

    def resume_session(self, session_id: str) -> Any:
        return done(f"resumed {session_id}")

    def end_interrupted(self, session_id: str) -> Any:
        self.ended.append(session_id)
        return done(True)

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
        self.unusable: list[Any] = []
        self.busy: list[bool] = []
        self.interrupted: Any = None

    def show_interrupted(self, interrupted: Any) -> None:
        self.interrupted = interrupted

    def show_resuming(self, busy: bool) -> None: ...

    def show_plans(self, plans: Any, unusable: Any) -> None:
        self.plans, self.unusable = list(plans), list(unusable)

    def show_starting(self, busy: bool) -> None:
        self.busy.append(busy)


class Library:
    """Plans by file name; a name with "broken" in it has an error."""

    def __init__(self, *names: str) -> None:
        self.listings = [
            SimpleNamespace(path=Path(name), error=ValueError() if "broken" in name else None)
            for name in names
        ]

    def list(self) -> list[Any]:
        return self.listings


class Door:
    """The training page's presenter with everything around it."""

    def __init__(self, *own: str, here: tuple[str, ...] = ()) -> None:
        self.page, self.studio = Page(), Studio(Library(*here).listings)
        self.opened: list[tuple[Any, ...]] = []
        self.went: list[tuple[str, dict[str, Any]]] = []
        self.errors: list[BaseException] = []
        self.presenter = TrainingPresenter(
            self.page,
            self.studio,
            Library(*own),
            lambda name, **arguments: self.went.append((name, arguments)),
            self.errors.append,
            lambda *arguments: self.opened.append(arguments),
        )


def test_own_plans_can_be_rehearsed_and_the_sample_is_offered_once() -> None:
    door = Door("mine.yaml", "broken.yaml", "sample.yaml", here=("sample.yaml", "other.yaml"))
    door.presenter.open()
    names = [listing.path.name for listing in door.page.plans]
    assert names == ["mine.yaml", "sample.yaml", "other.yaml"]


def test_of_a_sample_that_was_broken_the_training_s_own_is_rehearsed_and_it_is_named() -> None:
    door = Door("broken.yaml", here=("other.yaml",))
    whole = SimpleNamespace(path=Path("broken.yaml"), error=None)
    door.studio.plans.list().append(whole)
    door.presenter.open()
    assert [each.path.name for each in door.page.plans] == ["other.yaml", "broken.yaml"]
    assert [each.path.name for each in door.page.unusable] == ["broken.yaml"]


def test_the_page_says_which_plan_cannot_be_rehearsed(qtbot: QtBot) -> None:
    make_application([])
    view = TrainingScreen()
    qtbot.addWidget(view)
    view.show_plans([], [SimpleNamespace(title="wangchao")])
    assert "wangchao" in view.unusable.text()
    assert not view.unusable.isHidden()
    view.show_plans([SimpleNamespace(title="望潮", path=Path("a.yaml"))], [])
    assert view.unusable.isHidden()


def test_a_rehearsal_that_broke_off_is_taken_up_here_with_its_trainer() -> None:
    door = Door()
    state = LiveState(title="彩排")
    door.studio.found = SimpleNamespace(session_id="s9", state=state, plan=PLAN)
    door.presenter.open()
    assert door.page.interrupted.title == "彩排"
    door.presenter.on_resume(buyers=True)
    assert door.opened == [("resumed s9", Lesson(buyers=True))]
    assert door.went == [("live", {"session": "resumed s9"})]
    door.presenter.on_give_up()
    assert door.studio.ended == ["s9"]


def test_a_rehearsal_is_always_on_the_practice_stage() -> None:
    door = Door("a.yaml")
    door.presenter.open()
    door.presenter.on_rehearse(Path("a.yaml"), buyers=True, refused=True)
    assert door.studio.started == [(PLAN, "practice")]
    assert door.opened == [("session", Lesson(buyers=True, refused=True))]
    assert door.went == [("live", {"session": "session"})]


def test_what_is_ticked_is_what_is_begun_with_and_gone_on_with(qtbot: QtBot) -> None:
    door, screen = Door("a.yaml"), TrainingScreen()
    qtbot.addWidget(screen)
    screen.start(door.presenter)
    screen.show_plans([SimpleNamespace(title="彩排", path=Path("a.yaml"))], [])
    screen.refused.setChecked(True)
    screen.rehearse.click()
    assert door.opened == [("session", Lesson(buyers=True, refused=True))]
    door.studio.found = SimpleNamespace(session_id="s9", state=LiveState(), plan=PLAN)
    door.presenter.open()
    screen.banner.resume_wanted.emit()
    assert door.opened[1:] == [("resumed s9", Lesson(buyers=True))]


def test_a_plan_that_cannot_be_read_is_said_and_the_button_comes_back() -> None:
    door = Door()
    door.presenter.on_rehearse(Path("broken.yaml"), buyers=False, refused=False)
    assert door.page.busy == [True, False]
    assert isinstance(door.errors[0], UserFacingError)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_trainers_buttons_show_all_their_words(qtbot: QtBot, language: Language) -> None:
    app = make_application([])
    i18n.switch(app, language)
    try:
        bar = TrainerBar(Room().coach)
        qtbot.addWidget(bar)
        bar.resize(bar.minimumSizeHint())
        bar.show()
        assert bar.width() <= 848  # beside the words, in the smallest window
        for button in (bar.buyers, *bar.groups.values(), bar.mend, bar.close_bar):
            assert button.width() >= button.sizeHint().width(), button.text()
        bar.show_live(True)
        bar.faults[Fault.APP_KILLED].trigger()
        bar.resize(848, bar.height())
        assert bar.told.text() == bar.told.whole  # what is asked is read to its end
    finally:
        i18n.switch(app, "zh")


def test_every_fault_has_a_name_and_is_played_when_it_can_be(qtbot: QtBot) -> None:
    room = Room()
    bar = TrainerBar(room.coach)
    qtbot.addWidget(bar)
    names = [action.text() for action in bar.faults.values()]
    assert all(names)
    assert len(set(names)) == len(PRACTISED)
    bar.show_live(False)
    assert [fault for fault, action in bar.faults.items() if action.isEnabled()] == [Fault.REFUSED]
    bar.show_live(True)
    assert not bar.faults[Fault.REFUSED].isEnabled()
    menu = bar.menu_of("obs")
    assert [action.text() for action in menu.actions()] == [bar.faults[f].text() for f in OBS]
    menu.actions()[0].trigger()
    assert room.session.faults.said == [Fault.OBS_KILLED]
    assert bar.faults[Fault.OBS_KILLED].text() in bar.told.whole


def test_before_the_program_vanishes_it_asks(qtbot: QtBot) -> None:
    room = Room()
    bar = TrainerBar(room.coach)
    qtbot.addWidget(bar)
    bar.show_live(True)
    ask = bar.faults[Fault.APP_KILLED].trigger
    ask()
    assert "接着播" in bar.told.whole
    assert bar.groups["network"].isHidden()
    bar.stay.click()
    assert "接着播" not in bar.told.whole
    assert room.session.faults.said == []
    assert bar.vanish.isHidden()
    ask()
    bar.vanish.click()
    assert room.session.faults.said == [Fault.APP_KILLED]
