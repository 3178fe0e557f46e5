"""What the stock's page knows and does. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from inventory.households import Renamed
from inventory.lots import LotStock
from inventory.product_sheet import Sheet
from inventory.products import Product
from studio.runtime.clock import local_day
from studio.runtime.errors import UserFacingError
from ui.asking import OnError
from ui.desk.presenters import RowsPresenter, RowsView
from ui.desk.stock.typed import (
    Amount,
    TypedProduct,
    as_amount,
    as_more,
    as_sheet,
    as_typed,
    called,
)

if TYPE_CHECKING:
    from inventory.losses import Cause, Loss, Pile
    from inventory.schema import Place

T = TypeVar("T")


Factors = Mapping[str, Decimal]
"""The units of one product (`inventory.units.known`)."""
PIECES: Factors = {"": Decimal(1)}
"""Of a product that came after its units were read."""


class StockView(RowsView, Protocol):
    def show_lots(self, lots: Sequence[LotStock], today: date) -> None: ...
    def show_units(self, units: Mapping[str, Factors]) -> None:
        """In what each product, by SKU, may be counted."""

    def show_losable(self, sku: str, piles: Sequence[Pile], latest: Sequence[Loss]) -> None:
        """Where goods of it lie that may be lost, and what was told of it last."""

    def show_lost(self, loss: Loss) -> None: ...
    def show_loss_back(self, loss: Loss, to: Place) -> None: ...
    def show_loss_wrong(self, error: BaseException) -> None: ...
    def show_booking(self, busy: bool) -> None: ...
    def show_counted(self) -> None: ...
    def show_arrived(self, best_before: str, grams: int = 0) -> None:
        """``best_before``: the day that was understood, as ISO; empty where none was said.
        ``grams``: what all of it weighs; 0 where it is not weighed."""

    def show_arrival_wrong(self, error: BaseException) -> None: ...
    def show_count_weight_wrong(self, error: BaseException) -> None: ...
    def show_arrival_weight_wrong(self, error: BaseException) -> None: ...
    def show_households(self, names: Sequence[str]) -> None: ...
    def show_renamed(self, done: Renamed, is_known_one: bool) -> None: ...
    def show_name_back(self, name: str) -> None: ...
    def show_rename_wrong(self, error: BaseException) -> None: ...
    def show_goods(self, names: Sequence[str]) -> None:
        """What may lie in a bundle."""

    def show_product(self, typed: TypedProduct, may_order: int) -> None:
        """What is on record of the one that is to be changed; so many may still be ordered."""

    def show_product_saved(self, product: Product, new: bool) -> None: ...
    def show_product_wrong(self, error: BaseException) -> None: ...
    def show_held(self, lot: str) -> None: ...
    def show_let_go(self, lot: str) -> None: ...
    def show_count_wrong(self, error: BaseException) -> None: ...
    def show_hold_wrong(self, error: BaseException) -> None: ...
    def show_printers(self, names: Sequence[str]) -> None: ...
    def show_printed(self, printer: str) -> None: ...


class StockPresenter(RowsPresenter):
    """Every product with what is there, held, and left to sell; its lots; counting."""

    _view: StockView
    _households: Sequence[str] = ()
    _units: Mapping[str, Factors] = {}
    _losing = ""
    """The product whose losses are being told."""
    _sure_of = ""
    """The household that is like a known one and was asked about."""

    def refresh(self) -> None:
        super().refresh()
        today = self._today()
        self._asking.ask(self._studio.books.lots(), lambda lots: self._view.show_lots(lots, today))
        self._asking.ask(self._studio.books.households(), self._on_households)
        self._asking.ask(self._studio.books.units(), self._on_units)
        if self._losing:
            self.on_loss(self._losing)

    def on_new(self) -> None:
        """Somebody wants to add one."""
        self._asking.ask(self._studio.books.goods(), self._on_goods)

    def on_product(self, sku: str) -> None:
        """Somebody wants to change that product."""

        def read(goods: Sequence[Product]) -> None:
            def show(sheet: Sheet) -> None:
                self._view.show_product(as_typed(sheet, goods), sheet.may_order)
                self._on_goods(goods)

            self._asking.ask(self._studio.books.sheet(sku), show)

        self._asking.ask(self._studio.books.goods(), read)

    def _on_goods(self, goods: Sequence[Product]) -> None:
        self._view.show_goods([called(each) for each in goods])

    def on_save_product(self, typed: TypedProduct) -> None:
        """What a bundle holds may have been added while it was typed: it is read again."""
        self._view.show_booking(True)  # at once: pressed again meanwhile, there would be two of it
        goods = self._studio.books.goods()
        self._asking.ask(goods, lambda goods: self._save(typed, goods), self._not_booked)

    def _save(self, typed: TypedProduct, goods: Sequence[Product]) -> None:
        books = self._studio.books
        try:
            sheet, more = as_sheet(typed, goods), as_more(typed)
        except UserFacingError as error:
            self._view.show_booking(False)
            self._view.show_product_wrong(error)
            return
        if typed.new:
            self._keep(books.add_product(sheet, str(more)), new=True)
            return

        def change(known: Product) -> None:
            # What is compared with stands as it is: the plan says it, with its basis.
            kept = replace(sheet.product, compared_price_fen=known.compared_price_fen)
            self._keep(books.change_sheet(replace(sheet, product=kept), more), new=False)

        self._asking.ask(books.product(typed.sku), change, self._not_booked)

    def _not_booked(self, error: BaseException) -> None:
        self._view.show_booking(False)
        self._on_error(error)

    def _keep(self, future: Future[Product], *, new: bool) -> None:
        view = self._view
        self._book(future, lambda it: view.show_product_saved(it, new), view.show_product_wrong)

    def on_rename(self, name: str, typed: str, is_known_one: bool) -> None:
        """A household is called otherwise; ``is_known_one``: it is another one that there is."""
        view, books = self._view, self._studio.books
        asked = books.rename_household(name, typed, is_known_one=is_known_one)
        self._book(asked, lambda it: view.show_renamed(it, is_known_one), view.show_rename_wrong)

    def on_take_name_back(self, done: Renamed) -> None:
        view = self._view
        back = self._studio.books.take_name_back(done)
        self._book(back, lambda _: view.show_name_back(done.before), self._on_error)

    def _on_households(self, names: Sequence[str]) -> None:
        self._households = names
        self._view.show_households(names)

    def _on_units(self, units: Mapping[str, Factors]) -> None:
        self._units = units
        self._view.show_units(units)

    def on_loss(self, sku: str) -> None:
        """Somebody wants to tell a loss of that product; empty: no more."""
        self._losing = sku
        if sku:
            show = self._view.show_losable
            self._asking.ask(self._studio.books.losable(sku), lambda found: show(sku, *found))

    def on_lose(self, sku: str, pile: Pile, typed: Amount, cause: Cause, remark: str) -> None:
        view = self._view
        try:
            qty = self._amount(sku, typed)
        except UserFacingError as error:
            view.show_loss_wrong(error)
            return
        lost = self._studio.books.lose(sku, qty, pile, cause, remark)
        self._book(lost, view.show_lost, view.show_loss_wrong)

    def on_undo_loss(self, loss: Loss) -> None:
        view = self._view
        back = self._studio.books.take_loss_back(loss.id)
        self._book(back, lambda to: view.show_loss_back(loss, to), self._on_error)

    def on_count(self, sku: str, lot: str, typed: Amount, weight: Amount) -> None:
        """``weight``: what all of them weigh, of goods sold by catch weight; else empty."""
        view = self._view
        try:
            qty = self._amount(sku, typed)
        except UserFacingError as error:
            view.show_count_wrong(error)
            return
        weighed = _weighed(weight, view.show_count_weight_wrong)
        if weighed is None:
            return
        counted = self._studio.books.count(sku, qty, lot, *weighed)
        self._book(counted, lambda _: view.show_counted(), view.show_count_wrong)

    def on_arrived(
        self, sku: str, typed: Amount, household: str, best_before: str, weight: Amount
    ) -> None:
        """As `on_count`; ``household`` and ``best_before`` may be empty."""
        from inventory import days, households

        try:
            qty = self._amount(sku, typed)
            until = days.coming(best_before, self._today())
        except UserFacingError as error:
            self._view.show_arrival_wrong(error)
            return
        weighed = _weighed(weight, self._view.show_arrival_weight_wrong)
        if weighed is None:
            return
        whose = household.strip()
        if whose != self._sure_of and (known := households.alike(whose, self._households)):
            self._sure_of = whose  # pressed again it is somebody else
            self._view.show_arrival_wrong(UserFacingError("household_alike", known=known))
            return
        view = self._view
        arrived = self._studio.books.receive(sku, qty, whose, until, *weighed)
        self._book(arrived, lambda _: view.show_arrived(until, *weighed), view.show_arrival_wrong)

    def on_hold(self, lot: str, reason: str) -> None:
        if self._has_reason(reason):
            held = self._studio.books.hold(lot, reason.strip())
            self._book(held, lambda _: self._view.show_held(lot), self._view.show_hold_wrong)

    def on_let_go(self, lot: str, reason: str) -> None:
        if self._has_reason(reason):
            gone = self._studio.books.let_go(lot, reason.strip())
            self._book(gone, lambda _: self._view.show_let_go(lot), self._view.show_hold_wrong)

    def on_printers(self, look: Callable[[], Sequence[str]]) -> None:
        """Which printers there are, asked on a worker."""
        self._asking.ask(self._studio.runtime.background(look), self._view.show_printers)

    def on_labels(
        self, sku: str, lot: str, put: Callable[[Sequence[Any]], None], told: Path | str
    ) -> None:
        """Trace labels of a lot; ``put`` puts them out, on a worker, in a file or on a printer."""

        def work() -> None:
            from inventory.fulfilment import labels  # few people print on most days

            put([self._studio.store.read(lambda db: labels.of_lot(db, sku, lot)).result()])

        def done(_: None) -> None:
            if isinstance(told, Path):
                self._view.show_saved(told)
            else:
                self._view.show_printed(told)

        self._asking.ask(self._studio.runtime.background(work), done)

    def _has_reason(self, reason: str) -> bool:
        if not reason.strip():
            self._view.show_hold_wrong(UserFacingError("reason_missing"))
        return bool(reason.strip())

    def _book(self, future: Future[T], on_done: Callable[[T], None], on_wrong: OnError) -> None:
        """A mistake is told beside what was typed; anything else as everywhere."""
        self._view.show_booking(True)

        def done(booked: T) -> None:
            self._view.show_booking(False)
            on_done(booked)
            self.refresh()

        def failed(error: BaseException) -> None:
            self._view.show_booking(False)
            told = on_wrong if isinstance(error, UserFacingError) else self._on_error
            told(error)

        self._asking.ask(future, done, failed)

    def _amount(self, sku: str, typed: Amount) -> int:
        return as_amount(typed, self._units.get(sku, PIECES))

    def _today(self) -> date:
        return date.fromisoformat(local_day(self._studio.clock.now_ms()))

    def _rows(self) -> Future[Any]:
        return self._studio.stock()


def _weighed(weight: Amount, on_wrong: OnError) -> tuple[int, ...] | None:
    """In grams, nothing where it was not weighed; None: that is no weight, and it was told."""
    from inventory import units  # with the first amount that is typed

    if not weight.text.strip():
        return ()
    try:
        return (as_amount(weight, units.WEIGHTS),)
    except UserFacingError as error:
        on_wrong(error)
        return None
