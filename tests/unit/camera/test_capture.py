"""The frame grabber on real files, and on cameras that misbehave."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.camera import capture
from studio.camera.capture import CameraSource, FrameGrabber
from studio.camera.opencv import cover, read_picture
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from tests.helpers.ip_camera import IpCamera, ip_camera
from tests.helpers.phone_camera import PhoneCamera, phone_camera
from tests.helpers.practice import until


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half a second at 20 frames a second, each frame of its own grey."""
    path = tmp_path_factory.mktemp("film") / "film.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 20, (160, 90))
    for shade in range(10):
        writer.write(np.full((90, 160, 3), 20 * shade + 10, np.uint8))
    writer.release()
    return path


class FakeCamera:
    """A ``cv2.VideoCapture`` that gives ``frames`` pictures, then nothing."""

    def __init__(self, frames: int, opens: bool = True) -> None:
        self.left, self.opens, self.decoded = frames, opens, 0

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self.opens

    def grab(self) -> bool:
        time.sleep(0.005)
        self.left -= 1
        return self.left >= 0

    def retrieve(self) -> tuple[bool, np.ndarray]:
        self.decoded += 1
        return True, np.zeros((90, 160, 3), np.uint8)

    def get(self, which: int) -> float:
        return 0.0

    def release(self) -> None:
        self.opens = False


@pytest.mark.parametrize(
    ("text", "place", "looped", "name"),
    [
        ("camera:0", 0, False, "1"),
        ("rtsp://anchor:secret@10.0.0.7/live", None, False, "rtsp://10.0.0.7/live"),
        ("http://10.0.0.8/v?pwd=secret", None, False, "http://10.0.0.8/v?pwd=***"),
        ("http://10.0.0.8:8080/video", None, False, "http://10.0.0.8:8080/video"),
        ("/films/stall.mp4", None, True, "stall.mp4"),
    ],
)
def test_sources(text: str, place: int | None, looped: bool, name: str) -> None:
    source = CameraSource.parse(text)
    assert source.place == (text if place is None else place)
    assert (source.looped, source.name) == (looped, name)


def test_windows_opens_a_camera_without_asking_all_its_hardware_first() -> None:
    """OpenCV reads it when a camera is opened by Media Foundation."""
    assert os.environ["OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS"] == "0"


def test_a_file_plays_at_its_own_speed_and_begins_again(film: Path) -> None:
    grabber = FrameGrabber(CameraSource.parse(str(film)))
    first = grabber.wait_first(60)
    later = until(lambda: (n := grabber.newest()) and n.number >= first.number + 30 and n)
    assert 1.0 < later.at - first.at < 8.0  # 30 frames at 20 a second, over the film's end
    assert later.picture.shape == (90, 160, 3)
    assert grabber.problem() is None
    grabber.close()


@pytest.mark.expects_log
@pytest.mark.parametrize("serve", [phone_camera, ip_camera])
def test_a_camera_on_the_network_is_seen_and_found_again(
    serve: Callable[[], AbstractContextManager[PhoneCamera | IpCamera]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A phone over HTTP (MJPEG), a camera over RTSP."""
    monkeypatch.setattr(capture, "REOPEN_EVERY", 0.1)
    with serve() as camera:
        grabber = FrameGrabber(CameraSource.parse(camera.url))
        try:
            first = grabber.wait_first(60)
            assert first.picture.shape == (120, 160, 3)
            assert first.picture[:, :, 1:].reshape(-1, 2).mean(0) == pytest.approx((120, 60), abs=5)
            # Its colour comes round: any one picture later on may be like the first.
            corner = first.picture[0, 0].astype(int)
            until(lambda: (n := grabber.newest()) and abs(n.picture[0, 0] - corner).max() > 5)
            served = camera.served
            camera.hang_up()
            until(lambda: camera.served > served)
            again = grabber.newest()
            until(lambda: (n := grabber.newest()) and again and n.at > again.at)
            until(lambda: grabber.problem() is None)
        finally:
            grabber.close()


@pytest.mark.expects_log
def test_a_camera_of_the_network_has_no_cable_to_plug_in_again() -> None:
    source = CameraSource.parse("rtsp://10.0.0.7/live")
    grabber = FrameGrabber(source, opener=lambda source: FakeCamera(0, opens=False))  # type: ignore[arg-type,return-value]
    with pytest.raises(UserFacingError) as caught:
        grabber.wait_first(60)
    grabber.close()
    assert caught.value.code == "camera_no_answer"
    assert "Wi-Fi" in word_error(caught.value, "zh")
    assert "Wi-Fi" in word_error(caught.value, "en")


@pytest.mark.expects_log
def test_missing_camera_is_worded() -> None:
    grabber = FrameGrabber(CameraSource(5), opener=lambda source: FakeCamera(0, opens=False))  # type: ignore[arg-type,return-value]
    with pytest.raises(UserFacingError) as caught:
        grabber.wait_first(60)
    assert (caught.value.code, caught.value.parameters) == ("camera_missing", {"name": "6"})
    grabber.close()


@pytest.mark.expects_log
def test_camera_that_goes_silent_is_worded_and_found_again() -> None:
    cameras, seen = [FakeCamera(5), FakeCamera(100_000)], threading.Event()

    def opener(source: CameraSource) -> FakeCamera:
        assert len(cameras) == 2 or seen.wait(60)
        return cameras.pop(0)

    grabber = FrameGrabber(CameraSource(0), opener=opener)  # type: ignore[arg-type]
    grabber.wait_first(60)
    problem = until(grabber.problem)
    seen.set()
    assert problem is not None
    assert problem.code == "camera_silent"
    until(lambda: grabber.problem() is None)
    grabber.close()


class SlowCamera(FakeCamera):
    """Takes a tenth of a second a frame, by a clock of its own."""

    def __init__(self, frames: int) -> None:
        super().__init__(frames)
        self.now = 100.0

    def grab(self) -> bool:
        self.now += 0.1
        return super().grab()


def test_how_fast_a_camera_delivers_is_measured() -> None:
    camera = SlowCamera(200)
    grabber = FrameGrabber(
        CameraSource(0),
        opener=lambda source: camera,  # type: ignore[arg-type, return-value]
        monotonic=lambda: camera.now,
    )
    try:
        assert until(grabber.rate) == pytest.approx(10)
    finally:
        grabber.close()


def test_nobody_looking_spares_the_decoding() -> None:
    camera = FakeCamera(100_000)
    grabber = FrameGrabber(CameraSource(0), opener=lambda source: camera)  # type: ignore[arg-type,return-value]
    grabber.wait_first(60)
    time.sleep(1.2)
    rested, began = camera.decoded, time.monotonic()
    time.sleep(1.0)
    assert camera.decoded - rested <= 4 * (time.monotonic() - began)
    before = camera.decoded
    until(lambda: grabber.newest() and camera.decoded > before + 10)
    grabber.close()


def test_pictures_from_chinese_paths_and_broken_ones(tmp_path: Path) -> None:
    path = tmp_path / "贻贝.png"
    path.write_bytes(cv2.imencode(".png", np.full((4, 6, 4), 9, np.uint8))[1].tobytes())
    assert read_picture(path) is not None
    grey = tmp_path / "grey.png"
    grey.write_bytes(cv2.imencode(".png", np.full((4, 6), 40000, np.uint16))[1].tobytes())
    read = read_picture(grey)
    assert read is not None
    assert read.shape == (4, 6, 3)
    path.write_bytes(b"\x89PNG broken")
    assert read_picture(path) is None
    assert read_picture(tmp_path / "gone.png") is None


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (100, 100), (1281, 723)])
def test_cover_fills_any_canvas(size: tuple[int, int]) -> None:
    assert cover(np.zeros((480, 640, 3), np.uint8), *size).shape == (size[1], size[0], 3)
