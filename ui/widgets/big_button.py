"""The button of someone whose hands are full of fruit."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QStyleOptionButton, QWidget

from ui.theme import tokens
from ui.theme.style import dress, font_of
from ui.widgets import icons
from ui.widgets.painted_button import PaintedButton

SMALLEST = 20
CHIP_PIXELS = 17


class BigButton(PaintedButton):
    """Icon, words as large as fit (36 px at most), and the key that does the same.

    The words wrap onto two lines before they shrink below two thirds, so that English fits too.
    """

    def __init__(
        self,
        text: str = "",
        *,
        icon_name: str = "",
        key_hint: str = "",
        primary: bool = False,
        pixels: int = tokens.ANCHOR_BUTTON,
        height: int = tokens.TOUCH_ANCHOR,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon_name, self._key_hint, self._pixels = icon_name, key_hint, pixels
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        # Space and Return belong to the session's own keys, whatever was pressed last.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        dress(self, role="primary" if primary else "big", big=True)

    def show_face(self, text: str, icon_name: str = "") -> None:
        """Change words and icon together, as when 上贴片 becomes 收贴片."""
        self._icon_name = icon_name or self._icon_name
        self.setText(text)
        self.update()

    def show_key(self, key_hint: str) -> None:
        self._key_hint = key_hint
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, tokens.TOUCH_ANCHOR)

    def paint_face(self, painter: QPainter, option: QStyleOptionButton) -> None:
        colour = option.palette.buttonText().color()
        chip_height = self._paint_chip(painter, colour)
        self._paint_words(painter, colour, chip_height)

    def _paint_chip(self, painter: QPainter, colour: QColor) -> float:
        if not self._key_hint:
            return 0.0
        font = font_of(CHIP_PIXELS, bold=True)
        metrics = QFontMetricsF(font)
        width = max(26.0, metrics.horizontalAdvance(self._key_hint) + 16)
        box = QRectF(self.width() - width - 10, 8, width, 26)
        faint = QColor(colour)
        faint.setAlphaF(0.35)
        painter.setPen(QPen(faint, 1))
        painter.drawRoundedRect(box, 6, 6)
        faint.setAlphaF(0.85)
        painter.setPen(faint)
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key_hint)
        return box.bottom() - 12

    def _paint_words(self, painter: QPainter, colour: QColor, chip: float) -> None:
        area = QRectF(self.rect()).adjusted(12, chip * 0.75, -12, 0)
        icon_space = 0.0
        if self._icon_name:
            icon_space = self._pixels + 14.0
        font, lines = fit(self.text(), area.width() - icon_space, area.height() - 8, self._pixels)
        metrics = QFontMetricsF(font)
        words = max((metrics.horizontalAdvance(line) for line in lines), default=0.0)
        left = area.left() + (area.width() - icon_space - words) / 2
        if self._icon_name:
            size = float(self._pixels)
            box = QRectF(left, area.center().y() - size / 2, size, size)
            icons.paint(painter, self._icon_name, box, colour)
        painter.setPen(colour)
        painter.setFont(font)
        height = metrics.lineSpacing()
        top = area.center().y() - height * len(lines) / 2
        for number, line in enumerate(lines):
            where = QRectF(left + icon_space, top + number * height, words + 1, height)
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, line)


def fit(text: str, width: float, height: float, largest: int) -> tuple[QFont, list[str]]:
    """The boldest way to say ``text`` in that room: the font, and its one or two lines."""
    for pixels in range(largest, SMALLEST - 1, -1):
        font = font_of(pixels, bold=True)
        metrics = QFontMetricsF(font)
        if metrics.horizontalAdvance(text) <= width and metrics.height() <= height:
            return font, [text]
        if pixels <= largest * 0.8 and " " in text:
            lines = _halves(text, metrics)
            wide = max(metrics.horizontalAdvance(line) for line in lines)
            if wide <= width and metrics.lineSpacing() * 2 <= height:
                return font, lines
    font = font_of(SMALLEST, bold=True)
    elided = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
    return font, [elided]


def _halves(text: str, metrics: QFontMetricsF) -> list[str]:
    words = text.split(" ")
    splits = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
    return list(min(splits, key=lambda pair: max(map(metrics.horizontalAdvance, pair))))
