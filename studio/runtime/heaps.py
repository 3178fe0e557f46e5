"""Two heaps for all threads, where Linux would give each thread one of its own.

glibc makes a new heap for almost every thread that begins, up to eight for each core, and each of
them keeps what its busiest moment needed. A picture read back from OBS passes through the thread
that listens and the one that asked: 6 MB at 640×360, nine times as much at 1920×1080. OBS lost and
found again is a new thread, a broadcast is several, and each left that behind in no use, until all
the heaps had been through it. Windows and macOS have one set of heaps for all threads.
"""

from __future__ import annotations

import ctypes
import sys

M_ARENA_MAX = -8
"""Of glibc's malloc.h."""
HEAPS = 2
"""One for the main thread, and one that all others share: Python lets one of them run at a time."""


def share_heaps() -> None:
    """To be called before threads begin: heaps that are there stay. Without glibc nothing."""
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_ARENA_MAX, HEAPS)
