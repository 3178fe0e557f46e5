"""The desk's rail: where one can go, and where one is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from ui.theme.style import dress
from ui.widgets import icons
from ui.widgets.button import Button
from ui.widgets.label import Label

WIDTH = 204


class NavRail(QWidget):
    """``entries``: name → icon, top to bottom. `chosen` carries the name, `left` goes home."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, entries: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, surface="rail")
        self.setFixedWidth(WIDTH)
        self.title = Label(self)
        dress(self.title, role="heading")
        self.home = Button(self)
        self.home.setIcon(icons.icon("back", "#F5F1E8"))
        self.home.clicked.connect(self.left)
        self.buttons = {name: Button(self) for name in entries}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 18, 12, 12)
        column.setSpacing(4)
        self.title.setContentsMargins(14, 0, 0, 12)
        column.addWidget(self.title)
        for name, icon_name in entries.items():
            button = self.buttons[name]
            button.setCheckable(True)
            button.setIcon(icons.icon(icon_name, "#F5F1E8"))
            button.clicked.connect(lambda _checked, name=name: self.chosen.emit(name))
            self._group.addButton(button)
            column.addWidget(button)
        column.addStretch(1)
        column.addWidget(self.home)

    def add_below_title(self, widget: QWidget) -> None:
        """What stands between the title and the entries."""
        self.layout().insertWidget(1, widget)
        self.layout().insertSpacing(2, 8)

    def show_words(self, title: str, words: Mapping[str, str], home: str) -> None:
        self.title.setText(title)
        self.home.setText(home)
        for name, text in words.items():
            self.buttons[name].setText(text)

    def show_place(self, name: str) -> None:
        self.buttons[name].setChecked(True)
