"""Tables that can be read: sticky header, figures at the right, keyboard, copy, widths kept.

The model shows rows of a `RowSource`: a plain list, or ids whose rows are fetched when they come
into sight (`ui.desk.orders.paged`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSettings,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from studio.runtime.plain import harmless
from ui.table_file import tab_separated
from ui.theme.style import font_of
from ui.theme.tokens import DESK_TEXT, LIGHT
from ui.widgets.columns import Column, ColumnLayout
from ui.widgets.table_filter import TableFilter
from ui.widgets.tool_tip import plain_tip

ROW_HEIGHT = 46
TONES = {
    "fine": LIGHT.good_text,
    "mind": LIGHT.mind_text,
    "broken": LIGHT.broken_text,
    "muted": LIGHT.muted,
}
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows. ``order`` is what sorting compares."""

    text: str
    tone: str = ""
    struck: bool = False
    order: Any = None


class RowSource(Protocol):
    """Rows by place; a row not there yet is None and is told of by `TableModel.loaded`."""

    def __len__(self) -> int: ...
    def key(self, place: int) -> str:
        """What the row is known by, also after newer rows have come."""
        ...

    def row(self, place: int) -> Any | None: ...
    def can_grow(self) -> bool: ...
    def grow(self) -> None: ...


class ListSource:
    """All rows at hand. ``key`` is the name of the attribute a row is known by."""

    def __init__(self, rows: Sequence[Any] = (), key: str = "id") -> None:
        self.rows = list(rows)
        self._key = key

    def key(self, place: int) -> str:
        return str(getattr(self.rows[place], self._key))

    def __len__(self) -> int:
        return len(self.rows)

    def row(self, place: int) -> Any:
        return self.rows[place]

    def can_grow(self) -> bool:
        return False

    def grow(self) -> None:
        raise RuntimeError("a list has all its rows")

    def only(self, fits: Callable[[Any], bool]) -> ListSource:
        """Those of the rows that fit."""
        return ListSource([row for row in self.rows if fits(row)], self._key)


class TableModel(QAbstractTableModel):
    """Columns of cells over a `RowSource`."""

    sort_wanted = Signal(str, bool)
    """By which column, and whether downwards: of rows that are fetched, whoever fetches sorts."""

    def __init__(self, columns: Sequence[Column], cell: Callable[[Any, str], Cell]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._cell = cell
        self._titles: Sequence[str] = [""] * len(self.columns)
        self._source: RowSource = ListSource()
        self._count = 0

    def show_source(self, source: RowSource) -> None:
        self.beginResetModel()
        self._source, self._count = source, len(source)
        self.endResetModel()

    def show_titles(self, titles: Sequence[str]) -> None:
        """Headings, and every cell again: their words may have changed too."""
        self._titles = titles
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self.loaded(0, self._count - 1)

    def loaded(self, first: int, last: int) -> None:
        """Rows ``first`` to ``last`` have arrived."""
        if self._count:
            last = min(last, self._count - 1)
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def grown(self) -> None:
        """The source has become longer."""
        if len(self._source) > self._count:
            self.beginInsertRows(QModelIndex(), self._count, len(self._source) - 1)
            self._count = len(self._source)
            self.endInsertRows()

    def is_whole(self) -> bool:
        """Whether every row is at hand."""
        return isinstance(self._source, ListSource)

    def row(self, place: int) -> Any | None:
        return self._source.row(place)

    def rows(self) -> list[Any]:
        """All rows, in the order they are shown. Of a table that is whole."""
        return [self._source.row(place) for place in range(self._count)]

    def key(self, place: int) -> str:
        return self._source.key(place)

    def says(self, row: Any, words: Sequence[str]) -> bool:
        """Whether each of ``words``, in small letters, is in one of the row's cells."""
        cells = [self._cell(row, column.key).text.casefold() for column in self.columns]
        return all(any(word in cell for cell in cells) for word in words)

    @property
    def titles(self) -> Sequence[str]:
        return self._titles

    def text(self, place: int, column: int) -> str:
        row = self._source.row(place)
        return "" if row is None else self._cell(row, self.columns[column].key).text

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._source.can_grow()

    def fetchMore(self, parent: Index) -> None:
        if not parent.isValid():
            self._source.grow()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        row = self._source.row(index.row())
        if row is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        cell = self._cell(row, self.columns[index.column()].key)
        if role == Qt.ItemDataRole.DisplayRole:
            return harmless(cell.text)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(cell.text)
        if role == Qt.ItemDataRole.ForegroundRole and cell.tone:
            return QColor(TONES[cell.tone])
        if role == Qt.ItemDataRole.FontRole and cell.struck:
            font = font_of(DESK_TEXT)
            font.setStrikeOut(True)
            return font
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column < 0:
            return
        key = self.columns[column].key
        if not self.is_whole():
            self.sort_wanted.emit(key, order is Qt.SortOrder.DescendingOrder)
            return

        def compared(row: Any) -> Any:
            """What has nothing to compare but its words comes after what has."""
            cell = self._cell(row, key)
            return (True, cell.text) if cell.order is None else (False, cell.order)

        self.layoutAboutToBeChanged.emit()
        self._source.rows.sort(key=compared, reverse=order is Qt.SortOrder.DescendingOrder)
        self.layoutChanged.emit()

    def _side(self, column: int) -> Qt.AlignmentFlag:
        figure = self.columns[column].figure
        side = Qt.AlignmentFlag.AlignRight if figure else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class _EndsStay(QStyledItemDelegate):
    """Cells of a column that is cut in the middle."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle  # type: ignore[attr-defined]


class Table(QTableView):
    """A `TableModel` on the screen."""

    opened = Signal(object)
    """The row of Enter or a double click."""
    copied = Signal(int)
    """So many rows are on the clipboard."""
    copy_wanted = Signal(object)
    """Rows that may have to be fetched first: their keys, or None for every row there is."""

    def __init__(
        self,
        name: str,
        model: TableModel,
        memory: QSettings | None = None,
        *,
        sortable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """``name`` is what its columns are kept under in ``memory``."""
        super().__init__(parent)
        self._model = model
        self._given: RowSource = ListSource()
        self._words: Sequence[str] = ()
        self._everything = False
        """Whether all rows were chosen at once, with those that are yet to come."""
        self.filter_box: QLineEdit | None = None
        """Where is typed what rows must say: the page's own, else one of the table's."""
        model.setParent(self)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.doubleClicked.connect(self._open)
        self._set_up_header()
        self.columns = ColumnLayout(
            name, model.columns, self.horizontalHeader(), memory, lambda: model.titles
        )
        self.columns.on_filter = self.open_filter
        for place, column in enumerate(model.columns):
            if column.middle:
                self.setItemDelegateForColumn(place, _EndsStay(self))
        self._sorted = -1, Qt.SortOrder.AscendingOrder
        if sortable:
            header = self.horizontalHeader()
            header.setSectionsClickable(True)
            header.setSortIndicator(*self._sorted)
            header.sectionClicked.connect(self._on_clicked)
            header.sortIndicatorChanged.connect(self._on_sorted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Find):
            self.open_filter()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """With the keyboard here, Ctrl+F is about this table, not about the page's search."""
        wanted = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if wanted and event.matches(QKeySequence.StandardKey.Find):  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def show_sorted(self, key: str, *, descending: bool) -> None:
        """Mark the heading by which the rows are sorted already."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self._sorted = [each.key for each in self._model.columns].index(key), order
        header = self.horizontalHeader()
        header.blockSignals(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(*self._sorted)
        header.blockSignals(False)

    def choose(self, key: str) -> bool:
        """Choose the row of that key and bring it into sight; False where it is not there."""
        model = self._model
        places = (place for place in range(model.rowCount()) if model.key(place) == key)
        place = next(places, None)
        if place is None:
            return False
        self.selectRow(place)
        self.scrollTo(model.index(place, 0))
        return True

    def open_filter(self) -> None:
        """The keyboard to where is typed what rows must say."""
        if self.filter_box is None:
            self.filter_box = TableFilter(self, self.filter_by)
        if isinstance(self.filter_box, TableFilter):
            self.filter_box.open()
        else:
            self.filter_box.setFocus()

    def filter_by(self, typed: str) -> None:
        """Of a list only the rows that say every word of ``typed``."""
        self._words = typed.casefold().split()
        self.show_again(self._given)

    def show_again(self, source: RowSource) -> None:
        """Newer rows in place of the old ones; what was chosen, and where one was, is kept."""
        self._given = source
        model = self._model
        if self._words and isinstance(source, ListSource):
            source = source.only(lambda row: model.says(row, self._words))
        everything = self._everything
        chosen = set() if everything else {model.key(place) for place in self._chosen()}
        bar = self.verticalScrollBar()
        above = bar.value()
        first = model.key(self.rowAt(0)) if above and self.rowAt(0) >= 0 else ""
        offset = above - self.rowAt(0) * ROW_HEIGHT
        model.show_source(source)
        if model.is_whole():
            model.sort(*self._sorted)
        choice = QItemSelection()
        for place in range(len(source)) if chosen or first else ():
            if model.key(place) in chosen:
                choice.select(model.index(place, 0), model.index(place, 0))
            if first and model.key(place) == first:
                bar.setValue(place * ROW_HEIGHT + offset)
        rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().select(choice, rows)
        if everything:
            self.selectAll()

    def selectAll(self) -> None:
        super().selectAll()
        self._everything = True

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        self._everything = False
        super().selectionChanged(selected, deselected)

    def reset(self) -> None:
        self._everything = False
        super().reset()

    def rowsInserted(self, parent: Index, first: int, last: int) -> None:
        everything = self._everything
        super().rowsInserted(parent, first, last)
        if everything:
            self.selectAll()

    def texts(self) -> tuple[list[str], list[list[str]]]:
        """Headings and every row that is at hand, as they are shown, whatever is hidden."""
        model = self._model
        columns = range(model.columnCount())
        rows = [[model.text(place, each) for each in columns] for place in range(model.rowCount())]
        return list(model.titles), rows

    def copy(self) -> None:
        """The chosen rows, headings first; what is not at hand is asked for with `copy_wanted`."""
        model = self._model
        places = self._chosen()
        if not places:
            return
        if not model.is_whole():
            keys = None if self._everything else [model.key(place) for place in places]
            self.copy_wanted.emit(keys)
            return
        columns = range(model.columnCount())
        titles = [str(model.headerData(column, Qt.Orientation.Horizontal)) for column in columns]
        rows = [[model.text(place, column) for column in columns] for place in places]
        QGuiApplication.clipboard().setText("\n".join(map(tab_separated, [titles, *rows])))
        self.copied.emit(len(rows))

    def _chosen(self) -> list[int]:
        """Places of the chosen rows, by their ranges: `selectedRows` asks about every cell."""
        ranges = self.selectionModel().selection()
        return sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})

    def _open(self, index: Index) -> None:
        if index.isValid():
            row = self._model.row(index.row())
            if row is not None:
                self.opened.emit(row)

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        # Else every painting of a heading asks each chosen row whether all of its column is chosen:
        # half a second at 20,000 rows.
        header.setSelectionModel(QItemSelectionModel(self._model, header))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(64)

    def _on_clicked(self, place: int) -> None:
        """The first click shows the mark, which takes room: then the heading gets it."""
        header = self.horizontalHeader()
        if header.isSortIndicatorShown() or not self._model.columns[place].sorts:
            return  # Qt turns it round by itself once it is shown
        header.setSortIndicatorShown(True)
        wide = header.sectionSizeHint(place)
        if self._model.columns[place].width and header.sectionSize(place) < wide:
            header.resizeSection(place, wide)
        header.setSortIndicator(place, Qt.SortOrder.AscendingOrder)

    def _on_sorted(self, place: int, order: Qt.SortOrder) -> None:
        """A heading that does not sort keeps the mark where it was."""
        header = self.horizontalHeader()
        if place >= 0 and not self._model.columns[place].sorts:
            header.setSortIndicator(*self._sorted)
            return
        self._sorted = place, order
        self._model.sort(place, order)
