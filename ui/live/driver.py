"""From Qt's key events to the commands of `ui.live.keys`, with presses told from long presses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence

from ui.live.keys import COMMANDS, LONG_PRESS_MS, SECOND, Command, KeyMap, Overlay, resolve


class KeyDriver(QObject):
    """Feed it `press` and `release`; it calls ``act`` with what they mean."""

    def __init__(
        self,
        keys: KeyMap,
        act: Callable[[Command], None],
        overlay: Callable[[], Overlay],
        on_break: Callable[[], bool],
        parent: QObject | None = None,
        *,
        long: bool = True,
    ) -> None:
        """``long``: keeping a key down has its second meaning; a full keyboard needs none."""
        super().__init__(parent)
        self._second = SECOND if long else {}
        self._keys, self._act = keys, act
        self._overlay, self._on_break = overlay, on_break
        self._down = ""
        """A key whose short meaning waits for its release; empty otherwise."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LONG_PRESS_MS)
        self._timer.timeout.connect(self._kept_down)

    def press(self, event: QKeyEvent) -> bool:
        """True: the key was ours and is dealt with."""
        key = key_name(event)
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        overlay = self._overlay()
        command = resolve(self._keys, key, overlay, on_break=self._on_break())
        if command is None:
            return False
        if event.isAutoRepeat():
            return True
        if overlay is Overlay.NONE and self._keys.step(key) in self._second:
            self._down = key
            self._timer.start()
        else:
            self._act(command)
        return True

    def release(self, event: QKeyEvent) -> bool:
        """True: it ended a press of ours."""
        if event.isAutoRepeat() or not self._down or key_name(event) != self._down:
            return False
        key, self._down = self._down, ""
        self._timer.stop()
        command = resolve(self._keys, key, self._overlay(), on_break=self._on_break())
        if command is not None:
            self._act(command)
        return True

    def forget(self) -> None:
        """The keyboard went elsewhere: a release will never come."""
        self._down = ""
        self._timer.stop()

    def _kept_down(self) -> None:
        step, self._down = self._keys.step(self._down), ""
        if step in self._second:
            self._act(COMMANDS[self._second[step]])


def key_name(event: QKeyEvent) -> str:
    """The portable name of the key alone, such as ``Right`` or ``PgDown``."""
    return QKeySequence(event.key()).toString(QKeySequence.SequenceFormat.PortableText)
