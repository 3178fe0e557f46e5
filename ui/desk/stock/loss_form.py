"""报损: goods that rotted, broke or were given away, and taking back what was told by a slip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inventory.losses import Cause, Loss, Pile
from inventory.schema import Place
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from ui import i18n
from ui.desk.stock.amount_field import AmountField
from ui.formats import day_and_clock
from ui.theme.style import dress
from ui.widgets import Card, ElidedLabel, Field, Retranslating
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.unwheeled import ComboBox

LONGEST_REMARK = 60
"""Letters: a sentence, no letter."""


class LossForm(Retranslating, Card):
    """Shows what it is told; the presenter answers whoever asks."""

    lose_asked = Signal(str, object, object, object, str)
    """SKU, the `Pile` it is of, how many as typed, why, and in which words."""
    undo_asked = Signal(object)
    """The `Loss` that was none."""
    left = Signal()
    """Nothing is lost after all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=10, parent=parent)
        self._product: Any | None = None
        self._lot = ""
        """Which is wanted, until what there is has come."""
        self._piles: Sequence[Pile] = ()
        self._latest: Sequence[Loss] = ()
        self._busy = False
        self.which, self.which_label = ComboBox(self), Label(self)
        self.cause, self.cause_label = ComboBox(self), Label(self)
        for cause in Cause:
            self.cause.addItem("", cause)
        self.qty, self.remark = AmountField(self), Field(self)
        self.remark.input.setMaxLength(LONGEST_REMARK)
        self.leave, self.save = Button(self), Button(self)
        dress(self.save, role="primary")
        top = Qt.AlignmentFlag.AlignTop
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addLayout(_labelled(self.which_label, self.which), 4)
        row.addLayout(_labelled(self.cause_label, self.cause), 3)
        row.addWidget(self.qty, 4, top)
        row.addWidget(self.remark, 5, top)
        self.body.addLayout(row)
        self._told = QVBoxLayout()
        self._told.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addLayout(self._told, 1)
        for button in (self.leave, self.save):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row)
        self.body.addStretch(1)
        for field in (self.qty, self.remark):
            field.input.returnPressed.connect(self._save)
        self.save.clicked.connect(self._save)
        self.leave.clicked.connect(self.left)
        self.retranslate()

    def begin(self, product: Any, lot: str, factors: Mapping[str, Decimal]) -> None:
        """Of that product; ``lot`` is what was chosen. What there is of it comes later."""
        self._product, self._lot = product, lot
        self._piles = self._latest = ()
        self.qty.show_units(factors)
        for field in (self.qty, self.remark):
            field.show_text("", afresh=True)
        self.cause.setCurrentIndex(0)
        self.retranslate()
        self.qty.lead_to()

    def show_losable(self, piles: Sequence[Pile], latest: Sequence[Loss]) -> None:
        """Where goods lie that may be lost, and what was told last; what is chosen stays."""
        chosen = self._chosen
        lot, place = (self._lot, None) if chosen is None else (chosen.lot, chosen.place)
        self._piles, self._latest = piles, latest
        self._tell()
        like = [n for n, it in enumerate(piles) if it.lot == lot and place in (None, it.place)]
        self.which.setCurrentIndex(like[0] if like else 0 if piles else -1)

    def show_busy(self, busy: bool) -> None:
        self._busy = busy
        self.save.setDisabled(busy or not self._piles)

    def show_wrong(self, error: BaseException) -> None:
        code = error.code if isinstance(error, UserFacingError) else ""
        field = self.remark if code == "loss_remark_missing" else self.qty
        field.show_wrong(word_error(error, i18n.current()))
        field.lead_to()

    def retranslate(self) -> None:
        self.which_label.setText(self.tr("哪一批，在哪里"))
        self.cause_label.setText(self.tr("为什么"))
        for box, label in ((self.which, self.which_label), (self.cause, self.cause_label)):
            box.setAccessibleName(label.text())
        for place, cause in enumerate(Cause):
            self.cause.setItemText(place, self._why(cause))
        unit = "" if self._product is None else self._product.unit
        mixed = self.qty.mixed
        hint = self.tr("比如：{mixed}").format(mixed=mixed) if mixed else unit
        self.qty.show_label(self.tr("报损多少"), hint)
        self.remark.show_label(self.tr("备注（可不写）"), self.tr("比如：下雨泡了"))
        self.leave.setText(self.tr("不报了"))
        self.save.setText(self.tr("记下报损"))
        self._tell()

    @property
    def sku(self) -> str:
        """Of which product a loss is told."""
        return "" if self._product is None else str(self._product.sku)

    @property
    def _chosen(self) -> Pile | None:
        place = self.which.currentIndex()
        return self._piles[place] if 0 <= place < len(self._piles) else None

    def _tell(self) -> None:
        name = "" if self._product is None else self._product.name
        words = self.tr("卖了没包的不在里面：坏了的，先撤那一单")
        if self._product is not None and not self._piles:
            words = self.tr("架上和搁置的都没有了，没有可报的")
        self.show_words(self.tr("报损：{name}").format(name=name), words)
        chosen = self.which.currentIndex()
        self.which.clear()
        self.which.addItems([self._pile(each) for each in self._piles])
        self.which.setCurrentIndex(min(chosen, len(self._piles) - 1))
        self.show_busy(self._busy)
        self._tell_latest()

    def _tell_latest(self) -> None:
        while (item := self._told.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # it is drawn until Qt has deleted it
                widget.deleteLater()
        for loss in self._latest:
            self._told.addWidget(self._line(loss))
        self._told.addStretch(1)

    def _line(self, loss: Loss) -> QWidget:
        """What was told, and how it is taken back."""
        line = QWidget(self)
        dress(line, role="plain")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        words, back = ElidedLabel(line), Button(line)
        dress(words, role="muted")
        dress(back, role="quiet")
        words.setText(self._loss(loss))
        back.setText(self.tr("撤销"))
        back.setVisible(not loss.undone)
        back.clicked.connect(partial(self.undo_asked.emit, loss))
        row.addWidget(words, 1)
        row.addWidget(back)
        return line

    def _loss(self, loss: Loss) -> str:
        words = self.tr("{when} {lot}：{why}，{qty} {unit}")
        if loss.undone:
            words = self.tr("{when} {lot}：{why}，{qty} {unit}（撤销了）")
        why = self._why(loss.cause)
        if loss.remark:
            why = self.tr("{why}（{remark}）").format(why=why, remark=loss.remark)
        return words.format(
            when=day_and_clock(loss.happened_at), lot=loss.lot or self._no_lot(), why=why,
            qty=f"{loss.qty:,}", unit=loss.unit,
        )  # fmt: skip

    def _pile(self, pile: Pile) -> str:
        words = self.tr("{lot}，架上 {qty}")
        if pile.place is Place.HOLD:
            words = self.tr("{lot}，搁置 {qty}")
        return words.format(lot=pile.lot or self._no_lot(), qty=f"{pile.qty:,}")

    def _no_lot(self) -> str:
        return self.tr("没分批的")

    def _why(self, cause: Cause) -> str:
        return {
            Cause.ROTTEN: self.tr("烂了、坏了"),
            Cause.BROKEN: self.tr("碰坏、压坏"),
            Cause.EXPIRED: self.tr("过期了"),
            Cause.GIVEN: self.tr("送人、试吃"),
            Cause.MISSING: self.tr("不见了"),
            Cause.OTHER: self.tr("别的"),
        }[cause]

    def _save(self) -> None:
        pile = self._chosen
        if self._product is not None and pile is not None and self.save.isEnabled():
            for field in (self.qty, self.remark):
                field.show_wrong("")
            about = Cause(self.cause.currentData()), self.remark.input.text()
            self.lose_asked.emit(self._product.sku, pile, self.qty.typed, *about)


def _labelled(label: Label, box: ComboBox) -> QVBoxLayout:
    dress(label, role="small")
    label.setBuddy(box)
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(label)
    column.addWidget(box)
    column.addStretch(1)
    return column
