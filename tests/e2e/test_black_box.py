"""The black box of a program that was killed, looked into from the command line."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import Any

from studio.runtime.errors import UserFacingError
from studio.session.black_box_file import SUFFIX, open_box
from tests.helpers.program import PATIENCE, Running, answer, write_plan

STEPS = "\n".join(
    ["  - {at: 0, do: product, sku: YB-001}", "  - {at: 600, do: end}"],
)


def seconds_of(folder: Path) -> int:
    """What is on the disk by now; 0 before there is a box."""
    for path in folder.glob(f"*{SUFFIX}"):
        with contextlib.suppress(UserFacingError), open_box(path) as box:  # just being made
            return box.info().seconds
    return 0


def test_a_killed_program_leaves_its_black_box_whole(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    plan = write_plan(tmp_path, STEPS)
    with Running(["live", plan, "--unattended", "--data-dir", data, "--out", out]) as program:
        program.wait_for("went_live")
        patience = time.monotonic() + PATIENCE
        while seconds_of(out) < 5:
            assert time.monotonic() < patience
            time.sleep(0.1)
        program.kill()
    (listed,) = answer("blackbox", "list", "--data-dir", data)
    assert listed["seconds"] >= 5
    assert listed["stills"] >= 1
    session = listed["session_id"]
    shown: dict[str, Any] = answer("blackbox", "show", session, "--data-dir", data)
    assert shown["uplink_seconds"]["good"] >= 1
    assert shown["facts"] >= 3
    assert shown["incidents"] == []
    files = tmp_path / "files"
    answer("blackbox", "export", session, "--out", files, "--data-dir", data)
    assert len((files / "health.csv").read_text("utf-8-sig").splitlines()) == listed["seconds"] + 1
    assert next((files / "stills").iterdir()).read_bytes().startswith(b"\xff\xd8")
    Path(listed["path"]).write_bytes(b"no box")
    broken = answer("blackbox", "show", session, "--data-dir", data, status=1)
    assert broken["error"] == "black_box_damaged"
    Path(listed["path"]).unlink()
    gone = answer("blackbox", "export", session, "--out", files, "--data-dir", data, status=1)
    assert gone["error"] == "black_box_missing"
