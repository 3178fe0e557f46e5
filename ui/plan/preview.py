"""The card as viewers will see it, on a stand-in for the programme."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.plan.files import PREVIEW
from ui.theme import tokens

NEARER = 1.6
"""How much closer than the whole programme; at 1 a card's small print cannot be read here."""


class CardPreview(QWidget):
    """A small programme in the canvas's shape with the drawn card where it will stand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card: QPixmap | None = None
        self._box = QRectF()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_card(self, drawn: Any) -> None:
        """``drawn`` is an ``overlays.png.Drawn``, None for no card."""
        self._card = None
        if drawn is not None:
            self._card = QPixmap(str(drawn.path))
            self._box = QRectF(drawn.x, drawn.y, drawn.width, drawn.height)
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * PREVIEW.height / PREVIEW.width)

    def sizeHint(self) -> QSize:
        return QSize(336, self.heightForWidth(336))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            area = QRectF(self.rect())
            shape = QPainterPath()
            shape.addRoundedRect(area, tokens.RADIUS_SMALL, tokens.RADIUS_SMALL)
            painter.setClipPath(shape)
            room = QLinearGradient(area.topLeft(), area.bottomRight())
            room.setColorAt(0, QColor("#4A5F63"))
            room.setColorAt(0.6, QColor("#2A3A3B"))
            room.setColorAt(1, QColor("#3B4330"))
            painter.fillRect(area, room)
            if self._card is not None and not self._card.isNull():
                region = self._region()
                scale = area.width() / region.width()
                box = QRectF(
                    (self._box.x() - region.x()) * scale,
                    (self._box.y() - region.y()) * scale,
                    self._box.width() * scale,
                    self._box.height() * scale,
                )
                painter.drawPixmap(box, self._card, QRectF(self._card.rect()))

    def _region(self) -> QRectF:
        """The part of the canvas shown: around the card, near enough to read it."""
        width, height = PREVIEW.width / NEARER, PREVIEW.height / NEARER
        centre = self._box.center()
        left = min(max(0.0, centre.x() - width / 2), PREVIEW.width - width)
        top = min(max(0.0, centre.y() - height / 2), PREVIEW.height - height)
        return QRectF(left, top, width, height)
