"""The phone, and how it is looked at: which app, which way up, standing or moving."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from overlays.safe_areas import Profile
from ui import i18n
from ui.cards.covered import CoveredBoard
from ui.cards.phone import Phone
from ui.theme.tokens import LIGHT
from ui.widgets import Retranslating, icons
from ui.widgets.button import Button
from ui.widgets.tool_tip import give_tip
from ui.widgets.unwheeled import ComboBox


class PhoneSide(Retranslating, QWidget):
    upright_chosen = Signal(bool)
    platform_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profiles: Sequence[Profile] = ()
        self._playing = False
        self.upright, self.lying, self.enlarge, self.play = (Button(self) for _ in range(4))
        self.platforms, self.ghosts = ComboBox(self), QCheckBox(self)
        self.ghosts.setChecked(True)
        self._stack = QStackedWidget(self)
        self.phone, self.board = Phone(self._stack), CoveredBoard(self._stack)
        for page in (self.phone, self.board):
            self._stack.addWidget(page)
        group = QButtonGroup(self)
        for button, upright in ((self.upright, True), (self.lying, False)):
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, upright=upright: self._turn(upright))
            group.addButton(button)
        self.upright.setChecked(True)
        self.enlarge.setIcon(icons.icon("enlarge", LIGHT.text))
        self.phone.setCursor(Qt.CursorShape.PointingHandCursor)
        self.platforms.activated.connect(
            lambda: self.platform_chosen.emit(str(self.platforms.currentData()))
        )
        self.ghosts.toggled.connect(self.phone.show_ghosts)
        top, below = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.platforms, 1)
        for button in (self.upright, self.lying):
            top.addWidget(button)
        below.addWidget(self.ghosts)
        below.addStretch(1)
        for button in (self.enlarge, self.play):
            below.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        column.addLayout(below)
        self.retranslate()

    def show_profiles(self, profiles: Sequence[Profile], chosen: str) -> None:
        self._profiles = profiles
        self.platforms.clear()
        for profile in profiles:
            self.platforms.addItem(self._name_of(profile), profile.id)
        self.platforms.setCurrentIndex(self.platforms.findData(chosen))

    def show_upright(self, upright: bool) -> None:
        (self.upright if upright else self.lying).setChecked(True)
        self.board.show_upright(upright)

    def show_playing(self, playing: bool) -> None:
        self._playing = playing
        self.phone.play(playing)
        self.retranslate()

    def show_board(self, shown: bool) -> None:
        """The screenshot in place of the phone."""
        self._stack.setCurrentWidget(self.board if shown else self.phone)
        for button in (self.enlarge, self.play):
            button.setVisible(not shown)
        self.ghosts.setVisible(not shown)

    def retranslate(self) -> None:
        self.upright.setText(self.tr("竖"))
        self.lying.setText(self.tr("横"))
        self.enlarge.setText(self.tr("放大看"))
        self.play.setText(self.tr("停") if self._playing else self.tr("看它动"))
        self.play.setIcon(icons.icon("stop" if self._playing else "go_on", LIGHT.text))
        self.ghosts.setText(self.tr("平台盖住的地方"))
        self.platforms.setAccessibleName(self.tr("哪个平台"))
        self.phone.setAccessibleName(self.tr("手机上看到的"))
        self.board.setAccessibleName(self.tr("手机截图"))
        give_tip(
            self.board, self.tr("拖着框。键盘：回车加一框，方向键移，Shift 改大小，Delete 拿掉")
        )
        for place, profile in enumerate(self._profiles):
            self.platforms.setItemText(place, self._name_of(profile))

    def _turn(self, upright: bool) -> None:
        self.board.show_upright(upright)
        self.upright_chosen.emit(upright)

    def _name_of(self, profile: Profile) -> str:
        return profile.en if i18n.current() == "en" else profile.zh
