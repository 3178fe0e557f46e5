"""Cameras by their names, as each system tells them; and whether OBS means the same one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import pytest

from studio.camera.devices import (
    AV_FOUNDATION,
    DIRECT_SHOW,
    MEDIA_FOUNDATION,
    Camera,
    direct_show_number,
    plugged_in,
    same_camera,
)


def plug(kernel: Path, number: int, name: str, index: int = 0) -> None:
    entry = kernel / f"video{number}"
    entry.mkdir()
    (entry / "name").write_text(name + "\n", "utf-8")
    (entry / "index").write_text(f"{index}\n", "utf-8")


def test_cameras_are_told_once_each_in_their_order(tmp_path: Path) -> None:
    plug(tmp_path, 10, "HD Pro Webcam C920")
    plug(tmp_path, 11, "HD Pro Webcam C920", index=1)  # its second entry, for data
    plug(tmp_path, 2, "USB2.0 摄像头")
    assert plugged_in(tmp_path, "linux") == [
        Camera("camera:2", "USB2.0 摄像头", "/dev/video2"),
        Camera("camera:10", "HD Pro Webcam C920", "/dev/video10"),
    ]


def test_a_system_that_does_not_tell_and_a_camera_pulled_out_meanwhile(tmp_path: Path) -> None:
    assert plugged_in(tmp_path / "nowhere", "linux") == []
    (tmp_path / "video0").mkdir()
    assert plugged_in(tmp_path, "linux") == []


USB = (
    r"\\?\usb#vid_046d&pid_0825&mi_00#7&1a2b3c&0&0000#{e5323777-f976-4f5b-9b55-b94699c46e44}\global"
)


@dataclass(frozen=True)
class Told:
    """A camera as the library tells of it."""

    index: int
    name: str
    path: str | None


@pytest.mark.parametrize(
    ("platform", "backend"), [("win32", MEDIA_FOUNDATION), ("darwin", AV_FOUNDATION)]
)
def test_windows_and_macos_tell_names_in_the_order_opencv_counts_in(
    platform: str, backend: int, tmp_path: Path
) -> None:
    asked: list[int] = []

    def enumerate_cameras(which: int) -> list[Told]:
        asked.append(which)
        return [Told(1, "Integrated Camera", None), Told(0, "Logi C270", USB)]

    plug(tmp_path, 5, "not looked at")
    assert plugged_in(tmp_path, platform, enumerate_cameras) == [
        Camera("camera:0", "Logi C270", USB),
        Camera("camera:1", "Integrated Camera"),
    ]
    assert asked == [backend]


@pytest.mark.expects_log
def test_a_camera_library_that_fails_leaves_cameras_to_be_chosen_by_number(tmp_path: Path) -> None:
    def enumerate_cameras(which: int) -> list[Told]:
        raise OSError("COM is not there")

    assert plugged_in(tmp_path, "win32", enumerate_cameras) == []


def test_the_back_ends_are_opencvs() -> None:
    assert (MEDIA_FOUNDATION, AV_FOUNDATION) == (cv2.CAP_MSMF, cv2.CAP_AVFOUNDATION)
    assert cv2.CAP_DSHOW == DIRECT_SHOW


def test_the_second_back_end_opens_the_camera_the_first_one_counted() -> None:
    direct = USB.replace("e5323777-f976-4f5b-9b55-b94699c46e44", "65e8773d-8f56").upper()
    told = {
        MEDIA_FOUNDATION: [Told(0, "Logi", USB), Told(1, "Front", "front"), Told(2, "?", None)],
        DIRECT_SHOW: [Told(0, "Front", "FRONT"), Told(1, "Logi", direct), Told(2, "?", None)],
    }
    numbers = [direct_show_number(number, lambda which: told[which]) for number in range(4)]
    assert numbers == [1, 0, 2, 3]


WINDOWS = Camera("camera:0", "Logi C270", USB)
MAC = Camera("camera:0", "FaceTime HD", "0x1420000005ac8600")
LINUX = Camera("camera:0", "C920", "/dev/video0")


@pytest.mark.parametrize(
    ("device", "camera", "same"),
    [
        (
            r"Logi C270:\\?\usb#22vid_046D&pid_0825&mi_00#227&1a2b3c&0&0000"
            r"#22{65e8773d-8f56-11d0-a3b9-00a0c9223196}\global",
            WINDOWS,
            True,
        ),
        (
            r"Front:\\?\usb#22vid_04F2&pid_b6d9&mi_00#226&9&0&0000"
            r"#22{65e8773d-8f56-11d0-a3b9-00a0c9223196}\global",
            WINDOWS,
            False,
        ),
        ("0x1420000005ac8600", MAC, True),
        ("0x1420000005ac8601", MAC, False),
        ("/dev/video0", LINUX, True),
        ("/dev/video1", LINUX, False),
        ("/dev/v4l/by-id/gone", LINUX, None),
        ("anything", Camera("camera:0", "no path"), None),
    ],
)
def test_obs_and_we_mean_the_same_camera(device: str, camera: Camera, same: bool | None) -> None:
    assert same_camera(device, camera) is same
