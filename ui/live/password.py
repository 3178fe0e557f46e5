"""OBS asks for its password in mid-broadcast: it is typed here, and the broadcast goes on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.theme.style import dress
from ui.widgets import Field
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.retranslating import Retranslating

WIDTH, TOP = 560, 136


class PasswordPanel(Retranslating, QFrame):
    """A small sheet over the head of the screen; ``typed`` is emitted with what was typed."""

    typed = Signal(str)
    left = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        dress(self, role="card", surface="dark")
        self.words = Label(self)
        self.words.setWordWrap(True)
        self.field = Field(self)
        self.field.input.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.input.returnPressed.connect(self._on_typed)
        self.keep, self.later = Button(self), Button(self)
        dress(self.keep, role="primary")
        self.keep.clicked.connect(self._on_typed)
        self.later.clicked.connect(self.leave)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.later)
        row.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(self.words)
        column.addWidget(self.field)
        column.addLayout(row)
        host.installEventFilter(self)
        self.retranslate()
        self.hide()

    def open(self) -> None:
        self.field.input.clear()
        self._place()
        self.show()
        self.raise_()
        self.field.input.setFocus()

    def leave(self) -> None:
        self.field.input.clear()
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key reaches the broadcast behind it; Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        self.words.setText(
            self.tr(
                "在 OBS 的“工具 → WebSocket 服务器设置 → 显示连接信息”里看得到密码。"
                "填好几秒钟就连上，直播不用停。"
            )
        )
        self.field.show_label(self.tr("OBS 密码"))
        self.keep.setText(self.tr("连上"))
        self.later.setText(self.tr("以后再填"))

    def _on_typed(self) -> None:
        password = self.field.input.text().strip()
        if password:
            self.typed.emit(password)
        self.leave()

    def _place(self) -> None:
        host = self.parentWidget()
        width = min(WIDTH, host.width() - 64)
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        self.setGeometry((host.width() - width) // 2, TOP, width, height)
