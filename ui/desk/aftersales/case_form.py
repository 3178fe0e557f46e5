"""开一个售后: the sale is found first, then what is wrong with it is said."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from inventory.aftersales.rules import Rules
from inventory.aftersales.sold import SoldItem
from ui import i18n
from ui.formats import day_and_clock, money
from ui.theme.style import dress
from ui.widgets import Card, Retranslating
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.refused import Refused
from ui.widgets.unwheeled import ComboBox


class CaseForm(Retranslating, Card):
    """Shows what it is told."""

    find_asked = Signal(str)
    open_asked = Signal(object, str, str, str, str)
    """The item, how many as typed, reason, what is wanted, words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=14, parent=parent)
        self._items: Sequence[SoldItem] = ()
        self._rules: Rules | None = None
        self._busy = False
        self._is_of_another = False
        """What is looked for is not under the number that stands there now."""
        self.order, self.qty, self.words = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.find, self.open = Button(self), Button(self)
        self.item, self.reason, self.wants = ComboBox(self), ComboBox(self), ComboBox(self)
        self.hint, self.sold, self.refused = Label(self), Label(self), Refused(self)
        dress(self.hint, role="muted")
        dress(self.sold, role="muted")
        for label in (self.hint, self.sold):
            label.setWordWrap(True)
        dress(self.open, role="primary", large=True)
        self._lay_out()
        self.find.clicked.connect(self._find)
        self.order.returnPressed.connect(self._find)
        self.order.textEdited.connect(self._edited)
        self.item.currentIndexChanged.connect(self._tell_item)
        self.open.clicked.connect(self._open)
        self.retranslate()

    def show_rules(self, rules: Rules) -> None:
        self._rules = rules
        self._fill_reasons()

    def show_found(self, items: Sequence[SoldItem]) -> None:
        if items and self._is_of_another:
            return
        self._items = items
        self.refused.show_reason("")
        self.item.clear()
        for item in items:
            words = self.tr("{name} × {qty} {unit}")
            self.item.addItem(words.format(name=item.name, qty=item.qty, unit=item.unit))
        self._tell_item()

    def show_busy(self, busy: bool) -> None:
        self._busy = busy
        self._tell_buttons()

    def begin(self) -> None:
        """Afresh, with the keyboard where the number is typed."""
        self._is_of_another = False
        self.order.clear()
        self.words.clear()
        self.show_found(())
        self.order.setFocus()

    def retranslate(self) -> None:
        self.show_words(self.tr("开一个售后"))
        self.hint.setText(self.tr("平台单号，小票上的单号，或者电话单的取货号。"))
        self.order.setPlaceholderText(self.tr("单号"))
        self.find.setText(self.tr("找"))
        self.qty.setPlaceholderText(self.tr("几件有问题"))
        self.words.setPlaceholderText(self.tr("买家怎么说的"))
        self.open.setText(self.tr("记下"))
        for box in (self.order, self.qty, self.words):
            box.setAccessibleName(box.placeholderText())
        self.item.setAccessibleName(self.tr("哪一样"))
        self.reason.setAccessibleName(self.tr("为什么"))
        self.wants.setAccessibleName(self.tr("要什么"))
        chosen = max(0, self.wants.currentIndex())
        self.wants.clear()
        self.wants.addItem(self.tr("要退"), "refund")
        self.wants.addItem(self.tr("要补发"), "resend")
        self.wants.setCurrentIndex(chosen)
        self._fill_reasons()
        self._tell_item()

    def _lay_out(self) -> None:
        self.body.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.order, 1)
        row.addWidget(self.find)
        self.body.addWidget(self.hint)
        self.body.addLayout(row)
        self.body.addWidget(self.item)
        self.body.addWidget(self.sold)
        how = QHBoxLayout()
        how.addWidget(self.qty, 1)
        how.addWidget(self.wants, 1)
        self.body.addLayout(how)
        self.body.addWidget(self.reason)
        self.body.addWidget(self.words)
        self.body.addWidget(self.refused)
        self.body.addStretch(1)
        self.body.addWidget(self.open)

    def _fill_reasons(self) -> None:
        if self._rules is None:
            return
        chosen = self.reason.currentData()
        self.reason.clear()
        for each in self._rules.reasons.values():
            self.reason.addItem(each.words[i18n.current()], each.code)
        self.reason.setCurrentIndex(max(0, self.reason.findData(chosen)))

    def _tell_item(self) -> None:
        item = self._chosen()
        if item is None:
            self.sold.setText("")
        else:
            words = self.tr("{channel} · {when} · 付了 {paid}")
            self.sold.setText(
                words.format(
                    channel=item.channel,
                    when=day_and_clock(item.sold_at),
                    paid=money(item.paid_fen),
                )
            )
            self.qty.setText(str(item.qty))
        self._tell_buttons()

    def _tell_buttons(self) -> None:
        known = self._chosen() is not None
        for part in (self.item, self.qty, self.reason, self.wants, self.words):
            part.setEnabled(known)
        self.open.setEnabled(known and not self._busy)
        self.find.setEnabled(not self._busy)

    def _chosen(self) -> SoldItem | None:
        place = self.item.currentIndex()
        return self._items[place] if 0 <= place < len(self._items) else None

    def _edited(self) -> None:
        self._is_of_another = True
        self._forget_found()

    def _forget_found(self) -> None:
        """The goods of one order are never noted under the number of another."""
        if self._items:
            self.show_found(())
            self.qty.clear()

    def _find(self) -> None:
        if self._busy:
            return
        self._is_of_another = False
        self._forget_found()
        self.find_asked.emit(self.order.text())

    def _open(self) -> None:
        item = self._chosen()
        if item is not None:
            what = (self.qty.text(), self.reason.currentData(), self.wants.currentData())
            self.open_asked.emit(item, *what, self.words.text())
