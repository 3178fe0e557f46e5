"""What the pages of the desk know and do. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from inventory.standing import NONE_RAN_OUT, RanOut
from inventory.supply import Supply, supply
from studio.runtime.clock import Clock
from studio.session.errands import Errands
from ui import table_file
from ui.asking import Asking, OnError
from ui.desk.long_work import Counting, Doing, LongWork, WorkView

Navigate = Callable[..., None]


class DeskStudio(Protocol):
    """The part of `studio.session.studio.Studio` the desk needs."""

    @property
    def runtime(self) -> Any: ...
    @property
    def store(self) -> Any: ...
    def sessions(self) -> Future[Any]: ...
    def ran_out(self, session_id: str) -> Future[RanOut]: ...
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
    owed: int
    """Pieces that are sold and not sent yet, in parcels or not."""
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

    def on_import(self) -> None:
        self._navigate("desk", page="imports")

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
                owed=sum(row.owed for row in stock),
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


class SessionsView(RowsView, Protocol):
    def show_ran_out(self, ran_out: RanOut) -> None: ...


class SessionsPresenter(RowsPresenter):
    """Past broadcasts; one leads to its review."""

    _view: SessionsView
    _chosen: str | None = None

    def on_chosen(self, session_id: str | None) -> None:
        """Another line: of its sums it is told what is not in them. None: no line is chosen."""
        self._chosen = session_id
        if session_id is None:
            self._view.show_ran_out(NONE_RAN_OUT)
            return
        self._asking.ask(
            self._studio.ran_out(session_id), lambda found: self._on_ran_out(session_id, found)
        )

    def _on_ran_out(self, session_id: str, found: RanOut) -> None:
        if session_id == self._chosen:
            self._view.show_ran_out(found)

    def on_import(self) -> None:
        self._navigate("desk", page="imports")

    def on_session(self, row: Any) -> None:
        self._navigate("review", session_id=row.id)

    def on_reconcile(self, row: Any) -> None:
        self._navigate("desk", page="reconcile", session_id=row.id)

    def _rows(self) -> Future[Any]:
        return self._studio.sessions()
