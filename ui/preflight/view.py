"""开播检查 as a widget."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.runtime.wording import Count
from studio.session.light import Level, Light
from studio.session.trial import TrialMoved
from studio.session.trial_lights import TRIAL
from ui.preflight.light_row import LightRow
from ui.preflight.presenter import PreflightPresenter, TrialStep
from ui.preflight.trial_row import TrialRow
from ui.theme.style import dress
from ui.theme.tokens import LIGHT
from ui.widgets import BigButton, Card, ElidedLabel, Retranslating, StatusLight, Tone, icons
from ui.widgets.button import Button
from ui.widgets.label import Label

STAGES = ("practice", "obs")


class PreflightScreen(Retranslating, QWidget):
    """Implements `PreflightView`: lights at the left, where and when at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, surface="light")
        self._presenter: PreflightPresenter | None = None
        self._plan = ("", "", 0)
        self._stage, self._counts = "practice", True
        self._checking = self._starting = self._opening = False
        self._lights: Sequence[Light] | None = None
        self._offered: frozenset[TrialStep] = frozenset()
        self.rows: list[LightRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        body = QHBoxLayout()
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(24)
        body.addLayout(self._lights_side(), 1)
        body.addWidget(self._go_side())
        column.addLayout(body, 1)
        self.retranslate()

    def start(self, presenter: PreflightPresenter) -> None:
        """Connect and check; called once."""
        self._presenter = presenter
        self.back.clicked.connect(presenter.on_plan)
        self.again.clicked.connect(presenter.on_check)
        self.go.clicked.connect(presenter.on_go_live)
        for kind, button in self.stages.items():
            button.clicked.connect(lambda _=False, kind=kind: presenter.on_stage(kind))
        presenter.open()

    def leave(self) -> None:
        if self._presenter is not None:
            self._presenter.close()

    # -- PreflightView -----------------------------------------------------------------------

    def show_plan(self, title: str, anchor: str, products: int) -> None:
        self._plan = (title, anchor, products)
        self._retell()

    def show_stages(self, kinds: Sequence[str]) -> None:
        """Where this studio can go on air; in training only the practice stage."""
        for kind, button in self.stages.items():
            button.setVisible(kind in kinds)
        self._counts = "obs" in kinds
        self._retell()

    def show_stage(self, kind: str) -> None:
        self._stage = kind
        self.stages[kind].setChecked(True)
        self._retell()

    def show_checking(self) -> None:
        self._opening = False
        self._checking, self._lights = True, None
        self._put_rows(())
        self._retell()

    def show_opening_obs(self) -> None:
        self._opening = self._checking = True
        self._lights = None
        self._put_rows(())
        self._retell()

    def show_lights(self, lights: Sequence[Light]) -> None:
        self._checking, self._lights = False, lights
        self._put_rows(lights)
        self._retell()
        if self.go.isEnabled():
            self.go.setFocus()

    def show_trial(self, offered: frozenset[TrialStep]) -> None:
        """What the light of the trial offers, from the next lights on."""
        self._offered = offered

    def show_trial_moved(self, moved: TrialMoved) -> None:
        for row in self.rows:
            if isinstance(row, TrialRow):
                row.show_moved(moved)

    def show_not_checked(self) -> None:
        self._checking, self._lights = False, None
        self._retell()

    def show_starting(self, busy: bool) -> None:
        self._starting = busy
        if busy:
            self.setFocus()  # else it falls to 排品, and a second press leaves the broadcast
        self._retell()
        if not busy and self.go.isEnabled():
            self.go.setFocus()

    def retranslate(self) -> None:
        self.back.setText(self.tr("排品"))
        self._title.setText(self.tr("开播检查"))
        self.again.setText(self.tr("再查一遍"))
        self._where.setText(self.tr("在哪里播"))
        self.stages["practice"].setText(self.tr("练习台"))
        self.stages["obs"].setText(self.tr("OBS 直播"))
        self._retell()

    # -- parts -------------------------------------------------------------------------------

    def _bar(self) -> QFrame:
        bar = QFrame(self)
        dress(bar, role="bar")
        self.back = Button(bar)
        dress(self.back, role="quiet")
        self.back.setIcon(icons.icon("back", LIGHT.muted))
        self._title, self._about = Label(bar), ElidedLabel(bar)
        dress(self._title, role="title")
        dress(self._about, role="muted")
        self.again = Button(bar)
        self.again.setIcon(icons.icon("refresh", LIGHT.text))
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 14, 24, 14)
        row.setSpacing(12)
        row.addWidget(self.back)
        row.addWidget(self._title)
        row.addWidget(self._about, 1)
        row.addWidget(self.again)
        return bar

    def _lights_side(self) -> QVBoxLayout:
        self.verdict = StatusLight("", Tone.IDLE, 24, bold=True, parent=self)
        self._progress = QProgressBar(self)
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        holder = QWidget(self)
        dress(holder, role="plain")
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(8)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(holder)
        scroll.viewport().setAutoFillBackground(False)
        holder.setAutoFillBackground(False)
        side = QVBoxLayout()
        side.setSpacing(14)
        side.addWidget(self.verdict)
        side.addWidget(self._progress)
        side.addWidget(scroll, 1)
        return side

    def _go_side(self) -> QWidget:
        holder = QWidget(self)
        holder.setFixedWidth(340)
        self._where, self._stage_note, self._why = Label(), Label(), Label()
        dress(self._where, role="heading")
        dress(self._stage_note, role="muted")
        dress(self._why, role="muted")
        for label in (self._stage_note, self._why):
            label.setWordWrap(True)
        card = Card(parent=holder)
        card.body.addWidget(self._where)
        self._group = QButtonGroup(holder)
        self.stages: dict[str, Button] = {}
        choices = QHBoxLayout()
        choices.setSpacing(8)
        for kind in STAGES:
            button = Button(holder)
            button.setCheckable(True)
            dress(button, large=True)
            self._group.addButton(button)
            self.stages[kind] = button
            choices.addWidget(button, 1)
        card.body.addLayout(choices)
        card.body.addWidget(self._stage_note)
        self.go = BigButton("", icon_name="broadcast", primary=True, height=132, parent=holder)
        self.go.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.go.setAutoDefault(True)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(card)
        column.addStretch(1)
        column.addWidget(self._why)
        column.addWidget(self.go)
        return holder

    def _put_rows(self, lights: Sequence[Light]) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        self.rows = [self._row(light) for light in lights]
        for row in self.rows:
            if self._presenter is not None:
                row.mend_wanted.connect(self._presenter.on_mend)
                row.restock_wanted.connect(self._presenter.on_restock)
                row.open_obs_wanted.connect(self._presenter.on_open_obs)
                row.connect_obs_wanted.connect(self._presenter.on_connect_obs)
                row.camera_chosen.connect(self._presenter.on_camera)
            self._column.addWidget(row)
        self._column.addStretch(1)

    def _row(self, light: Light) -> LightRow:
        if light.key != TRIAL:
            return LightRow(light, self)
        row = TrialRow(light, self._offered, self)
        if self._presenter is not None:
            row.step_wanted.connect(self._presenter.on_trial)
        return row

    @property
    def _trying(self) -> bool:
        return TrialStep.STOP in self._offered

    def _count(self, level: Level) -> int:
        return sum(light.level is level for light in self._lights or ())

    def _retell(self) -> None:
        """Words and states made of data."""
        title, anchor, products = self._plan
        about = [title, anchor, self.tr("{count} 样商品").format(count=Count(products))]
        self._about.setText("　".join(filter(None, about)))
        self._stage_note.setText(self._about_stage())
        self._progress.setVisible(self._checking)
        busy = self._starting or self._trying
        self.again.setEnabled(not self._checking and not busy)
        for button in self.stages.values():
            button.setEnabled(not busy)
        self.go.setText(self.tr("正在准备…") if self._starting else self.tr("开播"))
        ready = self._lights is not None and not self._count(Level.BROKEN)
        self.go.setEnabled(ready and not busy)
        self.verdict.show_state(*self._verdict())
        self._why.setText(self._reason(ready))
        self._why.setVisible(bool(self._why.text()))

    def _about_stage(self) -> str:
        if self._stage != "practice":
            return self.tr("画面经 OBS 播到平台，观众看得到。")
        if self._counts:
            return self.tr("画面和声音不出这间屋；记下的单和库存照样算数。只想练手，走“培训演示”。")
        return self.tr("画面和声音不出这间屋，播完一样能看复盘。")

    def _verdict(self) -> tuple[Tone, str]:
        if self._opening:
            return Tone.IDLE, self.tr("正在打开 OBS，最多一分钟…")
        if self._checking:
            return Tone.IDLE, self.tr("正在检查，几秒钟就好…")
        if self._lights is None:
            return Tone.MIND, self.tr("还没查完")
        if self._trying:
            return Tone.IDLE, self.tr("正在试播，看这台电脑带得动多大的画面")
        if broken := self._count(Level.BROKEN):
            return Tone.BROKEN, self.tr("有 {count} 处要先弄好").format(count=broken)
        if minded := self._count(Level.MIND):
            return Tone.MIND, self.tr("可以开播，有 {count} 处要留意").format(count=minded)
        return Tone.FINE, self.tr("都好了，可以开播")

    def _reason(self, ready: bool) -> str:
        if self._trying:
            return self.tr("试完了，或者点“停”，就能开播。")
        if self._checking or ready:
            return self.tr("按下后倒数 3、2、1，还能取消。") if ready else ""
        if self._lights is None:
            return self.tr("点“再查一遍”。")
        return self.tr("标着 ■ 的弄好了，再查一遍就能开播。")
