"""A large door: what one comes for, readable from across the room."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.theme import tokens
from ui.theme.style import font_of
from ui.widgets import icons

MARGIN = 36.0
DISK, TALL_DISK = 96.0, 136.0
TALL = 520


class Door(QPushButton):
    """Drawing, name, one sentence, and the key that opens it. ``main`` is the coloured one."""

    def __init__(self, icon_name: str, key: str, *, main: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon_name, self._key, self._main = icon_name, key, main
        self._sentence = ""
        self.setShortcut(key)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_words(self, name: str, sentence: str) -> None:
        self._sentence = sentence
        self.setText(name)
        self.setShortcut(self._key)  # setText takes the shortcut away
        self.setAccessibleName(f"{name}. {sentence}")

    def show_main(self, main: bool) -> None:
        """Whether this is the screen's one obvious next step."""
        self._main = main
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 360)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 240)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_leaf(painter)
        ink = QColor(tokens.WHITE if self._main else tokens.LIGHT.text)
        soft = QColor(tokens.WHITE if self._main else tokens.LIGHT.muted)
        margin = MARGIN if self.height() > 300 else 24.0
        across = TALL_DISK if self.height() > TALL else DISK
        disk = QRectF(margin, margin, across, across)
        self._paint_disk(painter, disk)
        self._paint_key(painter, soft)
        width = self.width() - 2 * margin
        name_font = font_of(44, bold=True)
        while QFontMetricsF(name_font).horizontalAdvance(self.text()) > width:
            name_font.setPixelSize(name_font.pixelSize() - 2)
        name_height = QFontMetricsF(name_font).height()
        foot = 92.0
        top = max(disk.bottom() + 12, self.height() - margin - foot - name_height)
        painter.setFont(name_font)
        painter.setPen(ink)
        name_box = QRectF(margin, top, width, name_height)
        painter.drawText(name_box, Qt.AlignmentFlag.AlignLeft, self.text())
        painter.setFont(font_of(20))
        painter.setPen(soft)
        words = QRectF(margin, name_box.bottom() + 10, width, foot + margin - 24)
        painter.drawText(words, Qt.TextFlag.TextWordWrap, self._sentence)

    def _paint_leaf(self, painter: QPainter) -> None:
        inside = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        over = self.underMouse() or self.isDown()
        if self._main:
            fill, edge = (tokens.JADE_DEEP if over else tokens.JADE), tokens.JADE
        else:
            fill = tokens.LIGHT.raised_over if over else tokens.LIGHT.panel
            edge = tokens.LIGHT.line
        width = 1.0
        if self.hasFocus():
            edge, width = (tokens.LIGHT.text if self._main else tokens.INDIGO), 3.0
        painter.setBrush(QColor(fill))
        painter.setPen(QPen(QColor(edge), width))
        painter.drawRoundedRect(inside, tokens.RADIUS_BIG, tokens.RADIUS_BIG)

    def _paint_disk(self, painter: QPainter, disk: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#43B381" if self._main else tokens.LIGHT.ground))
        painter.drawEllipse(disk)
        colour = QColor(tokens.WHITE if self._main else tokens.LIGHT.good_text)
        inset = disk.width() * 0.23
        icons.paint(painter, self._icon_name, disk.adjusted(inset, inset, -inset, -inset), colour)

    def _paint_key(self, painter: QPainter, colour: QColor) -> None:
        box = QRectF(self.width() - 32 - 20, 20, 32, 30)
        faint = QColor(colour)
        faint.setAlphaF(0.6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(faint, 1))
        painter.drawRoundedRect(box, 6, 6)
        painter.setFont(font_of(17, bold=True))
        painter.setPen(colour)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)
