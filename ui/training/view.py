"""培训演示 as a widget."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from ui.home.banner import InterruptedBanner
from ui.interruption import Interrupted
from ui.theme.style import dress
from ui.training.presenter import TrainingPresenter
from ui.widgets import Card, Retranslating, StatusLight, Tone, icons
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.picture_row import PictureRow
from ui.widgets.thumbnails import Thumbnails
from ui.widgets.unwheeled import ComboBox

FAULT_TONES = {
    "weak": Tone.MIND,
    "down": Tone.BROKEN,
    "bounce": Tone.BROKEN,
    "obs_killed": Tone.BROKEN,
}
PICTURE = 96


class TrainingScreen(Retranslating, QWidget):
    """Implements `TrainingView`: two ways in, and what can be shown without a network."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, surface="light")
        self._presenter: TrainingPresenter | None = None
        self._pictures: Thumbnails | None = None
        self._paths: Sequence[Path] = ()
        self._unusable: Sequence[str] = ()
        self.back = Button(self)
        dress(self.back, role="quiet")
        self.back.setIcon(icons.icon("back", "#616A76"))
        self.title, self.note = Label(self), Label(self)
        dress(self.title, role="title")
        dress(self.note, role="muted")
        top = QHBoxLayout()
        top.setSpacing(10)
        for part in (self.back, self.title):
            top.addWidget(part)
        top.addWidget(self.note, 1)
        self.past = Button(self)
        dress(self.past, role="quiet")
        self.past.setIcon(icons.icon("review", "#616A76"))
        top.addWidget(self.past)
        self.banner = InterruptedBanner(self, rehearsal=True)
        self.banner.hide()
        cards = QHBoxLayout()
        cards.setSpacing(20)
        cards.addWidget(self._rehearse(), 1)
        cards.addWidget(self._watch(), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 14, 24, 24)
        column.setSpacing(16)
        column.addLayout(top)
        column.addWidget(self.banner)
        column.addLayout(cards, 5)
        column.addWidget(self._breakable(), 3)
        self.retranslate()

    def start(self, presenter: TrainingPresenter) -> None:
        self._presenter = presenter
        self.back.clicked.connect(presenter.on_home)
        self.rehearse.clicked.connect(self._on_rehearse)
        self.make_plan.clicked.connect(presenter.on_plan)
        self.watch.clicked.connect(presenter.on_watch)
        self.past.clicked.connect(presenter.on_past)
        self.banner.resume_wanted.connect(self._on_resume)
        self.banner.give_up_wanted.connect(presenter.on_give_up)
        presenter.open()

    def leave(self) -> None:
        if self._presenter is not None:
            self._presenter.close()
        if self._pictures is not None:
            self._pictures.close()

    def use_pictures(self, pictures: Thumbnails, paths: Sequence[Path]) -> None:
        """What the demonstration sells."""
        self._pictures, self._paths = pictures, paths
        self.news_of_pictures()

    def news_of_pictures(self) -> None:
        """A picture that was being read is there."""
        if self._pictures is not None:
            found = [self._pictures.picture(path) for path in self._paths]
            self.goods.show_pictures([picture for picture in found if picture is not None])

    # -- TrainingView ----------------------------------------------------------------------------

    def show_plans(self, plans: Sequence[Any], unusable: Sequence[Any]) -> None:
        self._unusable = [plan.title for plan in unusable]
        self._tell_unusable()
        self.plans.clear()
        for plan in plans:
            self.plans.addItem(plan.title, plan.path)
        self.plans.setVisible(bool(plans))
        self.rehearse.setVisible(bool(plans))
        self.rehearse.setEnabled(bool(plans))
        self.make_plan.setVisible(not plans)

    def show_starting(self, busy: bool) -> None:
        self.rehearse.setEnabled(not busy and self.plans.count() > 0)
        self.watch.setDisabled(busy)

    def show_interrupted(self, interrupted: Interrupted | None) -> None:
        self.banner.show_interrupted(interrupted)
        self.trouble.setVisible(interrupted is None)  # its room is the banner's
        # One coloured step on a screen.
        dress(self.rehearse, role="" if interrupted is not None else "primary")

    def show_resuming(self, busy: bool) -> None:
        self.banner.show_busy(busy)

    def retranslate(self) -> None:
        self.past.setText(self.tr("看练过的"))
        self.back.setText(self.tr("回首页"))
        self.title.setText(self.tr("培训演示"))
        self.note.setText(self.tr("不用 OBS、摄像头和网；订单和库存都不算数"))
        self.mine.show_words(self.tr("我来练"))
        self.mine_words.setText(
            self.tr("从 3、2、1 开播到下播，跟真的一样：提词、上贴片、记单、歇一下、复盘。")
        )
        self.buyers.setText(self.tr("请模拟买家来下单"))
        self.refused.setText(self.tr("练开播连不上（平台头几次不让进）"))
        self.rehearse.setText(self.tr("开始彩排"))
        self._tell_unusable()
        self.make_plan.setText(self.tr("先去排品"))
        self.show_card.show_words(self.tr("看一遍演示"))
        self.show_words_label.setText(
            self.tr("示例工坊自己播半分钟：换商品、上贴片、来订单，播完出复盘。不用动手。")
        )
        self.watch.setText(self.tr("放演示"))
        self.trouble.show_words(self.tr("故意出点岔子"))
        self.trouble_words.setText(
            self.tr("彩排一开，顶上就有培训师的一排按钮，点开就有（不止这几样）：")
        )
        words = {
            "weak": (self.tr("网不好"), self.tr("画面卡，三十秒后好")),
            "down": (self.tr("断网"), self.tr("一点都发不出去，三十秒后好")),
            "bounce": (self.tr("直播断一下"), self.tr("平台那头断开，自己重连")),
            "obs_killed": (
                self.tr("OBS 崩溃"),
                self.tr("画面全没了，点“重开 OBS”就回来，贴片和商品接着原来的"),
            ),
        }
        for name, (light, label) in self._faults.items():
            light.show_state(FAULT_TONES[name], words[name][0])
            label.setText(words[name][1])

    # -- parts -----------------------------------------------------------------------------------

    def _rehearse(self) -> Card:
        self.mine = Card(margin=20, parent=self)
        self.mine_words = _paragraph()
        self.plans = ComboBox(self)
        self.buyers = QCheckBox(self)
        self.buyers.setChecked(True)
        self.refused = QCheckBox(self)
        self.rehearse, self.make_plan = Button(self), Button(self)
        for button in (self.rehearse, self.make_plan):
            dress(button, role="primary", large=True)
        self.rehearse.setEnabled(False)  # until there is a plan to rehearse
        self.make_plan.hide()
        self.unusable = _paragraph()
        dress(self.unusable, role="muted")
        self.unusable.hide()
        for part in (self.mine_words, self.plans, self.unusable, self.buyers, self.refused):
            self.mine.body.addWidget(part)
        self.mine.body.addStretch(1)
        self.mine.body.addWidget(self.rehearse)
        self.mine.body.addWidget(self.make_plan)
        return self.mine

    def _watch(self) -> Card:
        self.show_card = Card(margin=20, parent=self)
        self.show_words_label = _paragraph()
        self.watch = Button(self)
        dress(self.watch, large=True)
        self.goods = PictureRow(PICTURE, self)
        self.show_card.body.addWidget(self.show_words_label)
        self.show_card.body.addSpacing(4)
        self.show_card.body.addWidget(self.goods)
        self.show_card.body.addStretch(1)
        self.show_card.body.addWidget(self.watch)
        return self.show_card

    def _breakable(self) -> Card:
        self.trouble = Card(margin=20, parent=self)
        self.trouble_words = _paragraph()
        self.trouble.body.addWidget(self.trouble_words)
        self._faults: dict[str, tuple[StatusLight, Label]] = {}
        row = QHBoxLayout()
        row.setSpacing(14)
        for name in FAULT_TONES:
            sheet = Card(margin=18, parent=self)
            light, label = StatusLight("", pixels=20, bold=True, parent=sheet), _paragraph()
            self._faults[name] = light, label
            sheet.body.addWidget(light)
            sheet.body.addWidget(label)
            sheet.body.addStretch(1)
            row.addWidget(sheet, 1)
        self.trouble.body.addLayout(row, 1)
        return self.trouble

    def _tell_unusable(self) -> None:
        """Why a plan of one's own is not among those to choose from."""
        words = self.tr("练不了，要先去“排品”改好：{titles}")
        self.unusable.setText(words.format(titles=self.tr("、").join(self._unusable)))
        self.unusable.setVisible(bool(self._unusable))

    def _on_rehearse(self) -> None:
        if self._presenter is not None:
            self._presenter.on_rehearse(
                self.plans.currentData(),
                buyers=self.buyers.isChecked(),
                refused=self.refused.isChecked(),
            )

    def _on_resume(self) -> None:
        if self._presenter is not None:
            self._presenter.on_resume(buyers=self.buyers.isChecked())


def _paragraph() -> Label:
    label = Label()
    label.setWordWrap(True)
    return label
