"""Addresses that are pasted: what a platform gives is taken, what may be a secret is refused."""

from __future__ import annotations

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


def refusal(server: str) -> UserFacingError:
    with pytest.raises(UserFacingError) as caught:
        addresses.ingest(server)
    assert SECRET not in str(caught.value)
    assert all(SECRET not in word_error(caught.value, language) for language in LANGUAGES)
    return caught.value
