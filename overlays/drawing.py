"""Drawing an overlay: a template, data and a brand, as pictures a stage can show and move."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtGui import QImage, QPainter

from overlays import again, parts
from overlays.brand import BrandKit, tones
from overlays.canvas import Canvas
from overlays.fields import Kind, take_data
from overlays.fitting import drawable_brand
from overlays.motion import Step, Track, steps
from overlays.paint import figure, paint, roll_period
from overlays.parts import Composition
from overlays.png import Drawn, save
from overlays.template import Layout, Slot, Template
from overlays.text_fit import ASCENT, DESCENT
from overlays.words import Words

__all__ = ["Drawn", "Figures", "Moves", "Overlay", "Strip", "compose", "draw", "frame", "motion"]

FIGURES = "0123456789"


@dataclass(frozen=True, slots=True)
class Moves:
    """How the overlay comes and goes, a step for each frame; `studio.stage.layers.Motion` as such.

    Without steps it is a cut.
    """

    into: tuple[Step, ...]
    out: tuple[Step, ...]
    short_into: tuple[Step, ...]
    short_out: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """A strip of the ten figures, and where each one of the time stands in the picture."""

    strip: Drawn
    cell_width: int
    cell_height: int
    places: tuple[tuple[int, int], ...]
    """Top left of each figure, from the picture's top left."""
    left_ms: int
    """The time to start from."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A long line and the window of the picture through which it runs from right to left."""

    strip: Drawn
    x: int
    y: int
    width: int
    height: int
    pixels_per_second: float


@dataclass(frozen=True, slots=True)
class Overlay:
    """All that a stage needs of an overlay."""

    slot: Slot
    picture: Drawn
    moves: Moves
    figures: Figures | None = None
    line: Strip | None = None


def compose(
    template: Template,
    data: Mapping[str, object],
    *,
    canvas: Canvas,
    brand: BrandKit,
    folder: Path | None = None,
) -> Composition:
    """The overlay laid out; relative pictures of ``data`` are looked for in ``folder``.

    Errors: those of `overlays.fields.take_data` and ``picture_unreadable``. Any thread, fonts
    loaded.
    """
    taken = take_data(template.fields, data, folder)
    words = Words(taken, drawable_brand(brand), canvas.upright)
    return again.compose(
        _layout(template, canvas), words, canvas, tones(brand.primary, brand.accent)
    )


def draw(
    template: Template,
    data: Mapping[str, object],
    *,
    canvas: Canvas,
    brand: BrandKit,
    fps: float,
    folder: Path,
    without: Collection[str] = (),
) -> Overlay:
    """Draw into files in ``folder``; the same overlay twice is the same files. Any thread.

    ``without``: names of layers that are left out; the others stand as they stand with them.

    Errors: as `compose`, and ``disk_full``, ``card_not_saved``.
    """
    made = compose(template, data, canvas=canvas, brand=brand).without(without)
    picture = save(paint(made, moving=False), folder, template.id, (made.x, made.y))
    clock = next((each for each in made.parts() if isinstance(each, parts.Clock)), None)
    band = next((each for each in made.parts() if isinstance(each, parts.Band)), None)
    return Overlay(
        slot=template.slot,
        picture=picture,
        moves=motion(template, canvas, fps),
        figures=_figures(clock, data, template, folder) if clock else None,
        line=_strip(band, template, folder) if band else None,
    )


def motion(template: Template, canvas: Canvas, fps: float) -> Moves:
    """The movement of ``template`` on ``canvas``, a step for each frame at that rate."""
    layout = _layout(template, canvas)

    def of(track: Track | None, *, short: bool = False) -> tuple[Step, ...]:
        return steps(track, unit=canvas.unit, fps=fps, short=short)

    return Moves(
        into=of(layout.enter),
        out=of(layout.leave),
        short_into=of(layout.enter, short=True),
        short_out=of(layout.leave, short=True),
    )


def frame(
    template: Template,
    data: Mapping[str, object],
    *,
    canvas: Canvas,
    brand: BrandKit,
    fps: float = 30,
    number: int | None = None,
    folder: Path | None = None,
) -> QImage:
    """The whole canvas with the overlay as it stands, or at its frame ``number`` after the take.

    A preview: the time left has run on by then, a rolling line has moved. Errors as `compose`.
    """
    at_ms = 0 if number is None else number * 1000 / fps
    now = _later(template, data, at_ms)
    made = compose(template, now, canvas=canvas, brand=brand, folder=folder)
    picture = paint(made, at_ms)
    way = motion(template, canvas, fps).into
    step = Step() if number is None or number >= len(way) else way[number]
    image = QImage(canvas.width, canvas.height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    with QPainter(image) as painter:
        painter.setOpacity(step.opacity)
        painter.drawImage(int(made.x + step.dx + 0.5), int(made.y + step.dy + 0.5), picture)
    return image


def _later(template: Template, data: Mapping[str, object], at_ms: float) -> Mapping[str, object]:
    """``data`` with its time left run on; what is wrong with it `compose` says."""
    run = {}
    for field in template.fields:
        value = data.get(field.key, field.default)
        if field.kind is Kind.MS and isinstance(value, int) and value > 0:
            run[field.key] = max(field.low, int(value - at_ms))
    return {**data, **run}


def _layout(template: Template, canvas: Canvas) -> Layout:
    return template.portrait if canvas.upright else template.landscape


def _figures(
    clock: parts.Clock, data: Mapping[str, object], template: Template, folder: Path
) -> Figures:
    high = -int(-(ASCENT + DESCENT) * clock.size // 1)
    rise = int(ASCENT * clock.size + 0.5)
    image = QImage(clock.cell * 10, high, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, letter in enumerate(FIGURES):
            figure(clock, letter, number * clock.cell, rise).draw(painter)
    top = int(clock.base) - rise
    places = tuple(
        (int(left), top)
        for letter, left in zip(clock.text, clock.cells, strict=True)
        if letter != ":"
    )
    return Figures(
        strip=save(image, folder, f"{template.id}-figures", (0, 0)),
        cell_width=clock.cell,
        cell_height=high,
        places=places,
        left_ms=_milliseconds(template, data),
    )


def _milliseconds(template: Template, data: Mapping[str, object]) -> int:
    taken = take_data(template.fields, data)
    return next(
        value
        for field in template.fields
        if field.kind is Kind.MS and isinstance(value := taken[field.key], int)
    )


def _strip(band: parts.Band, template: Template, folder: Path) -> Strip:
    box = band.box
    image = QImage(
        int(roll_period(band)), int(box.height()), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(0)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        replace(band.run, x=0.0, y=band.run.y - box.y()).draw(painter)
    return Strip(
        strip=save(image, folder, f"{template.id}-line", (0, 0)),
        x=int(box.x()),
        y=int(box.y()),
        width=int(box.width()),
        height=int(box.height()),
        pixels_per_second=band.px_per_second,
    )
