"""What is being done, how far it is, and a button to stop it: a strip under the table."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from ui.desk.long_work import Doing, HowFar
from ui.widgets import Retranslating
from ui.widgets.button import Button
from ui.widgets.label import Label

_ORDERS = (Doing.IMPORTING, Doing.UNDOING, Doing.SETTLING)
"""Once it is known how many there are, these count orders."""

PATIENCE_MS = 300
"""What is done sooner needs no strip, which would only flash."""


class WorkBar(Retranslating, QFrame):
    """Hidden while nothing is being done."""

    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._how_far: HowFar | None = None
        self.words = Label(self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.stop = Button(self)
        self.stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.stop.clicked.connect(self.stop_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self.words)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        self.retranslate()
        self.hide()

    def show_work(self, how_far: HowFar | None) -> None:
        begins = self._how_far is None
        self._how_far = how_far
        if how_far is None:
            self._patience.stop()
            self.hide()
            return
        if begins:
            self._patience.start()
        # Nobody knows how long the end takes: the bar then runs to and fro.
        known = how_far.total > 0 and not how_far.closing and not how_far.stopping
        self.bar.setRange(0, how_far.total if known else 0)
        self.bar.setValue(min(how_far.done, how_far.total))
        self.stop.setDisabled(how_far.stopping)
        self.retranslate()

    def retranslate(self) -> None:
        self.stop.setText(self.tr("取消"))
        how_far = self._how_far
        if how_far is None:
            return
        # As wide as it will become, so that the bar stands still.
        widest = max(how_far.done, how_far.total)
        longest = self.fontMetrics().horizontalAdvance(self._rows(how_far, widest))
        self.words.setMinimumWidth(longest)
        if how_far.stopping:
            self.words.setText(self.tr("正在停……"))
        elif how_far.closing and how_far.doing is Doing.WRITING:
            self.words.setText(self.tr("都写上了，正在收尾……"))
        else:
            self.words.setText(self._rows(how_far, how_far.done))

    def _rows(self, how_far: HowFar, done: int) -> str:
        doing = self._doing(how_far.doing)
        if not how_far.total:
            return self.tr("{doing}：{done} 行").format(doing=doing, done=f"{done:,}")
        orders = how_far.doing in _ORDERS
        words = (
            self.tr("{doing}：{done} / {total} 单")
            if orders
            else self.tr("{doing}：{done} / {total} 行")
        )
        return words.format(doing=doing, done=f"{done:,}", total=f"{how_far.total:,}")

    def _doing(self, doing: Doing) -> str:
        return {
            Doing.WRITING: self.tr("正在写表格"),
            Doing.COPYING: self.tr("正在复制"),
            Doing.LOOKING: self.tr("正在看"),
            Doing.IMPORTING: self.tr("正在导入"),
            Doing.UNDOING: self.tr("正在撤掉"),
            Doing.SETTLING: self.tr("正在接着办"),
        }[doing]
