"""A large door: what one comes for, readable from across the room, and what lies behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.runtime.plain import harmless
from ui.theme import tokens
from ui.theme.style import font_of
from ui.widgets import icons
from ui.widgets.button import Button
from ui.widgets.picture_row import GAP, paint_row

MARGIN, CLOSE, LOW = 36.0, 24.0, 470.0
"""Around what a door says; closer where it is low, so that what lies behind still has its room."""
DISK, TALL_DISK = 72.0, 112.0
TALL = 520
DRAWN, LARGEST = (1366.0, 582.0), 1.6
"""Width of the window and height of the door everything is drawn for; larger on a larger one."""
PICTURE = 72.0
LINE, BIG_LINE = 28.0, 48.0
ICON = 30.0
"""An icon before a fact, with the room behind it."""
BEHIND = LINE + BIG_LINE + 10 + PICTURE


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what lies behind a door."""

    words: str
    big: bool = False
    icon: str = ""
    """One of `ui.widgets.icons`, before the words."""


class Door(Button):
    """Drawing, name, one sentence, what lies behind, and the key that opens it.

    ``main`` is the coloured one.
    """

    def __init__(self, icon_name: str, key: str, *, main: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon_name, self._key, self._main = icon_name, key, main
        self._sentence = ""
        self._facts: list[Fact] = []
        self._pictures: list[QPixmap] = []
        self.setShortcut(key)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_words(self, name: str, sentence: str) -> None:
        self._sentence = sentence
        self.setText(name)
        self.setShortcut(self._key)  # setText takes the shortcut away
        self._tell()

    def show_facts(self, facts: Sequence[Fact], pictures: Sequence[QPixmap] = ()) -> None:
        """What lies behind; pictures stand under the words, as many as fit."""
        self._facts, self._pictures = list(facts), list(pictures)
        self._tell()
        self.update()

    def show_main(self, main: bool) -> None:
        """Whether this is the screen's one obvious next step."""
        self._main = main
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 360)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 240)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_leaf(painter)
            scale = self._scale()
            painter.scale(scale, scale)
            room = QRectF(0, 0, self.width() / scale, self.height() / scale)
            margin = MARGIN if room.height() > LOW else CLOSE
            tall = room.height() > TALL
            across = TALL_DISK if tall else DISK
            disk = QRectF(margin, margin, across, across)
            self._paint_disk(painter, disk)
            self._paint_key(painter, room)
            inside = room.adjusted(margin, 0, -margin, -margin)
            inside.setTop(disk.bottom() + (20 if tall else 10))
            inside.setTop(self._paint_name(painter, inside))
            self._paint_behind(painter, inside)

    def _tell(self) -> None:
        words = [self.text(), self._sentence, *(fact.words for fact in self._facts)]
        self.setAccessibleName(". ".join(words))

    def _ink(self) -> QColor:
        return QColor(tokens.WHITE if self._main else tokens.LIGHT.text)

    def _soft(self) -> QColor:
        return QColor(tokens.WHITE if self._main else tokens.LIGHT.muted)

    def _paint_name(self, painter: QPainter, box: QRectF) -> float:
        """Name and sentence; returns where they end."""
        font = font_of(44, bold=True)
        while QFontMetricsF(font).horizontalAdvance(self.text()) > box.width():
            font.setPixelSize(font.pixelSize() - 2)
        height = QFontMetricsF(font_of(44, bold=True)).height()
        painter.setFont(font)
        painter.setPen(self._ink())
        name = QRectF(box.left(), box.top(), box.width(), height)
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(font_of(20))
        painter.setPen(self._soft())
        words = box.adjusted(0, height + 6, 0, 0)
        drawn = painter.boundingRect(words, Qt.TextFlag.TextWordWrap, self._sentence)
        painter.drawText(words, Qt.TextFlag.TextWordWrap, self._sentence)
        return drawn.bottom()

    def _paint_behind(self, painter: QPainter, room: QRectF) -> None:
        """Facts and pictures at the foot, where there is room for them under the name."""
        if room.height() - 24 < BEHIND or not self._facts:
            return  # half of it would be told without what it is about
        top = room.bottom() - BEHIND  # so that the doors' lines are one line
        line = QColor(tokens.WHITE if self._main else tokens.LIGHT.line)
        line.setAlphaF(0.45 if self._main else 1.0)
        painter.setPen(QPen(line, 1))
        painter.drawLine(room.left(), top - 14, room.right(), top - 14)
        for fact in self._facts:
            self._paint_fact(painter, fact, QRectF(room.left(), top, room.width(), _height(fact)))
            top += _height(fact)
        if self._pictures:
            self._paint_pictures(painter, room)

    def _paint_fact(self, painter: QPainter, fact: Fact, box: QRectF) -> None:
        if fact.icon:
            side = ICON - 10
            where = QRectF(box.left(), box.center().y() - side / 2, side, side)
            icons.paint(painter, fact.icon, where, self._soft())
            box = box.adjusted(ICON, 0, 0, 0)
        font = self._fact_font(fact)
        painter.setFont(font)
        painter.setPen(self._ink() if fact.big else self._soft())
        words = QFontMetricsF(font).elidedText(
            harmless(fact.words), Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _fact_font(self, fact: Fact) -> QFont:
        return font_of(30 if fact.big else 17, bold=fact.big or self._main)

    def cut_facts(self) -> list[str]:
        """Facts that are drawn with an ellipsis: there is not room for all of them in a line."""
        scale, room = self._scale(), float(self.width()) - 2 * MARGIN * self._scale()
        words = [
            (fact, QFontMetricsF(self._fact_font(fact)).horizontalAdvance(fact.words))
            for fact in self._facts
        ]
        return [f.words for f, wide in words if (wide + (ICON if f.icon else 0)) * scale > room]

    def _scale(self) -> float:
        """The same for all doors of a window."""
        across, high = self.window().width() / DRAWN[0], self.height() / DRAWN[1]
        return max(1.0, min(LARGEST, across, high))

    def _side(self, room: QRectF) -> float:
        """As large as five in a row may be."""
        return min(PICTURE, (room.width() - 4 * GAP) / 5)

    def _paint_pictures(self, painter: QPainter, room: QRectF) -> None:
        paint_row(painter, room, self._pictures[:5], self._side(room))

    def _paint_leaf(self, painter: QPainter) -> None:
        inside = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        over = self.underMouse() or self.isDown()
        if self._main:
            fill = edge = tokens.JADE_FILL_OVER if over else tokens.JADE_FILL
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
        painter.setBrush(QColor(tokens.JADE if self._main else tokens.LIGHT.ground))
        painter.drawEllipse(disk)
        colour = QColor(tokens.WHITE if self._main else tokens.LIGHT.good_text)
        inset = disk.width() * 0.23
        icons.paint(painter, self._icon_name, disk.adjusted(inset, inset, -inset, -inset), colour)

    def _paint_key(self, painter: QPainter, room: QRectF) -> None:
        box = QRectF(room.right() - 32 - 20, 20, 32, 30)
        faint = self._soft()
        faint.setAlphaF(0.6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(faint, 1))
        painter.drawRoundedRect(box, 6, 6)
        painter.setFont(font_of(17, bold=True))
        painter.setPen(self._soft())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)


def _height(fact: Fact) -> float:
    return BIG_LINE if fact.big else LINE
