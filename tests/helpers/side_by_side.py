"""Tests side by side: what belongs on the same worker, what begins first, who is left alone."""

from __future__ import annotations

import os
from functools import cache
from io import TextIOWrapper
from pathlib import Path

STARTS_OBS = ("RealObs", "real_obs(", "own_obs(", "import soak")
"""A test file with one of these starts an OBS: two at a time are what two cores bear."""
SECONDS = {
    "test_bundle": 112, "test_screens": 93, "test_stage_contract": 90, "test_village_uplink": 88,
    "test_obs_stage": 70, "test_kill": 64, "test_kill_on_obs": 62, "test_soak": 62,
    "test_obs_life": 51, "test_obs_wanted": 50, "test_demo_window": 46, "test_hang": 44,
    "test_power_cut_on_obs": 42, "test_trial": 42, "test_broadcast_on_obs": 40,
    "test_obs_cameras": 38, "test_sentinel_practice": 38, "test_cli": 36,
    "test_left_on_real_obs": 34, "test_layers_on_air": 34, "test_practice_faults": 33,
    "test_obs_users_things": 32, "test_power_cut": 30, "test_broadcast": 28,
    "test_refused_key": 28, "test_practice_stage": 25, "test_templates_in_chromium": 25,
    "test_cards_of_records": 25, "test_through_the_window": 25, "test_every_value": 25,
    "test_hostile_names": 25,
    "test_importing": 24, "test_bad_input": 24, "test_any_order": 24, "test_live_screen": 23,
    "test_privacy": 18, "test_plan_file": 19, "test_bad_files": 18, "test_obs_client": 17,
    "test_desk_views": 16,
    "test_stage_trouble": 16, "test_ledger_machine": 16, "test_product_card": 15,
    "test_preflight": 14, "test_entry_screens": 14, "test_wording": 13,
    "test_understanding": 13, "test_docs": 12, "test_orders": 12, "test_overlay_drawing": 12,
    "test_contrast": 10,
}  # fmt: skip
"""How long such a file took beside three others on two cores; the rest are shorter. The longest
begin first: what begins last decides when all of it ends, and had better be short."""
SHORT = 9
QUIET = "mark.quiet"
"""A test file with this measures time."""

DOOR, ROOM = Path(__file__), Path(__file__).with_name("__init__.py")
"""Two files that are there anyway: only their locks are used."""


def lane_of(file: Path) -> str:
    """Files of one lane run on one worker, one after the other. Sorted, they are in the order in
    which they begin."""
    if (lane := _obs_lanes(file.parents[1]).get(file)) is not None:
        return f"0000 obs {lane}"
    last = QUIET in file.read_text("utf-8")
    return f"{9999 if last else 1000 - _seconds(file):04} {file}"


def rank_of(file: Path) -> str:
    """That order; files of one rank begin in pytest's own."""
    return lane_of(file).split()[0]


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
    return SECONDS.get(file.stem, SHORT)


class Turn:
    """This worker's stay: with others beside it or, for a ``quiet`` test, with none.

    Without workers there is nobody to wait for. Who waits for quiet keeps the door, so that the
    others cannot go on entering before it.
    """

    def __init__(self) -> None:
        self._locked: list[TextIOWrapper] = []

    def take(self, *, quiet: bool = False) -> None:
        """Wait until there is room: for ``quiet``, until all others have given their turn back."""
        if "PYTEST_XDIST_WORKER" not in os.environ or os.name == "nt":
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
