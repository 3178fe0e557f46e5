"""What is printed, and what becomes of it when nobody can read it."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from studio.cli import output
from studio.cli.context import Context, table
from studio.runtime.errors import UserFacingError


class Refusing(io.StringIO):
    """A stream that cannot be written to."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def write(self, text: str) -> NoReturn:
        raise self._error


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Put a `Refusing` in place of stdout; the real descriptor stays untouched."""
    monkeypatch.setattr("os.dup2", lambda old, new: new)
    monkeypatch.setattr(sys, "stdout", sys.stdout)
    return monkeypatch


def release() -> None:
    """Close the void that output put in stdout's place."""
    sys.stdout.close()


def test_a_reader_who_left_has_read_enough(refusing: pytest.MonkeyPatch):
    refusing.setattr(sys, "stdout", Refusing(BrokenPipeError()))
    output.answer("一")
    output.answer("二")
    release()


def test_an_answer_that_finds_no_room_is_told(refusing: pytest.MonkeyPatch):
    refusing.setattr(sys, "stdout", Refusing(OSError(28, "No space left on device")))
    with pytest.raises(UserFacingError, match="answer_unwritable"):
        output.answer("一")
    release()


@pytest.mark.expects_log
def test_events_go_on_without_a_reader_and_say_so_once(
    refusing: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    refusing.setattr(sys, "stdout", Refusing(BrokenPipeError()))
    for number in range(3):
        output.event({"n": number})
    assert len(caplog.records) == 1
    release()


@pytest.mark.expects_log
def test_a_sentence_that_reaches_nobody_is_no_crash(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stderr", Refusing(OSError(5, "gone")))
    output.complain("一句话")
    monkeypatch.setattr(sys, "stderr", None)
    output.complain("一句话")


@pytest.mark.parametrize(
    ("encoding", "line"),
    [
        ("utf-8", '"贻贝"'),
        ("UTF8", '"贻贝"'),
        ("ascii", '"\\u8d3b\\u8d1d"'),
        ("gbk", '"\\u8d3b\\u8d1d"'),
    ],
)
def test_json_survives_any_output(monkeypatch: pytest.MonkeyPatch, encoding: str, line: str):
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding))
    assert output.as_json("贻贝") == line


def test_a_name_tells_the_terminal_nothing_to_do(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said = table([("name",), ("梅\x1b[2K\r\x9b31m\n子",)])
    assert said.count("\n") == 1
    Context(tmp_path, as_json=False).say(None, said)
    output.complain("没有\x1b]0;x\x07。")
    told = capsys.readouterr()
    assert told.out == "name\n梅�[2K��31m 子\n"
    assert told.err == "没有�]0;x�。\n"
