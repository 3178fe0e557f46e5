"""What else changes on air: the price of the product that is on, and whether orders are told."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ui.formats import money
from ui.live.overlays.models import OverlaysModel
from ui.live.overlays.pieces import field, remark, send_beside
from ui.widgets.button import Button
from ui.widgets.retranslating import Retranslating

UNDER_WORDS = 34
"""Pixels from a tick's box to its words."""


class PricePart(Retranslating, QWidget):
    asked = Signal(str)
    """As it was typed."""
    toasts_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: OverlaysModel | None = None
        self.price, self.change = field(self), Button(self)
        self.toasts, self.about_toasts = QCheckBox(self), remark(self)
        self.about_toasts.setIndent(UNDER_WORDS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(send_beside(self.price, self.change))
        column.addSpacing(12)
        column.addWidget(self.toasts)
        column.addWidget(self.about_toasts)
        self.change.clicked.connect(self._on_change)
        self.price.input.returnPressed.connect(self._on_change)
        self.toasts.clicked.connect(self.toasts_asked)
        self.retranslate()

    def show_overlays(self, model: OverlaysModel) -> None:
        self._model = model
        label = self.tr("{name} 现在卖 {price}，改成（元）")
        words = label.format(name=model.product, price=money(model.price_fen))
        self.price.show_label(words if model.product else self.tr("上了商品才能改价"))
        self.change.setEnabled(bool(model.product))
        self.toasts.setChecked(model.toasts)

    def show_changed(self, yuan: str) -> None:
        """What is typed by now is another price, and stays."""
        if self.price.input.text().strip() == yuan:
            self.price.input.clear()

    def _on_change(self) -> None:
        text = self.price.input.text().strip()
        if text:
            self.asked.emit(text)

    def retranslate(self) -> None:
        self.change.setText(self.tr("改价"))
        self.toasts.setText(self.tr("记一单就报一下"))
        self.about_toasts.setText(self.tr("只说货和村，不说是谁。"))
        if self._model is not None:
            self.show_overlays(self._model)
