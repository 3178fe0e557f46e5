"""Tests side by side: what belongs on the same worker, what begins first, who is left alone."""

from __future__ import annotations

import os
from functools import cache
from io import TextIOWrapper
from pathlib import Path

STARTS_OBS = ("import RealObs", "real_obs(", "own_obs(", "import soak")
"""A test file with one of these starts an OBS: two at a time are what two cores bear."""
LONG = "RuleBasedStateMachine"
"""A test file with this takes a minute, and had better not be the last to begin."""
QUIET = "mark.quiet"
"""A test file with this measures time."""

DOOR, ROOM = Path(__file__), Path(__file__).with_name("__init__.py")
"""Two files that are there anyway: only their locks are used."""


def lane_of(file: Path) -> str:
    """Files of one lane run on one worker, one after the other."""
    if file in (starters := _start_obs(file.parents[1])):
        return f"1 obs {starters.index(file) % 2}"
    text = file.read_text("utf-8")
    if QUIET in text:
        return "4 quiet"
    return f"{2 if LONG in text else 3} {file}"


@cache
def _start_obs(tests: Path) -> list[Path]:
    """By name; every second one is of the same lane, which parts their minutes in two halves."""
    files = sorted(tests.glob("*/test_*.py"))
    return [file for file in files if any(sign in file.read_text("utf-8") for sign in STARTS_OBS)]


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
