"""Press the key now: no list of key names to read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.live.driver import key_name
from ui.theme.style import dress
from ui.widgets import Retranslating
from ui.widgets.button import Button

MODIFIERS = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock,
}
ARROWS = {"Right": "→", "Left": "←", "Up": "↑", "Down": "↓"}


class KeyButton(Retranslating, Button):
    """Shows its key; once pressed, takes the next key that is struck. Escape keeps the old one."""

    struck = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self.setCheckable(True)
        self.setMinimumWidth(150)
        dress(self, role="plain")
        self.toggled.connect(self.retranslate)

    def show_key(self, key: str) -> None:
        self._key = key
        self.setChecked(False)
        self.retranslate()

    def event(self, event: QEvent) -> bool:
        # Tab and the shortcuts of other widgets are keys like any other while one is awaited.
        if self.isChecked() and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if self.isChecked() and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.isChecked():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.setChecked(False)
        elif event.key() not in MODIFIERS:
            self.setChecked(False)
            self.struck.emit(key_name(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.setChecked(False)
        super().focusOutEvent(event)

    def retranslate(self) -> None:
        names = {
            "Space": self.tr("空格"),
            "Return": self.tr("回车"),
            "PgDown": "PgDn",
            "PgUp": "PgUp",
        } | ARROWS
        waiting = self.tr("按一下那个键…")
        self.setText(waiting if self.isChecked() else names.get(self._key, self._key))
