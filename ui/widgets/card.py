"""A sheet of paper with a heading."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.style import dress
from ui.widgets.label import Label


class Card(QFrame):
    """A framed area; `body` takes what belongs in it. Heading and note hide while empty."""

    def __init__(
        self, heading: str = "", note: str = "", *, margin: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        dress(self, role="card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin + 2, margin, margin + 2, margin)
        self.body.setSpacing(12)
        self._heading, self._note = Label(self), Label(self)
        dress(self._heading, role="heading")
        dress(self._note, role="muted")
        self._top = QHBoxLayout()
        self._top.addWidget(self._heading)
        self._top.addStretch(1)
        self._top.addWidget(self._note)
        self.body.addLayout(self._top)
        self.show_words(heading, note)

    def show_words(self, heading: str, note: str = "") -> None:
        self._heading.setText(heading)
        self._note.setText(note)
        self._heading.setVisible(bool(heading))
        self._note.setVisible(bool(note))

    def show_tone(self, tone: str) -> None:
        """``fine``, ``mind``, ``broken`` or nothing."""
        dress(self, tone=tone)
