"""The plans there are, as a column to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.runtime.wording import Count
from ui.formats import day_and_clock
from ui.theme.style import dress, font_of
from ui.theme.tokens import LIGHT
from ui.widgets import Retranslating, icons
from ui.widgets.button import Button
from ui.widgets.label import Label


class PlanList(Retranslating, QWidget):
    """One button a plan, the newest first; below them, making and copying."""

    chosen = Signal(Path)
    new_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._listings: Sequence[Any] = ()
        self._chosen: Path | None = None
        self._heading = Label(self)
        dress(self._heading, role="muted")
        self._new, self._copy = Button(self), Button(self)
        self._new.setIcon(icons.icon("plus", LIGHT.text))
        self._copy.setIcon(icons.icon("copy", LIGHT.text))
        self._new.clicked.connect(self.new_wanted)
        self._copy.clicked.connect(self.copy_wanted)
        self._group = QButtonGroup(self)
        self._rows = QWidget(self)
        dress(self._rows, role="plain")
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._rows)
        scroll.viewport().setAutoFillBackground(False)
        self._rows.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._heading)
        column.addWidget(scroll, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._new)
        buttons.addWidget(self._copy)
        column.addLayout(buttons)
        self.retranslate()

    def show_plans(self, listings: Sequence[Any], chosen: Path | None) -> None:
        self._listings, self._chosen = listings, chosen
        self._copy.setEnabled(chosen is not None)
        while (row := self._column.takeAt(0)) is not None:
            if row.widget() is not None:
                row.widget().hide()
                row.widget().deleteLater()
        for listing in listings:
            self._column.addWidget(self._row(listing))
        self._column.addStretch(1)

    def retranslate(self) -> None:
        self._heading.setText(self.tr("排品"))
        self._new.setText(self.tr("新建"))
        self._copy.setText(self.tr("复制"))
        self.show_plans(self._listings, self._chosen)

    def _row(self, listing: Any) -> Button:
        row = _PlanRow(listing.title, self._second_line(listing), self._rows)
        row.setChecked(listing.path == self._chosen)
        row.clicked.connect(lambda _=False, path=listing.path: self._on_row(path))
        self._group.addButton(row)
        return row

    def _second_line(self, listing: Any) -> str:
        if listing.error is not None:
            return "■ " + self.tr("这份读不了")
        words = self.tr("{count} 样，{when}")
        return words.format(count=Count(listing.products), when=day_and_clock(listing.modified_ms))

    def _on_row(self, path: Path) -> None:
        self._chosen = path
        self._copy.setEnabled(True)
        self.chosen.emit(path)


class _PlanRow(Button):
    """Title over what is in it."""

    def __init__(self, title: str, second: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        dress(self, role="row")
        self.setAccessibleName(f"{title} {second}")
        self._title, self._label = title, Label(self)
        dress(self._label, role="strong")
        below = Label(second, self)
        dress(below, role="small")
        for label in (self._label, below):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 10, 8)
        column.setSpacing(2)
        column.addWidget(self._label)
        column.addWidget(below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = QFontMetrics(font_of(16, bold=True))
        room = self.width() - 26
        self._label.setText(metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, room))
