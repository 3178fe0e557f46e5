"""From starting the process to a usable window on 100,000 orders, and the memory it then holds.

Usable: painted, everything the first screen asked the database for has been answered and shown,
and the event loop is idle. Beside: an empty PySide6 QMainWindow, measured the same way.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.result import Result, spread
from bench.workshop import seed

ORDERS = 100_000
ROUNDS = 5
REACH_SECONDS = 1.5
REACH_MB = 200.0


def run() -> Result:
    """Median of several starts, ours and the bare window's taking turns."""
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder), ORDERS, sessions=20)
        started("window", folder)  # the disk's cache and the compiled modules, as on any later day
        rounds = [(started("window", folder), started("bare", folder)) for _ in range(ROUNDS)]
    seconds = [ours["seconds"] for ours, _ in rounds]
    bare = [each["seconds"] for _, each in rounds]
    memory = [ours["rss_mb"] for ours, _ in rounds]
    figure = statistics.median(seconds)
    return Result(
        name="start_window",
        figure=figure,
        unit="s",
        beside="an empty PySide6 window",
        beside_figure=statistics.median(bare),
        reach=f"at most {REACH_SECONDS:g} s and {REACH_MB:g} MB",
        reached=figure <= REACH_SECONDS and statistics.median(memory) <= REACH_MB,
        details={
            "orders": ORDERS,
            "seconds": spread(seconds),
            "rss_mb": spread(memory),
            "bare_seconds": spread(bare),
            "bare_rss_mb": spread([each["rss_mb"] for _, each in rounds]),
        },
    )


def started(what: str, folder: str) -> dict[str, float]:
    """Seconds to the first usable moment of ``window`` or ``bare``, and its memory then."""
    begin = time.monotonic()
    child = subprocess.run(
        [sys.executable, "-m", f"bench.start_child_{what}", folder],
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if child.returncode:
        raise RuntimeError(f"the window did not open:\n{child.stderr[-2000:]}")
    told = json.loads(child.stdout.strip().splitlines()[-1])
    return {"seconds": told["at_monotonic"] - begin, "rss_mb": told["rss_mb"]}


def _environment() -> dict[str, str]:
    """Whoever starts the program has its modules compiled: Python may keep them here, too."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"QT_QPA_PLATFORM": "offscreen"} | kept
