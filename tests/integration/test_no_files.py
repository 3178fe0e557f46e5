"""A pipe or a device where a file is expected: one sentence at once, and what is there stays."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.helpers.program import run_here

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")


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
