"""Tests side by side: what belongs on the same worker, what begins first, who is left alone."""

from __future__ import annotations

import os
from functools import cache
from io import TextIOWrapper
from pathlib import Path

STARTS_OBS = ("import RealObs", "real_obs(", "own_obs(", "import soak")
"""A test file with one of these starts an OBS: two at a time are what two cores bear."""
SECONDS = {
    "test_obs_stage": 132, "test_kill": 127, "test_stage_contract": 113, "test_village_uplink": 86,
    "test_power_cut": 74, "test_broadcast": 71, "test_obs_wanted": 70, "test_soak": 58,
    "test_obs_life": 53, "test_hang": 44, "test_trial": 39, "test_obs_cameras": 36,
    "test_left_on_real_obs": 33, "test_layers_on_air": 32, "test_refused_key": 28,
}  # fmt: skip
"""How long such a file took on two cores, so that both lanes end together; others are short."""
LONG = "RuleBasedStateMachine"
"""A test file with this takes a minute, and had better not be the last to begin."""
QUIET = "mark.quiet"
"""A test file with this measures time."""

DOOR, ROOM = Path(__file__), Path(__file__).with_name("__init__.py")
"""Two files that are there anyway: only their locks are used."""


def lane_of(file: Path) -> str:
    """Files of one lane run on one worker, one after the other."""
    if (lane := _obs_lanes(file.parents[1]).get(file)) is not None:
        return f"1 obs {lane}"
    text = file.read_text("utf-8")
    if QUIET in text:
        return "4 quiet"
    return f"{2 if LONG in text else 3} {file}"


@cache
def _obs_lanes(tests: Path) -> dict[Path, int]:
    """Which of the two lanes each takes: the longest first, always into the shorter lane."""
    files = sorted(tests.glob("*/test_*.py"))
    found = [file for file in files if any(sign in file.read_text("utf-8") for sign in STARTS_OBS)]
    length, lanes = [0, 0], {}
    for file in sorted(found, key=_seconds, reverse=True):
        lane = length.index(min(length))
        length[lane] += _seconds(file)
        lanes[file] = lane
    return lanes


def _seconds(file: Path) -> int:
    return SECONDS.get(file.stem, 20)


class Turn:
    """This worker's stay: with others beside it or, for a ``quiet`` test, with none.

    Without workers there is nobody to wait for. Who waits for quiet keeps the door, so that the
    others cannot go on entering before it.
    """

    def __init__(self) -> None:
        self._locked: list[TextIOWrapper] = []

    def take(self, *, quiet: bool) -> None:
        """Wait until there is room; nothing where the last test's turn was kept."""
        alone = "PYTEST_XDIST_WORKER" not in os.environ or os.name == "nt"
        if alone or self._locked:
            return
        import fcntl

        door, room = DOOR.open(), ROOM.open()
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if quiet else fcntl.LOCK_SH)
        self._locked = [room]
        if quiet:
            self._locked.append(door)
        else:
            door.close()

    def give_back(self) -> None:
        """Let the others in: closing a file lets go of its lock."""
        while self._locked:
            self._locked.pop().close()
