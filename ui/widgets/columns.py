"""How a table's columns lie: moved, drawn wider, hidden, and found so again at the next start."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHeaderView, QMenu

from ui.widgets.button import unmarked
from ui.widgets.retranslating import Retranslating


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` in pixels until somebody pulls at it; 0 takes the room that is left."""

    key: str
    width: int = 120
    figure: bool = False
    """Set at the right."""
    sorts: bool = True
    """Whether a click on its heading sorts."""
    middle: bool = False
    """Codes and names of files, told apart by their ends: without room for all, both ends stay."""


@dataclass(frozen=True, slots=True)
class Laid:
    """One column as it was left."""

    key: str
    width: int
    hidden: bool


def written(laid: Sequence[Laid]) -> str:
    """As one line of the window's memory: left to right, hidden ones with a dash before."""
    return " ".join(f"{'-' if each.hidden else ''}{each.key}:{each.width}" for each in laid)


def read(text: str, columns: Sequence[Column]) -> list[Laid]:
    """What was kept, as far as there are such columns; others follow as they are made."""
    kept: dict[str, Laid] = {}
    known = {each.key: each for each in columns}
    for word in text.split():
        key, _, width = word.lstrip("-").partition(":")
        if key in known and width.isascii() and width.isdigit():
            hidden = word.startswith("-") and bool(known[key].width)
            kept[key] = Laid(key, int(width), hidden)
    new = [Laid(each.key, each.width, False) for each in columns if each.key not in kept]
    return [*kept.values(), *new]


class ColumnLayout(Retranslating, QMenu):
    """The menu of a table's headings; keeps under ``name`` in ``memory`` how they lie.

    The column that takes the room that is left cannot be hidden: without it there is no row.
    """

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        header: QHeaderView,
        memory: QSettings | None,
        titles: Callable[[], Sequence[str]],
    ) -> None:
        super().__init__(header)
        self._name, self._columns, self._header = name, columns, header
        self._memory, self._titles = memory, titles
        self._restoring = False
        self._aside: dict[str, int] = {}
        """Columns off for a while, and how wide they were."""
        self.on_save: Callable[[], None] | None = None
        """Whoever saves the table; None: nobody, and the menu does not say so."""
        self.on_filter: Callable[[], None] | None = None
        """Whoever narrows the table to what is typed; None: nobody."""
        self._again, self._save, self._filter = QAction(self), QAction(self), QAction(self)
        self._again.triggered.connect(self.lay_out_anew)
        self._save.triggered.connect(self._on_save)
        self._filter.triggered.connect(self._on_filter)
        header.setSectionsMovable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open)
        kept = "" if memory is None else str(memory.value(self._key, ""))
        self._lay_out(read(kept, columns))
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(self._keep)
        self.retranslate()

    def retranslate(self) -> None:
        self._again.setText(self.tr("列还原成原来的样子"))
        self._save.setText(self.tr("存成表格……"))
        self._filter.setText(self.tr("只看有这几个字的……\tCtrl+F"))

    def show_column(self, key: str, shown: bool) -> None:
        place = [each.key for each in self._columns].index(key)
        self._header.setSectionHidden(place, not shown)
        self._keep()

    def set_aside(self, keys: Collection[str]) -> None:
        """Take these off for as long as something beside the table says the same, and give back
        what was off before. Nothing of it is kept."""
        places = {each.key: place for place, each in enumerate(self._columns)}
        self._restoring = True
        for key, width in self._aside.items():
            self._header.setSectionHidden(places[key], False)
            self._header.resizeSection(places[key], width)
        seen = [key for key in keys if not self._header.isSectionHidden(places[key])]
        self._aside = {key: self._header.sectionSize(places[key]) for key in seen}
        for key in seen:
            self._header.setSectionHidden(places[key], True)
        self._restoring = False

    def lay_out_anew(self) -> None:
        """As on the first day."""
        self._lay_out(read("", self._columns))
        self._keep()

    def fill(self) -> None:
        """One line a column, then the way back and into a file; called before it opens."""
        self.clear()
        for place, (column, title) in enumerate(zip(self._columns, self._titles(), strict=True)):
            shown = QAction(unmarked(title), self)
            shown.setCheckable(True)
            shown.setChecked(not self._header.isSectionHidden(place))
            shown.setEnabled(column.width != 0)
            shown.toggled.connect(lambda on, key=column.key: self.show_column(key, on))
            self.addAction(shown)
        self.addSeparator()
        if self.on_filter is not None:
            self.addAction(self._filter)
        self.addAction(self._again)
        if self.on_save is not None:
            self.addAction(self._save)

    @property
    def _key(self) -> str:
        return f"columns/{self._name}"

    def _on_save(self) -> None:
        if self.on_save is not None:
            self.on_save()

    def _on_filter(self) -> None:
        if self.on_filter is not None:
            self.on_filter()

    def _open(self, at: QPoint) -> None:
        self.fill()
        self.popup(self._header.viewport().mapToGlobal(at))

    def _lay_out(self, laid: Sequence[Laid]) -> None:
        self._restoring = True
        header, keys = self._header, [each.key for each in self._columns]
        for visual, each in enumerate(laid):
            place = keys.index(each.key)
            if self._columns[place].width:
                header.resizeSection(place, each.width)
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
            header.setSectionHidden(place, each.hidden)
            header.moveSection(header.visualIndex(place), visual)
        self._restoring = False

    def _on_resized(self, _place: int, before: int, now: int) -> None:
        if before and now and self._header.isVisible():  # not while it is hidden or laid out
            self._keep()

    def _keep(self) -> None:
        if self._memory is None or self._restoring:
            return
        header = self._header
        laid = []
        for visual in range(header.count()):
            place = header.logicalIndex(visual)
            column, hidden = self._columns[place], header.isSectionHidden(place)
            # A hidden one has no width; shown again it is as wide as at first.
            width = column.width if hidden else header.sectionSize(place)
            width = self._aside.get(column.key, width)
            laid.append(Laid(column.key, width, hidden and column.key not in self._aside))
        self._memory.setValue(self._key, written(laid))
