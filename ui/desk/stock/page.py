"""库存: what is there, what is held, what may still be sold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QInputDialog, QWidget

from inventory.households import Renamed
from inventory.lots import LotStock
from inventory.products import Product
from inventory.schema import Kind, Place
from ui import i18n
from ui.choosing import AskSave, ask_save
from ui.desk.packing import label_out
from ui.desk.page import TablePage
from ui.desk.presenters import is_gone, is_short, short_first
from ui.desk.stock.lots import LotsCard
from ui.desk.stock.presenter import Factors, StockPresenter
from ui.table_file import Value
from ui.widgets import Tone
from ui.widgets.button import Button
from ui.widgets.table import Cell, Column, ListSource, Table, TableModel

if TYPE_CHECKING:
    from inventory.losses import Loss, Pile
    from ui.desk.stock.household_form import HouseholdForm
    from ui.desk.stock.loss_form import LossForm
    from ui.desk.stock.product_form import ProductForm
    from ui.desk.stock.typed import TypedProduct

COLUMNS = (
    Column("name", 0),
    Column("sku", 150),
    Column("on_hand", 142, figure=True),
    Column("reserved", 142, figure=True),
    Column("available", 142, figure=True),
    Column("words", 300),
)


MOST_LABELS = 500
"""Of one lot at once; a roll has no more."""
AskCount = Callable[..., tuple[int, bool]]


class StockPage(TablePage):
    """Implements `RowsView`."""

    def __init__(
        self,
        memory: QSettings | None = None,
        ask: AskSave = ask_save,
        ask_count: AskCount = QInputDialog.getInt,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("box", ask, parent)
        self._ask_count = ask_count
        self._labelled = ("", "", 0)
        """SKU, lot and shelf of the lot that labels are wanted for."""
        self.model = TableModel(COLUMNS, self._cell)
        self.table = Table("stock", self.model, memory, sortable=True, parent=self.inside)
        self.table.copied.connect(self.say_copied)
        self.add_filter(self.table)
        self.add, self.edit, self.rename = Button(self), Button(self), Button(self)
        for button in (self.add, self.edit, self.rename, self.export):
            self.top.addWidget(button)
        self.rename.clicked.connect(self._on_rename)
        self.lots = LotsCard(memory, self.inside)
        self.lots.loss_asked.connect(self._on_loss)
        self.form: ProductForm | None = None
        """Made when somebody first adds or changes a product."""
        self.naming: HouseholdForm | None = None
        """Made when somebody first renames a household."""
        self.losing: LossForm | None = None
        """Made when somebody first tells a loss."""
        self._units: Mapping[str, Factors] = {}
        self._growers: Sequence[str] = ()
        self._lots: Sequence[LotStock] = ()
        self._today = date.max
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.lots)
        self.table.selectionModel().selectionChanged.connect(self._tell_lots)
        self.setFocusProxy(self.table)
        self._rows: Sequence[Any] = ()
        self._sought = "", ""
        self.retranslate()

    def start(self, presenter: StockPresenter, sku: str = "", lot: str = "") -> None:
        """``sku`` and ``lot``: what is chosen once it is there."""
        self.presenter = presenter
        self._sought = sku, lot
        self.empty.wanted.connect(presenter.on_plan)
        self.lots.save_asked.connect(self._save_lots)
        self.lots.count_asked.connect(presenter.on_count)
        self.lots.arrival_asked.connect(presenter.on_arrived)
        self.lots.hold_asked.connect(presenter.on_hold)
        self.lots.release_asked.connect(presenter.on_let_go)
        self.lots.label_asked.connect(self._on_label)
        self.add.clicked.connect(self._on_add)
        self.edit.clicked.connect(self._on_edit)
        presenter.open()

    def show_households(self, names: Sequence[str]) -> None:
        self._growers = names
        self.lots.show_households(names)
        self.rename.setEnabled(bool(names))
        if self.naming is not None:
            self.naming.show_names(names)

    def show_renamed(self, done: Renamed, is_known_one: bool) -> None:
        """It may have been a slip: one press takes it back."""
        self._close_forms()
        words = self.tr("“{before}”改叫“{after}”了")
        if is_known_one:
            words = self.tr("“{before}”并到“{after}”了，两边的算在一起")
        said = words.format(before=done.before, after=done.after)
        back = partial(self.presenter.on_take_name_back, done)
        self.toast.say(said, Tone.FINE, self.tr("撤销"), back)

    def show_name_back(self, name: str) -> None:
        self.toast.say(self.tr("“{name}”还是原来的名字").format(name=name), Tone.FINE)

    def show_rename_wrong(self, error: BaseException) -> None:
        if self.naming is not None:
            self.naming.show_wrong(error)

    def show_goods(self, names: Sequence[str]) -> None:
        if self.form is not None:
            self.form.show_goods(names)

    def show_product(self, typed: TypedProduct, may_order: int) -> None:
        self._open_form(typed, may_order)

    def show_product_saved(self, product: Product, new: bool) -> None:
        """A new one is chosen, so that what arrived of it can be booked."""
        self._close_forms()
        self._sought = product.sku, ""
        words = self.tr("加好了，编号 {sku}") if new else self.tr("改好了：{name}")
        self.toast.say(words.format(sku=product.sku, name=product.name), Tone.FINE)

    def show_product_wrong(self, error: BaseException) -> None:
        if self.form is not None:
            self.form.show_wrong(error)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """What is short comes first."""
        self._rows = short_first(rows)
        self.table.show_again(ListSource(self._rows, key="sku"))
        self.show_empty(not rows and not self.lots.isHidden())
        self._tell()
        self._tell_lots()
        self._seek()

    def show_lots(self, lots: Sequence[LotStock], today: date) -> None:
        self._lots, self._today = lots, today
        self._tell_lots()
        self._seek()

    def show_units(self, units: Mapping[str, Factors]) -> None:
        self._units = units
        self._tell_lots()

    def show_losable(self, sku: str, piles: Sequence[Pile], latest: Sequence[Loss]) -> None:
        if self.losing is not None and self.losing.sku == sku:
            self.losing.show_losable(piles, latest)

    def show_lost(self, loss: Loss) -> None:
        """It may have been a slip: one press takes it back."""
        self._close_forms()
        words = self.tr("“{name}”报损 {qty} {unit}，记下了")
        said = words.format(name=loss.name, qty=f"{loss.qty:,}", unit=loss.unit)
        back = partial(self.presenter.on_undo_loss, loss)
        self.toast.say(said, Tone.FINE, self.tr("撤销"), back)

    def show_loss_back(self, loss: Loss, to: Place) -> None:
        words = self.tr("撤销了，“{name}” {qty} {unit}回到架上")
        if to is Place.HOLD:
            words = self.tr("撤销了，“{name}” {qty} {unit}回到搁置的里面")
        elif to is Place.GAIN:
            words = self.tr("撤销了；后来盘过点，“{name}”照盘的数不变")
        said = words.format(name=loss.name, qty=f"{loss.qty:,}", unit=loss.unit)
        self.toast.say(said, Tone.FINE)

    def show_loss_wrong(self, error: BaseException) -> None:
        if self.losing is not None:
            self.losing.show_wrong(error)

    def show_booking(self, busy: bool) -> None:
        self.lots.show_busy(busy)
        for form in filter(None, (self.form, self.naming, self.losing)):
            form.show_busy(busy)

    def show_counted(self) -> None:
        self.lots.forget_typed()
        self.toast.say(self.tr("记下了，差的记成盘盈或盘亏"), Tone.FINE)

    def show_arrived(self, best_before: str, grams: int = 0) -> None:
        self.lots.forget_typed()
        words = self.tr("到的货上架了，可以卖")
        if best_before:
            words = self.tr("到的货上架了，可以卖到 {day}").format(day=best_before)
        if grams:
            from inventory import ledger  # with the first goods that are weighed

            named = ledger.kilos(grams)
            weight = named.en if i18n.current() == "en" else named.zh
            words = self.tr("{words}；一共 {weight}").format(words=words, weight=weight)
        self.toast.say(words, Tone.FINE)

    def show_arrival_wrong(self, error: BaseException) -> None:
        self.lots.show_arrival_wrong(error)

    def show_held(self, lot: str) -> None:
        self.lots.forget_typed()
        self.toast.say(self.tr("“{lot}”停售了，哪里都卖不出去").format(lot=lot), Tone.FINE)

    def show_let_go(self, lot: str) -> None:
        self.lots.forget_typed()
        self.toast.say(self.tr("“{lot}”放行了，可以卖").format(lot=lot), Tone.FINE)

    def show_count_weight_wrong(self, error: BaseException) -> None:
        self.lots.show_count_weight_wrong(error)

    def show_arrival_weight_wrong(self, error: BaseException) -> None:
        self.lots.show_arrival_weight_wrong(error)

    def show_count_wrong(self, error: BaseException) -> None:
        self.lots.show_count_wrong(error)

    def show_hold_wrong(self, error: BaseException) -> None:
        self.lots.show_hold_wrong(error)

    def show_printed(self, printer: str) -> None:
        self.toast.say(self.tr("标签交给打印机“{printer}”了").format(printer=printer), Tone.FINE)

    def show_printers(self, names: Sequence[str]) -> None:
        sku, lot, shelf = self._labelled
        title, words = self.tr("溯源标签"), self.tr("打几张？一件一张")
        wanted = min(max(shelf, 1), MOST_LABELS)
        copies, agreed = self._ask_count(self, title, words, wanted, 1, MOST_LABELS)
        if agreed:
            label_out.offer(
                self,
                self.lots.label,
                names,
                self.ask_path,
                lambda put, told: self.presenter.on_labels(sku, lot, put, told),
                copies,
            )

    def _on_label(self, sku: str, lot: str, shelf: int) -> None:
        self._labelled = sku, lot, shelf
        self.presenter.on_printers(label_out.printers)

    def save_to(self, path: Path) -> None:
        self.save_shown(path, self.model, self._saved)

    def _save_lots(self) -> None:
        """The lots of the chosen product."""
        path = self.ask_for_file(self.tr("批次"))
        if path is not None:
            self.save_shown(path, self.lots.model, self.lots.saved)

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(self.tr("库存"))
        self.empty.show_words(
            self.tr("还没有商品"),
            self.tr("点右上角“加一样货”，或者排好一场要卖的东西，开播时就记到这里。"),
            self.tr("去排品"),
        )
        self.model.show_titles(self._headings())
        self.add.setText(self.tr("加一样货"))
        self.edit.setText(self.tr("改这样货"))
        self.rename.setText(self.tr("改农户名"))
        self._tell()

    def _tell(self) -> None:
        if self._rows:
            words = self.tr("{count} 样；可售 = 实有 − 卖出还没发的")
            self.note.setText(words.format(count=len(self._rows)))

    def _tell_lots(self) -> None:
        places = self.table.selectionModel().selectedRows()
        product = self.model.row(places[0].row()) if places else None
        self.edit.setEnabled(product is not None)
        factors = {} if product is None else self._units.get(product.sku, {})
        self.lots.show_lots(product, self._lots, self._today, factors)

    def _on_add(self) -> None:
        self._open_form(None)
        self.presenter.on_new()

    def _on_edit(self) -> None:
        places = self.table.selectionModel().selectedRows()
        if places and self.presenter is not None:
            self.presenter.on_product(self.model.row(places[0].row()).sku)

    def _open_form(self, typed: TypedProduct | None, may_order: int = 0) -> None:
        from ui.desk.stock.product_form import ProductForm

        if self.form is None:
            self.form = ProductForm(self.inside)
            self.form.left.connect(self._close_forms)
            if self.presenter is not None:
                self.form.save_asked.connect(self.presenter.on_save_product)
            self.body.addWidget(self.form)
        self._close_forms()
        self.show_empty(False)
        self.lots.hide()
        self.form.show()
        self.form.begin(typed, may_order)

    def _on_rename(self) -> None:
        """Of the chosen lot's household, or any."""
        from ui.desk.stock.household_form import HouseholdForm

        if self.naming is None:
            self.naming = HouseholdForm(self.inside)
            self.naming.left.connect(self._close_forms)
            if self.presenter is not None:
                self.naming.rename_asked.connect(self.presenter.on_rename)
            self.naming.show_names(self._growers)
            self.body.addWidget(self.naming)
        self._close_forms()
        self.lots.hide()
        self.naming.show()
        lot = self.lots.chosen
        self.naming.begin("" if lot is None else lot.lot.household)

    def _on_loss(self, sku: str) -> None:
        """Of the chosen product, the chosen lot first."""
        from ui.desk.stock.loss_form import LossForm

        if self.losing is None:
            self.losing = LossForm(self.inside)
            self.losing.left.connect(self._close_forms)
            if self.presenter is not None:
                self.losing.lose_asked.connect(self.presenter.on_lose)
                self.losing.undo_asked.connect(self.presenter.on_undo_loss)
            self.body.addWidget(self.losing)
        self._close_forms()
        self.lots.hide()
        self.losing.show()
        lot, row = self.lots.chosen, next(each for each in self._rows if each.sku == sku)
        self.losing.begin(row, "" if lot is None else lot.lot.code, self._units.get(sku, {}))
        if self.presenter is not None:
            self.presenter.on_loss(sku)

    def _close_forms(self) -> None:
        for form in filter(None, (self.form, self.naming, self.losing)):
            form.hide()
        if self.presenter is not None:
            self.presenter.on_loss("")
        self.lots.show()
        self.show_empty(not self._rows)

    def _seek(self) -> None:
        """Choose what the page was opened for, once: afterwards a person has chosen."""
        sku, lot = self._sought
        if sku and self.table.choose(sku) and (not lot or self.lots.table.choose(lot)):
            self._sought = "", ""

    def _saved(self, row: Any) -> list[Value]:
        counts = row.on_hand, row.reserved, row.available
        return [row.name, row.sku, *counts, self._words(row).text]

    def _headings(self) -> list[str]:
        return [
            self.tr("商品"),
            self.tr("编号"),
            self.tr("实有"),
            self.tr("预占"),
            self.tr("可售"),
            self.tr("说明"),
        ]

    def _cell(self, row: Any, key: str) -> Cell:
        match key:
            case "name":
                return Cell(row.name)
            case "sku":
                return Cell(row.sku, "muted")
            case "words":
                return self._words(row)
        count = getattr(row, key)
        tone = "mind" if key == "available" and (is_gone(row) or is_short(row)) else ""
        return Cell(f"{count:,} {row.unit}", tone, order=count)

    def _words(self, row: Any) -> Cell:
        kept = self._kept_words(row)
        if row.kind.by_capacity:
            kept = self._promised_words(row) + kept
        if is_gone(row):
            return Cell(self._gone_words(row) + kept, "broken", order=0)
        ordered = row.kind.by_capacity
        if is_short(row):
            words = self.tr("◆ 快订满了") if ordered else self.tr("◆ 快没了")
            return Cell(words + kept, "mind", order=1)
        words = self.tr("▲ 还能订") if ordered else self.tr("▲ 够卖")
        return Cell(words + kept, "fine", order=2)

    def _promised_words(self, row: Any) -> str:
        if not row.promised:
            return ""
        return self.tr("；订出 {count} {unit}").format(count=f"{row.promised:,}", unit=row.unit)

    def _kept_words(self, row: Any) -> str:
        if not row.kept:
            return ""
        return self.tr("；直播留着 {count}").format(count=f"{row.kept:,}")

    def _gone_words(self, row: Any) -> str:
        if row.on_hold:
            words = self.tr("■ 没得卖，{count} {unit}搁置着")
            return words.format(count=row.on_hold, unit=row.unit)
        if row.kind.by_capacity:
            never, full = self.tr("■ 还没写能接多少"), self.tr("■ 订满了")
            return never if row.never_had else full
        if row.kind is Kind.BUNDLE:
            return self.tr("■ 里面的货不够装一盒")
        if row.never_had:
            return self.tr("■ 还没有货，到了货再卖")
        return self.tr("■ 卖光了，补了货再卖")
