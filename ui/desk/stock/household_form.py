"""改农户的名字: one household is called otherwise, or is the same as another one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from ui import i18n
from ui.theme.style import dress
from ui.widgets import Card, Field, Retranslating
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.tool_tip import plain_tip
from ui.widgets.unwheeled import ComboBox


class HouseholdForm(Retranslating, Card):
    """Shows what it is told; the presenter answers whoever asks."""

    rename_asked = Signal(str, str, bool)
    """Which household, what it is called now, and whether that is one of those there are."""
    left = Signal()
    """Nothing is to be changed after all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=10, parent=parent)
        self.which, self.which_label = ComboBox(self), Label(self)
        dress(self.which_label, role="small")
        self.which_label.setBuddy(self.which)
        self.new = Field(self)
        self.leave, self.same, self.save = Button(self), Button(self), Button(self)
        for button in (self.same, self.save):
            dress(button, role="primary")
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.which_label)
        column.addWidget(self.which)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addLayout(column, 1)
        row.addWidget(self.new, 2, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        for button in (self.leave, self.same, self.save):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.new.input.textEdited.connect(self._ask_nothing)
        self.new.input.returnPressed.connect(self._save)
        self.which.activated.connect(self._ask_nothing)
        self.save.clicked.connect(self._save)
        self.same.clicked.connect(lambda: self._emit(same=True))
        self.leave.clicked.connect(self.left)
        self.retranslate()

    def begin(self, name: str) -> None:
        """Rename that one, or whichever is chosen."""
        self.which.setCurrentIndex(max(0, self.which.findText(name)))
        self.new.show_text("", afresh=True)
        self._ask_nothing()
        self.new.lead_to()

    def show_names(self, names: Sequence[str]) -> None:
        """Which there are; the chosen one stays. One that is gone is not asked about any more."""
        chosen = self.which.currentText()
        self.which.clear()
        self.which.addItems(list(names))
        for place, name in enumerate(names):
            self.which.setItemData(place, plain_tip(name), Qt.ItemDataRole.ToolTipRole)
        self.which.setCurrentIndex(max(0, self.which.findText(chosen)))
        if self.which.currentText() != chosen:
            self._ask_nothing()

    def show_busy(self, busy: bool) -> None:
        for button in (self.same, self.save):
            button.setDisabled(busy)

    def show_wrong(self, error: BaseException) -> None:
        """A mistake, or the question whether the two are one."""
        self.new.show_wrong(word_error(error, i18n.current()))
        asks = isinstance(error, UserFacingError) and error.code == "household_known"
        self.same.setVisible(asks)
        self.save.setHidden(asks)
        self.new.lead_to()

    def retranslate(self) -> None:
        self.show_words(
            self.tr("改农户的名字"), self.tr("从前的货、卖的、剩的都跟着改；批次号和印好的标签不变")
        )
        self.which_label.setText(self.tr("哪一家"))
        self.new.show_label(self.tr("改叫什么"), self.tr("跟另一家其实是同一家，就写那一家"))
        self.leave.setText(self.tr("不改了"))
        self.same.setText(self.tr("是同一家，并在一起"))
        self.save.setText(self.tr("改名"))

    def _ask_nothing(self) -> None:
        self.new.show_wrong("")
        self.same.hide()
        self.save.show()

    def _save(self) -> None:
        if self.save.isEnabled() and not self.save.isHidden():
            self._emit(same=False)

    def _emit(self, *, same: bool) -> None:
        self.rename_asked.emit(self.which.currentText(), self.new.input.text(), same)
