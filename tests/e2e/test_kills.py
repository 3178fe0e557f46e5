"""kill -9 at any moment of noting, importing, packing and backing up: nothing lost, nothing twice.

A few in the suite; ``python -m bench kills --kills 1000`` is the long run.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.kills.judge import Witness, wrong
from bench.kills.run import WITHIN, Killer
from bench.quiet import quiet_studio

KILLS = 8


@pytest.mark.kill
def test_what_was_acknowledged_is_there_after_each_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tally = Killer(seed=3).run(KILLS, 600)
    assert tally.wrong == []
    assert tally.kills.total() == KILLS
    # Packing ends by itself where a file that was to be packed from died before it was imported.
    assert set(tally.kills) | {"packing"} == set(WITHIN)
    assert tally.at_work.total() > KILLS // 2


def test_what_was_said_and_is_not_there_is_told(tmp_path: Path) -> None:
    """The judge overlooks no kind of loss."""
    with quiet_studio(tmp_path):
        pass
    witness = Witness()
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
