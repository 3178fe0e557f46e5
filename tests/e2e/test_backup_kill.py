"""kill -9 while a backup is made or brought back: a whole one or none, the old or the new.

A few in the suite; ``GONGFU_FAULTS=long`` kills a hundred times each.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from sqlite_utils import Migrations

from studio.store.backup import backups, check
from tests.helpers.program import answer, environment, gongfu
from tests.helpers.workshop_files import made, moves_in

pytestmark = pytest.mark.kill

LONG = os.environ.get("GONGFU_FAULTS") == "long"
KILLS = 100 if LONG else 5
MOVES = 3000
"""Enough that writing them takes a moment a kill can fall into."""
WITHIN = 0.08
"""Seconds in which that moment lies, counted from its first sign."""


def killed(chance: random.Random, folder: Path, half_made: str, *arguments: object) -> bool:
    """Start a command and kill it soon after it began to write; False where it was done before.

    ``half_made``: pattern of the file in ``folder`` that tells that it has begun.
    """
    process = subprocess.Popen(
        gongfu(*arguments, "--json"),
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    known = set(folder.glob(half_made))
    while process.poll() is None and set(folder.glob(half_made)) <= known:
        time.sleep(0.001)
    time.sleep(chance.uniform(0, WITHIN))
    done = process.poll() is not None
    process.kill()
    process.wait(30)
    return not done


@pytest.fixture
def data(tmp_path: Path, migrations: list[Migrations]) -> Path:
    """A data folder whose database has moves enough."""
    folder = tmp_path / "data"
    folder.mkdir()
    made(folder / "studio.db", migrations, MOVES)
    return folder


def test_killed_while_backing_up(data: Path, migrations: list[Migrations]) -> None:
    chance = random.Random(7)
    command = ("backup", "create", "--data-dir", data)
    fell = 0
    for _ in range(KILLS):
        fell += killed(chance, data / "backups", ".studio-*.part", *command)
        for each in backups(data / "backups"):
            check(each.path, migrations)
            assert moves_in(each.path) == MOVES
    assert fell, "no kill came before the end"
    newest = answer(*command)["file"]
    assert answer("backup", "verify", "--data-dir", data)["moves"] == MOVES
    assert not list((data / "backups").glob(".studio-*"))
    assert backups(data / "backups")[0].path == Path(newest)
    assert moves_in(data / "studio.db") == MOVES


def test_killed_while_restoring(data: Path, tmp_path: Path, migrations: list[Migrations]) -> None:
    """Both have another number of moves, so that each is known by it wherever it lies."""
    chance = random.Random(11)
    old = Path(answer("backup", "create", "--data-dir", data)["file"])
    chosen = tmp_path / "chosen.db"
    chosen.write_bytes(old.read_bytes())
    made(data / "studio.db", migrations, 1000)
    present = tmp_path / "present.db"
    present.write_bytes((data / "studio.db").read_bytes())
    command = ("backup", "restore", chosen, "--data-dir", data)
    fell = 0
    for _ in range(KILLS):
        _begin_again(data, present)
        fell += killed(chance, data, "*.restoring-*", *command)
        lying = {moves_in(path) for path in data.glob("studio*.db")}
        assert moves_in(data / "studio.db") in {MOVES, MOVES + 1000}
        assert MOVES + 1000 in lying, "what was there before is gone"
    assert fell, "no kill came before the end"
    _begin_again(data, present)
    answer(*command)
    assert moves_in(data / "studio.db") == MOVES
    assert not list(data.glob("*.restoring-*"))


def _begin_again(data: Path, present: Path) -> None:
    """The database of before, and no other beside it; what a kill left half made stays."""
    for path in data.glob("studio*.db*"):
        if "restoring" not in path.name:
            path.unlink()
    shutil.copyfile(present, data / "studio.db")
