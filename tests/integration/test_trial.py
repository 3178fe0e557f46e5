"""A trial through the whole program: on the practice stage, on a real OBS, at the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from studio.bootstrap import open_studio
from studio.health import policy
from studio.runtime.errors import UserFacingError
from studio.session import kept_trial
from studio.session.archive import SessionOptions
from studio.session.light import Level, Light
from studio.session.plan import Plan, PlannedProduct
from studio.session.studio import Studio
from studio.session.trial import TrialMoved, TrialResult
from studio.stage.obs.client import ObsClient
from studio.stage.obs.handshake import Address
from studio.stage.obs.sink import is_sink
from studio.stage.obs.stage import ObsStage
from studio.stage.port import VideoProfile
from studio.store.secrets import OBS_PASSWORD, MemorySecrets
from tests.helpers.obs_rig import RealObs
from tests.helpers.practice import until
from tests.helpers.program import answer
from tests.helpers.stages import SMALL, WIDE, Heard, make_setup

HONEY = PlannedProduct("FM-001", "土蜂蜜", price_fen=6800, unit="瓶", stock=20)
FULL = Plan("蜂蜜专场", products=(HONEY,), video=VideoProfile(1920, 1080, 30))
PATIENCE = 240.0


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long enough for a verdict; the policy's own times are held by the unit tests."""
    monkeypatch.setattr(policy, "TRIAL_SECONDS", 4.0)
    monkeypatch.setattr(policy, "TRIAL_WARM_UP_SECONDS", 1.0)
    monkeypatch.setattr(policy, "TRIAL_HOPELESS_SECONDS", 1.0)


@pytest.fixture
def studio(qapp: QApplication, tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path / "data", secrets=MemorySecrets()) as opened:
        yield opened


def tried(studio: Studio, plan: Plan, *, faults: tuple[str, ...] = ()) -> TrialResult:
    options = studio.options("practice")
    result = studio.trials.run(plan, options, lambda: True, lambda moved: None, faults).result(
        PATIENCE
    )
    assert result is not None
    return result


def trial_light(studio: Studio, plan: Plan, kind: str = "practice") -> Light | None:
    lights = studio.preflight(plan, kind).result(PATIENCE)
    return next((light for light in lights if light.key == "trial"), None)


# -- the practice stage


def test_at_the_rate_the_program_comes_with_1080_lines_are_not_tried(studio: Studio) -> None:
    result = tried(studio, FULL)
    assert [each.video.height for each in result.tried] == [720]
    assert (result.choice.lines, result.choice.kbps) == (720, 1300)


def test_a_fast_computer_keeps_the_plans_own_size(studio: Studio) -> None:
    studio.settings.set("target_kbps", 2500)
    result = tried(studio, FULL)
    assert [each.holds for each in result.tried] == [True]
    assert (result.choice.video, result.choice.kbps) == (FULL.video, 2500)
    assert result.knocks is None


def test_an_old_computer_is_given_540_lines_and_the_broadcast_is_made_in_them(
    studio: Studio,
) -> None:
    studio.settings.set("target_kbps", 2500)
    result = tried(studio, FULL, faults=("slow",))
    assert [each.video.height for each in result.tried] == [1080, 720, 540]
    assert [each.holds for each in result.tried] == [False, False, True]
    options = studio.options("practice")
    studio.trials.use(FULL, options, result).result(PATIENCE)
    light = trial_light(studio, FULL)
    assert light is not None
    assert (light.code, light.parameters["lines"]) == ("preflight_trial_practice_kept", 540)
    session = studio.start_session(FULL, "practice").result(PATIENCE)
    try:
        assert session.plan.video == VideoProfile(960, 540, 30)
    finally:
        session.close()
    assert kept_trial.rate(studio.settings, "practice") == 1500
    assert kept_trial.rate(studio.settings, "obs") == 2500, "the real stage was not tried"
    studio.trials.forget("practice").result(PATIENCE)
    assert studio.trials.fitted(FULL, "practice") == FULL


def test_only_one_trial_runs_and_one_that_nobody_waits_for_ends(studio: Studio) -> None:
    told: list[TrialMoved] = []
    go_on = True
    options = studio.options("practice")
    first = studio.trials.run(FULL, options, lambda: go_on, told.append)
    until(lambda: told)
    with pytest.raises(UserFacingError, match="trial_running"):
        studio.trials.run(FULL, options, lambda: True, told.append).result(PATIENCE)
    go_on = False
    assert first.result(PATIENCE) is None


# -- a real OBS


def only_obs(obs: RealObs) -> MemorySecrets:
    """The password of one OBS."""
    return MemorySecrets({OBS_PASSWORD: obs.password})


def asked(obs: RealObs, request: str, **data: Any) -> dict[str, Any]:
    client = ObsClient(Address.parse(obs.url), obs.password, lambda *_: None, lambda _: None)
    client.connect()
    try:
        return client.request(request, data)
    finally:
        client.disconnect()


@pytest.mark.obs
def test_a_real_obs_is_tried_and_set_up_as_was_chosen(
    obs: RealObs, qapp: QApplication, tmp_path: Path
) -> None:
    mine = {"server": "rtmp://live.example.com/app", "key": "my-own-key", "use_auth": False}
    service = {"streamServiceType": "rtmp_custom", "streamServiceSettings": mine}
    plan = Plan("蜂蜜专场", products=(HONEY,), video=WIDE)
    with open_studio(tmp_path / "data", secrets=only_obs(obs)) as studio:
        studio.settings.set("obs_url", obs.url)
        light = trial_light(studio, plan, "obs")
        assert light is not None
        assert (light.level, light.code) == (Level.MIND, "preflight_trial_never")
        asked(obs, "SetStreamServiceSettings", **service)  # of our profile: the user's has its own
        options = studio.options("obs")
        result = studio.trials.run(plan, options, lambda: True, lambda moved: None).result(PATIENCE)
        assert result is not None
        (one,) = result.tried
        assert one.video == WIDE
        assert one.kbps > 0
        assert 0 < one.arrived_fps < 2 * WIDE.fps  # what a busy computer held back comes at once
        assert one.frame_ms > 0
        assert asked(obs, "GetStreamServiceSettings") == service
        assert not asked(obs, "GetStreamStatus")["outputActive"]
        studio.trials.use(plan, options, result).result(PATIENCE)
        assert asked(obs, "GetVideoSettings")["outputHeight"] == 360
        for name, kbps in (("VBitrate", "1300"), ("ABitrate", str(policy.AUDIO_KBPS))):
            rate = {"parameterCategory": "SimpleOutput", "parameterName": name}
            assert asked(obs, "GetProfileParameter", **rate)["parameterValue"] == kbps
        light = trial_light(studio, plan, "obs")
        assert light is not None
        assert light.code in ("preflight_trial_holds", "preflight_trial_slow")


@pytest.mark.obs
def test_a_program_killed_in_a_trial_leaves_no_stream_behind(obs: RealObs, tmp_path: Path) -> None:
    stage = ObsStage(obs.url, obs.password)
    stage.open(make_setup(tmp_path), Heard())
    stage.begin_trial(SMALL, 600)
    until(lambda: stage.health().frames_total > 0)
    # What a kill does: both connections break, nothing is put back.
    trial, stage._trial = stage._trial, None
    assert trial is not None
    stage.close()
    trial.close()
    until(lambda: not asked(obs, "GetStreamStatus")["outputActive"])
    left = asked(obs, "GetStreamServiceSettings")["streamServiceSettings"]["server"]
    assert is_sink(left)
    again = ObsStage(obs.url, obs.password)
    again.open(make_setup(tmp_path), Heard())
    again.begin_trial(SMALL, 600)
    again.close()
    left = asked(obs, "GetStreamServiceSettings")["streamServiceSettings"]
    assert left["server"] == ""


@pytest.mark.obs
def test_the_command_line_tries_and_keeps(
    obs: RealObs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OBS_PASSWORD", obs.password)
    given = ("--obs-url", obs.url, "--obs-password-env", "OBS_PASSWORD", "--data-dir", tmp_path)
    told = answer("obs", "trial", "--video", "640x360@20", "--apply", *given)
    assert told["asked"] == told["chosen"]["video"] == "640x360@20"
    assert (told["kept"], told["ingest"], told["carried_kbps"]) == (True, None, None)
    (one,) = told["tried"]
    assert one["fps"] > 0
    with open_studio(tmp_path, secrets=MemorySecrets()) as studio:
        kept = studio.trials.kept("obs")
    assert kept is not None
    assert (kept.lines, kept.kbps) == (360, 1300)


@pytest.mark.obs
def test_an_obs_on_air_is_left_alone(obs: RealObs, tmp_path: Path) -> None:
    asked(obs, "StartRecord")
    try:
        with open_studio(tmp_path / "data", secrets=only_obs(obs)) as studio:
            options = SessionOptions("obs", obs.url)
            plan = Plan("", video=SMALL)
            running = studio.trials.run(plan, options, lambda: True, lambda moved: None)
            with pytest.raises(UserFacingError, match=r"trial_on_air|obs_busy"):
                running.result(PATIENCE)
        assert asked(obs, "GetRecordStatus")["outputActive"]
    finally:
        asked(obs, "StopRecord")
