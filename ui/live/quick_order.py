"""记一单 for the anchor: one sheet, nine digits, closed again with the second keystroke."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from ui.live.keys import KeyMap
from ui.live.models import ProductModel, Step
from ui.live.pieces import FittedText, StepButton
from ui.live.wording import key_chip, name_and_spec
from ui.theme import tokens
from ui.theme.style import dress
from ui.widgets.retranslating import Retranslating

MOST = 9
"""As many as one digit says."""


class QuickOrder(Retranslating, QWidget):
    """Laid over the anchor's view. A digit notes at once; with three keys, count and confirm."""

    chosen = Signal(int)

    def __init__(self, keys: KeyMap, channel: str, host: QWidget) -> None:
        super().__init__(host)
        self._keys, self._channel = keys, channel
        self._product: ProductModel | None = None
        self._counted = 1
        self._sheet = QFrame(self)
        dress(self._sheet, role="card")
        self.title = FittedText(34, bold=True, parent=self._sheet)
        self.hint = FittedText(28, ink="muted", parent=self._sheet)
        self.digits = [StepButton(parent=self._sheet) for _ in range(MOST)]
        grid = QGridLayout()
        grid.setSpacing(12)
        for place, button in enumerate(self.digits):
            button.show_key(str(place + 1))
            button.clicked.connect(lambda _checked=False, qty=place + 1: self.choose(qty))
            grid.addWidget(button, place // 3, place % 3)
        column = QVBoxLayout(self._sheet)
        column.setContentsMargins(28, 20, 28, 20)
        column.setSpacing(14)
        column.addWidget(self.title)
        column.addLayout(grid, 1)
        column.addWidget(self.hint)
        host.installEventFilter(self)
        self.retranslate()
        self.hide()

    def open(self) -> None:
        """Show the sheet, counting from one."""
        self._counted = 1
        self._place()
        self._show_counted()
        self.show()
        self.raise_()

    def leave(self) -> None:
        self.hide()

    def choose(self, qty: int) -> None:
        """Note that many and close."""
        self.hide()
        self.chosen.emit(qty)

    def count_more(self) -> None:
        """The next key, where there are no digits: one more, after the last one again."""
        self._counted = self._counted % MOST + 1
        self._show_counted()

    def choose_counted(self) -> None:
        self.choose(self._counted)

    @property
    def counted(self) -> int:
        return self._counted

    def show_product(self, product: ProductModel | None) -> None:
        self._product = product
        if product is None:
            self.hide()
        else:
            self.retranslate()

    def _show_counted(self) -> None:
        for place, button in enumerate(self.digits):
            button.show_next(place + 1 == self._counted)

    def set_scale(self, scale: float) -> None:
        self.title.set_scale(scale)
        self.hint.set_scale(scale)
        for button in self.digits:
            button.set_scale(scale)

    def retranslate(self) -> None:
        unit = self._product.unit if self._product else ""
        name = name_and_spec(self._product) if self._product else ""
        where = f" · {self._channel}" if self._channel else ""
        self.title.show_text(self.tr("记一单：{name}{where}").format(name=name, where=where))
        for place, button in enumerate(self.digits):
            button.show_face(f"{place + 1} {unit}")
        self.hint.show_text(
            self.tr("按数字就记下 · {next} 加一 · {card} 记下 · {hold} 不记").format(
                next=key_chip(self._keys, Step.NEXT),
                card=key_chip(self._keys, Step.CARD),
                hold=key_chip(self._keys, Step.HOLD),
            )
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        host = self.parentWidget()
        self.setGeometry(host.rect())
        width, height = round(host.width() * 0.62), round(host.height() * 0.6)
        left, top = (host.width() - width) // 2, (host.height() - height) // 2
        self._sheet.setGeometry(left, top, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        shade = QColor(tokens.DARK.ground)
        shade.setAlphaF(0.78)
        with QPainter(self) as painter:
            painter.fillRect(QRectF(self.rect()), shade)
