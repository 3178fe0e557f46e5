"""A level: how loud the microphone is, how full a disk."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import tokens
from ui.theme.style import palette_for

QUIET_DBFS = -60.0
LOUD_DBFS = -12.0
"""Above this a voice is close to distorting: the bar turns amber."""
TOO_LOUD_DBFS = -3.0


class MeterBar(QWidget):
    """A horizontal bar from 0 to 1, jade, amber from ``mind_from``, cinnabar from ``stop_from``."""

    def __init__(
        self, mind_from: float = 0.8, stop_from: float = 0.95, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._level, self._mind_from, self._stop_from = 0.0, mind_from, stop_from
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @classmethod
    def for_sound(cls, parent: QWidget | None = None) -> MeterBar:
        """A bar for `show_dbfs`."""
        span = -QUIET_DBFS
        return cls(1 + LOUD_DBFS / span, 1 + TOO_LOUD_DBFS / span, parent)

    @property
    def level(self) -> float:
        return self._level

    def show_level(self, level: float) -> None:
        """0 to 1; anything else is brought inside."""
        level = min(1.0, max(0.0, level))
        if abs(level - self._level) > 0.002:  # less than a pixel: no need to paint
            self._level = level
            self.update()

    def show_dbfs(self, peak_dbfs: float) -> None:
        """Loudness, 0 the loudest possible, -60 silence."""
        self.show_level(1 - peak_dbfs / QUIET_DBFS)

    def sizeHint(self) -> QSize:
        return QSize(160, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            height = min(self.height(), 16)
            track = QRectF(0, (self.height() - height) / 2, self.width(), height)
            shape = QPainterPath()
            shape.addRoundedRect(track, height / 2, height / 2)
            palette = palette_for(self)
            painter.setClipPath(shape)
            painter.fillRect(track, QColor("#0A0E12" if palette is tokens.DARK else palette.line))
            filled = QRectF(track)
            filled.setWidth(track.width() * self._level)
            painter.fillRect(filled, self._gradient(track))

    def _gradient(self, track: QRectF) -> QLinearGradient:
        gradient = QLinearGradient(track.topLeft(), track.topRight())
        for at, colour in (
            (0.0, tokens.JADE),
            (self._mind_from - 0.04, tokens.JADE),
            (self._mind_from, tokens.AMBER),
            (self._stop_from - 0.02, tokens.AMBER),
            (self._stop_from, tokens.CINNABAR),
            (1.0, tokens.CINNABAR),
        ):
            gradient.setColorAt(at, QColor(colour))
        return gradient
