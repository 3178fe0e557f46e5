"""The order pad: channel, quantity, Return. Then it says ✓ 已存, and means it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.live.models import LiveModel, OrderLine, OrderStanding, PadModel
from ui.live.pieces import FittedText
from ui.live.times import of_day
from ui.theme.style import dress
from ui.widgets.button import Button, unmarked
from ui.widgets.retranslating import Retranslating
from ui.widgets.tool_tip import give_tip

MOST_LINES = 10
LINE_HEIGHT, LINE_GAP = 23, 8


class OrderPadView(Retranslating, QWidget):
    digit_pressed = Signal(int)
    backspace_pressed = Signal()
    channel_picked = Signal(str)
    product_picked = Signal(object)
    """SKU, or None for whatever is on."""
    note_pressed = Signal()
    undo_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pad: PadModel | None = None
        self._orders: tuple[OrderLine, ...] = ()
        self._live: LiveModel | None = None
        self._keys_free = True
        self.title = FittedText(16, ink="muted", parent=self)
        self.title.set_fixed(True)
        self.product = _button(self)
        dress(self.product, role="quiet", pad="head")
        self.product.clicked.connect(self._ask_product)
        self.channels = QHBoxLayout()
        self.channels.setSpacing(8)
        self._group = QButtonGroup(self)
        self.digits = {digit: _button(self, str(digit)) for digit in range(10)}
        self.backspace = _button(self, "←")
        self.note = _button(self)
        dress(self.note, role="primary", pad="note")
        self.note.clicked.connect(self.note_pressed)
        self.backspace.clicked.connect(self.backspace_pressed)
        for digit, button in self.digits.items():
            dress(button, pad="digit")
            button.repeats = True
            button.clicked.connect(lambda _c=False, digit=digit: self.digit_pressed.emit(digit))
        dress(self.backspace, pad="digit")
        self.backspace.repeats = True
        self.just_now = FittedText(16, ink="muted", parent=self)
        self.undo = _button(self)
        dress(self.undo, role="quiet", pad="head")
        self.undo.clicked.connect(self.undo_pressed)
        self.recent = RecentOrders(self)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.product)
        grid = QGridLayout()
        grid.setSpacing(8)
        for digit in range(1, 10):
            grid.addWidget(self.digits[digit], (digit - 1) // 3, (digit - 1) % 3)
        grid.addWidget(self.digits[0], 3, 0)
        grid.addWidget(self.backspace, 3, 1, 1, 2)
        below = QHBoxLayout()
        below.addWidget(self.just_now)
        below.addWidget(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self.channels)
        column.addLayout(grid)
        column.addWidget(self.note)
        column.addLayout(below)
        column.addWidget(self.recent, 1)

    # ---- shown -----------------------------------------------------------------------------

    def show_live(self, model: LiveModel) -> None:
        self._live = model
        self._show_pad()

    def show_orders(self, pad: PadModel, lines: tuple[OrderLine, ...]) -> None:
        if self._pad is None or self._pad.channels != pad.channels:
            self._make_channels(pad.channels)
        self._pad, self._orders = pad, lines
        self._show_pad()
        self._show_orders()

    def show_keys(self, free: bool) -> None:
        """``free``: the keys are the pad's, and are told on it."""
        self._keys_free = free
        self.undo.setText(self.tr("撤销 Ctrl+Z") if free else self.tr("撤销"))
        self._show_pad()

    def _make_channels(self, channels: tuple[str, ...]) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
            button.deleteLater()
        for channel in channels:
            button = _button(self, channel)
            dress(button, pad="channel")
            button.setCheckable(True)
            button.clicked.connect(lambda _c=False, name=channel: self.channel_picked.emit(name))
            self._group.addButton(button)
            self.channels.addWidget(button)

    def _show_pad(self) -> None:
        pad = self._pad
        if pad is None:
            return
        ready = bool(pad.sku) and self._live is not None and self._live.live
        self.product.setText(pad.name + " ▾" if pad.sku else "")
        self.note.setEnabled(ready)
        words = self.tr("记下 {n} {unit}") if ready else self.tr("上了商品才能记")
        key = " ↵" if ready and self._keys_free else ""
        self.note.setText(words.format(n=pad.qty, unit=pad.unit) + key)
        for button in self._group.buttons():
            button.setChecked(button.text() == pad.channel)

    def _show_orders(self) -> None:
        self.recent.show_orders(self._orders)
        standing = any(order.standing is OrderStanding.SAVED for order in self._orders)
        self.undo.setEnabled(standing)

    def _ask_product(self) -> None:
        """An order may be for what was shown before: pick it for this one order."""
        if self._live is None:
            return
        menu = QMenu(self)
        now_on = QAction(self.tr("正在讲的"), menu)
        now_on.triggered.connect(lambda: self.product_picked.emit(None))
        menu.addAction(now_on)
        menu.addSeparator()
        for product in self._live.running_order:
            action = QAction(unmarked(product.name), menu)
            action.triggered.connect(
                lambda _c=False, sku=product.sku: self.product_picked.emit(sku)
            )
            menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.product.mapToGlobal(self.product.rect().bottomLeft()))

    def retranslate(self) -> None:
        self.title.show_text(self.tr("记一单"))
        self.just_now.show_text(self.tr("刚才"))
        give_tip(self.product, self.tr("这一单换一个商品"))
        self.backspace.setAccessibleName(self.tr("退一格"))
        self.show_keys(self._keys_free)
        self._show_orders()


class RecentOrders(Retranslating, QWidget):
    """The latest orders, as many as there is room for: the pad is never higher for them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._orders: tuple[OrderLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(LINE_HEIGHT)
        self.none_yet = FittedText(16, ink="muted", parent=self)
        self.lines = [OrderLineView(self) for _ in range(MOST_LINES)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(LINE_GAP)
        for widget in (self.none_yet, *self.lines):
            column.addWidget(widget)
        column.addStretch(1)
        self.retranslate()

    def show_orders(self, orders: tuple[OrderLine, ...]) -> None:
        self._orders = orders
        self._show_what_fits()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_what_fits()

    def _show_what_fits(self) -> None:
        fits = (self.height() + LINE_GAP) // (LINE_HEIGHT + LINE_GAP)
        for place, view in enumerate(self.lines):
            shown = place < min(fits, len(self._orders))
            if shown:
                view.show_order(self._orders[place])
            view.setVisible(shown)
        self.none_yet.setVisible(not self._orders)

    def retranslate(self) -> None:
        self.none_yet.show_text(self.tr("记下的单子会排在这里"))


class OrderLineView(Retranslating, QWidget):
    """20:14:36 杨梅 ×2 抖音 ✓ 已存."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order: OrderLine | None = None
        self.time = FittedText(15, ink="muted", parent=self)
        self.what = FittedText(16, parent=self)
        self.where = FittedText(15, ink="muted", parent=self)
        self.standing = FittedText(15, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self.time.setFixedWidth(66)
        self.where.setFixedWidth(50)
        self.standing.setFixedWidth(62)
        for widget in (self.time, self.what, self.where, self.standing):
            row.addWidget(widget)

    def text(self) -> str:
        parts = (self.time, self.what, self.where, self.standing)
        return " ".join(part.text() for part in parts)

    def show_order(self, order: OrderLine) -> None:
        self._order = order
        gone = order.standing is OrderStanding.UNDONE
        self.time.show_text(of_day(order.at))
        self.what.show_text(f"{order.name} ×{order.qty}", "muted" if gone else "text")
        self.where.show_text(order.channel)
        words, ink = {
            OrderStanding.SAVING: (self.tr("正在存"), "muted"),
            OrderStanding.SAVED: (self.tr("✓ 已存"), "good_text"),
            OrderStanding.UNDONE: (self.tr("已撤销"), "muted"),
        }[order.standing]
        self.standing.show_text(words, ink)

    def retranslate(self) -> None:
        if self._order is not None:
            self.show_order(self._order)


def _button(parent: QWidget, text: str = "") -> Button:
    button = Button(text, parent)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return button
