"""A sheet of paper with a heading."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.style import dress
from ui.widgets.label import Label, LateLabel


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
        self._top = QHBoxLayout()
        self._top.addStretch(1)
        self._heading = LateLabel(lambda: self._made("heading", 0))
        self._note = LateLabel(lambda: self._made("muted", self._after_stretch()))
        self.body.addLayout(self._top)
        self.show_words(heading, note)

    def show_words(self, heading: str, note: str = "") -> None:
        self._heading.show_text(heading)
        self._note.show_text(note)

    def beside_heading(self, button: QWidget) -> None:
        """What is about all of the card, at the right of its heading and note."""
        self._top.addWidget(button)

    def show_tone(self, tone: str) -> None:
        """``fine``, ``mind``, ``broken`` or nothing."""
        dress(self, tone=tone)

    def _after_stretch(self) -> int:
        return 1 if self._heading.label is None else 2

    def _made(self, role: str, place: int) -> Label:
        label = Label(self)
        dress(label, role=role)
        self._top.insertWidget(place, label)
        return label
