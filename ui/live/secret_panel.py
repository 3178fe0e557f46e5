"""A secret that a broadcast cannot go on without: typed here, and the broadcast goes on."""

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


class SecretPanel(Retranslating, QFrame):
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
        self.keep, self.same, self.later = Button(self), Button(self), Button(self)
        self.same.hide()
        dress(self.keep, role="primary")
        self.keep.clicked.connect(self._on_typed)
        self.later.clicked.connect(self.leave)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.later, self.same, self.keep):
            row.addWidget(button)
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
        raise NotImplementedError

    def _on_typed(self) -> None:
        secret = self.field.input.text().strip()
        if secret:
            self.typed.emit(secret)
        self.leave()

    def _place(self) -> None:
        host = self.parentWidget()
        width = min(WIDTH, host.width() - 64)
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        self.setGeometry((host.width() - width) // 2, TOP, width, height)


class PasswordPanel(SecretPanel):
    """OBS asks for its password."""

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


class KeyPanel(SecretPanel):
    """The platform lets nobody in: another stream key, or the same one once more."""

    again = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.same.show()
        self.same.clicked.connect(self._on_same)

    def retranslate(self) -> None:
        self.words.setText(
            self.tr(
                "平台有回应，但没让我们进去：要么推流密钥不对（多半是换过了），要么平台那边还没点开播。"
                "到平台的开播页面上复制新的密钥，粘在这里，马上就连；密钥没错，就按“再试”。"
            )
        )
        self.field.show_label(self.tr("推流密钥"))
        self.keep.setText(self.tr("换上就连"))
        self.same.setText(self.tr("再试"))
        self.later.setText(self.tr("先不管"))

    def _on_same(self) -> None:
        self.again.emit()
        self.leave()
