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
"""Of the picture's solid pixels; with less of it uncovered nobody can read it."""
SOLID = 0.75
"""Of a pixel: where less of the picture is, too much of the camera shines through to tell."""
GAMMA = 2.2
"""From a pixel's figure to the light it stands for."""
TILE, ENOUGH_OF_TILE = 12, 0.7
"""Pixels of a side, and alike of those in it: one figure of a price is little of a card, and
nearly all of its own tile."""
LEAST_OF_TILE = 24
"""Pixels looked at in a tile that has a say."""


def region(canvas: Picture, box: Box) -> Picture:
    """The part of ``canvas`` in ``box``, as far as it reaches."""
    x, y, width, height = box
    return canvas[max(0, y) : max(0, y + height), max(0, x) : max(0, x + width)]


def shows(canvas: Picture, picture: Picture, box: Box, covered: Iterable[Box] = ()) -> bool:
    """True where ``picture`` (BGR or BGRA) is seen in ``box`` of ``canvas`` (BGR).

    Only its solid pixels are compared, and none that lie in ``covered``; through one that is not
    quite opaque anything may shine. False where too few are left to tell, or any part differs.
    """
    x, y, width, height = box
    wanted = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    there: np.ndarray = np.ones((height, width), np.float32)
    if picture.shape[2] == 4:
        there = np.asarray(wanted)[:, :, 3].astype(np.float32) / 255
    solid = there >= SOLID
    open_to_see = solid & _inside(canvas, box)
    for left, top, wide, high in covered:
        rows = slice(max(0, top - y), max(0, top - y + high))
        open_to_see[rows, max(0, left - x) : max(0, left - x + wide)] = False
    if open_to_see.sum() < max(1.0, ENOUGH_SEEN * solid.sum()):
        return False
    seen = np.zeros((height, width, 3), np.uint8)
    part = region(canvas, box)
    top, left = max(0, -y), max(0, -x)
    seen[top : top + part.shape[0], left : left + part.shape[1]] = part
    alike = _alike(seen, np.asarray(wanted)[:, :, :3], there) & open_to_see
    return bool(alike.sum() >= ENOUGH_ALIKE * open_to_see.sum()) and _everywhere(alike, open_to_see)


def _alike(seen: np.ndarray, wanted: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Which pixels can be ``wanted`` laid over something: from black beneath to white.

    The practice stage mixes the figures, OBS mixes the light they stand for, which lets far more of
    what is bright beneath through [M].
    """
    share, own = there[:, :, None], wanted.astype(np.float32) / 255
    found = seen.astype(np.float32) / 255
    darkest = own * share
    lightest = (own**GAMMA * share + (1 - share)) ** (1 / GAMMA)
    near = NEAR / 255
    return np.asarray(((found >= darkest - near) & (found <= lightest + near)).all(axis=2))


def _everywhere(alike: np.ndarray, looked_at: np.ndarray) -> bool:
    """Whether each tile is alike, of those of which enough is to be seen."""
    good, all_of = _tiles(alike), _tiles(looked_at)
    tells = all_of >= LEAST_OF_TILE
    return bool((good[tells] >= ENOUGH_OF_TILE * all_of[tells]).all())


def _tiles(marked: np.ndarray) -> np.ndarray:
    """How many are marked in each tile."""
    height, width = marked.shape
    padded = np.pad(marked, ((0, -height % TILE), (0, -width % TILE)))
    rows, columns = padded.shape[0] // TILE, padded.shape[1] // TILE
    return np.asarray(padded.reshape(rows, TILE, columns, TILE).sum(axis=(1, 3)))


def _inside(canvas: Picture, box: Box) -> np.ndarray:
    x, y, width, height = box
    across = np.arange(x, x + width)
    down = np.arange(y, y + height)
    inside_x = (across >= 0) & (across < canvas.shape[1])
    inside_y = (down >= 0) & (down < canvas.shape[0])
    return np.asarray(inside_y[:, None] & inside_x[None, :])
