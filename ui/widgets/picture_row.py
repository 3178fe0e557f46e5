"""A row of small square pictures with round corners."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import tokens

GAP = 10.0


def paint_row(painter: QPainter, box: QRectF, pictures: Sequence[QPixmap], side: float) -> None:
    """From the left of ``box`` on its foot; what does not fit is left out."""
    for place, picture in enumerate(pictures):
        left = box.left() + place * (side + GAP)
        if left + side > box.right() + 1:
            return
        square = QRectF(left, box.bottom() - side, side, side)
        shape = QPainterPath()
        shape.addRoundedRect(square, tokens.RADIUS_SMALL, tokens.RADIUS_SMALL)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(shape)
        painter.drawPixmap(square, picture, QRectF(picture.rect()))
        painter.restore()


class PictureRow(QWidget):
    """As many of the pictures as fit, ``side`` pixels wide and high."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._pictures: list[QPixmap] = []
        self.setFixedHeight(side)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_pictures(self, pictures: Sequence[QPixmap]) -> None:
        self._pictures = list(pictures)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side * 3, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_row(painter, QRectF(self.rect()), self._pictures, self._side)
