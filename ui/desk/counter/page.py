"""门市: sell over the counter, note orders by telephone or chat, hand them over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inventory.counter.phone import HandedOver, Waiting, number
from inventory.counter.sales import Sale
from studio.runtime.wording import word_error
from studio.session.archive import Titled
from studio.session.counter import Good
from ui import i18n
from ui.desk.counter.cart import CartCard
from ui.desk.counter.goods_grid import GoodsGrid
from ui.desk.counter.presenter import Cart, CounterPresenter
from ui.desk.counter.reasons import ask_reason
from ui.desk.page import DeskPage
from ui.formats import clock, day_and_clock, money
from ui.theme.style import dress
from ui.widgets import Card, Tone
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.table import Cell, Column, ListSource, Table, TableModel

WAITING = (
    Column("number", 86),
    Column("name", 0),
    Column("qty", 108, figure=True),
    Column("due", 104, figure=True),
    Column("at", 140),
)
SOLD = (
    Column("at", 140),
    Column("name", 0),
    Column("paid", 108, figure=True),
    Column("state", 172),
)


AskText = Callable[..., tuple[str, bool]]
"""`QInputDialog.getText`, or a test's answer."""


class CounterPage(DeskPage):
    """Implements `CounterView`."""

    def __init__(
        self,
        memory: QSettings | None = None,
        parent: QWidget | None = None,
        ask_text: AskText = QInputDialog.getText,
    ) -> None:
        super().__init__("box", parent)
        self.ask_text = ask_text
        self.presenter: CounterPresenter | None = None
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.goods, self.cart = GoodsGrid(self.inside), CartCard(self.inside)
        self.waiting_model = TableModel(WAITING, self._waiting_cell)
        self.sold_model = TableModel(SOLD, self._sold_cell)
        self.waiting = Table("counter-waiting", self.waiting_model, memory, parent=self)
        self.sold = Table("counter-sold", self.sold_model, memory, parent=self)
        for table in (self.waiting, self.sold):
            table.setSelectionMode(Table.SelectionMode.SingleSelection)
            table.selectionModel().selectionChanged.connect(self._tell_chosen)
        self._board: tuple[int, int] = (0, 0)
        self._began_ms = 0
        self._waiting: Sequence[Waiting] = ()
        self._noted_in: Mapping[str, Titled] = {}
        self._asked: Sequence[str] = ()
        self._part_of = ""
        """The order that `part` was typed for."""
        self._busy = False
        self._lay_out()
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        self.setFocusProxy(self.search)
        self.retranslate()

    def start(self, presenter: CounterPresenter, order: str = "") -> None:
        """``order``: the id of one that was looked for."""
        self.presenter = presenter
        self.empty.wanted.connect(presenter.on_plan)
        self.search.textChanged.connect(presenter.on_search)
        self.search.returnPressed.connect(presenter.on_search_entered)
        self.goods.chosen.connect(presenter.on_add)
        self.cart.line_changed.connect(self._change_line)
        self.cart.sell_asked.connect(presenter.on_sell)
        self.cart.note_asked.connect(presenter.on_note)
        self.cart.typed.connect(presenter.on_typed)
        self.picked_up.clicked.connect(lambda: self._hand_over("picked_up"))
        self.shipped.clicked.connect(lambda: self._hand_over("shipped"))
        self.cancel.clicked.connect(lambda: self._cancel(self.cancel, self._call()))
        self.cancel_one.clicked.connect(
            lambda: self._for_order(lambda order: self._cancel(self.cancel_one, [order]))
        )
        self.who.clicked.connect(self._ask_who)
        self.undo.clicked.connect(lambda: self._for_sale(presenter.on_undo, presenter.on_take_back))
        self.receipt.clicked.connect(self._ask_receipt)
        presenter.open(order)

    # -- what it is told -----------------------------------------------------------------------

    def show_goods(self, goods: Sequence[Good]) -> None:
        self.goods.show_goods(goods)
        self.show_empty(not goods and not self.search.text())

    def show_lists(
        self,
        waiting: Sequence[Waiting],
        today: Sequence[Sale],
        handed: Sequence[HandedOver],
        began_ms: int,
        noted_in: Mapping[str, Titled],
    ) -> None:
        self._began_ms, self._waiting, self._noted_in = began_ms, waiting, noted_in
        gone = sorted([*today, *handed], key=_when, reverse=True)
        self.waiting.show_again(ListSource(waiting))
        self.sold.show_again(ListSource(gone))
        taken = sum(each.total_fen for each in today if not each.undone)
        of_today = (each for each in handed if each.handed_at >= began_ms and not each.undone)
        taken += sum(each.paid_fen for each in of_today)
        self._board = (len(waiting), taken)
        self._tell_tabs()
        self._tell_chosen()

    def show_taken(self) -> None:
        self.search.clear()

    def show_not_found(self) -> None:
        """What was typed stays to be looked at, and makes way for the next scan."""
        words = self.tr("没有“{typed}”这样货，这一件没有放进来。请再扫一次，或者打名字找。")
        self.toast.say(words.format(typed=self.search.text().strip()), Tone.MIND)
        self.search.selectAll()

    def show_cart(self, cart: Cart) -> None:
        self.cart.show_cart(cart)

    def show_typed(self, channel: str, contact: str) -> None:
        self.cart.show_typed(channel, contact)

    def show_busy(self, busy: bool) -> None:
        self._busy = busy
        self.cart.show_busy(busy)
        self._tell_chosen()

    def show_sold(self, sale: Sale) -> None:
        words = self.tr("卖了，收 {total}").format(total=money(sale.total_fen))
        self.toast.say(words, Tone.FINE, self.tr("小票"), lambda: self._receipt_of(sale))
        self.search.setFocus()

    def show_undone(self, sale: Sale) -> None:
        words = self.tr("退掉了，退给人家 {total}，货回来了").format(total=money(sale.total_fen))
        self.toast.say(words, Tone.FINE)

    def show_noted(self, notes: Sequence[Any]) -> None:
        self.cart.forget_typed()
        told = number(notes[0].id)  # what is noted together has one
        self.toast.say(self.tr("记下了，取货号 {number}").format(number=told), Tone.FINE)

    def show_handed(self, handed: Sequence[HandedOver]) -> None:
        self.tracking.clear()
        self.grams.clear()
        self.part.clear()
        presenter = self.presenter

        def take_back() -> None:
            if presenter is not None:
                presenter.on_take_back([each.id for each in handed])

        words = self.tr("{number} 交出去了，收 {paid}")
        paid = sum(each.paid_fen for each in handed)
        said = words.format(number=handed[0].number, paid=money(paid))
        if handed[0].waits:  # a part is of one order
            waits = f"{handed[0].waits} {handed[0].unit}"
            said += self.tr("，{waits}还等着交").format(waits=waits)
        self.toast.say(said, Tone.FINE, self.tr("收回来"), take_back)

    def show_order(self, order_id: str) -> None:
        self.waiting.choose(order_id)
        if self._chosen(self.waiting) is not None:
            return
        for place in range(self.sold_model.rowCount()):
            row = self.sold_model.row(place)
            if isinstance(row, HandedOver) and row.order_id == order_id:
                self.sold_tab.click()
                self.sold.choose(row.id)

    def show_taken_back(self) -> None:
        self.toast.say(self.tr("收回来了，这一单又等着交货"), Tone.FINE)

    def show_cancelled(self, count: int) -> None:
        words = self.tr("撤了，货又能卖了")
        if count > 1:
            words = self.tr("这个电话的 {count} 样都撤了，货又能卖了").format(count=count)
        self.toast.say(words, Tone.FINE)

    def show_contact(self, words: str) -> None:
        call, said = self._asked, words or self.tr("没有记是谁的")
        self.toast.say(said, Tone.INFO, self.tr("改"), lambda: self._tell_who(call, words))

    def show_contact_told(self) -> None:
        self.toast.say(self.tr("记下是谁的了，加密存着"), Tone.FINE)

    def show_receipt(self, path: Path) -> None:
        said = self.tr("小票存好了：{file}").format(file=path.name)
        url = QUrl.fromLocalFile(str(path))
        self.toast.say(said, Tone.FINE, self.tr("打开"), lambda: QDesktopServices.openUrl(url))

    def show_refused(self, error: BaseException) -> None:
        sentence = word_error(error, i18n.current())
        self.cart.refused.show_reason(sentence)
        self.toast.say(sentence, Tone.MIND)

    def retranslate(self) -> None:
        self.title.setText(self.tr("门市"))
        self.note.setText(self.tr("卖一样，直播间的可售就少一样"))
        self.search.setPlaceholderText(self.tr("扫码，或者找商品、编号、首字母（ym = 杨梅）……"))
        self.empty.show_words(
            self.tr("还没有商品"),
            self.tr("排好一场要卖的东西，或者导入商品清单，这里就能卖。"),
            self.tr("去排品"),
        )
        self.cancel_one.setText(self.tr("只撤这样"))
        self.tracking.setPlaceholderText(self.tr("快递和单号"))
        self.grams.setPlaceholderText(self.tr("称出来多少克"))
        self.grams.setAccessibleName(self.tr("称出来多少克"))
        self.undo.setText(self.tr("退掉"))
        self.receipt.setText(self.tr("小票"))
        self.waiting_model.show_titles(
            [
                *(self.tr("取货号"), self.tr("商品"), self.tr("数量")),
                *(self.tr("该收"), self.tr("记的时间")),
            ]
        )
        self.sold_model.show_titles(
            [self.tr("时间"), self.tr("商品"), self.tr("收了"), self.tr("状态")]
        )
        self._tell_tabs()
        self._tell_chosen()

    # -- how it is laid out --------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.search)
        left.addWidget(self.goods, 3)
        left.addWidget(self._lists(), 4)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addLayout(left, 1)
        self.cart.setFixedWidth(400)
        row.addWidget(self.cart)
        self.body.addLayout(row, 1)

    def _lists(self) -> Card:
        card = Card(margin=10, parent=self.inside)
        self.waiting_tab, self.sold_tab = Button(card), Button(card)
        self._tabs = QButtonGroup(card)
        top = QHBoxLayout()
        top.setSpacing(8)
        self.lists = QStackedWidget(card)
        for place, tab in enumerate((self.waiting_tab, self.sold_tab)):
            tab.setCheckable(True)
            self._tabs.addButton(tab, place)
            top.addWidget(tab)
        self.waiting_tab.setChecked(True)
        self._tabs.idClicked.connect(self.lists.setCurrentIndex)
        top.addStretch(1)
        card.body.setSpacing(8)
        card.body.addLayout(top)
        self.lists.addWidget(self._waiting_list())
        self.lists.addWidget(self._sold_list())
        for part in (self.cancel, self.cancel_one):  # below there is the tracking number
            top.addWidget(part)
        self.lists.currentChanged.connect(lambda _: self._tell_chosen())
        card.body.addWidget(self.lists, 1)
        return card

    def _waiting_list(self) -> QWidget:
        self.picked_up, self.shipped, self.who = (Button(self) for _ in range(3))
        self.cancel, self.cancel_one = Button(self), Button(self)
        self.cancel_one.hide()
        self.tracking, self.grams, self.part = (QLineEdit(self) for _ in range(3))
        self.grams.hide()
        self.part.hide()
        self.part.textChanged.connect(self._tell_chosen)
        self.noted_in = Label(self)
        self.noted_in.setWordWrap(True)
        self.noted_in.hide()
        dress(self.noted_in, role="muted")
        dress(self.picked_up, role="primary")
        amounts = QWidget(self)
        dress(amounts, role="plain")
        row = QHBoxLayout(amounts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for field in (self.part, self.grams):
            row.addWidget(field, 1)
        self.amounts = amounts
        parts = (self.picked_up, self.tracking, self.shipped, self.who)
        return _under(self.waiting, *parts, above=(self.noted_in, amounts))

    def _sold_list(self) -> QWidget:
        self.receipt, self.undo = Button(self), Button(self)
        self.gone_words = Label(self)
        dress(self.gone_words, role="muted")
        return _under(self.sold, self.gone_words, self.receipt, self.undo)

    # -- how it is told ------------------------------------------------------------------------

    def _tell_tabs(self) -> None:
        waiting, taken = self._board
        self.waiting_tab.setText(self.tr("等着交的 {count}").format(count=waiting))
        self.sold_tab.setText(self.tr("今天收了 {total}").format(total=money(taken)))

    def _tell_chosen(self) -> None:
        self._tell_part(self._chosen(self.waiting))  # first: it says what goes together
        count = len(self._together())
        more = self.tr("（{count} 样）").format(count=count) if count > 1 else ""
        self.picked_up.setText(self.tr("来拿走了") + more)
        self.shipped.setText(self.tr("发走了") + more)
        whole = len(self._call())
        more = self.tr("（{count} 样）").format(count=whole) if whole > 1 else ""
        self.cancel.setText(self.tr("撤单") + more)
        waits = self.lists.currentIndex() == 0
        self.cancel_one.setVisible(waits and whole > 1)
        self.cancel.setVisible(waits)
        order, gone = self._chosen(self.waiting), self._chosen(self.sold)
        for part in (self.picked_up, self.shipped, self.tracking, self.cancel, self.cancel_one):
            part.setEnabled(order is not None and not self._busy)
        self.grams.setVisible(order is not None and order.weighed)
        self.amounts.setHidden(self.part.isHidden() and self.grams.isHidden())
        told = order is None or order.has_contact
        self.who.setText(self.tr("是谁的") if told else self.tr("写上是谁的"))
        self.who.setEnabled(order is not None and not self._busy)
        self._tell_noted_in(order)
        can = gone is not None and not gone.undone and not self._busy
        self.undo.setEnabled(can)
        self.receipt.setEnabled(can)

    def _tell_part(self, order: Waiting | None) -> None:
        """Of several pieces some may go and the rest wait; what was typed is of one order."""
        self.part.setVisible(order is not None and order.qty > 1)
        if order is None:
            return
        words = self.tr("只交几{unit}").format(unit=order.unit)
        self.part.setPlaceholderText(words)
        self.part.setAccessibleName(words)
        if order.id != self._part_of:
            self._part_of = order.id
            self.part.clear()

    def _tell_noted_in(self, order: Waiting | None) -> None:
        found = self._noted_in.get(order.session_id) if order is not None else None
        self.noted_in.setVisible(found is not None)
        if found is not None:
            words = self.tr("{time}《{title}》直播里记的，由自己交货，不在平台文件里")
            told = words.format(time=day_and_clock(found.live_at), title=found.title)
            self.noted_in.setText(told)

    def _chosen(self, table: Table) -> Any | None:
        places = table.selectionModel().selectedRows()
        model = self.waiting_model if table is self.waiting else self.sold_model
        return model.row(places[0].row()) if places else None

    def _waiting_cell(self, row: Waiting, key: str) -> Cell:
        match key:
            case "number":
                return Cell(row.number)
            case "name":
                words = self.tr("{name}（{channel}）")
                if row.session_id:
                    words = self.tr("{name}（直播，{channel}）")
                return Cell(words.format(name=row.name, channel=row.channel))
            case "qty":
                return Cell(f"{row.qty} {row.unit}", order=row.qty)
            case "due":
                return Cell(money(row.due_fen), order=row.due_fen)
        return Cell(day_and_clock(row.noted_at), "muted", order=row.noted_at)

    def _sold_cell(self, row: Sale | HandedOver, key: str) -> Cell:
        struck = row.undone
        match key:
            case "at":
                at = _when(row)
                told = clock(at) if at >= self._began_ms else day_and_clock(at)
                return Cell(told, "muted", struck, at)
            case "name":
                return Cell(self._what(row), "muted" if struck else "", struck)
            case "paid":
                fen = row.total_fen if isinstance(row, Sale) else row.paid_fen
                return Cell(money(fen), "muted" if struck else "", struck, fen)
        return Cell(self._state(row), "muted" if struck else "fine")

    def _what(self, row: Sale | HandedOver) -> str:
        if isinstance(row, Sale):
            parts = [
                self.tr("{name} {amount}").format(name=line.name, amount=line.said)
                for line in row.lines
            ]
            return self.tr("、").join(parts)
        return self.tr("{name} {amount}").format(name=row.name, amount=f"{row.qty} {row.unit}")

    def _state(self, row: Sale | HandedOver) -> str:
        if row.undone:
            return self.tr("退了") if isinstance(row, Sale) else self.tr("收回了")
        if isinstance(row, Sale):
            return self.tr("▲ 现金") if row.pay == "cash" else self.tr("▲ 转账")
        done = (
            self.tr("▲ {number} 拿走了") if row.how == "picked_up" else self.tr("▲ {number} 发走了")
        )
        return done.format(number=row.number)

    # -- what is asked of the presenter --------------------------------------------------------

    def _change_line(self, what: str, place: int, value: Any) -> None:
        presenter = self.presenter
        if presenter is None:
            return
        if what == "remove":
            presenter.on_remove(place)
        else:
            getattr(presenter, f"on_{what}")(place, value)

    def _together(self) -> list[Waiting]:
        """What goes with the chosen order: all that was ordered in its call, also where the list is
        narrowed to some of it.

        What is sold by weight goes by itself, because each has its weight; so does what is handed
        over in part.
        """
        order = self._chosen(self.waiting)
        if order is None or order.weighed or self.part.text().strip():
            return [] if order is None else [order]
        return [each for each in self._same_call(order) if not each.weighed]

    def _same_call(self, order: Waiting) -> list[Waiting]:
        call = order.call_id or order.id
        return [each for each in self._waiting if (each.call_id or each.id) == call]

    def _call(self) -> list[str]:
        """All that was ordered in the call of the chosen order and still waits, also by weight: who
        calls to say that nothing is wanted means all of it."""
        order = self._chosen(self.waiting)
        return [] if order is None else [each.id for each in self._same_call(order)]

    def _hand_over(self, how: str) -> None:
        orders = self._together()
        if orders and self.presenter is not None:
            grams = self.grams.text() if orders[0].weighed else ""
            ids = [each.id for each in orders]
            self.presenter.on_hand_over(ids, how, self.tracking.text(), grams, self.part.text())

    def _cancel(self, button: Button, orders: Sequence[str]) -> None:
        presenter = self.presenter
        if orders and presenter is not None:
            ask_reason(button, lambda reason: presenter.on_cancel(orders, reason))

    def _ask_who(self) -> None:
        order = self._chosen(self.waiting)
        if order is None or self.presenter is None:
            return
        if order.has_contact:
            self._asked = self._call()  # by the time of the answer another may be chosen
            self.presenter.on_contact(order.id)
        else:
            self._tell_who(self._call(), "")

    def _tell_who(self, call: Sequence[str], present: str) -> None:
        asked = self.tr("名字、电话、地址，加密存在这台电脑上：")
        said, agreed = self.ask_text(self, self.tr("是谁的"), asked, text=present)
        if agreed and said.strip() and self.presenter is not None:
            self.presenter.on_tell_contact(call, said)

    def _for_order(self, work: Any) -> None:
        order = self._chosen(self.waiting)
        if order is not None:
            work(order.id)

    def _for_sale(self, of_sale: Any, of_handover: Any) -> None:
        row = self._chosen(self.sold)
        if isinstance(row, Sale):
            of_sale(row)
        elif row is not None:
            of_handover([row.id])

    def _ask_receipt(self) -> None:
        row, presenter = self._chosen(self.sold), self.presenter
        if presenter is None or row is None:
            return
        if isinstance(row, Sale):
            presenter.on_receipt(row)
            return
        rows = (self.sold_model.row(place) for place in range(self.sold_model.rowCount()))
        together = [
            each
            for each in rows
            if isinstance(each, HandedOver) and not each.undone
            if (each.number, each.handed_at) == (row.number, row.handed_at)
        ]
        presenter.on_receipt_of_handovers(together)

    def _receipt_of(self, sale: Sale) -> None:
        if self.presenter is not None:
            self.presenter.on_receipt(sale)


def _when(row: Sale | HandedOver) -> int:
    return row.sold_at if isinstance(row, Sale) else row.handed_at


def _under(table: Table, *parts: QWidget, above: Sequence[QWidget] = ()) -> QWidget:
    """A table with what can be done about its row below it, and ``above`` that what is said and
    asked of it; typing takes the room that is left."""
    holder = QWidget()
    dress(holder, role="plain")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(table, 1)
    for part in above:
        column.addWidget(part)
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part, 1 if isinstance(part, (QLineEdit, Label)) else 0)
    column.addLayout(row)
    return holder
