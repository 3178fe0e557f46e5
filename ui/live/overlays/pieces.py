"""Small parts of a narrow column that scrolls."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme.style import dress
from ui.widgets import Field
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.unwheeled import ComboBox

FEWEST_LETTERS = 6
BESIDE_WORDS = 32
"""Pixels beside the words of an open list."""


class Choice(ComboBox):
    """As wide as its column: a long name is cut with an ellipsis, and whole in the open list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(FEWEST_LETTERS)

    def showPopup(self) -> None:
        self.view().setMinimumWidth(self.longest() + BESIDE_WORDS)
        super().showPopup()

    def longest(self) -> int:
        """Pixels of the longest name."""
        names = (self.itemText(place) for place in range(self.count()))
        return max((self.fontMetrics().horizontalAdvance(name) for name in names), default=0)


def field(parent: QWidget) -> Field:
    """One whose label takes a second line rather than be cut."""
    made = Field(parent)
    made.label.setWordWrap(True)
    return made


def remark(parent: QWidget) -> Label:
    """A sentence in a lower voice, in as many lines as it needs."""
    made = Label(parent)
    made.setWordWrap(True)
    dress(made, role="muted")
    return made


def send_beside(what: Field, button: Button) -> Field:
    """``what`` with the press that sends it at the end of what is typed, under the whole label."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(what.input, 1)
    row.addWidget(button)
    what.layout().addLayout(row)
    return what
