"""手机上哪里被盖住, step by step: a screenshot, the picture on it, marks over it, kept. One of them
is the next."""

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
    frame_asked = Signal()
    forget_asked = Signal()
    save_asked = Signal()
    own_asked = Signal()
    """The program's own profile again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks = 0
        self._taken = self._known = self._framing = False
        self.words = tuple(Label(self) for _ in range(4))
        self.screenshot, self.frame, self.forget, self.save = (Button(self) for _ in range(4))
        self._own = self._assumed = False
        self.about = Label(self)
        self.about.setWordWrap(True)
        dress(self.about, role="muted")
        self.own = Button(self)
        self.own.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(20)
        buttons = (self.screenshot, self.frame, self.forget, self.save)
        for number, (words, button) in enumerate(zip(self.words, buttons, strict=True), 1):
            column.addLayout(self._step(number, words, button))
        column.addStretch(1)
        dress(self.own, role="quiet")
        column.addWidget(self.about)
        column.addWidget(self.own, 0, Qt.AlignmentFlag.AlignLeft)
        self.screenshot.clicked.connect(self.screenshot_asked)
        self.frame.clicked.connect(self.frame_asked)
        self.own.clicked.connect(self.own_asked)
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

    def show_done(self, *, taken: bool, known: bool, framing: bool, marks: int) -> None:
        """``taken``: there is a screenshot; ``known``: where the picture is on it; ``framing``: it
        is being drawn; ``marks``: what was marked on it."""
        self._taken, self._known, self._framing, self._marks = taken, known, framing, marks
        self.retranslate()

    def show_profile(self, *, own: bool, assumed: bool) -> None:
        """``own``: the workshop has marked this app itself; ``assumed``: what the program brings
        along for it was confirmed by nobody."""
        self._own, self._assumed = own, assumed
        self.own.setVisible(own)
        self.retranslate()

    @property
    def following(self) -> int:
        """The step that comes next, the first being 0."""
        if not self._taken:
            return 0
        if self._framing or not self._known:
            return 1
        return 3 if self._marks else 2

    def retranslate(self) -> None:
        self.words[0].setText(self.tr("在手机上看自己的直播间，截一张屏，传到这台电脑上。"))
        self.words[1].setText(self._about_frame())
        marked = self.tr("框好了 {n} 处。框错了就重来。").format(n=self._marks)
        mark = self.tr("在右边的截图上，把挡住画面的地方拖着框出来。")
        self.words[2].setText(marked if self._marks else mark)
        self.words[3].setText(self.tr("存下，贴片就躲开它们。什么都没挡住，就直接存下。"))
        self.screenshot.setText(self.tr("换一张截图…") if self._taken else self.tr("选截图…"))
        self.frame.setText(self.tr("框画面"))
        self.forget.setText(self.tr("都不要，重来"))
        self.save.setText(self.tr("存下"))
        self.own.setText(self.tr("不用自己框的，用软件自带的"))
        self.about.setText(self._about_profile())
        self.frame.setEnabled(self._taken and not self._framing)
        self.forget.setVisible(self._marks > 0)
        self.save.setEnabled(self._taken and self._known and not self._framing)
        following = self.following
        for step, words in enumerate(self.words):
            dress(words, role="lead-strong" if step == following else "muted")
        for step, button in ((0, self.screenshot), (1, self.frame), (3, self.save)):
            dress(button, role="primary" if following == step and button.isEnabled() else "")

    def _about_profile(self) -> str:
        if self._own:
            return self.tr("这家现在用的是自己框的。")
        guessed = self.tr("这家现在用软件自带的位置，是估的，平台没有跟我们核对过。")
        return guessed if self._assumed else ""

    def _about_frame(self) -> str:
        if self._framing:
            return self.tr("沿着直播画面的边拖一个框，有黑边的不要框进去。")
        if self._taken and not self._known:
            return self.tr("手机和画面方向不一样：先框出画面在哪里。")
        return self.tr("画面占满了手机屏，这一步不用做。有黑边，就框一下画面。")
