from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest

from studio.session.plan import Plan, PlannedProduct
from studio.session.state import LiveState, NotedOrder
from tests.helpers.screens import Calls, FakeSettings
from ui.home.presenter import HomePresenter, LastSession, NextPlan
from ui.interruption import Interrupted
from ui.sampling import answer, at_once, empty_library, library, then

AT = 1_749_728_100_000


@dataclass(frozen=True)
class Found:
    session_id: str
    state: LiveState
    plan: Plan


@dataclass(frozen=True)
class Row:
    id: str
    title: str
    live_at: int | None
    ended_at: int | None
    orders: int
    paid_fen: int = 0


class FakeStudio:
    def __init__(self) -> None:
        self.settings = FakeSettings(workshop_name="东海湾共富工坊", stage="obs")
        self.found: Found | None = None
        self.last: Row | None = None
        self.plans: Any = empty_library()
        self.session: Any = Calls()
        self.not_resumed: Exception | None = None
        self.ended: list[str] = []
        self.off_air = True
        self.left: Any = None
        self.stopped: list[Any] = []
        self.missing: dict[str, str] = {}
        self.kept: dict[str, str] = {}

    def interrupted(self) -> Any:
        return answer(self.found)

    def left_on_air(self) -> Any:
        return answer(self.left)

    def stop_left(self, left: Any) -> Any:
        self.stopped.append(left)
        return answer(self.off_air)

    def missing_secrets(self, session_id: str) -> Any:
        return answer({n: why for n, why in self.missing.items() if n not in self.kept})

    def keep_secrets(self, given: Any) -> Any:
        self.kept |= given
        return answer(None)

    def outbox(self) -> Any:
        return answer(["message"])

    def last_session(self) -> Any:
        return answer(self.last)

    def end_interrupted(self, session_id: str) -> Any:
        self.ended.append(session_id)
        return answer(self.off_air)

    def resume_session(self, session_id: str) -> Any:
        future = answer(self.session)
        if self.not_resumed is None:
            return future
        failed = type(future)()
        failed.set_exception(self.not_resumed)
        return failed


def interruption() -> Found:
    plan = Plan("望潮村丰收专场", products=(PlannedProduct("YM-001", "东魁杨梅"),))
    order = NotedOrder("o1", "YM-001", 1, "抖音", 8990, AT)
    state = replace(
        LiveState(),
        title=plan.title,
        current_sku="YM-001",
        card_sku="YM-001",
        orders=(order,),
        orders_count=1,
        last_at=AT,
    )
    return Found("s1", state, plan)


class Desk:
    def __init__(self) -> None:
        self.view, self.studio = Calls(), FakeStudio()
        self.opened: list[tuple[str, dict[str, Any]]] = []
        self.errors: list[BaseException] = []
        self.spoken: list[str] = []
        self.presenter = HomePresenter(
            self.view,
            self.studio,
            at_once,
            then,
            lambda name, **arguments: self.opened.append((name, arguments)),
            self.spoken.append,
            self.errors.append,
        )


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_shows_workshop_stage_and_what_waits(desk: Desk) -> None:
    desk.presenter.open()
    assert desk.view.last("show_workshop") == ("东海湾共富工坊",)
    assert desk.view.last("show_stage") == ("obs",)
    assert desk.view.last("show_waiting") == (1,)
    assert desk.view.last("show_interrupted") == (None,)


def test_tells_of_the_interrupted_broadcast_with_product_card_and_orders(desk: Desk) -> None:
    desk.studio.found = interruption()
    desk.presenter.open()
    told = Interrupted("望潮村丰收专场", "东魁杨梅", card_on=True, orders=1, last_at=AT)
    assert desk.view.last("show_interrupted") == (told,)


def test_going_on_opens_the_live_screen_with_the_session(desk: Desk) -> None:
    desk.studio.found = interruption()
    desk.presenter.open()
    desk.presenter.on_resume({})
    assert desk.opened == [("live", {"session": desk.studio.session})]


def test_giving_up_ends_the_session_off_air_and_opens_its_review(desk: Desk) -> None:
    desk.studio.found = interruption()
    desk.presenter.open()
    desk.presenter.on_give_up()
    assert desk.studio.ended == ["s1"]
    assert desk.opened == [("review", {"session_id": "s1"})]
    assert desk.errors == []


def test_a_stage_that_may_still_stream_is_said_beside_the_review(desk: Desk) -> None:
    desk.studio.found, desk.studio.off_air = interruption(), False
    desk.presenter.open()
    desk.presenter.on_give_up()
    assert desk.opened == [("review", {"session_id": "s1"})]
    assert [str(error.code) for error in desk.errors] == ["ended_perhaps_on_air"]  # type: ignore[attr-defined]


def test_a_resume_that_fails_gives_the_button_back(desk: Desk) -> None:
    desk.studio.found, desk.studio.not_resumed = interruption(), RuntimeError("gone")
    desk.presenter.open()
    desk.presenter.on_resume({})
    assert desk.view.last("show_resuming") == (False,)
    assert desk.errors == [desk.studio.not_resumed]


def test_the_last_session_is_told_and_opened(desk: Desk) -> None:
    desk.presenter.open()
    assert desk.view.last("show_last_session") == (None,)
    desk.studio.last = Row("b", "晚的", AT, AT + 5, 7)
    desk.presenter.open()
    assert desk.view.last("show_last_session") == (LastSession("晚的", AT, 7, 0),)
    desk.presenter.on_last_session()
    assert desk.opened == [("review", {"session_id": "b"})]


def test_doors_lead_where_they_say(desk: Desk) -> None:
    desk.presenter.open()
    for press in ("on_live", "on_desk", "on_training", "on_settings", "on_sync"):
        getattr(desk.presenter, press)()
    names = [name for name, _ in desk.opened]
    assert names == ["plan", "desk", "training", "settings", "sync"]


def test_language_is_spoken_and_shown(desk: Desk) -> None:
    desk.presenter.on_language("en")
    assert desk.spoken == ["en"]
    assert desk.view.last("show_language") == ("en",)


def test_the_first_door_tells_which_plan_comes_next(desk: Desk) -> None:
    def painted() -> None:
        desk.presenter.open()
        (look_for_plan,) = desk.view.last("when_painted")
        look_for_plan()

    painted()
    assert desk.view.last("show_next_plan") == (None,)
    desk.studio.plans = library()
    painted()
    (plan,) = desk.view.last("show_next_plan")
    assert (plan.title, plan.products, len(plan.pictures)) == ("望潮村丰收专场", 5, 5)
    broken = SimpleNamespace(title="wangchao", error=ValueError())
    desk.studio.plans = SimpleNamespace(list=lambda: [broken])
    painted()
    assert desk.view.last("show_next_plan") == (NextPlan("wangchao", 0, (), usable=False),)


def test_what_a_computer_without_a_keyring_forgot_is_asked_for_before_going_on(desk: Desk) -> None:
    desk.studio.found = interruption()
    desk.studio.missing = {"obs_password": "obs_password_missing"}
    desk.presenter.open()
    desk.presenter.on_resume({})
    assert desk.opened == []
    assert desk.view.last("show_missing") == ({"obs_password": "obs_password_missing"},)
    assert desk.view.last("show_resuming") == (False,)
    desk.presenter.on_resume({"obs_password": " yu-wang "})
    assert desk.studio.kept == {"obs_password": "yu-wang"}
    assert desk.opened == [("live", {"session": desk.studio.session})]


def test_nobody_is_kept_from_going_on_without_it(desk: Desk) -> None:
    desk.studio.found = interruption()
    desk.studio.missing = {"stream_key": "preflight_no_stream_key"}
    desk.presenter.open()
    desk.presenter.on_resume({})
    desk.presenter.on_resume({"stream_key": ""})
    assert desk.opened == [("live", {"session": desk.studio.session})]


def test_what_an_ended_broadcast_left_on_the_air_is_stopped_with_one_button(desk: Desk) -> None:
    desk.studio.left = interruption()
    desk.presenter.open()
    assert desk.view.last("show_left_on_air") == ("望潮村丰收专场",)
    desk.presenter.on_stop_left()
    assert desk.studio.stopped == [desk.studio.left]
    assert desk.view.last("show_left_on_air") == ("",)


def test_an_obs_that_does_not_stop_is_told(desk: Desk) -> None:
    desk.studio.left, desk.studio.off_air = interruption(), False
    desk.presenter.open()
    desk.presenter.on_stop_left()
    assert desk.view.last("show_left_on_air") == ("望潮村丰收专场",)
    assert [str(error.code) for error in desk.errors] == ["left_not_stopped"]  # type: ignore[attr-defined]
