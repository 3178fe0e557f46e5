"""How far two pictures are apart for an eye."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

GROUND = (96, 128, 112)
"""What both are laid on: clear parts count as what is seen through them."""


def difference(one: QImage, other: QImage) -> NDArray[np.float32]:
    """ΔE 1976 of each pixel; both pictures must be of one size."""
    assert one.size() == other.size(), (one.size(), other.size())
    first, second = (cv2.cvtColor(_laid(image), cv2.COLOR_RGB2Lab) for image in (one, other))
    return np.sqrt(((first - second) ** 2).sum(axis=2))


def _laid(image: QImage) -> NDArray[np.float32]:
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1, 4)
    colours, alpha = rows[:, :, :3].astype(np.float32), rows[:, :, 3:].astype(np.float32) / 255
    return (colours * alpha + np.array(GROUND, np.float32) * (1 - alpha)) / 255
