"""Which camera? One button each, by name; a phone and a film are asked for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QWidget

from studio.session.light import CameraQuestion
from ui.asking_camera import ask_address, ask_film, camera_name
from ui.theme.style import dress
from ui.widgets import Retranslating
from ui.widgets.button import Button
from ui.widgets.tool_tip import give_tip

A_ROW = 3
LONGEST_NAME = 170
"""Pixels; a maker's whole name stands in the button's tip."""


class CameraAnswers(Retranslating, QWidget):
    """The chosen one is pressed in; pressing another tells it with its name."""

    chosen = Signal(str, str)

    def __init__(self, question: CameraQuestion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, role="plain")
        self._question = question
        self.cameras: list[Button] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 8, 0, 0)
        grid.setSpacing(8)
        for offer in question.offered:
            button = Button(self)
            room = QFontMetrics(button.font())
            button.setText(room.elidedText(offer.name, Qt.TextElideMode.ElideRight, LONGEST_NAME))
            give_tip(button, offer.name)
            button.setAccessibleName(offer.name)
            button.setCheckable(True)
            button.setChecked(offer.source == question.chosen)
            button.clicked.connect(lambda _=False, o=offer: self.chosen.emit(o.source, o.name))
            self.cameras.append(button)
        self.phone, self.film, self.by_hand = Button(self), Button(self), Button(self)
        self.phone.clicked.connect(self._on_phone)
        self.film.clicked.connect(self._on_film)
        self.by_hand.clicked.connect(lambda: self.chosen.emit("", ""))
        self.by_hand.setVisible(bool(question.chosen))
        others = [each for each in (self.phone, self.film, self.by_hand) if not each.isHidden()]
        for place, button in enumerate([*self.cameras, *others]):
            grid.addWidget(button, place // A_ROW, place % A_ROW)
        self.retranslate()

    def retranslate(self) -> None:
        self.phone.setText(self.tr("手机、网络摄像头…"))
        self.film.setText(self.tr("放一段录像…"))
        self.by_hand.setText(self.tr("用 OBS 里摆的"))

    def _on_phone(self) -> None:
        self._tell(ask_address(self, self._question.chosen))

    def _on_film(self) -> None:
        self._tell(ask_film(self))

    def _tell(self, source: str) -> None:
        if source:
            self.chosen.emit(source, camera_name(source))
