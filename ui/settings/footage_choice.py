"""Where the practice stage's pictures come from: drawn, a camera by name, an address, a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from studio.camera.devices import Camera
from ui.asking_camera import ask_address, ask_film
from ui.theme.style import dress
from ui.widgets import Retranslating
from ui.widgets.label import Label

DRAWN, FILE, ADDRESS = "synthetic", "file", "address"
LEAST_LETTERS = 12
UNNAMED = ("camera:0", "camera:1")
"""What can be chosen where the system does not tell which cameras there are."""


class FootageChoice(Retranslating, QWidget):
    """One list of everything that can be filmed; what was chosen stands in it."""

    chosen = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label, self._wrong, self.box = Label(self), Label(self), QComboBox(self)
        self.label.setBuddy(self.box)
        # Else a long address would make its column as wide as itself.
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(LEAST_LETTERS)
        dress(self.label, role="small")
        dress(self._wrong, role="field-error")
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        self._cameras: Sequence[Camera] = ()
        self._value = DRAWN
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.label, self.box, self._wrong):
            column.addWidget(part)
        self.box.activated.connect(lambda place: self._on_chosen(self.box.itemData(place)))
        self.retranslate()

    def show_cameras(self, cameras: Sequence[Camera]) -> None:
        """What is plugged in now."""
        self._cameras = cameras
        self.retranslate()

    def show_value(self, footage: str) -> None:
        self._value = footage
        self.retranslate()

    def show_wrong(self, sentence: str) -> None:
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))

    def retranslate(self) -> None:
        self.label.setText(self.tr("练习台的画面"))
        self.box.setAccessibleName(self.label.text())
        self.box.clear()
        for footage, words in self._entries():
            self.box.addItem(words, footage)
        self.box.setCurrentIndex(self.box.findData(self._value))

    def _entries(self) -> list[tuple[str, str]]:
        entries = [(DRAWN, self.tr("画出来的")), *self._camera_entries()]
        if self._value not in dict(entries):
            known = self._value if "://" in self._value else Path(self._value).name
            entries.append((self._value, known))
        return [
            *entries,
            (ADDRESS, self.tr("手机、网络摄像头…")),
            (FILE, self.tr("录像…")),
        ]

    def _camera_entries(self) -> list[tuple[str, str]]:
        if self._cameras:
            return [(each.footage, each.name) for each in self._cameras]
        words = self.tr("摄像头 {number}")
        return [(each, words.format(number=int(each[7:]) + 1)) for each in UNNAMED]

    def _on_chosen(self, footage: str) -> None:
        if footage == FILE:
            footage = ask_film(self)
        elif footage == ADDRESS:
            footage = ask_address(self, self._value)
        if footage:
            self.chosen.emit(footage)
        else:
            self.cancelled.emit()
