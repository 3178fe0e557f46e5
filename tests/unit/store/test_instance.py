"""One program per data folder, across processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from studio.runtime.errors import UserFacingError
from studio.store.instance import claim

HOLD = """
import sys
from pathlib import Path
from studio.store.instance import claim
with claim(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_folder_is_claimed_once_and_free_again_afterwards(tmp_path):
    with claim(tmp_path / "data"):
        with pytest.raises(UserFacingError, match="already_running"):
            claim(tmp_path / "data")
        with claim(tmp_path / "other"):
            pass
    with claim(tmp_path / "data"):
        pass


def test_a_killed_program_leaves_the_folder_free(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(UserFacingError, match="already_running"):
            claim(tmp_path)
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
    with claim(tmp_path):
        pass


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path):
    (tmp_path / "file").write_text("in the way", "utf-8")
    with pytest.raises(UserFacingError, match="database_unwritable"):
        claim(tmp_path / "file")
