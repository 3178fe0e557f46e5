"""Putting a finished file in another's place."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

TRIES = 10
PAUSE_SECONDS = 0.02
"""Some 0.2 s in all: a virus scanner or the search index reads a new file for a moment, and the
window may wait for this."""


def put_in_place(
    part: Path,
    path: Path,
    *,
    platform: str = sys.platform,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Rename ``part`` to ``path``, which is replaced at once. OSError where that cannot be.

    Windows refuses as long as anybody reads either of them (``ERROR_SHARING_VIOLATION``,
    ``ERROR_ACCESS_DENIED``: PermissionError both), so there it is tried again for a moment. A file
    a person has open in another program stays refused.
    """
    for _ in range(TRIES - 1 if platform == "win32" else 0):
        try:
            part.replace(path)
        except PermissionError:
            pause(PAUSE_SECONDS)
        else:
            return
    part.replace(path)
