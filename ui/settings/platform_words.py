"""Which platform, and what follows from that: what it gives, how long it waits, what uplink."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.runtime.errors import UserFacingError
from studio.runtime.wording import sentence, word_error
from studio.stage.platforms import Platform
from ui import i18n
from ui.theme.style import dress
from ui.widgets import Retranslating
from ui.widgets.label import Label
from ui.widgets.unwheeled import ComboBox


class PlatformChoice(Retranslating, QWidget):
    """The platforms by name, and a few sentences about the chosen one."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label, self.words, self.problem = (Label(self) for _ in range(3))
        self.box = ComboBox(self)
        self.label.setBuddy(self.box)
        dress(self.label, role="small")
        dress(self.words, role="muted")
        dress(self.problem, role="field-error")
        self._known: Sequence[Platform] = ()
        self._error: UserFacingError | None = None
        self._chosen: tuple[Platform, int, int] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.label, self.box, self.words, self.problem):
            column.addWidget(part)
        for text in (self.words, self.problem):
            text.setWordWrap(True)
        self.box.activated.connect(lambda place: self.chosen.emit(self.box.itemData(place)))
        self.retranslate()

    def show_platforms(self, known: Sequence[Platform], problem: UserFacingError | None) -> None:
        """What can be chosen, and what is wrong with the workshop's own list."""
        self._known, self._error = known, problem
        self.retranslate()

    def show_chosen(self, platform: Platform, needed_kbps: int, places: int) -> None:
        """The platform of tonight, and the uplink that so many places at once need."""
        self._chosen = (platform, needed_kbps, places)
        self.retranslate()

    def retranslate(self) -> None:
        language = i18n.current()
        self.label.setText(self.tr("播到哪个平台"))
        self.box.setAccessibleName(self.label.text())
        self.box.clear()
        for platform in self._known:
            self.box.addItem(platform.name(language), platform.id)
        self.problem.setVisible(self._error is not None)
        if self._error is not None:
            self.problem.setText(word_error(self._error, language))
        if self._chosen is not None:
            platform, needed_kbps, places = self._chosen
            self.box.setCurrentIndex(self.box.findData(platform.id))
            self.words.setText(self._words(platform, needed_kbps, places))

    def _words(self, platform: Platform, needed_kbps: int, places: int) -> str:
        language = i18n.current()
        closes = ""
        if platform.room_closes_after_s is not None:
            assumed = "room_closes_after_s" in platform.assumed
            code = "platform_closes_assumed" if assumed else "platform_closes"
            closes = sentence(code, language, seconds=platform.room_closes_after_s)
        needed = sentence(
            "uplink_needed", language, mbps=f"{needed_kbps / 1000:.1f}", places=places
        )
        told = sentence(
            "platform_advice",
            language,
            width=platform.video.width,
            height=platform.video.height,
            fps=platform.video.fps,
            kbps=platform.video_kbps,
        )
        several = sentence("platform_several", language) if places > 1 else ""
        return "\n".join(filter(None, (platform.note(language), told, closes, needed, several)))
