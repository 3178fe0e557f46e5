"""One product's form: what is typed, its picture, script and card."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from inventory.products import Product
from overlays.looks import LOOKS
from studio.session.plan import PlannedProduct
from ui import i18n
from ui.choosing import DOCUMENTS, ask_file
from ui.plan.edits import READERS, Problem, field_text
from ui.plan.preview import CardPreview
from ui.plan.problems import problem_words
from ui.plan.running_order import paint_picture
from ui.theme.style import dress
from ui.theme.tokens import LIGHT
from ui.widgets import Retranslating, icons
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label

PLACES: dict[str, tuple[int, int, int]] = {
    "name": (0, 0, 6),
    "spec": (1, 0, 4),
    "unit": (1, 4, 2),
    "price": (2, 0, 2),
    "stock": (2, 2, 2),
    "quota": (2, 4, 2),
    "compared_price": (3, 0, 2),
    "compared_basis": (3, 2, 4),
    "origin": (4, 0, 3),
    "sku": (4, 3, 3),
}
"""Row, column and columns spanned of each field; tabbing follows this order."""
_BELOW = 1 + max(row for row, _, _ in PLACES.values())


class ScriptEdit(QPlainTextEdit):
    """Tells when the person is done with it."""

    left = Signal(str)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.finish()

    def finish(self) -> None:
        """Tell what was written, if anything was."""
        if self.document().isModified():
            self.document().setModified(False)
            self.left.emit(self.toPlainText())


class Picture(QWidget):
    """The product's picture, square."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap: QPixmap | None = None
        self.setFixedSize(88, 88)

    def show_picture(self, pixmap: QPixmap | None) -> None:
        self._pixmap = pixmap
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_picture(painter, QRectF(self.rect()), self._pixmap)


class ProductForm(Retranslating, QWidget):
    """Signals what was changed; the presenter says what is true."""

    field_left = Signal(str, str)
    look_chosen = Signal(str)
    picture_chosen = Signal(Path)
    script_left = Signal(str)
    script_chosen = Signal(Path)
    remove_wanted = Signal()
    new_code_wanted = Signal()
    same_goods_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sku, self._problems = "", dict[str, Problem]()
        self._record: Product | None = None
        self.fields = {name: Field(self) for name in PLACES}
        self.preview, self.picture = CardPreview(self), Picture(self)
        self.script = ScriptEdit(self)
        self.script.setTabChangesFocus(True)
        self.script.left.connect(self.script_left)
        for name, field in self.fields.items():
            field.left.connect(lambda text, name=name: self.field_left.emit(name, text))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        top = QHBoxLayout()
        top.setSpacing(20)
        top.addLayout(self._grid(), 5)
        top.addLayout(self._card_side(), 5)
        column.addLayout(top)
        column.addLayout(self._script_row())
        column.addWidget(self.script, 1)
        self.retranslate()

    def show_product(self, product: PlannedProduct) -> None:
        afresh = product.sku != self._sku
        self._sku = product.sku
        if afresh:
            self._problems.clear()
        for name in READERS:
            self.fields[name].show_text(field_text(product, name), afresh=afresh)
        for button in self._looks.buttons():
            button.setChecked(button.property("look") == product.card)

    def show_problem_at(self, field: str, problem: Problem | None) -> None:
        if problem is None:
            self._problems.pop(field, None)
        else:
            self._problems[field] = problem
        self.fields[field].show_wrong(problem_words(problem) if problem else "")

    def show_refused_at(self, field: str, typed: str, problem: Problem) -> None:
        """What was typed before this product was last left, and why it is not kept."""
        self.fields[field].input.setText(typed)
        self.show_problem_at(field, problem)

    def show_other_goods(self, record: Product | None) -> None:
        """What else the warehouse has under this product's code; None: nothing else."""
        self._record = record
        self._tell_other_goods()

    def show_script(self, text: str) -> None:
        if not self.script.document().isModified() and self.script.toPlainText() != text:
            self.script.setPlainText(text)

    def show_card(self, drawn: Any) -> None:
        self.preview.show_card(drawn)

    def finish(self) -> None:
        """Hand over what is still being typed."""
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()
        self.script.finish()

    def retranslate(self) -> None:
        labels = {
            "name": (self.tr("名称"), self.tr("东魁杨梅")),
            "spec": (self.tr("规格"), self.tr("5斤/箱")),
            "unit": (self.tr("单位"), self.tr("箱")),
            "price": (self.tr("价钱（元）"), "89.90"),
            "compared_price": (self.tr("划线价"), self.tr("可不写")),
            "compared_basis": (self.tr("划线价是什么价"), self.tr("比如：门店价")),
            "stock": (self.tr("库存"), "120"),
            "quota": (self.tr("留给这一场"), "0"),
            "origin": (self.tr("产地"), self.tr("枸杞乡后山村")),
            "sku": (self.tr("货号（仓库里认这个）"), "YM-001"),
        }
        for name, (label, hint) in labels.items():
            self.fields[name].show_label(label, hint)
        for field, problem in self._problems.items():
            self.fields[field].show_wrong(problem_words(problem))
        language = i18n.current()
        for button in self._looks.buttons():
            look = LOOKS[button.property("look")]
            button.setText(look.en if language == "en" else look.zh)
        self._looks_label.setText(self.tr("贴片样子"))
        self._preview_label.setText(self.tr("观众看到的贴片"))
        self._choose_picture.setText(self.tr("选图片…"))
        self._picture_note.setText(self.tr("拍清楚的方图最好"))
        self._remove.setText(self.tr("拿掉这个商品"))
        self.new_code.setText(self.tr("换新货号"))
        self.same_goods.setText(self.tr("是同一样"))
        self._tell_other_goods()
        self._script_label.setText(self.tr("单品脚本"))
        self._choose_script.setText(self.tr("选脚本文件…"))
        self.script.setPlaceholderText(
            self.tr("这里写主播要念的话。一句一行；不写也行，程序会按名称、规格、价钱拼几句。")
        )

    def _tell_other_goods(self) -> None:
        self._other.setVisible(self._record is not None)
        if self._record is not None:
            words = self.tr("这个货号在仓库里是 {name}（按 {unit}）。和它是同一样吗？")
            said = words.format(name=self._record.name, unit=self._record.unit)
            self._other_words.setText(said)

    # -- parts -------------------------------------------------------------------------------

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for name, (row, column, span) in PLACES.items():
            grid.addWidget(self.fields[name], row, column, 1, span, Qt.AlignmentFlag.AlignTop)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        grid.addWidget(self._other_row(), _BELOW, 0, 1, 6)
        grid.setRowStretch(len(PLACES), 1)
        return grid

    def _other_row(self) -> QWidget:
        self._other = QWidget(self)
        self._other_words = Label(self._other)
        self.same_goods, self.new_code = Button(self._other), Button(self._other)
        self._other_words.setWordWrap(True)
        dress(self._other_words, role="field-error")
        self.same_goods.clicked.connect(self.same_goods_wanted)
        self.new_code.clicked.connect(self.new_code_wanted)
        presses = QHBoxLayout()
        presses.addWidget(self.same_goods)
        presses.addWidget(self.new_code)
        presses.addStretch(1)
        column = QVBoxLayout(self._other)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._other_words)  # above: beside two buttons English has no place
        column.addLayout(presses)
        self._other.hide()
        return self._other

    def _card_side(self) -> QVBoxLayout:
        self._preview_label, self._looks_label = Label(self), Label(self)
        for label in (self._preview_label, self._looks_label):
            dress(label, role="small")
        self._looks = QButtonGroup(self)
        looks = QHBoxLayout()
        looks.addWidget(self._looks_label)
        looks.addStretch(1)
        for key in LOOKS:
            button = Button(self)
            button.setCheckable(True)
            button.setProperty("look", key)
            button.clicked.connect(lambda _=False, key=key: self.look_chosen.emit(key))
            self._looks.addButton(button)
            looks.addWidget(button)
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(self._preview_label)
        side.addWidget(self.preview)
        side.addLayout(looks)
        side.addSpacing(4)
        side.addLayout(self._picture_row())
        side.addStretch(1)
        return side

    def _picture_row(self) -> QHBoxLayout:
        self._choose_picture, self._remove = Button(self), Button(self)
        self._picture_note = Label(self)
        dress(self._picture_note, role="small")
        dress(self._remove, role="quiet")
        self._choose_picture.setIcon(icons.icon("picture", LIGHT.text))
        self._remove.setIcon(icons.icon("bin", LIGHT.muted))
        self._choose_picture.clicked.connect(self._ask_picture)
        self._remove.clicked.connect(self.remove_wanted)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self._choose_picture, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self._picture_note)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.picture)
        row.addLayout(words, 1)
        return row

    def _script_row(self) -> QHBoxLayout:
        self._script_label = Label(self)
        dress(self._script_label, role="small")
        self._choose_script = Button(self)
        self._choose_script.clicked.connect(self._ask_script)
        row = QHBoxLayout()
        row.addWidget(self._script_label)
        row.addStretch(1)
        row.addWidget(self._remove)
        row.addWidget(self._choose_script)
        return row

    def _ask_picture(self) -> None:
        kinds = self.tr("图片") + " (*.png *.jpg *.jpeg *.webp *.bmp)"
        chosen = ask_file(self, self.tr("选一张图片"), kinds)
        if chosen is not None:
            self.picture_chosen.emit(chosen)

    def _ask_script(self) -> None:
        kinds = self.tr("脚本") + " (*.md *.txt)"
        chosen = ask_file(self, self.tr("选一个脚本文件"), kinds, DOCUMENTS)
        if chosen is not None:
            self.script_chosen.emit(chosen)
