"""Parts of a whole, a line each: a few pieces are drawn one by one, many as a bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import tokens
from ui.theme.style import font_of, palette_for

LINE = 46.0
WORDS = 24.0
BAR = 14.0
GAP = 4.0
LETTERS = 15


@dataclass(frozen=True, slots=True)
class Part:
    """One line, worded."""

    name: str
    words: str
    """How many of how many."""
    whole: int
    part: int
    one_by_one: bool
    """So few that each is drawn: three squares look like three, and not like all there is."""


class ShareChart(QWidget):
    """As many lines as fit; those left out are at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Part] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_rows(self, rows: Sequence[Part]) -> None:
        self._rows = rows
        self.setAccessibleDescription("; ".join(f"{each.name} {each.words}" for each in rows))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, round(2 * LINE))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, round(LINE))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, row in enumerate(self._rows[: max(1, int(self.height() // LINE))]):
                self._line(painter, QRectF(0, place * LINE, self.width(), LINE), row)

    def _line(self, painter: QPainter, box: QRectF, row: Part) -> None:
        palette = palette_for(self)
        top = QRectF(box.left(), box.top(), box.width(), WORDS)
        bold = font_of(LETTERS, bold=row.part > 0)
        room = QFontMetricsF(bold).horizontalAdvance(row.words) + 16
        painter.setFont(bold)
        painter.setPen(QColor(palette.text if row.part else palette.muted))
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(top, side, row.words)
        plain = font_of(LETTERS)
        name = QFontMetricsF(plain).elidedText(
            row.name, Qt.TextElideMode.ElideMiddle, top.width() - room
        )
        painter.setFont(plain)
        painter.setPen(QColor(palette.text))
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, name)
        bar = QRectF(box.left(), box.top() + WORDS + 2, box.width(), BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        if row.one_by_one:
            self._pieces(painter, bar, row, palette.line)
        else:
            self._share(painter, bar, row, palette.line)

    def _pieces(self, painter: QPainter, bar: QRectF, row: Part, rest: str) -> None:
        count = max(row.whole, row.part, 1)
        step = min(BAR + GAP, bar.width() / count)
        for place in range(count):
            gone = place < row.part
            painter.setBrush(QColor(tokens.AMBER if gone else rest))
            piece = QRectF(bar.left() + place * step, bar.top(), max(1.0, step - GAP), BAR)
            # What came back stands out by its height, too: nobody has to tell colours apart.
            painter.drawRoundedRect(piece if gone else piece.adjusted(0, 4, 0, 0), 3, 3)

    def _share(self, painter: QPainter, bar: QRectF, row: Part, rest: str) -> None:
        painter.setBrush(QColor(rest))
        painter.drawRoundedRect(bar.adjusted(0, 4, 0, 0), 3, 3)
        if row.part:
            painter.setBrush(QColor(tokens.AMBER))
            wide = max(3.0, bar.width() * min(1.0, row.part / row.whole))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), wide, BAR), 3, 3)
