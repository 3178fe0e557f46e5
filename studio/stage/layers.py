"""Layers: what a stage lays over the programme, each in a slot of its own.

A part of the port (`studio.stage.port`), by itself because it is what drawing and session agree on.
Coordinates are canvas pixels, origin at the top left. Pictures are PNG files, straight alpha, named
by their content's hash, so that a new picture is always a new file (an overwritten file reaches OBS
late or blank: docs/decisions).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from overlays.motion import Step
from studio.runtime.errors import UserFacingError


class Slot(StrEnum):
    """A place for one layer. In the order of this list each lies above those before it."""

    BRAND_FRAME = "brand_frame"
    PAGE = "page"
    """A template of others, which a browser plays. What of the picture it takes nobody knows, so it
    lies below all that says something of goods and prices."""
    LOWER_THIRD = "lower_third"
    CARD = "card"
    BOARD = "board"
    """Coupon, lottery, origin, price drop, next product, opening and closing."""
    TOAST = "toast"
    COUNTDOWN = "countdown"
    ROLLING_NOTICE = "rolling_notice"
    SELLER = "seller"
    NOTICE = "notice"
    AI_LABEL = "ai_label"
    CORRECTION = "correction"


ALWAYS = frozenset({Slot.SELLER, Slot.NOTICE, Slot.AI_LABEL, Slot.CORRECTION})
"""Seen over the break picture too: the law asks for them throughout a broadcast."""


class MotionBudget(StrEnum):
    """How much motion the computer has room for. What is shown never depends on it, only how."""

    FULL = "full"
    SHORT = "short"
    CUT = "cut"


Steps = tuple[Step, ...]
"""One a frame, at the programme's rate."""


@dataclass(frozen=True, slots=True)
class Motion:
    """How a layer comes and goes; without steps it is a cut.

    After its last step in it stands in its place, fully opaque; after its last step out it is gone.
    A layer that replaces another in its slot comes in over it; the other then goes at once.
    """

    into: Steps = ()
    out: Steps = ()
    short_into: Steps = ()
    short_out: Steps = ()

    def steps_in(self, budget: MotionBudget) -> Steps:
        """The way in within that budget."""
        return _within(budget, self.into, self.short_into)

    def steps_out(self, budget: MotionBudget) -> Steps:
        """The way out within that budget."""
        return _within(budget, self.out, self.short_out)


def _within(budget: MotionBudget, full: Steps, short: Steps) -> Steps:
    return {MotionBudget.FULL: full, MotionBudget.SHORT: short, MotionBudget.CUT: ()}[budget]


Box = tuple[int, int, int, int]
"""Left, top, width, height in canvas pixels."""
Part = tuple[float, float, float, float]
"""The same in shares of the picture's width and height, whatever size it is looked at."""


@dataclass(frozen=True, slots=True)
class DigitStrip:
    """Digits that count down above a layer's picture, without a new picture.

    The PNG holds the ten digits 0 to 9 side by side, each ``cell_width`` by ``cell_height``. Two
    places show seconds, four minutes and seconds, six hours as well; a time too long for them shows
    as the longest they have.
    """

    path: Path
    sha256: str
    cell_width: int
    cell_height: int
    places: tuple[tuple[int, int], ...]
    """Top left of each digit, from the layer's own top left; leftmost first."""
    ends_at: float
    """Seconds on the monotonic clock; from then on zeros are shown, before it whole seconds,
    rounded up, so that zero is reached exactly then."""

    def __post_init__(self) -> None:
        if len(self.places) not in _LARGEST:
            raise ValueError(f"{len(self.places)} places: 2, 4 or 6 can be counted")

    def reading(self, now: float) -> str:
        """The digits at that instant of the monotonic clock, one a place."""
        left = math.ceil(self.ends_at - now)
        if left <= 0:
            return "0" * len(self.places)
        minutes, seconds = divmod(min(left, _LARGEST[len(self.places)]), 60)
        hours, minutes = divmod(minutes, 60)
        match len(self.places):
            case 2:
                return f"{minutes * 60 + seconds:02}"
            case 4:
                return f"{hours * 60 + minutes:02}{seconds:02}"
            case _:
                return f"{hours:02}{minutes:02}{seconds:02}"

    def next_change(self, now: float) -> float | None:
        """When the digits change next; None: they have ended."""
        left = math.ceil(self.ends_at - now)
        return self.ends_at - (left - 1) if left > 0 else None


_LARGEST = {2: 99, 4: 99 * 60 + 59, 6: 99 * 3600 + 59 * 60 + 59}
"""The longest time that so many places can show, seconds."""


@dataclass(frozen=True, slots=True)
class Roll:
    """A long strip that runs from right to left through a window above a layer's picture."""

    path: Path
    sha256: str
    x: int
    """Of the window, from the layer's own top left."""
    y: int
    width: int
    """Of the window; as high as the strip. The strip begins again where it ends, so its PNG ends
    with as much empty space as there should be in between."""
    height: int
    pixels_per_second: float


@dataclass(frozen=True, slots=True)
class Page:
    """A template of others: a web page with the size of the canvas. It comes and goes by itself."""

    folder: Path
    """All it may use."""
    main: str
    """In it, what a browser begins with: an SPX page, or the module of an OGraf graphic."""
    data: str
    """What it says, a JSON object."""
    spx: bool = False
    files: tuple[str, ...] = ()
    """Keys of the data that may name a file of its folder."""
    step: int = 0
    """Which of its steps it is to be at; the first is 0."""
    steps: int = 1
    """How many it has; less than 0: it does not say."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A drawn picture, ready for the air, in its slot."""

    slot: Slot
    path: Path
    sha256: str
    x: int
    y: int
    width: int
    height: int
    label: str = ""
    """What it is about (a product's SKU), carried into the journal."""
    motion: Motion = Motion()
    digits: DigitStrip | None = None
    roll: Roll | None = None
    until: float | None = None
    """Seconds on the monotonic clock from which on nobody may see it: an offer that has ended. It
    goes then by itself, also where the program is dead; one that counts down is given some seconds
    more, for its zero to be seen."""
    page: Page | None = None
    """In place of a picture: then ``path`` is the template's, and the sha of it and its data."""

    def has_ended(self, now: float) -> bool:
        """Nobody may see it any more."""
        return self.until is not None and now >= self.until

    @property
    def restless(self) -> tuple[Box, ...]:
        """Where it moves by itself: digits that count and a strip that runs. What of a page moves
        nobody knows."""
        found: list[Box] = []
        if (digits := self.digits) is not None:
            width, height = digits.cell_width, digits.cell_height
            found += [(self.x + x, self.y + y, width, height) for x, y in digits.places]
        if (roll := self.roll) is not None:
            found.append((self.x + roll.x, self.y + roll.y, roll.width, roll.height))
        return tuple(found)

    @property
    def stamp(self) -> str:
        """Place and form: what, with its pictures, cannot be changed where it stands."""
        parts = [f"{self.x},{self.y},{self.width},{self.height}"]
        if (digits := self.digits) is not None:
            places = ";".join(f"{x},{y}" for x, y in digits.places)
            parts.append(f"{digits.cell_width},{digits.cell_height};{places}")
        if (roll := self.roll) is not None:
            parts.append(f"{roll.x},{roll.y},{roll.width},{roll.height};{roll.pixels_per_second}")
        return "|".join(parts)

    @property
    def shas(self) -> tuple[str, ...]:
        """Of its pictures."""
        strips = (self.digits, self.roll)
        return (self.sha256, *(strip.sha256 for strip in strips if strip is not None))

    def stands_as(self, other: Layer) -> bool:
        """Whether it looks like ``other`` but for what its digits count to."""
        return (self.stamp, self.shas) == (other.stamp, other.shas)

    def fills(self, width: int, height: int) -> bool:
        """Whether it lies over all of a canvas of that size."""
        return self.width >= width and self.height >= height

    def not_loaded(self) -> UserFacingError:
        """Why it is not shown where a picture of it cannot be read."""
        if self.slot is Slot.CARD:
            return UserFacingError("card_not_loaded", label=self.label)
        return self.refused("layer_not_loaded")

    def refused(self, code: str) -> UserFacingError:
        """Why it is not shown."""
        return UserFacingError(code, slot=self.slot.value, label=self.label)


def by_slot(layers: Iterable[Layer]) -> dict[Slot, Layer]:
    """One layer a slot, lowest first; ValueError where a slot is asked for twice."""
    found: dict[Slot, Layer] = {}
    for layer in layers:
        if layer.slot in found:
            raise ValueError(f"two layers in slot {layer.slot}")
        found[layer.slot] = layer
    return {slot: found[slot] for slot in Slot if slot in found}


def hide_cameras(layers: Iterable[Layer], width: int, height: int) -> bool:
    """Whether a board lies over all of a canvas of that size: it stands still, and that says
    nothing of a camera. Through the brand frame, as large, all below is seen."""
    return any(each.slot is Slot.BOARD and each.fills(width, height) for each in layers)


def restless_parts(layers: Iterable[Layer], width: int, height: int) -> tuple[Part, ...]:
    """What of a canvas of that size moves by itself, whatever the camera below it does."""
    return tuple(
        (left / width, top / height, wide / width, high / height)
        for layer in layers
        for left, top, wide, high in layer.restless
    )
