"""kill -9 at any moment of noting, importing, packing and backing up: nothing lost, nothing twice.

Fifty in the suite; ``python -m bench kills --kills 1000`` is the long run.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.kills.judge import Witness, wrong
from bench.kills.run import WITHIN, Killer, Pace
from bench.quiet import quiet_studio
from tests.helpers.forked import CAN_FORK, server

KILLS = 50
PACE = Pace(420, 6.0, {"importing": 1, "packing": 12, "noting": 12, "backup": 1})
"""Two transactions a file. Each process is forked from one that has loaded the program, and its
books are small: all fifty take some seconds of processor time."""


@pytest.mark.kill
def test_what_was_acknowledged_is_there_after_each_kill(tmp_path: Path) -> None:
    if CAN_FORK:
        server()  # the killer's own, where this is the first test here that forks
    tally = Killer(3, tmp_path, PACE).run(KILLS, 600)
    assert tally.wrong == []
    assert tally.kills.total() == KILLS
    assert set(tally.kills) == set(WITHIN)
    assert tally.at_work.total() > KILLS // 2
    assert all(tally.acknowledged[kind] for kind in WITHIN), tally.table()


def test_what_was_said_and_is_not_there_is_told(tmp_path: Path) -> None:
    """The judge overlooks no kind of loss."""
    with quiet_studio(tmp_path):
        pass
    witness = Witness(1000)
    assert wrong(tmp_path, witness) == []
    for told in (
        ("noted", "order-1"),
        ("imported", 0, 1000),
        ("scanned", "P-1", 2),
        ("shipped", "P-2"),
        ("backed up", "studio-000001-20260101T000000Z.db"),
    ):
        witness.hear(told)
    assert [each.partition(":")[0] for each in wrong(tmp_path, witness)] == [
        *("lost", "file 0", "lost", "lost", "lost"),
    ]
