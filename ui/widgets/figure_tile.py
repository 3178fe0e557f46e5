"""One number that leads to work: what it is, how much, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme.style import dress
from ui.widgets.card import Card
from ui.widgets.label import Label
from ui.widgets.status_light import Tone


class FigureTile(Card):
    """Label, figure, note. Where `leads_to_work` is on it is a button too: `clicked`."""

    clicked = Signal()

    def __init__(self, *, leads_to_work: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=14)
        self._leads = leads_to_work
        self.label, self.figure, self.note = Label(self), Label(self), Label(self)
        dress(self.label, role="muted")
        dress(self.figure, role="figure")
        dress(self.note, role="plain")
        self.note.setWordWrap(True)
        self.body.setSpacing(2)
        for part in (self.label, self.figure, self.note):
            self.body.addWidget(part)
        self.body.addStretch(1)
        if leads_to_work:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_figure(self, label: str, figure: str, note: str = "", tone: Tone = Tone.IDLE) -> None:
        """``tone`` colours the note and puts its shape before it."""
        shape = {Tone.FINE: "▲ ", Tone.MIND: "◆ ", Tone.BROKEN: "■ "}.get(tone, "")
        self.label.setText(label)
        self.figure.setText(figure)
        self.note.setText(shape + note if note else "")
        dress(self.note, tone=tone.value)
        self.setAccessibleName(f"{label} {figure} {note}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._leads and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._leads and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)


def row_of(tiles: Sequence[FigureTile]) -> QHBoxLayout:
    """The tiles side by side, of one size: how a page of the desk begins."""
    row = QHBoxLayout()
    row.setSpacing(14)
    for tile in tiles:
        tile.setFixedHeight(136)
        row.addWidget(tile, 1)
    return row
