"""What a person sees of a bug: that nothing is lost, and how to tell whoever can mend it."""

from __future__ import annotations

import platform
import traceback

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from studio.runtime.wording import sentence
from ui import i18n
from ui.theme.style import dress
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.retranslating import Retranslating


class BugDialog(Retranslating, QDialog):
    """Not modal to the session: keys of the live view go on working behind it."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._errors = [error]
        self.setModal(False)
        self.setMinimumWidth(520)
        dress(self, surface="light")
        self._title, self._words = Label(self), Label(self)
        dress(self._title, role="heading")
        self._words.setWordWrap(True)
        self._copy, self._close = Button(self), Button(self)
        dress(self._close, role="primary")
        self._copy.clicked.connect(self.copy_details)
        self._close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(16)
        column.addWidget(self._title)
        column.addWidget(self._words)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._copy)
        row.addWidget(self._close)
        column.addLayout(row)
        self.retranslate()

    def add(self, error: BaseException) -> None:
        """Another one while the dialog is open: its details are copied along."""
        self._errors.append(error)

    def details(self) -> str:
        """What to send to whoever mends it: system, and each traceback."""
        parts = [f"Gongfu Studio, {platform.platform()}, Python {platform.python_version()}"]
        parts += ["".join(traceback.format_exception(error)) for error in self._errors]
        return "\n".join(parts)

    def copy_details(self) -> None:
        QGuiApplication.clipboard().setText(self.details())
        self._copy.setText(self.tr("✓ 复制好了"))

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("出了点差错"))
        self._title.setText(self.tr("出了点差错，可以接着用"))
        self._words.setText(sentence("bug", i18n.current()))
        self._copy.setText(self.tr("复制详情"))
        self._close.setText(self.tr("知道了"))
