"""One light of the check: shape, sentence, and the remedy beside it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from studio.runtime.wording import sentence
from studio.session.light import Level, Light
from ui import formats, i18n
from ui.preflight.camera_answers import CameraAnswers
from ui.preflight.presenter import LEADS_TO, NO_OBS, OPENS_OBS
from ui.theme.style import dress
from ui.widgets import Retranslating, StatusLight, Tone
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.tool_tip import give_tip

TONES = {Level.FINE: Tone.FINE, Level.MIND: Tone.MIND, Level.BROKEN: Tone.BROKEN}


class LightRow(Retranslating, QFrame):
    """A sheet each; broken and amber ones are coloured and carry their remedy."""

    mend_wanted = Signal(str)
    restock_wanted = Signal(str)
    """The SKU."""
    open_obs_wanted = Signal()
    connect_obs_wanted = Signal()
    camera_chosen = Signal(str, str)

    def __init__(self, light: Light, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._light = light
        troubled = light.level is not Level.FINE
        self._word = StatusLight("", TONES[light.level], 18, bold=True, parent=self)
        self._word.setFixedWidth(112)
        self._sentence, self._remedy = Label(self), Label(self)
        for label in (self._sentence, self._remedy):
            label.setWordWrap(True)
        dress(self._sentence, role="lead-strong" if troubled else "lead")
        dress(self._remedy, role="lead")
        self._remedy.setVisible(bool(light.remedy))
        no_obs = light.key == "stage" and light.code in NO_OBS
        short = str(light.parameters.get("sku", "")) if light.key == "stock" else ""
        self.open_obs = self._offer(
            no_obs and light.code in OPENS_OBS, lambda: self.open_obs_wanted.emit()
        )
        self.connect_obs = self._offer(no_obs, lambda: self.connect_obs_wanted.emit())
        self.restock = self._offer(
            troubled and bool(short), lambda: self.restock_wanted.emit(short)
        )
        self._mend = self._offer(
            troubled and light.key in LEADS_TO and not no_obs,
            lambda: self.mend_wanted.emit(light.key),
        )
        self.another = self._offer(bool(light.question), self._ask_which)
        self._words = QVBoxLayout()
        self._words.setSpacing(4)
        self._words.addWidget(self._sentence)
        self._words.addWidget(self._remedy)
        self.answers = CameraAnswers(light.question, self) if light.question else None
        if self.answers is not None:
            self._words.addWidget(self.answers)
            self.answers.chosen.connect(self.camera_chosen)
            self.answers.setVisible(troubled)
            self.another.setVisible(not troubled)
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(8)
        for button in (self.open_obs, self.connect_obs, self.restock, self._mend, self.another):
            if button is not None:
                self._buttons.addWidget(button)
        self._lay_out(troubled)
        dress(self, role="card", tone=TONES[light.level].value if troubled else "")
        self.retranslate()

    def _offer(self, wanted: bool, pressed: Callable[[], None]) -> Button | None:
        """Most lights need no button, and all of them come at once: made only where it is seen."""
        if not wanted:
            return None
        button = Button(self)
        button.clicked.connect(lambda _checked=False: pressed())
        return button

    def _lay_out(self, troubled: bool) -> None:
        if troubled:  # its light stands at the first line, also where buttons are higher
            self._words.addStretch(1)
        row = QHBoxLayout(self)
        row.setSpacing(12)
        edge = 12 if troubled else 8  # all of them at a glance, where nothing is amiss
        row.setContentsMargins(18, edge, 14, edge)
        top = Qt.AlignmentFlag.AlignTop if troubled else Qt.AlignmentFlag.AlignVCenter
        row.addWidget(self._word, 0, top)
        row.addLayout(self._words, 1)
        row.addLayout(self._buttons)

    def _ask_which(self) -> None:
        if self.answers is not None:
            self.answers.show()
        self.another.hide()

    @property
    def light(self) -> Light:
        return self._light

    def retranslate(self) -> None:
        light, language = self._light, i18n.current()
        words = {
            Level.FINE: self.tr("好"),
            Level.MIND: self.tr("要留意"),
            Level.BROKEN: self.tr("不行"),
        }
        self._word.show_state(TONES[light.level], words[light.level])
        told = _as_told(light)
        self._sentence.setText(sentence(light.code, language, **told))
        if light.remedy:
            self._remedy.setText(sentence(light.remedy, language, **told))
        again = OPENS_OBS.get(light.code) == "again"
        leads = {"plan": self.tr("去排品改"), "desk": self.tr("看备份")}
        for button, words_on_it in (
            (self.open_obs, self.tr("重开 OBS") if again else self.tr("打开 OBS")),
            (self.connect_obs, self.tr("连上 OBS…")),
            (self.another, self.tr("换一个…")),
            (self.restock, self.tr("去补货")),
            (self._mend, leads.get(LEADS_TO.get(light.key, ""), self.tr("去设置"))),
        ):
            if button is not None:
                button.setText(words_on_it)
        if self.open_obs is not None:
            anew = self.tr("关掉没回应的 OBS 再打开，不停下来问要不要安全模式")
            give_tip(self.open_obs, anew if again else "")


def _as_told(light: Light) -> dict[str, object]:
    """Its parameters, a day as people read it."""
    told = dict(light.parameters)
    if "day" in told:
        with suppress(ValueError):  # settings written by hand may name a day no calendar has
            told["day"] = formats.day(date.fromisoformat(str(told["day"])))
    return told
