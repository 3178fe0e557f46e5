"""What the pages of the desk know and do. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from inventory.lots import LotStock
from inventory.supply import Supply, supply
from studio.runtime.clock import Clock, local_day
from studio.runtime.errors import UserFacingError
from studio.session.errands import Errands
from ui import table_file
from ui.asking import Asking, OnError
from ui.desk.long_work import Counting, Doing, LongWork, WorkView

Navigate = Callable[..., None]
DIGITS = 6
"""No shelf holds a million, and none a ton of what is counted in pieces."""


class DeskStudio(Protocol):
    """The part of `studio.session.studio.Studio` the desk needs."""

    @property
    def runtime(self) -> Any: ...
    @property
    def store(self) -> Any: ...
    def sessions(self) -> Future[Any]: ...
    @property
    def books(self) -> Any: ...
    @property
    def clock(self) -> Clock: ...
    def stock(self) -> Future[Any]: ...
    def outbox(self) -> Future[Any]: ...
    def interrupted(self) -> Future[Any]: ...
    @property
    def safekeeping(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Today:
    """What the first page tells. ``short`` are the names of products to bring more of."""

    last: Any | None
    """The latest session's row."""
    reserved: int
    gone: tuple[str, ...]
    short: tuple[str, ...]
    waiting: int
    interrupted: str
    """Title of a broadcast that broke off, empty where there is none."""
    sessions: Sequence[Any]
    stock: Sequence[Any] = ()
    """Every product's row, what is short first."""
    days_without_backup: int | None = None
    """Only where that is too many."""
    errands: Errands = field(default_factory=Errands)


class TodayView(Protocol):
    def show_today(self, today: Today) -> None: ...


def is_gone(row: Any) -> bool:
    return supply(row.available) is Supply.NONE


def is_short(row: Any) -> bool:
    return supply(row.available) is Supply.FEW


class TodayPresenter:
    """Six answers make one page."""

    def __init__(
        self,
        view: TodayView,
        studio: DeskStudio,
        errands: Callable[[], Future[Errands]],
        navigate: Navigate,
        on_error: OnError,
    ) -> None:
        self._view, self._studio, self._navigate = view, studio, navigate
        self._errands = errands
        self._asking = Asking(studio.runtime.then, on_error)
        self._found: dict[str, Any] = {}

    def open(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Shown once all of them have answered."""
        found: dict[str, Any] = {}
        studio = self._studio
        for name, ask in (
            ("sessions", studio.sessions),
            ("stock", studio.stock),
            ("outbox", studio.outbox),
            ("interrupted", studio.interrupted),
            ("days_without_backup", studio.safekeeping.days_without),
            ("errands", self._errands),
        ):
            self._asking.ask(ask(), lambda answer, name=name: self._on_answer(found, name, answer))

    def close(self) -> None:
        self._asking.close()

    def on_session(self, session_id: str) -> None:
        self._navigate("review", session_id=session_id)

    def on_last(self) -> None:
        sessions = self._found.get("sessions")
        if sessions:
            self.on_session(sessions[0].id)

    def on_orders(self) -> None:
        self._navigate("desk", page="orders")

    def on_stock(self) -> None:
        self._navigate("desk", page="stock")

    def on_sync(self) -> None:
        self._navigate("sync")

    def on_backup(self) -> None:
        self._navigate("desk", page="backup")

    def on_cases(self) -> None:
        self._navigate("desk", page="aftersales")

    def on_counter(self) -> None:
        self._navigate("desk", page="counter")

    def on_home(self) -> None:
        self._navigate("home")

    def _on_answer(self, found: dict[str, Any], name: str, answer: Any) -> None:
        found[name] = answer
        if len(found) < 6:
            return
        self._found = found
        stock, sessions = self._found["stock"], self._found["sessions"]
        broken_off = self._found["interrupted"]
        self._view.show_today(
            Today(
                last=sessions[0] if sessions else None,
                reserved=sum(row.reserved for row in stock),
                gone=tuple(row.name for row in stock if is_gone(row)),
                short=tuple(row.name for row in stock if is_short(row)),
                waiting=len(self._found["outbox"]),
                interrupted=broken_off.state.title if broken_off is not None else "",
                sessions=sessions,
                stock=short_first(stock),
                days_without_backup=self._found["days_without_backup"],
                errands=self._found["errands"],
            )
        )


def short_first(rows: Sequence[Any]) -> list[Any]:
    """Rows of the stock: what is gone, what is short, the rest."""
    return sorted(rows, key=lambda row: (not is_gone(row), not is_short(row), row.sku))


class RowsView(WorkView, Protocol):
    def show_rows(self, rows: Sequence[Any]) -> None: ...
    def show_saved(self, path: Path) -> None: ...


class RowsPresenter:
    """A table that is read whole, and saved as it is shown."""

    def __init__(
        self, view: RowsView, studio: DeskStudio, navigate: Navigate, on_error: OnError
    ) -> None:
        self._view, self._studio, self._navigate = view, studio, navigate
        self._on_error = on_error
        self._asking = Asking(studio.runtime.then, on_error)
        self._work = LongWork(view, studio.runtime, on_error)

    def open(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        self._asking.ask(self._rows(), self._view.show_rows)

    def close(self) -> None:
        self._asking.close()
        self._work.close()

    def on_plan(self) -> None:
        self._navigate("plan")

    def on_export(
        self, path: Path, titles: Sequence[str], rows: Sequence[Sequence[table_file.Value]]
    ) -> None:
        def write(counting: Counting) -> None:
            table_file.write(path, titles, counting.rows(rows), counting.look)

        self._work.start(Doing.WRITING, len(rows), write, lambda _: self._view.show_saved(path))

    def on_stop(self) -> None:
        self._work.stop()

    def _rows(self) -> Future[Any]:
        raise NotImplementedError


class StockView(RowsView, Protocol):
    def show_lots(self, lots: Sequence[LotStock], today: date) -> None: ...
    def show_booking(self, busy: bool) -> None: ...
    def show_counted(self) -> None: ...
    def show_arrived(self) -> None: ...
    def show_arrival_wrong(self, error: BaseException) -> None: ...
    def show_held(self, lot: str) -> None: ...
    def show_let_go(self, lot: str) -> None: ...
    def show_count_wrong(self, error: BaseException) -> None: ...
    def show_hold_wrong(self, error: BaseException) -> None: ...
    def show_printers(self, names: Sequence[str]) -> None: ...
    def show_printed(self, printer: str) -> None: ...


class StockPresenter(RowsPresenter):
    """Every product with what is there, held, and left to sell; its lots; counting."""

    _view: StockView

    def refresh(self) -> None:
        super().refresh()
        today = date.fromisoformat(local_day(self._studio.clock.now_ms()))
        self._asking.ask(self._studio.books.lots(), lambda lots: self._view.show_lots(lots, today))

    def on_count(self, sku: str, lot: str, typed: str, grams: str = "") -> None:
        """``typed`` and ``grams`` are what a person wrote where whole numbers belong.

        ``grams``: what all of them weigh, of goods sold by catch weight; else empty.
        """
        for text in (typed, grams) if grams.strip() else (typed,):
            if not _is_whole(text):
                self._view.show_count_wrong(UserFacingError("amount_unreadable", amount=text))
                return
        view = self._view
        weighed = (int(grams),) if grams.strip() else ()
        counted = self._studio.books.count(sku, int(typed), lot, *weighed)
        self._book(counted, view.show_counted, view.show_count_wrong)

    def on_arrived(
        self, sku: str, typed: str, household: str, best_before: str, grams: str
    ) -> None:
        """As `on_count`; ``household`` and ``best_before`` may be empty."""
        for text in (typed, grams) if grams.strip() else (typed,):
            if not _is_whole(text):
                self._view.show_arrival_wrong(UserFacingError("amount_unreadable", amount=text))
                return
        view = self._view
        weighed = (int(grams),) if grams.strip() else ()
        arrived = self._studio.books.receive(
            sku, int(typed), household.strip(), best_before.strip(), *weighed
        )
        self._book(arrived, view.show_arrived, view.show_arrival_wrong)

    def on_hold(self, lot: str, reason: str) -> None:
        if self._has_reason(reason):
            held = self._studio.books.hold(lot, reason.strip())
            self._book(held, lambda: self._view.show_held(lot), self._view.show_hold_wrong)

    def on_let_go(self, lot: str, reason: str) -> None:
        if self._has_reason(reason):
            gone = self._studio.books.let_go(lot, reason.strip())
            self._book(gone, lambda: self._view.show_let_go(lot), self._view.show_hold_wrong)

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

    def _book(self, future: Future[Any], on_done: Callable[[], None], on_wrong: OnError) -> None:
        """A mistake is told beside what was typed; anything else as everywhere."""
        self._view.show_booking(True)

        def done(_: Any) -> None:
            self._view.show_booking(False)
            on_done()
            self.refresh()

        def failed(error: BaseException) -> None:
            self._view.show_booking(False)
            told = on_wrong if isinstance(error, UserFacingError) else self._on_error
            told(error)

        self._asking.ask(future, done, failed)

    def _rows(self) -> Future[Any]:
        return self._studio.stock()


def _is_whole(text: str) -> bool:
    number = text.strip()
    return number.isascii() and number.isdigit() and len(number) <= DIGITS


class SessionsPresenter(RowsPresenter):
    """Past broadcasts; one leads to its review."""

    def on_session(self, row: Any) -> None:
        self._navigate("review", session_id=row.id)

    def on_reconcile(self, row: Any) -> None:
        self._navigate("desk", page="reconcile", session_id=row.id)

    def _rows(self) -> Future[Any]:
        return self._studio.sessions()
