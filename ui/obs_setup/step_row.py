"""One step: what it does, how it stands, what went wrong and the one remedy."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from studio.runtime.wording import word_error
from ui import i18n
from ui.obs_setup.presenter import Standing, Step, StepModel
from ui.theme.style import dress
from ui.widgets import Retranslating, StatusLight, Tone
from ui.widgets.button import Button
from ui.widgets.label import Label

TONES = {
    Standing.WAITING: Tone.IDLE,
    Standing.WORKING: Tone.INFO,
    Standing.DONE: Tone.FINE,
    Standing.MINDED: Tone.MIND,
    Standing.FAILED: Tone.BROKEN,
}
COLOURED = (Standing.MINDED, Standing.FAILED)
POINT_AT = ("obs_not_found", "obs_program_missing")
"""The remedy is to show where OBS lies."""


class StepRow(Retranslating, QFrame):
    """A sheet; ``again`` takes this step once more, ``point`` asks where OBS lies."""

    again = Signal(Step)
    point = Signal()

    def __init__(self, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = StepModel(step)
        self._idle = True
        self._light = StatusLight("", Tone.IDLE, 18, bold=True, parent=self)
        self._light.setFixedWidth(124)
        self._title, self.words = Label(self), Label(self)
        dress(self._title, role="lead-strong")
        dress(self.words, role="lead")
        self.words.setWordWrap(True)
        self.button = Button(self)
        self.button.clicked.connect(self._on_button)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setSpacing(12)
        row.setContentsMargins(18, 12, 14, 12)
        row.addWidget(self._light, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        row.addWidget(self.button)
        self.retranslate()

    def show_step(self, model: StepModel, *, idle: bool) -> None:
        """``idle``: no step is under way, so this one can be taken again."""
        self.model, self._idle = model, idle
        self.retranslate()

    def retranslate(self) -> None:
        standing = self.model.standing
        self._light.show_state(TONES[standing], self._standing_words()[standing])
        self._title.setText(self._titles()[self.model.step])
        self.words.setText(self._sentence())
        self.button.setText(self.tr("指给我看…") if self._points() else self.tr("再试一次"))
        self.button.setVisible(standing in (*COLOURED, Standing.DONE))
        self.button.setEnabled(self._idle)
        dress(self, role="card", tone=TONES[standing].value if standing in COLOURED else "")

    def _points(self) -> bool:
        error = self.model.error
        return error is not None and error.code in POINT_AT

    def _on_button(self) -> None:
        if self._points():
            self.point.emit()
        else:
            self.again.emit(self.model.step)

    def _standing_words(self) -> dict[Standing, str]:
        return {
            Standing.WAITING: self.tr("还没做"),
            Standing.WORKING: self.tr("正在做…"),
            Standing.DONE: self.tr("好"),
            Standing.MINDED: self.tr("要留意"),
            Standing.FAILED: self.tr("不行"),
        }

    def _titles(self) -> dict[Step, str]:
        return {
            Step.FIND: self.tr("一　找到 OBS"),
            Step.SERVER: self.tr("二　让 OBS 听本程序的话"),
            Step.START: self.tr("三　打开 OBS"),
            Step.CONNECT: self.tr("四　连上 OBS"),
            Step.SCENES: self.tr("五　搭好画面"),
        }

    def _sentence(self) -> str:
        model = self.model
        if model.error is not None:
            return word_error(model.error, i18n.current())
        if model.standing is Standing.DONE:
            return self._result()
        return {
            Step.FIND: self.tr("看看这台电脑上有没有装 OBS。"),
            Step.SERVER: self.tr("在 OBS 的设置里打开它的接口，配一个密码，存进系统钥匙串。"),
            Step.START: self.tr("把 OBS 打开，缩在右下角。关掉本程序，它也接着开着。"),
            Step.CONNECT: self.tr("等 OBS 回话，最多一分钟。"),
            Step.SCENES: self.tr("在 OBS 里建“共富直播间”一套画面。您自己的画面一个都不动。"),
        }[model.step]

    def _result(self) -> str:
        found = self.model.found
        match self.model.step:
            case Step.FIND:
                version = str(found["version"])
                named = self.tr("OBS {version}").format(version=version) if version else "OBS"
                return self.tr("{obs}，在 {program}").format(obs=named, program=found["program"])
            case Step.SERVER:
                words = self.tr("开着，端口 {port}；密码在系统钥匙串里。").format(
                    port=found["port"]
                )
                if host := found.get("elsewhere"):
                    moved = self.tr(
                        "原来连的是 {host} 的 OBS，现在改连这台电脑的；要连回去在“设置”里改。"
                    )
                    words += moved.format(host=host)
                return words
            case Step.START:
                opened = self.tr("已经打开了。")
                return self.tr("本来就开着。") if found["was_running"] else opened
            case Step.CONNECT:
                return self.tr("OBS {version} 回话了。").format(version=found["version"])
            case _:
                return self.tr("“共富直播间”搭好了。")
