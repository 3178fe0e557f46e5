"""What the two lists of orders share: words, two choices, a table of pages, its sums."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from studio.runtime.typed import sought
from ui.choosing import AskSave
from ui.desk.orders.kinds import OrderKinds
from ui.desk.orders.paged import PagedRows
from ui.desk.orders.presenters import ExportRow
from ui.desk.page import TablePage
from ui.theme.style import dress
from ui.widgets.table import Cell, Column, Table, TableModel
from ui.widgets.tool_tip import plain_tip
from ui.widgets.unwheeled import ComboBox

TYPING_MS = 200
"""Pause after the last letter before the table follows."""


class ListPage(TablePage):
    """Implements `ListView` but for its totals; a subclass says what its rows, columns and choices
    are."""

    _words: Any
    """How a row is told, in the language of the moment."""

    def __init__(
        self,
        kind: str,
        table: str,
        columns: Sequence[Column],
        memory: QSettings | None,
        ask: AskSave,
        parent: QWidget | None,
    ) -> None:
        """``kind``: which of `OrderKinds` it is; ``table``: what its columns are remembered by."""
        super().__init__("order", ask, parent)
        self.model = TableModel(columns, self._cell)
        self.table = Table(table, self.model, memory, sortable=True, parent=self.inside)
        self.table.show_sorted("at", descending=True)
        self.table.copy_wanted.connect(self._copy)
        self.model.sort_wanted.connect(self._sort)
        self.kinds = OrderKinds(kind, self)
        self.top.addWidget(self.kinds)
        self.search = QLineEdit(self.inside)
        self.search.setClearButtonEnabled(True)
        self.table.filter_box = self.search
        self.boxes = ComboBox(self.inside), ComboBox(self.inside)
        for box in self.boxes:
            box.setMinimumWidth(170)
            box.setMaximumWidth(240)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        bar = QHBoxLayout()
        bar.setSpacing(10)
        bar.addWidget(self.search, 1)
        for each in (*self.boxes, self.export):
            bar.addWidget(each)
        self.body.addLayout(bar)
        self.beside = QHBoxLayout()
        """The table, and on its right what a page shows of a row."""
        self.beside.setSpacing(14)
        self.beside.addWidget(self.table, 1)
        self.body.addLayout(self.beside, 1)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        self.setFocusProxy(self.search)

    def follow_filter(self, words: str) -> None:
        """Show ``words`` as typed, and from now on follow what is typed and chosen."""
        self.search.setText(words)
        self.search.textEdited.connect(self._timer.start)
        self._timer.timeout.connect(self._filter)
        for box in self.boxes:
            box.activated.connect(self._filter)

    # -- ListView --------------------------------------------------------------------------------

    def show_orders(self, orders: PagedRows) -> None:
        self.model.show_source(orders)
        self.table.scrollToTop()

    def show_newer_orders(self, orders: PagedRows) -> None:
        self.table.show_again(orders)

    def show_rows(self, first: int, last: int) -> None:
        self.model.loaded(first, last)

    def show_more(self) -> None:
        self.model.grown()

    def show_copied(self, text: str, rows: int) -> None:
        QGuiApplication.clipboard().setText(text)
        self.say_copied(rows)

    # -- parts -----------------------------------------------------------------------------------

    def say_sums(self, words: str) -> None:
        self.note.setText(words)
        dress(self.note, role="muted")

    def chosen(self) -> tuple[str, str, str]:
        """The first choice, the second, the words; each empty where nothing is."""
        one, other = self.boxes
        return (
            one.currentData() or "",
            other.currentData() or "",
            sought(self.search.text().strip()),
        )

    def _filter(self) -> None:
        if self.presenter is not None:
            self.presenter.on_filter(self._wanted())

    def _sort(self, key: str, descending: bool) -> None:
        if self.presenter is not None:
            self.presenter.on_sort(self._sorted(key, descending))

    def _copy(self, ids: Sequence[str] | None) -> None:
        if self.presenter is not None:
            self.presenter.on_copy(ids, self._headings(), self._words.row)

    def save_to(self, path: Path) -> None:
        if self.presenter is not None:
            self.presenter.on_export(path, self._export_titles(), self._export_row())

    def _export_titles(self) -> list[str]:
        return self._headings()

    def _cell(self, row: Any, key: str) -> Cell:
        raise NotImplementedError

    def _headings(self) -> list[str]:
        raise NotImplementedError

    def _wanted(self) -> Any:
        """The filter, as the list's house has it."""
        raise NotImplementedError

    def _sorted(self, key: str, descending: bool) -> Any:
        """The sort, as the list's house has it."""
        raise NotImplementedError

    def _export_row(self) -> ExportRow:
        raise NotImplementedError


def fill_choices(box: ComboBox, everything: str, choices: Sequence[tuple[str, str]]) -> None:
    """Offer ``choices``, keeping the one that is chosen."""
    chosen = box.currentData()
    box.clear()
    box.addItem(everything, "")
    for words, value in choices:
        box.addItem(words, value)
        box.setItemData(box.count() - 1, plain_tip(words), Qt.ItemDataRole.ToolTipRole)
    box.setCurrentIndex(max(0, box.findData(chosen)))
