"""Why something was not done, beside where it was asked for."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.theme.style import dress
from ui.widgets.label import Label


class Refused(Label):
    """Takes no room while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        dress(self, role="field-error")
        self.hide()

    def show_reason(self, sentence: str) -> None:
        """Empty: take it away."""
        self.setText(sentence)
        self.setVisible(bool(sentence))
