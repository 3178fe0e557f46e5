from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.runtime.errors import UserFacingError
from studio.session.kept_trial import KeptTrial
from studio.session.light import Light, broken, fine, mind
from studio.session.picture_size import Tried, choose
from studio.session.plan import Plan
from studio.session.trial import TrialMoved, TrialResult
from studio.stage.port import VideoProfile
from studio.store.settings import Settings
from tests.helpers.screens import Calls, FakeSettings, Later
from ui.preflight.presenter import PreflightPresenter, TrialStep

READY = fine("stage", "preflight_practice_ready", version="")
FEW = mind("stock", "preflight_stock_few", name="土豆", available=4, unit="箱")
NO_KEY = broken("ingest", "preflight_no_stream_key")


ASKED = VideoProfile(1280, 720, 30)
HELD = Tried(ASKED, 16.0, 30.0, 2500, 0.0, 0.0, 5.0, 40.0)
SKIPPED = replace(HELD, skipped_share=0.3)
SMALL = replace(HELD, video=VideoProfile(960, 540, 30))
RESULT = TrialResult(ASKED, (SKIPPED, SMALL), choose((SKIPPED, SMALL), 2500), None, None)
TRIAL_LIGHT = mind("trial", "preflight_trial_never")


class FakeTrials:
    """Trials whose outcome is there when the test says so."""

    def __init__(self, later: Later) -> None:
        self._later = later
        self.ran: list[tuple[str, tuple[str, ...]]] = []
        self.kept_now: KeptTrial | None = None
        self.used: list[TrialResult] = []
        self.forgot: list[str] = []
        self.refuses: UserFacingError | None = None

    def kept(self, stage: str) -> KeptTrial | None:
        return self.kept_now

    def run(self, plan: Plan, options: str, wanted: Any, tell: Any, faults: Any) -> Any:
        self.ran.append((options, faults))
        self.wanted, self.tell = wanted, tell
        return self._later.background(self._outcome)

    def _outcome(self) -> TrialResult | None:
        if self.refuses is not None:
            raise self.refuses
        return RESULT if self.wanted() else None

    def use(self, plan: Plan, options: str, result: TrialResult) -> Any:
        self.used.append(result)
        return self._later.background(lambda: None)

    def forget(self, stage: str) -> Any:
        self.forgot.append(stage)
        return self._later.background(lambda: None)


class FakeStudio:
    def __init__(self, later: Later, kinds: tuple[str, ...] = ("obs", "practice")) -> None:
        self.stage_kinds = kinds
        self.settings, self._later = FakeSettings(), later
        self.lights: dict[str, list[Light]] = {"practice": [READY], "obs": [READY, FEW, NO_KEY]}
        self.trials = FakeTrials(later)
        self.started: list[str] = []
        self.opened_obs = 0
        self.obs_refuses: UserFacingError | None = None

        self.kept: list[Any] = []

    def keep_secrets(self, given: Any) -> Any:
        return self._later.background(lambda: self.kept.append(given))

    def options(self, stage_kind: str) -> str:
        return stage_kind

    def preflight(self, plan: Plan, stage_kind: str) -> Any:
        return self._later.background(lambda: self.lights[stage_kind])

    def start_session(self, plan: Plan, stage_kind: str) -> Any:
        self.started.append(stage_kind)
        return self._later.background(lambda: "session")

    def open_obs(self, wanted: Callable[[], bool], *, hangs: bool) -> Any:
        self.wanted, self.ends_obs = wanted, hangs
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


def test_a_stage_that_cannot_be_kept_is_told_and_used_all_the_same(bench: Bench) -> None:
    bench.studio.settings.broken = True
    bench.presenter.on_stage("obs")
    bench.later.finish_all()
    assert [error.code for error in bench.errors] == ["settings_unwritable"]
    assert bench.view.last("show_stage") == ("obs",)
    assert bench.view.last("show_lights") == ([NO_KEY, FEW, READY],)


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
    bench.presenter.on_mend("price")
    bench.presenter.on_mend("backup")
    assert [name for name, _ in bench.opened] == ["settings", "plan", "plan", "desk"]
    assert bench.opened[-1] == ("desk", {"page": "backup"})
    bench.presenter.on_restock("YM-001")
    assert bench.opened[-1] == ("desk", {"page": "stock", "sku": "YM-001"})


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


@pytest.mark.parametrize(("code", "ends"), [("stage_unreachable", False), ("obs_silent", True)])
def test_only_an_obs_that_hangs_is_ended_to_be_opened(bench: Bench, code: str, ends: bool) -> None:
    """One that runs without its server may be recording something of the user's own."""
    bench.studio.lights["obs"] = [broken("stage", code, host="h", port=1)]
    bench.presenter.on_stage("obs")
    bench.presenter.on_check()
    bench.later.finish_all()
    bench.presenter.on_open_obs()
    assert bench.studio.ends_obs is ends


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


def test_a_camera_s_password_is_kept_before_it_is_looked_at_and_not_in_the_settings(
    bench: Bench, tmp_path: Path
) -> None:
    bench.studio.settings = Settings(tmp_path)
    bench.presenter.on_camera("http://10.0.0.8:8080/video", "手机")
    bench.later.finish_all()
    bench.presenter.on_camera("rtsp://admin:secret@10.0.0.9/1", "10.0.0.9/1")
    assert bench.studio.settings.get("obs_camera")[0] == "http://10.0.0.8:8080/video"
    bench.later.finish_all()
    assert bench.studio.kept == [{"camera 10.0.0.9": "admin:secret"}]
    assert bench.studio.settings.get("obs_camera") == ["rtsp://10.0.0.9/1", "10.0.0.9/1"]
    assert "secret" not in (tmp_path / "settings.json").read_text("utf-8")
    bench.presenter.on_camera("rtsp://admin%3Asecret%4010.0.0.9/1", "10.0.0.9/1")
    assert [error.code for error in bench.errors] == ["camera_address_holds_password"]


def test_no_camera_is_changed_once_the_broadcast_is_starting(bench: Bench) -> None:
    bench.later.finish_all()
    bench.presenter.on_go_live()
    bench.presenter.on_camera("device:c270", "Logi C270")
    assert bench.studio.settings.get("obs_camera") == []


# -- the trial


@pytest.fixture
def on_obs() -> Bench:
    bench = Bench(stage="obs")
    bench.studio.lights["obs"] = [READY, TRIAL_LIGHT, FEW]
    bench.later.finish_all()
    return bench


def offered(bench: Bench) -> set[str]:
    (steps,) = bench.view.last("show_trial")
    return {str(step) for step in steps}


def test_a_trial_is_offered_run_and_used(on_obs: Bench) -> None:
    assert offered(on_obs) == {"try"}
    on_obs.presenter.on_trial(TrialStep.TRY)
    assert offered(on_obs) == {"stop"}
    (lights,) = on_obs.view.last("show_lights")
    assert lights[0] == TRIAL_LIGHT
    on_obs.studio.trials.tell(TrialMoved(720, 3, 20))
    assert on_obs.view.last("show_trial_moved") == (TrialMoved(720, 3, 20),)
    on_obs.later.finish_all()
    assert offered(on_obs) == {"use", "again"}
    (lights,) = on_obs.view.last("show_lights")
    assert lights[0].code == "trial_holds_smaller"
    assert TRIAL_LIGHT not in lights
    on_obs.presenter.on_trial(TrialStep.USE)
    on_obs.later.finish_all()
    assert on_obs.studio.trials.used == [RESULT]
    assert on_obs.studio.trials.ran == [("obs", ())]
    assert offered(on_obs) == {"try"}, "everything was checked again"


def test_nothing_else_is_begun_while_a_trial_runs(on_obs: Bench) -> None:
    on_obs.presenter.on_trial(TrialStep.TRY)
    on_obs.presenter.on_trial(TrialStep.TRY)
    on_obs.presenter.on_go_live()
    on_obs.presenter.on_stage("practice")
    on_obs.presenter.on_check()
    assert len(on_obs.studio.trials.ran) == 1
    assert on_obs.studio.started == []
    on_obs.later.finish_all()
    on_obs.presenter.on_go_live()
    assert on_obs.studio.started == ["obs"], "a result nobody used keeps nobody off the air"


def test_a_trial_can_be_stopped_and_ends_with_its_screen(on_obs: Bench) -> None:
    on_obs.presenter.on_trial(TrialStep.TRY)
    on_obs.presenter.on_trial(TrialStep.STOP)
    assert not on_obs.studio.trials.wanted()
    on_obs.later.finish_all()
    assert offered(on_obs) == {"try"}
    on_obs.presenter.on_trial(TrialStep.TRY)
    assert on_obs.studio.trials.wanted()
    on_obs.presenter.close()
    assert not on_obs.studio.trials.wanted()


def test_a_trial_that_is_refused_is_told_and_the_lights_are_back(on_obs: Bench) -> None:
    on_obs.studio.trials.refuses = UserFacingError("trial_on_air")
    on_obs.presenter.on_trial(TrialStep.TRY)
    on_obs.later.finish_all()
    assert on_obs.errors == [on_obs.studio.trials.refuses]
    assert offered(on_obs) == {"try"}
    on_obs.presenter.on_go_live()
    assert on_obs.studio.started == ["obs"]


def test_what_was_kept_can_be_taken_back(on_obs: Bench) -> None:
    trials = on_obs.studio.trials
    trials.kept_now = KeptTrial("obs", 540, 720, 1500, True, "2026-11-26")
    on_obs.presenter.on_check()
    on_obs.later.finish_all()
    assert offered(on_obs) == {"again", "as_planned"}
    trials.kept_now = None
    on_obs.presenter.on_trial(TrialStep.AS_PLANNED)
    on_obs.later.finish_all()
    assert trials.forgot == ["obs"]
    assert offered(on_obs) == {"try"}


def test_the_practice_stage_can_pretend_an_old_computer(bench: Bench) -> None:
    bench.later.finish_all()
    assert offered(bench) == {"try", "old"}
    bench.presenter.on_trial(TrialStep.OLD)
    assert bench.studio.trials.ran == [("practice", ("slow",))]
