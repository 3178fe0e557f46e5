"""The teleprompter (提词器): the line being read is the brightest thing in the room.

Motion comes from `scripts_library.pacing`, breaking into rows from `layout`, pictures of the rows
from `strips`. This widget joins them: it asks a worker for the strips it will need, blits them,
and lets the hand win over the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from scripts_library import PromptLine
from scripts_library.pacing import Scroller
from ui.prompter.layout import Placed, VisualRow, lay_out
from ui.prompter.strips import QtMetrics, StripMaker, StripStyle
from ui.theme import tokens
from ui.theme.style import dress, font_of
from ui.widgets.big_button import BigButton
from ui.widgets.retranslating import Retranslating

Background = Callable[[Callable[[], None]], Any]
"""`Runtime.background`: runs a function on a worker."""


READING_LINE = 1 / 3
"""Share of the height; at the top third the eyes stay near the camera."""
GLYPH_SHARE = 0.016
"""Letter height as a share of the distance: 55 arc minutes (teleprompter.md)."""
LETTERS_A_ROW = 14
"""At least this many fit beside each other, however far away the reader stands."""
ROWS_A_SCREEN = 5
SMALLEST_EM = 36
MARGIN = 40
GO_ON_SIZE = QSize(240, tokens.TOUCH_ANCHOR)
STRIP_GAP = 8
"""Room around a strip that is laid over the text."""
MARKER = 12
"""Width of the amber marker at the reading line."""
PAST, COMING = 0.38, 0.8
"""Brightness of what was read and of what comes; the line being read is 1."""
FADE = 0.15
"""Share of a row over which the light moves from one row to the next."""
ROWS_AHEAD, ROWS_BEHIND = 12, 6
ROWS_AT_ONCE = 4
"""Rows a worker draws before it hands them over."""
WHEEL_ROWS = 1.0
"""Rows that one click of the wheel moves."""


class Mode(StrEnum):
    """What moves the text; always the true one."""

    STEADY = "steady"
    """匀速: it runs by itself."""
    MANUAL = "manual"
    """手动: a hand moved it, it waits for the hand."""
    STOPPED = "stopped"
    """停着."""


class PrompterView(Retranslating, QWidget):
    """See the module. Main thread, as every widget."""

    line_reached = Signal(int)
    """A line came to the reading line: its index in `lines`."""
    mode_changed = Signal(Mode)

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(320, 200)
        self._background = background
        self._maker = StripMaker()
        self._maker.made.connect(self._take_strips)
        self._making = False
        self._put_away = False
        """Hidden after it was shown: it asks workers, which may be on their way out, no more."""
        self._lines: tuple[PromptLine, ...] = ()
        self._rows: list[Placed] = []
        self._strips: dict[VisualRow, QImage] = {}
        self._style = StripStyle(SMALLEST_EM, 1, 1.0)
        self._metrics = QtMetrics(SMALLEST_EM)
        self._broken: tuple[Any, ...] = ()
        """What `_rows` were made of."""
        self._scroller = Scroller()
        self._distance = 2.0
        self._running = self._manual = False
        self._told_line = -1
        self._told_mode = Mode.STOPPED
        self._drag_from: QPoint | None = None
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_frame)
        dress(self, surface="dark")
        self._cover: QWidget | None = None
        self._go_on = BigButton(icon_name="go_on", pixels=tokens.ANCHOR_LABEL, parent=self)
        self._go_on.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._go_on.resize(GO_ON_SIZE)
        self._go_on.clicked.connect(self.go_on)
        self._go_on.hide()
        self.retranslate()

    # ---- what is asked of it ---------------------------------------------------------------

    @property
    def lines(self) -> tuple[PromptLine, ...]:
        """The lines shown now."""
        return self._lines

    @property
    def position(self) -> float:
        """Logical pixels of text above the reading line."""
        return self._scroller.position

    @property
    def mode(self) -> Mode:
        if not self._running:
            return Mode.STOPPED
        return Mode.MANUAL if self._manual else Mode.STEADY

    def set_lines(self, lines: Sequence[PromptLine]) -> None:
        """Show another text from its beginning."""
        self._lines = tuple(lines)
        self._manual = False
        self._told_line = -1
        self._scroller = Scroller((), self._scroller.speed)
        self._lay_out()
        self._tell()

    def update_lines(self, lines: Sequence[PromptLine]) -> None:
        """Show the same script with other values, keeping the reader's place.

        Lines on the screen stay as they are: nothing may change under a reader's eyes.
        """
        fresh = {line.source: line for line in lines}
        shown = {self._lines[placed.line].source for placed in self._visible_rows()}
        kept = {line.source: line for line in self._lines if line.source in shown}
        sources = sorted((fresh.keys() - shown) | kept.keys())
        merged = tuple(kept.get(source) or fresh[source] for source in sources)
        if merged != self._lines:
            place = self._place()
            self._lines = merged
            self._lay_out(place)
            self._tell()

    def set_running(self, running: bool) -> None:
        """Run or stand still. Being told to run *again* ends a manual stretch; being told what
        it already knows does not."""
        if running != self._running:
            self._running = running
            self._manual = False
            self._tell()

    @Slot()
    def go_on(self) -> None:
        """接着走: hand the text back to the clock after it was moved by hand."""
        self._manual = False
        self._tell()

    @property
    def speed(self) -> float:
        """Characters a minute."""
        return self._scroller.speed

    def set_speed(self, characters_per_minute: float) -> None:
        """Characters a minute; kept within the range of `scripts_library.pacing`."""
        self._scroller.set_speed(characters_per_minute)

    def set_distance(self, metres: float) -> None:
        """How far away the reader stands; sets the size of the letters."""
        self._distance = metres
        self._lay_out(self._place())

    def retranslate(self) -> None:
        self._go_on.setText(self.tr("接着走"))
        self.setAccessibleName(self.tr("提词器"))
        self._lay_out(self._place())

    # ---- layout ----------------------------------------------------------------------------

    def _labels(self) -> dict[str, str]:
        return {
            "action": self.tr("动作 {text}"),
            "picture": self.tr("画面 {text}"),
            "pause": self.tr("停 {seconds} 秒"),
            "missing": self.tr("缺 {text}"),
            "stage": self.tr("{text} · {seconds} 秒"),
        }

    def _lay_out(self, place: tuple[int, float] = (0, 0.0)) -> None:
        style = StripStyle(self._em(), max(1, self.width() - MARGIN), self.devicePixelRatioF())
        if style != self._style:
            self._style = style
            self._metrics = QtMetrics(style.em)
            self._strips.clear()
        self._break_lines(self.width() - 2 * MARGIN)
        self._scroller.set_rows([placed.pace for placed in self._rows])
        self._scroller.move_to(self._position_of(place))
        self._want_strips()
        self.update()

    def _break_lines(self, room: int) -> None:
        """Ten milliseconds for a long script: not again where it comes to the same rows, as when
        it is shown after it got its size."""
        asked = (self._lines, room, self._metrics, self._labels())
        if asked != self._broken:
            self._broken = asked
            self._rows = lay_out(*asked)

    def _em(self) -> int:
        """Letter size in logical pixels, by distance, but never so large that nothing fits."""
        dots = self.screen().physicalDotsPerInch()
        if not 50 <= dots <= 250:  # some projectors and virtual screens report nonsense
            dots = 96.0
        wanted = self._distance * GLYPH_SHARE * 1000 / 25.4 * dots
        most = min((self.width() - 2 * MARGIN) / LETTERS_A_ROW, self.height() / ROWS_A_SCREEN)
        return round(max(SMALLEST_EM, min(wanted, most)))

    def _place(self) -> tuple[int, float]:
        """The line at the reading line, by its source, and the share of it that was read."""
        if not self._rows:
            return 0, 0.0
        line = self._rows[self._scroller.row].line
        top, height = self._extent(line)
        return self._lines[line].source, (self._scroller.position - top) / height

    def _position_of(self, place: tuple[int, float]) -> float:
        source, share = place
        for index, line in enumerate(self._lines):
            if line.source >= source and share:
                top, height = self._extent(index)
                return top + share * height
        return 0.0

    def _extent(self, line: int) -> tuple[float, float]:
        """Top and height of all rows of a line."""
        rows = [index for index, placed in enumerate(self._rows) if placed.line == line]
        if not rows:
            return self._scroller.end, 1.0
        top = self._scroller.top(rows[0])
        return top, self._scroller.top(rows[-1] + 1) - top

    def _reading_y(self) -> float:
        return self.height() * READING_LINE

    def reading_zone(self) -> tuple[float, float]:
        """From where to where the letters of the line being read stand while it passes."""
        height = self._rows[self._scroller.row].row.height if self._rows else 1.5 * self._style.em
        air = (height - self._style.em) / 2
        return self._reading_y() - height + air, self._reading_y() + height - air

    def clear_of_reading(self, height: int) -> int:
        """The top of a strip that high which leaves the line being read free.

        Over the lines already read where that is room enough, else at the foot.
        """
        if STRIP_GAP + height <= self.reading_zone()[0]:
            return STRIP_GAP
        foot = self._go_on.y() + STRIP_GAP // 2 if self._go_on.isVisible() else self.height()
        return max(STRIP_GAP, foot - height - STRIP_GAP)

    def lie_under(self, cover: QWidget) -> None:
        """``cover`` lies over this view now and then: no line already read looks out half."""
        self._cover = cover

    def _half_covered(self, index: int, top: float) -> bool:
        cover = self._cover
        if cover is None or cover.isHidden() or index >= self._scroller.row:
            return False
        foot = top + self._rows[index].row.height
        return cover.y() < foot and top < cover.geometry().bottom() < foot

    def _visible_rows(self) -> list[Placed]:
        return [self._rows[index] for index in range(*self._visible_span())]

    def _visible_span(self) -> tuple[int, int]:
        top = self._scroller.position - self._reading_y()
        first = last = self._scroller.row
        while first > 0 and self._scroller.top(first) > top:
            first -= 1
        while last < len(self._rows) and self._scroller.top(last) < top + self.height():
            last += 1
        return first, last

    # ---- strips ----------------------------------------------------------------------------

    def _want_strips(self) -> None:
        """Ask the worker for rows that will soon be seen, and forget those long gone."""
        if self._making or self._put_away or not self._rows:
            return
        first, last = self._visible_span()
        near = range(max(0, first - ROWS_BEHIND), min(len(self._rows), last + ROWS_AHEAD))
        rows = {self._rows[index].row for index in near}
        self._strips = {row: strip for row, strip in self._strips.items() if row in rows}
        # What is on the screen first, then what comes, then what was.
        order = sorted(near, key=lambda index: (index < first, index))
        missing = dict.fromkeys(
            self._rows[index].row for index in order if self._rows[index].row not in self._strips
        )
        batch = tuple(missing)[:ROWS_AT_ONCE]
        if batch:
            self._making = True
            maker, style = self._maker, self._style
            self._background(lambda: maker.make(batch, style))

    @Slot(object, object)
    def _take_strips(self, style: StripStyle, strips: dict[VisualRow, QImage]) -> None:
        self._making = False
        if style == self._style:
            self._strips |= strips
            self.update()
        self._want_strips()

    # ---- motion ----------------------------------------------------------------------------

    def _on_frame(self) -> None:
        elapsed = self._since.nsecsElapsed() / 1e9
        self._since.restart()
        before = self._scroller.position
        self._scroller.advance(elapsed)
        if self._scroller.position != before:
            self._moved()
        if self._scroller.finished:
            self._timer.stop()

    def _moved(self) -> None:
        line = self._rows[self._scroller.row].line if self._rows else -1
        if line != self._told_line:
            self._told_line = line
            self._want_strips()
            if line >= 0:
                self.line_reached.emit(line)
        self.update()

    def _tell(self) -> None:
        """Bring timer, button and listeners in line with the mode."""
        mode = self.mode
        self._go_on.setVisible(mode is Mode.MANUAL)
        self._place_button()
        moving = mode is Mode.STEADY and self.isVisible() and not self._scroller.finished
        if moving and not self._timer.isActive():
            self._since.start()
            self._timer.start(self._frame_ms())
        elif not moving:
            self._timer.stop()
        if mode is not self._told_mode:
            self._told_mode = mode
            self.mode_changed.emit(mode)
        self._moved()

    def _frame_ms(self) -> int:
        rate = self.screen().refreshRate()
        return max(6, int(1000 / rate)) if rate > 20 else 16

    def _move_by_hand(self, pixels: float) -> None:
        self._manual = True
        self._scroller.move_to(self._scroller.position + pixels)
        self._want_strips()
        self._tell()

    # ---- Qt --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(tokens.DARK.ground))
            if not self._rows:
                self._paint_empty(painter)
                return
            self._paint_marker(painter)
            top = self._reading_y() - self._scroller.position
            scale = self._style.scale
            for index in range(*self._visible_span()):
                strip = self._strips.get(self._rows[index].row)
                # Whole device pixels: between them the letters would shimmer.
                y = round((top + self._scroller.top(index)) * scale) / scale
                if strip is not None and not self._half_covered(index, y):
                    painter.setOpacity(self._light(index))
                    painter.drawImage(
                        QRectF(MARGIN, y, *strip.deviceIndependentSize().toTuple()), strip
                    )

    def _light(self, index: int) -> float:
        """Brightness of a row; it moves over to the next row as that one is begun."""
        current = self._scroller.row
        if index not in (current, current - 1):
            return PAST if index < current else COMING
        begun = self._scroller.position - self._scroller.top(current)
        share = min(1.0, begun / (self._rows[current].row.height * FADE))
        if current == 0 or self._scroller.finished:
            share = 1.0
        return COMING + (1 - COMING) * share if index == current else 1 - (1 - PAST) * share

    def _paint_marker(self, painter: QPainter) -> None:
        tall = self._style.em * 1.4
        box = QRectF(-MARKER, self._reading_y() - tall / 2, 2 * MARKER, tall)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.AMBER))
        painter.drawRoundedRect(box, 6, 6)

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setFont(font_of(tokens.ANCHOR_BUTTON))
        painter.setPen(QColor(tokens.DARK.muted))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("还没有要念的话"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out(self._place())
        self._place_button()

    def _place_button(self) -> None:
        self._go_on.move(
            self.width() - self._go_on.width() - 20, self.height() - self._go_on.height() - 20
        )

    def showEvent(self, event: QShowEvent) -> None:
        self._put_away = False
        self._lay_out(self._place())
        self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        self._put_away = True
        self._timer.stop()

    def event(self, event: QEvent) -> bool:
        # Dragged to a screen of another scale or size of pixels.
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._lay_out(self._place())
        return bool(super().event(event))

    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels = event.pixelDelta().y()
        if not pixels:
            pixels = event.angleDelta().y() / 120 * WHEEL_ROWS * self._style.em
        self._move_by_hand(-pixels)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._drag_from = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        if self._drag_from is not None and here.y() != self._drag_from.y():
            self._move_by_hand(self._drag_from.y() - here.y())
            self._drag_from = here

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_from = None
