"""Whether a screenshot shows a given picture: how a card is verified before viewers see it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

TILE = 8
"""Pixels of a side: of a whole card one other figure is nothing, of its own tile it is much."""
TILE_DIFFERENCE = 5.0
"""Of 255, the mean over a tile. Read back from OBS 29 every picture differs by one at most, in any
pixel; the least that another figure makes anywhere, in the smallest letters of a programme of
540×960, is 10 [M]. So the same picture has room for a GPU's rounding, and no other one has."""

Pixels = NDArray[np.uint8]


def shows_picture(screenshot: bytes, picture: Path) -> bool:
    """True if ``screenshot`` (an encoded image) shows the file ``picture``, in each of its tiles.

    OBS's screenshot of a source has no transparency: what is half there was multiplied by its share
    [M]. Blended in light it may be brighter, up to the picture's own colour, which counts as the
    same. False for anything unreadable. Any thread.
    """
    seen, wanted = QImage.fromData(screenshot), QImage(str(picture))
    if seen.isNull() or wanted.isNull() or seen.size() != wanted.size():
        return False
    found = _pixels(seen, QImage.Format.Format_RGBA8888)
    darkest = _pixels(wanted, QImage.Format.Format_RGBA8888_Premultiplied)
    lightest = _pixels(wanted, QImage.Format.Format_RGBA8888)
    found[:, :, 3] = darkest[:, :, 3]
    too_dark = np.maximum(found, darkest) - found
    too_light = found - np.minimum(found, lightest)
    return bool((_tiles(too_dark + too_light) < TILE_DIFFERENCE * 3 * TILE * TILE).all())


def _tiles(difference: Pixels) -> NDArray[np.uint32]:
    """The sum over each tile; one that the edge cuts is as much the less."""
    height, width, colours = difference.shape
    rows, columns = -(-height // TILE), -(-width // TILE)
    if height % TILE or width % TILE:
        around = (0, -height % TILE), (0, -width % TILE), (0, 0)
        difference = np.pad(difference, around)
    lines = difference.reshape(rows, TILE, columns * TILE * colours).sum(axis=1, dtype=np.uint16)
    return np.asarray(
        lines.reshape(rows, columns, TILE * colours).sum(axis=2, dtype=np.uint32), np.uint32
    )


def _pixels(image: QImage, how: QImage.Format) -> Pixels:
    plain = image.convertToFormat(how)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 4].reshape(plain.height(), plain.width(), 4).copy()
