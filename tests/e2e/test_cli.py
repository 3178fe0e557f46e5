"""The command line as users' scripts meet it: streams, signals, languages, secrets."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from studio.store.settings import Settings
from tests.helpers.fake_obs import fake_obs
from tests.helpers.program import PATIENCE, Running, answer, environment, gongfu, write_plan
from tests.helpers.refusals import assert_calm, books, run

SHORT = """  - {at: 0, do: product, sku: YB-001}
  - {at: 0.1, do: card_on}
  - {at: 0.5, do: order, sku: YB-001, qty: 2, channel: 抖音}
  - {at: 0.9, do: order, sku: YM-001, qty: 1, channel: 电话}
  - {at: 1.2, do: end}"""
LONG = """  - {at: 0, do: product, sku: YB-001}
  - {at: 0.1, do: order, sku: YB-001, qty: 2, channel: 抖音}
  - {at: 5, do: end}"""
SIZE = (320, 180, 10)


def live(folder: Path, timeline: str) -> list[object]:
    plan = write_plan(folder, timeline, size=SIZE)
    data, out = folder / "data", folder / "out"
    return ["live", plan, "--unattended", "--data-dir", data, "--out", out]


# --- streams


def test_a_reader_who_leaves_does_not_end_the_broadcast(tmp_path: Path) -> None:
    program = subprocess.Popen(
        gongfu(*live(tmp_path, SHORT)),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert program.stdout is not None
    assert program.stderr is not None
    with program:
        assert json.loads(program.stdout.readline())["event"] == "session_planned"
        program.stdout.close()
        assert program.stderr.read() == ""
        assert program.wait(PATIENCE) == 0
    assert len(books(tmp_path / "data")[0]) == 2
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert summary["orders"] == 2
    assert "Traceback" not in (tmp_path / "data/logs/gongfu.log").read_text("utf-8")


def shell(line: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """A command through ``sh``; ``"$@"`` in ``line`` is the command."""
    return subprocess.run(
        ["sh", "-c", line, "sh", *gongfu(*arguments)],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


posix = pytest.mark.skipif(os.name != "posix", reason="redirections of a POSIX shell")


@posix
def test_an_answer_that_nobody_takes(tmp_path: Path) -> None:
    arguments = ("stock", "list", "--data-dir", tmp_path)
    closed = shell('"$@" >&-', *arguments)
    assert (closed.returncode, closed.stderr) == (0, "")
    both = shell('"$@" >&- 2>&-', *arguments)
    assert both.returncode == 0
    gone = shell('{ "$@"; echo "status $?" >&2; } | true', *arguments)
    assert gone.stderr == "status 0\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_an_answer_onto_a_full_disk_is_told(tmp_path: Path) -> None:
    full = shell('"$@" >/dev/full', "stock", "list", "--data-dir", tmp_path)
    assert full.returncode == 1
    assert full.stderr.startswith("结果写不出去")
    assert_calm(full.stderr)


def test_output_that_is_not_utf_8(tmp_path: Path) -> None:
    """JSON stays readable by scripts; a sentence may lose letters, never the command."""
    env = {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    with Running([*live(tmp_path, SHORT), "--json"], **env) as program:
        assert program.wait() == 0
        assert program.events("session_planned")[0]["title"] == "贻贝专场"
    rows = answer("stock", "list", "--data-dir", tmp_path / "data", **env)
    assert rows[0]["name"] == "厚壳贻贝"
    run("session", "show", "no-such", "--data-dir", tmp_path / "data", status=1, **env)
    run("stock", "list", "--data-dir", tmp_path / "data", status=0, **env)


# --- signals


@posix
@pytest.mark.parametrize("moment", ["session_planned", "order_noted"])
def test_a_polite_kill_leaves_a_session_to_resume(tmp_path: Path, moment: str) -> None:
    """Also while it is still going live: what is asked politely is answered with a sentence."""
    with Running(live(tmp_path, LONG)) as program:
        program.wait_for(moment)
        program.ask_to_stop()
        assert program.wait() == 1
    assert program.errors.startswith("停下来了")
    assert_calm(program.errors)
    noted = len(program.events("order_noted"))
    data = tmp_path / "data"
    assert len(books(data)[0]) == noted
    with Running(
        ["resume", "--unattended", "--data-dir", data, "--out", tmp_path / "out"]
    ) as resumed:
        assert resumed.wait() == 0, resumed.errors
    assert len(books(data)[0]) == 1
    assert resumed.lines[-1]["event"] == "ended"


# --- without a screen, in English


def test_the_window_without_a_display(tmp_path: Path) -> None:
    nothing = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    if os.name != "posix" or os.uname().sysname != "Linux":
        pytest.skip("only Linux has machines without a display")
    done = run("--data-dir", tmp_path, status=1, **nothing)
    assert "gongfu demo --headless" in done.stderr
    done = run("--data-dir", tmp_path, "--json", status=1, **nothing)
    assert json.loads(done.stdout)["error"] == "no_display"


def test_english_where_the_studio_speaks_english(tmp_path: Path) -> None:
    Settings(tmp_path).set("language", "en")
    data = ("--data-dir", tmp_path)
    done = run("session", "show", "no-such", *data, status=1)
    assert done.stderr.startswith("There is no session no-such.")
    told = answer("session", "show", "no-such", *data, status=1)
    assert told["error"] == "session_unknown"
    assert told["message"].isascii()
    assert answer("doctor", *data)["database"].startswith("fine")


@pytest.mark.expects_log
def test_a_broken_settings_file_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"language": ', "utf-8")
    assert answer("stock", "list", "--data-dir", tmp_path) == []
    (tmp_path / "settings.json").write_bytes(b"\xff\xfe\x00")
    assert answer("stock", "list", "--data-dir", tmp_path) == []


# --- secrets


def test_secrets_are_written_nowhere(tmp_path: Path) -> None:
    """Neither when OBS answers nor when it does not: not in data, results, logs or output."""
    secrets = {"OBS_PASSWORD": "yu-wang-4711", "STREAM_KEY": "key-live-8080"}
    with fake_obs("yu-wang-4711") as obs:
        arguments = [
            *live(tmp_path, SHORT),
            *("--stage", "obs", "--obs-url", obs.url, "--obs-password-env", "OBS_PASSWORD"),
            *("--ingest", "rtmp://127.0.0.1/live", "--stream-key-env", "STREAM_KEY"),
        ]
        # It lets itself be connected to and then refuses every request.
        for request in ("GetVersion", "GetStats", "GetStreamStatus", "GetRecordStatus"):
            obs.answers[request] = lambda _data: None
        done = run(*arguments, "--json", status=1, **secrets)
    said = (done.stdout + done.stderr).encode()
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in secrets.values():
        assert secret.encode() not in said
        assert secret.encode() not in written


def test_commands_that_look_load_nothing_heavy_and_leave_it_to_be_had() -> None:
    code = (
        "import sys, studio.cli\n"
        "heavy = {'PySide6', 'cv2', 'numpy', 'obswebsocket', 'websocket'} & set(sys.modules)\n"
        "import numpy\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([gongfu()[0], "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_session_goes_on_without_being_told_where_and_reports_again(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Running(live(tmp_path, LONG)) as program:
        program.wait_for("order_noted")
        program.kill()
    wrong = answer("resume", "--unattended", "--stage", "obs", "--data-dir", data, status=1)
    assert wrong["error"] == "session_on_another_stage"
    with Running(["resume", "--unattended", "--data-dir", data]) as program:
        assert program.wait() == 0, program.errors
    assert (tmp_path / "out" / "summary.json").is_file()
    (session,) = answer("session", "list", "--data-dir", data)
    again = answer("session", "report", session["id"], "--out", tmp_path / "b", "--data-dir", data)
    first = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert json.loads(Path(again["summary.json"]).read_text("utf-8")) == first
