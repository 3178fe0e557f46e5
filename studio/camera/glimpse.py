"""Looks at small pictures of the programme, one after the other: black, dark, does it move?

A stage that shows a stuck camera gives the very same JPEG again; a camera at an empty table does
not, because its sensor's noise moves the encoder's coefficients. [M] Noise of a third of a grey
level at 1280 pixels changes a quarter of the pixels at 320.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.camera import checks
from studio.camera.opencv import Picture, cv2

MOVED_SHARE = 0.05
"""Percent of the pixels; fewer that differ are no movement."""
BLACK_SHARE = 70.0
"""Percent of the pixels that are black; the rest may be a card over a camera that shows nothing."""

BLOCK = 8
"""Pixels of a JPEG's block, which change together."""
SCALED = 1
"""Pixels beside a moving part that a scaler may have mixed with it."""
Part = tuple[float, float, float, float]
"""Left, top, width, height in shares of the picture's width and height."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What one picture shows, and whether it differs from the one before."""

    black: bool
    dark: bool
    moved: bool
    """True for the first picture too: nothing is known against it."""


class Glimpses:
    """Follows one programme. One thread."""

    def __init__(self) -> None:
        self._before: Picture | None = None

    def take(self, jpeg: bytes, apart: Sequence[Part] = ()) -> Glimpse | None:
        """What ``jpeg`` shows; None where it cannot be read.

        ``apart``: what lies over the camera and moves by itself says nothing of it.
        """
        grey = _grey(jpeg)
        if grey is None:
            return None
        before, self._before = self._before, grey
        looked_at = _rest(grey, apart)
        seen = grey[looked_at]
        brightness, contrast = checks.light(seen)
        black = checks.is_black(brightness, contrast) or black_share(seen) >= BLACK_SHARE
        moved = (
            before is None
            or before.shape != grey.shape
            or changed_share(before[looked_at], seen) >= MOVED_SHARE
        )
        return Glimpse(black, brightness < checks.DARK_BRIGHTNESS, moved)


class Bare:
    """Follows the cameras of one programme by themselves. One thread."""

    def __init__(self) -> None:
        self._followed: dict[str, Glimpses] = {}

    def moved(self, pictures: Mapping[str, bytes]) -> bool | None:
        """Whether any of them moved, by name; None: of other cameras than at the look before, so
        that nothing is known yet. One without a picture does not move."""
        begun = self._followed.keys() != pictures.keys()
        if begun:
            self._followed = {name: Glimpses() for name in pictures}
        seen = [self._followed[name].take(jpeg) for name, jpeg in pictures.items()]
        return None if begun else any(each is not None and each.moved for each in seen)


def black_share(grey: Picture) -> float:
    """Percent of the pixels in which nothing can be told from black."""
    return 100 * float((grey < checks.BLACK_BRIGHTNESS / 100 * 255).mean())


def changed_share(one: Picture, other: Picture) -> float:
    """Percent of the pixels that differ at all."""
    return 100 * float((one != other).mean())


def _rest(grey: Picture, apart: Sequence[Part]) -> npt.NDArray[np.bool_]:
    """The pixels that are looked at: all where ``apart`` leaves none."""
    height, width = grey.shape
    rest = np.ones(grey.shape, bool)
    for left, top, wide, high in apart:
        rows = _blocks(top * height, (top + high) * height)
        rest[rows, _blocks(left * width, (left + wide) * width)] = False
    return rest if rest.any() else np.ones(grey.shape, bool)


def _blocks(begin: float, end: float) -> slice:
    """Whole blocks of the encoder's around these pixels, and those a scaler mixed with them."""
    first, last = math.floor(begin) - SCALED, math.ceil(end) + SCALED
    return slice(max(0, first // BLOCK * BLOCK), max(0, -(-last // BLOCK) * BLOCK))


def _grey(jpeg: bytes) -> Picture | None:
    data = np.frombuffer(jpeg, np.uint8)
    if not data.size:
        return None
    picture = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    return None if picture is None else np.asarray(picture, np.uint8)
