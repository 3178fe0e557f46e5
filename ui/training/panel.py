"""The trainer's panel: floats beside the rehearsal and never takes its keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.theme.style import dress
from ui.training.coach import Coach
from ui.widgets import Retranslating

TOLD_MS = 8000
WIDTH = 392
PROMPTER_WIDTH, PROMPTER_BOTTOM = 0.727, 0.8
"""Where the anchor's view has its prompter, as shares of the window."""
GAP = 12


class TrainerPanel(Retranslating, QWidget):
    """Implements `CoachView`. Closing it lets go of the rehearsal, which goes on."""

    def __init__(self, coach: Coach, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Tool | Qt.WindowType.WindowDoesNotAcceptFocus)
        dress(self, surface="dark")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._coach = coach
        self._fault = ""
        self._screens: QStackedWidget | None = None
        self._beside: QWidget | None = None
        self.hint, self.told = QLabel(self), QLabel(self)
        dress(self.hint, role="muted")
        for label in (self.hint, self.told):
            label.setWordWrap(True)
        self.buyers = self._button()
        self.buyers.setCheckable(True)
        self.buyers.clicked.connect(coach.on_buyers)
        self.faults = {name: self._button() for name in coach.faults}
        for name, button in self.faults.items():
            button.clicked.connect(lambda _checked, name=name: self._break(name))
        self.mend = self._button()
        self.mend.clicked.connect(self._mend)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOLD_MS)
        self._timer.timeout.connect(self._forget)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(10)
        column.addWidget(self.hint)
        column.addWidget(self.buyers)
        self._pairs = pairs = QGridLayout()
        pairs.setSpacing(8)
        for place, button in enumerate(self.faults.values()):
            pairs.addWidget(button, place // 2, place % 2)
        column.addLayout(pairs)
        column.addWidget(self.mend)
        column.addWidget(self.told)
        self.retranslate()
        coach.attach(self)

    def open_beside(self, window: QWidget, screens: QStackedWidget) -> None:
        """Where ``window`` shows the lines to come, until the next screen of ``screens`` is left.

        There it hides neither the line being read, nor the product, nor a button.
        """
        self._screens = screens
        screens.currentChanged.connect(self._on_screen)
        self.adjustSize()
        self.show()
        whole = window.geometry()
        right = whole.left() + round(whole.width() * PROMPTER_WIDTH) - GAP
        bottom = whole.top() + round(whole.height() * PROMPTER_BOTTOM) - GAP
        self.move(right - self.width(), bottom - self.height())

    # -- CoachView -------------------------------------------------------------------------------

    def show_buyers(self, on: bool) -> None:
        self.buyers.setChecked(on)
        self._retell()

    def show_live(self, live: bool) -> None:
        for button in (*self.faults.values(), self.mend):
            button.setEnabled(live)

    def show_over(self) -> None:
        self.close()
        self.deleteLater()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("培训师"))
        self.hint.setText(
            self.tr("自动演示中，不用动手。网上的岔子可以随时弄一个看看。")
            if self._coach.watch
            else self.tr("练习台：画面不出这间屋。下面的岔子过一会儿自己会好。")
        )
        words = {
            "weak": self.tr("网不好（30 秒）"),
            "down": self.tr("断网（20 秒）"),
            "bounce": self.tr("直播断一下"),
            "stage_lost": self.tr("OBS 崩溃（8 秒）"),
        }
        for name, button in self.faults.items():
            button.setText(words[name])
        self.mend.setVisible(bool(self.faults))
        self.mend.setText(self.tr("都恢复"))
        self._retell()
        for button in self.faults.values():
            button.ensurePolished()
        margins = self.layout().contentsMargins()
        needed = self._pairs.minimumSize().width() + margins.left() + margins.right()
        self.setFixedWidth(max(WIDTH, needed))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._coach.close()
        super().closeEvent(event)

    def _on_screen(self) -> None:
        """The first change brings the live screen, the second one takes it away."""
        if self._beside is None:
            self._beside = self._screens.currentWidget()
        elif self._screens.currentWidget() is not self._beside:
            self._screens.currentChanged.disconnect(self._on_screen)
            self.show_over()

    def _button(self) -> QPushButton:
        button = QPushButton(self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    def _break(self, name: str) -> None:
        self._coach.on_fault(name)
        self._fault = name
        self._timer.start()
        self._retell()

    def _mend(self) -> None:
        self._coach.on_mend()
        self._forget()

    def _forget(self) -> None:
        self._fault = ""
        self._retell()

    def _retell(self) -> None:
        on = self.buyers.isChecked()
        self.buyers.setText(self.tr("模拟买家：在下单") if on else self.tr("模拟买家：没来"))
        told = self.tr("弄出来了：{fault}。看主播怎么办。")
        fault = self.faults[self._fault].text() if self._fault else ""
        self.told.setText(told.format(fault=fault) if fault else "")
