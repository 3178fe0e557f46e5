"""The practice stage's film is as long as it took: measured, so nothing else may run meanwhile."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from studio.stage.port import RecordingChanged, Wanted
from tests.helpers.practice import CARD_BGR, SMALL, OpenStage, card, frames_of, setup

CARD_AT = (70, 90)
"""A point on the card."""


@pytest.mark.quiet
def test_recording_lasts_as_long_as_it_was_recorded(tmp_path: Path) -> None:
    room = OpenStage(setup(tmp_path))
    began = time.monotonic()
    path = room.stage.apply(Wanted(recording=True)).recording_path
    assert path is not None
    time.sleep(1.0)
    room.stage.apply(Wanted(recording=True, layers=(card(tmp_path),)))
    time.sleep(1.0)
    room.stage.apply(Wanted())
    wanted = (time.monotonic() - began) * SMALL.fps
    room.stage.close()
    frames = frames_of(path)
    assert abs(len(frames) - wanted) <= 0.3 * SMALL.fps
    red = [_shows_card(frame) for frame in frames]
    assert not any(red[:25])
    assert all(red[45:])
    assert room.news == [RecordingChanged(True, path), RecordingChanged(False, path)]


def _shows_card(frame: np.ndarray) -> bool:
    x, y = CARD_AT
    mean = frame[y - 4 : y + 4, x - 4 : x + 4].reshape(-1, 3).mean(axis=0)
    return bool(np.abs(mean - CARD_BGR).max() < 20)
