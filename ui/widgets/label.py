"""The program's label: what stands in it is shown letter by letter.

Titles, names and units are written by people. A plain ``QLabel`` guesses whether its words are
rich text, and one of ``<img src=/dev/zero>`` in a plan's title would hang the window.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.widgets.button import unmarked


class Label(QLabel):
    """Made as Qt's is, with words or without; tests/ui/test_hostile_names.py allows no other."""

    def __init__(self, words: str | QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent if words is None or isinstance(words, str) else words)
        self.setTextFormat(Qt.TextFormat.PlainText)  # before there are words to guess at
        if isinstance(words, str):
            self.setText(words)

    def setText(self, words: str) -> None:
        super().setText(unmarked(words) if self.buddy() else words)

    def text(self) -> str:
        return super().text().replace("&&", "&") if self.buddy() else super().text()
