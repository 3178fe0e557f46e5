"""手机上哪里被盖住: a screenshot of the room on a phone, on which what is covered is marked, and
where the phone does not fill itself with the picture, the picture."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from overlays.safe_areas import Shares
from overlays.screenshots import WHOLE, Screenshot
from ui.cards.phone import placed
from ui.theme.style import font_of

LEAST = 0.02
"""Of the picture: a click is no mark."""
STEP = 0.01
EMPTY_PIXELS = 20
NEW: Shares = (0.3, 0.4, 0.7, 0.5)
"""Where a mark made by the keyboard begins."""
NEW_FRAME: Shares = (0.0, 0.25, 1.0, 0.5)
"""And a frame, on a phone that is held the other way than the picture."""
ARROWS = {
    Qt.Key.Key_Left: (-STEP, 0.0),
    Qt.Key.Key_Right: (STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -STEP),
    Qt.Key.Key_Down: (0.0, STEP),
}


class CoveredBoard(QWidget):
    """Drag over what the app covers. With the keyboard: Enter makes a mark, the arrows move it,
    with Shift they draw it larger or smaller, Delete takes the last one away.

    After `frame_next` the same draws the frame of the picture, once; Enter ends it.
    """

    marked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QPixmap()
        self._upright = True
        self._marks: list[Shares] = []
        self._frame: Shares | None = WHOLE
        self._framing = False
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

    @property
    def knows_picture(self) -> bool:
        """Whether it is known where on the screenshot the broadcast's picture is."""
        return self.has_screenshot and self._frame is not None

    @property
    def is_framing(self) -> bool:
        return self._framing

    @property
    def covered(self) -> list[Shares]:
        """Of the picture that is broadcast; `knows_picture` first."""
        assert self._frame is not None
        shot = Screenshot(self._picture.width(), self._picture.height(), self._frame)
        return shot.on_picture(self._marks, upright=self._upright)

    def show_screenshot(self, picture: QImage) -> None:
        """Marks of another one are forgotten."""
        self._picture, self._marks = QPixmap.fromImage(picture), []
        self._begin_frame()
        self._changed()

    def frame_next(self) -> None:
        """What is drawn next is the frame of the picture."""
        self._framing = True
        self._frame = self._frame or NEW_FRAME
        self.setFocus()
        self._changed()

    def _begin_frame(self) -> None:
        """The whole screenshot, where the phone was held as the picture is; else nobody knows."""
        shot = Screenshot(self._picture.width(), self._picture.height())
        known = not self.has_screenshot or shot.fits(upright=self._upright)
        self._frame, self._framing = (WHOLE if known else None), False

    def _changed(self) -> None:
        self.update()
        self.marked.emit()

    def add(self, mark: Shares) -> None:
        self._marks.append(mark)
        self._changed()

    def show_upright(self, upright: bool) -> None:
        if upright != self._upright:
            self._upright = upright
            self._begin_frame()
        self._changed()

    def forget(self) -> None:
        self._marks = []
        self._changed()

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
            if not self._framing:
                self._marks.append(self._between(event.position()))
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self._draw(self._between(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            return
        drawn = self._between(event.position())
        self._from = None
        is_one = drawn[2] - drawn[0] >= LEAST and drawn[3] - drawn[1] >= LEAST
        if self._framing:
            self._framing = not is_one
        elif not is_one:
            self._marks.pop()
        self._changed()

    def _draw(self, box: Shares) -> None:
        """What is being drawn is that."""
        if self._framing:
            self._frame = box
        else:
            self._marks[-1] = box
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        made = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Insert)
        drawn = self._frame if self._framing else self._marks[-1] if self._marks else None
        if made and self._framing:
            self._framing = False
        elif made:
            self._marks.append(NEW)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._marks:
            self._marks.pop()
        elif key in ARROWS and drawn is not None:
            larger = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._draw(_moved(drawn, *ARROWS[key], larger=larger))
        else:
            super().keyPressEvent(event)
            return
        self._changed()

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
            self._paint_frame(painter, box)
            for place, mark in enumerate(self._marks):
                last = place == len(self._marks) - 1
                painter.setPen(QPen(QColor("#F0B03A"), 3 if last else 1.5))
                painter.setBrush(QColor(240, 176, 58, 80))
                painter.drawRect(placed(mark, box))
            if self.hasFocus():
                painter.setPen(QPen(QColor("#2FA66F"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box.adjusted(1, 1, -1, -1))

    def _paint_frame(self, painter: QPainter, box: QRectF) -> None:
        """What is no picture is dark; the frame itself shows where it is no matter of course."""
        if not self.has_screenshot or self._frame is None:
            return
        if self._frame == WHOLE and not self._framing:
            return
        frame, around = QPainterPath(), QPainterPath()
        frame.addRect(placed(self._frame, box))
        around.addRect(box)
        painter.fillPath(around - frame, QColor(0, 0, 0, 130))
        painter.setPen(QPen(QColor("#7FD6A6"), 3, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(frame)

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
