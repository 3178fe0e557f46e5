"""Tests side by side on two workers: what belongs on the same one, and who must be left alone."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

ALONE_ON_ITS_WORKER = ("import RealObs", "real_obs(", "mark.quiet")
"""A test file with one of these starts an OBS, or measures time: all of them share a worker."""

DOOR, ROOM = Path(__file__), Path(__file__).with_name("__init__.py")
"""Two files that are there anyway: only their locks are used."""


def worker_of(file: Path) -> str:
    """Files with the same name here run on the same worker, one after the other."""
    text = file.read_text("utf-8")
    return "obs" if any(sign in text for sign in ALONE_ON_ITS_WORKER) else str(file)


@contextlib.contextmanager
def turn(*, quiet: bool) -> Iterator[None]:
    """A test's stay: with others beside it or, where it is ``quiet``, with none.

    Without workers there is nobody to wait for. Who waits for quiet keeps the door, so that the
    others cannot go on entering before it.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ or os.name == "nt":
        yield
        return
    import fcntl

    with DOOR.open() as door, ROOM.open() as room:
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if quiet else fcntl.LOCK_SH)
        if not quiet:
            fcntl.flock(door, fcntl.LOCK_UN)
        yield  # closing the files lets go of both
