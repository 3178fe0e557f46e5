"""What was said of shops' codes, and the way to take it back where it was wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inventory.orders.forgetting import Remembered
from ui.widgets import Card, Retranslating
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.table import Cell, Column, ListSource, Table, TableModel

COLUMNS = (
    Column("theirs", 0),
    Column("ours", 150),
    Column("shop", 96),
)


class RememberedCard(Retranslating, Card):
    """The shops' codes and our products. Nothing is forgotten before a second press: it takes the
    goods of every order that has the code back onto the shelf."""

    forget_asked = Signal(object)
    """The `Remembered` that is wrong."""

    def __init__(self, memory: QSettings | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._busy = False
        self.model = TableModel(COLUMNS, self._cell)
        self.table = Table("codes", self.model, memory, parent=self)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.sure = Label(self)
        self.sure.setWordWrap(True)
        self.other, self.wrong, self.yes, self.no = (Button(self) for _ in range(4))
        self.wrong.clicked.connect(lambda: self._ask(True))
        self.no.clicked.connect(lambda: self._ask(False))
        self.yes.clicked.connect(self._forget)
        row = QHBoxLayout()
        row.addWidget(self.other)
        row.addStretch(1)
        for button in (self.wrong, self.yes, self.no):
            row.addWidget(button)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.sure)
        self.body.addLayout(row)
        self.retranslate()
        self._ask(False)

    def show_codes(self, codes: Sequence[Remembered]) -> None:
        self.table.show_again(ListSource(codes))
        self._tell()

    def show_busy(self, busy: bool) -> None:
        self._busy = busy
        self._tell()

    def retranslate(self) -> None:
        self.show_words(self.tr("记住的编码"), self.tr("店里的编码，是我们的哪样货"))
        self.model.show_titles([self.tr("店里写的"), self.tr("我们的货"), self.tr("店铺")])
        self.other.setText(self.tr("以前导入的"))
        self.wrong.setText(self.tr("不是它"))
        self.yes.setText(self.tr("对，不是它"))
        self.no.setText(self.tr("没说错"))
        self._tell()

    @property
    def chosen(self) -> Remembered | None:
        places = self.table.selectionModel().selectedRows()
        found: Remembered | None = self.model.row(places[0].row()) if places else None
        return found

    def _on_chosen(self) -> None:
        self._ask(False)

    def _ask(self, asking: bool) -> None:
        self.wrong.setVisible(not asking)
        for part in (self.sure, self.yes, self.no):
            part.setVisible(asking)
        self._tell()

    def _tell(self) -> None:
        chosen = self.chosen
        for button in (self.wrong, self.yes):
            button.setEnabled(chosen is not None and not self._busy)
        if chosen is not None:
            words = self.tr(
                "“{theirs}”不是{ours}？以前这样算的订单会再问您一次是哪样货，"
                "没发的先把货放回架上；我们打包发走的不动。"
            )
            theirs = chosen.title or chosen.code
            self.sure.setText(words.format(theirs=theirs, ours=chosen.name))

    def _forget(self) -> None:
        chosen = self.chosen
        self._ask(False)
        if chosen is not None:
            self.forget_asked.emit(chosen)

    def _cell(self, row: Remembered, key: str) -> Cell:
        match key:
            case "theirs":
                return Cell(f"{row.title} {row.code}".strip())
            case "ours":
                words = self.tr("{name} × {times}") if row.times > 1 else self.tr("{name}")
                return Cell(words.format(name=row.name, times=row.times))
        return Cell(row.shop, "muted")
