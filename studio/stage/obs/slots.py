"""The slots in OBS: what their inputs are called, and what the overlay shows of them now.

A slot has two sides, A and B: one is on air, the next layer is loaded into the other. Each side has
an image input for the layer's picture and, made when first needed, one for a rolling strip and one
for digits; the digits of one input are several items, each cropped to one of them.

For layers that end there are two more sides, whose inputs are slide shows of one picture that hide
when it is over: OBS takes them off the air by itself, with nobody there to tell it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Any

from studio.stage.layers import Slot
from studio.stage.obs.client import ObsClient, Request
from studio.stage.obs.look import Item, Look
from studio.stage.obs.scenes import ENDS, OVERLAY, PARTS, SIDES, SLOT_NAMES, UPPER, overlay_of

SHA, BOX, UNTIL = "gongfu_sha256", "gongfu_box", "gongfu_until"
"""Kept by OBS among an input's settings, so that a restarted program knows what is on air; the last
in seconds since 1970, because the monotonic clock begins anew."""

LOADED = ("file", "files")
"""Settings of which one says what an input shows: an image, a slide show."""


class Part(StrEnum):
    """What a side is made of, from the bottom up."""

    PICTURE, ROLL, DIGITS = PARTS


@dataclass(frozen=True, slots=True)
class Side:
    """A or B of a slot."""

    slot: Slot
    letter: str
    ends: bool = False
    """OBS takes it off the air by itself."""

    @property
    def scene(self) -> str:
        """The one it lies in."""
        return overlay_of(self.slot)

    def input(self, part: Part) -> str:
        """The name of an input."""
        return f"{SLOT_NAMES[self.slot]}{self.letter}{ENDS[self.ends]}{part.value}"

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of all its inputs, made or not."""
        return tuple(self.input(part) for part in Part)


_PLACES = {
    side.input(part): (side, part)
    for side in (Side(slot, *each) for slot in Slot for each in product(SIDES, (False, True)))
    for part in Part
}


@dataclass(frozen=True, slots=True)
class Overlay:
    """What OBS has in the overlays."""

    items: tuple[Item, ...]
    """Lowest first, also those that are not ours; each knows its ``sceneName``."""
    settings: dict[str, dict[str, Any]]
    """Of each of our inputs in it."""

    @classmethod
    def read(cls, client: ObsClient) -> Overlay:
        """As it is now."""
        return cls.seen(client, Look.only(client, _SCENES))

    @classmethod
    def seen(cls, client: ObsClient, look: Look) -> Overlay:
        """As it was looked at; OBS is asked only for the inputs that were not known then."""
        items = tuple(
            item | {"sceneName": name} for name in _SCENES for item in look.scenes.get(name, ())
        )
        names = sorted({str(item["sourceName"]) for item in items} & _PLACES.keys())
        asked: list[Request] = [
            ("GetInputSettings", {"inputName": name}) for name in names if name not in look.settings
        ]
        told = client.batch(asked, halt=False) if asked else []
        pairs = ((str(each["inputName"]), got) for (_, each), got in zip(asked, told, strict=True))
        new = {name: dict(got["inputSettings"]) for name, got in pairs if got}
        known = {name: look.settings[name] for name in names if name in look.settings}
        return cls(items, known | new)

    def of(self, side: Side, part: Part) -> list[Item]:
        """The items of one input, in the order they were made."""
        name = side.input(part)
        found = [item for item in self.items if item["sourceName"] == name]
        return sorted(found, key=lambda item: int(item["sceneItemId"]))

    def hidden(self, slot: Slot, *, ends: bool) -> Side:
        """The side the next layer is loaded into: one of which nothing is shown."""
        shown = self.shown(slot)
        free = [side for side in sides(slot) if side.ends is ends and side != shown]
        return next((side for side in free if not self.shown_items(side)), free[0])

    def shown_items(self, side: Side) -> list[Item]:
        """The items of a side that are to be seen."""
        names = side.inputs
        return [i for i in self.items if i["sceneItemEnabled"] and i["sourceName"] in names]

    def shown(self, slot: Slot) -> Side | None:
        """The side viewers see: where several are shown, the uppermost that has not ended."""
        for item in reversed(self.items):
            side, part = _PLACES.get(str(item["sourceName"]), (None, None))
            if side is None or side.slot is not slot or part is not Part.PICTURE:
                continue
            settings = self.of_input(side, part)
            loaded = any(settings.get(key) for key in _loaded_by(slot))
            if item["sceneItemEnabled"] and loaded and self.until(side) > time.time():
                return side
        return None

    def of_input(self, side: Side, part: Part) -> dict[str, Any]:
        """The settings of an input; empty where there is none."""
        return self.settings.get(side.input(part), {})

    def until(self, side: Side) -> float:
        """When it ends, seconds since 1970."""
        return float(self.of_input(side, Part.PICTURE).get(UNTIL, math.inf))

    def sha(self, side: Side) -> str:
        """Of the picture that was loaded."""
        return str(self.of_input(side, Part.PICTURE).get(SHA, ""))

    def order(self, coming: Iterable[Side]) -> list[Request]:
        """What puts our items in the order of their slots, a side that comes above the other.

        Items that are not ours keep their places.
        """
        upper = frozenset(coming)
        moves: list[Request] = []
        for scene in _SCENES:
            present = [item for item in self.items if item["sceneName"] == scene]
            ours = [item for item in present if item["sourceName"] in _PLACES]
            ranked = iter(sorted(ours, key=lambda item: _rank(item, upper)))
            wanted = [next(ranked) if item["sourceName"] in _PLACES else item for item in present]
            moves += _moves(present, wanted)
        return moves


def sides(slot: Slot) -> list[Side]:
    """All of a slot."""
    return [Side(slot, letter, ends) for ends in (False, True) for letter in SIDES]


def where(item: Item) -> dict[str, Any]:
    """How a request names an item."""
    return {"sceneName": item["sceneName"], "sceneItemId": item["sceneItemId"]}


def _loaded_by(slot: Slot) -> tuple[str, ...]:
    """A page is empty until it plays, and `SHA` is noted then."""
    return (SHA,) if slot is Slot.PAGE else LOADED


_SCENES = (OVERLAY, UPPER)
_SLOT_ORDER = {slot: number for number, slot in enumerate(Slot)}
_PART_ORDER = {part: number for number, part in enumerate(Part)}


def _rank(item: Item, upper: frozenset[Side]) -> tuple[int, int, int, int]:
    side, part = _PLACES[str(item["sourceName"])]
    above = 2 if side in upper else int(bool(item["sceneItemEnabled"]))
    number = int(item["sceneItemId"])
    return _SLOT_ORDER[side.slot], above, _PART_ORDER[part], number


def _moves(present: list[Item], wanted: list[Item]) -> list[Request]:
    """One request for each item that has to move, from the bottom up."""
    moves: list[Request] = []
    for index, item in enumerate(wanted):
        if present[index] is not item:
            present.remove(item)
            present.insert(index, item)
            moves.append(("SetSceneItemIndex", where(item) | {"sceneItemIndex": index}))
    return moves
