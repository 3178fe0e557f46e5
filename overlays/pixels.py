"""Whether a screenshot shows a given picture: how a card is verified before viewers see it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

MEAN_DIFFERENCE = 6.0
"""Of 255: room for colour rounding in a GPU, far below any two different cards."""


def shows_picture(screenshot: bytes, picture: Path) -> bool:
    """True if ``screenshot`` (an encoded image) shows the file ``picture``, pixel for pixel.

    Only opaque pixels are compared, because a screenshot does not keep transparency; a picture
    without any is compared by its size alone. False for anything unreadable. Any thread.
    """
    seen, wanted = QImage.fromData(screenshot), QImage(str(picture))
    if seen.isNull() or wanted.isNull() or seen.size() != wanted.size():
        return False
    expected = _rgba(wanted)
    opaque = expected[:, :, 3] == 255
    if not opaque.any():
        return True
    difference = _rgba(seen)[opaque][:, :3].astype(np.int16) - expected[opaque][:, :3]
    return bool(np.abs(difference).mean() < MEAN_DIFFERENCE)


def _rgba(image: QImage) -> NDArray[np.uint8]:
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 4].reshape(plain.height(), plain.width(), 4).copy()
