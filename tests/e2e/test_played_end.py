"""The program's own end, played in a rehearsal: as by kill -9, and taken up at the next start."""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.bootstrap import open_studio, open_training
from studio.runtime.dispatcher import Dispatcher
from studio.runtime.hard_end import HARDEST
from tests.helpers.program import PATIENCE, Running, answer, environment, run_here, write_plan
from tests.helpers.screens import FakeSecrets
from ui.live.screen import LiveScreen
from ui.main_thread import MainThreadHop
from ui.shell import Shell
from ui.training.view import TrainingScreen

KILLED = -int(HARDEST) if sys.platform != "win32" else int(signal.SIGTERM)
TIMELINE = """  - {at: 0, do: product, sku: YB-001}
  - {at: 0.1, do: card_on}
  - {at: 0.2, do: order, sku: YB-001, qty: 2, channel: 抖音}
  - {at: 1.5, do: order, sku: YB-001, qty: 1, channel: 抖音}
  - {at: 2, do: end}"""

pytestmark = pytest.mark.kill


def what_goes_on(errors: str) -> list[str]:
    """The command the last line names, without the program's name."""
    last = errors.strip().splitlines()[-1]
    return shlex.split(last[last.index("gongfu ") :])[1:]


def test_a_timeline_whose_program_vanishes_is_gone_on_with(tmp_path: Path) -> None:
    plan, data = write_plan(tmp_path, TIMELINE), tmp_path / "data"
    where = ["--data-dir", data, "--out", tmp_path / "out", "--unattended"]
    with Running(["live", plan, *where, "--fault", "app_killed@1"], forked=True) as program:
        assert program.wait() == KILLED, program.errors
    (noted,) = program.events("order_noted")
    assert what_goes_on(program.errors) == ["--data-dir", str(data), "resume", "--unattended"]
    with Running(what_goes_on(program.errors), forked=True) as again:
        assert again.wait() == 0, again.errors
    assert len(again.events("resumed")) == 1
    (session,) = answer("session", "list", "--data-dir", data)
    assert (session["id"], session["orders"]) == (noted["session"], 2)


def test_a_demonstration_in_a_folder_of_its_own_is_found_again(tmp_path: Path) -> None:
    out = ["--out", tmp_path / "out"]
    asked = ["demo", "--headless", *out, "--fault", "app_killed@1"]
    with Running(asked, forked=True, TMPDIR=str(tmp_path)) as program:
        assert program.wait() == KILLED, program.errors
    named, folder, *command = what_goes_on(program.errors)
    assert (named, command) == ("--data-dir", ["resume", "--unattended"])
    assert Path(folder).parent == tmp_path
    with open_studio(Path(folder), secrets=FakeSecrets()) as studio:
        left = studio.interrupted().result(PATIENCE)
    assert left is not None
    assert left.session_id == program.events("went_live")[0]["session"]


def test_nothing_real_is_broken_on_purpose(tmp_path: Path) -> None:
    plan = write_plan(tmp_path, TIMELINE)
    where = ["--data-dir", tmp_path / "data", "--out", tmp_path / "out", "--unattended"]
    done = run_here("live", plan, *where, "--stage", "obs", "--fault", "hole@1").expect(2)
    assert "practice" in done.stderr


def test_a_rehearsal_whose_program_vanishes_is_taken_up_in_training(
    qtbot: QtBot, tmp_path: Path
) -> None:
    gone = subprocess.run(
        [sys.executable, "-m", "tests.helpers.vanishing", str(tmp_path)],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert gone.returncode == KILLED, gone.stderr
    assert "接着播" in gone.stdout
    with open_studio(
        tmp_path, dispatcher=Dispatcher(MainThreadHop()), secrets=FakeSecrets()
    ) as studio:
        shell = Shell(studio, open_training)
        qtbot.addWidget(shell)
        shell.open("training")
        take_up(qtbot, shell)


def take_up(qtbot: QtBot, shell: Shell) -> None:
    """By the banner of the training page, with the order that was noted."""
    ms = int(1000 * PATIENCE)
    qtbot.waitUntil(lambda: isinstance(shell.view, TrainingScreen), timeout=ms)
    page = shell.view
    assert isinstance(page, TrainingScreen)
    qtbot.waitUntil(lambda: not page.banner.isHidden(), timeout=ms)
    page.banner.resume.click()
    qtbot.waitUntil(lambda: isinstance(shell.view, LiveScreen), timeout=ms)
    live = shell.view
    assert isinstance(live, LiveScreen)
    assert live._session.state.orders_count == 1
    qtbot.waitUntil(lambda: live._session.state.recording_path is not None, timeout=ms)
    shell.open("home")
