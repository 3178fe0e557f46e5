"""Whoever speaks OBS's language and answers nonsense is no OBS, and no mistake of ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.runtime.errors import UserFacingError
from studio.stage.obs import check
from studio.stage.obs.errors import LONGEST, ObsError
from studio.stage.obs.keeper import Keeper
from studio.stage.obs.sound import SILENCE_DBFS, dbfs
from studio.stage.obs.stage import ObsStage
from studio.stage.port import (
    MicrophoneMeasured,
    StageInfo,
    StageLost,
    StageRegained,
    StreamState,
    VirtualCameraSwitched,
)
from tests.helpers.fake_obs import FakeObs
from tests.helpers.stages import Heard, make_setup, wait_for

VERSION = {"obsVersion": "29.0.2", "obsWebSocketVersion": "5.1.0"}


@pytest.mark.expects_log
@pytest.mark.parametrize("version", [{}, 5, "x", [[1]]])
def test_a_version_that_is_none(obs: FakeObs, version: Any, caplog: pytest.LogCaptureFixture):
    obs.answers["GetVersion"] = lambda _: version
    obs.answers["GetInputList"] = lambda _: {"inputs": []}
    with pytest.raises(UserFacingError, match="obs_not_obs"):
        check.check(obs.url, None)
    assert "Traceback" in caplog.text


@pytest.mark.expects_log
@pytest.mark.parametrize("inputs", [{"inputs": [5]}, {"inputs": None}, {"inputs": [{}]}])
def test_inputs_that_are_none(obs: FakeObs, inputs: Any):
    obs.answers["GetInputList"] = lambda _: inputs
    with pytest.raises(UserFacingError, match="obs_not_obs"):
        check.cameras(obs.url, None)


@pytest.mark.expects_log
def test_an_answer_without_a_status(obs: FakeObs, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(obs, "_result", lambda _: {})
    with pytest.raises(UserFacingError, match="obs_not_obs"):
        check.check(obs.url, None)


@pytest.mark.expects_log
def test_a_stage_is_not_built_there(obs: FakeObs, tmp_path: Path):
    obs.answers = {name: lambda _: {} for name in ("GetVersion", "GetStats", "GetStreamStatus")}
    stage = ObsStage(obs.url, None)
    try:
        with pytest.raises(UserFacingError, match="obs_not_obs"):
            stage.open(make_setup(tmp_path), Heard())
    finally:
        stage.close()


def test_its_own_words_are_cut(obs: FakeObs):
    assert len(ObsError("GetVersion", 604, "x" * 100_000).comment) == LONGEST
    obs.answers |= {
        "GetVersion": lambda _: VERSION | {"obsVersion": "9" * 100_000},
        "GetInputList": lambda _: {"inputs": []},
        "GetSceneCollectionList": lambda _: {"currentSceneCollectionName": "我的"},
        "GetProfileList": lambda _: {"currentProfileName": "我的"},
        "GetStreamStatus": lambda _: {"outputActive": False},
        "GetRecordStatus": lambda _: {"outputActive": False},
    }
    assert len(check.check(obs.url, None)["version"]) == LONGEST


SOUND: dict[str, Any] = {
    "GetStreamStatus": {
        "outputActive": True,
        "outputReconnecting": False,
        "outputBytes": 1000,
        "outputTotalFrames": 40,
        "outputSkippedFrames": 0,
    },
    "GetStats": {
        "activeFps": 20.0,
        "renderTotalFrames": 40,
        "renderSkippedFrames": 0,
        "outputTotalFrames": 40,
        "outputSkippedFrames": 0,
        "averageFrameRenderTime": 1.0,
        "cpuUsage": 5.0,
    },
    "GetInputList": {
        "inputs": [
            {"inputName": "歌", "unversionedInputKind": "ffmpeg_source"},
            {"inputName": "话筒", "unversionedInputKind": "pulse_input_capture"},
        ]
    },
    "GetVideoSettings": {"fpsNumerator": 20, "fpsDenominator": 1},
    "GetCurrentProgramScene": {"currentProgramSceneName": "节目"},
    "GetSourceScreenshot": {"imageData": "data:image/jpeg;base64,AAAA"},
}


INFO = StageInfo("obs", "29.0.2", already_streaming=True, already_recording=False)


@pytest.fixture
def on_air(
    obs: FakeObs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[ObsStage, Heard]]:
    """A stage whose OBS makes sense so far, and has all our scenes."""
    obs.answers = {name: (lambda _, data=data: data) for name, data in SOUND.items()}
    stage, heard = ObsStage(obs.url, None), Heard()
    stage._matcher.begin(make_setup(tmp_path))
    monkeypatch.setattr(stage._matcher, "prepare", lambda client: INFO)
    stage._keeper = keeper = Keeper(stage, heard, 1.0)
    stage._client = stage._connect(keeper)
    keeper.start(StreamState.ON)
    yield stage, heard
    stage.close()


@pytest.mark.expects_log
@pytest.mark.parametrize(
    ("request_", "nonsense"),
    [
        ("GetStats", {}),
        ("GetStats", SOUND["GetStats"] | {"cpuUsage": [5]}),
        ("GetStreamStatus", SOUND["GetStreamStatus"] | {"outputBytes": None}),
        ("GetStreamStatus", SOUND["GetStreamStatus"] | {"outputTotalFrames": "viele"}),
        ("GetStreamStatus", [1, 2]),
        ("GetStreamStatus", {"outputBytes": 1}),
        ("GetInputList", {"inputs": None}),
    ],
)
def test_nonsense_in_mid_broadcast_is_one_loss_until_it_makes_sense(
    obs: FakeObs, on_air: tuple[ObsStage, Heard], request_: str, nonsense: Any
):
    stage, heard = on_air
    assert stage.health().bytes_sent == 1000
    obs.answers[request_] = lambda _: nonsense
    with pytest.raises(UserFacingError, match="obs_not_obs"):
        stage.health()
    heard.wait(lambda event: event == StageLost("obs_not_obs"))
    obs.answers[request_] = lambda _: SOUND[request_]
    heard.wait(lambda event: event == StageRegained(INFO))
    assert stage.health().bytes_sent == 1000
    assert len(heard.of(StageLost)) == 1


def test_a_virtual_camera_switched_by_hand_is_told_where_viewers_see_by_it(
    obs: FakeObs, on_air: tuple[ObsStage, Heard]
):
    stage, heard = on_air

    def switches(state: str) -> None:
        told = {"outputActive": False, "outputState": f"OBS_WEBSOCKET_OUTPUT_{state}"}
        obs.client().event("VirtualcamStateChanged", **told)
        stage.health()  # answered after it was heard

    switches("STOPPED")  # nobody of ours needs it
    stage._matcher._camera.wanted = True
    switches("STOPPING")
    switches("STOPPED")
    heard.wait(lambda event: isinstance(event, VirtualCameraSwitched))
    assert heard.of(VirtualCameraSwitched) == [VirtualCameraSwitched(on=False)]


def test_a_song_does_not_make_a_dead_microphone_heard(obs: FakeObs, on_air: tuple[ObsStage, Heard]):
    """What else sounds counts where no microphone is among what OBS plays."""
    stage, heard = on_air
    stage.health()

    def plays(**peaks: float) -> float:
        """What is told of the loudness; the first figure may still hold an older peak."""
        told = len(heard.of(MicrophoneMeasured))
        metered = [
            {"inputName": name, "inputLevelsMul": [[0.0, peak, peak]]}
            for name, peak in peaks.items()
        ]

        def is_told() -> bool:
            obs.client().event("InputVolumeMeters", inputs=metered)
            return len(heard.of(MicrophoneMeasured)) > told + 1

        wait_for(is_told, "two loudness figures")
        last = heard.of(MicrophoneMeasured)[-1]
        assert isinstance(last, MicrophoneMeasured)
        return last.peak_dbfs

    assert plays(歌=0.5, 话筒=0.0) == SILENCE_DBFS
    assert plays(歌=0.5) == pytest.approx(dbfs(0.5))
    assert plays(歌=0.0, 话筒=0.25) == pytest.approx(dbfs(0.25))


@pytest.mark.expects_log
def test_a_picture_that_is_none_is_told_and_costs_no_connection(
    obs: FakeObs, on_air: tuple[ObsStage, Heard]
):
    stage, heard = on_air
    obs.answers["GetSourceScreenshot"] = lambda _: {}
    for ask in (stage.programme, stage.glance):
        with pytest.raises(UserFacingError, match="obs_not_obs"):
            ask(320)
    assert stage.health().bytes_sent == 1000
    assert heard.of(StageLost) == []
