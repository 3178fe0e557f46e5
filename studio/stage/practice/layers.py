"""Layers on the practice stage: loaded, verified, then laid over the picture, frame by frame."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from overlays.motion import Step
from studio.camera.opencv import Picture, cv2, read_picture
from studio.runtime.errors import UserFacingError
from studio.stage.layers import Layer, MotionBudget, Slot, Steps

REST = Step()
CELLS = 10
"""Digits of a strip."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture ready to be laid on: colours times alpha, and what is left of the ground."""

    light: Picture
    rest: Picture

    @classmethod
    def read(cls, path: Path, width: int = 0, height: int = 0) -> Sheet | None:
        """In that size, or in its own; None: it is no picture."""
        picture = read_picture(path)
        if picture is None:
            return None
        return cls(*_light_and_rest(_fit(picture, width, height) if width else picture))

    def columns(self, wanted: slice | np.ndarray) -> Sheet:
        """A part of its width."""
        return Sheet(self.light[:, wanted], self.rest[:, wanted])

    def lay_on(self, canvas: Picture, left: int, top: int, shown: float) -> None:
        """Draw onto ``canvas`` at that place, ``shown`` (0 to 1) strong."""
        height, width = self.light.shape[:2]
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(canvas.shape[1], left + width), min(canvas.shape[0], top + height)
        if x0 >= x1 or y0 >= y1 or shown <= 0:
            return
        part = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
        ground = canvas[y0:y1, x0:x1]
        light, rest = self.light[part], self.rest[part]
        if shown < 1:
            light = np.asarray(cv2.convertScaleAbs(light, alpha=shown), np.uint8)
            rest = np.asarray(cv2.convertScaleAbs(rest, alpha=shown, beta=255 * (1 - shown)))
        cv2.add(cv2.multiply(ground, rest, scale=1 / 255), light, dst=ground)


@dataclass(frozen=True, slots=True)
class LoadedLayer:
    """A layer whose pictures were read."""

    layer: Layer
    picture: Sheet
    digits: Sheet | None
    roll: Sheet | None

    @classmethod
    def load(cls, layer: Layer) -> LoadedLayer:
        """Read its PNGs; ``card_not_loaded``, ``layer_not_loaded`` where one is no picture.

        ``page_on_practice``: there is no browser in it.
        """
        if layer.page is not None:
            raise layer.refused("page_on_practice")
        there = layer.width > 0 and layer.height > 0
        picture = Sheet.read(layer.path, layer.width, layer.height) if there else None
        strip, roll = layer.digits, layer.roll
        digits = (
            Sheet.read(strip.path, CELLS * strip.cell_width, strip.cell_height) if strip else None
        )
        rolled = Sheet.read(roll.path) if roll else None
        if picture is None or (strip and digits is None) or (roll and rolled is None):
            raise layer.not_loaded()
        return cls(layer, picture, digits, rolled)

    def lay_on(self, canvas: Picture, step: Step, now: float, since: float) -> None:
        """Draw it as it is at ``now``, shown ``since`` then."""
        left, top = round(self.layer.x + step.dx), round(self.layer.y + step.dy)
        self.picture.lay_on(canvas, left, top, step.opacity)
        if self.roll is not None and (roll := self.layer.roll) is not None:
            ran = int((now - since) * roll.pixels_per_second)
            columns = (ran + np.arange(roll.width)) % self.roll.light.shape[1]
            window = self.roll.columns(columns)
            window.lay_on(canvas, left + roll.x, top + roll.y, step.opacity)
        if self.digits is not None and (strip := self.layer.digits) is not None:
            width = strip.cell_width
            for digit, (x, y) in zip(strip.reading(now), strip.places, strict=True):
                cell = self.digits.columns(slice(int(digit) * width, (int(digit) + 1) * width))
                cell.lay_on(canvas, left + x, top + y, step.opacity)

    def with_clock_of(self, layer: Layer) -> LoadedLayer:
        """The same pictures, counting to another end."""
        return LoadedLayer(layer, self.picture, self.digits, self.roll)


@dataclass(slots=True)
class _Place:
    """One slot: what is in it, and what is still on its way in or out."""

    current: LoadedLayer | None = None
    since: float = 0.0
    leaving: LoadedLayer | None = None
    left_since: float = 0.0
    steps: Steps = ()
    """Those still to come: of ``current`` where there is one, else of what is leaving."""

    def change(self, loaded: LoadedLayer | None, budget: MotionBudget, now: float) -> None:
        self.leaving, self.left_since = self.current, self.since
        self.current, self.since = loaded, now
        self.steps = ()
        if loaded is not None:
            self.steps = (*loaded.layer.motion.steps_in(budget), REST)
        elif self.leaving is not None:
            self.steps = self.leaving.layer.motion.steps_out(budget)

    def draw(self, canvas: Picture, now: float) -> None:
        arrives = self.current is not None and len(self.steps) <= 1
        if arrives or not self.steps:
            self.leaving = None
        step = self.steps[0] if self.steps else REST
        self.steps = self.steps[1:]
        if self.leaving is not None:  # beneath what comes, until that has arrived
            stands = REST if self.current is not None else step
            self.leaving.lay_on(canvas, stands, now, self.left_since)
        if self.current is not None:
            self.current.lay_on(canvas, step, now, self.since)

    @property
    def moving(self) -> bool:
        return bool(self.steps) or self.leaving is not None


@dataclass(slots=True)
class Layers:
    """Every slot of the practice stage."""

    _places: dict[Slot, _Place] = field(default_factory=lambda: {slot: _Place() for slot in Slot})

    @property
    def moving(self) -> bool:
        """One is still on its way in or out."""
        return any(place.moving for place in self._places.values())

    @property
    def current(self) -> tuple[Layer, ...]:
        """Those that are up: always ones that were loaded."""
        return tuple(each.current.layer for each in self._places.values() if each.current)

    def end(self, now: float) -> None:
        """What has ended is gone."""
        for slot, place in self._places.items():
            if place.current is not None and place.current.layer.has_ended(now):
                self._places[slot] = _Place()
            elif place.leaving is not None and place.leaving.layer.has_ended(now):
                place.leaving = None
                if place.current is None:
                    self._places[slot] = _Place()

    def match(
        self, wanted: Mapping[Slot, Layer], budget: MotionBudget, now: float
    ) -> list[UserFacingError]:
        """Show these and no others; returns what could not be loaded: there the old one stays."""
        refusals = []
        for slot in Slot:
            try:
                self._match(slot, wanted.get(slot), budget, now)
            except UserFacingError as error:
                refusals.append(error)
        return refusals

    def drop(self, slot: Slot) -> None:
        """It is gone, all at once."""
        self._places[slot] = _Place()

    def draw(self, canvas: Picture, now: float, slots: Container[Slot] = frozenset(Slot)) -> None:
        """Lay those of ``slots`` on ``canvas`` and move on by one frame."""
        for slot, place in self._places.items():
            if slot in slots:
                place.draw(canvas, now)

    def _match(self, slot: Slot, layer: Layer | None, budget: MotionBudget, now: float) -> None:
        place = self._places[slot]
        current = place.current
        if layer is None or layer.has_ended(now):
            if current is not None:
                place.change(None, budget, now)
        elif current is not None and current.layer.stands_as(layer):
            place.current = current.with_clock_of(layer)
        else:
            place.change(LoadedLayer.load(layer), budget, now)


def _fit(picture: Picture, width: int, height: int) -> Picture:
    if picture.shape[1::-1] == (width, height):
        return picture
    shrinks = picture.shape[1] > width
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, (width, height), interpolation=how), np.uint8)


def _light_and_rest(picture: Picture) -> tuple[Picture, Picture]:
    if picture.shape[2] == 3:
        return picture, np.zeros_like(picture)
    alpha = np.repeat(picture[:, :, 3:], 3, axis=2)
    light = np.asarray(cv2.multiply(picture[:, :, :3], alpha, scale=1 / 255), np.uint8)
    return light, np.asarray(255 - alpha, np.uint8)
