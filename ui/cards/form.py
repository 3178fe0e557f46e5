"""The form of any template, built from its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from overlays.fields import Field as Wanted
from overlays.fields import Kind
from overlays.fitting import WRITTEN
from overlays.template import Template
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from ui import i18n
from ui.cards.presenter import is_promise
from ui.cards.typed import text_of
from ui.cards.words import about_letters, called
from ui.choosing import ask_file
from ui.theme.style import dress
from ui.widgets import Retranslating
from ui.widgets.button import Button, unmarked
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.unwheeled import ComboBox

SHORT = frozenset({Kind.FEN, Kind.MS, Kind.WHOLE, Kind.NUMBER, Kind.PERCENT, Kind.COLOUR})
"""Two of these share a line."""


class Formed(Protocol):
    """Anything with a form."""

    @property
    def fields(self) -> tuple[Wanted, ...]: ...


class CardForm(Retranslating, QWidget):
    """`typed`: a field's key and what stands in it now, with every letter."""

    typed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._template: Formed | None = None
        self._wrong: dict[str, UserFacingError] = {}
        self.rows: dict[str, Row] = {}
        self._holder: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)

    def show_draft(self, template: Formed, texts: Mapping[str, str], *, afresh: bool) -> None:
        """Another template gets another form; of the same one only what differs is set."""
        if self._template is not template:
            self._build(template)
        for key, row in self.rows.items():
            row.show_text(texts.get(key, ""), afresh=afresh)
            row.show_letters(texts.get(key, "") if isinstance(template, Template) else "")

    def show_wrong(self, key: str, error: UserFacingError | None) -> None:
        if error is None:
            self._wrong.pop(key, None)
        else:
            self._wrong[key] = error
        if key in self.rows:
            self.rows[key].show_wrong("" if error is None else self._said(error, key))

    def retranslate(self) -> None:
        for field in self._template.fields if self._template is not None else ():
            words = called(field)
            hint = self._hint(field)
            needed = "" if field.required else self.tr("（可不写）")
            self.rows[field.key].called = words
            self.rows[field.key].show_label(words + needed, hint)
        for row in self.rows.values():
            row.show_letters(row.letters_of)
        for key, error in self._wrong.items():
            if key in self.rows:
                self.rows[key].show_wrong(self._said(error, key))

    def lead_to(self, key: str) -> None:
        self.rows[key].lead_to()

    def _hint(self, field: Wanted) -> str:
        """What could stand there, of a form that begins empty."""
        template = self._template
        if not (isinstance(template, Template) and is_promise(template)):
            return ""
        example = text_of(field, template.examples.get(field.key))
        return self.tr("比如：{example}").format(example=example) if example else ""

    def _said(self, error: UserFacingError, key: str) -> str:
        """With the field called as it is here."""
        parameters = {**error.parameters, "field": self.rows[key].called}
        return word_error(UserFacingError(error.code, **parameters), i18n.current())

    def _build(self, template: Formed) -> None:
        self._template = template
        self._wrong.clear()
        if self._holder is not None:
            self._holder.hide()
            self._holder.deleteLater()
        self._holder = QWidget(self)
        grid = QGridLayout(self._holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self.rows = {}
        line, half = 0, False
        for field in template.fields:
            row = Row(field, self._holder)
            row.changed.connect(lambda text, key=field.key: self.typed.emit(key, text))
            self.rows[field.key] = row
            short = field.kind in SHORT
            if half and not short:
                line, half = line + 1, False
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(row, line, 1 if half else 0, 1, 1 if short else 2, top)
            if half or not short:
                line, half = line + 1, False
            else:
                half = True
        for column in range(2):
            grid.setColumnStretch(column, 1)
        self.layout().insertWidget(0, self._holder)
        self._holder.show()
        self.retranslate()


class Row(Field):
    """One field: typed, chosen, ticked or a file."""

    changed = Signal(str)

    def __init__(self, wanted: Wanted, parent: QWidget) -> None:
        super().__init__(parent)
        self.wanted = wanted
        self.called = self.letters_of = ""
        self.letters = Label(self)
        self.letters.setWordWrap(True)
        dress(self.letters, role="muted", tone="mind")
        self.letters.hide()
        self._box: ComboBox | None = None
        self._tick: QCheckBox | None = None
        if wanted.kind is Kind.CHOICE:
            self._box = self._instead(ComboBox(self))
            for value, words in wanted.choices:
                self._box.addItem(words, str(value))
            self._box.activated.connect(lambda: self.changed.emit(str(self._box.currentData())))
        elif wanted.kind is Kind.SWITCH:
            self._tick = self._instead(QCheckBox(self))
            self._tick.clicked.connect(lambda on: self.changed.emit("1" if on else ""))
        elif wanted.kind in (Kind.PICTURE, Kind.FILE):
            self._choose_beside()
        self.input.textEdited.connect(self.changed)
        self.layout().addWidget(self.letters)

    def show_label(self, words: str, hint: str = "") -> None:
        super().show_label(words, hint)
        for part in (self._box, self._tick):
            if part is not None:
                part.setAccessibleName(words)
        if self._tick is not None:
            self._tick.setText(unmarked(words))
        if self.wanted.kind in (Kind.PICTURE, Kind.FILE):
            self.choose.setText(self.tr("选图片…"))

    def show_text(self, text: str, *, afresh: bool = False) -> None:
        if self._box is not None:
            self._box.setCurrentIndex(self._box.findData(text))
        elif self._tick is not None:
            self._tick.setChecked(bool(text))
        elif afresh or self.input.text() != text:
            self.input.setText(text)
            self.input.setCursorPosition(0 if afresh else len(text))

    def show_letters(self, text: str) -> None:
        """What of ``text``, as it is drawn by the program, viewers will not see as written."""
        self.letters_of = text
        told = about_letters(text) if self.wanted.kind in WRITTEN else ""
        self.letters.setText(told)
        self.letters.setMinimumHeight(0 if not told else self.letters.heightForWidth(self.width()))
        self.letters.setVisible(bool(told))

    def _instead(self, part: QWidget) -> QWidget:
        self.input.hide()
        self.layout().insertWidget(1, part)
        self.label.setBuddy(part)
        return part

    def _choose_beside(self) -> None:
        self.choose = Button(self)
        self.choose.clicked.connect(self._ask)
        row = QHBoxLayout()
        row.addWidget(self.input, 1)
        row.addWidget(self.choose)
        self.layout().insertLayout(1, row)

    def _ask(self) -> None:
        kinds = self.tr("图片") + " (*.png *.jpg *.jpeg *.webp *.bmp)"
        chosen = ask_file(self, self.tr("选一张图片"), kinds)
        if chosen is not None:
            self.input.setText(str(chosen))
            self.changed.emit(str(chosen))
