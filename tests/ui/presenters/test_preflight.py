from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studio.runtime.errors import UserFacingError
from studio.session.light import Light, broken, fine, mind
from studio.session.plan import Plan
from studio.store.settings import Settings
from tests.helpers.screens import Calls, FakeSettings, Later
from ui.preflight.presenter import PreflightPresenter

READY = fine("stage", "preflight_practice_ready", version="")
FEW = mind("stock", "preflight_stock_few", name="土豆", available=4, unit="箱")
NO_KEY = broken("ingest", "preflight_no_stream_key")


class FakeStudio:
    def __init__(self, later: Later, kinds: tuple[str, ...] = ("obs", "practice")) -> None:
        self.stage_kinds = kinds
        self.settings, self._later = FakeSettings(), later
        self.lights: dict[str, list[Light]] = {"practice": [READY], "obs": [READY, FEW, NO_KEY]}
        self.started: list[str] = []
        self.opened_obs = 0
        self.obs_refuses: UserFacingError | None = None

    def preflight(self, plan: Plan, stage_kind: str) -> Any:
        return self._later.background(lambda: self.lights[stage_kind])

    def start_session(self, plan: Plan, stage_kind: str) -> Any:
        self.started.append(stage_kind)
        return self._later.background(lambda: "session")

    def open_obs(self, wanted: Callable[[], bool]) -> Any:
        self.wanted = wanted
        return self._later.background(self._open_obs)

    def _open_obs(self) -> None:
        if self.obs_refuses is not None:
            raise self.obs_refuses
        self.opened_obs += 1


class Bench:
    def __init__(self, kinds: tuple[str, ...] = ("obs", "practice"), **settings: Any) -> None:
        self.later, self.view = Later(), Calls()
        self.studio = FakeStudio(self.later, kinds)
        self.studio.settings = FakeSettings(**settings)
        self.opened: list[tuple[str, dict[str, Any]]] = []
        self.errors: list[BaseException] = []
        self.presenter = PreflightPresenter(
            self.view,
            self.studio,
            Plan("专场"),
            self.later.then,
            lambda name, **arguments: self.opened.append((name, arguments)),
            self.errors.append,
        )
        self.presenter.open()


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_goes_live_when_nothing_is_red(bench: Bench) -> None:
    bench.later.finish_all()
    bench.presenter.on_go_live()
    bench.later.finish_all()
    assert bench.opened == [("live", {"session": "session"})]


def test_a_studio_without_obs_goes_live_where_it_can() -> None:
    bench = Bench(("practice",), stage="obs")
    assert bench.view.last("show_stages") == (("practice",),)
    bench.later.finish_all()
    bench.presenter.on_go_live()
    assert bench.studio.started == ["practice"]


def test_nobody_goes_live_before_the_check_is_done(bench: Bench) -> None:
    bench.presenter.on_go_live()
    assert bench.studio.started == []


def test_a_red_light_blocks_and_stands_first(bench: Bench) -> None:
    bench.presenter.on_stage("obs")
    bench.later.finish_all()
    assert bench.view.last("show_lights") == ([NO_KEY, FEW, READY],)
    bench.presenter.on_go_live()
    assert bench.studio.started == []


def test_an_amber_light_only_warns(bench: Bench) -> None:
    bench.studio.lights["obs"] = [READY, FEW]
    bench.presenter.on_stage("obs")
    bench.later.finish_all()
    bench.presenter.on_go_live()
    assert bench.studio.started == ["obs"]


def test_the_stage_is_kept_for_next_time(bench: Bench) -> None:
    bench.presenter.on_stage("obs")
    assert bench.studio.settings.get("stage") == "obs"


def test_only_the_latest_check_counts(bench: Bench) -> None:
    bench.presenter.on_stage("obs")  # the practice stage's answer is still on its way
    bench.later.finish_all()
    assert len([call for call in bench.view.said if call[0] == "show_lights"]) == 1


def test_pressing_twice_starts_one_session(bench: Bench) -> None:
    bench.later.finish_all()
    bench.presenter.on_go_live()
    bench.presenter.on_go_live()
    assert bench.studio.started == ["practice"]


def test_remedies_lead_to_where_they_are_done(bench: Bench) -> None:
    bench.presenter.on_mend("ingest")
    bench.presenter.on_mend("stock")
    bench.presenter.on_mend("power")
    assert [name for name, _ in bench.opened] == ["settings", "plan"]


def test_a_check_that_breaks_off_is_told_and_can_be_repeated(bench: Bench) -> None:
    bench.studio.lights = {}
    bench.later.finish_all()
    assert bench.view.was("show_not_checked")
    assert len(bench.errors) == 1


def test_obs_is_opened_and_everything_checked_again(bench: Bench) -> None:
    bench.later.finish_all()
    bench.presenter.on_open_obs()
    assert bench.view.said[-1] == ("show_opening_obs",)
    bench.presenter.on_go_live()
    assert bench.studio.started == [], "nobody goes live while OBS comes up"
    bench.later.finish_all()
    assert bench.studio.opened_obs == 1
    assert bench.view.said[-1][0] == "show_lights"


def test_an_obs_that_cannot_be_opened_is_told_and_checked_all_the_same(bench: Bench) -> None:
    bench.studio.obs_refuses = UserFacingError("obs_not_found")
    bench.presenter.on_open_obs()
    bench.later.finish_all()
    assert bench.errors == [bench.studio.obs_refuses]
    assert bench.view.said[-1][0] == "show_lights"


def test_leaving_gives_up_waiting_for_obs(bench: Bench) -> None:
    bench.presenter.on_open_obs()
    assert bench.studio.wanted()
    bench.presenter.close()
    assert not bench.studio.wanted()


def test_connecting_obs_has_a_screen_of_its_own(bench: Bench) -> None:
    bench.presenter.on_connect_obs()
    assert bench.opened == [("obs_setup", {})]


def test_one_tap_on_a_camera_keeps_it_and_looks_at_it(bench: Bench) -> None:
    bench.presenter.on_stage("obs")
    bench.later.finish_all()
    bench.presenter.on_camera("device:c270", "Logi C270")
    assert bench.studio.settings.get("obs_camera") == ["device:c270", "Logi C270"]
    assert bench.view.said[-1][0] == "show_checking"
    bench.presenter.on_camera("", "")
    assert bench.studio.settings.get("obs_camera") == []


def test_an_address_with_a_password_is_refused_and_the_camera_stays(
    bench: Bench, tmp_path: Path
) -> None:
    bench.studio.settings = Settings(tmp_path)
    bench.presenter.on_camera("http://10.0.0.8:8080/video", "手机")
    bench.presenter.on_camera("rtsp://admin:secret@10.0.0.9/1", "admin")
    assert [error.code for error in bench.errors] == ["camera_address_holds_password"]
    assert bench.studio.settings.get("obs_camera")[0] == "http://10.0.0.8:8080/video"


def test_no_camera_is_changed_once_the_broadcast_is_starting(bench: Bench) -> None:
    bench.later.finish_all()
    bench.presenter.on_go_live()
    bench.presenter.on_camera("device:c270", "Logi C270")
    assert bench.studio.settings.get("obs_camera") == []
