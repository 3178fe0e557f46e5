"""A finished file takes its place, also where somebody reads the old one for a moment."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from studio.runtime import files
from studio.runtime.files import put_in_place, read_at_most


def read_by_a_scanner(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """As Windows: refused so often, as long as somebody has the file open."""
    real, left = Path.replace, [times]

    def replace(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] >= 0:
            raise PermissionError(13, "used by another process")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)


@pytest.fixture
def part(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text("old", "utf-8")
    part = tmp_path / "plan.part"
    part.write_text("new", "utf-8")
    return part


def test_on_windows_it_waits_until_the_scanner_is_done(
    part: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_by_a_scanner(monkeypatch, 3)
    pauses: list[float] = []
    put_in_place(part, part.with_name("plan.yaml"), platform="win32", pause=pauses.append)
    assert part.with_name("plan.yaml").read_text("utf-8") == "new"
    assert len(pauses) == 3


@pytest.mark.parametrize(("platform", "tries"), [("win32", files.TRIES), ("linux", 1)])
def test_what_stays_refused_is_told(
    part: Path, monkeypatch: pytest.MonkeyPatch, platform: str, tries: int
) -> None:
    read_by_a_scanner(monkeypatch, 99)
    pauses: list[float] = []
    with pytest.raises(PermissionError):
        put_in_place(part, part.with_name("plan.yaml"), platform=platform, pause=pauses.append)
    assert len(pauses) == tries - 1
    assert part.with_name("plan.yaml").read_text("utf-8") == "old"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_neither_waited_for_nor_replaced(part: Path) -> None:
    """Whoever writes into it may never come; and ``--out`` may name a device of the system's."""
    pipe = part.with_name("pipe")
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="pipe"):
        read_at_most(pipe, 10)
    with pytest.raises(OSError, match="pipe"):
        put_in_place(part, pipe)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert read_at_most(part, 2) == b"new", "one more tells that there is more"
