"""连上 OBS as a widget."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.choosing import PROGRAMS, ask_file
from ui.obs_setup.presenter import ObsSetupPresenter, Standing, Step, StepModel
from ui.obs_setup.step_row import StepRow
from ui.settings.rows import ChoiceRow
from ui.theme.style import dress
from ui.theme.tokens import LIGHT
from ui.widgets import BigButton, Card, Retranslating, StatusLight, Tone, icons
from ui.widgets.button import Button
from ui.widgets.label import Label

GOOD = (Standing.DONE, Standing.MINDED)


class ObsSetupScreen(Retranslating, QWidget):
    """Implements `ObsSetupView`: the steps at the left, one button and two choices at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, surface="light")
        self._presenter: ObsSetupPresenter | None = None
        self._models: Sequence[StepModel] = [StepModel(step) for step in Step]
        self.rows = {step: StepRow(step, self) for step in Step}
        self.restart = ChoiceRow(("ask", "yes"), self)
        self.speak = ChoiceRow(("on", "off"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        body = QHBoxLayout()
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(24)
        body.addLayout(self._steps_side(), 1)
        body.addWidget(self._go_side())
        column.addLayout(body, 1)
        self.retranslate()

    def start(self, presenter: ObsSetupPresenter) -> None:
        """Connect; called once. Nothing is done before it is asked for."""
        self._presenter = presenter
        self.back.clicked.connect(presenter.on_back)
        self.go.clicked.connect(self._on_go)
        self.restart.chosen.connect(presenter.on_restart)
        self.speak.chosen.connect(presenter.on_speak)
        for row in self.rows.values():
            row.again.connect(presenter.on_step)
            row.point.connect(self._point_at_obs)
        presenter.open()
        self.go.setFocus()

    def leave(self) -> None:
        if self._presenter is not None:
            self._presenter.close()

    # -- ObsSetupView ------------------------------------------------------------------------

    def show_steps(self, steps: Sequence[StepModel]) -> None:
        self._models = steps
        idle = not self._is_working()
        for model in steps:
            self.rows[model.step].show_step(model, idle=idle)
        self._retell()

    def show_choices(self, restart: str, speak: str) -> None:
        self.restart.show_value(restart)
        self.speak.show_value(speak)

    def retranslate(self) -> None:
        self.back.setText(self.tr("返回"))
        self._title.setText(self.tr("连上 OBS"))
        self._note.setText(self.tr("头一回做一遍就行；哪天连不上了，再来一遍"))
        self.restart.show_words(
            self.tr("播着播着 OBS 没了"),
            {"ask": self.tr("等我点"), "yes": self.tr("自己再打开")},
        )
        self._restart_note.setText(
            self.tr("选“自己再打开”，OBS 上次没关好时也不再问要不要安全模式，直接正常打开。")
        )
        self.speak.show_words(
            self.tr("做好了念一声"), {"on": self.tr("念"), "off": self.tr("不念")}
        )
        self._retell()

    # -- parts -------------------------------------------------------------------------------

    def _bar(self) -> QFrame:
        bar = QFrame(self)
        dress(bar, role="bar")
        self.back = Button(bar)
        dress(self.back, role="quiet")
        self.back.setIcon(icons.icon("back", LIGHT.muted))
        self._title, self._note = Label(bar), Label(bar)
        dress(self._title, role="title")
        dress(self._note, role="muted")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 14, 24, 14)
        row.setSpacing(12)
        for part in (self.back, self._title, self._note):
            row.addWidget(part)
        row.addStretch(1)
        return bar

    def _steps_side(self) -> QVBoxLayout:
        self.verdict = StatusLight("", Tone.IDLE, 24, bold=True, parent=self)
        holder = QWidget(self)
        dress(holder, role="plain")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        for row in self.rows.values():
            column.addWidget(row)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(holder)
        scroll.viewport().setAutoFillBackground(False)
        holder.setAutoFillBackground(False)
        side = QVBoxLayout()
        side.setSpacing(14)
        side.addWidget(self.verdict)
        side.addWidget(scroll, 1)
        return side

    def _go_side(self) -> QWidget:
        holder = QWidget(self)
        holder.setFixedWidth(340)
        self._restart_note = Label(holder)
        self._restart_note.setWordWrap(True)
        dress(self._restart_note, role="muted")
        card = Card(parent=holder)
        card.body.addWidget(self.restart)
        card.body.addWidget(self._restart_note)
        card.body.addWidget(self.speak)
        self.go = BigButton("", icon_name="refresh", primary=True, height=132, parent=holder)
        self.go.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.go.setAutoDefault(True)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(card)
        column.addStretch(1)
        column.addWidget(self.go)
        return holder

    def _point_at_obs(self) -> None:
        path = ask_file(self, self.tr("OBS 的程序在哪里"), "", PROGRAMS)
        if path is not None and self._presenter is not None:
            self._presenter.on_program(str(path))

    # -- words made of data ------------------------------------------------------------------

    def _is_working(self) -> bool:
        return any(model.standing is Standing.WORKING for model in self._models)

    def _retell(self) -> None:
        self.verdict.show_state(*self._verdict())
        self.go.setEnabled(not self._is_working())
        begun = any(model.standing is not Standing.WAITING for model in self._models)
        if self._is_done():
            self.go.show_face(self.tr("好了，回去"), "next")
        else:
            face = (self.tr("再来一遍"), "refresh") if begun else (self.tr("开始"), "go_on")
            self.go.show_face(*face)

    def _is_done(self) -> bool:
        return bool(self._models) and all(model.standing in GOOD for model in self._models)

    def _on_go(self) -> None:
        """The next step: through the five, and once they stand, back to what was being done."""
        if self._presenter is None:
            return
        if self._is_done():
            self._presenter.on_back()
        else:
            self._presenter.on_begin()

    def _verdict(self) -> tuple[Tone, str]:
        standings = [model.standing for model in self._models]
        if self._is_working():
            return Tone.INFO, self.tr("正在做，请稍等…")
        if Standing.FAILED in standings:
            return Tone.BROKEN, self.tr("有一步没做成，照着做完再试")
        if self._is_done() and self._models[-1].standing is Standing.MINDED:
            return Tone.MIND, self.tr("就差麦克风了")
        if self._is_done():
            return Tone.FINE, self.tr("好了，可以直播了")
        return Tone.IDLE, self.tr("点“开始”，五步自己做完")
