"""A line over a table's corner: only rows that say what is typed. Esc, and all are there again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QTableView

from ui.widgets.retranslating import Retranslating

WIDTH, MARGIN = 240, 6


class TableFilter(Retranslating, QLineEdit):
    """Made for tables whose page has no such line of its own; stays in sight while it narrows."""

    def __init__(self, table: QTableView, narrow: Callable[[str], None]) -> None:
        super().__init__(table)  # not within what scrolls: it would go along
        self._table = table
        self.setClearButtonEnabled(True)
        self.textChanged.connect(narrow)
        table.viewport().installEventFilter(self)
        self.retranslate()

    def open(self) -> None:
        self._place()
        self.show()
        self.raise_()
        self.setFocus()

    def retranslate(self) -> None:
        self.setPlaceholderText(self.tr("只看有这几个字的"))
        self.setAccessibleName(self.tr("只看有这几个字的"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.hide()
            self._table.setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._table.setFocus()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The table got another size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        room = self._table.viewport().geometry()
        wide = min(WIDTH, room.width() - 2 * MARGIN)
        left, high = room.right() - wide - MARGIN, self.sizeHint().height()
        self.setGeometry(left, room.top() + MARGIN, wide, high)
