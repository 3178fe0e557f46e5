"""Commands that must end in one sentence, and the books that must be as before."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.program import Done, run_apart, run_here

CHINESE = re.compile(r"[\u4e00-\u9fff]")
WAYS_TO_FAIL_BADLY = ("Traceback", "Error:", "Exception", "Errno", "sqlite3.")


def run(*arguments: object, status: int, apart: bool = False, **env: str) -> Done:
    """A command to its end; AssertionError unless it ends with ``status`` and without a trace.

    ``apart``: in a process of its own, for what a test's process cannot do twice.
    """
    done = (run_apart if apart else run_here)(*arguments, **env).expect(status)
    assert_calm(done.stdout + done.stderr)
    return done


def assert_calm(said: str) -> None:
    """No traceback and no programmers' words."""
    assert [word for word in WAYS_TO_FAIL_BADLY if word in said] == [], said


def refusal(code: str, *arguments: object, apart: bool = False, **env: str) -> str:
    """The sentence of a command that must fail with ``code``: its last line of JSON, status 1."""
    done = run(*arguments, "--json", status=1, apart=apart, **env)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert set(told) == {"error", "message"}
    assert told["error"] == code, told
    message = str(told["message"])
    assert CHINESE.search(message)
    assert message.endswith("。")
    assert "{" not in message
    return message


def books(data: Path) -> tuple[list[Any], list[Any]]:
    """Orders and stock, read past the program, from the file itself."""
    with closing(sqlite3.connect(f"{(data / 'studio.db').as_uri()}?mode=ro", uri=True)) as db:
        orders = db.execute("SELECT id, sku, qty, paid_fen FROM live_sale ORDER BY id").fetchall()
        stock = db.execute(
            "SELECT sku, place, qty FROM stock_balance WHERE place IN ('shelf', 'reserved')"
            " ORDER BY sku, place"
        ).fetchall()
    return orders, stock


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[Path]:
    """``folder`` as a small disk (``-o size=12m``) or read-only; skips where that is forbidden."""
    folder.mkdir(exist_ok=True)
    mount = shutil.which("mount")
    if mount is None:
        pytest.skip("there is no mount on this system")
    done = subprocess.run(
        [mount, "-t", "tmpfs", *options, "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"this machine lets nothing be mounted: {done.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, leave: int = 0) -> Path:
    """A file that takes all room in ``folder`` but ``leave`` bytes."""
    ballast = folder / "old-film.mkv"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            size = file.tell()
            file.truncate(max(0, size - leave))
    return ballast
