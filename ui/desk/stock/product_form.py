"""加一样货，改一样货: what a product is called, counted in and costs, and where it comes from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from inventory.products import Product
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from ui import i18n
from ui.desk.stock.presenter import TypedProduct
from ui.formats import price
from ui.theme.style import dress
from ui.widgets import Card, Field, Retranslating
from ui.widgets.button import Button

WRONG_AT = {
    "product_known": "sku",
    "product_sku_too_long": "sku",
    "product_spec_too_long": "spec",
    "product_unit_too_long": "unit",
    "product_origin_too_long": "origin",
    "product_unit_missing": "unit",
    "unit_has_stock": "unit",
    "price_unreadable": "price",
}
"""Beside which field a mistake is told; any other beside the name."""


class ProductForm(Retranslating, Card):
    """Shows what it is told; the presenter answers whoever saves."""

    save_asked = Signal(object)
    """The `TypedProduct`."""
    left = Signal()
    """Nothing is to be saved after all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=10, parent=parent)
        self._sku = ""
        self.name, self.spec, self.origin = (Field(self) for _ in range(3))
        self.sku, self.unit, self.price = (Field(self) for _ in range(3))
        self.weighed = QCheckBox(self)
        self.save, self.leave = Button(self), Button(self)
        dress(self.save, role="primary")
        for fields in ((self.name, self.spec, self.sku), (self.price, self.unit, self.origin)):
            row = QHBoxLayout()
            row.setSpacing(10)
            for field in fields:
                row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
                field.input.returnPressed.connect(self._save)
            self.body.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.weighed, 1)
        for button in (self.leave, self.save):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.save.clicked.connect(self._save)
        self.leave.clicked.connect(self.left)
        self.retranslate()

    def begin(self, product: Product | None) -> None:
        """Change that one; None: a new one."""
        self._sku = "" if product is None else product.sku
        for field in (self.sku, self.name, self.spec, self.unit, self.origin):
            field.show_text("", afresh=True)
        self.price.show_text("", afresh=True)
        self.weighed.setChecked(False)
        if product is not None:
            for key in ("sku", "name", "spec", "unit", "origin"):
                getattr(self, key).show_text(getattr(product, key), afresh=True)
            self.price.show_text(price(product.price_fen).lstrip("¥"), afresh=True)
            self.weighed.setChecked(product.catch_weight)
        self.sku.input.setEnabled(product is None)
        self.weighed.setEnabled(product is None)
        self.retranslate()
        self.name.lead_to()

    def show_busy(self, busy: bool) -> None:
        self.save.setDisabled(busy)

    def show_wrong(self, error: BaseException) -> None:
        code = error.code if isinstance(error, UserFacingError) else ""
        field: Field = getattr(self, WRONG_AT.get(code, "name"))
        field.show_wrong(word_error(error, i18n.current()))
        field.lead_to()

    def retranslate(self) -> None:
        new = not self._sku
        self.show_words(
            self.tr("加一样货") if new else self.tr("改这样货"),
            self.tr("加好了再记到货") if new else self.tr("正在播的话，价格马上跟着变"),
        )
        self.name.show_label(self.tr("叫什么"), self.tr("比如：东魁杨梅"))
        self.spec.show_label(self.tr("多大一份（可不写）"), self.tr("比如：5斤/箱"))
        hint = self.tr("扫一下包装上的条码；不写就编一个")
        self.sku.show_label(self.tr("编号或条码"), hint)
        self.price.show_label(self.tr("卖多少元"), self.tr("比如：89.9"))
        self.unit.show_label(self.tr("按什么数"), self.tr("比如：箱"))
        self.origin.show_label(self.tr("哪里的货（可不写）"), self.tr("比如：望潮村"))
        self.weighed.setText(self.tr("每一件要称：土鸡、大鱼这样的"))
        self.save.setText(self.tr("记下"))
        self.leave.setText(self.tr("不记了"))

    def _save(self) -> None:
        if self.save.isEnabled():
            typed = (self.name, self.spec, self.unit, self.price, self.origin)
            told = [field.input.text().strip() for field in typed]
            sku = self.sku.input.text().strip()
            new = not self._sku
            self.save_asked.emit(TypedProduct(new, sku, *told, self.weighed.isChecked()))
