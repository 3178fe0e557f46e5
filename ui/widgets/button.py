"""The program's button: an ``&`` in its words is an ``&``, not the mark of a key.

Names and units stand on buttons, and 番薯&玉米 must not press one when somebody types Alt+玉.
The program's own keys are declared, never read out of words.

And a double click is one click. Who learnt the mouse late double-clicks everything, and would give
money back twice, or agree twice, or skip a product.
"""

from __future__ import annotations

from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QPushButton, QWidget

from studio.runtime.plain import harmless


def unmarked(words: str) -> str:
    """``words`` for Qt's buttons and menus, which would make a key of the letter behind an &."""
    return harmless(words).replace("&", "&&")


class Button(QPushButton):
    """Made as Qt's is; ``text()`` is what was set, and what is read on it."""

    repeats = False
    """Pressed quickly on purpose, as a digit is: here a double click is two."""

    def __init__(self, words: str | QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent if words is None or isinstance(words, str) else words)
        if isinstance(words, str):
            self.setText(words)

    def setText(self, words: str) -> None:
        super().setText(unmarked(words))

    def text(self) -> str:
        return super().text().replace("&&", "&")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.repeats:
            super().mouseDoubleClickEvent(event)
        else:
            event.accept()
