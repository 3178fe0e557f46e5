"""The presenters of long lists: orders noted live, and those of the platforms' files. No Qt."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from inventory import order_list
from inventory.order_list import OrderFilter, OrderTotals
from inventory.search import imported_list
from inventory.search.imported_list import ImportedFilter
from inventory.search.streams import Chunk
from studio.session.buyers import OrderAndBuyer
from ui import table_file
from ui.asking import Asking, OnError
from ui.desk.long_work import Counting, Doing, LongWork, WorkView
from ui.desk.orders.paged import IMPORTED, NOTED, Listed, PagedRows, Wanted
from ui.desk.presenters import DeskStudio, Navigate

EXPORT_CHUNK = 500
"""Rows read at once, so that an export does not keep the reader from the screen."""
ExportRow = Callable[[Any], Sequence[table_file.Value]]
CopyRow = Callable[[Any], Sequence[str]]


class ListView(WorkView, Protocol):
    def show_orders(self, orders: PagedRows) -> None: ...
    def show_newer_orders(self, orders: PagedRows) -> None: ...
    def show_totals(self, totals: Any) -> None: ...
    def show_rows(self, first: int, last: int) -> None: ...
    def show_more(self) -> None: ...
    def show_copied(self, text: str, rows: int) -> None: ...
    def show_saved(self, path: Path) -> None: ...


class ListPresenter:
    """A table of a long list. The latest filter wins, whatever answer comes last."""

    LISTED: Listed

    def __init__(
        self,
        view: ListView,
        studio: DeskStudio,
        navigate: Navigate,
        on_error: OnError,
        wanted: Wanted,
    ) -> None:
        self._view, self._studio, self._navigate = view, studio, navigate
        self._asking = Asking(studio.runtime.then, on_error)
        self._work = LongWork(view, studio.runtime, on_error)
        self._wanted = wanted
        self._count = 0
        """Rows of the filter, 0 while they are being counted."""
        self._shown: PagedRows | None = None

    def close(self) -> None:
        self._asking.close()
        self._work.close()

    def on_filter(self, wanted: Any) -> None:
        self._show(Wanted(wanted, self._wanted.sort))

    def on_sort(self, sort: Any) -> None:
        self._show(Wanted(self._wanted.filter, sort))

    def refresh(self) -> None:
        """The same rows with what has come since; nobody is moved away from theirs."""
        self._ask()

    def on_stop(self) -> None:
        self._work.stop()

    def on_export(self, path: Path, titles: Sequence[str], row: ExportRow) -> None:
        """Write every row of the filter, also those nobody scrolled to."""
        wanted = self._wanted

        def write(counting: Counting) -> None:
            rows = map(row, counting.rows(self._lines(wanted)))
            table_file.write(path, titles, rows, counting.look)

        self._work.start(Doing.WRITING, self._count, write, lambda _: self._view.show_saved(path))

    def on_copy(self, ids: Sequence[str] | None, titles: Sequence[str], row: CopyRow) -> None:
        """Copy the rows of those ids; None: every row of the filter."""
        wanted = self._wanted

        def read(counting: Counting) -> tuple[str, int]:
            found = self._lines(wanted) if ids is None else self._lines_of(ids)
            # Of each row only its text is kept: letting go of a hundred thousand lists at once
            # would hold up the main thread, too.
            lines = [table_file.tab_separated(row(line)) for line in counting.rows(found)]
            return "\n".join([table_file.tab_separated(titles), *lines]), len(lines)

        total = self._count if ids is None else len(ids)
        self._work.start(Doing.COPYING, total, read, lambda copied: self._view.show_copied(*copied))

    # -- parts

    def _show(self, wanted: Wanted) -> None:
        if wanted.filter != self._wanted.filter:
            self._count = 0
        self._wanted, self._shown = wanted, None
        self._ask()

    def _ask(self) -> None:
        """What is listed is brought up first, on a worker, where anything has come."""
        wanted, listed, store = self._wanted, self.LISTED, self._studio.store
        ready = self._studio.runtime.background(lambda: listed.bring_up(store))
        self._asking.ask(ready, lambda _: self._read(wanted))

    def _read(self, wanted: Wanted) -> None:
        if wanted != self._wanted:
            return
        read, listed = self._studio.store.read, self.LISTED
        self._asking.ask(
            read(lambda db: listed.ids(db, wanted.filter, wanted.sort)),
            lambda chunk: self._on_ids(wanted, chunk),
        )
        self._asking.ask(
            read(lambda db: listed.totals(db, wanted.filter)),
            lambda totals: self._on_totals(wanted, totals),
        )

    def _on_totals(self, wanted: Wanted, totals: Any) -> None:
        if wanted.filter == self._wanted.filter:
            self._count = totals.orders
            self._view.show_totals(totals)

    def _on_ids(self, wanted: Wanted, chunk: Chunk) -> None:
        if wanted != self._wanted:
            return
        before, view = self._shown, self._view
        shown = PagedRows(
            *(self._studio.store, self._asking, self.LISTED, wanted, chunk),
            *(view.show_rows, view.show_more, before),
        )
        self._shown = shown
        if before is None:
            view.show_orders(shown)
        else:
            view.show_newer_orders(shown)

    def _lines(self, wanted: Wanted) -> Iterator[Any]:
        """Every row of a filter, sorted. On a worker: it waits for the reader, by chunks."""
        read, listed = self._studio.store.read, self.LISTED
        ask = partial(listed.ids, wanted=wanted.filter, sort=wanted.sort, limit=EXPORT_CHUNK)
        chunk = read(ask).result()
        yield from self._lines_of(chunk.ids)
        while chunk.last is not None:
            chunk = read(partial(ask, after=chunk.last)).result()
            yield from self._lines_of(chunk.ids)

    def _lines_of(self, ids: Sequence[str]) -> Iterator[Any]:
        """The rows of those ids. On a worker, as `_lines`."""
        for first in range(0, len(ids), EXPORT_CHUNK):
            chunk = ids[first : first + EXPORT_CHUNK]
            found = self._studio.store.read(partial(self.LISTED.lines, ids=chunk)).result()
            yield from (found[key] for key in chunk if key in found)


class OrdersView(ListView, Protocol):
    def show_choices(self, sessions: Sequence[Any], products: Sequence[Any]) -> None: ...


class OrdersPresenter(ListPresenter):
    """Orders noted live."""

    LISTED = NOTED
    _view: OrdersView

    def __init__(
        self, view: OrdersView, studio: DeskStudio, navigate: Navigate, on_error: OnError
    ) -> None:
        super().__init__(view, studio, navigate, on_error, Wanted(OrderFilter(), order_list.Sort()))
        self.titles: Mapping[str, str] = {}
        """Session id → title."""
        self._may_lead_on = False
        """The page was opened for all orders there are, and has not shown any yet."""

    def open(self, session_id: str = "", words: str = "", *, meant: bool = False) -> None:
        """``meant``: these are wanted, also where there are only the platforms'."""
        self._may_lead_on = not (session_id or words or meant)
        self._asking.ask(self._studio.sessions(), self._on_sessions)
        self.on_filter(OrderFilter(session_id=session_id, words=words))

    def refresh(self) -> None:
        self._asking.ask(self._studio.sessions(), self._on_sessions)
        super().refresh()

    def on_plan(self) -> None:
        self._navigate("plan")

    def on_imported(self) -> None:
        self._navigate("desk", page="imported")

    def _on_totals(self, wanted: Wanted, totals: OrderTotals) -> None:
        super()._on_totals(wanted, totals)
        if not self._may_lead_on:
            return
        self._may_lead_on = False
        if totals.orders == 0 and wanted.filter == OrderFilter():
            # A page that says there are none would not be true of a workshop that imports.
            shops = self._studio.store.read(imported_list.shops)
            self._asking.ask(shops, lambda found: self.on_imported() if found else None)

    def _on_sessions(self, sessions: Sequence[Any]) -> None:
        self.titles = {row.id: row.title for row in sessions}
        self._asking.ask(
            self._studio.stock(), lambda stock: self._view.show_choices(sessions, stock)
        )


class ImportedView(ListView, Protocol):
    def show_shops(self, shops: Sequence[str]) -> None: ...
    def show_order(self, found: OrderAndBuyer) -> None: ...
    def show_buyer(self, order_id: str, told: Mapping[str, str]) -> None: ...


class AsksBuyers(Protocol):
    """`studio.session.buyers.Buyers`."""

    def look(self, order: str) -> Future[OrderAndBuyer]: ...
    def unmasked(self, order_id: str, who: str) -> Future[Mapping[str, str]]: ...


class ImportedPresenter(ListPresenter):
    """Orders of the platforms' files."""

    LISTED = IMPORTED
    _view: ImportedView

    def __init__(
        self,
        view: ImportedView,
        studio: DeskStudio,
        navigate: Navigate,
        on_error: OnError,
        buyers: AsksBuyers,
    ) -> None:
        wanted = Wanted(ImportedFilter(), imported_list.Sort())
        super().__init__(view, studio, navigate, on_error, wanted)
        self._buyers = buyers

    def open(self, number: str = "") -> None:
        self._ask_shops()
        self.on_filter(ImportedFilter(words=number))

    def refresh(self) -> None:
        self._ask_shops()
        super().refresh()

    def on_order(self, order_id: str) -> None:
        """Somebody opened a row: what is in it, and who it is for, masked."""
        self._asking.ask(self._buyers.look(order_id), self._view.show_order)

    def on_buyer(self, order_id: str) -> None:
        """Somebody asked to see who it is for; that is noted."""
        self._asking.ask(
            self._buyers.unmasked(order_id, getpass.getuser()),
            lambda told: self._view.show_buyer(order_id, told),
        )

    def on_case(self, case_id: str) -> None:
        """看售后: a case of an order."""
        self._navigate("desk", page="aftersales", case=case_id)

    def on_noted(self) -> None:
        self._navigate("desk", page="orders", meant="noted")

    def on_import(self) -> None:
        self._navigate("desk", page="imports")

    def _ask_shops(self) -> None:
        self._asking.ask(self._studio.store.read(imported_list.shops), self._view.show_shops)
