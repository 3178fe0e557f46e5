"""A sentence one should mind, with the one thing to do about it; not there while it is empty."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.theme.style import dress
from ui.widgets.button import Button
from ui.widgets.label import Label


class MindLine(QFrame):
    """Amber; its words and its button's come from who shows it."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, role="card", tone="mind")
        self.words, self.button = Label(self), Button(self)
        self.words.setWordWrap(True)
        dress(self.words, tone="mind")
        self.button.clicked.connect(self.wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 8, 4)
        row.setSpacing(14)
        row.addWidget(self.words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_words(self, words: str) -> None:
        """Empty: nothing is to be minded."""
        self.words.setText(words)
        self.setVisible(bool(words))
