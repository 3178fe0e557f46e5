"""复盘: the broadcasts there were."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from inventory.standing import NONE_RAN_OUT, RanOut
from ui import i18n
from ui.choosing import AskSave, ask_save
from ui.desk.page import TablePage
from ui.desk.presenters import SessionsPresenter
from ui.formats import day_and_clock, instant, money
from ui.report import words
from ui.table_file import Value
from ui.widgets.button import Button
from ui.widgets.mind_line import MindLine
from ui.widgets.table import Cell, Column, ListSource, Table, TableModel

COLUMNS = (
    Column("at", 200),
    Column("title", 0),
    Column("anchor", 150),
    Column("orders", 122, figure=True),
    Column("paid", 150, figure=True),
    Column("state", 170),
)


class SessionsPage(TablePage):
    """Implements `RowsView`."""

    def __init__(
        self,
        memory: QSettings | None = None,
        ask: AskSave = ask_save,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("review", ask, parent)
        self.model = TableModel(COLUMNS, self._cell)
        self.table = Table("sessions", self.model, memory, sortable=True, parent=self.inside)
        self.table.copied.connect(self.say_copied)
        self.review, self.reconcile = Button(self), Button(self)
        self.top.addWidget(self.review)
        self.top.addWidget(self.reconcile)
        self.add_filter(self.table)
        self.top.addWidget(self.export)
        self.body.addWidget(self.table, 1)
        self.ran_out = MindLine(self.inside)
        self.body.addWidget(self.ran_out)
        self._ran_out = NONE_RAN_OUT
        self.setFocusProxy(self.table)
        self.retranslate()

    def start(self, presenter: SessionsPresenter) -> None:
        self.presenter = presenter
        self.empty.wanted.connect(presenter.on_plan)
        self.table.opened.connect(presenter.on_session)
        self.review.clicked.connect(lambda: self._with_chosen(presenter.on_session))
        self.reconcile.clicked.connect(lambda: self._with_chosen(presenter.on_reconcile))
        self.ran_out.wanted.connect(presenter.on_import)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        assert self.filter is not None  # add_filter made it
        # What is filtered away is chosen no more, and the table says no word of it.
        self.filter.textChanged.connect(self._on_chosen)
        presenter.open()

    def show_rows(self, rows: Sequence[Any]) -> None:
        self.table.show_again(ListSource(rows))
        self.show_empty(not rows)
        if rows and not self.table.selectionModel().hasSelection():
            self.table.selectRow(0)
        else:
            self._on_chosen()

    def show_ran_out(self, ran_out: RanOut) -> None:
        """Of the chosen broadcast: what is not in its sums."""
        self._ran_out = ran_out
        self.ran_out.show_words(words.ran_out(ran_out, i18n.current()))

    def save_to(self, path: Path) -> None:
        self.save_shown(path, self.model, self._saved)

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(self.tr("复盘"))
        self.review.setText(self.tr("看复盘"))
        self.reconcile.setText(self.tr("对账"))
        self.empty.show_words(
            self.tr("还没有播过"),
            self.tr("播完一场，这里就有一行。"),
            self.tr("去排品开播"),
        )
        self.model.show_titles(self._headings())
        self.ran_out.button.setText(self.tr("导入订单"))
        self.show_ran_out(self._ran_out)

    def _on_chosen(self) -> None:
        row = self._chosen()
        if self.presenter is not None:
            self.presenter.on_chosen(None if row is None else row.id)

    def _with_chosen(self, do: Callable[[Any], None]) -> None:
        row = self._chosen()
        if row is not None and self.presenter is not None:
            do(row)

    def _chosen(self) -> Any | None:
        places = self.table.selectionModel().selectedRows()
        return self.model.row(places[0].row()) if places else None

    def _saved(self, row: Any) -> list[Value]:
        return [
            instant(row.live_at) if row.live_at is not None else "",
            *(row.title, row.anchor, row.orders, row.paid_fen / 100),
            self._cell(row, "state").text,
        ]

    def _headings(self) -> list[str]:
        return [
            self.tr("开播"),
            self.tr("场次"),
            self.tr("主播"),
            self.tr("单数"),
            self.tr("成交"),
            self.tr("状态"),
        ]

    def _cell(self, row: Any, key: str) -> Cell:
        match key:
            case "at":
                at = row.live_at or 0
                return Cell(day_and_clock(at), "muted", order=at)
            case "title":
                return Cell(row.title)
            case "anchor":
                return Cell(row.anchor)
            case "orders":
                return Cell(f"{row.orders:,}", order=row.orders)
            case "paid":
                return Cell(money(row.paid_fen), order=row.paid_fen)
        if row.ended_at is None:
            return Cell(self.tr("◆ 还没下播"), "mind")
        practice = row.stage == "practice"
        return Cell(self.tr("▲ 练习台") if practice else self.tr("▲ 播完了"), "fine")
