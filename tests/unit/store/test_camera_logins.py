"""A camera's user and password: apart from its address, and found again for it."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from studio.store import camera_logins
from studio.store.secrets import MemorySecrets, Secrets
from studio.store.settings import FILE, Settings
from tests.helpers.screens import FakeSecrets

PLAIN = "rtsp://10.0.0.9/user=admin&password=a1x&channel=1"


@pytest.mark.parametrize(
    ("typed", "bare"),
    [
        ("rtsp://admin:a1@10.0.0.9:554/h264?ch=1", "rtsp://10.0.0.9:554/h264?ch=1"),
        ("http://me:p@ss@10.0.0.9/video", "http://10.0.0.9/video"),
        ("rtsp://10.0.0.9/user@home", "rtsp://10.0.0.9/user@home"),
        ("/films/a@b.mp4", "/films/a@b.mp4"),
        ("/films/key=1.mp4", "/films/key=1.mp4"),
        ("device:c270@usb", "device:c270@usb"),
        (PLAIN, "rtsp://10.0.0.9/user=***&password=***&channel=1"),
        (
            "rtsp://10.0.0.9/user=admin_password=a/1?_channel=1_stream=0.sdp?real_stream",
            "rtsp://10.0.0.9/user=***_password=***_channel=1_stream=0.sdp?real_stream",
        ),
        ("http://10.0.0.9/video?user=me&pwd=a b'c", "http://10.0.0.9/video?user=***&pwd=***"),
        ("http://10.0.0.9?Access_Token=x;size=2", "http://10.0.0.9?Access_Token=***;size=2"),
        ("http://me:a1@10.0.0.9/v?loginpas=b=c", "http://10.0.0.9/v?loginpas=***"),
        (
            "rtsp://10.0.0.9/user=admin&password=&channel=1",
            "rtsp://10.0.0.9/user=***&password=&channel=1",
        ),
        (
            "http://192.168.1.8:8080/video?640x480&fps=20",
            "http://192.168.1.8:8080/video?640x480&fps=20",
        ),
    ],
)
def test_what_is_secret_is_taken_out_and_put_in_again(typed: str, bare: str) -> None:
    assert camera_logins.bare(typed) == bare == camera_logins.bare(bare)
    secrets = MemorySecrets(camera_logins.secret(typed))
    assert camera_logins.joined(secrets, bare) == typed


@pytest.mark.parametrize(
    "name",
    [
        "user",
        "username",
        "usr",
        "password",
        "pwd",
        "passwd",
        "pass",
        "psw",
        "pw",
        "token",
        "key",
        "api_key",
        "auth",
        "loginuse",
        "PWD",
    ],
)
def test_these_names_say_that_a_parameter_is_a_secret(name: str) -> None:
    assert "geheim" not in camera_logins.bare(f"http://10.0.0.9/video?a=1&{name}=geheim")


def test_every_picture_of_one_camera_has_its_login_and_no_other_camera() -> None:
    secrets = MemorySecrets(camera_logins.secret("rtsp://admin:a1@10.0.0.9/main"))
    assert camera_logins.joined(secrets, "rtsp://10.0.0.9/sub") == "rtsp://admin:a1@10.0.0.9/sub"
    assert camera_logins.joined(secrets, "rtsp://10.0.0.8/main") == "rtsp://10.0.0.8/main"


def test_a_password_typed_anew_leaves_the_user_that_is_kept() -> None:
    secrets = MemorySecrets(camera_logins.secret(PLAIN))
    again = "rtsp://10.0.0.9/user=***&password=b2y&channel=2"
    for name, value in camera_logins.secret(again).items():
        secrets.set(name, value)
    whole = camera_logins.joined(secrets, camera_logins.bare(again))
    assert whole == "rtsp://10.0.0.9/user=admin&password=b2y&channel=2"


def test_what_nothing_is_kept_for_stays_hidden() -> None:
    bare = camera_logins.bare(PLAIN)
    assert camera_logins.joined(MemorySecrets(), bare) == bare


def stored(tmp_path: Path, **values: object) -> Path:
    path = tmp_path / FILE
    path.write_text(json.dumps(values), "utf-8")
    return path


def start(tmp_path: Path, secrets: Secrets) -> Settings:
    return Settings(tmp_path, partial(camera_logins.moved, secrets))


def test_what_an_older_version_left_in_the_file_is_in_the_keyring_after_a_start(
    tmp_path: Path,
) -> None:
    path = stored(
        tmp_path,
        footage="http://10.0.0.3/video?user=admin&pwd=Secret3x",
        obs_camera=[PLAIN, "10.0.0.9/user=admin&password=a1x&channel=1"],
        language="en",
    )
    secrets = MemorySecrets()
    settings = start(tmp_path, secrets)
    for text in (path.read_text("utf-8"), str(settings.get("obs_camera"))):
        assert "Secret3x" not in text
        assert "a1x" not in text
    assert settings.get("language") == "en"
    address, name = settings.get("obs_camera")
    assert name == "10.0.0.9/user=***&password=***&channel=1"
    assert camera_logins.joined(secrets, address) == PLAIN
    assert "Secret3x" in camera_logins.joined(secrets, settings.get("footage"))


@pytest.mark.expects_log
@pytest.mark.parametrize(
    "film", ["admin:Secret2x@10.0.0.2/live", "rtsp//me:Secret2x@10.0.0.2/live"]
)
def test_a_login_an_older_version_took_for_a_film_is_in_the_file_no_longer(
    tmp_path: Path, film: str
) -> None:
    path = stored(tmp_path, footage=film, obs_camera=[film, "live"], language="en")
    settings = start(tmp_path, MemorySecrets())
    assert "Secret2x" not in path.read_text("utf-8")
    assert (settings.get("footage"), settings.get("obs_camera")) == ("synthetic", [])


@pytest.mark.parametrize("camera", [["device:c270@usb", "Logi C270"], ["rtsp://10.0.0.7/live", ""]])
def test_a_file_without_a_login_is_left_as_it_is(tmp_path: Path, camera: list[str]) -> None:
    path = stored(tmp_path, obs_camera=camera, from_a_newer_version=1)
    before = path.read_bytes()
    assert start(tmp_path, MemorySecrets()).get("obs_camera") == camera
    assert path.read_bytes() == before


@pytest.mark.expects_log
def test_without_a_keyring_the_login_leaves_the_file_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path, secrets = stored(tmp_path, footage=PLAIN), FakeSecrets()
    secrets.broken = True
    start(tmp_path, secrets)
    assert "a1x" not in path.read_text("utf-8") + caplog.text
    assert "keyring_missing" in caplog.text
