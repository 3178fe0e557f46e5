"""Whoever speaks OBS's language and answers nonsense is no OBS, and no mistake of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from studio.runtime.errors import UserFacingError
from studio.stage.obs import check
from studio.stage.obs.errors import LONGEST, ObsError
from studio.stage.obs.stage import ObsStage
from tests.helpers.fake_obs import FakeObs
from tests.helpers.stages import Heard, make_setup

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
