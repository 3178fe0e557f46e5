"""Tables, money, the folder of the data, and how a command fails."""

from __future__ import annotations

import errno
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from studio.cli import context as part
from studio.cli.context import Context, GivenSecrets, command, table, yuan
from studio.runtime import logs
from studio.runtime.errors import UserFacingError
from studio.runtime.logs import StrikeOutSecrets
from studio.store.secrets import OBS_PASSWORD, STREAM_KEY


@pytest.fixture(autouse=True)
def _log_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    monkeypatch.setattr(logs, "_secrets", set())
    yield
    for handler in [one for one in root.handlers if one not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def test_columns_stand_under_each_other_in_chinese_too():
    text = table([("sku", "name", "n"), ("YB-001", "贻贝", 3), ("A", "x", 12)])
    assert text.splitlines() == ["sku     name  n", "YB-001  贻贝  3", "A       x     12"]


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "¥0.00"), (5, "¥0.05"), (3990, "¥39.90"), (-50, "¥-0.50")]
)
def test_money(fen: int, text: str):
    assert yuan(fen) == text


def outcome(tmp_path: Path, work: object, *arguments: str) -> tuple[int, str, str]:
    def run(context: Context) -> None:
        if isinstance(work, BaseException):
            raise work
        context.say({"答": 1}, "答案")

    result = CliRunner().invoke(command("test")(run), ["--data-dir", str(tmp_path), *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_an_answer_in_words_or_as_json(tmp_path: Path):
    assert outcome(tmp_path, None) == (0, "答案\n", "")
    assert outcome(tmp_path, None, "--json") == (0, '{"答": 1}\n', "")


def test_an_error_of_the_users_is_one_sentence(tmp_path: Path):
    status, said, complained = outcome(tmp_path, UserFacingError("nothing_interrupted"))
    assert (status, said) == (1, "")
    assert complained == "没有播到一半断掉的场次，不用接着播。\n"


@pytest.mark.expects_log
def test_a_bug_is_one_calm_sentence_and_a_traceback_in_the_log(tmp_path: Path):
    status, said, _ = outcome(tmp_path, ZeroDivisionError("kaboom"), "--json")
    assert status == 1
    told = json.loads(said)
    assert told["error"] == "bug"
    assert "kaboom" not in told["message"]
    assert "kaboom" in (tmp_path / "logs" / "gongfu.log").read_text("utf-8")


def test_no_room_for_the_log_keeps_nobody_from_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(folder: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(part, "start_logging", full)
    assert outcome(tmp_path, None)[0] == 0


def test_a_folder_that_cannot_hold_the_log_is_told(tmp_path: Path):
    (tmp_path / "logs").write_text("", "utf-8")
    status, said, _ = outcome(tmp_path, None, "--json")
    assert (status, json.loads(said)["error"]) == (1, "folder_unwritable")


def test_wrong_usage_is_status_2(tmp_path: Path):
    assert outcome(tmp_path, None, "--nonsense")[0] == 2


def test_a_command_may_leave_with_its_own_status(tmp_path: Path):
    assert outcome(tmp_path, click.exceptions.Exit(7))[0] == 7


def test_a_given_secret_comes_from_its_variable_and_is_struck_out(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("PASSWORD_OF_OBS", "lang-hua-1")
    secrets = GivenSecrets({OBS_PASSWORD: "PASSWORD_OF_OBS", STREAM_KEY: None})
    assert secrets.get(OBS_PASSWORD) == "lang-hua-1"
    assert secrets.get(STREAM_KEY) is None
    record = logging.LogRecord("x", logging.INFO, "x", 1, "with lang-hua-1", None, None)
    assert StrikeOutSecrets("%(message)s").format(record) == "with ***"


def test_what_is_not_given_is_in_the_keyring():
    secrets = GivenSecrets({})
    secrets.set(STREAM_KEY, "kept")
    assert secrets.get(STREAM_KEY) == "kept"
    secrets.forget(STREAM_KEY)
    assert secrets.get(STREAM_KEY) is None


def test_a_variable_that_is_not_set_is_told():
    with pytest.raises(UserFacingError, match="environment_variable_missing"):
        GivenSecrets({OBS_PASSWORD: "GONGFU_NOT_THERE"}).get(OBS_PASSWORD)


@pytest.mark.parametrize("given", [["\udcff订单"], ["good", "\udcb6\udca9.xlsx"]])
def test_an_argument_that_is_no_utf8_is_one_sentence(
    tmp_path: Path, given: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    """It names where it stands, never what it is: it may be whom a buyer is, and is logged."""
    caplog.set_level(logging.INFO)
    worked: list[object] = []

    @command("named")
    @click.argument("words", nargs=-1)
    @click.option("--file", type=click.Path(path_type=Path))
    def named(context: Context, words: tuple[str, ...], file: Path | None) -> None:
        worked.append(words)

    options = ["--data-dir", str(tmp_path), "--json"]
    for arguments, where in ((given, "WORDS"), (["--file", given[-1]], "--file")):
        caplog.clear()
        done = CliRunner().invoke(named, [*arguments, *options])
        told = json.loads(done.output)
        assert (done.exit_code, told["error"]) == (1, "argument_not_text")
        for text in (told["message"], caplog.text):
            assert where in text
            assert not any(part in text for part in ("订单", "good", "xlsx"))
    assert worked == []
    assert CliRunner().invoke(named, ["订单", *options]).exit_code == 0


@pytest.mark.expects_log
@pytest.mark.parametrize(
    ("text", "told"),
    [("{broken", "设置文件坏了"), ('{"safety_buffer": "many"}', "每样货留几件不卖")],
)
def test_a_command_tells_broken_settings_and_one_that_only_reads_leaves_them(
    tmp_path: Path, text: str, told: str, capsys: pytest.CaptureFixture[str]
):
    file, context = tmp_path / "settings.json", Context(tmp_path, as_json=True)
    file.write_text(text, "utf-8")
    with context.studio():
        pass
    context.settings()
    assert [told in line and str(file) in line for line in _complaints(capsys)] == [True, True]
    assert file.read_text("utf-8") == text
    with context.studio(exclusive=True) as studio:
        kept = studio.settings.broken.kept
    assert kept is not None
    assert kept.read_text("utf-8") == text
    assert [str(kept) in line for line in _complaints(capsys)] == [True]
    with context.studio(exclusive=True):
        assert _complaints(capsys) == []


def _complaints(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line for line in capsys.readouterr().err.splitlines() if "settings" in line]
