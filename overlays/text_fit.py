"""Setting text into a width: the largest size that fits, then two lines, then an ellipsis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QRawFont,
    QTextLayout,
    QTextOption,
    QTransform,
)

from overlays.type import FAMILY, face

ASCENT = 0.90
DESCENT = 0.16
"""How far Chinese characters and letters with tails reach from the baseline, in em: Noto Sans CJK
claims 1.16 and 0.29, which would set lines too far apart."""

EM = 1000
"""Units in which the bundled face is drawn; its outlines are whole numbers of them. All letters are
drawn from these: Qt's own are up to 1/64 pixel off, by what was drawn before, and within a
start a card must be the same file whenever it is drawn."""
KEEP_INK = 96
"""Pictures of letters, some 50 KB each."""
KEEP_TEXTS = 128
"""Outlines of texts, some 15 KB each."""
KEEP_LETTERS = 2048
"""Outlines of single letters, some 1 KB each."""
UNBROKEN = 1e9
"""Pixels, wider than any line."""
STRIKE_AT, STRIKE_HIGH = 0.3, 0.06
"""Of the line through a struck price: above the baseline, and its height, in em."""


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one size and colour at one place; pixels, ``y`` is the baseline."""

    text: str
    x: float
    y: float
    size: int
    colour: str
    bold: bool = False
    struck: bool = False

    @property
    def width(self) -> float:
        return measure(self.text, self.size, bold=self.bold)

    @property
    def box(self) -> QRectF:
        """Where ink may fall."""
        top = self.y - ASCENT * self.size
        return QRectF(self.x, top, self.width, (ASCENT + DESCENT) * self.size)

    def draw(self, painter: QPainter) -> None:
        start = QPoint(int(self.x), int(self.y))
        shift = (self.x - start.x(), self.y - start.y())
        picture, corner = _ink(self.text, self.size, self.bold, self.colour, shift)
        painter.drawImage(start + corner, picture)
        if self.struck:
            top = self.y - (STRIKE_AT + STRIKE_HIGH / 2) * self.size
            line = QRectF(self.x, top, self.width, STRIKE_HIGH * self.size)
            painter.fillRect(line, QColor(self.colour))


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines that fit, and the size they fit at."""

    lines: tuple[str, ...]
    size: int


@lru_cache(maxsize=KEEP_INK)
def _ink(
    text: str, size: int, bold: bool, colour: str, shift: tuple[float, float]
) -> tuple[QImage, QPoint]:
    """Letters as a picture, and its corner from the baseline's beginning (shifted by less than 1).

    Kept: of a card whose price changes, all other letters are as they were, and filling their
    outlines takes longer than everything else of a card [measured].
    """
    place = QTransform.fromTranslate(*shift).scale(size / EM, size / EM)
    path = place.map(outlines(text, bold=bold))
    box = path.boundingRect().toAlignedRect().adjusted(-1, -1, 1, 1)
    image = QImage(box.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-box.x(), -box.y())
        painter.fillPath(path, QColor(colour))
    return image, QPoint(box.x(), box.y())


@lru_cache(maxsize=KEEP_TEXTS)
def outlines(text: str, *, bold: bool) -> QPainterPath:
    """The letters ``EM`` pixels tall, from the origin, exactly as the face has them.

    Put together of letters that are kept: what a new price or number on a card is made of was
    drawn before. Remembered, so not to be changed by who gets them.
    """
    layout = QTextLayout(text, face(EM, bold=bold))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(UNBROKEN)
    layout.endLayout()
    path = QPainterPath()
    for run in layout.glyphRuns():
        font = run.rawFont()
        ours = font.familyName() == FAMILY
        for glyph, at in zip(run.glyphIndexes(), run.positions(), strict=True):
            letter = _letter(glyph, bold) if ours else _whole(font.pathForGlyph(glyph))
            path.addPath(letter.translated(round(at.x()), round(at.y() - line.ascent())))
    return path


@lru_cache(maxsize=KEEP_LETTERS)
def _letter(glyph: int, bold: bool) -> QPainterPath:
    """One glyph of the bundled face. Remembered, so not to be changed by who gets it."""
    return _whole(QRawFont.fromFont(face(EM, bold=bold)).pathForGlyph(glyph))


def _whole(path: QPainterPath) -> QPainterPath:
    for index in range(path.elementCount()):
        point = path.elementAt(index)
        path.setElementPositionAt(index, round(point.x), round(point.y))
    return path


@lru_cache(maxsize=4096)
def measure(text: str, size: int, *, bold: bool = False) -> float:
    """Width in pixels. Remembered: a card asks for the same words a dozen times."""
    return QFontMetricsF(face(size, bold=bold)).horizontalAdvance(text)


def one_line(text: str) -> str:
    """Line breaks and runs of spaces, as pasted names have them, made single spaces."""
    return " ".join(text.split())


def fit_line(text: str, width: float, sizes: Sequence[int], *, bold: bool = False) -> Fitted:
    """One line at the first of ``sizes`` (falling) that fits, shortened at the last."""
    for size in sizes:
        if measure(text, size, bold=bold) <= width:
            return Fitted((text,), size)
    return Fitted((elide(text, width, sizes[-1], bold=bold),), sizes[-1])


def fit_lines(
    text: str, width: float, single: Sequence[int], several: Sequence[int], *, most: int, bold: bool
) -> Fitted:
    """One line at one of ``single``, else up to ``most`` at one of ``several``, then shortened."""
    for size in single:
        if measure(text, size, bold=bold) <= width:
            return Fitted((text,), size)
    for size in several:
        lines = wrap(text, width, size, bold=bold, most=most + 1)
        if len(lines) <= most:
            return Fitted(_balanced(text, width, size, lines, bold=bold), size)
    size = several[-1]
    kept = wrap(text, width, size, bold=bold, most=most - 1)
    rest = text[sum(map(len, kept)) :].strip()
    last = elide(rest, width, size, bold=bold)
    return Fitted((*(line.strip() for line in kept), last), size)


def elide(text: str, width: float, size: int, *, bold: bool = False) -> str:
    """``text``, its end replaced by … where it is too long."""
    metrics = QFontMetricsF(face(size, bold=bold))
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=1024)
def wrap(
    text: str, width: float, size: int, *, bold: bool = False, most: int | None = None
) -> tuple[str, ...]:
    """Lines no wider than ``width``: breaks between Chinese characters, not inside 500ml.

    No more than the first ``most``: who knows then that it is too much need not wait for the rest.
    Remembered: a card that fits at the fifth size, or has a new price, asks for the same lines.
    """
    layout = QTextLayout(text, face(size, bold=bold))
    layout.setTextOption(_wrapping())
    lines: list[str] = []
    layout.beginLayout()
    while len(lines) != most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(text[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return tuple(lines)


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _balanced(
    text: str, width: float, size: int, lines: tuple[str, ...], *, bold: bool
) -> tuple[str, ...]:
    """As many lines, of more equal length: one character alone on a line looks like a slip."""
    narrow = width
    while narrow > width * 0.55:
        narrow -= size / 2
        tried = wrap(text, narrow, size, bold=bold, most=len(lines) + 1)
        if len(tried) > len(lines):
            break
        lines = tried
    return tuple(line.strip() for line in lines)
