"""OBS is asked for its camera, and asked again where it did not answer."""

from __future__ import annotations

import time

import pytest

from studio.stage.obs import client as module
from studio.stage.obs import let_go as let_go_module
from studio.stage.obs.let_go import let_go
from studio.stage.obs.own_camera import CAMERA
from tests.helpers.fake_obs import FakeObs

DEVICE = "/dev/video9"
PATIENCE_SECONDS = 1.0


class Silence:
    """An OBS that holds a camera, and is deaf to the first questions about it."""

    def __init__(self, obs: FakeObs, deaf: int) -> None:
        self.asked, self._deaf, self.device = 0, deaf, DEVICE
        obs.answers["GetInputList"] = self._inputs
        obs.answers["GetInputSettings"] = lambda _: {"inputSettings": {"device_id": self.device}}
        obs.answers["SetInputSettings"] = self._set
        for output in let_go_module.OUTPUTS:
            obs.answers[output] = lambda _: {"outputActive": False}

    def _inputs(self, data: object) -> dict[str, object]:
        self.asked += 1
        if self.asked <= self._deaf:
            time.sleep(PATIENCE_SECONDS * 1.2)
        return {"inputs": [{"inputName": CAMERA, "inputKind": "v4l2_input"}]}

    def _set(self, data: dict[str, dict[str, str]]) -> dict[str, object]:
        self.device = data["inputSettings"]["device_id"]
        return {}


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.ObsClient.request, "__defaults__", (None, PATIENCE_SECONDS))
    monkeypatch.setattr(let_go_module, "SETTLE_SECONDS", 0.0)


def test_an_obs_that_stalled_is_asked_again(obs: FakeObs) -> None:
    silence = Silence(obs, deaf=1)
    let_go(obs.url, None, lambda device: True)
    assert silence.device == ""


def test_one_that_stays_silent_is_not_waited_for(obs: FakeObs) -> None:
    silence = Silence(obs, deaf=99)
    let_go(obs.url, None, lambda device: True)
    assert (silence.device, silence.asked) == (DEVICE, let_go_module.TRIES)
