"""Where order files are dropped, and what was imported before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from inventory.orders.catalogue import ImportedFile
from ui.formats import day_and_clock
from ui.theme.style import dress
from ui.widgets import Card, Retranslating
from ui.widgets.button import Button, unmarked
from ui.widgets.label import Label
from ui.widgets.table import Cell, Column, ListSource, Table, TableModel

PAST_COLUMNS = (
    Column("at", 142),
    Column("file", 0, middle=True),
    Column("shop", 94),
    Column("state", 122),
)
"""How many rows it had is told of the chosen one: here its name needs the room."""


LONGEST_SHOP = 12
"""Letters of a shop's name that are shown: a longer one would push the card wide."""
LONGEST_FILE = 40
"""The same of a file's name, of which the end tells as much as the beginning."""


def _short(shop: str) -> str:
    return shop if len(shop) <= LONGEST_SHOP else shop[: LONGEST_SHOP - 1] + "…"


def _short_file(file: str) -> str:
    half = LONGEST_FILE // 2
    return file if len(file) <= LONGEST_FILE else f"{file[:half]}…{file[1 - half :]}"


class DropCard(Retranslating, QFrame):
    """Where files are dropped, and the button that chooses them."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, role="card")
        self.words, self.note, self.choose = Label(self), Label(self), Button(self)
        dress(self.words, role="heading")
        dress(self.note, role="muted")
        dress(self.choose, role="primary")
        self.note.setWordWrap(True)
        self.choose.clicked.connect(self.wanted)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(self.words)
        texts.addWidget(self.note)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 20, 24, 20)
        row.setSpacing(20)
        row.addLayout(texts, 1)
        row.addWidget(self.choose)
        self.retranslate()

    def retranslate(self) -> None:
        self.words.setText(self.tr("把平台导出的订单文件拖到这里，一次几份都行"))
        self.note.setText(
            self.tr(
                "抖店、快手小店、微信小店、拼多多、淘宝。xlsx、xls、csv 都行，叫什么名字都行，"
                "导过的再导也不会重复。先给您看会怎样，点了导入才写。"
            )
        )
        self.choose.setText(self.tr("选文件"))


class PastCard(Retranslating, Card):
    """What was imported before; a whole import is taken back with one button."""

    undo_asked = Signal(str)
    rule_asked = Signal(str, bool)
    """A shop, and whether its orders take their goods before they are paid."""

    def __init__(self, memory: QSettings | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._writing = False
        self.model = TableModel(PAST_COLUMNS, self._cell)
        self.table = Table("imports", self.model, memory, parent=self)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.selectionModel().selectionChanged.connect(self._tell)
        self.whole = Label(self)
        self.whole.setWordWrap(True)
        dress(self.whole, role="muted")
        self.at_order = QCheckBox(self)
        self.at_order.clicked.connect(self._say_rule)
        self.undo, self.other = Button(self), Button(self)
        self.undo.clicked.connect(self._ask)
        self._busy = False
        self._at_order: frozenset[str] = frozenset()
        row = QHBoxLayout()
        row.addWidget(self.other)
        row.addStretch(1)
        row.addWidget(self.undo)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.whole)
        self.body.addWidget(self.at_order)
        self.body.addLayout(row)
        self.retranslate()

    def show_files(
        self, files: Sequence[ImportedFile], writing: bool, at_order: frozenset[str]
    ) -> None:
        """``at_order``: shops whose orders take their goods before they are paid."""
        self._writing, self._at_order = writing, at_order
        self.table.show_again(ListSource(files))
        self._tell()

    def show_busy(self, busy: bool) -> None:
        self._busy = busy
        self._tell()

    def retranslate(self) -> None:
        self.model.show_titles([self.tr("时间"), self.tr("文件"), self.tr("店铺"), self.tr("状态")])
        self.undo.setText(self.tr("撤掉选中的这一份"))
        self.other.setText(self.tr("记住的编码"))
        self._tell()

    @property
    def chosen(self) -> ImportedFile | None:
        places = self.table.selectionModel().selectedRows()
        found: ImportedFile | None = self.model.row(places[0].row()) if places else None
        return found

    def _tell(self) -> None:
        chosen = self.chosen
        self.undo.setEnabled(chosen is not None and chosen.state != "undone" and not self._busy)
        shop = "" if chosen is None else chosen.shop
        self.whole.setVisible(chosen is not None)
        if chosen is not None:
            self.whole.setText(
                self.tr("{file}（{shop}），{rows} 行").format(
                    file=_short_file(chosen.file), shop=_short(shop), rows=f"{chosen.rows:,}"
                )
            )
        self.at_order.setVisible(bool(shop))
        self.at_order.setEnabled(not self._busy)
        self.at_order.setChecked(shop in self._at_order)
        self.at_order.setText(self.tr("{shop}：没付款也先留货").format(shop=unmarked(_short(shop))))
        self.show_words(self.tr("以前导入的"), self._advice("" if chosen is None else chosen.state))

    def _advice(self, state: str) -> str:
        match state:
            case "undone":
                return self.tr("要找回来，把同一个文件再导一次")
            case "undoing" if not self._writing:
                return self.tr("再撤一次就接着")
            case "stopped" | "writing" if not self._writing:
                return self.tr("同一个文件再导一次就接着")
        return self.tr("撤掉一份，订单和库存都回到导入以前")

    def _ask(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            self.undo_asked.emit(chosen.id)

    def _say_rule(self, at_order: bool) -> None:
        chosen = self.chosen
        if chosen is not None:
            self.rule_asked.emit(chosen.shop, at_order)

    def _cell(self, row: ImportedFile, key: str) -> Cell:
        match key:
            case "at":
                return Cell(day_and_clock(row.begun_ms), "muted", order=row.begun_ms)
            case "file":
                return Cell(row.file)
            case "shop":
                return Cell(row.shop)
        return self._state(row)

    def _state(self, row: ImportedFile) -> Cell:
        match row.state:
            case "done":
                return Cell(self.tr("▲ 导入了"), "fine")
            case "undone":
                return Cell(self.tr("撤掉了"), "muted")
            case "undoing":
                words = self.tr("◆ 正在撤") if self._writing else self.tr("◆ 撤到一半")
                return Cell(words, "mind")
            case "writing" if self._writing:
                return Cell(self.tr("◆ 正在写"), "mind")
        return Cell(self.tr("◆ 没写完"), "mind")
