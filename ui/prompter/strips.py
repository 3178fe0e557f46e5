"""Rows of letters as pictures, drawn once by a worker and blitted from then on.

Drawing Chinese letters each frame takes 72 to 95 ms at 1080p; blitting strips less than one
(teleprompter.md). `draw` touches nothing but its arguments, so any thread may run it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from overlays.type import face
from ui.prompter.layout import Run, VisualRow
from ui.theme import tokens

CHIP_LETTERS = 0.46
"""Size of a chip's words, in letters of the script."""
HEADING_LETTERS = 0.42
CHIP_PADDING = 0.20
CHIP_GAP = 0.16
"""Around a chip, half of it on each side."""

CHIP_COLOURS = {
    "action": (tokens.DARK.info_wash, tokens.DARK.info_text),
    "picture": (tokens.DARK.info_wash, tokens.DARK.info_text),
    "pause": (tokens.DARK.raised, tokens.DARK.muted),
    "missing": (tokens.CINNABAR, tokens.WHITE),
}


@dataclass(frozen=True, slots=True)
class StripStyle:
    """What strips look like; another style means other strips."""

    em: int
    """Size of a letter, logical pixels."""
    width: int
    """Of every strip, logical pixels."""
    scale: float
    """Device pixels a logical pixel."""


class QtMetrics:
    """Widths as the strips will have them. Letters of one width are measured once."""

    def __init__(self, em: int) -> None:
        self.em = float(em)
        self._text = QFontMetricsF(face(em))
        self._chip = QFontMetricsF(chip_face(em))
        self._heading = QFontMetricsF(heading_face(em))
        self._known: dict[str, float] = {}

    def text(self, text: str) -> float:
        if text not in self._known:
            self._known[text] = self._text.horizontalAdvance(text)
        return self._known[text]

    def chip(self, text: str) -> float:
        padding = 2 * CHIP_PADDING + CHIP_GAP
        return self._chip.horizontalAdvance(text) + padding * self.em

    def heading(self, text: str) -> float:
        return self._heading.horizontalAdvance(text)


def chip_face(em: float) -> QFont:
    return face(em * CHIP_LETTERS)


def heading_face(em: float) -> QFont:
    return face(em * HEADING_LETTERS, bold=True)


class StripMaker(QObject):
    """Carries finished strips from a worker to the thread its receivers live on."""

    made = Signal(object, object)
    """A `StripStyle` and a dict of `VisualRow` → QImage."""

    def make(self, rows: Sequence[VisualRow], style: StripStyle) -> None:
        """Draw ``rows`` and tell. Any thread."""
        self.made.emit(style, {row: draw(row, style) for row in rows})


def draw(row: VisualRow, style: StripStyle) -> QImage:
    """One row, at full brightness on nothing; the view dims it as it is blitted. Any thread."""
    height = max(1, round(row.height * style.scale))
    image = QImage(
        max(1, round(style.width * style.scale)),
        height,
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.setDevicePixelRatio(style.scale)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        for run in row.runs:
            _draw_run(painter, run, row.height, style.em)
    return image


def _draw_run(painter: QPainter, run: Run, height: float, em: int) -> None:
    if run.kind == "text":
        _draw_words(painter, run, height, face(em), tokens.DARK.text)
    elif run.kind == "heading":
        _draw_words(painter, run, height, heading_face(em), tokens.DARK.muted)
    else:
        _draw_chip(painter, run, height, em)


def _draw_words(painter: QPainter, run: Run, height: float, font: QFont, colour: str) -> None:
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    base = (height + metrics.ascent() - metrics.descent()) / 2
    painter.drawText(round(run.x), round(base), run.text)


def _draw_chip(painter: QPainter, run: Run, height: float, em: int) -> None:
    wash, ink = CHIP_COLOURS[run.kind]
    font = chip_face(em)
    words = QFontMetricsF(font).horizontalAdvance(run.text)
    tall = em * CHIP_LETTERS * 1.55
    left = run.x + CHIP_GAP * em / 2
    box = QRectF(left, (height - tall) / 2 + em * 0.05, words + 2 * CHIP_PADDING * em, tall)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(wash))
    painter.drawRoundedRect(box, tokens.RADIUS_SMALL, tokens.RADIUS_SMALL)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, run.text)
