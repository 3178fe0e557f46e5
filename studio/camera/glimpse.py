"""Looks at small pictures of the programme, one after the other: black, dark, does it move?

A stage that shows a stuck camera gives the very same JPEG again; a camera at an empty table does
not, because its sensor's noise moves the encoder's coefficients. [M] Noise of a third of a grey
level at 1280 pixels changes a quarter of the pixels at 320.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.camera import checks
from studio.camera.opencv import Picture, cv2

MOVED_SHARE = 0.05
"""Percent of the pixels; fewer that differ are no movement."""
BLACK_SHARE = 70.0
"""Percent of the pixels that are black; the rest may be a card over a camera that shows nothing."""


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

    def take(self, jpeg: bytes) -> Glimpse | None:
        """What ``jpeg`` shows; None where it cannot be read."""
        grey = _grey(jpeg)
        if grey is None:
            return None
        before, self._before = self._before, grey
        measured = checks.measure_grey(grey)
        black = checks.is_black(measured) or black_share(grey) >= BLACK_SHARE
        dark = measured.brightness < checks.DARK_BRIGHTNESS
        moved = before is None or changed_share(before, grey) >= MOVED_SHARE
        return Glimpse(black, dark, moved)


def black_share(grey: Picture) -> float:
    """Percent of the pixels in which nothing can be told from black."""
    return 100 * float((grey < checks.BLACK_BRIGHTNESS / 100 * 255).mean())


def changed_share(one: Picture, other: Picture) -> float:
    """Percent of the pixels that differ at all."""
    if one.shape != other.shape:
        return 100.0
    return 100 * float((one != other).mean())


def _grey(jpeg: bytes) -> Picture | None:
    data = np.frombuffer(jpeg, np.uint8)
    if not data.size:
        return None
    picture = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    return None if picture is None else np.asarray(picture, np.uint8)
