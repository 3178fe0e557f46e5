"""Cameras by their names, as Linux tells them."""

from __future__ import annotations

from pathlib import Path

from studio.camera.devices import Camera, plugged_in


def plug(kernel: Path, number: int, name: str, index: int = 0) -> None:
    entry = kernel / f"video{number}"
    entry.mkdir()
    (entry / "name").write_text(name + "\n", "utf-8")
    (entry / "index").write_text(f"{index}\n", "utf-8")


def test_cameras_are_told_once_each_in_their_order(tmp_path: Path) -> None:
    plug(tmp_path, 10, "HD Pro Webcam C920")
    plug(tmp_path, 11, "HD Pro Webcam C920", index=1)  # its second entry, for data
    plug(tmp_path, 2, "USB2.0 摄像头")
    assert plugged_in(tmp_path) == [
        Camera("camera:2", "USB2.0 摄像头"),
        Camera("camera:10", "HD Pro Webcam C920"),
    ]


def test_a_system_that_does_not_tell_and_a_camera_pulled_out_meanwhile(tmp_path: Path) -> None:
    assert plugged_in(tmp_path / "nowhere") == []
    (tmp_path / "video0").mkdir()
    assert plugged_in(tmp_path) == []
