"""One owner of a camera at a time: captures of the program, and OBS."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import pytest

from studio.camera import handover as module
from studio.camera.capture import CameraSource, FrameGrabber
from studio.camera.devices import Camera
from studio.camera.handover import CameraHandover, may_be_same_camera
from studio.runtime.errors import UserFacingError
from studio.stage.port import StageSetup
from studio.stage.practice import footage
from studio.stage.practice.stage import PracticeStage
from tests.helpers.one_camera import OneCamera
from tests.helpers.pictures import YELLOW, write_png
from tests.helpers.practice import until
from tests.helpers.stages import SMALL, Heard

DEVICE = "the only camera there is"


class Obs:
    """OBS at the other end: holds the device it was given, until it is asked to close it."""

    def __init__(self, camera: OneCamera) -> None:
        self.camera, self.on_air = camera, False

    def lets_go(self, camera: str) -> None:
        if self.on_air:
            raise UserFacingError("camera_at_obs")
        self.camera.drop(self)

    def opens(self) -> bool:
        return self.camera.grab(self)


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> OneCamera:
    made = OneCamera()
    monkeypatch.setattr(footage, "FrameGrabber", partial(FrameGrabber, opener=made.capture))
    return made


@pytest.fixture
def obs(camera: OneCamera) -> Obs:
    return Obs(camera)


@pytest.fixture
def handover(obs: Obs) -> CameraHandover:
    return CameraHandover(obs.lets_go, lambda device, ours: device == DEVICE)


@pytest.fixture
def setup(tmp_path: Path) -> StageSetup:
    picture = write_png(tmp_path, YELLOW, SMALL.width, SMALL.height)
    return StageSetup(SMALL, tmp_path, picture, footage="camera:0")


def test_obs_finds_the_camera_free_and_the_practice_stage_takes_it_back(
    camera: OneCamera, obs: Obs, handover: CameraHandover, setup: StageSetup
) -> None:
    stage = PracticeStage(handover)
    stage.open(setup, Heard())
    assert camera.is_held
    handover.lend("obs stage", DEVICE)
    assert obs.opens()
    assert stage.programme(160)  # its last picture stays
    assert stage.cameras().no_picture
    handover.give_back("obs stage")
    until(lambda: not stage.cameras().no_picture)
    assert camera.refused == 0
    stage.close()
    assert not camera.is_held


def test_a_camera_left_with_obs_is_asked_back_before_it_is_opened(
    camera: OneCamera, obs: Obs, handover: CameraHandover, setup: StageSetup
) -> None:
    assert obs.opens()  # an earlier preflight's; its stage is closed
    stage = PracticeStage(handover)
    stage.open(setup, Heard())
    assert (camera.opened, camera.refused) == (2, 0)
    stage.close()


def test_what_viewers_see_is_not_taken_away(
    camera: OneCamera, obs: Obs, handover: CameraHandover, setup: StageSetup
) -> None:
    stage = PracticeStage(handover)
    stage.open(setup, Heard())
    handover.lend("obs stage", DEVICE)
    obs.opens()
    obs.on_air = True
    handover.give_back("obs stage")  # it is closed; what is on air stays on air
    assert stage.cameras().no_picture
    with pytest.raises(UserFacingError) as caught:
        PracticeStage(handover).open(setup, Heard())
    assert caught.value.code == "camera_at_obs"
    stage.close()
    assert (camera.opened, camera.refused) == (2, 0)


def test_a_capture_waits_until_obs_was_asked(
    camera: OneCamera, obs: Obs, handover: CameraHandover, setup: StageSetup
) -> None:
    """Two preflights at once: somebody changed from OBS to the practice stage."""
    handover.lend("obs stage", DEVICE)
    obs.opens()
    stage = PracticeStage(handover)
    opening = threading.Thread(target=lambda: stage.open(setup, Heard()))
    opening.start()
    handover.give_back("obs stage")
    opening.join(60)
    assert camera.is_held
    assert (camera.opened, camera.refused) == (2, 0)
    stage.close()


def test_one_that_obs_keeps_too_long_is_told_as_that(
    handover: CameraHandover, setup: StageSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.05)
    handover.lend("obs stage", DEVICE)
    with pytest.raises(UserFacingError) as caught:
        PracticeStage(handover).open(setup, Heard())
    assert caught.value.code == "camera_at_obs"


def test_another_camera_is_nobodys_business(
    camera: OneCamera, handover: CameraHandover, setup: StageSetup
) -> None:
    stage = PracticeStage(handover)
    stage.open(setup, Heard())
    handover.lend("obs stage", "another device")
    assert not stage.cameras().no_picture
    handover.give_back("obs stage")
    assert camera.opened == 1
    stage.close()


@pytest.mark.expects_log
def test_a_camera_that_gives_nothing_is_let_go_of(
    camera: OneCamera, obs: Obs, setup: StageSetup
) -> None:
    """Another program has it, and it is not ours to take."""
    obs.opens()
    handover = CameraHandover()
    with pytest.raises(UserFacingError):
        PracticeStage(handover).open(setup, Heard())
    camera.drop(obs)
    assert not camera.is_held
    handover.lend("obs stage", DEVICE)  # nobody is left who would have to let go
    assert obs.opens()


@pytest.mark.expects_log
@pytest.mark.parametrize(("there", "code"), [(True, "camera_held"), (False, "camera_missing")])
def test_a_camera_another_program_holds_is_told_from_one_that_is_not_there(
    camera: OneCamera, there: bool, code: str
) -> None:
    camera.grab("腾讯会议")
    known = [Camera("camera:0", "Logi C270")] if there else []
    grabber = FrameGrabber(CameraSource(0), opener=camera.capture, plugged_in=lambda: known)
    with pytest.raises(UserFacingError) as caught:
        grabber.wait_first(60)
    assert caught.value.code == code
    assert caught.value.parameters["name"] == ("Logi C270" if there else "1")
    grabber.close()


def test_what_the_system_does_not_tell_apart_may_be_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = [Camera("camera:0", "A", "/dev/video0"), Camera("camera:1", "B")]
    monkeypatch.setattr(module, "plugged_in", lambda: known)
    assert may_be_same_camera("/dev/video0", "camera:0")
    assert not may_be_same_camera("/dev/video1", "camera:0")
    assert may_be_same_camera("whatever", "camera:1")
    assert may_be_same_camera("whatever", "camera:7")
