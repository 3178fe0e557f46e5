"""A stage under test: how to set it up, and what it told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from studio.stage.layers import Layer
from studio.stage.port import Ingest, Stage, StageEvent, StageSetup, VideoProfile
from tests.helpers.pictures import YELLOW, Colour, decode, shows_card, write_png

SMALL = VideoProfile(320, 180, 20)
"""Software draws each pixel: at twice the width an OBS on air takes twice the processor's time."""
WIDE = VideoProfile(640, 360, 20)
"""Where several things lie side by side, or letters and codes are read."""
PATIENCE = 60.0
"""Seconds to wait for a condition; a loaded test machine is slow, not wrong."""


def wait_for(condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Until it holds; AssertionError naming ``what`` if it never does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.05)


def wait_for_card(stage: Stage, card: Layer, colour: Colour) -> None:
    """Until the programme shows ``card``: OBS draws what it was asked for some frames later."""

    def is_seen() -> bool:
        return shows_card(decode(stage.programme(SMALL.width)), card, colour)

    wait_for(is_seen, f"{card.label} on the programme")


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
    folder: Path,
    *,
    ingest: Ingest | None = None,
    footage: str = "synthetic",
    video: VideoProfile = SMALL,
) -> StageSetup:
    """A small programme, recordings below ``folder``, a yellow break picture."""
    recordings = folder / "录像"
    recordings.mkdir(exist_ok=True)
    picture = write_png(folder, YELLOW, video.width, video.height)
    return StageSetup(video, recordings, picture, ingest, footage)
