"""下播: asked once, done only with a finger kept on the button. The default is to go on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from studio.runtime.wording import Count
from ui.formats import money
from ui.live.models import LiveModel
from ui.live.pieces import HoldButton
from ui.theme import tokens
from ui.theme.style import dress
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.retranslating import Retranslating

HOLD_MS = 2000


LOWEST = 350
"""Height of the sheet, pixels; more where the words are longer."""


class EndPanel(Retranslating, QWidget):
    """Laid over the whole screen. Every key, and a click beside it, means 接着播."""

    end_held = Signal()
    left = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        dress(self, surface="dark", look="live")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, False)
        self._model: LiveModel | None = None
        self._ending = False
        self._problem = ""
        self._sheet = dress(QFrame(self), role="card")
        self.title, self.words, self.problem = (Label(self._sheet) for _ in range(3))
        dress(self.title, role="anchor-title")
        dress(self.problem, tone="broken")
        for label in (self.words, self.problem):
            label.setWordWrap(True)
            label.setProperty("end", "words")
        self.go_on = Button(self._sheet)
        self.go_on.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        dress(self.go_on, role="primary", end="go_on")
        self.hold = HoldButton(HOLD_MS, self._sheet)
        self.go_on.clicked.connect(self.leave)
        self.hold.held.connect(self._on_held)
        self._lay_out()
        host.installEventFilter(self)
        self.retranslate()
        self.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.go_on, 1)
        row.addWidget(self.hold, 1)
        column = QVBoxLayout(self._sheet)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(16)
        column.addWidget(self.title)
        column.addWidget(self.words, 1)
        column.addWidget(self.problem)
        column.addLayout(row)

    def open(self, model: LiveModel) -> None:
        self._model, self._problem = model, ""
        self._place()
        self.retranslate()
        self.show()
        self.raise_()

    def leave(self) -> None:
        """接着播. While the end is already under way there is nothing to go back to."""
        if not self._ending:
            self.hide()
            self.left.emit()

    def show_model(self, model: LiveModel) -> None:
        """What was noted since it was opened."""
        if model != self._model:
            self._model = model
            self.retranslate()

    def show_failed(self, text: str) -> None:
        """It could not be ended; the broadcast goes on."""
        self._ending, self._problem = False, text
        self.retranslate()

    def _on_held(self) -> None:
        self._ending, self._problem = True, ""
        self.retranslate()
        self.end_held.emit()

    def retranslate(self) -> None:
        ending = self._ending
        self.title.setText(self.tr("正在下播…") if ending else self.tr("要下播吗？"))
        self.words.setText(self._words())
        self.problem.setText(self._problem)
        self.problem.setVisible(bool(self._problem))
        self.go_on.setText(self.tr("接着播"))
        self.hold.setText(self.tr("按住 2 秒，下播"))
        self.go_on.setEnabled(not ending)
        self.hold.setEnabled(not ending)
        self._place()

    def _words(self) -> str:
        if self._model is None:
            return ""
        if self._ending:
            return self.tr("正在停播、存好录像，请等一等。订单都已经存好了。")
        count, total = self._model.orders_count, money(self._model.paid_fen)
        if self._model.rehearsal:
            first = self.tr("下播以后，这次彩排就结束了；录像存在这台电脑上。")
        elif self._model.practice:
            first = self.tr("下播以后，这一场就结束了；录像存在这台电脑上。")
        else:
            first = self.tr("下播以后，观众就看不到您了；录像存在这台电脑上。")
        then = self.tr("今天 {n} 单，一共 {total}，都已经存好。接下来看复盘。")
        return first + "\n" + then.format(n=Count(count), total=total)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        host = self.parentWidget()
        self.setGeometry(host.rect())
        width = min(820, host.width() - 64)
        height = max(LOWEST, self._sheet.heightForWidth(width))
        left, top = (host.width() - width) // 2, (host.height() - height) // 2
        self._sheet.setGeometry(left, top, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        shade = QColor(tokens.DARK.ground)
        shade.setAlphaF(0.82)
        with QPainter(self) as painter:
            painter.fillRect(QRectF(self.rect()), shade)
