"""Drawing what viewers would see, on a worker. No Qt windows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage, QPainter

from overlays import drawing, safe_areas
from overlays.brand import BrandKit
from overlays.canvas import canvas
from overlays.motion import Step
from overlays.safe_areas import Profile
from overlays.template import Template

UPRIGHT, LYING = (720, 1280), (1280, 720)
FPS = 30.0
STANDS_FRAMES = 60
"""It is looked at for two seconds between coming and going."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One picture of the preview."""

    template: Template
    data: Mapping[str, object]
    brand: BrandKit
    profile: Profile
    upright: bool = True
    frame: int | None = None
    """After it was put on; None: as it stands."""
    folder: Path | None = None
    """Where relative pictures lie."""
    sample: bool = False
    """Some of its words are the template's example."""

    @property
    def size(self) -> tuple[int, int]:
        return UPRIGHT if self.upright else LYING


@dataclass(frozen=True, slots=True)
class Sketch:
    """The programme's picture without what the camera films, and what the platform lays over it."""

    image: QImage
    upright: bool
    safe: safe_areas.Shares
    ghosts: tuple[safe_areas.Ghost, ...] = ()
    sample: bool = False
    """It says something that nobody typed."""


def draw(wanted: Wanted) -> Sketch:
    """Any thread, fonts loaded. Errors: those of `overlays.drawing.compose`."""
    free = canvas(wanted.size, wanted.profile)
    way = drawing.motion(wanted.template, free, FPS)
    gone = None if wanted.frame is None else wanted.frame - len(way.into) - STANDS_FRAMES
    image = drawing.frame(
        wanted.template,
        wanted.data,
        canvas=free,
        brand=wanted.brand,
        fps=FPS,
        number=wanted.frame,
        folder=wanted.folder,
    )
    if gone is not None and gone >= 0:
        image = _leaving(image, way.out[gone] if gone < len(way.out) else None)
    side = wanted.profile.side(wanted.size)
    return Sketch(image, wanted.upright, side.safe, side.ghosts, wanted.sample)


def _leaving(image: QImage, step: Step | None) -> QImage:
    """``image`` on its way out; None: gone."""
    moved = QImage(image.size(), image.format())
    moved.fill(0)
    if step is not None:
        with QPainter(moved) as painter:
            painter.setOpacity(step.opacity)
            painter.drawImage(round(step.dx), round(step.dy), image)
    return moved


def frames_of(wanted: Wanted) -> int:
    """How many frames it takes to come, to be looked at and to go."""
    way = drawing.motion(wanted.template, canvas(wanted.size, wanted.profile), FPS)
    return len(way.into) + STANDS_FRAMES + len(way.out)
