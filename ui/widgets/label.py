"""The program's label: what stands in it is shown letter by letter.

Titles, names and units are written by people. A plain ``QLabel`` guesses whether its words are
rich text, and one of ``<img src=/dev/zero>`` in a plan's title would hang the window.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from studio.runtime.plain import harmless
from ui.widgets.button import unmarked


class Label(QLabel):
    """Made as Qt's is, with words or without; tests/ui/test_hostile_names.py allows no other."""

    def __init__(self, words: str | QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent if words is None or isinstance(words, str) else words)
        self.setTextFormat(Qt.TextFormat.PlainText)  # before there are words to guess at
        if isinstance(words, str):
            self.setText(words)

    def setText(self, words: str) -> None:
        words = harmless(words)
        super().setText(unmarked(words) if self.buddy() else words)

    def text(self) -> str:
        return super().text().replace("&&", "&") if self.buddy() else super().text()


class LateLabel:
    """A label that is made with its first words, and hidden while it has none.

    A screen has some forty places for a sentence that is hardly ever said; a label for each of
    them took a fifth of the time in which a screen is put together.
    """

    def __init__(self, make: Callable[[], Label]) -> None:
        """``make`` dresses the label and puts it where it belongs."""
        self._make = make
        self._label: Label | None = None

    def show_text(self, words: str) -> None:
        """Empty: take it away."""
        if self._label is None:
            if not words:
                return
            self._label = self._make()
        self._label.setText(words)
        self._label.setVisible(bool(words))

    def text(self) -> str:
        return "" if self._label is None else self._label.text()

    @property
    def label(self) -> Label | None:
        """None before the first words."""
        return self._label
