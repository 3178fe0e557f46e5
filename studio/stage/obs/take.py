"""A take, frame by frame: what OBS is told so that one layer comes and another goes.

All of it runs in OBS, between its own frames (SerialFrame): paced from here a slide of 20 steps
jumped 11 times [M]. Sleep cannot be cancelled and each batch holds a thread of OBS's pool, so no
batch is longer than a second, and one follows the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from overlays.motion import Step
from studio.stage.layers import Layer, MotionBudget, Steps
from studio.stage.obs.client import REQUEST_SECONDS, Execution, ObsClient, Request
from studio.stage.obs.look import Item
from studio.stage.obs.slots import Overlay, Part, Side, where

FILTER, FILTER_KIND = "淡入淡出", "color_filter_v2"
"""On for the frames of a motion only: an idle filter would draw each layer twice."""
BATCH_SECONDS = 1.0

Frame = list[Request]
Placed = tuple[Item, tuple[int, int]]
"""An item, and where it rests."""


@dataclass(frozen=True, slots=True)
class Take:
    """What happens in one slot."""

    coming: tuple[Side, Layer] | None
    going: tuple[Side, ...] = ()
    left: Layer | None = None
    """What is going, where it is known."""

    def frames(self, overlay: Overlay, budget: MotionBudget) -> list[Frame]:
        """What is told before each frame."""
        gone = [_enable(i, on=False) for side in self.going for i in overlay.shown_items(side)]
        if self.coming is not None:
            return _coming(overlay, *self.coming, budget, gone)
        if self.left is None or len(self.going) != 1:
            return [gone]
        return _going(overlay, self.going[0], self.left, budget, gone)


def play(client: ObsClient, takes: Sequence[list[Frame]], fps: int) -> None:
    """Show them, side by side, from the next frame on; returns after the last one."""
    frames = [
        [request for each in together for request in each]
        for together in zip_longest(*takes, fillvalue=[])
    ]
    longest = max(1, int(BATCH_SECONDS * fps))
    for first in range(0, len(frames), longest):
        part = frames[first : first + longest]
        asked = list(_with_pauses(part))
        if asked:
            seconds = REQUEST_SECONDS + len(part) / fps
            client.batch(asked, Execution.SERIAL_FRAME, seconds=seconds)


def fades(layer: Layer) -> bool:
    """Whether it is ever half transparent, so that its inputs need the filter."""
    motion = layer.motion
    ways = (motion.into, motion.out, motion.short_into, motion.short_out)
    return any(step.opacity < 1 for way in ways for step in way)


def placed(overlay: Overlay, side: Side, layer: Layer) -> list[Placed]:
    """Every item a layer needs, and where it rests."""
    spots = {Part.PICTURE: [(0, 0)]}
    if layer.roll is not None:
        spots[Part.ROLL] = [(layer.roll.x, layer.roll.y)]
    if layer.digits is not None:
        spots[Part.DIGITS] = list(layer.digits.places)
    return [
        (item, (layer.x + dx, layer.y + dy))
        for part, places in spots.items()
        for item, (dx, dy) in zip(overlay.of(side, part), places, strict=False)
    ]


def _with_pauses(frames: Sequence[Frame]) -> Iterator[Request]:
    for number, frame in enumerate(frames):
        if number:
            yield "Sleep", {"sleepFrames": 1}
        yield from frame


def _coming(
    overlay: Overlay, side: Side, layer: Layer, budget: MotionBudget, gone: Frame
) -> list[Frame]:
    items, steps = placed(overlay, side, layer), layer.motion.steps_in(budget)
    inputs = _inputs(items)
    frames = _moving(items, steps)
    rest = [*_at(items, Step()), *_filters(inputs, on=False, steps=steps)]
    frames.append([*rest, *gone])  # what it covers goes when it has arrived: nothing shows between
    start = [*_filters(inputs, on=True, steps=steps), *frames[0]]
    frames[0] = [*start, *(_enable(item, on=True) for item, _ in items)]
    return frames


def _going(
    overlay: Overlay, side: Side, layer: Layer, budget: MotionBudget, gone: Frame
) -> list[Frame]:
    items, steps = placed(overlay, side, layer), layer.motion.steps_out(budget)
    inputs = _inputs(items)
    frames = [*_moving(items, steps), [*gone, *_filters(inputs, on=False, steps=steps)]]
    frames[0] = [*_filters(inputs, on=True, steps=steps), *frames[0]]
    return frames


def _moving(items: list[Placed], steps: Steps) -> list[Frame]:
    fading = any(step.opacity < 1 for step in steps)
    inputs = _inputs(items) if fading else []
    return [
        [*_at(items, step), *(_opacity(name, step.opacity) for name in inputs)] for step in steps
    ]


def _inputs(items: list[Placed]) -> list[str]:
    return list(dict.fromkeys(str(item["sourceName"]) for item, _ in items))


def _at(items: list[Placed], step: Step) -> Frame:
    return [
        _moved(item, {"positionX": x + step.dx, "positionY": y + step.dy}) for item, (x, y) in items
    ]


def _moved(item: Item, transform: dict[str, Any]) -> Request:
    return "SetSceneItemTransform", where(item) | {"sceneItemTransform": transform}


def _enable(item: Item, *, on: bool) -> Request:
    return "SetSceneItemEnabled", where(item) | {"sceneItemEnabled": on}


def _filters(inputs: list[str], *, on: bool, steps: Steps) -> Frame:
    if all(step.opacity >= 1 for step in steps):
        return []
    return [filter_enabled(name, FILTER, on=on) for name in inputs]


def filter_enabled(source: str, name: str, *, on: bool) -> Request:
    """Switch a filter."""
    return "SetSourceFilterEnabled", {
        "sourceName": source,
        "filterName": name,
        "filterEnabled": on,
    }


def _opacity(source: str, opacity: float) -> Request:
    settings = {"opacity": opacity}
    return "SetSourceFilterSettings", {
        "sourceName": source,
        "filterName": FILTER,
        "filterSettings": settings,
    }
