"""What is no file where one is expected: one sentence at once, and what is there stays."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.helpers.program import answer, run_here

with_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
LONG = "n" * 300
"""No file can be called so."""


@with_pipes
@pytest.mark.parametrize(
    "arguments",
    [
        ("card", "check", "a.ograf.json"),
        ("card", "check", "a.html"),
        ("card", "render", "product-card", "--out", "out.png", "--data", "a.json"),
        ("live", "a.yaml", "--unattended", "--out", "out"),
        ("product", "import", "a.csv"),
        ("orders", "import", "a.csv"),
        ("tracking", "import", "a.csv"),
        ("lottery", "check", "a.json"),
        ("backup", "verify", "a.db"),
    ],
    ids=lambda words: " ".join(words[:3]),
)
def test_nobody_waits_for_a_pipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in arguments:
        if name.startswith("a."):
            os.mkfifo(name)
    done = run_here(*arguments, "--data-dir", "data").expect(1)
    assert len(done.stderr.splitlines()) == 1


@with_pipes
@pytest.mark.parametrize(
    "arguments",
    [
        ("orders", "export", "--out", "a.csv"),
        ("card", "render", "product-card", "--size", "320x320", "--out", "a.png"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_what_is_no_file_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """``--out`` of an administrator may name a device of the system's."""
    monkeypatch.chdir(tmp_path)
    os.mkfifo(arguments[-1])
    done = run_here(*arguments, "--data-dir", "data").expect(1)
    assert len(done.stderr.splitlines()) == 1
    assert stat.S_ISFIFO(Path(arguments[-1]).stat().st_mode)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([arguments[-1], "data"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("orders", "export", "--out", "."),
        ("orders", "export", "--out", f"{LONG}.csv"),
        ("card", "check", LONG),
        ("backup", "verify", LONG),
        ("product", "import", LONG),
    ],
    ids=lambda words: " ".join(words)[:24],
)
def test_a_name_no_file_can_have_is_no_mistake_of_the_program(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    assert answer(*arguments, "--data-dir", tmp_path, status=1)["error"] != "bug"


def test_a_wrong_use_seen_late_is_told_as_that(tmp_path: Path) -> None:
    assert "Usage" in run_here("orders", "shops", "小店", "--data-dir", tmp_path).expect(2).stderr
