"""A light that says the same thing three times: shape, word, colour."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import tokens
from ui.theme.style import font_of, palette_for


class Tone(StrEnum):
    """What a light means; each has its own shape."""

    FINE = "fine"
    MIND = "mind"
    BROKEN = "broken"
    AIR = "air"
    INFO = "info"
    IDLE = "idle"


def tone_colour(tone: Tone, palette: tokens.Palette) -> QColor:
    """The colour of words in this tone on that surface."""
    return QColor(
        {
            Tone.FINE: palette.good_text,
            Tone.MIND: palette.mind_text,
            Tone.BROKEN: palette.broken_text,
            Tone.AIR: palette.broken_text,
            Tone.INFO: palette.info_text,
            Tone.IDLE: palette.muted,
        }[tone]
    )


def paint_shape(painter: QPainter, tone: Tone, box: QRectF, colour: QColor) -> None:
    """▲ fine, ◆ mind, ■ broken, ● on air, ○ nothing to say; information is a filled bar."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    left, top, right, bottom = box.left(), box.top(), box.right(), box.bottom()
    middle = box.center()
    if tone is Tone.FINE:
        points = [QPointF(middle.x(), top), QPointF(right, bottom), QPointF(left, bottom)]
        painter.drawPolygon(QPolygonF(points))
    elif tone is Tone.MIND:
        points = [
            QPointF(middle.x(), top),
            QPointF(right, middle.y()),
            QPointF(middle.x(), bottom),
            QPointF(left, middle.y()),
        ]
        painter.drawPolygon(QPolygonF(points))
    elif tone is Tone.BROKEN:
        painter.drawRect(box.adjusted(1, 1, -1, -1))
    elif tone is Tone.AIR:
        painter.drawEllipse(box)
    elif tone is Tone.INFO:
        painter.drawRoundedRect(box.adjusted(box.width() * 0.3, 0, -box.width() * 0.3, 0), 2, 2)
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(colour)
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    painter.restore()


class StatusLight(QWidget):
    """Shape and word in a row. ``pixels`` is the size of the word."""

    def __init__(
        self,
        word: str = "",
        tone: Tone = Tone.IDLE,
        pixels: int = tokens.FLOOR_TEXT,
        *,
        bold: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._word, self._tone, self._pixels, self._bold = word, tone, pixels, bold
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tell()

    @property
    def tone(self) -> Tone:
        return self._tone

    @property
    def word(self) -> str:
        return self._word

    def show_state(self, tone: Tone, word: str) -> None:
        """Change both; does nothing where nothing changed."""
        if (tone, word) != (self._tone, self._word):
            self._tone, self._word = tone, word
            self._tell()
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(font_of(self._pixels, bold=self._bold))
        gap = self._pixels * 0.4 if self._word else 0
        width = self._shape_size() + gap + metrics.horizontalAdvance(self._word)
        return QSize(round(width) + 2, metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            palette = palette_for(self)
            colour = tone_colour(self._tone, palette)
            size = self._shape_size()
            paint_shape(
                painter, self._tone, QRectF(1, (self.height() - size) / 2, size, size), colour
            )
            painter.setFont(font_of(self._pixels, bold=self._bold))
            painter.setPen(colour if self._tone is not Tone.IDLE else QColor(palette.muted))
            left = size + self._pixels * 0.4 + 1
            where = QRectF(left, 0, self.width() - left, self.height())
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, self._word)

    def _shape_size(self) -> float:
        return round(self._pixels * 0.82)

    def _tell(self) -> None:
        self.setAccessibleName(self._word)
