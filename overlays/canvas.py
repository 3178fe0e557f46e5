"""The canvas an overlay is drawn for: its size, its free part, and how large a unit is on it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from overlays.safe_areas import EVERYWHERE, Profile, profile

SHORT_SIDE = 720
"""Units of a canvas's short side."""
SAFE_WIDTH = 512
"""Units across the free part of an upright picture, if a unit is to be as large as elsewhere."""
SMALLEST_UNIT = 0.55
"""On a lying 640×360 everything is drawn larger, so that small print is 12 px."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """Pixels of the programme, and the part of it that no platform covers."""

    width: int
    height: int
    safe: QRectF
    unit: float
    """Pixels of one unit of the layouts."""

    @property
    def upright(self) -> bool:
        return self.height > self.width

    @property
    def whole(self) -> QRectF:
        return QRectF(0, 0, self.width, self.height)


def canvas(size: tuple[int, int], free: Profile | None = None) -> Canvas:
    """The canvas of ``size`` pixels under a platform's profile, else that of all platforms.

    Layouts follow the profile: where less is free across, a unit is smaller and lines break sooner.
    """
    width, height = size
    area = (free or profile(EVERYWHERE)).area(size)
    safe = QRectF(area.x(), area.y(), area.width(), area.height())
    if height > width:
        plain = width / SHORT_SIDE
        unit = min(max(safe.width() / SAFE_WIDTH, 0.7 * plain), 1.15 * plain)
    else:
        unit = max(height / SHORT_SIDE, SMALLEST_UNIT)
    return Canvas(width, height, safe, unit)
