"""The trainer's bar: beside the words above the rehearsal, over nothing; takes no keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from ui.theme.style import dress
from ui.training.coach import Coach
from ui.widgets import ElidedLabel, Retranslating
from ui.widgets.button import Button
from ui.widgets.tool_tip import give_tip

TOLD_MS = 8000


class TrainerBar(Retranslating, QFrame):
    """Implements `CoachView`. Closing it lets go of the rehearsal, which goes on."""

    def __init__(self, coach: Coach, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, surface="dark", role="trainer")
        self._coach = coach
        self._fault = ""
        self._screens: QStackedWidget | None = None
        self._beside: QWidget | None = None
        self.told = ElidedLabel(self)
        self.buyers, self.mend, self.close_bar = self._button(), self._button(), self._button()
        self.buyers.setCheckable(True)
        self.buyers.clicked.connect(coach.on_buyers)
        self.faults = {name: self._button() for name in coach.faults}
        for name, button in self.faults.items():
            button.clicked.connect(lambda _checked, name=name: self._break(name))
        self.mend.clicked.connect(self._mend)
        self.mend.setVisible(bool(self.faults))
        self.close_bar.clicked.connect(self._let_go)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOLD_MS)
        self._timer.timeout.connect(self._forget)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        row.setSpacing(6)
        row.addWidget(self.told, 1)
        for button in (self.buyers, *self.faults.values(), self.mend, self.close_bar):
            row.addWidget(button)
        self.retranslate()
        coach.attach(self)

    def stay_with(self, screens: QStackedWidget) -> None:
        """Until the next screen of ``screens``, which is the rehearsal's, is left."""
        self._screens = screens
        screens.currentChanged.connect(self._on_screen)

    # -- CoachView -------------------------------------------------------------------------------

    def show_buyers(self, on: bool) -> None:
        self.buyers.setChecked(on)
        self._retell()

    def show_live(self, live: bool) -> None:
        for button in (*self.faults.values(), self.mend):
            button.setEnabled(live)

    def show_over(self) -> None:
        self._let_go()

    def retranslate(self) -> None:
        words = {
            "weak": self.tr("网不好"),
            "down": self.tr("断网"),
            "bounce": self.tr("直播断一下"),
            "stage_lost": self.tr("OBS 崩溃"),
            "black": self.tr("画面黑"),
            "frozen": self.tr("画面不动"),
            "silent": self.tr("没声音"),
        }
        for name, button in self.faults.items():
            button.setText(words[name])
        self.mend.setText(self.tr("都恢复"))
        self.close_bar.setText("×")
        self.close_bar.setAccessibleName(self.tr("关掉"))
        give_tip(self.close_bar, self.tr("关掉。彩排照常，买家和岔子不再来。"))
        self._retell()

    def _let_go(self) -> None:
        self._coach.close()
        if self._screens is not None:
            self._screens.currentChanged.disconnect(self._on_screen)
            self._screens = None
        self.hide()
        self.deleteLater()

    def _on_screen(self) -> None:
        """The first change brings the live screen, the second one takes it away."""
        if self._screens is None:
            return
        if self._beside is None:
            self._beside = self._screens.currentWidget()
        elif self._screens.currentWidget() is not self._beside:
            self._let_go()

    def _button(self) -> Button:
        button = Button(self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        dress(button, trainer=True)
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
        self.buyers.setText(self.tr("买家：在下单") if on else self.tr("买家：没来"))
        if self._fault:
            told = self.tr("弄出来了：{fault}。看主播怎么办。")
            self.told.setText(told.format(fault=self.faults[self._fault].text()))
        elif self._coach.watch:
            self.told.setText(self.tr("自动演示中，不用动手。"))
        else:
            self.told.setText(self.tr("弄点岔子，过一会儿自己会好："))
