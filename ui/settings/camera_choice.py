"""What is filmed: a camera by name, a phone's address, a film, or none of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.stage.port import CameraOffer
from ui.asking_camera import ask_address, ask_film, camera_name
from ui.theme.style import dress
from ui.widgets import Retranslating
from ui.widgets.field import mistake_below
from ui.widgets.label import Label, LateLabel
from ui.widgets.unwheeled import ComboBox

FILE, ADDRESS = "file", "address"
LEAST_LETTERS = 12


class CameraChoice(Retranslating, QWidget):
    """One list of everything that can be filmed; what was chosen stands in it."""

    chosen = Signal(str, str)
    """`CameraOffer.source`, an address or a path, and its name; empty: none of them."""
    cancelled = Signal()

    def __init__(
        self, none: str = "", unnamed: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        """``none``: the source that stands for none of them.

        ``unnamed``: what can be chosen where nobody tells which cameras there are.
        """
        super().__init__(parent)
        self._none, self._unnamed = none, unnamed
        self.label, self.box = Label(self), ComboBox(self)
        self._wrong = mistake_below(self)
        self._note = LateLabel(self._make_note)
        self.label.setBuddy(self.box)
        # Else a long address would make its column as wide as itself.
        self.box.setSizeAdjustPolicy(
            ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(LEAST_LETTERS)
        dress(self.label, role="small")
        self._cameras: Sequence[CameraOffer] = ()
        self._source, self._name, self._none_words = none, "", ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.label, self.box):
            column.addWidget(part)
        self.box.activated.connect(lambda place: self._on_chosen(self.box.itemData(place)))
        self.retranslate()

    def show_words(self, label: str, none: str) -> None:
        """``none``: what choosing no camera means."""
        self.label.setText(label)
        self.box.setAccessibleName(label)
        self._none_words = none
        self.retranslate()

    def show_cameras(self, cameras: Sequence[CameraOffer]) -> None:
        """Those there are now."""
        self._cameras = cameras
        self.retranslate()

    def show_value(self, source: str, name: str = "") -> None:
        """``name``: what it is called where it is not there now."""
        self._source, self._name = source, name
        self.retranslate()

    def show_note(self, sentence: str) -> None:
        """Something to know about the list; empty: nothing."""
        self._note.show_text(sentence)

    def show_wrong(self, sentence: str) -> None:
        self._wrong.show_text(sentence)

    def retranslate(self) -> None:
        self.box.clear()
        for source, words in self._entries():
            self.box.addItem(words, source)
        self.box.setCurrentIndex(self.box.findData(self._source))

    def _entries(self) -> list[tuple[str, str]]:
        entries = [(self._none, self._none_words), *self._camera_entries()]
        if self._source not in dict(entries):
            entries.append((self._source, self._name or _told(self._source)))
        return [
            *entries,
            (ADDRESS, self.tr("手机、网络摄像头…")),
            (FILE, self.tr("录像…")),
        ]

    def _camera_entries(self) -> list[tuple[str, str]]:
        if self._cameras:
            return [(each.source, each.name) for each in self._cameras]
        words = self.tr("摄像头 {number}")
        return [(each, words.format(number=place + 1)) for place, each in enumerate(self._unnamed)]

    def _make_note(self) -> Label:
        label = Label(self)
        dress(label, role="small")
        label.setWordWrap(True)
        self.layout().insertWidget(2, label)  # under the list, above a mistake
        return label

    def _on_chosen(self, source: str) -> None:
        if source == FILE:
            source = ask_film(self)
        elif source == ADDRESS:
            source = ask_address(self, self._source)
        elif source == self._none:
            self.chosen.emit(source, "")
            return
        if source:
            names = {offer.source: offer.name for offer in self._cameras}
            self.chosen.emit(source, names.get(source) or camera_name(source))
        else:
            self.cancelled.emit()


def _told(source: str) -> str:
    """An address as a whole, a film by its name."""
    return source if "://" in source else camera_name(source)
