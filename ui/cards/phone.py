"""A phone with the programme on it: what viewers see, and what their app lays over it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QHideEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from overlays.safe_areas import Ghost, Shares
from ui import i18n
from ui.cards.sketch import FPS, LYING, UPRIGHT, Sketch
from ui.theme.style import font_of
from ui.theme.tokens import DESK_TEXT, LIGHT

RIM = 9.0
CORNER = 30.0
TICK_MS = round(1000 / FPS)
GHOST_PIXELS = 12


class Phone(QWidget):
    """Shows the last `Sketch` it was given. While it plays it says how many frames went by."""

    ticked = Signal(int)
    changed = Signal()
    """It shows something else."""
    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._made: Sketch | None = None
        self._waits = True
        """Nothing was drawn yet, nor found to be undrawable."""
        self._ghosts = True
        self._upright = True
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(lambda: self.ticked.emit(1))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(250, 250)

    def show_sketch(self, made: Sketch | None) -> None:
        """None: what is typed cannot be drawn, and the phone says so."""
        if made is not None:
            self._upright = made.upright
        self._made, self._waits = made, False
        self._change()

    def show_ghosts(self, shown: bool) -> None:
        self._ghosts = shown
        self._change()

    def show_as(self, other: Phone) -> None:
        """The same as on another one."""
        self._made, self._waits = other._made, other._waits
        self._ghosts, self._upright = other._ghosts, other._upright
        self._change()

    def play(self, playing: bool) -> None:
        if playing:
            self._timer.start()
        else:
            self._timer.stop()

    @property
    def made(self) -> Sketch | None:
        return self._made

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def _change(self) -> None:
        self.update()
        self.changed.emit()

    def sizeHint(self) -> QSize:
        return QSize(360, 620)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def screen_box(self) -> QRectF:
        """Where the programme is, in this widget."""
        width, height = UPRIGHT if self._upright else LYING
        room = QRectF(self.rect()).adjusted(RIM, RIM, -RIM, -RIM)
        scale = min(room.width() / width, room.height() / height)
        size = (width * scale, height * scale)
        corner = room.center() - QPointF(size[0] / 2, size[1] / 2)
        return QRectF(corner.x(), corner.y(), *size)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            box = self.screen_box()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor("#12171C"))
            painter.drawRoundedRect(box.adjusted(-RIM, -RIM, RIM, RIM), CORNER, CORNER)
            shape = QPainterPath()
            shape.addRoundedRect(box, CORNER - RIM, CORNER - RIM)
            painter.setClipPath(shape)
            painter.fillRect(box, _room(box))
            if self._made is None:
                self._say_why(painter, box)
                return
            painter.drawImage(box, self._made.image)
            if self._ghosts:
                self._paint_covered(painter, box, self._made)
            if self._made.sample:
                self._say_sample(painter, box)

    def _say_why(self, painter: QPainter, box: QRectF) -> None:
        painter.setFont(font_of(DESK_TEXT))
        painter.setPen(QColor(255, 255, 255, 230))
        centred = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        waits = self._waits
        words = self.tr("正在画…") if waits else self.tr("这里现在画不出来，左边写着为什么")
        painter.drawText(box.adjusted(24, 0, -24, 0), centred, words)

    def _say_sample(self, painter: QPainter, box: QRectF) -> None:
        """What is seen is nobody's promise yet."""
        painter.setFont(font_of(DESK_TEXT))
        words = self.tr("样子，还没写全")
        room = painter.fontMetrics().size(0, words) + QSize(28, 12)
        pill = QRectF(QPointF(), room.toSizeF())
        pill.moveCenter(QPointF(box.center().x(), box.center().y()))
        pill.moveTop(box.top() + 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(LIGHT.mind_wash))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(QColor(LIGHT.mind_text))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_covered(self, painter: QPainter, box: QRectF, made: Sketch) -> None:
        outside, inside = QPainterPath(), QPainterPath()
        outside.addRect(box)
        inside.addRect(placed(made.safe, box))
        painter.fillPath(
            outside - inside, QBrush(QColor(255, 255, 255, 36), Qt.BrushStyle.BDiagPattern)
        )
        painter.setPen(QPen(QColor(255, 255, 255, 120), 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(placed(made.safe, box))
        for ghost in made.ghosts:
            self._paint_ghost(painter, placed(ghost.box, box), ghost)

    def _paint_ghost(self, painter: QPainter, box: QRectF, ghost: Ghost) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(18, 23, 28, 120))
        painter.drawRoundedRect(box, 8, 8)
        painter.setFont(font_of(GHOST_PIXELS))
        painter.setPen(QColor(255, 255, 255, 215))
        words = ghost.en if i18n.current() == "en" else ghost.zh
        centred = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box.adjusted(3, 0, -3, 0), centred, words)


def placed(shares: Shares, box: QRectF) -> QRectF:
    """``shares`` of the programme inside ``box``."""
    left, top, right, bottom = shares
    return QRectF(
        box.x() + left * box.width(),
        box.y() + top * box.height(),
        (right - left) * box.width(),
        (bottom - top) * box.height(),
    )


def _room(box: QRectF) -> QLinearGradient:
    """Something to stand on: a room nobody is in."""
    room = QLinearGradient(box.topLeft(), box.bottomRight())
    room.setColorAt(0, QColor("#6E8F7C"))
    room.setColorAt(0.55, QColor("#33483F"))
    room.setColorAt(1, QColor("#3B3328"))
    return room
