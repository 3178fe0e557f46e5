"""Codes are read from a camera's pictures, each once while it stays in sight."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest
import segno
import zxingcpp

from studio.camera import codes
from studio.camera.capture import CameraSource, FrameGrabber
from studio.camera.codes import CodeReader, SeenCodes
from studio.camera.handover import CameraHandover
from studio.camera.opencv import Picture
from studio.runtime.errors import UserFacingError

CODE = "GF1/L/YM-001/0618-%E6%9D%8E%E5%AE%B6"


def on_a_table(text: str, turned: float = 12.0) -> Picture:
    """A label as a camera sees it: grey, turned, not quite sharp."""
    modules = np.array([list(row) for row in segno.make(text, micro=False).matrix], np.uint8)
    square = cv2.resize((1 - modules) * 255, (220, 220), interpolation=cv2.INTER_NEAREST)
    picture = np.full((480, 640), 180, np.uint8)
    picture[100:400, 150:450] = 255
    picture[140:360, 190:410] = square
    spun = cv2.getRotationMatrix2D((300, 250), turned, 1.0)
    picture = cv2.warpAffine(picture, spun, (640, 480), borderValue=180)
    return cv2.cvtColor(cv2.GaussianBlur(picture, (3, 3), 0), cv2.COLOR_GRAY2BGR)


def test_a_turned_label_is_read() -> None:
    for turned in (0.0, 12.0, 90.0, 200.0):
        assert codes.read(on_a_table(CODE, turned)) == [CODE]
    assert codes.read(np.full((480, 640, 3), 90, np.uint8)) == []


def test_what_the_first_reader_misses_the_second_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zxingcpp, "read_barcodes", lambda picture: [])
    assert codes.read(on_a_table(CODE)) == [CODE]


def test_a_code_counts_once_while_it_stays_and_again_after_it_left() -> None:
    seen = SeenCodes()
    assert seen.fresh([CODE], 0.0) == [CODE]
    assert seen.fresh([CODE, "other"], 1.9) == ["other"]
    assert seen.fresh([CODE], 3.8) == []
    assert seen.fresh([CODE], 6.0) == [CODE]


def test_a_camera_s_film_is_read_and_let_go_of(tmp_path: Path) -> None:
    film = tmp_path / "table.avi"
    writer = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 25, (640, 480))
    for turned in range(25):
        writer.write(on_a_table(CODE, turned))
    writer.release()
    told: list[str] = []
    there, shown = threading.Event(), threading.Event()

    def on_code(code: str) -> None:
        told.append(code)
        there.set()

    def on_picture(picture: Picture) -> None:
        assert picture.shape == (240, 320, 3)
        shown.set()

    reader = CodeReader(
        CameraSource.parse(str(film)), CameraHandover(), on_code, on_picture, lambda error: None
    )
    try:
        assert there.wait(60)
        assert shown.wait(60)
    finally:
        reader.close()
    assert told == [CODE]


@pytest.mark.expects_log
def test_a_network_camera_is_asked_with_its_login(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    opened = threading.Event()

    def open_capture(source: CameraSource) -> cv2.VideoCapture:
        asked.append(source.place)
        opened.set()
        return cv2.VideoCapture()

    grabber = partial(FrameGrabber, opener=open_capture)
    monkeypatch.setattr(codes, "FrameGrabber", grabber)

    def whole(said: str) -> str:
        return said.replace("***", "secret")

    def nothing(_: object) -> None:
        pass

    shown = CameraSource.parse("rtsp://10.0.0.9/live?pwd=***")
    reader = CodeReader(shown, CameraHandover(), nothing, nothing, nothing, whole)
    assert opened.wait(60)
    reader.close()
    assert set(asked) == {"rtsp://10.0.0.9/live?pwd=secret"}
    assert "secret" not in shown.name


@pytest.mark.expects_log
def test_a_camera_that_is_not_there_is_told_once(
    tmp_path: Path,
) -> None:
    problems: list[UserFacingError] = []
    told = threading.Event()

    def on_problem(error: UserFacingError) -> None:
        problems.append(error)
        told.set()

    source = CameraSource.parse(str(tmp_path / "no.avi"))
    reader = CodeReader(source, CameraHandover(), lambda code: None, lambda p: None, on_problem)
    assert told.wait(60)
    reader.close()
    assert [each.code for each in problems] == ["camera_missing"]
