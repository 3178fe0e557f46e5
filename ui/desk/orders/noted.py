"""订单: every order noted live, found by product, session or words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QWidget

from inventory.order_list import By, OrderFilter, OrderLine, OrderTotals, Sort
from ui.desk.orders.kinds import OrderKinds
from ui.desk.orders.paged import PagedRows
from ui.desk.orders.presenters import ExportRow, OrdersPresenter
from ui.desk.page import AskPath, TablePage
from ui.formats import day_and_clock, instant, money
from ui.table_file import Value
from ui.theme.style import dress
from ui.widgets.table import Cell, Column, Table, TableModel
from ui.widgets.tool_tip import plain_tip

TYPING_MS = 200
"""Pause after the last letter before the table follows."""

COLUMNS = (
    Column("at", 196),
    Column("name", 0),
    Column("qty", 138, figure=True),
    Column("paid", 122, figure=True),
    Column("channel", 130),
    Column("session", 150),
    Column("state", 124),
)


@dataclass(frozen=True, slots=True)
class OrderWords:
    """What a row says, in the language of the moment; asked also on a worker, which copies."""

    titles: Mapping[str, str] = field(default_factory=dict)
    """Session id → title."""
    noted: str = ""
    undone: str = ""

    def text(self, line: OrderLine, key: str) -> str:
        match key:
            case "at":
                return day_and_clock(line.noted_at)
            case "name":
                return line.name
            case "qty":
                return f"{line.qty} {line.unit}"
            case "paid":
                return money(line.paid_fen)
            case "channel":
                return line.channel
            case "session":
                return self.titles.get(line.session_id, "")
        return self.undone if line.undone else self.noted

    def row(self, line: OrderLine) -> list[str]:
        """As the table shows it."""
        return [self.text(line, column.key) for column in COLUMNS]


class OrdersPage(TablePage):
    """Implements `OrdersView`."""

    def __init__(
        self,
        memory: QSettings | None = None,
        ask: AskPath = QFileDialog.getSaveFileName,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("order", ask, parent)
        self._words = OrderWords()
        self._choices: tuple[Sequence[Any], Sequence[Any]] = ((), ())
        self._totals: OrderTotals | None = None
        self.model = TableModel(COLUMNS, self._cell)
        self.table = Table("orders", self.model, memory, sortable=True, parent=self.inside)
        self.table.show_sorted("at", descending=True)
        self.table.copy_wanted.connect(self._copy)
        self.model.sort_wanted.connect(self._sort)
        self.kinds = OrderKinds("noted", self)
        self.top.addWidget(self.kinds)
        self.search = QLineEdit(self.inside)
        self.search.setClearButtonEnabled(True)
        self.table.filter_box = self.search
        self.session, self.product = QComboBox(self.inside), QComboBox(self.inside)
        for box in (self.session, self.product):
            box.setMinimumWidth(170)
            box.setMaximumWidth(240)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        bar = QHBoxLayout()
        bar.setSpacing(10)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.session)
        bar.addWidget(self.product)
        bar.addWidget(self.export)
        self.body.addLayout(bar)
        self.body.addWidget(self.table, 1)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        self.setFocusProxy(self.search)
        self.retranslate()

    def start(self, presenter: OrdersPresenter, session_id: str = "", words: str = "") -> None:
        self.presenter = presenter
        self.search.setText(words)
        self.kinds.imported.connect(presenter.on_imported)
        self.empty.wanted.connect(presenter.on_plan)
        self.search.textEdited.connect(self._timer.start)
        self._timer.timeout.connect(self._filter)
        for box in (self.session, self.product):
            box.activated.connect(self._filter)
        presenter.open(session_id, words)

    # -- OrdersView ------------------------------------------------------------------------------

    def show_choices(self, sessions: Sequence[Any], products: Sequence[Any]) -> None:
        self._choices = (sessions, products)
        self._words = self._said()
        self._fill_choices()
        self.model.loaded(0, self.model.rowCount() - 1)

    def show_orders(self, orders: PagedRows) -> None:
        self.model.show_source(orders)
        self.table.scrollToTop()

    def show_newer_orders(self, orders: PagedRows) -> None:
        self.table.show_again(orders)

    def show_totals(self, totals: OrderTotals) -> None:
        self._totals = totals
        nothing = totals.orders == 0 and self._wanted() == OrderFilter()
        self.show_empty(nothing)
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
        self.search.setPlaceholderText(self.tr("找商品、编号、渠道……"))
        self.empty.show_words(
            self.tr("还没有订单"),
            self.tr("直播时每记一单，这里就多一行。练习台上记的也在这里。"),
            self.tr("去排品开播"),
        )
        self._words = self._said()
        self.model.show_titles(self._headings())
        self._fill_choices()
        self._tell_totals()

    # -- parts -----------------------------------------------------------------------------------

    def _headings(self) -> list[str]:
        return [
            self.tr("时间"),
            self.tr("商品"),
            self.tr("数量"),
            self.tr("实付"),
            self.tr("渠道"),
            self.tr("场次"),
            self.tr("状态"),
        ]

    def _said(self) -> OrderWords:
        titles = {row.id: row.title for row in self._choices[0]}
        return OrderWords(titles, self.tr("▲ 记下了"), self.tr("撤了"))

    def _cell(self, row: OrderLine, key: str) -> Cell:
        text = self._words.text(row, key)
        tone, struck = ("muted", True) if row.undone else ("", False)
        match key:
            case "at" | "session":
                return Cell(text, "muted")
            case "name" | "qty" | "paid":
                return Cell(text, tone, struck)
            case "channel":
                return Cell(text, tone)
        return Cell(text, tone or "fine")

    def _wanted(self) -> OrderFilter:
        return OrderFilter(
            self.session.currentData() or "",
            self.product.currentData() or "",
            self.search.text().strip(),
        )

    def _filter(self) -> None:
        if self.presenter is not None:
            self.presenter.on_filter(self._wanted())

    def _sort(self, key: str, descending: bool) -> None:
        if self.presenter is not None:
            self.presenter.on_sort(Sort(By(key), descending))

    def _fill_choices(self) -> None:
        sessions, products = self._choices
        fill_choices(
            self.session,
            self.tr("全部场次"),
            [(f"{day_and_clock(row.live_at)} {row.title}", row.id) for row in sessions],
        )
        fill_choices(self.product, self.tr("全部商品"), [(row.name, row.sku) for row in products])

    def _tell_totals(self) -> None:
        if self._totals is None:
            return
        words = self.tr("{orders} 单，{paid}").format(
            orders=f"{self._totals.standing:,}", paid=money(self._totals.paid_fen)
        )
        undone = self._totals.orders - self._totals.standing
        if undone:
            words += self.tr("；另撤了 {undone} 单").format(undone=undone)
        self.note.setText(words)
        dress(self.note, role="muted")

    def _copy(self, ids: Sequence[str] | None) -> None:
        if self.presenter is not None:
            self.presenter.on_copy(ids, self._headings(), self._words.row)

    def save_to(self, path: Path) -> None:
        if self.presenter is not None:
            self.presenter.on_export(path, self._headings(), self._export_row())

    def _export_row(self) -> ExportRow:
        """Runs on a worker: everything it needs of the window is taken now."""
        titles, undone, noted = self._words.titles, self.tr("撤了"), self.tr("记下了")

        def row(line: OrderLine) -> Sequence[Value]:
            return [
                instant(line.noted_at),
                line.name,
                line.qty,
                line.paid_fen / 100,
                line.channel,
                titles.get(line.session_id, ""),
                undone if line.undone else noted,
            ]

        return row


def fill_choices(box: QComboBox, everything: str, choices: Sequence[tuple[str, str]]) -> None:
    """Offer ``choices``, keeping the one that is chosen."""
    chosen = box.currentData()
    box.clear()
    box.addItem(everything, "")
    for words, value in choices:
        box.addItem(words, value)
        box.setItemData(box.count() - 1, plain_tip(words), Qt.ItemDataRole.ToolTipRole)
    box.setCurrentIndex(max(0, box.findData(chosen)))
