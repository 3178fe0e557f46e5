"""The kinds of rows the settings form is made of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from ui.settings.key_button import KeyButton
from ui.theme.style import dress
from ui.widgets.button import Button, unmarked
from ui.widgets.field import Field, mistake_below
from ui.widgets.label import Label, LateLabel
from ui.widgets.tool_tip import give_tip
from ui.widgets.unwheeled import Slider


class _Row(QWidget):
    """Label above, one sentence about a mistake below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label, self._wrong = Label(self), mistake_below(self)
        dress(self.label, role="small")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)

    def show_wrong(self, sentence: str) -> None:
        self._wrong.show_text(sentence)


class ChoiceRow(_Row):
    """Two or three things side by side, one of them chosen."""

    chosen = Signal(str)

    def __init__(self, values: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, Button] = {}
        row = QHBoxLayout()
        row.setSpacing(8)
        for value in values:
            button = Button(self)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, value=value: self.chosen.emit(value))
            self._group.addButton(button)
            self.buttons[value] = button
            row.addWidget(button, 1)
        self.column.addWidget(self.label)
        self.column.addLayout(row)

    def show_words(self, label: str, words: dict[str, str]) -> None:
        self.label.setText(label)
        for value, text in words.items():
            self.buttons[value].setText(text)

    def show_value(self, value: str) -> None:
        if value in self.buttons:
            self.buttons[value].setChecked(True)


SIDE_BY_SIDE = 3
"""More of them have no room for their English names."""


class NameButton(Button):
    """Says a name of any length: as wide as its column, the end left out and in its tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        inside = QStyle.SubElement.SE_PushButtonContents
        room = self.style().subElementRect(inside, option, self).width()
        metrics, cut = self.fontMetrics(), Qt.TextElideMode.ElideRight
        option.text = unmarked(metrics.elidedText(self.text(), cut, room))  # type: ignore[attr-defined]


class SeveralRow(_Row):
    """Things side by side, any of them chosen."""

    chosen = Signal(list)

    def __init__(
        self,
        values: Sequence[str] = (),
        parent: QWidget | None = None,
        *,
        names: bool = False,
    ) -> None:
        """``names``: they may be of any length."""
        super().__init__(parent)
        self._kind, self._side_by_side = (NameButton, 2) if names else (Button, SIDE_BY_SIDE)
        self.buttons: dict[str, Button] = {}
        self._checked: Sequence[str] = ()
        self._rows = QGridLayout()
        self._rows.setSpacing(8)
        self.column.addWidget(self.label)
        self.column.addLayout(self._rows)
        self.show_choices(values)

    def show_choices(self, values: Sequence[str]) -> None:
        """What can be chosen, where it is known later or changes; told by `show_words` then."""
        for value in [each for each in self.buttons if each not in values]:
            self.buttons.pop(value).deleteLater()
        for number, value in enumerate(values):
            self._rows.addWidget(self._button(value), *divmod(number, self._side_by_side))
        self.buttons = {value: self.buttons[value] for value in values}
        self.show_values(self._checked)

    def _button(self, value: str) -> Button:
        if value not in self.buttons:
            button = self._kind(self)
            button.setCheckable(True)
            button.clicked.connect(self._on_clicked)
            self.buttons[value] = button
        return self.buttons[value]

    def tab_after(self, before: QWidget) -> None:
        """Have its buttons reached from ``before`` on; else one made later is reached last."""
        for button in self.buttons.values():
            self.setTabOrder(before, button)
            before = button

    def show_words(self, label: str, words: dict[str, str]) -> None:
        self.label.setText(label)
        for value, text in words.items():
            self.buttons[value].setText(text)
            if self._kind is NameButton:
                give_tip(self.buttons[value], text)

    def show_values(self, values: Sequence[str]) -> None:
        self._checked = values
        for value, button in self.buttons.items():
            button.setChecked(value in values)

    def _on_clicked(self) -> None:
        self.chosen.emit([value for value, each in self.buttons.items() if each.isChecked()])


class SliderRow(_Row):
    """A number found by sliding; told when let go."""

    left = Signal(int)

    def __init__(self, least: int, most: int, step: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = step
        self._words = ""
        self._figure = Label(self)
        dress(self._figure, role="strong")
        self.slider = Slider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(least // step, most // step)
        self.slider.setMinimumHeight(36)
        self.slider.setPageStep(1)
        self.slider.valueChanged.connect(self._on_moved)
        self.slider.sliderReleased.connect(lambda: self.left.emit(self.value))
        top = QHBoxLayout()
        top.addWidget(self.label)
        top.addStretch(1)
        top.addWidget(self._figure)
        self.column.addLayout(top)
        self.column.addWidget(self.slider)

    @property
    def value(self) -> int:
        return self.slider.value() * self._step

    def show_words(self, label: str, words: str) -> None:
        """``words`` says the value, with ``{value}``."""
        self.label.setText(label)
        self.slider.setAccessibleName(label)
        self._words = words
        self._retell()

    def show_value(self, value: int) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(round(value / self._step))
        self.slider.blockSignals(False)
        self._retell()

    def figure(self) -> str:
        """What the value is called; divided by ten where the step is finer than one."""
        return str(self.value)

    def _on_moved(self) -> None:
        self._retell()
        if not self.slider.isSliderDown():  # by keyboard or by a click beside the handle
            self.left.emit(self.value)

    def _retell(self) -> None:
        self._figure.setText(self._words.format(value=self.figure()))


class TenthsRow(SliderRow):
    """A slider whose values are tenths: 20 is 2.0."""

    def figure(self) -> str:
        return f"{self.value / 10:.1f}"


class SecretRow(Field):
    """A password: written, never shown; an emptied one is forgotten."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.input.setEchoMode(QLineEdit.EchoMode.Password)

    def show_kept(self, kept: bool, kept_words: str, missing_words: str) -> None:
        self.input.clear()
        self.input.setModified(False)
        self.input.setPlaceholderText(kept_words if kept else missing_words)


class KeyRow(QWidget):
    """What the key does, and the key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label, self.button = Label(self), KeyButton(self)
        self._wrong = LateLabel(self._make_wrong)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label)
        row.addStretch(1)
        row.addWidget(self.button)

    def show_wrong(self, sentence: str) -> None:
        self._wrong.show_text(sentence)

    def _make_wrong(self) -> Label:
        label = Label(self)
        dress(label, role="field-error")
        self.layout().insertWidget(1, label, 1)  # beside what the key does
        return label
