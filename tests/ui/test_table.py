"""The table: keyboard, copy, widths kept, rows that arrive later."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from inventory.lots import Lot, LotStock
from studio.session.plan_stock import StockRow
from tests.helpers.desk import FakeStudio, ImmediateRuntime
from ui.app import make_application
from ui.desk.stock.page import StockPage
from ui.desk.stock.presenter import StockPresenter
from ui.desk.table_saving import offer_saving
from ui.widgets import ElidedLabel
from ui.widgets.table import ROW_HEIGHT, Cell, Column, ListSource, Table, TableModel

COLUMNS = (Column("name", 0), Column("count", 100, figure=True))
ROWS = [("杨梅", 30), ("=贻贝", 4), ("黄酒", 200)]


class Named(tuple):
    """A row under the name it is known by."""

    __slots__ = ()

    def __new__(cls, *parts: Any) -> Any:
        return super().__new__(cls, parts)

    @property
    def id(self) -> str:
        return str(self[0])


def cell(row: tuple[str, int], key: str) -> Cell:
    return Cell(row[0]) if key == "name" else Cell(f"{row[1]} 箱", order=row[1])


def model_of(source: Any) -> TableModel:
    model = TableModel(COLUMNS, cell)
    model.show_titles(["商品", "数量"])
    model.show_source(source)
    return model


@pytest.fixture(autouse=True)
def _app(qtbot: QtBot) -> None:
    make_application([])


def test_a_code_without_room_keeps_both_its_ends(qtbot: QtBot) -> None:
    columns = (Column("name", 0), Column("count", 100, middle=True))
    table = Table("t", TableModel(columns, cell))
    label = ElidedLabel(middle=True)
    for each in (table, label):
        qtbot.addWidget(each)
    table.model().show_source(ListSource(ROWS))
    cut = []
    for place in range(2):
        option, index = QStyleOptionViewItem(), table.model().index(0, place)
        option.textElideMode = table.textElideMode()
        table.itemDelegateForIndex(index).initStyleOption(option, index)
        cut.append(option.textElideMode)
    assert cut[1] == Qt.TextElideMode.ElideMiddle != cut[0]
    label.setText("批次 260618-李阿婆家的合作社-2")
    label.setFixedWidth(120)
    label.show()
    assert (label.text()[:2], label.text()[-2:]) == ("批次", "-2")
    assert "合作社" in label.toolTip()


def test_figures_stand_at_the_right_and_sort_as_figures(qtbot: QtBot) -> None:
    table = Table("t", model_of(ListSource(ROWS)), sortable=True)
    qtbot.addWidget(table)
    model = table.model()
    right = model.data(model.index(0, 1), Qt.ItemDataRole.TextAlignmentRole)
    assert right & Qt.AlignmentFlag.AlignRight
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [model.data(model.index(row, 1)) for row in range(3)] == ["4 箱", "30 箱", "200 箱"]


def test_copied_rows_are_text_no_spreadsheet_executes(qtbot: QtBot) -> None:
    table = Table("t", model_of(ListSource(ROWS)))
    qtbot.addWidget(table)
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "商品\t数量\n'=贻贝\t4 箱"


def test_what_was_copied_is_counted(qtbot: QtBot) -> None:
    table = Table("t", model_of(ListSource(ROWS)))
    qtbot.addWidget(table)
    table.selectAll()
    with qtbot.waitSignal(table.copied) as copied:
        table.copy()
    assert copied.args == [3]
    assert len(QGuiApplication.clipboard().text().splitlines()) == 4


def test_rows_that_are_fetched_are_asked_for_by_their_keys(qtbot: QtBot) -> None:
    source = Growing()
    table = Table("t", model_of(source))
    qtbot.addWidget(table)
    table.selectRow(1)
    with qtbot.waitSignal(table.copy_wanted) as wanted:
        table.copy()
    assert wanted.args == [["row 1"]]


def test_who_chose_everything_has_also_chosen_what_comes_later(qtbot: QtBot) -> None:
    source = Growing()
    model = model_of(source)
    table = Table("t", model)
    qtbot.addWidget(table)
    wanted: list[object] = []
    table.copy_wanted.connect(wanted.append)

    def choose_everything() -> None:
        qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    choose_everything()
    source.grow()
    model.grown()
    assert len(table.selectionModel().selectedRows()) == 6
    table.copy()
    table.show_again(Growing())
    table.copy()
    assert wanted == [None, None]
    table.clearSelection()
    table.selectRow(0)
    table.copy()
    choose_everything()
    model.show_source(Growing())  # other orders, none of them chosen
    table.copy()
    assert wanted == [None, None, ["row 0"]]


def test_a_name_with_tags_is_told_letter_by_letter() -> None:
    name = "<b>杨梅</b><img src='x.png'>"
    model = model_of(ListSource([(name, 3)]))
    tip = QTextDocument()
    tip.setHtml(model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole))
    assert tip.toPlainText() == name
    assert model.data(model.index(0, 1), Qt.ItemDataRole.ToolTipRole) == "3 箱"


def test_enter_opens_the_row(qtbot: QtBot) -> None:
    table = Table("t", model_of(ListSource(ROWS)))
    qtbot.addWidget(table)
    table.selectRow(2)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [ROWS[2]]


def test_widths_are_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    table = Table("t", model_of(ListSource(ROWS)), memory)
    qtbot.addWidget(table)
    table.resize(600, 300)
    with qtbot.waitExposed(table):
        table.show()
    table.horizontalHeader().resizeSection(1, 173)
    again = Table("t", model_of(ListSource(ROWS)), memory)
    qtbot.addWidget(again)
    assert again.horizontalHeader().sectionSize(1) == 173


@pytest.fixture
def memory(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


THREE = (Column("name", 0), Column("count", 100, figure=True), Column("note", 90, sorts=False))


def laid_out(qtbot: QtBot, memory: QSettings, columns: tuple[Column, ...] = THREE) -> Table:
    model = TableModel(columns, lambda row, key: Cell(f"{key} {row[0]}"))
    model.show_titles([f"<{each.key}>" for each in columns])
    model.show_source(ListSource(ROWS))
    table = Table("t", model, memory, sortable=True)
    qtbot.addWidget(table)
    table.resize(600, 300)
    with qtbot.waitExposed(table):
        table.show()
    return table


def left_to_right(table: Table) -> list[str]:
    """Keys of the columns that are shown."""
    header, columns = table.horizontalHeader(), table.model().columns
    places = [header.logicalIndex(visual) for visual in range(header.count())]
    return [columns[place].key for place in places if not header.isSectionHidden(place)]


def test_columns_stay_where_they_were_put_and_hidden(qtbot: QtBot, memory: QSettings) -> None:
    table = laid_out(qtbot, memory)
    table.horizontalHeader().moveSection(2, 0)
    table.columns.show_column("count", False)
    assert left_to_right(laid_out(qtbot, memory)) == ["note", "name"]
    table.columns.show_column("count", True)
    again = laid_out(qtbot, memory)
    assert left_to_right(again) == ["note", "name", "count"]
    again.columns.lay_out_anew()
    assert left_to_right(laid_out(qtbot, memory)) == ["name", "count", "note"]


def test_a_column_set_aside_for_a_while_is_kept_as_it_was(qtbot: QtBot, memory: QSettings) -> None:
    table = laid_out(qtbot, memory)
    table.columns.show_column("note", False)
    table.horizontalHeader().resizeSection(1, 123)
    table.columns.set_aside(("count", "note"))
    assert left_to_right(table) == ["name"]
    table.columns.show_column("note", True)  # kept meanwhile
    assert left_to_right(laid_out(qtbot, memory)) == ["name", "count", "note"]
    table.columns.set_aside(())
    assert left_to_right(table) == ["name", "count", "note"]
    assert table.horizontalHeader().sectionSize(1) == 123


def test_the_menu_of_the_headings_shows_and_hides(qtbot: QtBot, memory: QSettings) -> None:
    table = laid_out(qtbot, memory)
    table.columns.fill()
    name, count, note = table.columns.actions()[:3]
    assert [each.text() for each in (name, count, note)] == ["<name>", "<count>", "<note>"]
    assert not name.isEnabled()  # without it there is no row
    note.trigger()
    assert left_to_right(table) == ["name", "count"]
    table.columns.actions()[-1].trigger()
    assert left_to_right(table) == ["name", "count", "note"]


@pytest.mark.parametrize(
    ("kept", "columns"),
    [
        ("gone:70 -count:100 name:0", ["name", "note"]),
        ("-name:0 count:x note", ["name", "count", "note"]),
        ("200 300", ["name", "count", "note"]),
        ("note:90 note:80 count:9999", ["note", "count", "name"]),
    ],
)
def test_what_another_version_kept_is_taken_as_far_as_it_goes(
    qtbot: QtBot, memory: QSettings, kept: str, columns: list[str]
) -> None:
    memory.setValue("columns/t", kept)
    assert left_to_right(laid_out(qtbot, memory)) == columns


def test_a_heading_that_does_not_sort_leaves_the_order(qtbot: QtBot, memory: QSettings) -> None:
    table = laid_out(qtbot, memory)
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    shown = [table.model().text(row, 0) for row in range(3)]
    table.horizontalHeader().setSortIndicator(2, Qt.SortOrder.AscendingOrder)
    assert table.horizontalHeader().sortIndicatorSection() == 0
    assert [table.model().text(row, 0) for row in range(3)] == shown


def test_a_click_sorts_and_the_next_one_turns_it_round(qtbot: QtBot, memory: QSettings) -> None:
    table = laid_out(qtbot, memory, (Column("name", 0), Column("count", 66), Column("note", 90)))
    header = table.horizontalHeader()
    assert not header.isSortIndicatorShown()

    def click(place: int) -> list[str]:
        middle = QPoint(header.sectionViewportPosition(place) + 20, header.height() // 2)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        return [table.model().text(row, place) for row in range(3)]

    up = click(1)
    assert up == sorted(up)
    assert header.sectionSize(1) >= header.sectionSizeHint(1) > 66  # room for the mark
    assert click(1) == up[::-1]
    names = click(0)
    assert names == sorted(names)


def test_rows_that_are_fetched_are_sorted_by_who_fetches_them(qtbot: QtBot) -> None:
    model = model_of(Growing())
    table = Table("t", model, sortable=True)
    qtbot.addWidget(table)
    table.show_sorted("name", descending=True)
    wanted: list[tuple[str, bool]] = []
    model.sort_wanted.connect(lambda key, down: wanted.append((key, down)))
    table.horizontalHeader().setSortIndicator(1, Qt.SortOrder.AscendingOrder)
    table.show_again(Growing())  # what has come since; nobody asked to sort
    table.horizontalHeader().setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    assert wanted == [("count", False), ("count", True)]


def test_a_list_shows_only_what_says_the_words(qtbot: QtBot) -> None:
    rows = [SimpleNamespace(id=str(n), name=name) for n, name in enumerate(("Ab c", "B", "CB"))]
    model = TableModel((Column("name", 0),), lambda row, _: Cell(row.name))
    table = Table("t", model, sortable=True)
    qtbot.addWidget(table)
    table.show_again(ListSource(rows))
    table.filter_by(" b C")
    assert [model.key(place) for place in range(model.rowCount())] == ["0", "2"]
    table.show_again(ListSource(rows[1:]))
    assert [model.key(place) for place in range(model.rowCount())] == ["2"]
    assert table.choose("2")
    assert not table.choose("1")
    table.filter_by("")
    assert model.rowCount() == 2


class Growing:
    """A row arrives when asked for the second time; three more when somebody scrolls."""

    def __init__(self) -> None:
        self.rows = list(ROWS)
        self.asked: set[int] = set()

    def __len__(self) -> int:
        return len(self.rows)

    def key(self, place: int) -> str:
        return f"row {place}"

    def row(self, place: int) -> Any:
        known = place in self.asked
        self.asked.add(place)
        return self.rows[place] if known else None

    def can_grow(self) -> bool:
        return len(self.rows) == len(ROWS)

    def grow(self) -> None:
        self.rows += ROWS


def test_rows_arrive_later_and_the_list_grows(qtbot: QtBot) -> None:
    source = Growing()
    model = model_of(source)
    first = model.index(0, 0)
    assert model.data(first) == "…"
    with qtbot.waitSignal(model.dataChanged):
        model.loaded(0, 0)
    assert model.data(first) == "杨梅"
    assert model.canFetchMore(model.index(-1, -1))
    model.fetchMore(model.index(-1, -1))
    assert model.rowCount() == 3
    model.grown()
    assert model.rowCount() == 6


def test_newer_rows_keep_the_choice_the_order_and_the_place(qtbot: QtBot) -> None:
    def rows(*names: str) -> ListSource:
        return ListSource([SimpleNamespace(id=name, count=len(name)) for name in names])

    def by_id(row: Any, key: str) -> Cell:
        return Cell(row.id) if key == "name" else Cell(str(row.count), order=row.count)

    names = [f"row {number:03}" for number in range(60)]
    table = Table("t", TableModel(COLUMNS, by_id), sortable=True)
    qtbot.addWidget(table)
    table.resize(400, 300)
    table.show()
    table.show_again(rows(*names))
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    table.selectRow(20)
    bar = table.verticalScrollBar()
    bar.setValue(18 * ROW_HEIGHT + 7)
    model = table.model()
    assert isinstance(model, TableModel)
    first, chosen = model.key(18), model.key(20)
    table.show_again(rows(*names, "row 998", "row 999"))
    assert model.key(0) == "row 999"
    assert (model.key(20), bar.value()) == (first, 20 * ROW_HEIGHT + 7)
    assert [model.key(each.row()) for each in table.selectionModel().selectedRows()] == [chosen]


def test_every_table_of_a_page_is_saved_as_it_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    """The menu of the headings offers it; the table with a button of its own goes that way."""
    page = StockPage(ask=lambda *_: (tmp_path / "lots.csv", ""))
    qtbot.addWidget(page)
    lot = LotStock(Lot("a", "=0618", "李家"), 3, 0, 0, 0, False, "")
    rows = [StockRow("a", "杨梅", "箱", 90, 0, 90)]
    page.start(StockPresenter(page, FakeStudio(stock_rows=rows, lots=[lot]), print, print), "a")
    offer_saving(page, ImmediateRuntime(), print)
    for table in (page.lots.table, page.table):
        table.columns.show_column(table.model().columns[1].key, table is page.table)
        table.columns.fill()
        save = table.columns.actions()[-1]
        assert save.text() == "存成表格……"
        save.trigger()
        assert page.toast.words == "存好了：lots.csv"
        told = (tmp_path / "lots.csv").read_text("utf-8-sig").splitlines()
        first = {page.lots.table: "'=0618,李家,", page.table: "杨梅,a,90,"}[table]
        assert told[1].startswith(first)


def test_any_table_is_narrowed_to_what_is_typed_and_esc_shows_all_again(qtbot: QtBot) -> None:
    table = Table("t", model_of(ListSource()))
    table.show_again(ListSource([Named(*row) for row in ROWS]))
    qtbot.addWidget(table)
    with qtbot.waitExposed(table):
        table.show()
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    line = table.filter_box
    assert line is not None
    assert line.isVisible()
    line.setText("黄 200")
    assert table.texts()[1] == [["黄酒", "200 箱"]]
    table.show_again(ListSource([Named(*row) for row in (*ROWS, ("黄酒糟", 1200))]))
    assert [row[0] for row in table.texts()[1]] == ["黄酒", "黄酒糟"]
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert (table.model().rowCount(), line.isVisible()) == (4, False)


def test_rows_with_words_instead_of_a_figure_come_after_those_that_have_one(qtbot: QtBot) -> None:
    shown = TableModel(COLUMNS, lambda row, key: Cell("没有") if row[1] < 5 else cell(row, key))
    shown.show_titles(["商品", "数量"])
    shown.show_source(ListSource(ROWS))
    table = Table("t", shown)
    qtbot.addWidget(table)
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [row[1] for row in table.texts()[1]] == ["30 箱", "200 箱", "没有"]
