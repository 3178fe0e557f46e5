"""The line above every screen of a rehearsal: nothing here counts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme.style import dress
from ui.widgets import Retranslating


class TrainingStrip(Retranslating, QLabel):
    """Above the screen and never over it: it hides no button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.fit("light")
        self.retranslate()

    def fit(self, surface: str) -> None:
        """Go with a screen on that surface, ``light`` or ``dark``."""
        dress(self, role=f"strip-{'light' if surface == 'light' else 'dark'}")

    def retranslate(self) -> None:
        self.setText(self.tr("培训 · 不算数"))
