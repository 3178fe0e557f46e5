"""The practice stage's film is as long as it took: measured, so nothing else may run meanwhile."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from studio.stage.port import Observed, RecordingChanged, Wanted
from tests.helpers.practice import CARD_BGR, SMALL, OpenStage, card, frames_of, setup

CARD_AT = (70, 90)
"""A point on the card."""
SLACK = round(0.3 * SMALL.fps)
"""Frames: a card takes eight of them to come."""


@pytest.mark.quiet
def test_recording_lasts_as_long_as_it_was_recorded(tmp_path: Path) -> None:
    room = OpenStage(setup(tmp_path))
    begun = _Asked(room, Wanted(recording=True))
    path = begun.seen.recording_path
    assert path is not None
    time.sleep(1.0)
    shown = _Asked(room, Wanted(recording=True, layers=(card(tmp_path),)))
    time.sleep(1.0)
    ended = _Asked(room, Wanted())
    room.stage.close()
    frames = frames_of(path)
    shortest, longest = ended.frames_after(begun)
    assert shortest - SLACK <= len(frames) <= longest + SLACK
    red = [_shows_card(frame) for frame in frames]
    soonest, latest = shown.frames_after(begun)
    assert not any(red[: soonest - SLACK])
    assert all(red[latest + SLACK :])
    assert any(red)
    assert room.news == [RecordingChanged(True, path), RecordingChanged(False, path)]


class _Asked:
    """Something asked of the stage: it came about at some moment of the call."""

    def __init__(self, room: OpenStage, wanted: Wanted) -> None:
        self.before = time.monotonic()
        self.seen: Observed = room.stage.apply(wanted)
        self.after = time.monotonic()

    def frames_after(self, other: _Asked) -> tuple[int, int]:
        """At least, and at most."""
        least, most = self.before - other.after, self.after - other.before
        return int(least * SMALL.fps), int(most * SMALL.fps) + 1


def _shows_card(frame: np.ndarray) -> bool:
    x, y = CARD_AT
    mean = frame[y - 4 : y + 4, x - 4 : x + 4].reshape(-1, 3).mean(axis=0)
    return bool(np.abs(mean - CARD_BGR).max() < 20)
