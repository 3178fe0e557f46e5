"""The log: written where it belongs, without secrets, and never in anybody's way."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.runtime import logs
from studio.runtime.logs import StrikeOutSecrets, never_log, start_logging


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
    ("said", "written"),
    [
        ("parcel_unknown(parcel='13800138000')", "parcel_unknown(parcel='***')"),
        ("电话13800138000打不通", "电话***打不通"),
        ("+86 138-0013-8000", "***"),
        ("at 1795363267926 of 0193a1b2-13800138000a", "at 1795363267926 of 0193a1b2-13800138000a"),
        ("\x1b[2J贻贝\u202e\ud83d", "�[2J贻贝�"),
    ],
)
def test_neither_telephones_nor_what_a_terminal_obeys_are_written(said: str, written: str):
    record = logging.makeLogRecord({"msg": "%s", "args": (said,)})
    assert StrikeOutSecrets().format(record) == written


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
        ("rtsp://h/user=me&password=def&ch=1", "rtsp://h/user=***&password=***&ch=1"),
        ("'http://me:def@h/video?pwd=def'", "'http://***@h/video?pwd=***'"),
        ("http://192.168.1.8:8080/video?640x480", "http://192.168.1.8:8080/video?640x480"),
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


def _full_log(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log that is full with its second line, and the older ones it had."""
    monkeypatch.setattr(logs, "FILE_BYTES", 80)  # of lines of 50
    for number in range(1, logs.FILES_KEPT + 1):
        (folder / f"gongfu.log.{number}").write_text(f"older {number}", "utf-8")
    return start_logging(folder)


def test_a_full_log_becomes_the_first_of_the_older_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = _full_log(tmp_path, monkeypatch)
    for line in ("one", "two"):
        logging.getLogger("test").info(line)
    assert path.read_text("utf-8").endswith("two\n")
    kept = [(tmp_path / f"gongfu.log.{number}").read_text("utf-8")[-8:] for number in range(1, 6)]
    assert kept == [kept[0], "older 1", "older 2", "older 3", "older 4"]
    assert kept[0].endswith("one\n")
    assert len(list(tmp_path.iterdir())) == 1 + logs.FILES_KEPT


def test_a_log_another_program_has_open_on_windows_goes_on_and_costs_no_older_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """There a file that is open elsewhere is not renamed."""
    path = _full_log(tmp_path, monkeypatch)
    move = {name: getattr(os, name) for name in ("rename", "replace")}

    def held(name: str):
        def moved(source: str, target: str) -> None:
            if Path(source) == path:
                raise PermissionError(13, "used by another process")
            move[name](source, target)

        return moved

    for name in move:
        monkeypatch.setattr(os, name, held(name))
    for number in range(8):
        logging.getLogger("test").info("line %d", number)
    assert path.read_text("utf-8").count("line") == 8
    kept = [(tmp_path / f"gongfu.log.{number}").read_text("utf-8") for number in range(1, 6)]
    assert kept == [f"older {number}" for number in range(1, 6)]
