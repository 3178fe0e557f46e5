"""The hand-over of a camera with a real OBS: which device it holds, and when."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.camera.handover import CameraHandover
from studio.runtime.errors import UserFacingError
from studio.stage.obs.client import ObsClient
from studio.stage.obs.let_go import let_go
from studio.stage.obs.own_camera import held
from studio.stage.obs.stage import ObsStage
from studio.stage.port import Wanted
from tests.helpers.obs_rig import RealObs
from tests.helpers.stages import Heard, make_setup

pytestmark = pytest.mark.obs

DEVICE = "/dev/video9"


class Capture:
    """A capture of ours; tells what OBS held when it had to let go."""

    camera = "camera:9"

    def __init__(self, hand: ObsClient) -> None:
        self._hand = hand
        self.told: list[tuple[str, str]] = []

    def take(self) -> None:
        self.told.append(("takes", held(self._hand)))

    def let_go(self) -> None:
        self.told.append(("lets go", held(self._hand)))


def test_ours_lets_go_before_obs_opens_it_and_obs_before_ours_does(
    obs: RealObs, hand: ObsClient, tmp_path: Path
) -> None:
    setup = replace(make_setup(tmp_path), camera=f"device:{DEVICE}")
    handover = CameraHandover(
        lambda camera: let_go(obs.url, obs.password, lambda device: device == DEVICE)
    )
    capture = Capture(hand)
    first = ObsStage(obs.url, obs.password, handover)
    first.open(setup, Heard())
    first.close()
    assert held(hand) == DEVICE  # what is in OBS stays there
    handover.open(capture)
    second = ObsStage(obs.url, obs.password, handover)
    second.open(setup, Heard())
    assert held(hand) == DEVICE
    second.close()
    assert capture.told == [("takes", ""), ("lets go", ""), ("takes", "")]
    handover.close(capture)


def test_obs_keeps_a_camera_that_is_on_air(obs: RealObs, hand: ObsClient, tmp_path: Path) -> None:
    stage = ObsStage(obs.url, obs.password)
    stage.open(replace(make_setup(tmp_path), camera=f"device:{DEVICE}"), Heard())
    stage.apply(Wanted(recording=True))
    try:
        with pytest.raises(UserFacingError) as caught:
            let_go(obs.url, obs.password, lambda device: True)
        assert caught.value.code == "camera_at_obs"
        assert held(hand) == DEVICE
    finally:
        stage.apply(Wanted())
        stage.close()
    let_go(obs.url, obs.password, lambda device: False)
    assert held(hand) == DEVICE
    let_go(obs.url, obs.password, lambda device: True)
    assert held(hand) == ""


def test_an_obs_that_cannot_be_asked_is_not_waited_for(obs: RealObs) -> None:
    let_go("ws://127.0.0.1:1", None, lambda device: True)
    let_go("ws://10.255.255.1:4455", None, lambda device: True)  # no computer of ours
    let_go(obs.url, "wrong", lambda device: True)
