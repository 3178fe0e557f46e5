"""Small widgets of the live screens that paint their own words, so that they always fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from overlays.pictures import read_within
from studio.runtime.errors import UserFacingError
from studio.runtime.plain import harmless
from ui.theme import tokens
from ui.theme.style import font_of, palette_for
from ui.widgets.big_button import BigButton
from ui.widgets.status_light import Tone, paint_shape, tone_colour

SMALLEST_SHARE = 0.6
"""Words shrink to this share of their size before they are cut with an ellipsis."""

MOST_SHOWN = QSize(1920, 1920)
"""Pixels of a picture: a part of the anchor's screen shows no more."""
BAND_GAP = 8
WRAPPED = Qt.TextFlag.TextWordWrap
BAND_COLOURS: dict[Tone, tuple[str, str]] = {
    Tone.FINE: (tokens.DARK.good_wash, tokens.DARK.good_text),
    Tone.MIND: (tokens.DARK.mind_wash, tokens.DARK.mind_text),
    Tone.BROKEN: (tokens.DARK.broken_wash, tokens.DARK.broken_text),
    Tone.INFO: (tokens.DARK.info_wash, tokens.DARK.info_text),
    Tone.AIR: (tokens.DARK.broken_wash, tokens.DARK.broken_text),
    Tone.IDLE: (tokens.DARK.raised, tokens.DARK.text),
}


class FittedText(QWidget):
    """One line of words at a given size that shrinks, then elides, rather than being cut off.

    ``ink`` names a colour of the palette (``text``, ``muted``, ``price`` …). Words may be joined
    of parts of different sizes: see `show_parts`.
    """

    def __init__(
        self,
        pixels: int,
        *,
        bold: bool = False,
        ink: str = "text",
        least: float = SMALLEST_SHARE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._pixels, self._bold, self._ink, self._least = pixels, bold, ink, least
        self._parts: tuple[tuple[str, float, bool, str], ...] = ()
        self._scale = 1.0
        self._centred = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return "".join(part[0] for part in self._parts)

    def show_text(self, text: str, ink: str | None = None) -> None:
        self._ink = ink or self._ink
        self.show_parts((text, 1.0, self._bold, self._ink))

    def show_parts(self, *parts: tuple[str, float, bool, str]) -> None:
        """Parts as (words, size as a share of the widget's, bold, ink), on one base line."""
        parts = tuple((harmless(words), share, bold, ink) for words, share, bold, ink in parts)
        if parts != self._parts:
            self._parts = parts
            self.setAccessibleName(self.text())
            self.updateGeometry()
            self.update()

    def set_centred(self) -> None:
        """In the middle of the room there is, instead of at its left."""
        self._centred = True

    def set_fixed(self, fixed: bool) -> None:
        """Take exactly the room the words need, instead of what there is."""
        across = QSizePolicy.Policy.Preferred if fixed else QSizePolicy.Policy.Expanding
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)

    def set_scale(self, scale: float) -> None:
        """Everything this many times larger, for a larger screen at the same distance."""
        if scale != self._scale:
            self._scale = scale
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        height = QFontMetricsF(font_of(round(self._largest()), bold=True)).height()
        return QSize(round(self._width(1.0)) + 2, round(height))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(40, hint.width()), hint.height())

    def shrunk_to(self) -> float:
        """The share of their size the words are drawn at in the room there is."""
        return max(self._least, min(1.0, self.width() / max(1.0, self._width(1.0))))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            palette = palette_for(self)
            room, shrink = float(self.width()), self.shrunk_to()
            tallest = QFontMetricsF(font_of(round(self._largest() * shrink), bold=True))
            base = (self.height() + tallest.ascent() - tallest.descent()) / 2
            left = max(0.0, (room - self._width(shrink)) / 2) if self._centred else 0.0
            for words, share, bold, ink in self._parts:
                font = font_of(self._size(share, shrink), bold=bold)
                metrics = QFontMetricsF(font)
                shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room - left + 0.5)
                painter.setFont(font)
                painter.setPen(QColor(getattr(palette, ink)))
                painter.drawText(round(left), round(base), shown)
                left += metrics.horizontalAdvance(shown)

    def _size(self, share: float, shrink: float) -> int:
        # Rounded down: a font a fraction too large would be elided after all.
        return max(8, int(self._pixels * self._scale * share * shrink + 1e-6))

    def _largest(self) -> float:
        return self._pixels * self._scale * max((part[1] for part in self._parts), default=1.0)

    def _width(self, shrink: float) -> float:
        return sum(
            QFontMetricsF(font_of(self._size(share, shrink), bold=bold)).horizontalAdvance(words)
            for words, share, bold, _ink in self._parts
        )


def _read(path: Path | None) -> QPixmap:
    """Null without a picture, and where it cannot be read: the broadcast itself tells that."""
    if path is None:
        return QPixmap()
    try:
        return QPixmap.fromImage(read_within(path, MOST_SHOWN))
    except UserFacingError:
        return QPixmap()


class PicturePane(QWidget):
    """A product's picture, filling the pane with round corners; hidden where there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._picture = QPixmap()
        self._drawn = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(self, path: Path | None) -> None:
        if path != self._path:
            self._path = path
            self._picture = _read(path)
            self._drawn = QPixmap()
            self.update()
        self.setVisible(not self._picture.isNull())

    def has_picture(self) -> bool:
        return not self._picture.isNull()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture.isNull():
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            shape = QPainterPath()
            shape.addRoundedRect(QRectF(self.rect()), tokens.RADIUS_CARD, tokens.RADIUS_CARD)
            painter.setClipPath(shape)
            drawn = self._fitted()
            size = drawn.deviceIndependentSize()
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            painter.drawPixmap(round(left), round(top), drawn)

    def _fitted(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        wanted = self.size() * ratio
        fills = self._picture.size().scaled(wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        if self._drawn.size() != fills or self._drawn.devicePixelRatioF() != ratio:
            self._drawn = self._picture.scaled(
                fills,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._drawn.setDevicePixelRatio(ratio)
        return self._drawn


class StepButton(BigButton):
    """One of the anchor's five: never takes the keyboard, coloured only when it is next."""

    def __init__(self, icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(icon_name=icon_name, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scale = 1.0

    def set_scale(self, scale: float) -> None:
        self._pixels = round(tokens.ANCHOR_BUTTON * scale)
        self.update()

    def show_next(self, is_next: bool) -> None:
        """Colour it, or not."""
        role = "primary" if is_next else "big"
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)
            self.update()


class Light(QWidget):
    """Shape and word, growing with the view; the word shrinks where there is no room."""

    def __init__(self, pixels: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels, self._scale = pixels, 1.0
        self._tone, self._word = Tone.IDLE, ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def tone(self) -> Tone:
        return self._tone

    def text(self) -> str:
        return self._word

    def show_state(self, tone: Tone, word: str) -> None:
        if (tone, word) != (self._tone, self._word):
            self._tone, self._word = tone, word
            self.setAccessibleName(word)
            self.updateGeometry()
            self.update()

    def set_scale(self, scale: float) -> None:
        if scale != self._scale:
            self._scale = scale
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        pixels = round(self._pixels * self._scale)
        metrics = QFontMetricsF(font_of(pixels))
        width = pixels * 1.2 + metrics.horizontalAdvance(self._word)
        return QSize(round(width) + 2, round(metrics.height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(self.sizeHint().width() * SMALLEST_SHARE), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            pixels = round(self._pixels * self._scale)
            if self.sizeHint().width() > self.width():
                pixels = int(pixels * self.width() / self.sizeHint().width())
            colour = tone_colour(self._tone, palette_for(self))
            side = pixels * 0.8
            box = QRectF(1, (self.height() - side) / 2, side, side)
            paint_shape(painter, self._tone, box, colour)
            painter.setFont(font_of(pixels))
            painter.setPen(colour)
            words = QRectF(pixels * 1.15, 0, self.width() - pixels * 1.15, self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._word)


class Badge(QWidget):
    """● 直播中 01:24:36. Its width never depends on which figures it shows."""

    def __init__(self, pixels: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels, self._scale = pixels, 1.0
        self._tone, self._words, self._clock = Tone.INFO, "", ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return f"{self._words} {self._clock}".strip()

    def show_state(self, tone: Tone, words: str) -> None:
        if (tone, words) != (self._tone, self._words):
            self._tone, self._words = tone, words
            self.updateGeometry()
            self._changed()

    def show_clock(self, clock: str) -> None:
        if clock != self._clock:
            longer = len(clock) != len(self._clock)
            self._clock = clock
            if longer:
                self.updateGeometry()
            self._changed()

    def _changed(self) -> None:
        self.setAccessibleName(self.text())
        self.update()

    def set_scale(self, scale: float) -> None:
        self._scale = scale
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        pixels = self._pixels * self._scale
        metrics = QFontMetricsF(font_of(round(pixels), bold=True))
        width = pixels * 2.2 + metrics.horizontalAdvance(self.text())
        return QSize(round(width), round(pixels * 1.55))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            on_air = self._tone is Tone.AIR
            painter.setBrush(QColor(tokens.CINNABAR if on_air else tokens.DARK.info_wash))
            painter.drawRoundedRect(QRectF(self.rect()), tokens.RADIUS_SMALL, tokens.RADIUS_SMALL)
            pixels = self._pixels * self._scale
            colour = QColor(tokens.WHITE if on_air else tokens.DARK.info_text)
            side = pixels * 0.72
            left, middle = pixels * 0.55, self.height() / 2
            paint_shape(painter, Tone.AIR, QRectF(left, middle - side / 2, side, side), colour)
            painter.setFont(font_of(round(pixels), bold=True))
            painter.setPen(colour)
            words = QRectF(left + side + pixels * 0.35, 0, self.width(), self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())


class Band(QWidget):
    """One sentence laid over ``host``: what happened, or what is still so.

    At its head, or where ``top`` says for the band's height: over the prompter the line being
    read neither moves nor disappears. ``left_free``: so much at the right it never lies over.
    """

    def __init__(
        self,
        pixels: int,
        host: QWidget,
        top: Callable[[int], int] = lambda _height: BAND_GAP,
        left_free: Callable[[], int] = lambda: 0,
    ) -> None:
        super().__init__(host)
        self._top, self._left_free = top, left_free
        self._pixels, self._scale = pixels, 1.0
        self._tone, self._words, self._marked = Tone.INFO, "", True
        host.installEventFilter(self)
        self.hide()

    @property
    def tone(self) -> Tone:
        return self._tone

    def text(self) -> str:
        return self._words

    def say(self, tone: Tone, words: str, *, marked: bool = True) -> None:
        """``marked``: with the tone's shape before it; words with a mark of their own need none."""
        self._tone, self._words, self._marked = tone, words, marked
        self.setAccessibleName(words)
        self.place()
        self.show()
        self.raise_()
        self.update()

    def set_scale(self, scale: float) -> None:
        self._scale = scale
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Where it belongs now; called again when what it lies over has changed."""
        width = max(0, self.parentWidget().width() - 32 - self._left_free())
        height = round(self._wanted_height(width))
        self.setGeometry(16, self._top(height), width, height)

    def _wanted_height(self, width: float) -> float:
        pixels = self._pixels * self._scale
        room = QRectF(0, 0, width - pixels * 2.9, 10_000)
        metrics = QFontMetricsF(font_of(round(pixels)))
        return metrics.boundingRect(room, WRAPPED, self._words).height() + pixels * 0.8

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            wash, ink = BAND_COLOURS[self._tone]
            painter.setBrush(QColor(wash))
            painter.setPen(QColor(ink))
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, tokens.RADIUS_CARD, tokens.RADIUS_CARD)
            pixels = self._pixels * self._scale
            side = pixels * 0.8
            shape = QRectF(pixels * 0.7, (self.height() - side) / 2, side, side)
            if self._marked:
                paint_shape(painter, self._tone, shape, QColor(ink))
            painter.setFont(font_of(round(pixels)))
            painter.setPen(QColor(tokens.DARK.text))
            words = QRectF(self.rect()).adjusted(
                pixels * (1.9 if self._marked else 0.9), 0, -pixels, 0
            )
            painter.drawText(words, WRAPPED | Qt.AlignmentFlag.AlignVCenter, self._words)


class HoldButton(QWidget):
    """A button that does nothing when clicked: it must be kept pressed, with finger or mouse.

    It takes no keyboard focus and listens to no key, so no pedal, remote or resting elbow on the
    keyboard can set it off. Letting go early empties it again.
    """

    held = Signal()

    def __init__(self, milliseconds: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length = milliseconds
        self._words = ""
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(30)
        self._timer.timeout.connect(self._fill)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(72)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def setText(self, words: str) -> None:
        self._words = words
        self.setAccessibleName(words)
        self.update()

    def text(self) -> str:
        return self._words

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.isEnabled():
            self._since.start()
            self._timer.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._let_go()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.rect().contains(event.position().toPoint()):
            self._let_go()

    def _let_go(self) -> None:
        self._timer.stop()
        self.update()

    def _fill(self) -> None:
        self.update()
        if self._since.elapsed() >= self._length:
            self._let_go()
            self.held.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            shape = QPainterPath()
            shape.addRoundedRect(box, tokens.RADIUS_CARD, tokens.RADIUS_CARD)
            painter.fillPath(shape, QColor(tokens.DARK.broken_wash))
            if self._timer.isActive():
                painter.save()
                painter.setClipPath(shape)
                filled = QRectF(box)
                filled.setWidth(box.width() * min(1.0, self._since.elapsed() / self._length))
                painter.fillRect(filled, QColor(tokens.CINNABAR))
                painter.restore()
            painter.setPen(QColor(tokens.CINNABAR))
            painter.drawPath(shape)
            painter.setPen(QColor(tokens.DARK.text))
            painter.setFont(font_of(26, bold=True))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._words)
