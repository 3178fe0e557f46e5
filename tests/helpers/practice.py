"""An open practice stage with its pictures, and what it told."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np

from studio.stage.layers import Layer, Slot
from studio.stage.port import (
    Ingest,
    MicrophoneMeasured,
    StageEvent,
    StageSetup,
    VideoProfile,
)
from studio.stage.practice.stage import PracticeStage

SMALL = VideoProfile(320, 180, 30)
CARD_BGR = (0, 0, 255)
BREAK_BGR = (40, 160, 40)
T = TypeVar("T")


def until(look: Callable[[], T], seconds: float = 60.0) -> T:
    """What ``look`` returns once it is true."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < deadline, "did not come about in time"
        time.sleep(0.02)
    return seen


def write_png(path: Path, picture: np.ndarray) -> Path:
    good, data = cv2.imencode(".png", picture)
    assert good
    path.write_bytes(data.tobytes())
    return path


def card(
    folder: Path, name: str = "one", colour: tuple[int, int, int] = CARD_BGR, label: str = "YB-001"
) -> Layer:
    """A card of one colour with a transparent border."""
    picture = np.zeros((60, 100, 4), np.uint8)
    picture[10:50, 10:90] = (*colour, 255)
    path = write_png(folder / f"{name}.png", picture)
    return Layer(Slot.CARD, path, f"sha-{name}", 20, 60, 100, 60, label)


def setup(
    folder: Path, video: VideoProfile = SMALL, footage: str = "synthetic", ingest: bool = True
) -> StageSetup:
    """A folder with a break picture, and everything a stage needs to open."""
    recordings = folder / "录像"
    recordings.mkdir(exist_ok=True)
    board = np.full((video.height, video.width, 3), BREAK_BGR, np.uint8)
    return StageSetup(
        video,
        recordings,
        write_png(folder / "break.png", board),
        Ingest("practice") if ingest else None,
        footage,
    )


class OpenStage:
    """A practice stage that is open, and the events it told."""

    def __init__(self, setup: StageSetup, stage: PracticeStage | None = None) -> None:
        self.stage = stage or PracticeStage()
        self.told: list[StageEvent] = []
        self.setup = setup
        self.info = self.stage.open(setup, self.told.append)

    @property
    def news(self) -> list[StageEvent]:
        """What it told, without the microphone's readings."""
        return [event for event in list(self.told) if not isinstance(event, MicrophoneMeasured)]

    def picture(self) -> np.ndarray:
        """The programme at the canvas's size (BGR)."""
        jpeg = np.frombuffer(self.stage.programme(self.setup.video.width), np.uint8)
        decoded = cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
        assert decoded is not None
        return decoded

    def colour_at(self, x: int, y: int) -> tuple[int, int, int]:
        """Mean colour around a point of the programme (BGR)."""
        patch = self.picture()[y - 4 : y + 4, x - 4 : x + 4]
        blue, green, red = (round(float(part)) for part in patch.reshape(-1, 3).mean(axis=0))
        return blue, green, red


def frames_of(path: Path) -> list[np.ndarray]:
    """Every frame of a recording."""
    capture = cv2.VideoCapture(str(path))
    frames = []
    while True:
        good, frame = capture.read()
        if not good:
            break
        frames.append(frame)
    capture.release()
    return frames
