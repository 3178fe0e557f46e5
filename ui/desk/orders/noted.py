"""订单: every order noted live, found by product, session or words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from inventory.order_list import By, OrderFilter, OrderLine, OrderTotals, Sort
from ui.choosing import AskSave, ask_save
from ui.desk.orders.list_page import ListPage, fill_choices
from ui.desk.orders.presenters import ExportRow, OrdersPresenter
from ui.formats import day_and_clock, instant, money
from ui.table_file import Value
from ui.widgets.table import Cell, Column

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
    let_go: str = ""
    part: str = ""
    """Of a part of its pieces, with {qty} and {unit}."""
    back: str = ""
    """Some of its money was given back, {paid}."""

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
        return self.state(line)

    def state(self, line: OrderLine) -> str:
        """What stands of it (`inventory.standing`)."""
        if not line.standing:
            return self.undone if line.undone else self.let_go
        if (line.standing, line.standing_fen) == (line.qty, line.paid_fen):
            return self.noted
        if line.standing < line.qty:
            return self.part.format(qty=line.standing, unit=line.unit)
        return self.back.format(paid=money(line.paid_fen - line.standing_fen))

    def row(self, line: OrderLine) -> list[str]:
        """As the table shows it."""
        return [self.text(line, column.key) for column in COLUMNS]


class OrdersPage(ListPage):
    """Implements `OrdersView`."""

    def __init__(
        self,
        memory: QSettings | None = None,
        ask: AskSave = ask_save,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("noted", "orders", COLUMNS, memory, ask, parent)
        self.session, self.product = self.boxes
        self._words = OrderWords()
        self._choices: tuple[Sequence[Any], Sequence[Any]] = ((), ())
        self._totals: OrderTotals | None = None
        self.retranslate()

    def start(
        self,
        presenter: OrdersPresenter,
        session_id: str = "",
        words: str = "",
        *,
        meant: bool = False,
    ) -> None:
        """``meant``: as of `OrdersPresenter.open`."""
        self.presenter = presenter
        self.kinds.imported.connect(presenter.on_imported)
        self.empty.wanted.connect(presenter.on_plan)
        self.follow_filter(words)
        presenter.open(session_id, words, meant=meant)

    # -- OrdersView ------------------------------------------------------------------------------

    def show_choices(self, sessions: Sequence[Any], products: Sequence[Any]) -> None:
        self._choices = (sessions, products)
        self._words = self._said()
        self._fill_choices()
        self.model.loaded(0, self.model.rowCount() - 1)

    def show_totals(self, totals: OrderTotals) -> None:
        self._totals = totals
        nothing = totals.orders == 0 and self._wanted() == OrderFilter()
        self.show_empty(nothing)
        self._tell_totals()

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
        return OrderWords(
            *(titles, self.tr("▲ 记下了"), self.tr("撤了"), self.tr("没成")),
            *(self.tr("◆ 算 {qty} {unit}"), self.tr("◆ 退了 {paid}")),
        )

    def _cell(self, row: OrderLine, key: str) -> Cell:
        text = self._words.text(row, key)
        tone, struck = ("", False) if row.standing else ("muted", True)
        match key:
            case "at" | "session":
                return Cell(text, "muted")
            case "name" | "qty" | "paid":
                return Cell(text, tone, struck)
            case "channel":
                return Cell(text, tone)
        whole = (row.standing, row.standing_fen) == (row.qty, row.paid_fen)
        return Cell(text, tone or ("fine" if whole else "mind"))

    def _wanted(self) -> OrderFilter:
        return OrderFilter(*self.chosen())

    def _sorted(self, key: str, descending: bool) -> Sort:
        return Sort(By(key), descending)

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
        gone = self._totals.orders - self._totals.standing
        if gone:
            words += self.tr("；另有 {gone} 单撤了或没成").format(gone=gone)
        self.say_sums(words)

    def _export_row(self) -> ExportRow:
        """Runs on a worker: everything it needs of the window is taken now."""
        said = self._words

        def row(line: OrderLine) -> Sequence[Value]:
            return [
                instant(line.noted_at),
                line.name,
                line.qty,
                line.paid_fen / 100,
                line.channel,
                said.titles.get(line.session_id, ""),
                said.state(line),
            ]

        return row
