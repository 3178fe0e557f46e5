"""首页 as a widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from studio.runtime.wording import Count, Language
from ui.formats import day_and_clock, money
from ui.home.banner import InterruptedBanner, LeftOnAirBanner
from ui.home.door import Door, Fact
from ui.home.presenter import HomePresenter, LastSession, NextPlan
from ui.interruption import Interrupted
from ui.theme.style import dress
from ui.widgets import ElidedLabel, Retranslating, StatusLight, Tone, icons
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.thumbnails import Thumbnails


class HomeScreen(Retranslating, QWidget):
    """Implements `HomeView`; `start` gives it its presenter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, surface="light")
        self._presenter: HomePresenter | None = None
        self._painted = False
        self._when_painted: list[Callable[[], None]] = []
        self._stage, self._waiting = "practice", 0
        self._last: LastSession | None = None
        self._plan: NextPlan | None = None
        self._plan_known = False
        self._pictures: Thumbnails | None = None
        self._workshop = ""
        self.banner = InterruptedBanner(self)
        self.left_on_air = LeftOnAirBanner(self)
        self.live = Door("broadcast", "1", main=True, parent=self)
        self.desk = Door("box", "2", main=False, parent=self)
        self.training = Door("training", "3", main=False, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 28, 40, 24)
        column.setSpacing(24)
        column.addLayout(self._top())
        column.addWidget(self.left_on_air)
        column.addWidget(self.banner)
        doors = QHBoxLayout()
        doors.setSpacing(24)
        for door, share in ((self.live, 5), (self.desk, 4), (self.training, 4)):
            doors.addWidget(door, share)
        column.addLayout(doors, 1)
        column.addLayout(self._state_line())
        self.banner.hide()
        self.left_on_air.hide()
        self.retranslate()

    def start(self, presenter: HomePresenter, pictures: Thumbnails | None = None) -> None:
        """Connect and show; called once."""
        self._presenter = presenter
        self.use_pictures(pictures)
        self.live.clicked.connect(presenter.on_live)
        self.desk.clicked.connect(presenter.on_desk)
        self.training.clicked.connect(presenter.on_training)
        self.settings.clicked.connect(presenter.on_settings)
        self.waiting.clicked.connect(presenter.on_sync)
        self.last.clicked.connect(presenter.on_last_session)
        self.chinese.clicked.connect(lambda: presenter.on_language("zh"))
        self.english.clicked.connect(lambda: presenter.on_language("en"))
        self.banner.resume_wanted.connect(lambda: presenter.on_resume(self.banner.given()))
        self.banner.give_up_wanted.connect(presenter.on_give_up)
        self.left_on_air.stop_wanted.connect(presenter.on_stop_left)
        presenter.open()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._painted = True
        for work in self._when_painted:
            QTimer.singleShot(0, self, work)
        self._when_painted.clear()

    def leave(self) -> None:
        if self._presenter is not None:
            self._presenter.close()
        if self._pictures is not None:
            self._pictures.close()

    def use_pictures(self, pictures: Thumbnails | None) -> None:
        """Where the pictures of the next broadcast's products come from; None shows none."""
        self._pictures = pictures

    def news_of_pictures(self) -> None:
        """A picture that was being read is there."""
        self._retell()

    # -- HomeView ----------------------------------------------------------------------------

    def show_workshop(self, name: str) -> None:
        self._workshop = name
        self._retell()

    def show_language(self, language: Language) -> None:
        (self.english if language == "en" else self.chinese).setChecked(True)

    def show_stage(self, kind: str) -> None:
        self._stage = kind
        self._retell()

    def show_waiting(self, messages: int) -> None:
        self._waiting = messages
        self._retell()

    def show_last_session(self, last: LastSession | None) -> None:
        self._last = last
        self._retell()

    def show_next_plan(self, plan: NextPlan | None) -> None:
        self._plan, self._plan_known = plan, True
        self._retell()

    def show_interrupted(self, interrupted: Interrupted | None) -> None:
        self.banner.show_interrupted(interrupted)
        self.live.show_main(interrupted is None)  # one coloured step on a screen
        # The anchor is on air and may have only a pedal: its keys press 接着播.
        self.setFocusProxy(self.banner.resume if interrupted is not None else None)
        if interrupted is not None:
            self.banner.resume.setFocus()

    def show_resuming(self, busy: bool) -> None:
        self.banner.show_busy(busy)

    def show_left_on_air(self, title: str) -> None:
        self.left_on_air.show_left(title)
        # One coloured step on a screen, and what is on the air comes first.
        self.live.show_main(not title and self.banner.isHidden())

    def show_missing(self, missing: Mapping[str, str]) -> None:
        self.banner.show_missing(missing)

    def when_painted(self, work: Callable[[], None]) -> None:
        if self._painted:
            work()
        else:
            self._when_painted.append(work)

    def retranslate(self) -> None:
        self.name.setText(self.tr("共富直播间"))
        self.settings.setText(self.tr("设置"))
        self.live.show_words(self.tr("我要直播"), self.tr("排好今天卖什么，检查一遍，开播"))
        self.desk.show_words(self.tr("仓库订单"), self.tr("看库存，看每一单，翻看复盘"))
        self.training.show_words(
            self.tr("培训演示"), self.tr("没有网、没有摄像头也能练，练多少遍都不算数")
        )
        self._retell()

    # -- parts -------------------------------------------------------------------------------

    def _top(self) -> QHBoxLayout:
        self.name, self.workshop = Label(self), ElidedLabel(self)
        dress(self.name, role="title")
        dress(self.workshop, role="muted")
        self.settings = Button(self)
        dress(self.settings, role="quiet")
        self.settings.setIcon(icons.icon("settings", "#616A76"))
        # Each language is written in itself: whoever cannot read this screen finds their own.
        self.chinese, self.english = Button("中文", self), Button("English", self)
        self._languages = QButtonGroup(self)
        for button in (self.chinese, self.english):
            button.setCheckable(True)
            self._languages.addButton(button)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.name)
        row.addSpacing(4)
        row.addWidget(self.workshop, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.chinese)
        row.addWidget(self.english)
        row.addSpacing(8)
        row.addWidget(self.settings)
        return row

    def _state_line(self) -> QHBoxLayout:
        self.stage = StatusLight(parent=self)
        self.waiting, self.last = Button(self), Button(self)
        for button in (self.waiting, self.last):
            dress(button, role="quiet")
        self.waiting.setIcon(icons.icon("sync", "#616A76"))
        self.last.setIcon(icons.icon("review", "#616A76"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.stage)
        row.addStretch(1)
        row.addWidget(self.last)
        row.addWidget(self.waiting)
        return row

    def _retell(self) -> None:
        """Words made of data."""
        self.workshop.setText(self._workshop or self.tr("工坊还没起名，到“设置”里写上"))
        if self._stage == "obs":
            self.stage.show_state(Tone.INFO, self.tr("用 OBS 播：画面会出去"))
        else:
            self.stage.show_state(Tone.INFO, self.tr("练习台：画面不出这间屋"))
        if self._waiting:
            self.waiting.setText(self.tr("待同步 {count} 份").format(count=self._waiting))
        else:
            self.waiting.setText(self.tr("没有待同步的"))
        self.last.setText(self.tr("看上一场复盘"))
        self.last.setVisible(self._last is not None)
        self.live.show_facts(self._next_broadcast(), self._pictures_of_it())
        self.desk.show_facts(self._last_broadcast())
        self.training.show_facts(
            [
                Fact(self.tr("开播、换商品、记单"), icon="broadcast"),
                Fact(self.tr("断网了、画面没了怎么办"), icon="refresh"),
                Fact(self.tr("练完一样看复盘"), icon="review"),
            ]
        )

    def _next_broadcast(self) -> list[Fact]:
        plan = self._plan
        if not self._plan_known:
            return []  # plans are still being read; that there is none would not be true
        if plan is None:
            return [Fact(self.tr("还没有排品，进去做一份"))]
        if not plan.usable:
            return [Fact(self.tr("排品用不了，进去看看哪里要改")), Fact(plan.title, big=True)]
        words = self.tr("下一场，{count} 样商品").format(count=Count(plan.products))
        return [Fact(words), Fact(plan.title, big=True)]

    def _pictures_of_it(self) -> list[QPixmap]:
        paths = self._plan.pictures if self._plan is not None else ()
        known = self._pictures
        found = [known.picture(path) for path in paths] if known is not None else []
        return [picture for picture in found if picture is not None]

    def _last_broadcast(self) -> list[Fact]:
        last = self._last
        if last is None:
            return [Fact(self.tr("播完一场，卖了多少就写在这里"))]
        words = self.tr("{orders} 单，{when}")
        return [
            Fact(self.tr("上一场卖了")),
            Fact(money(last.paid_fen), big=True),
            Fact(words.format(orders=Count(last.orders), when=day_and_clock(last.live_at))),
        ]
