"""Lines of two inputs under one label: what, and how many of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.desk.stock.typed import Pairs
from ui.theme.style import dress
from ui.widgets import ElidedLabel
from ui.widgets.button import Button
from ui.widgets.field import mistake_below
from ui.widgets.label import Label

COUNT_WIDTH = 84
AFTER_WIDTH = 48
ROW_HEIGHT = 46
SHOWN = 2
"""Lines at once; more are scrolled to."""


class _Row(QWidget):
    """One line."""

    def __init__(self, between: str, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, role="plain")
        self.what, self.count = QLineEdit(self), QLineEdit(self)
        self.count.setFixedWidth(COUNT_WIDTH)
        self.between, self.after = Label(between, self), ElidedLabel(self)
        self.after.setFixedWidth(AFTER_WIDTH)
        self.remove = Button(self)
        dress(self.remove, role="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.what, 1)
        for part in (self.between, self.count, self.after, self.remove):
            row.addWidget(part)
        # A scanner ends a code with Enter: how many comes next.
        self.what.returnPressed.connect(self.count.setFocus)

    @property
    def typed(self) -> tuple[str, str]:
        return self.what.text().strip(), self.count.text().strip()


class PairsBox(QWidget):
    """There is always a line to type into; an empty one says nothing."""

    entered = Signal()
    """Enter was pressed where a number is typed."""

    def __init__(self, between: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._between = between
        self._hint = self._count_hint = self._remove = self._after = ""
        self.rows: list[_Row] = []
        self._mistaken: _Row | None = None
        """The line the sentence below is about."""
        self._offered = QStringListModel(self)
        self.label, self.more = Label(self), Button(self)
        dress(self.label, role="small")
        dress(self.more, role="quiet")
        head = QHBoxLayout()
        head.addWidget(self.label, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.more)
        holder = QWidget()
        dress(holder, role="plain")
        self._lines = QVBoxLayout(holder)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(6)
        self._lines.addStretch(1)
        self._area = QScrollArea(self)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._area)
        self._wrong = mistake_below(self)
        self.more.clicked.connect(self._on_more)

    def show_label(self, words: str, more: str, remove: str) -> None:
        self.label.setText(words)
        self.more.setText(more)
        self._remove = remove
        self._retell()

    def show_hints(self, what: str, count: str) -> None:
        self._hint, self._count_hint = what, count
        self._retell()

    def show_after(self, words: str) -> None:
        """What is counted, after each number."""
        self._after = words
        self._retell()

    def offer(self, texts: Sequence[str]) -> None:
        """While one of them is typed, those like it are offered."""
        self._offered.setStringList(list(texts))

    def show_pairs(self, pairs: Pairs) -> None:
        while self.rows:
            self._take_out(self.rows[-1])
        for what, count in pairs or (("", ""),):
            row = self._add()
            row.what.setText(what)
            row.what.setCursorPosition(0)
            row.count.setText(count)
        self.show_wrong("")

    @property
    def pairs(self) -> Pairs:
        """What stands there, empty lines left out."""
        return tuple(row.typed for row in self.rows if any(row.typed))

    @property
    def wrong(self) -> str:
        return self._wrong.text()

    def show_wrong(self, sentence: str, place: int | None = None) -> None:
        """One sentence below the lines, none to take it away; ``place``: the mistaken one of
        `pairs`, which is brought into sight."""
        typed = [row for row in self.rows if any(row.typed)]
        known = place is not None and place < len(typed)  # or it was taken out meanwhile
        self._mistaken = typed[place] if known else None
        for row in self.rows:
            for field in (row.what, row.count):
                dress(field, wrong=row is self._mistaken)
        self._wrong.show_text(sentence)

    def lead_to(self) -> None:
        """The keyboard to the mistaken line, else to the first of which only half is typed, else
        to the last."""
        half = [row for row in self.rows if any(row.typed) and not all(row.typed)]
        row = self._mistaken or (half[0] if half else self.rows[-1])
        self._lead_to(row, row.count if row.typed[0] and not row.typed[1] else row.what)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sentence takes room of the lines, and nothing has its place before it is shown."""
        super().resizeEvent(event)
        if self._mistaken is not None:
            self._bring_to_sight(self._mistaken)

    def _on_more(self) -> None:
        row = self._add()
        self._lead_to(row, row.what)

    def _lead_to(self, row: _Row, field: QLineEdit) -> None:
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bring_to_sight(row)

    def _bring_to_sight(self, row: _Row) -> None:
        holder = self._area.widget()
        holder.layout().activate()
        holder.adjustSize()  # a line that has just come has no place yet
        self._area.ensureWidgetVisible(row)

    def _add(self) -> _Row:
        row = _Row(self._between, self._area.widget())
        offered = QCompleter(self._offered, row)
        offered.setFilterMode(Qt.MatchFlag.MatchContains)
        offered.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        row.what.setCompleter(offered)
        row.count.returnPressed.connect(self.entered)
        row.remove.clicked.connect(partial(self._on_remove, row))
        self.rows.append(row)
        self._lines.insertWidget(self._lines.count() - 1, row)
        row.show()  # the layout would do so a turn later, and until then the line has no place
        self._make_room()
        self._retell()
        return row

    def _on_remove(self, row: _Row) -> None:
        self._take_out(row)
        if not self.rows:
            self._add()
        self._lead_to(self.rows[-1], self.rows[-1].what)

    def _take_out(self, row: _Row) -> None:
        self.rows.remove(row)
        if row is self._mistaken:
            self._mistaken = None
        self._lines.removeWidget(row)
        self._make_room()
        row.hide()
        row.deleteLater()

    def _make_room(self) -> None:
        self._area.setFixedHeight(ROW_HEIGHT * min(max(1, len(self.rows)), SHOWN))

    def _retell(self) -> None:
        for row in self.rows:
            row.what.setPlaceholderText(self._hint)
            row.count.setPlaceholderText(self._count_hint)
            row.what.setAccessibleName(self.label.text())
            row.count.setAccessibleName(self._count_hint)
            row.after.setText(self._after)
            row.after.setVisible(bool(self._after))
            row.remove.setText(self._remove)
