"""开播: the stage is opened, then 3, 2, 1. Until the 1 is over, one press calls it off."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.live.pieces import FittedText
from ui.theme import tokens
from ui.theme.style import dress
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.retranslating import Retranslating

SECOND_MS = 1000
DESIGNED_HEIGHT = 768
LOWEST_FIGURE = 200


class CountdownView(Retranslating, QWidget):
    """Opening → 3 2 1 → going on air; or the sentence why it could not."""

    finished = Signal()
    retry_asked = Signal()
    back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, surface="dark")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._count = 0
        self._problem = ""
        self._going = self._resuming = False
        self._title = ""
        self.show_title = FittedText(34, bold=True, parent=self)
        self.figure = FittedText(tokens.COUNTDOWN, bold=True, parent=self)
        self.words = Label(self)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        dress(self.words, role="anchor")
        self.retry, self.back = Button(self), Button(self)
        dress(self.retry, role="primary", large=True)
        dress(self.back, large=True)
        self.retry.clicked.connect(self.retry_asked)
        self.back.clicked.connect(self._call_off)
        self._timer = QTimer(self)
        self._timer.setInterval(SECOND_MS)
        self._timer.timeout.connect(self.on_second)
        self._lay_out()
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The figure leaves room for the words and the button on a low screen."""
        super().resizeEvent(event)
        self.figure.set_scale(min(1.0, self.height() / DESIGNED_HEIGHT))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(16)
        buttons.addStretch(1)
        buttons.addWidget(self.retry)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        for text in (self.show_title, self.figure):
            text.set_centred()
        self.figure.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.figure.setMinimumHeight(LOWEST_FIGURE)
        column = QVBoxLayout(self)
        column.setContentsMargins(80, 48, 80, 56)
        column.addWidget(self.show_title)
        column.addStretch(1)
        column.addWidget(self.figure)
        column.addWidget(self.words)
        column.addStretch(2)
        column.addLayout(buttons)

    def show_opening(self, title: str, *, resuming: bool) -> None:
        """The stage is being opened; ``resuming``: an interrupted broadcast goes on."""
        self._title, self._resuming = title, resuming
        self._problem, self._going, self._count = "", False, 0
        self.retranslate()

    def start(self) -> None:
        """The stage is ready: count."""
        self._count = 3
        self._timer.start()
        self.retranslate()

    def on_second(self) -> None:
        """One second of the countdown is over."""
        self._count -= 1
        if self._count <= 0:
            self._timer.stop()
            self._going = True
            self.finished.emit()
        self.retranslate()

    def show_problem(self, text: str) -> None:
        """It did not work; nothing is on air."""
        self._timer.stop()
        self._problem, self._going, self._count = text, False, 0
        self.retranslate()

    def stop(self) -> None:
        self._timer.stop()

    def is_counting(self) -> bool:
        return self._timer.isActive()

    def _call_off(self) -> None:
        self._timer.stop()
        self.back_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape calls it off while that is still possible; no other key does anything."""
        if event.key() == Qt.Key.Key_Escape and self.back.isEnabled():
            self._call_off()

    def retranslate(self) -> None:
        self.show_title.show_text(self._title)
        self.figure.show_text(str(self._count) if self._count else "")
        self.figure.setVisible(self._count > 0)
        self.words.setText(self._words())
        self.retry.setText(self.tr("再试一次"))
        self.retry.setVisible(bool(self._problem))
        self.back.setText(self.tr("先不播，回去"))
        self.back.setEnabled(not self._going)

    def _words(self) -> str:
        if self._problem:
            return self._problem
        if self._count:
            return self.tr("看镜头，马上开播")
        if self._resuming:
            return self.tr("正在接上刚才断掉的这一场…\n商品、贴片和时间都还在")
        return self.tr("正在开播…") if self._going else self.tr("正在准备画面…")
