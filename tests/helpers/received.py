"""Layers made to be read back from a received stream, and what each of its frames shows.

Two cards in plain colours in one place, a countdown whose digits are shades of grey, and a mark
that is switched by hand: in one film they tell apart what a take costs and what the stream does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from overlays.motion import Step
from studio.stage.layers import DigitStrip, Layer, Motion, Slot
from studio.stage.obs.client import ObsClient
from studio.stage.obs.scenes import PROGRAMME

Pixels = NDArray[np.uint8]

CARD = (200, 140, 240, 120)
"""x, y, width, height. All sizes are made for 640 by 360."""
COLOURS = {"A": (220, 20, 20), "B": (20, 20, 220)}
"""Red, green, blue: neither has green, which the ground behind them has."""
MOST_GREEN = 40
STEP_PIXELS, SLIDE_STEPS = 6, 10
SLIDE = Motion(into=tuple(Step(dx=-STEP_PIXELS * left) for left in range(SLIDE_STEPS, 0, -1)))
"""Every step can be told from the next in a compressed picture."""
CLOCK = (20, 20)
CELL, DARKEST, SHADE = 40, 20, 22
MARK, MARK_AT, MARK_SIZE = "记号", (580, 20), 40


def write_png(folder: Path, picture: Pixels) -> tuple[Path, str]:
    """A PNG named by its content; blue green red, alpha."""
    data = cv2.imencode(".png", picture)[1].tobytes()
    sha = hashlib.sha256(data).hexdigest()
    path = folder / f"{sha}.png"
    path.write_bytes(data)
    return path, sha


def card(folder: Path, name: str, motion: Motion = SLIDE, *, number: int = 0) -> Layer:
    """Card A or B; each ``number`` is another file, some squares along the top apart."""
    x, y, width, height = CARD
    picture = np.full((height, width, 4), 255, np.uint8)
    picture[:, :, :3] = COLOURS[name][::-1]
    for bit in range(number.bit_length()):  # seen when it is held against its file, not in a film
        picture[2:12, 2 + 12 * bit : 12 + 12 * bit, :3] = 255 * (number >> bit & 1)
    path, sha = write_png(folder, picture)
    return Layer(Slot.CARD, path, sha, x, y, width, height, f"{name}{number}", motion)


def countdown(folder: Path, ends_at: float) -> Layer:
    """Minutes and seconds."""
    strip = np.full((CELL, 10 * CELL, 4), 255, np.uint8)
    for digit in range(10):
        strip[:, digit * CELL : (digit + 1) * CELL, :3] = DARKEST + SHADE * digit
    ground = np.full((CELL, 4 * CELL, 4), 255, np.uint8)
    places = tuple((place * CELL, 0) for place in range(4))
    digits = DigitStrip(*write_png(folder, strip), CELL, CELL, places, ends_at)
    path, sha = write_png(folder, ground)
    return Layer(
        Slot.COUNTDOWN, path, sha, *CLOCK, 4 * CELL, CELL, "倒计时", Motion(), digits=digits
    )


def make_mark(hand: ObsClient) -> int:
    """A white square that is hidden; returns its item."""
    asked = {
        "sceneName": PROGRAMME,
        "inputName": MARK,
        "inputKind": "color_source_v3",
        "inputSettings": {"color": 0xFFFFFFFF, "width": MARK_SIZE, "height": MARK_SIZE},
        "sceneItemEnabled": False,
    }
    item = int(hand.request("CreateInput", asked)["sceneItemId"])
    place = {"positionX": float(MARK_AT[0]), "positionY": float(MARK_AT[1])}
    where = {"sceneName": PROGRAMME, "sceneItemId": item}
    hand.request("SetSceneItemTransform", where | {"sceneItemTransform": place})
    return item


def set_mark(hand: ObsClient, item: int, *, shown: bool) -> None:
    """Switch it, as plainly as OBS can be asked for anything."""
    where = {"sceneName": PROGRAMME, "sceneItemId": item, "sceneItemEnabled": shown}
    hand.request("SetSceneItemEnabled", where)


@dataclass(frozen=True, slots=True)
class Seen:
    """One frame."""

    number: int
    ground: bool
    """In the middle of the card's place something shines through that is neither card."""
    card: str
    """The one in the middle of it, A or B."""
    step: int
    """Of a slide, how many are still to come."""
    mark: bool
    seconds: int
    """What the countdown says."""


def read_film(film: Path) -> Iterator[Seen]:
    """Every frame of it."""
    capture = cv2.VideoCapture(str(film))
    number = 0
    try:
        while True:
            good, frame = capture.read()
            if not good:
                return
            yield read_frame(number, np.asarray(frame, np.uint8))
            number += 1
    finally:
        capture.release()


def read_frame(number: int, frame: Pixels) -> Seen:
    """What a frame (blue green red) shows."""
    x, y, width, height = CARD
    middle = frame[y + 40 : y + height - 40, x + 100 : x + width - 100].reshape(-1, 3).mean(axis=0)
    row = frame[y + 50 : y + height - 50, : x + width, 1].mean(axis=0)
    covered = np.flatnonzero(row < MOST_GREEN + 15)
    edge = int(covered[0]) if covered.size else x
    mark = frame[MARK_AT[1] + 10 : MARK_AT[1] + 30, MARK_AT[0] + 10 : MARK_AT[0] + 30]
    return Seen(
        number,
        ground=bool(middle[1] > MOST_GREEN),
        card="A" if middle[2] > middle[0] else "B",
        step=round((x - edge) / STEP_PIXELS),
        mark=bool(mark.mean() > 160),
        seconds=_seconds(frame),
    )


def _seconds(frame: Pixels) -> int:
    left, top = CLOCK
    cells = frame[top + 12 : top + CELL - 12]
    digits = []
    for place in range(4):
        start = left + place * CELL
        shade = float(cells[:, start + 12 : start + CELL - 12].mean())
        digits.append(min(9, max(0, round((shade - DARKEST) / SHADE))))
    return (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3]
