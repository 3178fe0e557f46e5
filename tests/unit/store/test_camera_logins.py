"""A camera's user and password: apart from its address, and found again for it."""

from __future__ import annotations

import pytest

from studio.store import camera_logins
from studio.store.secrets import MemorySecrets


@pytest.mark.parametrize(
    ("typed", "bare", "login"),
    [
        ("rtsp://admin:a1@10.0.0.9:554/h264?ch=1", "rtsp://10.0.0.9:554/h264?ch=1", "admin:a1"),
        ("http://me:p@ss@10.0.0.9/video", "http://10.0.0.9/video", "me:p@ss"),
        ("rtsp://10.0.0.9/user@home", "rtsp://10.0.0.9/user@home", ""),
        ("/films/a@b.mp4", "/films/a@b.mp4", ""),
        ("device:c270@usb", "device:c270@usb", ""),
    ],
)
def test_what_stands_before_the_at_is_split_off_and_joined_again(
    typed: str, bare: str, login: str
) -> None:
    assert camera_logins.split(typed) == (bare, login)
    secrets = MemorySecrets(camera_logins.secret(typed))
    assert camera_logins.joined(secrets, bare) == typed


def test_every_picture_of_one_camera_has_its_login_and_no_other_camera() -> None:
    secrets = MemorySecrets(camera_logins.secret("rtsp://admin:a1@10.0.0.9/main"))
    assert camera_logins.joined(secrets, "rtsp://10.0.0.9/sub") == "rtsp://admin:a1@10.0.0.9/sub"
    assert camera_logins.joined(secrets, "rtsp://10.0.0.8/main") == "rtsp://10.0.0.8/main"
