"""The switch between orders noted live and those of the platforms' files."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from ui.widgets import Retranslating
from ui.widgets.button import Button


class OrderKinds(Retranslating, QWidget):
    """Two buttons, one of them pressed. `noted` and `imported` ask for the other page."""

    noted = Signal()
    imported = Signal()

    def __init__(self, here: str, parent: QWidget | None = None) -> None:
        """``here``: ``noted`` or ``imported``."""
        super().__init__(parent)
        self.buttons = {"noted": Button(self), "imported": Button(self)}
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for name, button in self.buttons.items():
            button.setCheckable(True)
            button.setChecked(name == here)
            group.addButton(button)
            row.addWidget(button)
        other = "imported" if here == "noted" else "noted"
        self.buttons[other].clicked.connect(getattr(self, other))
        self.retranslate()

    def retranslate(self) -> None:
        self.buttons["noted"].setText(self.tr("直播记的"))
        self.buttons["imported"].setText(self.tr("平台的"))
