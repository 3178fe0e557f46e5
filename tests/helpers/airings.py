"""Which product's picture is on the air, frame by frame, in a film that was received or recorded.

Each test picture is two colours in four fields, a pattern that neither the stage's own footage nor
the other picture shows; it is found by its colours' share of the frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

Colour = tuple[int, int, int]

PICTURES: dict[str, tuple[Colour, Colour]] = {
    "mussel": ((255, 0, 255), (0, 255, 255)),
    "bayberry": ((255, 128, 0), (0, 255, 0)),
}
"""Blue, green, red of the two colours of each picture."""

NEAR = 60
"""Distance per channel within which an encoded colour still counts as itself."""
SHARE = 0.004
"""Least part of the frame each colour must cover; a card's picture covers many times that."""


def write_picture(path: Path, name: str) -> None:
    """Four fields, two colours, 400×300."""
    one, other = PICTURES[name]
    fields = np.array([[one, other], [other, one]], np.uint8)
    cv2.imwrite(str(path), np.kron(fields, np.ones((150, 200, 1), np.uint8)))


def on_frame(frame: np.ndarray[Any, Any]) -> str:
    """Name of the picture seen; empty for none, both names for a mix that must not be."""
    return "+".join(name for name, colours in PICTURES.items() if _shows(frame, colours))


def _shows(frame: np.ndarray[Any, Any], colours: tuple[Colour, Colour]) -> bool:
    return all(_share(frame, colour) > SHARE for colour in colours)


def _share(frame: np.ndarray[Any, Any], colour: Colour) -> float:
    sample = frame[::2, ::2].astype(np.int16)  # a share needs no more, and films are long
    difference = np.abs(sample - np.array(colour, np.int16)).max(axis=2)
    return float((difference < NEAR).mean())


@dataclass(frozen=True, slots=True)
class Airing:
    """A stretch of film that shows one picture, seconds from the film's first frame."""

    name: str
    start: float
    end: float


LEFT_OUT_SECONDS = 3.0


def airings(film: Path) -> list[Airing]:
    """Every stretch of the film that shows a picture, in order."""
    capture = cv2.VideoCapture(str(film))
    seen: list[Airing] = []
    before = None
    while True:
        good, frame = capture.read()
        if not good:
            break
        at = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        name = on_frame(frame)
        # A busy encoder leaves frames out: where none is, nothing else was seen. For so long only:
        # a film that stands still is another fault.
        longest = LEFT_OUT_SECONDS if name == before else 0.3
        if name and seen and seen[-1].name == name and at - seen[-1].end < longest:
            seen[-1] = Airing(name, seen[-1].start, at)
        elif name:
            seen.append(Airing(name, at, at))
        before = name
    capture.release()
    return seen
