"""Painting a composition with Qt's raster engine. Any thread, once the fonts are loaded."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath, QPen

from overlays import parts
from overlays.art import paint_art
from overlays.codes import modules
from overlays.flow import QUIET
from overlays.parts import Composition, Part
from overlays.pictures import picture_size, read_picture, stamp
from overlays.text_fit import Run, measure

SHADOW = 70
"""Of 255: the darkest ring."""
ROLL_GAP = 3.0
"""Between the end of a rolling line and its beginning, in its own height."""
KEEP_PICTURES = 24
KEEP_SHADOWS = 12


def paint(composition: Composition, at_ms: float = 0, *, moving: bool = True) -> QImage:
    """The picture, premultiplied. ``at_ms`` since it was shown moves rolling lines.

    ``moving`` False leaves out what the stage moves by itself: figures of the time left, and
    rolling lines. Errors: ``picture_unreadable``.
    """
    # Read before a painter is open: an error that leaves one open on its image ends the process.
    photos = {
        id(part): _photo(part) for part in composition.parts() if isinstance(part, parts.Photo)
    }
    image = QImage(composition.width, composition.height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    with QPainter(image) as painter:
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        _Brush(painter, photos, at_ms, moving).part(composition.root)
    return image


def _photo(part: parts.Photo) -> QImage:
    size = (int(part.box.width()), int(part.box.height()))
    return _read(part.path, stamp(part.path), size, part.cover)


@lru_cache(maxsize=KEEP_PICTURES)
def _read(path: Path, _: object, size: tuple[int, int], cover: bool) -> QImage:
    """Kept: a price that changes should not read the photograph again."""
    width, height = size
    if not cover:
        return read_picture(path, QSize(max(width, 1), max(height, 1)))
    whole = picture_size(path)
    scale = max(width / whole.width(), height / whole.height())
    large = QSize(
        max(width, int(whole.width() * scale + 0.5)), max(height, int(whole.height() * scale + 0.5))
    )
    read = read_picture(path, large)
    return read.copy((large.width() - width) // 2, (large.height() - height) // 2, width, height)


class _Brush:
    def __init__(
        self,
        painter: QPainter,
        photos: dict[int, QImage],
        at_ms: float,
        moving: bool,
    ) -> None:
        self._painter = painter
        self._photos = photos
        self._at_ms = at_ms
        self._moving = moving

    def part(self, part: Part) -> None:
        painter = self._painter
        if isinstance(part, parts.Surface):
            self._surface(part)
        elif isinstance(part, parts.Letters):
            for run in part.runs:
                run.draw(painter)
        elif isinstance(part, parts.Photo):
            self._picture(part)
        elif isinstance(part, parts.Drawing):
            paint_art(painter, part.path, part.box, part.tint, part.opacity)
        elif isinstance(part, parts.Code):
            self._code(part)
        elif isinstance(part, parts.Clock):
            self._clock(part)
        elif isinstance(part, parts.Band) and self._moving:
            self._band(part)

    def _surface(self, part: parts.Surface) -> None:
        painter = self._painter
        outline = QPainterPath()
        outline.addRoundedRect(part.box, part.radius, part.radius)
        if part.shadow:
            _paint_shadow(painter, part)
        if part.fill:
            painter.save()
            painter.setOpacity(painter.opacity() * part.opacity)
            painter.fillPath(outline, _fill(part))
            painter.restore()
        if part.clip:
            painter.save()
            painter.setClipPath(outline)
        for child in part.parts:
            self.part(child)
        if part.clip:
            painter.restore()
        if part.edge:
            half = part.edge_width / 2
            painter.setPen(QPen(QColor(part.edge), part.edge_width))
            inner = max(0.0, part.radius - half)
            painter.drawRoundedRect(part.box.adjusted(half, half, -half, -half), inner, inner)

    def _picture(self, part: parts.Photo) -> None:
        painter = self._painter
        if part.radius:
            painter.save()
            outline = QPainterPath()
            outline.addRoundedRect(part.box, part.radius, part.radius)
            painter.setClipPath(outline)
        painter.drawImage(part.box.topLeft(), self._photos[id(part)])
        if part.radius:
            painter.restore()

    def _code(self, part: parts.Code) -> None:
        painter, module = self._painter, part.module
        painter.fillRect(part.box, QColor("#FFFFFF"))
        left, top = part.box.x() + QUIET * module, part.box.y() + QUIET * module
        for y, row in enumerate(modules(part.text)):
            for x, dark in enumerate(row):
                if dark:
                    square = QRectF(left + x * module, top + y * module, module, module)
                    painter.fillRect(square, QColor("#000000"))

    def _clock(self, part: parts.Clock) -> None:
        for letter, left in zip(part.text, part.cells, strict=True):
            if letter == ":" or self._moving:
                figure(part, letter, left, part.base).draw(self._painter)

    def _band(self, part: parts.Band) -> None:
        painter = self._painter
        period = roll_period(part)
        painter.save()
        painter.setClipRect(part.box)
        at = part.run.x - (part.px_per_second * self._at_ms / 1000) % period
        while at < part.box.right():
            run = part.run
            Run(run.text, at, run.y, run.size, run.colour, bold=run.bold).draw(painter)
            at += period
        painter.restore()


def figure(part: parts.Clock, letter: str, left: float, base: float) -> Run:
    """A figure in the middle of its cell."""
    cell = part.cell / 2 if letter == ":" else part.cell
    wide = measure(letter, part.size, bold=True)
    return Run(letter, left + (cell - wide) / 2, base, part.size, part.colour, bold=True)


def roll_period(part: parts.Band) -> float:
    """After how many pixels a rolling line comes again."""
    return float(int(max(part.run.width + ROLL_GAP * part.box.height(), part.box.width()) + 0.5))


def _fill(part: parts.Surface) -> QColor | QLinearGradient:
    if len(part.fill) == 1:
        return QColor(part.fill[0])
    box = part.box
    end = {"across": box.topRight(), "down": box.bottomLeft(), "diagonal": box.bottomRight()}
    gradient = QLinearGradient(box.topLeft(), QPointF(end[part.way]))
    gradient.setColorAt(0, QColor(part.fill[0]))
    gradient.setColorAt(1, QColor(part.fill[1]))
    return gradient


def _paint_shadow(painter: QPainter, part: parts.Surface) -> None:
    reach = int(part.shadow + 0.5)
    size = (int(part.box.width()), int(part.box.height()))
    corner = part.box.topLeft() - QPointF(reach, reach)
    painter.drawImage(corner, _shadow(size, part.radius, reach))


@lru_cache(maxsize=KEEP_SHADOWS)
def _shadow(size: tuple[int, int], radius: float, reach: int) -> QImage:
    """Rings that fade outwards: a blur of this size would cost more than the rest of the card.

    Kept, because they are half of what is left: a card of one size comes again and again.
    """
    width, height = size
    image = QImage(width + 2 * reach, height + 2 * reach, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    box = QRectF(reach, reach, width, height)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for ring in range(reach):
            fade = 1 - ring / reach
            painter.setPen(QPen(QColor(0, 0, 0, int(SHADOW * fade * fade + 0.5)), 1.5))
            out = ring + 0.5
            corner = radius + out
            painter.drawRoundedRect(box.adjusted(-out, -out, out, out), corner, corner)
    return image
