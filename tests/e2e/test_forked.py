"""What stands in for a started program is that program, loaded, and never outlives the tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import forked
from tests.helpers.forked import CAN_FORK, Forked
from tests.helpers.program import environment

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="this system does not fork")

LEFT_BEHIND = """
import multiprocessing, os, signal, sys, time
from tests.helpers import forked

def deaf(arguments, env, said, *_):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.write(said.fileno(), b"deaf\\n")
    time.sleep(600)

if __name__ == "__main__":
    forked.server = lambda: multiprocessing.get_context("forkserver")
    forked._run = deaf
    left = forked.Forked([], {})
    assert left.stdout.readline() == "deaf\\n"
    sys.exit(3)
"""


def test_a_module_that_was_not_loaded_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's fork server passes over what it cannot import."""
    monkeypatch.setattr(forked, "PROGRAM", (*forked.PROGRAM, "studio.no_such_module"))
    process = Forked(["--version"], environment())
    with process.stdout, process.stderr:
        assert process.wait(60) == 1
        assert "not loaded before the fork: ['studio.no_such_module']" in process.stderr.read()


def test_the_program_is_loaded() -> None:
    process = Forked(["--version"], environment())
    with process.stdout, process.stderr:
        assert process.wait(60) == 0, process.stderr.read()


def test_one_that_was_left_behind_does_not_keep_the_tests_from_ending(tmp_path: Path) -> None:
    script = tmp_path / "left.py"
    script.write_text(LEFT_BEHIND, "utf-8")
    here = {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, script], env=environment(**here), timeout=60, check=False
    )
    assert done.returncode == 3
