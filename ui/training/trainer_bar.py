"""The trainer's bar: beside the words above the rehearsal, over nothing; takes no keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedWidget, QWidget

from studio.stage.faults import COMPUTER, NETWORK, OBS, PROGRAMME, Fault
from ui.theme.style import dress
from ui.training.coach import Coach
from ui.widgets import ElidedLabel, Retranslating
from ui.widgets.button import Button
from ui.widgets.tool_tip import give_tip

TOLD_MS = 5000
"""A fault is told as long as it lasts, and at least so long: some are over at once."""
LOOK_MS = 500
GROUPS = {"network": NETWORK, "obs": OBS, "programme": PROGRAMME, "computer": COMPUTER}
"""What lies behind one button each."""


class TrainerBar(Retranslating, QFrame):
    """Implements `CoachView`. Closing it lets go of the rehearsal, which goes on."""

    def __init__(self, coach: Coach, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, surface="dark", role="trainer")
        self._coach = coach
        self._fault: Fault | None = None
        self._asks = False
        self._screens: QStackedWidget | None = None
        self._beside: QWidget | None = None
        self.told = ElidedLabel(self)
        self.buyers, self.mend, self.close_bar = self._button(), self._button(), self._button()
        self.vanish, self.stay = self._button(), self._button()
        self.buyers.setCheckable(True)
        self.buyers.clicked.connect(coach.on_buyers)
        self.faults = {fault: self._action(fault) for fault in coach.faults}
        self.groups = {name: self._button() for name in GROUPS}
        for name, button in self.groups.items():
            button.clicked.connect(lambda _checked, name=name: self._offer(name))
        self.mend.clicked.connect(self._mend)
        self.vanish.clicked.connect(lambda: coach.on_fault(Fault.APP_KILLED))
        self.stay.clicked.connect(lambda: self._ask(False))
        self.close_bar.clicked.connect(self._let_go)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOLD_MS)
        self._timer.timeout.connect(self._forget)
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self._retell)
        self._looking.start()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        row.setSpacing(6)
        row.addWidget(self.told, 1)
        for button in (*self._plain_buttons(), self.vanish, self.stay):
            row.addWidget(button)
        self._ask(False)
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
        for fault, action in self.faults.items():
            action.setEnabled(live is (fault is not Fault.REFUSED))

    def show_over(self) -> None:
        self._let_go()

    def retranslate(self) -> None:
        words = self._words()
        for fault, action in self.faults.items():
            action.setText(words[fault])
        if (first := self.faults.get(Fault.REFUSED)) is not None:
            first.setText(self.tr("{fault}（开播前按）").format(fault=words[Fault.REFUSED]))
        self.groups["network"].setText(self.tr("网络…"))
        self.groups["obs"].setText(self.tr("OBS…"))
        self.groups["programme"].setText(self.tr("画面声音…"))
        self.groups["computer"].setText(self.tr("电脑…"))
        self.vanish.setText(self.tr("让它消失"))
        self.stay.setText(self.tr("算了"))
        self.mend.setText(self.tr("都恢复"))
        self.close_bar.setText("×")
        self.close_bar.setAccessibleName(self.tr("关掉"))
        give_tip(self.close_bar, self.tr("关掉。彩排照常，买家和岔子不再来。"))
        self._retell()

    def _words(self) -> dict[Fault, str]:
        return {
            Fault.HOLE: self.tr("网络卡一下"),
            Fault.WEAK: self.tr("网不好"),
            Fault.DOWN: self.tr("断网"),
            Fault.BOUNCE: self.tr("直播断一下"),
            Fault.REFUSED: self.tr("开播连不上"),
            Fault.ROOM_CLOSED: self.tr("断到平台关直播间"),
            Fault.OBS_KILLED: self.tr("OBS 崩溃"),
            Fault.OBS_HANGS: self.tr("OBS 卡死"),
            Fault.RESET: self.tr("和 OBS 的连线断了"),
            Fault.HALF_OPEN: self.tr("OBS 不回话，还在播"),
            Fault.FLOOD: self.tr("OBS 消息太多"),
            Fault.PROXY: self.tr("电脑开了代理"),
            Fault.PASSWORD: self.tr("OBS 换了密码"),
            Fault.COLLECTION: self.tr("有人换了 OBS 的场景集合"),
            Fault.INPUT_DELETED: self.tr("有人在 OBS 里删了贴片"),
            Fault.BLACK: self.tr("画面黑"),
            Fault.FROZEN: self.tr("画面不动"),
            Fault.SLOW: self.tr("电脑忙不过来"),
            Fault.SILENT: self.tr("没声音"),
            Fault.CLIPPING: self.tr("声音爆"),
            Fault.APP_KILLED: self.tr("程序突然没了"),
        }

    def _action(self, fault: Fault) -> QAction:
        action = QAction(self)
        action.triggered.connect(lambda _checked=False: self._break(fault))
        return action

    def menu_of(self, group: str) -> QMenu:
        """That group's faults; gone once it is closed."""
        menu = QMenu(self)
        menu.addActions([self.faults[each] for each in GROUPS[group] if each in self.faults])
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _offer(self, group: str) -> None:
        button = self.groups[group]
        self.menu_of(group).popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _let_go(self) -> None:
        self._coach.close()
        self._looking.stop()
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

    def _plain_buttons(self) -> tuple[Button, ...]:
        return (self.buyers, *self.groups.values(), self.mend, self.close_bar)

    def _ask(self, asks: bool) -> None:
        """Whether the program is to vanish; the sentence needs the others' room."""
        self._asks = asks
        for button in self._plain_buttons():
            button.setVisible(not asks)
        for name, button in self.groups.items():
            button.setVisible(not asks and any(each in self.faults for each in GROUPS[name]))
        self.mend.setVisible(not asks and bool(self.faults))
        for button in (self.vanish, self.stay):
            button.setVisible(asks)
        self._retell()

    def _break(self, fault: Fault) -> None:
        if fault is Fault.APP_KILLED:
            self._ask(True)
            return
        self._coach.on_fault(fault)
        self._fault = fault
        self._timer.start()
        self._retell()

    def _mend(self) -> None:
        self._coach.on_mend()
        self._forget()

    def _forget(self) -> None:
        self._fault = None
        self._timer.stop()
        self._retell()

    def _playing(self) -> tuple[Fault, ...]:
        """What is broken now, and what was just pressed."""
        playing = self._coach.playing
        if self._fault is None or self._fault in playing:
            return playing
        return (*playing, self._fault)

    def _retell(self) -> None:
        on = self.buyers.isChecked()
        self.buyers.setText(self.tr("买家：在下单") if on else self.tr("买家：没来"))
        if self._asks:
            self.told.setText(self.tr("程序会马上消失；再打开，进“培训演示”，按“接着播”。"))
        elif playing := self._playing():
            words = self._words()
            names = self.tr("、").join(words[each] for each in playing)
            told = self.tr("弄出来了：{fault}。看主播怎么办。")
            self.told.setText(told.format(fault=names))
        elif self._coach.watch:
            self.told.setText(self.tr("自动演示中，不用动手。"))
        else:
            self.told.setText(self.tr("弄点岔子，过一会儿自己会好："))
