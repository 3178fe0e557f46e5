"""手机上哪里被盖住: a screenshot of the room on a phone, on which what is covered is marked."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from overlays.safe_areas import Shares
from ui.cards.phone import placed
from ui.theme.style import font_of

LEAST = 0.02
"""Of the picture: a click is no mark."""
STEP = 0.01
EMPTY_PIXELS = 20
NEW: Shares = (0.3, 0.4, 0.7, 0.5)
"""Where a mark made by the keyboard begins."""
ARROWS = {
    Qt.Key.Key_Left: (-STEP, 0.0),
    Qt.Key.Key_Right: (STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -STEP),
    Qt.Key.Key_Down: (0.0, STEP),
}


class CoveredBoard(QWidget):
    """Drag over what the app covers. With the keyboard: Enter makes a mark, the arrows move it,
    with Shift they draw it larger or smaller, Delete takes the last one away.
    """

    marked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QPixmap()
        self._upright = True
        self._marks: list[Shares] = []
        self._from: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(250, 250)

    @property
    def marks(self) -> list[Shares]:
        return list(self._marks)

    @property
    def has_screenshot(self) -> bool:
        return not self._picture.isNull()

    def show_screenshot(self, picture: QImage) -> None:
        """Marks of another one are forgotten."""
        self._picture, self._marks = QPixmap.fromImage(picture), []
        self.update()
        self.marked.emit()

    def add(self, mark: Shares) -> None:
        self._marks.append(mark)
        self.update()
        self.marked.emit()

    def show_upright(self, upright: bool) -> None:
        self._upright = upright
        self.update()

    def forget(self) -> None:
        self._marks = []
        self.update()
        self.marked.emit()

    def sizeHint(self) -> QSize:
        return QSize(360, 620)

    def picture_box(self) -> QRectF:
        """Where the screenshot is, in this widget."""
        size = self._picture.size() if not self._picture.isNull() else QSize(9, 16)
        if self._picture.isNull() and not self._upright:
            size = QSize(16, 9)
        fitted = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        corner = QPointF((self.width() - fitted.width()) / 2, (self.height() - fitted.height()) / 2)
        return QRectF(corner.x(), corner.y(), fitted.width(), fitted.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.position()
            self._marks.append(self._between(event.position()))
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self._marks[-1] = self._between(event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            return
        self._from = None
        left, top, right, bottom = self._marks[-1]
        if right - left < LEAST or bottom - top < LEAST:
            self._marks.pop()
        self.update()
        self.marked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Insert):
            self.add(NEW)
            return
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._marks:
            self._marks.pop()
        elif key in ARROWS and self._marks:
            larger = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._marks[-1] = _moved(self._marks[-1], *ARROWS[key], larger=larger)
        else:
            super().keyPressEvent(event)
            return
        self.update()
        self.marked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            box = self.picture_box()
            painter.fillRect(box, QColor("#2A3A3B"))
            if self.has_screenshot:
                painter.drawPixmap(box, self._picture, QRectF(self._picture.rect()))
            elif not self._marks:
                painter.setPen(QColor("#F5F1E8"))
                painter.setFont(font_of(EMPTY_PIXELS))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.tr("还没有截图"))
            for place, mark in enumerate(self._marks):
                last = place == len(self._marks) - 1
                painter.setPen(QPen(QColor("#F0B03A"), 3 if last else 1.5))
                painter.setBrush(QColor(240, 176, 58, 80))
                painter.drawRect(placed(mark, box))
            if self.hasFocus():
                painter.setPen(QPen(QColor("#2FA66F"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box.adjusted(1, 1, -1, -1))

    def _between(self, to: QPointF) -> Shares:
        assert self._from is not None
        box = self.picture_box()

        def share(point: QPointF) -> tuple[float, float]:
            x = (point.x() - box.x()) / box.width()
            y = (point.y() - box.y()) / box.height()
            return min(1.0, max(0.0, x)), min(1.0, max(0.0, y))

        (x1, y1), (x2, y2) = share(self._from), share(to)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _moved(mark: Shares, dx: float, dy: float, *, larger: bool) -> Shares:
    left, top, right, bottom = mark
    if larger:
        right = min(1.0, max(left + LEAST, right + dx))
        bottom = min(1.0, max(top + LEAST, bottom + dy))
        return left, top, right, bottom
    dx = min(1 - right, max(-left, dx))
    dy = min(1 - bottom, max(-top, dy))
    return left + dx, top + dy, right + dx, bottom + dy
