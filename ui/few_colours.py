"""A picture in 256 colours, a third of its size on disk: screens have few colours, photos many.

The commonest colours of the picture are kept exactly, so flat areas and words stay what they
were; the rest are shared out by median cut. The same picture gives the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, qBlue, qGreen, qRed, qRgb

MOST = 256
EXACT = 112
"""How many of the commonest colours are kept as they are."""
COARSE = 3
"""Bits of each channel that no median cut needs to tell apart."""

Colour = tuple[int, int, int]


def few_colours(image: QImage) -> QImage:
    """``image`` with at most 256 colours; exactly the same where it has no more."""
    pixels = image.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(pixels.constBits()).cast("B").cast("I"))
    ranked = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    table = [colour for colour, _ in ranked[:MOST]]
    if len(ranked) > MOST:
        table = table[:EXACT] + _shared(ranked[EXACT:], MOST - EXACT)
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return pixels.convertToFormat(QImage.Format.Format_Indexed8, table, flags)


@dataclass(slots=True)
class _Bin:
    """Colours too near each other to be told apart here: their number and their sum."""

    pixels: int
    red: int
    green: int
    blue: int

    def mean(self) -> Colour:
        return self.red // self.pixels, self.green // self.pixels, self.blue // self.pixels


def _shared(ranked: Sequence[tuple[int, int]], count: int) -> list[int]:
    """``count`` colours for all of ``ranked``: the widest box is cut at its middle, again."""
    boxes = [list(_bins(ranked).values())]
    while len(boxes) < count:
        place = max(range(len(boxes)), key=lambda number: _weight(boxes[number]))
        box = boxes[place]
        if len(box) < 2:
            break
        channel = max(range(3), key=lambda number: _span(box, number))
        box.sort(key=lambda found: found.mean()[channel])
        half = _middle(box)
        boxes[place : place + 1] = [box[:half], box[half:]]
    return [qRgb(*_mean(box)) for box in boxes]


def _bins(ranked: Sequence[tuple[int, int]]) -> dict[Colour, _Bin]:
    bins: dict[Colour, _Bin] = {}
    for colour, pixels in ranked:
        red, green, blue = qRed(colour), qGreen(colour), qBlue(colour)
        found = bins.setdefault((red >> COARSE, green >> COARSE, blue >> COARSE), _Bin(0, 0, 0, 0))
        found.pixels += pixels
        found.red += red * pixels
        found.green += green * pixels
        found.blue += blue * pixels
    return bins


def _span(box: Sequence[_Bin], channel: int) -> int:
    values = [found.mean()[channel] for found in box]
    return max(values) - min(values)


def _weight(box: Sequence[_Bin]) -> float:
    """How much a box wants to be cut: many pixels, far apart."""
    if len(box) < 2:
        return 0.0
    pixels = sum(found.pixels for found in box)
    return float(max(_span(box, channel) for channel in range(3)) * pixels**0.3)


def _middle(box: Sequence[_Bin]) -> int:
    """Where half of the box's pixels lie on either side; never an empty side."""
    half, passed = sum(found.pixels for found in box) / 2, 0
    for place, found in enumerate(box):
        passed += found.pixels
        if passed >= half:
            return min(max(1, place), len(box) - 1)
    return len(box) - 1


def _mean(box: Sequence[_Bin]) -> Colour:
    pixels = sum(found.pixels for found in box)
    return (
        sum(found.red for found in box) // pixels,
        sum(found.green for found in box) // pixels,
        sum(found.blue for found in box) // pixels,
    )
