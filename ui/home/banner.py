"""The interrupted broadcast: what broke off, that nothing is lost, one button to go on."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio.runtime.wording import Count, sentence
from ui import i18n
from ui.formats import day_and_clock
from ui.interruption import Interrupted
from ui.theme.style import dress
from ui.widgets import Card, Field, Retranslating, StatusLight, Tone
from ui.widgets.button import Button
from ui.widgets.label import Label


class InterruptedBanner(Retranslating, Card):
    """Signals ``resume_wanted`` and, after a second press, ``give_up_wanted``."""

    resume_wanted = Signal()
    give_up_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, rehearsal: bool = False) -> None:
        super().__init__(parent=parent, margin=18)
        self._rehearsal = rehearsal
        self._facts: Interrupted | None = None
        self._busy = self._asked_twice = False
        self.show_tone("mind")
        self._title = StatusLight("", Tone.MIND, 24, bold=True)
        self._words = Label()
        self._words.setWordWrap(True)
        dress(self._words, role="lead")
        self.resume = Button()
        dress(self.resume, role="primary", large=True)
        self.resume.setAutoDefault(True)  # Enter presses it too
        self.give_up = Button()
        dress(self.give_up, role="quiet")
        self.resume.clicked.connect(self.resume_wanted)
        self.give_up.clicked.connect(self._on_give_up)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self._title)
        words.addWidget(self._words)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.give_up)
        buttons.addWidget(self.resume)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(words, 1)
        row.addLayout(buttons)
        self.body.addLayout(row)
        self._missing: dict[str, str] = {}
        self.fields: dict[str, Field] = {}
        self._asked_for = QHBoxLayout()
        self._asked_for.setSpacing(24)
        self.body.addLayout(self._asked_for)
        self.retranslate()

    def show_interrupted(self, facts: Interrupted | None) -> None:
        self._facts = facts
        self._asked_twice = False
        self.setVisible(facts is not None)
        self.retranslate()

    def show_missing(self, missing: Mapping[str, str]) -> None:
        """Fields for what is needed first; by the secret's name the code of why."""
        self._missing = dict(missing)
        for name in [name for name in self.fields if name not in missing]:
            self.fields.pop(name).deleteLater()
        for name in missing:
            if name not in self.fields:
                self.fields[name] = field = Field(self)
                field.input.setEchoMode(QLineEdit.EchoMode.Password)
                field.input.returnPressed.connect(self.resume_wanted)
                self._asked_for.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.retranslate()
        if self.fields:
            next(iter(self.fields.values())).input.setFocus()

    def given(self) -> dict[str, str]:
        """What was typed into the fields, by the secret's name."""
        return {name: field.input.text() for name, field in self.fields.items()}

    def show_busy(self, busy: bool) -> None:
        self._busy = busy
        self.resume.setEnabled(not busy)
        self.give_up.setEnabled(not busy)
        self.retranslate()

    def retranslate(self) -> None:
        self.resume.setText(self.tr("正在接上…") if self._busy else self.tr("接着播"))
        self.give_up.setText(
            self.tr("真的收场？再按一次") if self._asked_twice else self.tr("不播了")
        )
        for name, field in self.fields.items():
            is_password = name == "obs_password"
            field.show_label(self.tr("OBS 密码") if is_password else self.tr("推流密钥"))
            field.show_wrong(sentence(self._missing[name], i18n.current()))
        if self._facts is None:
            return
        facts = self._facts
        rehearsal, live = self.tr("上次彩排“{title}”断了"), self.tr("上次直播“{title}”断了")
        words = rehearsal if self._rehearsal else live
        self._title.show_state(Tone.MIND, words.format(title=facts.title))
        self._words.setText(self._sentence(facts))

    def _sentence(self, facts: Interrupted) -> str:
        parts = [self.tr("断在 {when}").format(when=day_and_clock(facts.last_at))]
        if facts.product:
            parts.append(self.tr("正在讲{product}").format(product=facts.product))
            parts.append(self.tr("贴片在上") if facts.card_on else self.tr("贴片没上"))
        parts.append(self.tr("已记 {orders} 单，一单没少").format(orders=Count(facts.orders)))
        return self.tr("，").join(parts) + self.tr("。")

    def _on_give_up(self) -> None:
        if self._asked_twice:
            self.give_up_wanted.emit()
            return
        self._asked_twice = True
        self.retranslate()


class LeftOnAirBanner(Retranslating, Card):
    """An earlier broadcast was ended while OBS hung, and OBS still sends it. ``stop_wanted``."""

    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=18)
        self._name = ""
        self.show_tone("broken")
        self.words = StatusLight("", Tone.BROKEN, 20, bold=True)
        self.stop = Button()
        dress(self.stop, role="primary")
        self.stop.clicked.connect(self.stop_wanted)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self.words)
        row.addStretch(1)
        row.addWidget(self.stop)
        self.body.addLayout(row)
        self.retranslate()

    def show_left(self, title: str) -> None:
        """Empty: nothing is left on the air."""
        self._name = title
        self.stop.setEnabled(True)
        self.setVisible(bool(title))
        self.retranslate()

    def retranslate(self) -> None:
        words = self.tr("“{title}”已经下播，OBS 却还在播或录").format(title=self._name)
        self.words.show_state(Tone.BROKEN, words)
        self.stop.setText(self.tr("让 OBS 停下"))
