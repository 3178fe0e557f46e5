"""The line above every screen of a rehearsal: nothing here counts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme.style import dress
from ui.widgets import Retranslating
from ui.widgets.label import Label


class TrainingStrip(Retranslating, Label):
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


class TrainingLine(QWidget):
    """The strip, and beside its words the trainer's bar while there is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = TrainingStrip(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.strip, 1)

    def put(self, bar: QWidget) -> None:
        """``bar`` takes what the words leave; it goes by itself."""
        self._row.addWidget(bar, 100)
