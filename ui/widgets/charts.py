"""Charts of a broadcast: painters that serve a widget and a page of paper alike, and the widgets.

Painters take logical pixels at 96 dots an inch; for paper, scale the painter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.report.evening import Band, Evening, Mark, Network
from ui.theme import tokens
from ui.theme.style import font_of, palette_for
from ui.widgets.tool_tip import show_tip

SCALE_ROOM = 26.0
"""Room at the right for the scale of the bars."""
TICK_HEIGHT = 24.0
BAND_HEIGHT = 28.0
NET_HEIGHT = 10.0
NET_WORDS = 22.0
GAP = 10.0
NARROWEST_BAR, WIDEST_BAR = 2.0, 64.0

NET_COLOURS = {"good": tokens.JADE, "weak": tokens.AMBER, "down": tokens.CINNABAR}


class EveningPainter:
    """Paints one `Evening` into a rectangle: bars, ticks, product bands, the network."""

    def __init__(
        self, painter: QPainter, box: QRectF, evening: Evening, palette: tokens.Palette
    ) -> None:
        self._p = painter
        self._evening = evening
        self._palette = palette
        self._axis = axis_of(box, evening)
        below = TICK_HEIGHT + BAND_HEIGHT + GAP + NET_HEIGHT + NET_WORDS
        bars_height = max(40.0, box.height() - below - 14)
        self._bars = QRectF(self._axis.left(), box.top() + 14, self._axis.width(), bars_height)
        top = self._bars.bottom() + TICK_HEIGHT
        self._bands = QRectF(self._axis.left(), top, self._axis.width(), BAND_HEIGHT)
        top = self._bands.bottom() + GAP
        self._net = QRectF(self._axis.left(), top, self._axis.width(), NET_HEIGHT)
        self._left = box.left()

    def paint(self) -> None:
        self._p.save()
        self._p.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._row_names()
        self._scale()
        self._ticks()
        if self._evening.empty:
            self._words(self._bars, self._evening.empty, self._palette.muted, centre=True)
        else:
            self._all_bars()
        for mark in self._evening.marks:
            self._mark(mark)
        for band in self._evening.bands:
            self._band(band)
        self._network()
        self._p.restore()

    def _x(self, second: float) -> float:
        share = min(1.0, max(0.0, second / self._evening.length))
        return self._axis.left() + share * self._axis.width()

    def _row_names(self) -> None:
        centres = (self._bars.center().y(), self._bands.center().y(), self._net.center().y())
        for name, centre in zip(self._evening.rows, centres, strict=True):
            box = QRectF(self._left, centre - 12, self._axis.left() - self._left, 24)
            self._words(box, name, self._palette.muted)

    def _scale(self) -> None:
        """Two lines across the bars at whole orders, named at their right end."""
        most = self._most
        self._p.setFont(font_of(13))
        for count in sorted({most, most // 2} - {0}):
            y = self._bars.bottom() - self._bars.height() * count / most
            self._p.setPen(QPen(QColor(self._palette.line), 1))
            self._p.drawLine(QPointF(self._bars.left(), y), QPointF(self._bars.right(), y))
            if not self._evening.empty:
                box = QRectF(self._bars.right(), y - 10, SCALE_ROOM, 20)
                self._words(box, str(count), self._palette.muted, pixels=13, right=True)

    @property
    def _most(self) -> int:
        most = max(self._evening.orders, default=0)
        return max(2, most + most % 2)

    def _ticks(self) -> None:
        bottom = self._bars.bottom()
        self._p.setPen(QPen(QColor(self._palette.muted), 1))
        self._p.drawLine(QPointF(self._bars.left(), bottom), QPointF(self._bars.right(), bottom))
        metrics = QFontMetricsF(font_of(13))
        for second, label in self._evening.ticks:
            x = self._x(second)
            self._p.setPen(QPen(QColor(self._palette.muted), 1))
            self._p.drawLine(QPointF(x, bottom), QPointF(x, bottom + 4))
            width = metrics.horizontalAdvance(label)
            left = min(self._bars.right() - width, max(self._bars.left(), x - width / 2))
            box = QRectF(left, bottom + 3, width + 2, TICK_HEIGHT - 5)
            self._words(box, label, self._palette.muted, pixels=13)

    def _all_bars(self) -> None:
        self._p.setPen(Qt.PenStyle.NoPen)
        self._p.setBrush(QColor(tokens.INDIGO))
        most = self._most
        for place, count in enumerate(self._evening.orders):
            if count:
                left = self._x(place * self._evening.bucket)
                right = self._x((place + 1) * self._evening.bucket)
                inset = min(4.0, (right - left) * 0.14)
                height = self._bars.height() * count / most
                width = min(WIDEST_BAR, max(NARROWEST_BAR, right - left - 2 * inset))
                left = (left + right - width) / 2
                bar = QRectF(left, self._bars.bottom() - height, width, height)
                self._p.drawPath(topped(bar, min(3.0, width / 3)))

    def _mark(self, mark: Mark) -> None:
        """A dashed line with the shape of its weight on top: ■ viewers saw it, ◆ they did not."""
        x, top = self._x(mark.second), self._bars.top() - 8
        colour = QColor(tokens.CINNABAR if mark.serious else tokens.AMBER)
        self._p.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
        self._p.drawLine(QPointF(x, top + 6), QPointF(x, self._bars.bottom()))
        self._p.setPen(Qt.PenStyle.NoPen)
        self._p.setBrush(colour)
        if mark.serious:
            self._p.drawRect(QRectF(x - 4.5, top - 3, 9, 9))
        else:
            self._p.drawPolygon(diamond(QPointF(x, top + 2), 6))

    def _band(self, band: Band) -> None:
        left, right = self._x(band.start), self._x(band.end)
        box = QRectF(left + 1, self._bands.top(), max(1.0, right - left - 2), BAND_HEIGHT)
        self._p.setPen(Qt.PenStyle.NoPen)
        if band.colour:
            self._p.setBrush(QColor(band.colour))
            self._p.drawRoundedRect(box, 5, 5)
        else:
            self._p.setBrush(QBrush(QColor(self._palette.muted), Qt.BrushStyle.BDiagPattern))
            self._p.drawRect(box)
        if band.colour:
            self._elided(box.adjusted(8, 0, -6, 0), band.word, tokens.WHITE)
        elif box.width() > (word := QFontMetricsF(font_of(14)).horizontalAdvance(band.word)) + 16:
            label = QRectF(box.center().x() - word / 2 - 5, box.top() + 3, word + 10, 22)
            self._p.fillRect(label, QColor(self._palette.panel))
            self._words(label, band.word, self._palette.muted, centre=True)

    def _network(self) -> None:
        if not self._evening.network:
            self._p.setPen(Qt.PenStyle.NoPen)
            self._p.setBrush(QColor(self._palette.line))
            self._p.drawRoundedRect(self._net, 3, 3)
        for net in self._evening.network:
            self._net_stretch(net)
        free_from = self._axis.left()
        for net in self._evening.network:
            if net.word:
                free_from = self._net_word(net, free_from)
        if self._evening.network_word:
            box = QRectF(self._axis.left(), self._net.bottom() + 2, self._axis.width(), 20)
            self._words(box, self._evening.network_word, self._palette.muted, pixels=13)

    def _net_stretch(self, net: Network) -> None:
        left, right = self._x(net.start), self._x(net.end)
        self._p.setPen(Qt.PenStyle.NoPen)
        self._p.setBrush(QColor(NET_COLOURS.get(net.state, self._palette.muted)))
        thick = 3.0 if net.state == "down" else 0.0  # a shape beside the colour
        self._p.drawRect(
            QRectF(left, self._net.top() - thick, max(2.0, right - left), NET_HEIGHT + 2 * thick)
        )

    def _net_word(self, net: Network, free_from: float) -> float:
        """The word under its stretch, pushed right of the word before it; where the next may go."""
        shape = "■ " if net.state == "down" else "◆ "
        text = shape + net.word
        width = QFontMetricsF(font_of(13)).horizontalAdvance(text) + 4
        left = max(free_from, min(self._axis.right() - width, self._x(net.start)))
        if left + width > self._axis.right() + 1:
            return free_from  # no room left: the list of incidents has it
        colour = self._palette.broken_text if net.state == "down" else self._palette.mind_text
        self._words(QRectF(left, self._net.bottom() + 3, width, 20), text, colour, pixels=13)
        return left + width + 12

    def _elided(self, box: QRectF, text: str, colour: str) -> None:
        metrics = QFontMetricsF(font_of(14))
        if box.width() >= metrics.averageCharWidth() * 3:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            self._words(box, text, colour, pixels=14)

    def _words(
        self,
        box: QRectF,
        text: str,
        colour: str,
        *,
        pixels: int = 14,
        right: bool = False,
        centre: bool = False,
    ) -> None:
        self._p.setFont(font_of(pixels))
        self._p.setPen(QColor(colour))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        side = Qt.AlignmentFlag.AlignHCenter if centre else side
        self._p.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)


def axis_of(box: QRectF, evening: Evening) -> QRectF:
    """The part of a chart's rectangle its time axis takes, right of the names of the rows."""
    metrics = QFontMetricsF(font_of(14))
    gutter = max(metrics.horizontalAdvance(name) for name in evening.rows) + 16
    return box.adjusted(gutter, 0, -SCALE_ROOM, 0)


def diamond(centre: QPointF, size: float) -> QPolygonF:
    return QPolygonF(
        [
            centre + QPointF(0, -size),
            centre + QPointF(size, 0),
            centre + QPointF(0, size),
            centre + QPointF(-size, 0),
        ]
    )


def topped(bar: QRectF, radius: float) -> QPainterPath:
    """A bar with rounded top corners."""
    path = QPainterPath(bar.bottomLeft())
    path.lineTo(bar.left(), bar.top() + radius)
    path.quadTo(bar.topLeft(), QPointF(bar.left() + radius, bar.top()))
    path.lineTo(bar.right() - radius, bar.top())
    path.quadTo(bar.topRight(), QPointF(bar.right(), bar.top() + radius))
    path.lineTo(bar.bottomRight())
    path.closeSubpath()
    return path


@dataclass(frozen=True, slots=True)
class Sold:
    """One line of 卖了什么, worded."""

    name: str
    colour: str
    paid_fen: int
    paid: str
    orders: str
    left: str
    left_tone: str = ""
    """``mind`` where it is gone."""


LINE = 34.0


def paint_sold(
    painter: QPainter, box: QRectF, rows: Sequence[Sold], palette: tokens.Palette
) -> None:
    """Name, bar, money, orders, what is left; a line each, as many as fit."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shown = rows[: max(1, int(box.height() // LINE))]
    columns = _columns(box, shown)
    most = max((row.paid_fen for row in shown), default=0) or 1
    for number, row in enumerate(shown):
        top = box.top() + number * LINE
        _sold_line(painter, QRectF(box.left(), top, box.width(), LINE), row, most, columns, palette)
    painter.restore()


@dataclass(frozen=True, slots=True)
class _Columns:
    name: float
    paid: float
    orders: float
    left: float


def _columns(box: QRectF, rows: Sequence[Sold]) -> _Columns:
    plain, bold = QFontMetricsF(font_of(15)), QFontMetricsF(font_of(15, bold=True))

    def widest(metrics: QFontMetricsF, texts: list[str]) -> float:
        return max((metrics.horizontalAdvance(text) for text in texts), default=0.0)

    most = 0.26 if any(row.orders for row in rows) else 0.4
    return _Columns(
        min(box.width() * most, widest(plain, [row.name for row in rows]) + 12),
        widest(bold, [row.paid for row in rows]) + 10,
        widest(plain, [row.orders for row in rows]) + 14,
        widest(plain, [row.left for row in rows]) + 14,
    )


def _sold_line(
    painter: QPainter, box: QRectF, row: Sold, most: int, columns: _Columns, palette: tokens.Palette
) -> None:
    middle = Qt.AlignmentFlag.AlignVCenter
    plain = font_of(15)
    painter.setFont(plain)
    painter.setPen(QColor(palette.text))
    name = QFontMetricsF(plain).elidedText(row.name, Qt.TextElideMode.ElideRight, columns.name - 10)
    painter.drawText(box, middle, name)
    right = box.right()
    tone = palette.mind_text if row.left_tone == "mind" else palette.muted
    for text, width, colour, bold in (
        (row.left, columns.left, tone, False),
        (row.orders, columns.orders, palette.muted, False),
        (row.paid, columns.paid, palette.text, True),
    ):
        painter.setFont(font_of(15, bold=bold))
        painter.setPen(QColor(colour))
        area = QRectF(right - width, box.top(), width, box.height())
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, text)
        right -= width
    room = right - box.left() - columns.name - 8
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(row.colour))
    width = max(3.0 if row.paid_fen else 0.0, room * row.paid_fen / most)
    if width:
        painter.drawRoundedRect(
            QRectF(box.left() + columns.name, box.center().y() - 9, width, 18), 4, 4
        )


class TimeChart(QWidget):
    """An `Evening` on a screen; pointing at it says what happened then."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._evening: Evening | None = None
        self.setMouseTracking(True)
        self.setMinimumHeight(200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_evening(self, evening: Evening | None) -> None:
        self._evening = evening
        self.setAccessibleDescription("; ".join(b.word for b in evening.bands) if evening else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(900, 250)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._evening is not None:
            with QPainter(self) as painter:
                EveningPainter(
                    painter, QRectF(self.rect()), self._evening, palette_for(self)
                ).paint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._evening is None:
            return
        axis = axis_of(QRectF(self.rect()), self._evening)
        if not axis.left() <= event.position().x() <= axis.right():
            QToolTip.hideText()
            return
        share = (event.position().x() - axis.left()) / axis.width()
        words = self._evening.at(share * self._evening.length)
        show_tip(event.globalPosition().toPoint(), words, self)


class BarChart(QWidget):
    """Lines of `Sold` on a screen, as high as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Sold] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[Sold]) -> None:
        self._rows = rows
        self.setAccessibleDescription("; ".join(f"{r.name} {r.paid} {r.orders}" for r in rows))
        self.setFixedHeight(round(max(1, len(rows)) * LINE))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(500, round(max(1, len(self._rows)) * LINE))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_sold(painter, QRectF(self.rect()), self._rows, palette_for(self))
