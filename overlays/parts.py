"""A template laid out: what is painted where, in pixels of its picture."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QRectF

from overlays.template import Text
from overlays.text_fit import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One layer where it stands."""

    name: str
    box: QRectF


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface(Part):
    """Colours are ``#rrggbb``; lengths are pixels."""

    fill: tuple[str, ...]
    way: str
    opacity: float
    radius: float
    edge: str
    edge_width: float
    shadow: float
    clip: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters(Part):
    text: Text
    """The layer of the template."""
    runs: tuple[Run, ...]
    cut: bool
    """The text did not fit and ends in an ellipsis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo(Part):
    path: Path
    cover: bool
    radius: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing(Part):
    path: Path
    tint: str
    opacity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Part):
    text: str
    module: int
    """Pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock(Part):
    """Figures of the time left. ``cells`` are the left edges of `text`'s characters."""

    text: str
    cells: tuple[float, ...]
    cell: int
    """Pixels, of a figure; a colon's cell is half of it."""
    size: int
    base: float
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Part):
    """A line that runs through ``box``."""

    run: Run
    px_per_second: float


@dataclass(frozen=True, slots=True)
class Composition:
    """An overlay before it is painted. ``x``/``y`` place its picture on the canvas."""

    x: int
    y: int
    width: int
    height: int
    root: Surface
    unit: float

    def parts(self) -> Iterator[Part]:
        """Every part, the outer ones first."""
        waiting: list[Part] = [self.root]
        while waiting:
            part = waiting.pop(0)
            yield part
            if isinstance(part, Surface):
                waiting.extend(part.parts)

    def part(self, name: str) -> Part | None:
        """The part of that name, None where the data left it out."""
        return next((each for each in self.parts() if each.name == name), None)

    def without(self, names: Collection[str]) -> Composition:
        """Those parts left out, with all they hold; what is left stands where it stood."""
        return replace(self, root=_without(self.root, names)) if names else self

    @property
    def runs(self) -> tuple[Run, ...]:
        """All letters."""
        return tuple(run for part in self.parts() if isinstance(part, Letters) for run in part.runs)


def _without(surface: Surface, names: Collection[str]) -> Surface:
    kept = (each for each in surface.parts if each.name not in names)
    return replace(
        surface,
        parts=tuple(_without(each, names) if isinstance(each, Surface) else each for each in kept),
    )
