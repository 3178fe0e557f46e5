"""One order of a platform's file: what is in it, and who it is for, masked until somebody asks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inventory.fulfilment import parcels
from inventory.fulfilment.sent import Box, Sending
from inventory.orders.catalogue import ShownLine
from studio.session.buyers import OrderAndBuyer
from ui.desk.aftersales.words import CaseWords
from ui.theme.style import dress
from ui.widgets import Card, Retranslating
from ui.widgets.button import Button
from ui.widgets.label import Label

WIDTH = 300
CASES = 2
"""So many are told whole beside goods and buyer, on a small screen too; seldom there are more."""


class OrderCard(Retranslating, Card):
    """Hidden until an order is shown. What was shown unmasked is gone with the next one."""

    buyer_wanted = Signal(str)
    """Id of the order of which somebody wants to see the buyer."""
    case_wanted = Signal(str)
    """Id of one of its cases."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=14, parent=parent)
        self._found: OrderAndBuyer | None = None
        self._told: Mapping[str, str] = {}
        self.setFixedWidth(WIDTH)
        self.goods, self.buyer, self.remark = Label(self), Label(self), Label(self)
        select = Qt.TextInteractionFlag.TextSelectableByMouse
        for label in (self.goods, self.buyer, self.remark):
            label.setWordWrap(True)
            label.setTextInteractionFlags(select)
        dress(self.remark, role="muted")
        self.show_all, self.close_it = Button(self), Button(self)
        self.show_all.clicked.connect(self._ask)
        self.close_it.clicked.connect(self.take_away)
        self._words = CaseWords(self)
        self.cases: list[tuple[Label, Button]] = []
        self._cases = QVBoxLayout()
        self.body.addWidget(self.goods)
        self.body.addLayout(self._cases)
        self.more_cases = Label(self)
        dress(self.more_cases, role="muted")
        self.more_cases.setWordWrap(True)
        self.body.addWidget(self.more_cases)
        for each in (self.buyer, self.remark):
            self.body.addWidget(each)
        row = QHBoxLayout()
        row.addWidget(self.show_all)
        row.addStretch(1)
        row.addWidget(self.close_it)
        self.body.addStretch(1)
        self.body.addLayout(row)
        self.hide()
        self.retranslate()

    def show_order(self, found: OrderAndBuyer) -> None:
        self._found, self._told = found, {}
        self._make_room_for(found)
        self._tell()
        self.show()

    def show_buyer(self, order_id: str, told: Mapping[str, str]) -> None:
        """Unmasked; of an order that is no longer shown, nothing."""
        if self._found is not None and self._found.shown.head.id == order_id:
            self._told = told
            self._tell()

    def take_away(self) -> None:
        self._found, self._told = None, {}
        self.buyer.clear()
        self.hide()
        self.closed.emit()

    def retranslate(self) -> None:
        self.show_all.setText(self.tr("看买家"))
        self.close_it.setText(self.tr("收起"))
        self._tell()

    def _ask(self) -> None:
        if self._found is not None:
            self.buyer_wanted.emit(self._found.shown.head.id)

    def _make_room_for(self, found: OrderAndBuyer) -> None:
        """A few lines and the way to it for each of the newest cases."""
        for label, button in self.cases:
            label.deleteLater()
            button.deleteLater()
        self.cases = []
        for case in found.cases[:CASES]:
            label, button = Label(self), Button(self)
            label.setWordWrap(True)
            button.clicked.connect(partial(self.case_wanted.emit, case.id))
            self._cases.addWidget(label)
            self._cases.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
            self.cases.append((label, button))

    def _tell_cases(self, found: OrderAndBuyer) -> None:
        for case, (label, button) in zip(found.cases[:CASES], self.cases, strict=True):
            label.setText(self._words.whole(case, found.looked_ms))
            dress(label, tone=self._words.state(case, found.looked_ms).tone)
            button.setText(self.tr("看售后 {number}").format(number=case.number))
        older = " ".join(case.number for case in found.cases[CASES:])
        self.more_cases.setText(self.tr("还有售后 {numbers}").format(numbers=older))
        self.more_cases.setVisible(bool(older))

    def _tell(self) -> None:
        if self._found is None:
            return
        self._tell_cases(self._found)
        shown, masked = self._found.shown, self._found.buyer
        self.show_words(shown.head.order_no)
        shop = shown.head.shop or shown.head.platform
        self.goods.setText("\n".join([shop, *(self._line(each) for each in shown.lines)]))
        told = self._told or masked or {}
        self.buyer.setText("\n".join(f"{heading}：{words}" for heading, words in told.items()))
        self.buyer.setVisible(bool(told))
        self.show_all.setVisible(bool(masked) and not self._told)
        self.remark.setText(self._remark(masked))

    def _line(self, each: ShownLine) -> str:
        state = each.state
        told = f"{state.title} {state.spec}".strip() + f" × {state.qty}"
        sent = f"{state.carrier} {state.tracking}".strip()
        boxes = self._found.sendings.get(each.id, Sending()).boxes if self._found else ()
        ours = {f"{box.carrier} {box.tracking}".strip() for box in boxes}
        platforms = [sent] if sent and sent not in ours else []
        return "\n  ".join([told, *platforms, *(self._box(box) for box in boxes)])

    def _box(self, box: Box) -> str:
        how_far = {
            parcels.TO_PACK: self.tr("包裹 {code}，等着装"),
            parcels.PACKED: self.tr("包裹 {code}，装好了"),
            parcels.SHIPPED: self.tr("包裹 {code}，发走了"),
            parcels.DELIVERED: self.tr("包裹 {code}，收到了"),
        }
        waybill = f"{box.carrier} {box.tracking}".strip()
        said = how_far[box.state].format(code=box.code)
        return f"{said}\n  {waybill}" if waybill else said

    def _remark(self, masked: Mapping[str, str] | None) -> str:
        if masked is None:
            return self.tr("买家的资料是在别的电脑上加密的，这台打不开。")
        if not masked:
            return self.tr("没有买家的资料：没有存过，或者日子到了已经删掉。")
        if self._told:
            return self.tr("谁在什么时候看过，已经记下来。")
        return self.tr("买家的资料遮住了；谁看过会记下来。")
