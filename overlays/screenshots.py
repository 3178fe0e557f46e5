"""A phone's screenshot of the room, and where on it the broadcast's picture lies. Pure.

A phone is longer than the picture is: an app that fills its screen cuts two sides of the picture
off, one that shows all of it leaves bars. What a person marks on the screenshot is worth something
only as shares of the picture.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from overlays.safe_areas import Shares

WHOLE: Shares = (0.0, 0.0, 1.0, 1.0)
UPRIGHT, LYING = 9 / 16, 16 / 9
"""Width by height of the picture that is broadcast."""
EDGE = 0.002
"""Of the picture: less than that is cut off by rounding, not by a phone."""


@dataclass(frozen=True, slots=True)
class Screenshot:
    """Boxes on it are shares of it, as `Shares`."""

    width: int
    height: int
    """Pixels."""
    seen: Shares = WHOLE
    """The part of it in which the broadcast is seen."""

    def fits(self, *, upright: bool) -> bool:
        """Whether a picture held that way may well fill it; else a person says where it is."""
        return (self.height > self.width) == upright

    def picture(self, *, upright: bool) -> Shares:
        """The whole picture that is broadcast, around what is seen of it; may reach beyond 0 and 1.

        Apps keep it in proportion and in the middle: one that fills a place cuts off what stands
        out on two sides.
        """
        left, top, right, bottom = self.seen
        wide, high = (right - left) * self.width, (bottom - top) * self.height
        ratio = UPRIGHT if upright else LYING
        grown_x = max(high * ratio, wide) / self.width
        grown_y = max(wide / ratio, high) / self.height
        x, y = (left + right) / 2, (top + bottom) / 2
        return (x - grown_x / 2, y - grown_y / 2, x + grown_x / 2, y + grown_y / 2)

    def on_picture(self, marks: Iterable[Shares], *, upright: bool) -> list[Shares]:
        """What is covered of the picture, as shares of it: what was marked, then what is cut off.

        Marks beside the picture cover nothing of it and are left out.
        """
        whole = self.picture(upright=upright)
        covered = [_within(mark, whole) for mark in marks]
        left, top, right, bottom = _within(self.seen, whole)
        cut = (
            *((0.0, 0.0, left, 1.0), (right, 0.0, 1.0, 1.0)),
            *((0.0, 0.0, 1.0, top), (0.0, bottom, 1.0, 1.0)),
        )
        return [box for box in (*covered, *cut) if _is_some(box)]


def _within(box: Shares, whole: Shares) -> Shares:
    """``box`` as shares of ``whole``, as far as it lies in it."""
    left, top, right, bottom = whole

    def x(at: float) -> float:
        return round(min(1.0, max(0.0, (at - left) / (right - left))), 4)

    def y(at: float) -> float:
        return round(min(1.0, max(0.0, (at - top) / (bottom - top))), 4)

    return x(box[0]), y(box[1]), x(box[2]), y(box[3])


def _is_some(box: Shares) -> bool:
    return box[2] - box[0] > EDGE and box[3] - box[1] > EDGE
