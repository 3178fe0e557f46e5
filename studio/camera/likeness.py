"""Whether a picture is really to be seen in a larger one, in its place."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from studio.camera.opencv import Picture, cv2

Box = tuple[int, int, int, int]
"""x, y, width, height in pixels."""

NEAR = 24
"""Of 255, in each colour: what scaling and a GPU's rounding may change of a pixel."""
ENOUGH_ALIKE = 0.98
"""Of the pixels looked at: edges of letters are drawn a little otherwise by another scaler."""
ENOUGH_SEEN = 0.3
"""Of the picture's opaque pixels; with less of it uncovered nobody can read it."""


def region(canvas: Picture, box: Box) -> Picture:
    """The part of ``canvas`` in ``box``, as far as it reaches."""
    x, y, width, height = box
    return canvas[max(0, y) : max(0, y + height), max(0, x) : max(0, x + width)]


def shows(canvas: Picture, picture: Picture, box: Box, covered: Iterable[Box] = ()) -> bool:
    """True where ``picture`` (BGR or BGRA) is seen in ``box`` of ``canvas`` (BGR).

    Only its opaque pixels are compared, and none that lie in ``covered``. False where too few are
    left to tell.
    """
    x, y, width, height = box
    wanted = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    opaque = np.full((height, width), True)
    if picture.shape[2] == 4:
        opaque = np.asarray(wanted[:, :, 3] == 255)
    open_to_see = opaque & _inside(canvas, box)
    for left, top, wide, high in covered:
        rows = slice(max(0, top - y), max(0, top - y + high))
        open_to_see[rows, max(0, left - x) : max(0, left - x + wide)] = False
    if open_to_see.sum() < max(1.0, ENOUGH_SEEN * opaque.sum()):
        return False
    seen = np.zeros((height, width, 3), np.uint8)
    part = region(canvas, box)
    top, left = max(0, -y), max(0, -x)
    seen[top : top + part.shape[0], left : left + part.shape[1]] = part
    apart = cv2.absdiff(seen, np.ascontiguousarray(wanted[:, :, :3])).max(axis=2)
    return bool((apart[open_to_see] <= NEAR).mean() >= ENOUGH_ALIKE)


def _inside(canvas: Picture, box: Box) -> np.ndarray:
    x, y, width, height = box
    across = np.arange(x, x + width)
    down = np.arange(y, y + height)
    inside_x = (across >= 0) & (across < canvas.shape[1])
    inside_y = (down >= 0) & (down < canvas.shape[0])
    return np.asarray(inside_y[:, None] & inside_x[None, :])
