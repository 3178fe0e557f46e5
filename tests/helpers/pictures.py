"""Cards in one plain colour, and looking for that colour in what a stage shows."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.stage.layers import Layer, Slot
from tests.helpers.obs_rig import need_programs

Colour = tuple[int, int, int]
"""Red, green, blue."""
Image = NDArray[np.uint8]

RED: Colour = (210, 40, 40)
GREEN: Colour = (30, 170, 60)
BLUE: Colour = (40, 60, 200)
YELLOW: Colour = (230, 200, 40)
TOLERANCE = 25
"""JPEG and H.264 shift a plain colour by less than this."""


def write_png(folder: Path, colour: Colour, width: int, height: int, *, frame: int = 0) -> Path:
    """A PNG in one colour, named by its content; ``frame`` transparent pixels around it."""
    picture = np.zeros((height, width, 4), np.uint8)
    picture[frame : height - frame, frame : width - frame] = (*colour[::-1], 255)
    _, encoded = cv2.imencode(".png", picture)
    data = encoded.tobytes()
    path = folder / f"{hashlib.sha256(data).hexdigest()}.png"
    path.write_bytes(data)
    return path


def make_card(
    folder: Path, colour: Colour, label: str, *, x: int = 20, y: int = 100, size: int = 50
) -> Layer:
    """A card of ``2 * size`` by ``size`` canvas pixels with a small transparent frame."""
    path = write_png(folder, colour, 2 * size, size, frame=4)
    return Layer(Slot.CARD, path, path.stem, x, y, 2 * size, size, label)


def decode(jpeg: bytes) -> Image:
    """The pixels of an encoded picture, red green blue."""
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None, "not a picture"
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)


def colour_at(picture: Image, x: int, y: int, radius: int = 8) -> Colour:
    """Mean colour around a point."""
    part = picture[y - radius : y + radius, x - radius : x + radius].reshape(-1, 3)
    red, green, blue = part.mean(axis=0)
    return int(red), int(green), int(blue)


def is_colour(seen: Colour, wanted: Colour) -> bool:
    """Whether two colours are the same but for what compression does to them."""
    return all(abs(a - b) <= TOLERANCE for a, b in zip(seen, wanted, strict=True))


def shows_card(picture: Image, card: Layer, colour: Colour) -> bool:
    """Whether a picture at canvas size shows ``card`` in its place."""
    middle = (card.x + card.width // 2, card.y + card.height // 2)
    return is_colour(colour_at(picture, *middle), colour)


def write_clip(path: Path, *, moving: float, still: float = 0.0, black: bool = False) -> Path:
    """A clip at 20 frames a second that moves, then stands still (or is black) for a while."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 20, (320, 180))
    frame = np.full((180, 320, 3), 120, np.uint8)
    for number in range(round(moving * 20)):
        frame = np.full((180, 320, 3), 120, np.uint8)
        left = number * 13 % 280
        frame[60:120, left : left + 40] = (40, 40, 210)
        writer.write(frame)
    for _ in range(round(still * 20)):
        writer.write(np.zeros_like(frame) if black else frame)
    writer.release()
    return path


def write_tone(path: Path) -> Path:
    """A clip of five seconds with a loud tone; skips where there is no ffmpeg."""
    need_programs(["ffmpeg"])
    subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=20"),
            *("-f", "lavfi", "-i", "sine=frequency=440", "-t", "5", str(path)),
        ],
        check=True,
    )
    return path


def frames_of(video: Path) -> list[Image]:
    """Every frame of a video file, red green blue."""
    capture = cv2.VideoCapture(str(video))
    frames = []
    while True:
        good, frame = capture.read()
        if not good:
            break
        frames.append(np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB), np.uint8))
    capture.release()
    return frames


def make_jpeg(colour: Colour) -> bytes:
    """A picture of one colour, as a stage hands out stills."""
    picture = np.full((180, 320, 3), colour[::-1], np.uint8)
    return bytes(cv2.imencode(".jpg", picture)[1].tobytes())
