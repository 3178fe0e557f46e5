"""An empty screen says what belongs there and offers to make it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.style import dress, palette_for
from ui.widgets import icons
from ui.widgets.button import Button
from ui.widgets.label import Label

WIDEST = 560
"""Of its sentence: one line for most of them; no last word alone in a second."""


class _Drawing(QWidget):
    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self.setFixedSize(72, 72)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            box = QRectF(8, 8, 56, 56)
            icons.paint(painter, self._name, box, QColor(palette_for(self).muted))


class EmptyState(QWidget):
    """Drawing, what belongs here, one sentence why, and the button that makes it: `wanted`.

    Put together when it is first shown: on most days no screen is empty.
    """

    wanted = Signal()

    def __init__(self, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._words: tuple[str, str, str] = ("", "", "")

    def show_words(self, title: str, sentence: str, button: str = "") -> None:
        """No ``button`` text: nothing to offer here, and the button stays away."""
        self._words = title, sentence, button
        if self.layout() is not None:
            self._tell()

    def showEvent(self, event: QShowEvent) -> None:
        if self.layout() is None:
            self._put_together()
            self._tell()
        super().showEvent(event)

    def _put_together(self) -> None:
        self.title, self.sentence = Label(self), Label(self)
        self.button = Button(self)
        dress(self.title, role="heading")
        dress(self.sentence, role="muted")
        dress(self.button, role="primary")
        self.sentence.setWordWrap(True)
        self.sentence.setMaximumWidth(WIDEST)
        self.sentence.setMinimumWidth(320)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button.clicked.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        for part in (_Drawing(self._icon_name, self), self.title, self.sentence, self.button):
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(part, 3 if part is self.sentence else 0)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(2)

    def _tell(self) -> None:
        title, sentence, button = self._words
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.button.setText(button)
        self.button.setVisible(bool(button))
