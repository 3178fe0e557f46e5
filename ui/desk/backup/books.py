"""查账: every invariant of the books, proved now, each in a sentence; and what does not hold."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from studio.runtime.wording import sentence
from studio.session.safekeeping import BooksChecked
from studio.store.audit import MOST, Finding
from ui import i18n
from ui.desk.backup.books_presenter import BooksPresenter
from ui.desk.page import DeskPage
from ui.formats import day_and_clock
from ui.theme.style import dress
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.table import Cell, Column, ListSource, Table, TableModel

COLUMNS = (Column("state", 150), Column("what", 0), Column("count", 150, figure=True))
TOLD = 3
"""Differences of the chosen line that are told: a helper asks for the rest with `gongfu audit`."""


class BooksPage(DeskPage):
    """Implements `BooksView`."""

    FOLLOWED = ()

    def __init__(self, memory: QSettings | None = None, parent: QWidget | None = None) -> None:
        super().__init__("shield", parent)
        self._checked: BooksChecked | None = None
        self._busy = False
        self.back, self.again = Button(self), Button(self)
        dress(self.again, role="primary")
        self.note.setWordWrap(True)  # the buttons leave it little room
        self.top.addWidget(self.back)
        self.top.addWidget(self.again)
        self.verdict, self.detail = Label(self.inside), Label(self.inside)
        self.detail.setWordWrap(True)
        self.model = TableModel(COLUMNS, self._cell)
        self.table = Table("books", self.model, memory, parent=self.inside)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.selectionModel().selectionChanged.connect(self._tell_detail)
        self.body.addWidget(self.verdict)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.detail)
        self.setFocusProxy(self.again)
        self.retranslate()

    def start(self, presenter: BooksPresenter) -> None:
        self.presenter = presenter
        self.again.clicked.connect(presenter.on_check)
        self.back.clicked.connect(presenter.on_back)
        presenter.open()

    # -- what it is told -------------------------------------------------------------------------

    def show_busy(self, busy: bool) -> None:
        self._busy = busy
        self.again.setDisabled(busy)
        self._tell()

    def show_checked(self, checked: BooksChecked) -> None:
        self._checked = checked
        findings = sorted(checked.findings, key=lambda each: each.holds)
        self.table.show_again(ListSource(findings, key="name"))
        if not checked.holds:
            self.table.selectRow(0)
        self._tell()

    def retranslate(self) -> None:
        self.title.setText(self.tr("查账"))
        self.note.setText(self.tr("从头算一遍，看每一笔都对得上；查的时候照样卖货、记单"))
        self.back.setText(self.tr("回备份"))
        self.model.show_titles([self.tr("结果"), self.tr("查的是什么"), self.tr("对不上的")])
        self._tell()

    # -- words -----------------------------------------------------------------------------------

    def _tell(self) -> None:
        self.again.setText(self.tr("正在查…") if self._busy else self.tr("再查一遍"))
        words, tone = self._verdict()
        self.verdict.setText(words)
        dress(self.verdict, role="lead-strong", tone=tone)
        self._tell_detail()

    def _verdict(self) -> tuple[str, str]:
        done = self._checked
        if self._busy or done is None:
            return self.tr("正在从头算，货多单多要等一会儿"), ""
        when = day_and_clock(done.at)
        if done.holds:
            words = self.tr("▲ {when} 查过：{count} 样都对得上，用了 {seconds} 秒")
            seconds = f"{done.seconds:.1f}"
            return words.format(when=when, count=len(done.findings), seconds=seconds), "fine"
        wrong = sum(not each.holds for each in done.findings)
        words = self.tr("■ {when} 查过：{count} 样里有 {wrong} 样对不上。账本没有动，请找人看看")
        return words.format(when=when, count=len(done.findings), wrong=wrong), "broken"

    def _cell(self, row: Finding, key: str) -> Cell:
        match key:
            case "state":
                if row.holds:
                    return Cell(self.tr("▲ 对得上"), "fine", order=1)
                return Cell(self.tr("■ 对不上"), "broken", order=0)
            case "what":
                return Cell(sentence(row.name, i18n.current()))
        count = len(row.differences)
        many = self.tr("{most} 处以上").format(most=MOST)
        words = many if count > MOST else self.tr("{count} 处").format(count=count)
        return Cell("" if row.holds else words, "broken", order=count)

    def _tell_detail(self) -> None:
        places = self.table.selectionModel().selectedRows()
        row: Finding | None = self.model.row(places[0].row()) if places else None
        told = [
            " · ".join(f"{name} {value}" for name, value in each.items())
            for each in (row.differences[:TOLD] if row else ())
        ]
        words = self.tr("给帮忙的人看：") + "\n".join(told)
        self.detail.setText(words if told else "")
        self.detail.setVisible(bool(told))
