"""加一样货，改一样货: what a product is called, counted in and costs, where it comes from, how it
is sold, what a bundle holds, and its larger units."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inventory.schema import Kind
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from ui import i18n
from ui.desk.stock.pairs_box import PairsBox
from ui.desk.stock.typed import TypedProduct
from ui.theme.style import dress
from ui.widgets import Card, Field, Retranslating
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.unwheeled import ComboBox

WRONG_AT = {
    "product_known": "sku",
    "product_sku_too_long": "sku",
    "product_spec_too_long": "spec",
    "product_unit_too_long": "unit",
    "product_origin_too_long": "origin",
    "product_unit_missing": "unit",
    "unit_has_stock": "unit",
    "price_unreadable": "price",
    "price_too_much": "price",
    "price_not_positive": "price",
    "amount_unreadable": "more",
    "amount_too_large": "more",
    "capacity_not_so_many": "more",
    "bundle_empty": "parts",
    "bundle_part_refused": "parts",
    "part_missing": "parts",
    "part_not_found": "parts",
    "part_count_wrong": "parts",
    "unit_is_known": "units",
    "unit_name_unfit": "units",
    "unit_count_wrong": "units",
    "unit_twice": "units",
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
        self._may_order = 0
        self.name, self.spec, self.origin = (Field(self) for _ in range(3))
        self.sku, self.unit, self.price = (Field(self) for _ in range(3))
        self.kind, self.kind_label, self.weighed = ComboBox(self), Label(self), QCheckBox(self)
        for kind in (Kind.STOCK, Kind.BUNDLE, Kind.PRESALE, Kind.ADOPTION, Kind.MADE_TO_ORDER):
            self.kind.addItem("", kind)
        self.more = Field(self)
        self._beside = QWidget(self)
        """Nothing: units are short, and need no more room without a bundle's parts."""
        self.parts, self.units = PairsBox("×", self), PairsBox("=", self)
        self.save, self.leave = Button(self), Button(self)
        dress(self.save, role="primary")
        for fields in ((self.name, self.spec, self.sku), (self.price, self.unit, self.origin)):
            row = QHBoxLayout()
            row.setSpacing(10)
            for field in fields:
                row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
                field.input.returnPressed.connect(self._save)
            self.body.addLayout(row)
        self.body.addLayout(self._kind_row())
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self.parts, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.units, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._beside, 1)
        self.body.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        for button in (self.leave, self.save):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        self.body.addLayout(row)
        self.body.addStretch(1)
        for box in (self.parts, self.units):
            box.entered.connect(self._save)
        self.more.input.returnPressed.connect(self._save)
        self.kind.activated.connect(self._tell_kind)
        self.unit.input.textChanged.connect(self.units.show_after)
        self.save.clicked.connect(self._save)
        self.leave.clicked.connect(self.left)
        self.retranslate()

    def _kind_row(self) -> QHBoxLayout:
        """怎么卖, and what that asks."""
        dress(self.kind_label, role="small")
        self.kind_label.setBuddy(self.kind)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.kind_label)
        column.addWidget(self.kind)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addLayout(column, 1)
        asked = QWidget(self)
        dress(asked, role="plain")
        cells = QHBoxLayout(asked)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.addWidget(self.more, 1, Qt.AlignmentFlag.AlignTop)
        cells.addWidget(self.weighed, 1, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(asked, 2)
        return row

    def begin(self, typed: TypedProduct | None, may_order: int = 0) -> None:
        """Change that one, of which so many may still be ordered; None: a new one."""
        self._sku, self._may_order = ("", 0) if typed is None else (typed.sku, may_order)
        shown = typed or TypedProduct(True, "", "", "", "", "", "")
        for key in ("sku", "name", "spec", "unit", "price", "origin", "more"):
            getattr(self, key).show_text(getattr(shown, key), afresh=True)
        self.weighed.setChecked(shown.weighed)
        self.kind.setCurrentIndex(self.kind.findData(shown.kind))
        self.parts.show_pairs(shown.parts)
        self.units.show_pairs(shown.units)
        for fixed in (self.sku.input, self.weighed, self.kind):
            fixed.setEnabled(typed is None)
        self.retranslate()
        self.name.lead_to()

    def show_goods(self, names: Sequence[str]) -> None:
        """What may lie in a bundle."""
        self.parts.offer(names)

    def show_busy(self, busy: bool) -> None:
        self.save.setDisabled(busy)

    def show_wrong(self, error: BaseException) -> None:
        code = error.code if isinstance(error, UserFacingError) else ""
        field: Field | PairsBox = getattr(self, WRONG_AT.get(code, "name"))
        told = word_error(error, i18n.current())
        if isinstance(field, PairsBox):
            place = error.parameters.get("place") if isinstance(error, UserFacingError) else None
            field.show_wrong(told, place if isinstance(place, int) else None)
        else:
            field.show_wrong(told)
        field.lead_to()

    def retranslate(self) -> None:
        self.name.show_label(self.tr("叫什么"), self.tr("比如：东魁杨梅"))
        self.spec.show_label(self.tr("多大一份（可不写）"), self.tr("比如：5斤/箱"))
        hint = self.tr("扫一下包装上的条码；不写就编一个")
        self.sku.show_label(self.tr("编号或条码"), hint)
        self.price.show_label(self.tr("卖多少元"), self.tr("比如：89.9"))
        self.unit.show_label(self.tr("按什么数"), self.tr("比如：箱"))
        self.origin.show_label(self.tr("哪里的货（可不写）"), self.tr("比如：望潮村"))
        self.kind_label.setText(self.tr("怎么卖"))
        self.kind.setAccessibleName(self.kind_label.text())
        for place, words in enumerate(self._kinds()):
            self.kind.setItemText(place, words)
        self.weighed.setText(self.tr("每一件要称：土鸡、大鱼这样的"))
        self.parts.show_label(self.tr("一盒里装什么"), self.tr("再装一样"), self.tr("拿掉"))
        self.parts.show_hints(self.tr("打名字，点一样货"), self.tr("几份"))
        words = self.tr("大一点的单位，一箱有多少（可不写）")
        self.units.show_label(words, self.tr("再写一个"), self.tr("拿掉"))
        self.units.show_hints(self.tr("比如：箱"), self.tr("比如 10"))
        self.save.setText(self.tr("记下"))
        self.leave.setText(self.tr("不记了"))
        self._tell_kind()

    def _kinds(self) -> tuple[str, ...]:
        """In the order they are offered."""
        return (
            self.tr("现货：架上有多少卖多少"),
            self.tr("礼盒：几样货装在一起卖"),
            self.tr("预售：货没到，先接预订"),
            self.tr("认养：先认下，长好了再给"),
            self.tr("定做：订一个，做一个"),
        )

    @property
    def _kind(self) -> Kind:
        return Kind(self.kind.currentData())

    def _tell_kind(self) -> None:
        """What is asked of goods that are sold like that, and nothing else."""
        new, kind = not self._sku, self._kind
        self.weighed.setVisible(kind is Kind.STOCK)
        self.more.setVisible(kind.by_capacity)
        self.parts.setVisible(kind is Kind.BUNDLE)
        self._beside.setVisible(kind is not Kind.BUNDLE)
        if new:
            self.more.show_label(self.tr("预订能接多少"), self.tr("比如：200"))
        else:
            left = self.tr("现在还能接 {count}；要少接，写 -5 这样").format(count=self._may_order)
            self.more.show_label(self.tr("预订再多接多少"), left)
        self.show_words(self.tr("加一样货") if new else self.tr("改这样货"), self._advice(new))

    def _advice(self, new: bool) -> str:
        if self._kind is Kind.BUNDLE:
            return self.tr("里面的货够装几盒，就能卖几盒；改了装什么，订好的还照原来的")
        if self._kind.by_capacity:
            return self.tr("接满了就订不了；货到了，照样在下面记到货")
        return self.tr("加好了再记到货") if new else self.tr("正在播的话，价格马上跟着变")

    def _save(self) -> None:
        if self.save.isEnabled():
            typed = (self.name, self.spec, self.unit, self.price, self.origin)
            told = [field.input.text().strip() for field in typed]
            sku, kind = self.sku.input.text().strip(), self._kind
            for box in (self.parts, self.units):
                box.show_wrong("")
            self.save_asked.emit(
                TypedProduct(
                    *(not self._sku, sku, *told),
                    weighed=kind is Kind.STOCK and self.weighed.isChecked(),
                    kind=kind,
                    more=self.more.input.text(),
                    parts=self.parts.pairs,
                    units=self.units.pairs,
                )
            )
