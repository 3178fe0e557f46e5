"""手机上哪里被盖住, step by step: a screenshot, marks over it, kept. One of them is the next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.style import dress
from ui.widgets import Retranslating
from ui.widgets.button import Button
from ui.widgets.label import Label

NUMBER_WIDTH = 40


class CoveredSteps(Retranslating, QWidget):
    """Says what to do next, and only asks."""

    screenshot_asked = Signal()
    forget_asked = Signal()
    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks = 0
        self._taken = False
        self.words = tuple(Label(self) for _ in range(3))
        self.screenshot, self.forget, self.save = (Button(self) for _ in range(3))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(28)
        buttons = (self.screenshot, self.forget, self.save)
        for number, (words, button) in enumerate(zip(self.words, buttons, strict=True), 1):
            column.addLayout(self._step(number, words, button))
        column.addStretch(1)
        self.screenshot.clicked.connect(self.screenshot_asked)
        self.forget.clicked.connect(self.forget_asked)
        self.save.clicked.connect(self.save_asked)
        self.retranslate()

    def _step(self, number: int, words: Label, button: Button) -> QHBoxLayout:
        figure = Label(str(number), self)
        figure.setFixedWidth(NUMBER_WIDTH)
        dress(figure, role="figure")
        words.setWordWrap(True)
        button.setProperty("large", True)
        told = QVBoxLayout()
        told.setSpacing(10)
        told.addWidget(words)
        told.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(figure, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(told, 1)
        return row

    def show_done(self, *, taken: bool, marks: int) -> None:
        """``taken``: there is a screenshot; ``marks`` on it."""
        self._taken, self._marks = taken, marks
        self.retranslate()

    @property
    def following(self) -> int:
        """The step that comes next: 0, 1, 2."""
        return 2 if self._marks else int(self._taken)

    def retranslate(self) -> None:
        self.words[0].setText(self.tr("在手机上看自己的直播间，截一张屏，传到这台电脑上。"))
        marked = self.tr("框好了 {n} 处。框错了就重来。").format(n=self._marks)
        mark = self.tr("在右边的截图上，把挡住画面的地方拖着框出来。")
        self.words[1].setText(marked if self._marks else mark)
        self.words[2].setText(self.tr("存下，贴片就躲开它们。什么都没挡住，就直接存下。"))
        self.screenshot.setText(self.tr("换一张截图…") if self._taken else self.tr("选截图…"))
        self.forget.setText(self.tr("都不要，重来"))
        self.save.setText(self.tr("存下"))
        self.forget.setVisible(self._marks > 0)
        following = self.following
        for step, words in enumerate(self.words):
            dress(words, role="lead-strong" if step == following else "muted")
        dress(self.screenshot, role="primary" if following == 0 else "")
        dress(self.save, role="primary" if following == 2 else "")
