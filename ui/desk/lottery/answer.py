"""What came of looking at somebody's archive: an answer of its own, beside none of the list's."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from inventory.lottery.fair import Checked
from studio.runtime.wording import word_error
from ui import i18n
from ui.desk.lottery import words as lottery_words
from ui.theme.style import dress
from ui.widgets import Retranslating
from ui.widgets.button import Button
from ui.widgets.label import Label


class FileAnswer(Retranslating, QFrame):
    """Names the file; stays until the next answer, or until it was read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file = ""
        self._answer: Checked | BaseException | None = None
        self.words, self.read = Label(self), Button(self)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        dress(self.read, role="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.read, 0, Qt.AlignmentFlag.AlignTop)
        self.read.clicked.connect(self.hide)
        self.hide()
        self.retranslate()

    def show_checked(self, file: str, checked: Checked) -> None:
        """``file``: its name."""
        self._file = file
        self._show(checked)

    def show_refused(self, error: BaseException) -> None:
        """The sentence names the file."""
        self._show(error)

    def retranslate(self) -> None:
        self.read.setText(self.tr("知道了"))
        if self._answer is not None:
            self._tell(self._answer)

    def _show(self, answer: Checked | BaseException) -> None:
        self._answer = answer
        self._tell(answer)
        self.show()

    def _tell(self, answer: Checked | BaseException) -> None:
        if isinstance(answer, BaseException):
            dress(self, role="card", tone="broken")
            self.words.setText(word_error(answer, i18n.current()))
            return
        wrong = bool(answer.differences)
        dress(self, role="card", tone="broken" if wrong else "fine")
        called = (
            self.tr("存档“{file}”里的“{name}”对不上：")
            if wrong
            else self.tr("存档“{file}”里的“{name}”：")
        )
        name = answer.archive.terms.name
        told = called.format(file=self._file, name=name)
        self.words.setText(f"{told}\n{lottery_words.checked(answer.told)}")
