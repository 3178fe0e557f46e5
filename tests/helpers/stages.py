"""A stage under test: how to set it up, and what it told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from studio.stage.port import Ingest, StageEvent, StageSetup, VideoProfile
from tests.helpers.pictures import YELLOW, write_png

SMALL = VideoProfile(640, 360, 20)
"""What software rendering keeps up with on two cores."""
PATIENCE = 20.0
"""Seconds to wait for a condition; a loaded test machine is slow, not wrong."""


class Heard:
    """A listener that keeps what it was told. Thread-safe."""

    def __init__(self) -> None:
        self._events: list[StageEvent] = []
        self._changed = threading.Condition()

    def __call__(self, event: StageEvent) -> None:
        with self._changed:
            self._events.append(event)
            self._changed.notify_all()

    def of(self, kind: type[StageEvent]) -> list[StageEvent]:
        """Every event of a kind, in order."""
        with self._changed:
            return [event for event in self._events if isinstance(event, kind)]

    def wait(self, wanted: Callable[[StageEvent], bool], seconds: float = PATIENCE) -> None:
        """Until an event like that was told; AssertionError if it never is."""
        with self._changed:
            told = self._changed.wait_for(lambda: any(map(wanted, self._events)), seconds)
            assert told, f"not told within {seconds} s, only {self._events[-20:]}"


def make_setup(
    folder: Path, *, ingest: Ingest | None = None, footage: str = "synthetic"
) -> StageSetup:
    """A small programme, recordings below ``folder``, a yellow break picture."""
    recordings = folder / "录像"
    recordings.mkdir(exist_ok=True)
    picture = write_png(folder, YELLOW, SMALL.width, SMALL.height)
    return StageSetup(SMALL, recordings, picture, ingest, footage)
