"""How much of each product may still be sold, as bars: what to bring more of, at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.runtime.plain import harmless
from ui.theme import tokens
from ui.theme.style import font_of, palette_for
from ui.widgets.status_light import Tone, paint_shape, tone_colour

LINE = 44.0
NAME_SHARE = 0.2
BAR = 14.0


@dataclass(frozen=True, slots=True)
class Left:
    """One product, worded."""

    name: str
    words: str
    share: float
    """What may still be sold of what is in the house, 0 to 1."""
    tone: Tone


class StockGlance(QWidget):
    """As many products as there is room for, in the order given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Left] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_rows(self, rows: Sequence[Left]) -> None:
        self._rows = list(rows)
        self.setAccessibleName("; ".join(f"{row.name} {row.words}" for row in rows))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, round(LINE * 3))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            shown = self._rows[: max(1, int(self.height() // LINE))]
            metrics = QFontMetricsF(font_of(tokens.DESK_TEXT))
            widest = max((metrics.horizontalAdvance(row.words) for row in shown), default=0.0) + 34
            for place, row in enumerate(shown):
                self._paint_row(painter, row, QRectF(0, place * LINE, self.width(), LINE), widest)

    def _paint_row(self, painter: QPainter, row: Left, box: QRectF, widest: float) -> None:
        palette = palette_for(self)
        metrics = QFontMetricsF(font_of(tokens.DESK_TEXT))
        painter.setFont(font_of(tokens.DESK_TEXT))
        middle = Qt.AlignmentFlag.AlignVCenter
        name = QRectF(box.left(), box.top(), box.width() * NAME_SHARE, box.height())
        painter.setPen(QColor(palette.text))
        words = metrics.elidedText(
            harmless(row.name), Qt.TextElideMode.ElideRight, name.width() - 12
        )
        painter.drawText(name, middle, words)
        room = QRectF(name.right(), box.center().y() - BAR / 2, 0, BAR)
        room.setRight(box.right() - widest)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.ground))
        painter.drawRoundedRect(room, BAR / 2, BAR / 2)
        if row.share > 0:
            filled = QRectF(room)
            filled.setWidth(max(BAR, room.width() * min(1.0, row.share)))
            painter.setBrush(QColor(tokens.JADE if row.tone is Tone.FINE else tokens.AMBER))
            painter.drawRoundedRect(filled, BAR / 2, BAR / 2)
        colour = tone_colour(row.tone, palette)
        shape = QRectF(room.right() + 16, box.center().y() - 6, 12, 12)
        paint_shape(painter, row.tone, shape, colour)
        painter.setPen(QColor(palette.text) if row.tone is Tone.FINE else colour)
        rest = QRectF(shape.right() + 8, box.top(), box.right() - shape.right(), box.height())
        painter.drawText(rest, middle, row.words)
