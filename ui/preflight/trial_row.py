"""The light a trial is run from: its buttons, how far it is, what came of it."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from studio.session.light import Light
from studio.session.trial import TrialMoved
from ui.preflight.light_row import LightRow
from ui.preflight.presenter import TrialStep
from ui.theme.style import dress
from ui.widgets import Tone
from ui.widgets.button import Button


class TrialRow(LightRow):
    """Offers the steps it is told to; while one runs it shows how far it is."""

    step_wanted = Signal(TrialStep)

    def __init__(
        self, light: Light, offered: Collection[TrialStep], parent: QWidget | None = None
    ) -> None:
        self.steps: dict[TrialStep, Button] = {}  # `retranslate` is called while this is made
        self._moved: TrialMoved | None = None
        self._trying = TrialStep.STOP in offered
        super().__init__(light, parent)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setVisible(self._trying)
        self._words.addWidget(self._bar)
        beside = QHBoxLayout()
        beside.setSpacing(8)
        self._buttons.addLayout(beside)
        for step in TrialStep:
            button = Button(self)
            button.setVisible(step in offered)
            button.clicked.connect(lambda _=False, step=step: self.step_wanted.emit(step))
            beside.addWidget(button)
            self.steps[step] = button
        if self._trying:
            self._remedy.hide()
            dress(self, tone="")
        self.show_moved(None)

    def show_moved(self, moved: TrialMoved | None) -> None:
        """How far it is; None: it is just beginning."""
        self._moved = moved
        self._bar.setRange(0, moved.of if moved else 0)
        self._bar.setValue(moved.second if moved else 0)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        words = {
            TrialStep.TRY: self.tr("试播 20 秒"),
            TrialStep.AGAIN: self.tr("再试一次"),
            TrialStep.OLD: self.tr("装成旧电脑试"),
            TrialStep.USE: self.tr("就用这个"),
            TrialStep.AS_PLANNED: self.tr("还是按排品来"),
            TrialStep.STOP: self.tr("停"),
        }
        for step, button in self.steps.items():
            button.setText(words[step])
        if self.steps and self._trying:
            self._word.show_state(Tone.IDLE, self.tr("试播中"))
            self._sentence.setText(self._how_far())

    def _how_far(self) -> str:
        moved = self._moved
        if moved is None:
            return self.tr("正在准备试播，观众看不到…")
        return self.tr("正在试 {lines}p，第 {second} 秒，最多 {of} 秒。观众看不到。").format(
            lines=moved.lines, second=moved.second, of=moved.of
        )
