"""办一个抽奖: the terms are written, looked at once more, and published for good."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from inventory.lottery.terms import Terms
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from ui import i18n
from ui.desk.lottery import words as lottery_words
from ui.desk.lottery.draft import Draft
from ui.theme.style import dress
from ui.widgets import Card, Field, Retranslating
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.refused import Refused

ROWS = (
    *(("name",), ("prize",), ("worth", "winners", "at_most"), ("rules",)),
    *(("closes", "draws"), ("claim",), ("sponsor",)),
)
"""The fields as they stand, from top to bottom."""


class LotteryForm(Retranslating, Card):
    """Shows what it is told."""

    look_asked = Signal(object)
    """`Draft`."""
    publish_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=14, parent=parent)
        self._terms: Terms | None = None
        self._mistakes: dict[str, UserFacingError] = {}
        self.steps = QStackedWidget(self)
        self.writing, self.looking = QWidget(self.steps), QWidget(self.steps)
        for page in (self.writing, self.looking):
            dress(page, role="plain")
            self.steps.addWidget(page)
        self.typed = QWidget(self.writing)
        """The fields; they scroll where mistakes make them higher than there is room."""
        dress(self.typed, role="plain")
        self.area = _scrolling(self.typed, self.writing)
        self.fields = {key: Field(self.typed) for row in ROWS for key in row}
        self.look, self.change, self.publish = Button(self), Button(self), Button(self)
        self.text, self.warning, self.refused = Label(self), Label(self), Refused(self)
        for label in (self.text, self.warning):
            label.setWordWrap(True)
        dress(self.warning, role="muted")
        dress(self.look, role="primary", large=True)
        dress(self.publish, role="primary", large=True)
        self._lay_out()
        self.look.clicked.connect(lambda: self.look_asked.emit(self.draft))
        self.publish.clicked.connect(self.publish_asked)
        self.change.clicked.connect(self._change)
        self.retranslate()

    @property
    def draft(self) -> Draft:
        """As it is typed."""
        return Draft(**{key: field.input.text() for key, field in self.fields.items()})

    def begin(self) -> None:
        """Afresh, but for who gives the prize."""
        for key, field in self.fields.items():
            if key != "sponsor":
                field.input.clear()
        self.show_mistakes({})
        self._change()
        self.fields["name"].input.setFocus()

    def show_sponsor(self, name: str) -> None:
        self.fields["sponsor"].show_text(name)

    def show_mistakes(self, mistakes: Mapping[str, UserFacingError]) -> None:
        """Each at its field, and the keyboard at the first of them; none takes all away."""
        self._mistakes = dict(mistakes)
        self.refused.show_reason("")
        self._tell_mistakes()
        first = next((key for key in self.fields if key in mistakes), None)
        if first is not None:
            self.fields[first].lead_to()
            QTimer.singleShot(0, self, lambda: self._bring_into_view(first))

    def show_terms(self, terms: Terms) -> None:
        """Once more, before nothing changes them any more."""
        self._terms = terms
        self.show_mistakes({})
        self.text.setText(f"{terms.name}\n\n{lottery_words.told(terms)}")
        self.steps.setCurrentWidget(self.looking)
        self.publish.setFocus()

    def show_busy(self, busy: bool) -> None:
        for button in (self.look, self.publish, self.change):
            button.setDisabled(busy)

    def retranslate(self) -> None:
        self.show_words(self.tr("办一个抽奖"))
        for key, (label, hint) in self._field_words().items():
            self.fields[key].show_label(label, hint)
        self._tell_mistakes()
        self.look.setText(self.tr("看一遍再公布"))
        self.publish.setText(self.tr("公布"))
        self.change.setText(self.tr("再改改"))
        self.warning.setText(
            self.tr("公布以后，规则、奖品、时间都不能再改，也不能撤。从公布那一刻起收号。")
        )
        if self._terms is not None and self.steps.currentWidget() is self.looking:
            self.show_terms(self._terms)

    def _field_words(self) -> dict[str, tuple[str, str]]:
        return {
            "name": (self.tr("叫什么"), self.tr("周五杨梅抽奖")),
            "prize": (self.tr("奖品"), self.tr("东魁杨梅一箱（5斤）")),
            "worth": (self.tr("一份值多少元"), "89.90"),
            "winners": (self.tr("抽几个"), "3"),
            "at_most": (self.tr("最多收几个号"), self.tr("不限")),
            "rules": (self.tr("怎么得到号"), self.tr("在直播间下一单，得一个号")),
            "closes": (self.tr("收号到什么时候"), self.tr("今天 20:00")),
            "draws": (self.tr("什么时候开奖"), self.tr("收完号就开")),
            "claim": (self.tr("怎么领奖、领到哪天"), self.tr("七天内凭号领，包邮寄出")),
            "sponsor": (self.tr("谁办的（名称、怎么找到）"), self.tr("后山村专业合作社")),
        }

    def _lay_out(self) -> None:
        self.body.setSpacing(8)
        form = QVBoxLayout(self.typed)
        form.setContentsMargins(0, 0, 6, 0)
        form.setSpacing(8)
        for keys in ROWS:
            row = QHBoxLayout()
            row.setSpacing(8)
            for key in keys:
                row.addWidget(self.fields[key], 1, Qt.AlignmentFlag.AlignTop)
            form.addLayout(row)
        form.addStretch(1)
        written = QVBoxLayout(self.writing)
        written.setContentsMargins(0, 0, 0, 0)
        written.setSpacing(8)
        written.addWidget(self.area, 1)
        written.addWidget(self.look)
        shown = QVBoxLayout(self.looking)
        shown.setContentsMargins(0, 0, 0, 0)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        shown.addWidget(_scrolling(self.text, self.looking), 1)
        shown.addWidget(self.warning)
        row = QHBoxLayout()
        row.addWidget(self.change)
        row.addWidget(self.publish, 1)
        shown.addLayout(row)
        self.body.addWidget(self.refused)  # above: below, it would move the button under the hand
        self.body.addWidget(self.steps, 1)

    def _change(self) -> None:
        self._terms = None
        self.steps.setCurrentWidget(self.writing)

    def _tell_mistakes(self) -> None:
        for key, field in self.fields.items():
            mistake = self._mistakes.get(key)
            field.show_wrong("" if mistake is None else self._said(mistake, field))

    def _said(self, mistake: UserFacingError, field: Field) -> str:
        """With the field called as it is here."""
        parameters = {**mistake.parameters, "field": field.label.text()}
        return word_error(UserFacingError(mistake.code, **parameters), i18n.current())

    def _bring_into_view(self, key: str) -> None:
        """When the fields have the room their mistakes need."""
        self.area.ensureWidgetVisible(self.fields[key])


def _scrolling(what: QWidget, parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(what)
    return area
