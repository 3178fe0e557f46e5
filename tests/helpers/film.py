"""The pictures of a film, by when they are shown: what was really received or kept."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path

from tests.helpers.obs_rig import find_program, need_programs


def frame_times(film: Path) -> list[float]:
    """Seconds of every picture that can be decoded, in the order they are shown."""
    need_programs(["ffprobe"])
    told = subprocess.run(
        [
            *(str(find_program("ffprobe")), "-v", "error", "-select_streams", "v:0"),
            *("-show_entries", "frame=pts_time", "-of", "csv=p=0", str(film)),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return [float(line.strip(", ")) for line in told.stdout.split() if line.strip(", ")]


def length_s(times: list[float]) -> float:
    """From the first picture to the last; AssertionError where there is none."""
    assert times, "not one picture was received"
    return times[-1] - times[0]


def longest_gap_s(times: list[float]) -> float:
    """Between two pictures that follow each other."""
    return max(after - before for before, after in pairwise(times))
