"""订单, those of the platforms' files: found by words, number, shop and state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from inventory.orders.status import Aftersale, Status
from inventory.search.imported_list import (
    By,
    ImportedFilter,
    ImportedLine,
    ImportedTotals,
    Sort,
)
from studio.session.buyers import OrderAndBuyer
from ui.choosing import AskSave, ask_save
from ui.desk.orders.list_page import ListPage, fill_choices
from ui.desk.orders.order_card import OrderCard
from ui.desk.orders.paged import PagedRows
from ui.desk.orders.presenters import ExportRow, ImportedPresenter
from ui.formats import day_and_clock, instant, money
from ui.table_file import Value
from ui.widgets.button import Button
from ui.widgets.table import Cell, Column

COLUMNS = (
    Column("at", 196),
    Column("number", 208),
    Column("what", 0),
    Column("qty", 98, figure=True),
    Column("paid", 108, figure=True),
    Column("shop", 108),
    Column("state", 148),
)
SAID_BESIDE = "number", "shop"
"""Columns of which the opened order says the same, and which it takes the room of."""
_PART_BACK = Status.paid.name, Aftersale.refunded.name
"""An order is paid as long as a line of it is to be shipped (`OrderState.status`)."""


@dataclass(frozen=True, slots=True)
class ImportedWords:
    """What a row says, in the language of the moment; asked also on a worker, which copies."""

    statuses: Mapping[str, str] = field(default_factory=dict)
    aftersales: Mapping[str, str] = field(default_factory=dict)
    """Those that change what is to be done."""
    waits: str = ""
    more: str = ""
    part: str = ""
    """Some of it was given back, and the rest is to be shipped."""

    def text(self, line: ImportedLine, key: str) -> str:
        match key:
            case "at":
                return "" if line.ordered_ms is None else day_and_clock(line.ordered_ms)
            case "number":
                return line.order_no
            case "what":
                return (
                    line.what
                    if line.lines == 1
                    else self.more.format(what=line.what, lines=line.lines)
                )
            case "qty":
                return f"{line.qty:,}"
            case "paid":
                return money(line.paid_fen)
            case "shop":
                return line.shop
        return self.state(line)

    def state(self, line: ImportedLine) -> str:
        if line.waits:
            return self.waits
        if line.sent:
            return self.statuses[Status.shipped.name]
        if (line.status, line.aftersale) == _PART_BACK:
            return self.part
        status = self.statuses.get(line.status, line.status)
        return self.aftersales.get(line.aftersale, status)

    def row(self, line: ImportedLine) -> list[str]:
        """As the table shows it."""
        return [self.text(line, column.key) for column in COLUMNS]


class ImportedPage(ListPage):
    """Implements `ImportedView`."""

    def __init__(
        self,
        memory: QSettings | None = None,
        ask: AskSave = ask_save,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("imported", "imported", COLUMNS, memory, ask, parent)
        self.shop, self.status = self.boxes
        self._words = ImportedWords()
        self._shops: Sequence[str] = ()
        self._totals: ImportedTotals | None = None
        self.card, self.look = OrderCard(self.inside), Button(self.inside)
        self.look.clicked.connect(self._look)
        self.card.closed.connect(self._on_closed)
        self.beside.addWidget(self.card)
        self.top.addWidget(self.look)
        self.table.opened.connect(lambda line: self._open(line.id))
        self.retranslate()

    def start(self, presenter: ImportedPresenter, number: str = "") -> None:
        self.presenter = presenter
        self.empty.wanted.connect(presenter.on_import)
        self.kinds.noted.connect(presenter.on_noted)
        self.card.buyer_wanted.connect(presenter.on_buyer)
        self.card.case_wanted.connect(presenter.on_case)
        self.follow_filter(number)
        presenter.open(number)

    # -- ImportedView ----------------------------------------------------------------------------

    def show_shops(self, shops: Sequence[str]) -> None:
        self._shops = shops
        self._fill()

    def show_orders(self, orders: PagedRows) -> None:
        super().show_orders(orders)
        if self.search.text() and len(orders):
            self.table.selectRow(0)

    def show_totals(self, totals: ImportedTotals) -> None:
        self._totals = totals
        self.show_empty(totals.orders == 0 and self._wanted() == ImportedFilter())
        self._tell_totals()

    def show_order(self, found: OrderAndBuyer) -> None:
        self.table.columns.set_aside(SAID_BESIDE)
        self.card.show_order(found)

    def show_buyer(self, order_id: str, told: Mapping[str, str]) -> None:
        self.card.show_buyer(order_id, told)

    def retranslate(self) -> None:
        super().retranslate()
        self.look.setText(self.tr("看这一单"))
        self.title.setText(self.tr("订单"))
        self.search.setPlaceholderText(self.tr("商品、编码、店铺，或者订单号的开头"))
        self.empty.show_words(
            self.tr("还没有导入过订单"),
            self.tr("从各平台后台导出的订单表格，导进来就在这里。"),
            self.tr("去导入"),
        )
        self._words = self._said()
        self.model.show_titles(self._headings())
        self._fill()
        self._tell_totals()

    # -- parts -----------------------------------------------------------------------------------

    def _look(self) -> None:
        """The row the keyboard is in; where none is chosen, the first."""
        place = max(0, self.table.currentIndex().row())
        if place < self.model.rowCount():
            self._open(self.model.key(place))

    def _on_closed(self) -> None:
        self.table.columns.set_aside(())
        self.table.setFocus()

    def _open(self, order_id: str) -> None:
        if self.presenter is not None:
            self.presenter.on_order(order_id)

    def _headings(self) -> list[str]:
        return [
            self.tr("下单"),
            self.tr("订单号"),
            self.tr("商品"),
            self.tr("件数"),
            self.tr("实付"),
            self.tr("店铺"),
            self.tr("状态"),
        ]

    def _said(self) -> ImportedWords:
        return ImportedWords(
            {
                Status.unknown.name: self.tr("◆ 看不懂的状态"),
                Status.unpaid.name: self.tr("没付款"),
                Status.paid.name: self.tr("◆ 要发货"),
                Status.shipped.name: self.tr("▲ 发走了"),
                Status.done.name: self.tr("▲ 收到了"),
                Status.closed.name: self.tr("关闭了"),
            },
            {
                Aftersale.open.name: self.tr("◆ 在售后"),
                Aftersale.refunded.name: self.tr("退了款"),
            },
            self.tr("◆ 有话要问"),
            self.tr("{what} 等 {lines} 样"),
            self.tr("◆ 余下的要发货"),
        )

    def _cell(self, row: ImportedLine, key: str) -> Cell:
        text = self._words.text(row, key)
        if key == "state":
            tone = {"◆": "mind", "▲": "fine"}.get(text[:1], "muted")
            return Cell(text, tone)
        kind = row.status, row.aftersale
        over = row.status == Status.closed.name or (
            row.aftersale == Aftersale.refunded.name and kind != _PART_BACK
        )
        return Cell(text, "muted" if over or key in ("at", "number") else "")

    def _wanted(self) -> ImportedFilter:
        return ImportedFilter(*self.chosen())

    def _sorted(self, key: str, descending: bool) -> Sort:
        return Sort(By(key), descending)

    def _fill(self) -> None:
        fill_choices(self.shop, self.tr("全部店铺"), [(each, each) for each in self._shops])
        statuses = [(words, name) for name, words in self._words.statuses.items()]
        fill_choices(self.status, self.tr("全部状态"), statuses)

    def _tell_totals(self) -> None:
        if self._totals is None:
            return
        words = self.tr("{orders} 单，{paid}").format(
            orders=f"{self._totals.orders:,}", paid=money(self._totals.paid_fen)
        )
        if self._totals.refunded_fen:
            words += self.tr("；退了 {refunded}").format(refunded=money(self._totals.refunded_fen))
        self.say_sums(words)

    def _export_titles(self) -> list[str]:
        return [*self._headings(), self.tr("退款")]

    def _export_row(self) -> ExportRow:
        """Runs on a worker: everything it needs of the window is taken now."""
        words = self._words

        def row(line: ImportedLine) -> Sequence[Value]:
            return [
                instant(line.ordered_ms) if line.ordered_ms is not None else "",
                line.order_no,
                words.text(line, "what"),
                line.qty,
                line.paid_fen / 100,
                line.shop,
                words.state(line).lstrip("◆▲ "),
                line.refunded_fen / 100,
            ]

        return row
