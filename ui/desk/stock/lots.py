"""批次和盘点: the chosen product's lots, until when they are good, and keeping one from sale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QSettings, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QSizePolicy, QWidget

from inventory.lots import LotStock
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from ui import i18n
from ui.desk.stock.amount_field import AmountField
from ui.desk.stock.typed import Amount
from ui.table_file import Value
from ui.theme.style import dress
from ui.widgets import Card, Field, Retranslating
from ui.widgets.button import Button
from ui.widgets.field import level_with_inputs
from ui.widgets.table import Cell, Column, ListSource, Table, TableModel

SOON_DAYS = 3
"""Days before its best-before at which a lot is told as urgent: a parcel takes two."""
AMOUNT_WIDTH = 300
WEIGHT_WIDTH = 200
WEIGHT_HINT = "12斤8两"
"""Whatever unit is chosen beside it."""
LOTS_HEIGHT = 186
"""Three lots and the heading; more are scrolled to."""

TOP = Qt.AlignmentFlag.AlignTop
"""Of fields in a row: a sentence below one of them moves none of the others."""

COLUMNS = (
    Column("code", 160, middle=True),
    Column("household", 0),
    Column("best_before", 136),
    Column("shelf", 108, figure=True),
    Column("reserved", 140, figure=True),
    Column("on_hold", 128, figure=True),
    Column("words", 206),
)


class LotsCard(Retranslating, Card):
    """Shows what it is told; whoever presses something is answered by the presenter."""

    count_asked = Signal(str, str, object, object)
    """SKU, lot (empty: goods without one), and what was typed: how many, and their weight."""
    arrival_asked = Signal(str, object, str, str, object)
    """SKU, and what was typed: how many came, from whom, good until when, and their weight."""
    loss_asked = Signal(str)
    """Some of that product are to be lost."""
    hold_asked = Signal(str, str)
    """Lot and reason."""
    release_asked = Signal(str, str)
    save_asked = Signal()
    """The lots that are shown, into a file."""
    label_asked = Signal(str, str, int)
    """SKU, lot, and how many pieces of it lie on the shelf."""

    def __init__(self, memory: QSettings | None = None, parent: QWidget | None = None) -> None:
        super().__init__(margin=10, parent=parent)
        self._product: Any | None = None
        self._about = ""
        """The lot that what is typed is about; empty: goods without one."""
        self._lots: Sequence[LotStock] = ()
        self._today = date.max
        self.model = TableModel(COLUMNS, self._cell)
        self.table = Table("lots", self.model, memory, sortable=True, parent=self)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.setFixedHeight(LOTS_HEIGHT)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.counted, self.weighed, self.reason = AmountField(self), AmountField(self), Field(self)
        self.counted.setFixedWidth(AMOUNT_WIDTH)
        self.weighed.setFixedWidth(WEIGHT_WIDTH)
        self.count, self.lose, self.hold = Button(self), Button(self), Button(self)
        self.label, self.save = Button(self), Button(self)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.counted, 0, TOP)
        row.addWidget(self.weighed, 0, TOP)
        for button in (self.count, self.lose):
            row.addLayout(level_with_inputs(button))
        row.addSpacing(10)
        row.addWidget(self.reason, 1, TOP)
        row.addLayout(level_with_inputs(self.hold))
        for button in (self.count, self.lose, self.hold, self.label, self.save):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for button in (self.label, self.save):
            dress(button, role="quiet")
            self.beside_heading(button)
        self.body.addWidget(self.table)
        self.body.addLayout(row)
        self.body.addLayout(self._arrival_row())
        self.save.clicked.connect(self.save_asked)
        self.count.clicked.connect(self._ask_count)
        self.counted.input.returnPressed.connect(self._ask_count)
        self.weighed.input.returnPressed.connect(self._ask_count)
        self.lose.clicked.connect(self._ask_loss)
        self.hold.clicked.connect(self._ask_hold)
        self.label.clicked.connect(self._ask_label)
        self.retranslate()
        # What only lots need was shown until the first answer came, and cost the page a fifth of
        # the time it keeps the main thread for.
        self.show_lots(None, (), self._today)

    def _arrival_row(self) -> QHBoxLayout:
        """到货."""
        self.came, self.came_weight = AmountField(self), AmountField(self)
        self.grower, self.good_until = Field(self), Field(self)
        self._growers = QStringListModel(self)
        offered = QCompleter(self._growers, self)
        offered.setFilterMode(Qt.MatchFlag.MatchContains)
        offered.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.grower.input.setCompleter(offered)
        self.came.setFixedWidth(AMOUNT_WIDTH)
        self.came_weight.setFixedWidth(WEIGHT_WIDTH)
        self.arrive = Button(self)
        self.arrive.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.came, 0, TOP)
        row.addWidget(self.came_weight, 0, TOP)
        row.addWidget(self.grower, 1, TOP)
        row.addWidget(self.good_until, 1, TOP)
        row.addLayout(level_with_inputs(self.arrive))
        self.arrive.clicked.connect(self._ask_arrival)
        self.good_until.left.connect(self._show_day)
        for field in (self.came, self.came_weight, self.grower, self.good_until):
            field.input.returnPressed.connect(self._ask_arrival)
        return row

    def show_lots(
        self,
        product: Any | None,
        lots: Sequence[LotStock],
        today: date,
        factors: Mapping[str, Decimal] | None = None,
    ) -> None:
        """The lots of ``product`` (None: nothing is chosen yet), as of ``today``; ``factors`` are
        its units (`inventory.units.known`)."""
        if product is None or self._product is None or product.sku != self._product.sku:
            self.forget_typed()
        self._product, self._today = product, today
        self._lots = [each for each in lots if product is not None and each.lot.sku == product.sku]
        rows = [_Row(each) for each in self._lots]
        for field in (self.counted, self.came):
            field.show_units(factors or {})
        self.table.show_again(ListSource(rows, key="code"))
        self.table.setVisible(bool(rows))
        self.reason.setVisible(bool(rows))
        self.hold.setVisible(bool(rows))
        self.save.setVisible(bool(rows))
        self.label.setVisible(bool(rows))
        self._on_chosen()

    def saved(self, row: Any) -> list[Value]:
        """What a file has of a lot that is shown."""
        stock, lot = row.stock, row.stock.lot
        counts = stock.shelf, stock.reserved, stock.on_hold
        return [lot.code, lot.household, lot.best_before, *counts, self._words(stock).text]

    def show_busy(self, busy: bool) -> None:
        for button in (self.count, self.arrive, self.hold, self.lose):
            button.setDisabled(busy)
        if not busy:
            self._tell()

    def show_count_wrong(self, error: BaseException) -> None:
        field = self.weighed if _code(error) == "weight_missing" else self.counted
        field.show_wrong(word_error(error, i18n.current()))

    def show_count_weight_wrong(self, error: BaseException) -> None:
        self.weighed.show_wrong(word_error(error, i18n.current()))

    def show_arrival_weight_wrong(self, error: BaseException) -> None:
        self.came_weight.show_wrong(word_error(error, i18n.current()))

    def show_arrival_wrong(self, error: BaseException) -> None:
        beside = {
            "day_unreadable": self.good_until,
            "household_alike": self.grower,
            "weight_missing": self.came_weight,
        }
        field = beside.get(_code(error), self.came)
        field.show_wrong(word_error(error, i18n.current()))

    def show_hold_wrong(self, error: BaseException) -> None:
        self.reason.show_wrong(word_error(error, i18n.current()))

    def show_households(self, names: Sequence[str]) -> None:
        """Who brought something before: offered while a name is typed."""
        self._growers.setStringList(list(names))

    def forget_typed(self) -> None:
        typed = (self.counted, self.weighed, self.reason)
        for field in (*typed, self.came, self.came_weight, self.grower, self.good_until):
            field.show_text("", afresh=True)

    def retranslate(self) -> None:
        self.model.show_titles(
            [
                self.tr("批次"),
                self.tr("农户"),
                self.tr("最后可卖"),
                self.tr("架上"),
                self.tr("预占"),
                self.tr("搁置"),
                self.tr("说明"),
            ]
        )
        self.count.setText(self.tr("记下盘点"))
        self.lose.setText(self.tr("报损"))
        self.arrive.setText(self.tr("到货上架"))
        self.grower.show_label(self.tr("谁家的（可不写）"), self.tr("比如：李阿婆"))
        self.good_until.show_label(self.tr("最后能卖到哪天（可不写）"), self.tr("比如：12月20日"))
        self.save.setText(self.tr("存成表格"))
        self.label.setText(self.tr("溯源标签"))
        self._tell()

    @property
    def chosen(self) -> LotStock | None:
        """The lot the buttons are about."""
        places = self.table.selectionModel().selectedRows()
        row = self.model.row(places[0].row()) if places else None
        return None if row is None else row.stock

    def _tell(self) -> None:
        product, lot = self._product, self.chosen
        held = lot is not None and lot.held
        self.hold.setText(self.tr("放行") if held else self.tr("停售这一批"))
        self.hold.setEnabled(lot is not None)
        self.label.setEnabled(lot is not None and not held)
        for each in (self.count, self.arrive, self.lose):
            each.setEnabled(product is not None)
        for field in (self.counted, self.came):
            field.lock(product is None)
        if product is None:
            self.show_words(self.tr("批次和盘点"), self.tr("先在上面点一样货"))
        else:
            self.show_words(product.name, self._advice())
        unit = "" if product is None else product.unit
        mixed = self.came.mixed
        hint = self.tr("比如：{mixed}").format(mixed=mixed) if mixed else unit
        self.counted.show_label(self.tr("架上数到（卖了没包的也算）"), hint)
        self.came.show_label(self.tr("又到了多少"), hint)
        self._tell_weights(product is not None and product.catch_weight)
        label = self.tr("为什么放行") if held else self.tr("为什么停售")
        example = self.tr("比如：复检合格") if held else self.tr("比如：农残超标")
        self.reason.show_label(label, example)

    def _tell_weights(self, by_weight: bool) -> None:
        for field in (self.weighed, self.came_weight):
            field.setVisible(by_weight)
            field.show_label(self.tr("一共多重"), WEIGHT_HINT)
        if by_weight:
            from inventory import units  # with the first product that is weighed

            for field in (self.weighed, self.came_weight):
                field.show_units(units.WEIGHTS)

    def _advice(self) -> str:
        if not self._lots:
            return self.tr("这样货没有分批次")
        if self.chosen is None:
            return self.tr("点一批，盘它或者停售它；不点，盘的是没分批的")
        return self.tr("盘的、停售的，是点中的这一批")

    def _on_chosen(self) -> None:
        """A refresh chooses the same lot again: what is typed about it stays."""
        lot = self.chosen
        code = "" if lot is None else lot.lot.code
        if code != self._about:
            self._about = code
            self.forget_typed()
        self._tell()

    def _ask_count(self) -> None:
        if self._product is not None and self.count.isEnabled():
            lot = self.chosen
            code = "" if lot is None else lot.lot.code
            self.count_asked.emit(
                self._product.sku, code, self.counted.typed, self._typed_weight(self.weighed)
            )

    def _ask_arrival(self) -> None:
        if self._product is not None and self.arrive.isEnabled():
            about = [field.input.text() for field in (self.grower, self.good_until)]
            weight = self._typed_weight(self.came_weight)
            self.arrival_asked.emit(self._product.sku, self.came.typed, *about, weight)

    def _typed_weight(self, field: AmountField) -> Amount:
        weighed = self._product is not None and self._product.catch_weight
        return field.typed if weighed else Amount("")

    def _ask_loss(self) -> None:
        if self._product is not None and self.lose.isEnabled():
            self.loss_asked.emit(self._product.sku)

    def _show_day(self, typed: str) -> None:
        """Which day was understood, its year with it, before anything is booked."""
        from inventory import days  # with the first day that is typed

        try:
            self.good_until.show_text(days.coming(typed, self._today), afresh=True)
        except UserFacingError as error:
            self.show_arrival_wrong(error)

    def _ask_hold(self) -> None:
        lot = self.chosen
        if lot is not None:
            asked = self.release_asked if lot.held else self.hold_asked
            asked.emit(lot.lot.code, self.reason.input.text())

    def _ask_label(self) -> None:
        lot = self.chosen
        if lot is not None:
            self.label_asked.emit(lot.lot.sku, lot.lot.code, lot.shelf)

    def _cell(self, row: Any, key: str) -> Cell:
        stock: LotStock = row.stock
        match key:
            case "code":
                return Cell(stock.lot.code)
            case "household":
                return Cell(stock.lot.household, "muted")
            case "best_before":
                return Cell(stock.lot.best_before or self.tr("没写"))
            case "words":
                return self._words(stock)
        count = getattr(stock, key)
        return Cell(f"{count:,}", "muted" if not count else "", order=count)

    def _words(self, stock: LotStock) -> Cell:
        if stock.held:
            return Cell(self.tr("■ 停售：{why}").format(why=stock.reason), "broken", order=0)
        if not stock.lot.best_before:
            return Cell(self.tr("▲ 能卖"), "fine", order=3)
        days = (date.fromisoformat(stock.lot.best_before) - self._today).days
        if days < 0:
            return Cell(self.tr("■ 过期了，不能卖"), "broken", order=1)
        if days <= SOON_DAYS:
            words = self.tr("◆ 还能卖 {days} 天，先卖它").format(days=days + 1)
            return Cell(words, "mind", order=2)
        return Cell(self.tr("▲ 能卖"), "fine", order=3)


def _code(error: BaseException) -> str:
    return error.code if isinstance(error, UserFacingError) else ""


class _Row:
    """A lot under the key the table knows it by."""

    def __init__(self, stock: LotStock) -> None:
        self.stock, self.code = stock, stock.lot.code
