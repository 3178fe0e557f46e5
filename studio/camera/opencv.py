"""OpenCV, imported once and kept quiet: the only door to ``cv2`` for cameras and practice stage.

A failing codec or an unplugged camera is worded by us; OpenCV and FFmpeg would also print it to
the terminal. FFmpeg's level is read from the environment at its first use, so it is set before
the import. So is that Windows' Media Foundation need not go through the computer's hardware for
transformations we ask none of: that alone opens many a camera 10 to 30 s late
(https://github.com/opencv/opencv/pull/20327). One thread: the pictures are small and the second
core belongs to the window.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import numpy.typing as npt

os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")

import cv2

cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
cv2.setNumThreads(1)

Picture = npt.NDArray[np.uint8]
"""Rows × columns × 3 (BGR) or 4 (BGRA), 8 bits."""


def read_picture(path: Path) -> Picture | None:
    """The picture in a file with its alpha, as stored; None where it cannot be read.

    Through memory, because ``cv2.imread`` fails on Chinese paths under Windows.
    """
    try:
        return decode_picture(path.read_bytes())
    except OSError:
        return None


def decode_picture(encoded: bytes) -> Picture | None:
    """The picture in the bytes of a file, as `read_picture`."""
    data = np.frombuffer(encoded, np.uint8)
    if not data.size:
        return None
    # A damaged file makes imdecode return None or raise, by format.
    try:
        picture = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
    return None if picture is None else _eight_bit_colour(np.asarray(picture))


def _eight_bit_colour(picture: npt.NDArray[np.generic]) -> Picture:
    eight = picture if picture.dtype == np.uint8 else (picture.astype(np.float64) / 257)
    plain = eight.astype(np.uint8)
    if plain.ndim == 2:
        plain = np.repeat(plain[:, :, None], 3, axis=2)
    return plain


def cover(picture: Picture, width: int, height: int) -> Picture:
    """``picture`` (BGR) scaled to fill ``width`` × ``height``, what hangs over cut off evenly."""
    rows, columns = picture.shape[:2]
    if (columns, rows) == (width, height):
        return picture
    scale = max(width / columns, height / rows)
    wide, high = max(width, round(columns * scale)), max(height, round(rows * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    scaled = np.asarray(cv2.resize(picture, (wide, high), interpolation=how), np.uint8)
    left, top = (wide - width) // 2, (high - height) // 2
    return np.ascontiguousarray(scaled[top : top + height, left : left + width])


__all__ = ["Picture", "cover", "cv2", "decode_picture", "read_picture"]
