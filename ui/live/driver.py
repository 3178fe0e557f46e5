"""From Qt's key events to the commands of `ui.live.keys`, with presses told from long presses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence

from ui.live.keys import COMMANDS, LONG_PRESS_MS, SECOND, Command, KeyMap, Overlay, resolve

SETTLE_MS = 25
"""X11 repeats a key kept down as release and press at one instant, and Qt does not always know the
two for a repeat: a release counts once no such press has followed for this long."""


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
        self._timer.timeout.connect(self._kept_down)
        self._released: tuple[str, int] | None = None
        self._left_ms = 0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._let_go)

    def press(self, event: QKeyEvent) -> bool:
        """True: the key was ours and is dealt with."""
        key = key_name(event)
        repeat = event.isAutoRepeat() or self._released == (key, event.timestamp())
        if self._settle.isActive():
            self._settle.stop()
            if repeat:
                self._timer.start(self._left_ms)
            else:
                self._let_go()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        overlay = self._overlay()
        command = resolve(self._keys, key, overlay, on_break=self._on_break())
        if command is None:
            return False
        if repeat:
            return True
        if overlay is Overlay.NONE and self._keys.step(key) in self._second:
            self._down = key
            self._timer.start(LONG_PRESS_MS)
        else:
            self._act(command)
        return True

    def release(self, event: QKeyEvent) -> bool:
        """True: it ended a press of ours."""
        key = key_name(event)
        if event.timestamp():  # one made by a program has none, and repeats nothing
            self._released = key, event.timestamp()
        if event.isAutoRepeat() or not self._down or key != self._down:
            return False
        self._left_ms = max(self._timer.remainingTime(), 0)
        self._timer.stop()
        if event.timestamp():
            self._settle.start()
        else:
            self._let_go()
        return True

    def _let_go(self) -> None:
        """The short meaning."""
        key, self._down = self._down, ""
        command = resolve(self._keys, key, self._overlay(), on_break=self._on_break())
        if command is not None:
            self._act(command)

    def forget(self) -> None:
        """The keyboard went elsewhere: a release will never come."""
        self._down = ""
        self._released = None
        self._timer.stop()
        self._settle.stop()

    def _kept_down(self) -> None:
        step, self._down = self._keys.step(self._down), ""
        if step in self._second:
            self._act(COMMANDS[self._second[step]])


def key_name(event: QKeyEvent) -> str:
    """The portable name of the key alone, such as ``Right`` or ``PgDown``."""
    return QKeySequence(event.key()).toString(QKeySequence.SequenceFormat.PortableText)
