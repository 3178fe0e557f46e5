"""Addresses that are pasted: what a platform gives is taken, what may be a secret is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.runtime import addresses
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import LANGUAGES, word_error

SECRET = "yu-wang-4711"


@pytest.mark.parametrize(
    ("server", "wanted"),
    [
        ("rtmp://push.example.com/live", ("push.example.com", 1935)),
        (" rtmp://push.example.com/live/ ", ("push.example.com", 1935)),
        ("rtmp://push.example.com/app/instance_2", ("push.example.com", 1935)),
        ("rtmp://push.example.com/third/group-1/_definst_", ("push.example.com", 1935)),
        ("rtmp://127.0.0.1:1936/live", ("127.0.0.1", 1936)),
        ("rtmps://push.example.com/live", ("push.example.com", 443)),
        ("rtmp://[::1]:1935/live", ("::1", 1935)),
        ("RTMP://推流.example/直播", ("推流.example", 1935)),
    ],
)
def test_where_a_platform_is_streamed_to(server: str, wanted: tuple[str, int]) -> None:
    assert addresses.ingest(server) == wanted


@pytest.mark.parametrize(
    "server",
    [
        "",
        "push.example.com",
        "http://a/b",
        "rtmp://a:99999/b",
        "rtmp:///x",
        f"stream-123?auth={SECRET}",
        f"rtmp//user:{SECRET}@push.example.com/live",
    ],
)
def test_an_address_of_another_kind_is_one_sentence(server: str) -> None:
    told = refusal(server)
    assert told.code == "ingest_address_wrong"
    assert all("rtmp" in word_error(told, language) for language in LANGUAGES)


@pytest.mark.parametrize(
    "server",
    [
        f"rtmp://push.example.com/live?token={SECRET}",
        f"rtmp://push.example.com/live/stream-123?auth={SECRET}",
        f"rtmp://push.example.com/live/stream-123？auth＝{SECRET}",
        f"rtmp://push.example.com/live/stream-123%3Fauth%3D{SECRET}",
        f"rtmp://push.example.com/live/auth={SECRET}",
        f"rtmp://push.example.com?{SECRET}",
        f"rtmp://push.example.com/live#{SECRET}",
        f"rtmp://user:{SECRET}@push.example.com/live",
        f"rtmp://{SECRET}@push.example.com/live",
        f"rtmp://user%3A{SECRET}%40push.example.com/live",
        f"rtmps://user:a/{SECRET}@push.example.com/live",
        f"rtmp://push.example.com/live {SECRET}",
        f"rtmp://push.example.com/live\n{SECRET}",
    ],
)
def test_a_key_in_the_address_is_refused_and_its_place_is_named(server: str) -> None:
    told = refusal(server)
    assert told.code == "ingest_address_holds_key"
    assert "推流密钥" in word_error(told, "zh")
    assert "Stream key" in word_error(told, "en")
    assert all("--stream-key-env" in word_error(told, language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("ws://127.0.0.1:4455", ("127.0.0.1", 4455)),
        (" ws://obs-pc.local/ ", ("obs-pc.local", 4455)),
        ("WS://[fe80::1%eth0]:4460", ("fe80::1%eth0", 4460)),
        ("ws://二号机:4455", ("二号机", 4455)),
    ],
)
def test_where_obs_listens(url: str, wanted: tuple[str, int]) -> None:
    assert addresses.obs(url) == wanted


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1:4455",
        "http://x:1",
        "wss://x:1",
        "ws://",
        "ws://x:port",
        "ws://x:70000",
        SECRET,
        f"ws//me:{SECRET}@127.0.0.1",
    ],
)
def test_an_obs_address_of_another_kind_is_one_sentence(url: str) -> None:
    told = refusal(url, addresses.obs)
    assert told.code == "obs_bad_address"
    assert all("ws://127.0.0.1:4455" in word_error(told, language) for language in LANGUAGES)


@pytest.mark.parametrize(
    "url",
    [
        f"ws://me:{SECRET}@127.0.0.1:4455",
        f"ws://:{SECRET}@127.0.0.1",
        f"ws://{SECRET}@127.0.0.1:4455",
        f"ws://me:1/{SECRET}@127.0.0.1",
        f"ws://127.0.0.1:4455?password={SECRET}",
        f"ws://127.0.0.1:4455/?{SECRET}",
        f"ws://127.0.0.1:4455#{SECRET}",
        f"ws://127.0.0.1:4455/{SECRET}",
        f"ws://127.0.0.1:4455 {SECRET}",
    ],
)
def test_a_password_in_obs_address_is_refused_and_its_place_is_named(url: str) -> None:
    told = refusal(url, addresses.obs)
    assert told.code == "obs_address_holds_more"
    assert "OBS 密码" in word_error(told, "zh")
    assert "OBS password" in word_error(told, "en")
    assert all("--obs-password-env" in word_error(told, language) for language in LANGUAGES)


@pytest.mark.parametrize(
    "what",
    [
        f"admin:{SECRET}@10.0.0.2/live",
        f"rtsp//admin:{SECRET}@10.0.0.2/live",
        f"//admin:{SECRET}@10.0.0.2/live",
        f"rtsp:/admin:{SECRET}@10.0.0.2/live",
        f"10.0.0.2/user=admin&password={SECRET}",
        f"user=admin&password={SECRET}",
        f"rtsp://admin:123/{SECRET}@10.0.0.2/live",
        f"rtsp://10.0.0.2/user=admin&password={SECRET}",
        f"rtsp://10.0.0.2/user%3Dadmin%26password%3D{SECRET}",
        f"http://10.0.0.2/video？pwd＝{SECRET}",
    ],
)
def test_a_login_in_what_is_filmed_is_refused_however_it_is_written(what: str) -> None:
    told = refusal(what, addresses.footage)
    assert told.code == "camera_address_holds_password"


@pytest.mark.parametrize(
    "what",
    ["http://192.168.1.9/live?owner=me@home", "http://192.168.1.9:8080/live?owner=me@home",
     "videos/a@b.mp4", "rtsp://10.0.0.9:554/h264"],
)  # fmt: skip
def test_an_at_sign_alone_is_no_login(what: str) -> None:
    addresses.footage(what)


def test_a_film_may_be_called_as_it_likes(tmp_path: Path) -> None:
    film = tmp_path / "key=1@home.mp4"
    addresses.footage(str(film))  # its stick may not be plugged in
    film.touch()
    addresses.footage(str(film))
    addresses.footage("device:@device:pnp:usb#key=1")


def refusal(address: str, read: Callable[[str], object] = addresses.ingest) -> UserFacingError:
    with pytest.raises(UserFacingError) as caught:
        read(address)
    assert SECRET not in str(caught.value)
    assert all(SECRET not in word_error(caught.value, language) for language in LANGUAGES)
    return caught.value
