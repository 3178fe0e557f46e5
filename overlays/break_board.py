"""The be-right-back picture (歇一下): what viewers see while the camera looks away."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath, QRadialGradient

from overlays import palette
from overlays.card_layout import safe_area
from overlays.png import Drawn, save
from overlays.text_fit import Run, fit_line, measure, one_line

TITLE = "马上回来"
LINE = "主播歇一下，喝口水就来"


def draw_break(canvas: tuple[int, int], workshop: str, folder: Path) -> Drawn:
    """A full-canvas board with the workshop's name. Any thread, fonts loaded.

    Errors: ``disk_full``, ``card_not_saved``.
    """
    words = _words(canvas, workshop)
    image = QImage(*canvas, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_evening(painter, canvas)
        for run in words:
            run.draw(painter)
    return save(image, folder, "break", (0, 0))


def _paint_evening(painter: QPainter, canvas: tuple[int, int]) -> None:
    """A calm bay in the evening: nothing moves, nothing asks to be read."""
    width, height = canvas
    sky = QLinearGradient(0, 0, 0, height)
    for at, colour in ((0, "#12211F"), (0.45, "#1D4A40"), (0.66, "#5E9378"), (1, "#12171C")):
        sky.setColorAt(at, QColor(colour))
    painter.fillRect(QRectF(0, 0, width, height), sky)
    centre, radius = QPointF(width * 0.5, height * 0.66), min(width, height) * 0.5
    glow = QRadialGradient(centre, radius)
    glow.setColorAt(0, QColor(255, 226, 160, 120))
    glow.setColorAt(1, QColor(255, 226, 160, 0))
    painter.fillRect(QRectF(0, 0, width, height), glow)
    hills = (("#22584A", 0.63, 0.05, 1.3, 0.6), ("#1A453B", 0.67, 0.04, 2.1, 2.2))
    waves = (("#174038", 0.72, 0.012, 5, 0), ("#133029", 0.79, 0.014, 4, 1.4))
    for colour, level, swing, turns, phase in (*hills, *waves, ("#0F211F", 0.87, 0.016, 3, 2.6)):
        painter.fillPath(_ridge(canvas, level, swing, turns, phase), QColor(colour))


def _ridge(
    canvas: tuple[int, int], level: float, swing: float, turns: float, phase: float
) -> QPainterPath:
    width, height = canvas
    path = QPainterPath(QPointF(0, height))
    for step in range(97):
        share = step / 96
        rise = math.sin(share * turns * math.tau + phase) + 0.4 * math.sin(share * turns * 13 + 1)
        path.lineTo(share * width, height * (level - swing * rise))
    path.lineTo(width, height)
    path.closeSubpath()
    return path


def _words(canvas: tuple[int, int], workshop: str) -> list[Run]:
    """Title, one line and the workshop, centred where no platform covers them."""
    safe = QRectF(safe_area(canvas))
    unit = min(canvas) / 720
    middle = safe.center().x()
    y = safe.y() + safe.height() * 0.36
    rows = (
        (TITLE, 96, True, 0.0),
        (LINE, 34, False, 74.0),
        (one_line(workshop), 28, True, 146.0),
    )
    runs = []
    for text, size, bold, below in rows:
        sizes = [max(11, round(size * unit * part)) for part in (1, 0.9, 0.8, 0.7, 0.6)]
        fitted = fit_line(text, safe.width(), sizes, bold=bold)
        x = middle - measure(fitted.lines[0], fitted.size, bold=bold) / 2
        at = y + below * unit
        runs.append(Run(fitted.lines[0], x, at, fitted.size, palette.TEXT_DARK, bold=bold))
    return runs
