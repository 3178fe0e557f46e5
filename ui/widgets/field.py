"""One field of a form: what it is, what is typed, and what is wrong with that."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.theme.style import dress
from ui.widgets.label import Label, LateLabel

SPACING = 4


class Field(QWidget):
    """Label over input; the sentence about a mistake takes the label's place beside it.

    ``left`` is emitted with the text when the person is done with it, and only if it changed.
    """

    left = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label, self.input = Label(self), QLineEdit(self)
        self._wrong = mistake_below(self)
        dress(self.label, role="small")
        self._shown = ""
        self.input.editingFinished.connect(self._on_finished)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING)
        column.addWidget(self.label)
        column.addWidget(self.input)
        self.label.setBuddy(self.input)

    def show_label(self, words: str, hint: str = "") -> None:
        self.label.setText(words)
        self.input.setAccessibleName(words)
        self.input.setPlaceholderText(hint)

    def show_text(self, text: str, *, afresh: bool = False) -> None:
        """What is true now. What is being typed or is wrong stays, unless ``afresh``."""
        unsettled = bool(self.wrong) or self.input.isModified()
        if text == self._shown and unsettled and not afresh:
            return
        self._shown = text
        self.input.setText(text)
        self.input.setCursorPosition(0)  # the beginning says what it is
        self.show_wrong("")

    def show_wrong(self, sentence: str) -> None:
        """One sentence under the field, none to take it away."""
        self._wrong.show_text(sentence)
        self._make_room()
        dress(self.input, wrong=bool(sentence))

    def lead_to(self) -> None:
        """The keyboard here, on what is to be mended."""
        self.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.input.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """A grid with aligned cells asks no label how high it is at its width."""
        label = self._wrong.label
        if label is None:
            return
        label.setMinimumHeight(0)  # else it never needs less than it did when narrower
        lines = label.heightForWidth(self.width()) if self.wrong else 0
        label.setMinimumHeight(max(0, lines))

    @property
    def wrong(self) -> str:
        return self._wrong.text()

    def _on_finished(self) -> None:
        if self.input.isModified() or self.wrong:
            self.input.setModified(False)
            self.left.emit(self.input.text())


def level_with_inputs(button: QWidget) -> QVBoxLayout:
    """``button`` beside fields at the top of a row, level with what is typed, whatever is wrong."""
    above = Label(button.parentWidget())
    dress(above, role="small")
    above.setText(" ")
    column = QVBoxLayout()
    column.setSpacing(SPACING - 1)  # a button is two pixels higher than an input
    column.addWidget(above)
    column.addWidget(button)
    column.addStretch()
    return column


def mistake_below(row: QWidget) -> LateLabel:
    """The sentence about a mistake, at the end of the row's column."""

    def made() -> Label:
        label = Label(row)
        dress(label, role="field-error")
        label.setWordWrap(True)
        row.layout().addWidget(label)
        return label

    return LateLabel(made)
