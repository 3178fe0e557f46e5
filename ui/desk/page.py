"""What the pages of the desk have in common: a title, room at the right, a body."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ui.theme.style import dress
from ui.widgets import EmptyState, Retranslating, Toast


class DeskPage(Retranslating, QWidget):
    """``top`` takes what stands beside the title, ``body`` what lies below it.

    `pages` shows the body or, where there is nothing yet, the empty state.
    """

    def __init__(self, empty_icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter: Any = None
        self.title, self.note = QLabel(self), QLabel(self)
        dress(self.title, role="title")
        dress(self.note, role="muted")
        self.toast = Toast(self)
        self.top = QHBoxLayout()
        self.top.setSpacing(10)
        self.top.addWidget(self.title)
        self.top.addWidget(self.note, 1)
        holder = QWidget(self)
        self.body = QVBoxLayout(holder)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self.empty = EmptyState(empty_icon, self)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(holder)
        self.pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 14, 24, 18)
        column.setSpacing(12)
        column.addLayout(self.top)
        column.addWidget(self.pages, 1)

    def show_empty(self, empty: bool) -> None:
        self.pages.setCurrentIndex(1 if empty else 0)

    def leave(self) -> None:
        if self.presenter is not None:
            self.presenter.close()
