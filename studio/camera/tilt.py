"""Tells a camera that hangs crooked from a picture with slanted things in it.

A tilted camera turns everything: door frames and table edges alike. So both the lines that should
be level and those that should be upright must lean by the same angle, and most of what is straight
in the picture must agree. A table seen from the side slants only the level ones.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studio.camera.opencv import Picture, cv2

LEAST_DEGREES, MOST_DEGREES = 4.0, 20.0
"""Less is not noticed by viewers; more is somebody's artistic choice, or no level line at all."""
AGREE_DEGREES = 1.5
LINE_SHARE = 0.12
"""Of the picture's width: shorter lines are leaves and letters."""
LINES_NEEDED = 1.5
"""All lines together, in widths of the picture; fewer say nothing."""
AGREEING = 0.6
"""Of the length of all lines, at the same angle."""
EACH_WAY = 0.15
"""Of it level, and of it upright, at least."""
CANNY_LOW, CANNY_HIGH = 60, 180
VOTES = 50
GAP_PIXELS = 4

Angles = npt.NDArray[np.float64]


def tilt(grey: Picture) -> float | None:
    """Degrees the camera hangs crooked, clockwise positive; None where nothing says so surely."""
    degrees, lengths = _lines(grey)
    total = float(lengths.sum())
    if total < LINES_NEEDED * grey.shape[1]:
        return None
    lean = (degrees + 45) % 90 - 45  # upright and level lines lean alike
    angle = _dominant(lean, lengths)
    agree = np.abs(lean - angle) <= AGREE_DEGREES
    level = np.abs(degrees) <= 45
    shares = [float(lengths[agree & way].sum()) / total for way in (level, ~level)]
    if sum(shares) < AGREEING or min(shares) < EACH_WAY:
        return None
    return angle if LEAST_DEGREES <= abs(angle) <= MOST_DEGREES else None


def _lines(grey: Picture) -> tuple[Angles, Angles]:
    """Angle of every straight line, -90 to 90 degrees, and its length in pixels."""
    edges = cv2.Canny(grey, CANNY_LOW, CANNY_HIGH)
    least = LINE_SHARE * grey.shape[1]
    found = cv2.HoughLinesP(edges, 1, np.pi / 720, VOTES, None, least, GAP_PIXELS)
    if found is None:
        return np.zeros(0), np.zeros(0)
    x1, y1, x2, y2 = np.asarray(found, np.float64).reshape(-1, 4).T
    degrees = np.degrees(np.arctan2(y2 - y1, x2 - x1))
    return (degrees + 90) % 180 - 90, np.hypot(x2 - x1, y2 - y1)


def _dominant(lean: Angles, lengths: Angles) -> float:
    """The angle at which most of the length agrees."""
    near = np.abs(lean[:, None] - lean[None, :]) <= AGREE_DEGREES
    best = int(np.argmax(near @ lengths))
    chosen = near[best]
    return float(np.average(lean[chosen], weights=lengths[chosen]))
