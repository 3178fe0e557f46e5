"""The log: written where it belongs, without secrets, and never in anybody's way."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.runtime import logs
from studio.runtime.logs import never_log, start_logging


@pytest.fixture(autouse=True)
def _root_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    monkeypatch.setattr(logs, "_secrets", set())
    yield
    for handler in [one for one in root.handlers if one not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def test_secrets_are_struck_out_of_lines_and_tracebacks(tmp_path: Path):
    never_log("yang-mei-2026")
    never_log("yang-mei-2026-long")
    path = start_logging(tmp_path / "logs")
    log = logging.getLogger("test")
    log.info("with %s and %s", "yang-mei-2026-long", "yang-mei-2026")
    try:
        raise ValueError("key yang-mei-2026 refused")
    except ValueError:
        log.info("failed", exc_info=True)
    text = path.read_text("utf-8")
    assert "yang-mei" not in text
    assert "with *** and ***" in text
    assert "ValueError: key *** refused" in text


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("rtmp://push.example.com/live/abc?sign=def", "rtmp://push.example.com/live/***"),
        ("rtmp://push.example.com/live?token=def", "rtmp://push.example.com/live***"),
        ("rtmps://push.example.com?token=def", "rtmps://push.example.com***"),
        ("rtmp://user:def@push.example.com/live/", "rtmp://***@push.example.com/live/"),
        ("'rtmp://user:d/e@f@push.example.com/live/x'", "'rtmp://***@push.example.com/live/***'"),
        ("rtmp://push.example.com/live", "rtmp://push.example.com/live"),
        ("ws://me:def@127.0.0.1:4455", "ws://***@127.0.0.1:4455"),
        ("wss://127.0.0.1:4455/?password=def", "wss://127.0.0.1:4455/***"),
        ("ws://127.0.0.1:4455", "ws://127.0.0.1:4455"),
    ],
)
def test_the_key_in_a_streaming_address_is_struck_out_even_if_nobody_named_it(
    tmp_path: Path, address: str, written: str
):
    path = start_logging(tmp_path)
    logging.getLogger("test").info("to %s now", address)
    assert f"to {written} now" in path.read_text("utf-8")


@pytest.mark.parametrize("word", ["", "a", "abc"])
def test_ordinary_short_words_are_never_struck_out(tmp_path: Path, word: str):
    never_log(word)
    path = start_logging(tmp_path)
    logging.getLogger("test").info("abc")
    assert path.read_text("utf-8").endswith("test: abc\n")


def test_started_twice_it_writes_each_line_once(tmp_path: Path):
    start_logging(tmp_path / "one")
    path = start_logging(tmp_path / "two")
    logging.getLogger("test").info("hello")
    assert path.read_text("utf-8").count("hello") == 1
    assert "hello" not in (tmp_path / "one" / "gongfu.log").read_text("utf-8")


def test_a_folder_that_is_a_file(tmp_path: Path):
    (tmp_path / "logs").write_text("", "utf-8")
    with pytest.raises(OSError, match="exists"):
        start_logging(tmp_path / "logs")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_makes_no_noise(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    (tmp_path / "gongfu.log").symlink_to("/dev/full")
    start_logging(tmp_path)
    logging.getLogger("test").info("lost")
    assert capfd.readouterr().err == ""
