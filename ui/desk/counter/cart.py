"""这一单: what lies on the counter, what it comes to, and the two ways it leaves the house."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.runtime.wording import word_error
from ui import i18n
from ui.desk.counter.presenter import Cart, CartRow
from ui.formats import money
from ui.theme.style import dress
from ui.widgets import Card, ElidedLabel, Retranslating
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.refused import Refused
from ui.widgets.tool_tip import give_tip
from ui.widgets.unwheeled import ComboBox

TYPING_MS = 250
"""Pause after the last digit before the price follows."""
CHANNELS = ("电话", "微信", "QQ", "上门")
"""As they are noted with the order, in the workshop's own language."""


class CartLine(Retranslating, QFrame):
    """One thing: its name, how many, what it comes to; what it weighs and is taken for it."""

    amount_typed = Signal(str)
    unit_chosen = Signal(str)
    grams_typed = Signal(str)
    price_typed = Signal(str)
    stepped = Signal(int)
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, role="plain")
        self.name, self.paid, self.wrong = ElidedLabel(self), Label(self), Label(self)
        dress(self.name, role="strong")
        dress(self.paid, role="strong")
        dress(self.wrong, role="field-error")
        self.wrong.setWordWrap(True)
        self.amount, self.grams, self.price = (QLineEdit(self) for _ in range(3))
        self.fewer, self.more, self.remove = Button("−", self), Button("+", self), Button("×", self)
        for button in (self.fewer, self.more, self.remove):
            dress(button, role="quiet", step=True)
            button.setFixedWidth(36)
            button.repeats = button is not self.remove
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.unit = ComboBox(self)
        self.unit.setMinimumWidth(70)
        self.amount.setFixedWidth(56)
        self.amount.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._typed(self.amount, self.amount_typed)
        self._typed(self.grams, self.grams_typed)
        self._typed(self.price, self.price_typed)
        self.fewer.clicked.connect(lambda: self.stepped.emit(-1))
        self.more.clicked.connect(lambda: self.stepped.emit(1))
        self.remove.clicked.connect(self.removed)
        self.unit.textActivated.connect(self.unit_chosen)
        self.retranslate()

    def show_row(self, row: CartRow) -> None:
        self.name.setText(row.name)
        self.paid.setText("" if row.paid_fen is None else money(row.paid_fen))
        for box, text in ((self.amount, row.amount), (self.grams, row.grams)):
            if not box.hasFocus() and box.text() != text:
                box.setText(text)
        if not self.price.hasFocus() and self.price.text() != row.price:
            self.price.setText(row.price)
        self.grams.setVisible(row.weighed)
        choices = [self.unit.itemText(place) for place in range(self.unit.count())]
        if choices != list(row.units):
            self.unit.clear()
            self.unit.addItems(list(row.units))
        self.unit.setCurrentText(row.unit)
        self.unit.setEnabled(len(row.units) > 1)
        self.wrong.setText("" if row.wrong is None else word_error(row.wrong, i18n.current()))
        self.wrong.setVisible(row.wrong is not None)

    def retranslate(self) -> None:
        self.grams.setPlaceholderText(self.tr("称出来多少克"))
        self.price.setMinimumWidth(84)
        self.price.setPlaceholderText(self.tr("一共收"))
        for button, words in (
            (self.fewer, self.tr("少一个")),
            (self.more, self.tr("多一个")),
            (self.remove, self.tr("不要这样了")),
        ):
            button.setAccessibleName(words)
            give_tip(button, words)
        self.amount.setAccessibleName(self.tr("数量"))
        self.unit.setAccessibleName(self.tr("单位"))
        self.grams.setAccessibleName(self.tr("称出来多少克"))
        self.price.setAccessibleName(self.price.placeholderText())

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 8)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.name, 0, 0, 1, 4)
        grid.addWidget(self.paid, 0, 4, 1, 2, Qt.AlignmentFlag.AlignRight)
        for place, part in enumerate((self.fewer, self.amount, self.more, self.unit)):
            grid.addWidget(part, 1, place)
        grid.addWidget(self.price, 1, 4)
        grid.addWidget(self.remove, 1, 5)
        grid.addWidget(self.grams, 2, 0, 1, 4)
        grid.addWidget(self.wrong, 3, 0, 1, 6)
        grid.setColumnStretch(4, 1)

    def _typed(self, box: QLineEdit, signal: Signal) -> None:
        timer = QTimer(box)
        timer.setSingleShot(True)
        timer.setInterval(TYPING_MS)
        timer.timeout.connect(lambda: signal.emit(box.text()))  # type: ignore[attr-defined]
        box.textEdited.connect(lambda _: timer.start())

        def now() -> None:
            if timer.isActive():
                timer.stop()
                signal.emit(box.text())  # type: ignore[attr-defined]

        box.editingFinished.connect(now)


class CartCard(Retranslating, Card):
    """Shows what it is told; the presenter answers whoever types or presses."""

    line_changed = Signal(str, int, object)
    """What of it (amount, unit, grams, price, step, remove), which line, and to what."""
    sell_asked = Signal(str)
    note_asked = Signal(str, str)
    """Channel, and who it is for."""
    typed = Signal(str, str)
    """The same, before it is noted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=14, parent=parent)
        self._cart = Cart()
        self._lines: list[CartLine] = []
        self._busy = False
        self.hint, self.total = Label(self), Label(self)
        self.hint.setWordWrap(True)
        dress(self.hint, role="muted")
        dress(self.total, role="figure")
        self.refused = Refused(self)
        self.cash, self.transfer, self.note = Button(self), Button(self), Button(self)
        dress(self.cash, role="primary", large=True)
        dress(self.transfer, large=True)
        self.channel, self.contact = ComboBox(self), QLineEdit(self)
        self.channel.setEditable(True)
        self.channel.addItems(CHANNELS)
        self.channel.setFixedWidth(110)
        self._lay_out()
        self.cash.clicked.connect(lambda: self.sell_asked.emit("cash"))
        self.transfer.clicked.connect(lambda: self.sell_asked.emit("transfer"))
        self.note.clicked.connect(
            lambda: self.note_asked.emit(self.channel.currentText(), self.contact.text())
        )
        self.channel.currentTextChanged.connect(self._tell_typed)
        self.contact.textChanged.connect(self._tell_typed)
        self.retranslate()

    def show_cart(self, cart: Cart) -> None:
        self._cart = cart
        while len(self._lines) > len(cart.rows):
            self._lines.pop().deleteLater()
        while len(self._lines) < len(cart.rows):
            self._lines.append(self._new_line(len(self._lines)))
        for line, row in zip(self._lines, cart.rows, strict=True):
            line.show_row(row)
        if cart.rows:
            self.refused.show_reason("")
        self._tell()

    def show_busy(self, busy: bool) -> None:
        self._busy = busy
        self._tell()

    def show_typed(self, channel: str, contact: str) -> None:
        self.contact.setText(contact)
        if channel:
            self.channel.setCurrentText(channel)

    def forget_typed(self) -> None:
        self.contact.clear()

    def retranslate(self) -> None:
        self.show_words(self.tr("这一单"))
        self.hint.setText(self.tr("点左边的货，或者扫码、打编号按回车。"))
        self.cash.setText(self.tr("收现金"))
        self.transfer.setText(self.tr("收转账"))
        self.note.setText(self.tr("记下，以后来拿"))
        self.channel.setAccessibleName(self.tr("从哪里来的"))
        self.contact.setPlaceholderText(self.tr("姓名、电话、地址（加密存）"))
        self.contact.setAccessibleName(self.tr("姓名、电话、地址（加密存）"))
        self._tell()

    def _lay_out(self) -> None:
        holder = QWidget(self)
        dress(holder, role="plain")
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        self.body.addWidget(self.hint)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.refused)
        self.body.addWidget(self.total, alignment=Qt.AlignmentFlag.AlignRight)
        pays = QHBoxLayout()
        pays.addWidget(self.cash, 1)
        pays.addWidget(self.transfer, 1)
        self.body.addLayout(pays)
        later = QHBoxLayout()
        later.setSpacing(8)
        later.addWidget(self.channel)
        later.addWidget(self.contact, 1)
        self.body.addLayout(later)
        self.body.addWidget(self.note)

    def _tell_typed(self) -> None:
        self.typed.emit(self.channel.currentText(), self.contact.text())

    def _new_line(self, place: int) -> CartLine:
        line = CartLine(self)

        def tell(what: str) -> object:
            return lambda value=None: self.line_changed.emit(what, place, value)

        line.amount_typed.connect(tell("amount"))
        line.unit_chosen.connect(tell("unit"))
        line.grams_typed.connect(tell("grams"))
        line.price_typed.connect(tell("price"))
        line.stepped.connect(tell("step"))
        line.removed.connect(tell("remove"))
        self._column.insertWidget(self._column.count() - 1, line)
        return line

    def _tell(self) -> None:
        cart = self._cart
        self.hint.setVisible(not cart.rows)
        self.total.setText("—" if cart.total_fen is None else money(cart.total_fen))
        ready = cart.total_fen is not None and not self._busy
        for button in (self.cash, self.transfer):
            button.setEnabled(ready)
        self.note.setEnabled(cart.can_be_noted and not self._busy)
