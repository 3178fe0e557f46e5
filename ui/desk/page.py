"""What the pages of the desk have in common: a title, room at the right, a body."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.runtime.dispatcher import Dispatcher
from studio.session.books import StockMoved
from studio.session.recorder import SessionChanged
from ui.choosing import AskSave, ask_save
from ui.desk.long_work import Doing, HowFar
from ui.desk.work_bar import WorkBar
from ui.table_file import Value
from ui.theme.style import dress
from ui.widgets import EmptyState, Retranslating, Toast, Tone
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.table import Table, TableModel

REFRESH_MS = 1000
"""A busy minute brings an order a second; the page follows at most that often."""

FILTER_WIDTH = 240


class DeskPage(Retranslating, QWidget):
    """``top`` takes what stands beside the title, ``body`` what lies below it, made ``inside``.

    `pages` shows the body or, where there is nothing yet, the empty state.
    """

    FOLLOWED: tuple[type, ...] = (SessionChanged, StockMoved)
    """Events after which its rows may be others."""

    def __init__(self, empty_icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter: Any = None
        self.ask_path: AskSave = ask_save
        self.title, self.note = Label(self), Label(self)
        dress(self.title, role="title")
        dress(self.note, role="muted")
        self.toast = Toast(self)
        self.top = QHBoxLayout()
        self.top.setSpacing(10)
        self.top.addWidget(self.title)
        self.top.addWidget(self.note, 1)
        self.pages = QStackedWidget(self)
        self.inside = QWidget(self.pages)
        self.body = QVBoxLayout(self.inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self.empty = EmptyState(empty_icon, self.pages)
        self.pages.addWidget(self.inside)
        self.pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 14, 24, 18)
        column.setSpacing(12)
        column.addLayout(self.top)
        column.addWidget(self.pages, 1)
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.setInterval(REFRESH_MS)
        self._refresh_timer.timeout.connect(self._refresh)
        self._unsubscribe: list[Callable[[], None]] = []

    def follow(self, dispatcher: Dispatcher) -> None:
        """Read again at news of what the page is about, at most once a second."""
        self._unsubscribe = [dispatcher.subscribe(kind, self._on_changed) for kind in self.FOLLOWED]

    def show_empty(self, empty: bool) -> None:
        self.pages.setCurrentIndex(1 if empty else 0)

    def put_beside(
        self,
        table: Table,
        card: QWidget,
        form: QWidget,
        width: int,
        instead: QWidget | None = None,
    ) -> QStackedWidget:
        """The list, and what is chosen in it on its right; ``form``, for a new one, takes turns.

        A click in the list brings the card back. Returns the two on the right. ``instead``, hidden
        at first, has the place of them all where it is shown and they are hidden.
        """
        table.setSelectionMode(Table.SelectionMode.SingleSelection)
        right = QStackedWidget(self.inside)
        right.addWidget(card)
        right.addWidget(form)
        right.setFixedWidth(width)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(table, 1)
        row.addWidget(right)
        if instead is not None:
            instead.hide()
            row.addWidget(instead, 1)
        self.body.addLayout(row, 1)
        table.clicked.connect(lambda: right.setCurrentWidget(card))
        self.setFocusProxy(table)
        return right

    def ask_for_file(self, name: str) -> Path | None:
        """Where a table is to be saved, ``name`` proposed; None where nobody wants to."""
        kinds = self.tr("表格 (*.xlsx);;逗号分隔 (*.csv)")
        return self.ask_path(self, self.tr("存成表格"), f"{name}.xlsx", kinds)[0]

    def show_saved(self, path: Path) -> None:
        said = self.tr("存好了：{file}").format(file=path.name)
        url = QUrl.fromLocalFile(str(path))
        self.toast.say(said, Tone.FINE, self.tr("打开"), lambda: QDesktopServices.openUrl(url))

    def leave(self) -> None:
        while self._unsubscribe:
            self._unsubscribe.pop()()
        self._refresh_timer.stop()
        if self.presenter is not None:
            self.presenter.close()

    def _on_changed(self, news: object) -> None:
        if not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def _refresh(self) -> None:
        if self.presenter is not None:
            self.presenter.refresh()


class TablePage(DeskPage):
    """A page around one table that can be saved as a file."""

    def __init__(
        self,
        empty_icon: str,
        ask: AskSave = ask_save,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(empty_icon, parent)
        self.ask_path = ask
        self.filter: QLineEdit | None = None
        self.export = Button(self)
        self.export.clicked.connect(self._export)
        self.work = WorkBar(self)
        self.work.stop_asked.connect(self._stop_work)
        self.layout().addWidget(self.work)

    def add_filter(self, table: Table) -> None:
        """A box beside the title: only rows that say what is typed. For tables that are whole."""
        self.filter = QLineEdit(self)
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(FILTER_WIDTH)
        self.filter.textChanged.connect(table.filter_by)
        table.filter_box = self.filter
        self.top.addWidget(self.filter)
        QShortcut(QKeySequence.StandardKey.Find, self, self.filter.setFocus)

    def show_work(self, how_far: HowFar | None) -> None:
        self.export.setDisabled(how_far is not None)
        self.work.show_work(how_far)

    def show_stopped(self, doing: Doing) -> None:
        if doing is Doing.COPYING:
            self.toast.say(self.tr("没有复制，剪贴板里还是原来的。"))
        else:
            self.toast.say(self.tr("停下了，没有留下写了一半的表格。"))

    def show_busy(self) -> None:
        self.toast.say(self.tr("上一件还没做完，等一等，或者先取消它。"), Tone.MIND)

    def say_copied(self, rows: int) -> None:
        self.toast.say(self.tr("已复制 {rows} 行").format(rows=f"{rows:,}"), Tone.FINE)

    def retranslate(self) -> None:
        self.export.setText(self.tr("存成表格"))
        if self.filter is not None:
            self.filter.setPlaceholderText(self.tr("只看有这几个字的"))

    def save_to(self, path: Path) -> None:
        """Hand the table to the presenter; each page has its own rows."""
        raise NotImplementedError

    def save_shown(
        self, path: Path, model: TableModel, cells: Callable[[Any], Sequence[Value]]
    ) -> None:
        """Hand over the rows as they are shown, in their order. ``cells``: what is written of one;
        numbers stay numbers."""
        if self.presenter is not None:
            self.presenter.on_export(path, model.titles, [cells(row) for row in model.rows()])

    def _stop_work(self) -> None:
        if self.presenter is not None:
            self.presenter.on_stop()

    def _export(self) -> None:
        chosen = self.ask_for_file(self.title.text())
        if chosen is not None and self.presenter is not None:
            self.save_to(chosen)
