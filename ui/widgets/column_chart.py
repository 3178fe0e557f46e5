"""Columns over time: how much came in by hour, by day, or every few minutes of a broadcast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.theme import tokens
from ui.theme.style import font_of, palette_for
from ui.widgets.charts import NARROWEST_BAR, WIDEST_BAR, topped
from ui.widgets.tool_tip import show_tip

FOOT = 24.0
HEAD = 12.0
LABEL = 13


@dataclass(frozen=True, slots=True)
class Columns:
    """What one picture shows, worded."""

    values: Sequence[int]
    ticks: Sequence[tuple[int, str]]
    """Places on the axis that are named, and how."""
    told: Sequence[str]
    """What each column says to whoever points at it."""
    scale: tuple[str, str]
    """The largest value and half of it, worded."""
    empty: str = ""
    """Said in place of columns where there are none."""


class ColumnChart(QWidget):
    """A `Columns` on a screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Columns | None = None
        self.setMouseTracking(True)
        self.setMinimumHeight(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_columns(self, shown: Columns) -> None:
        self._shown = shown
        told = [words for words, value in zip(shown.told, shown.values, strict=True) if value]
        self.setAccessibleDescription(shown.empty or "; ".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, 180)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shown is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            palette, area = palette_for(self), self._area(self._shown)
            self._paint_scale(painter, area, self._shown, palette)
            self._paint_columns(painter, area, self._shown)
            self._paint_ticks(painter, area, self._shown, palette)
            if self._shown.empty:
                painter.setFont(font_of(tokens.DESK_TEXT))
                painter.setPen(QColor(palette.muted))
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._shown.empty)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        shown = self._shown
        if shown is None or shown.empty:
            return
        area = self._area(shown)
        place = int((event.position().x() - area.left()) / area.width() * len(shown.values))
        if 0 <= place < len(shown.values):
            show_tip(event.globalPosition().toPoint(), shown.told[place], self)
        else:
            QToolTip.hideText()

    def _area(self, shown: Columns) -> QRectF:
        metrics = QFontMetricsF(font_of(LABEL))
        room = 0.0 if shown.empty else max(map(metrics.horizontalAdvance, shown.scale)) + 10
        return QRectF(0, HEAD, self.width() - room, self.height() - HEAD - FOOT)

    def _paint_scale(
        self, painter: QPainter, area: QRectF, shown: Columns, palette: tokens.Palette
    ) -> None:
        if shown.empty:
            return
        painter.setFont(font_of(LABEL))
        for words, share in zip(shown.scale, (1.0, 0.5), strict=True):
            y = area.bottom() - area.height() * share
            painter.setPen(QPen(QColor(palette.line), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            box = QRectF(area.right(), y - 10, self.width() - area.right(), 20)
            painter.setPen(QColor(palette.muted))
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, side, words)

    def _paint_columns(self, painter: QPainter, area: QRectF, shown: Columns) -> None:
        most = max(shown.values, default=0) or 1
        room = area.width() / max(1, len(shown.values))
        wide = min(WIDEST_BAR, max(NARROWEST_BAR, room * 0.72))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.INDIGO))
        for place, value in enumerate(shown.values):
            if value > 0:
                height = max(2.0, area.height() * value / most)
                left = area.left() + room * place + (room - wide) / 2
                bar = QRectF(left, area.bottom() - height, wide, height)
                painter.drawPath(topped(bar, min(3.0, wide / 3)))

    def _paint_ticks(
        self, painter: QPainter, area: QRectF, shown: Columns, palette: tokens.Palette
    ) -> None:
        painter.setFont(font_of(LABEL))
        painter.setPen(QPen(QColor(palette.muted), 1))
        bottom = area.bottom()
        painter.drawLine(QPointF(area.left(), bottom), QPointF(area.right(), bottom))
        metrics = QFontMetricsF(painter.font())
        room = area.width() / max(1, len(shown.values))
        for place, words in shown.ticks:
            x = area.left() + room * (place + 0.5)
            width = metrics.horizontalAdvance(words)
            left = min(area.right() - width, max(area.left(), x - width / 2))
            painter.drawText(QPointF(left, bottom + FOOT - 7), words)
