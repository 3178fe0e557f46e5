"""Putting a finished file in another's place, and names a file may have."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

TRIES = 10
PAUSE_SECONDS = 0.02
"""Some 0.2 s in all: a virus scanner or the search index reads a new file for a moment."""
TRIES_IN_WINDOW = 3
"""Where the window waits: it may stand still for 0.1 s, two such files in turn included."""

_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def is_device(name: str) -> bool:
    """True for a name that is a device on Windows, whatever ending it gets: no file is."""
    return _DEVICES.fullmatch(name) is not None


def put_in_place(
    part: Path,
    path: Path,
    *,
    tries: int = TRIES,
    platform: str = sys.platform,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Rename ``part`` to ``path``, which is replaced at once. OSError where that cannot be.

    Windows refuses as long as anybody reads either of them (``ERROR_SHARING_VIOLATION``,
    ``ERROR_ACCESS_DENIED``: PermissionError both), so there it is tried again for a moment. A file
    a person has open in another program stays refused.
    """
    for _ in range(tries - 1 if platform == "win32" else 0):
        try:
            part.replace(path)
        except PermissionError:
            pause(PAUSE_SECONDS)
        else:
            return
    part.replace(path)
