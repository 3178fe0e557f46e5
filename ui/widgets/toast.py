"""What just happened, with the one thing that can be done about it, for a few seconds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.theme import tokens
from ui.theme.style import dress
from ui.widgets.button import Button
from ui.widgets.free_place import covers_control, free_place
from ui.widgets.label import Label
from ui.widgets.status_light import StatusLight, Tone

MARGIN = 24
LOOK_MS = 300
"""So often what lies under it is looked at; some milliseconds each time."""


class Toast(QFrame):
    """Floats at the foot of ``host``, or where it covers nothing that is pressed or typed into.

    A new message replaces the old one. Never takes focus. Pressed, it goes.

    Put together with its first message: most screens never have one.
    """

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        dress(self, role="toast", surface="dark")
        self._action: Callable[[], None] | None = None
        self._tone = Tone.INFO
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self._make_way)
        self.hide()

    def _put_together(self) -> None:
        self._shape = StatusLight(parent=self)
        self._words = Label(self)
        self._words.setWordWrap(True)
        self._button = Button(self)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self._act)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(self._shape)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        self._glide = QPropertyAnimation(self, b"pos", self)
        self._glide.setDuration(tokens.PANEL_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.parentWidget().installEventFilter(self)

    @property
    def words(self) -> str:
        return self._words.text() if self.layout() is not None else ""

    def say(
        self,
        words: str,
        tone: Tone = Tone.INFO,
        action: str = "",
        on_action: Callable[[], None] | None = None,
    ) -> None:
        """Show ``words``; with ``action``, a button that runs ``on_action`` once and closes."""
        if self.layout() is None:
            self._put_together()
        self._action, self._tone = on_action, tone
        self._shape.show_state(tone, "")
        self._words.setText(words)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._place()
        was_hidden = self.isHidden()
        self.show()
        self.raise_()
        if was_hidden:
            self._glide.setStartValue(self.pos() + QPoint(0, 24))
            self._glide.setEndValue(self.pos())
            self._glide.start()
        self._looking.start()
        self._timer.start(tokens.TOAST_MS * (2 if action or tone is Tone.BROKEN else 1))

    def tried_again(self) -> None:
        """What went wrong is tried anew: that it did lies over the outcome no longer."""
        if self._tone is Tone.BROKEN:
            self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        host = self.parentWidget()
        room = min(760, host.width() - 2 * MARGIN)
        wanted = self._words.fontMetrics().horizontalAdvance(self._words.text()) + 96
        if self._button.text():
            wanted += self._button.sizeHint().width()
        width = min(room, max(280, wanted))
        self.setFixedWidth(width)
        height = max(self.heightForWidth(width), self.sizeHint().height())
        self.resize(width, height)
        self.move(free_place(host, self.size(), MARGIN, self))

    def _make_way(self) -> None:
        """What is under it may have become another: a page was filled, a form opened."""
        if self.isHidden():
            self._looking.stop()
        elif covers_control(self.parentWidget(), self.geometry(), self):
            self._glide.stop()
            self._place()

    def _act(self) -> None:
        self.hide()
        action, self._action = self._action, None
        if action is not None:
            action()
