"""Where each overlay finds room on the picture, and which one waits for it. Pure.

The rule is told in docs/overlays-on-air.md: none covers another. What comes later in `_FIRST` makes
room for what comes before it, and waits where there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import TypeVar

from studio.stage.layers import ALWAYS, Layer, Slot
from studio.stage.port import VideoProfile

T = TypeVar("T")

GAP = 90
"""Of the picture's short side: so much lies between what was moved and what it was moved from."""

_FIRST = (
    *(Slot.CORRECTION, Slot.BOARD, Slot.CARD, Slot.COUNTDOWN, Slot.ROLLING_NOTICE),
    *(Slot.LOWER_THIRD, Slot.TOAST),
)
"""Who has its place before whom. What must be on air comes before all of them, and slots of its
kind that are used by hand go with the correction."""

_BELOW = frozenset({Slot.BRAND_FRAME, Slot.PAGE})
"""Over the whole picture and below all else: the frame is made for that, and of a page nobody knows
what of it is to be seen."""


NO_ROOM = frozenset({"layer_no_room", "layer_no_room_beside"})
"""Codes of what is refused because others have its place."""
COVERING = frozenset(Slot) - _BELOW - {Slot.TOAST}
"""What the brand frame's words make room for where it lies over them. An order's toast is gone
again before anybody has read them."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the canvas, right and bottom edge excluded."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether they share a pixel."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        """Whether all of ``other`` lies in it."""
        return self == self.around(other)

    def around(self, other: Box) -> Box:
        """The smallest that holds both."""
        return Box(
            *(min(self.left, other.left), min(self.top, other.top)),
            *(max(self.right, other.right), max(self.bottom, other.bottom)),
        )


def swept(layer: Layer) -> Box:
    """Everywhere the layer is on its way in, in its place and on its way out."""
    motion = layer.motion
    ways = (*motion.into, *motion.out, *motion.short_into, *motion.short_out)
    dx, dy = [0.0, *(step.dx for step in ways)], [0.0, *(step.dy for step in ways)]
    return Box(
        layer.x + min(dx),
        layer.y + min(dy),
        layer.x + layer.width + max(dx),
        layer.y + layer.height + max(dy),
    )


def at_rest(layer: Layer) -> Box:
    return Box(layer.x, layer.y, layer.x + layer.width, layer.y + layer.height)


def fills(layer: Layer, video: VideoProfile) -> bool:
    """Whether it covers the whole picture: nothing that lies below can be seen."""
    return layer.fills(video.width, video.height)


def covered(words: Mapping[str, Box], layers: Iterable[Layer]) -> dict[str, frozenset[Slot]]:
    """The brand frame's ``words`` that ``layers`` lie over, by their names, and which ones do."""
    over = [(each.slot, at_rest(each)) for each in layers if each.slot in COVERING]
    met = {
        name: frozenset(slot for slot, there in over if box.meets(there))
        for name, box in words.items()
    }
    return {name: slots for name, slots in met.items() if slots}


def first_come(wishes: Iterable[tuple[T, Layer]]) -> list[tuple[T, Layer]]:
    """Layers, each with what it is drawn from, in the order in which they have their places."""
    return sorted(wishes, key=lambda wish: _rank(wish[1].slot))


def _rank(slot: Slot) -> int:
    if slot in _BELOW:
        return len(_FIRST)
    return _FIRST.index(slot) if slot in _FIRST else 0


def _is_moved_by(layer: Layer, other: Layer) -> bool:
    """A card does not jump up for a board that leaves again: both would hide the anchor."""
    return not (layer.slot is Slot.CARD and other.slot is Slot.BOARD)


class Room:
    """The picture while it is being filled.

    ``free``: what no platform covers. ``kept``: what must be on air, never reached by another, not
    on its way either; all else may pass over each other while it comes and goes.
    """

    def __init__(self, video: VideoProfile, free: Box, kept: Sequence[Layer]) -> None:
        self._video, self._free, self._kept = video, free, kept
        self._gap = ceil(min(video.width, video.height) / GAP)
        self._taken: list[Layer] = []
        self._filled = False

    def place(self, layer: Layer) -> Layer | None:
        """``layer`` where nothing meets it, as near to its own place as can be; None: it waits.

        From then on what is placed later keeps clear of it.
        """
        if self._filled:
            return None
        moves = [each for each in self._taken if _is_moved_by(layer, each)]
        tries = self._tries(layer, [*self._kept, *moves])
        found = next((each for each in tries if self._is_clear(each, moves)), None)
        if found is None or not self._is_clear(found, self._taken):
            return None
        if layer.slot not in _BELOW:
            self._taken.append(found)
            self._filled = self._filled or fills(found, self._video)
        return found

    def in_the_way(self, layer: Layer) -> Layer | None:
        """The one that ``layer`` would find room without; None where one alone does not do.

        Of several the one that has its place after the others: it is missed least.
        """
        for left_out in reversed(self._taken):
            without = Room(self._video, self._free, self._kept)
            without._taken = [each for each in self._taken if each is not left_out]
            without._filled = any(fills(each, self._video) for each in without._taken)
            if without.place(layer) is not None:
                return left_out
        return None

    def _tries(self, layer: Layer, others: Sequence[Layer]) -> Iterator[Layer]:
        yield layer
        if fills(layer, self._video):
            return
        met = [at_rest(each) for each in others]
        own, reach = at_rest(layer), swept(layer)
        bounds = self._free.around(own)
        right, down = own.left - reach.left, own.top - reach.top
        left, up = reach.right - own.right, reach.bottom - own.bottom
        xs, ys = {layer.x}, {layer.y}
        for box in met:  # with room for its motion first, then just beside
            for extra_left, extra_right in ((left, right), (0, 0)):
                xs.add(ceil(box.right + self._gap + extra_right))
                xs.add(floor(box.left - self._gap - extra_left - layer.width))
            for extra_up, extra_down in ((up, down), (0, 0)):
                ys.add(ceil(box.bottom + self._gap + extra_down))
                ys.add(floor(box.top - self._gap - extra_up - layer.height))
        moved = [replace(layer, x=x, y=y) for x in xs for y in ys]
        inside = [each for each in moved if bounds.holds(at_rest(each))]
        yield from sorted(inside, key=lambda to: (abs(to.x - layer.x) + abs(to.y - layer.y), to.y))

    def _is_clear(self, layer: Layer, taken: Sequence[Layer]) -> bool:
        if layer.slot in _BELOW:
            return True
        reach, own = swept(layer), at_rest(layer)
        if fills(layer, self._video):
            return all(each.slot in ALWAYS for each in taken)  # they lie above it
        return not (
            any(at_rest(each).meets(reach) for each in self._kept)
            or any(at_rest(each).meets(own) for each in taken)
        )
