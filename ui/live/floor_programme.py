"""The programme as viewers see it, two small pictures a second; words where there is none."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.live.models import ProgrammeModel
from ui.theme import tokens
from ui.theme.style import font_of
from ui.widgets.retranslating import Retranslating

ASKED_SIDE = 480
"""The width the preview has on a small screen: longer sides cost the stage more than they show."""


class ProgrammePane(Retranslating, QWidget):
    def __init__(self, canvas: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._image = QImage()
        self._problem = ""
        self._away = False
        self._live = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.retranslate()

    def asked_width(self) -> int:
        """The width to ask the stage for, pixels."""
        wide, high = self._canvas
        return ASKED_SIDE if wide >= high else max(120, ASKED_SIDE * 2 * wide // high)

    def show_live(self, live: bool) -> None:
        if live is not self._live:
            self._live = live
            self.update()

    def show_programme(self, programme: ProgrammeModel) -> None:
        if programme.jpeg is not None:
            self._image = QImage.fromData(programme.jpeg)
        self._problem = programme.problem
        self._away = programme.away
        self.setAccessibleDescription(self.words())
        self.update()

    def words(self) -> str:
        """What is said in place of a picture; empty while there is one."""
        if self._away:
            return self._no_sight
        if self._problem:
            return self._problem
        if not self._image.isNull():
            return ""
        return self._waiting if self._live else self._not_live

    def sizeHint(self) -> QSize:
        return QSize(480, 270)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            frame = self._frame()
            shape = QPainterPath()
            shape.addRoundedRect(frame, tokens.RADIUS_CARD, tokens.RADIUS_CARD)
            painter.fillPath(shape, QColor(tokens.DARK.panel))
            if not self._image.isNull():
                painter.setClipPath(shape)
                painter.drawImage(frame, self._image)
            words = self.words()
            if words:
                if not self._image.isNull():
                    painter.fillPath(shape, QColor(18, 23, 28, 190))
                painter.setPen(QColor(tokens.DARK.text))
                painter.setFont(font_of(tokens.FLOOR_TEXT))
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(frame.adjusted(24, 16, -24, -16), flags, words)
            painter.setClipping(False)
            painter.setPen(QColor(tokens.DARK.line))
            painter.drawPath(shape)

    def _frame(self) -> QRectF:
        wide, high = self._canvas
        scale = min((self.width() - 2) / wide, (self.height() - 2) / high)
        width, height = wide * scale, high * scale
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)

    def retranslate(self) -> None:
        self._no_sight = self.tr("这会儿看不到画面，连上就有")
        self._waiting = self.tr("画面马上就来")
        self._not_live = self.tr("开播以后，这里是观众看到的画面")
        self.setAccessibleName(self.tr("观众看到的画面"))
        self.update()
