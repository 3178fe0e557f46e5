"""订单, those of the platforms' files: found by words, number, shop and state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QWidget

from inventory.orders.status import Aftersale, Status
from inventory.search.imported_list import (
    By,
    ImportedFilter,
    ImportedLine,
    ImportedTotals,
    Sort,
)
from ui.desk.orders.kinds import OrderKinds
from ui.desk.orders.noted import TYPING_MS, fill_choices
from ui.desk.orders.paged import PagedRows
from ui.desk.orders.presenters import ExportRow, ImportedPresenter
from ui.desk.page import AskPath, TablePage
from ui.formats import day_and_clock, instant, money
from ui.table_file import Value
from ui.theme.style import dress
from ui.widgets.table import Cell, Column, Table, TableModel

COLUMNS = (
    Column("at", 196),
    Column("number", 208),
    Column("what", 0),
    Column("qty", 98, figure=True),
    Column("paid", 108, figure=True),
    Column("shop", 108),
    Column("state", 148),
)


@dataclass(frozen=True, slots=True)
class ImportedWords:
    """What a row says, in the language of the moment; asked also on a worker, which copies."""

    statuses: Mapping[str, str] = field(default_factory=dict)
    aftersales: Mapping[str, str] = field(default_factory=dict)
    """Those that change what is to be done."""
    waits: str = ""
    more: str = ""

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
        status = self.statuses.get(line.status, line.status)
        return self.aftersales.get(line.aftersale, status)

    def row(self, line: ImportedLine) -> list[str]:
        """As the table shows it."""
        return [self.text(line, column.key) for column in COLUMNS]


class ImportedPage(TablePage):
    """Implements `ImportedView`."""

    def __init__(
        self,
        memory: QSettings | None = None,
        ask: AskPath = QFileDialog.getSaveFileName,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("order", ask, parent)
        self._words = ImportedWords()
        self._shops: Sequence[str] = ()
        self._totals: ImportedTotals | None = None
        self.model = TableModel(COLUMNS, self._cell)
        self.table = Table("imported", self.model, memory, sortable=True, parent=self.inside)
        self.table.show_sorted("at", descending=True)
        self.table.copy_wanted.connect(self._copy)
        self.model.sort_wanted.connect(self._sort)
        self.kinds = OrderKinds("imported", self)
        self.top.addWidget(self.kinds)
        self.search = QLineEdit(self.inside)
        self.search.setClearButtonEnabled(True)
        self.table.filter_box = self.search
        self.shop, self.status = QComboBox(self.inside), QComboBox(self.inside)
        for box in (self.shop, self.status):
            box.setMinimumWidth(170)
            box.setMaximumWidth(240)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        bar = QHBoxLayout()
        bar.setSpacing(10)
        bar.addWidget(self.search, 1)
        for each in (self.shop, self.status, self.export):
            bar.addWidget(each)
        self.body.addLayout(bar)
        self.body.addWidget(self.table, 1)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        self.setFocusProxy(self.search)
        self.retranslate()

    def start(self, presenter: ImportedPresenter, number: str = "") -> None:
        self.presenter = presenter
        self.search.setText(number)
        self.empty.wanted.connect(presenter.on_import)
        self.kinds.noted.connect(presenter.on_noted)
        self.search.textEdited.connect(self._timer.start)
        self._timer.timeout.connect(self._filter)
        for box in (self.shop, self.status):
            box.activated.connect(self._filter)
        presenter.open(number)

    # -- ImportedView ----------------------------------------------------------------------------

    def show_shops(self, shops: Sequence[str]) -> None:
        self._shops = shops
        self._fill()

    def show_orders(self, orders: PagedRows) -> None:
        self.model.show_source(orders)
        self.table.scrollToTop()
        if self.search.text() and len(orders):
            self.table.selectRow(0)

    def show_newer_orders(self, orders: PagedRows) -> None:
        self.table.show_again(orders)

    def show_totals(self, totals: ImportedTotals) -> None:
        self._totals = totals
        self.show_empty(totals.orders == 0 and self._wanted() == ImportedFilter())
        self._tell_totals()

    def show_rows(self, first: int, last: int) -> None:
        self.model.loaded(first, last)

    def show_more(self) -> None:
        self.model.grown()

    def show_copied(self, text: str, rows: int) -> None:
        QGuiApplication.clipboard().setText(text)
        self.say_copied(rows)

    def retranslate(self) -> None:
        super().retranslate()
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
        )

    def _cell(self, row: ImportedLine, key: str) -> Cell:
        text = self._words.text(row, key)
        if key == "state":
            tone = {"◆": "mind", "▲": "fine"}.get(text[:1], "muted")
            return Cell(text, tone)
        over = row.status == Status.closed.name or row.aftersale == Aftersale.refunded.name
        return Cell(text, "muted" if over or key in ("at", "number") else "")

    def _wanted(self) -> ImportedFilter:
        return ImportedFilter(
            self.shop.currentData() or "",
            self.status.currentData() or "",
            self.search.text().strip(),
        )

    def _filter(self) -> None:
        if self.presenter is not None:
            self.presenter.on_filter(self._wanted())

    def _sort(self, key: str, descending: bool) -> None:
        if self.presenter is not None:
            self.presenter.on_sort(Sort(By(key), descending))

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
        self.note.setText(words)
        dress(self.note, role="muted")

    def _copy(self, ids: Sequence[str] | None) -> None:
        if self.presenter is not None:
            self.presenter.on_copy(ids, self._headings(), self._words.row)

    def save_to(self, path: Path) -> None:
        if self.presenter is not None:
            titles = [*self._headings(), self.tr("退款")]
            self.presenter.on_export(path, titles, self._export_row())

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
