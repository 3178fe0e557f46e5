"""Orders for a table: ids at hand, rows fetched when they come into sight. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol

from inventory import order_list
from inventory.order_list import CHUNK, PAGE, OrderFilter, OrderLine
from ui.asking import Asking

KEPT_ROWS = 4000
"""Rows remembered; further ones are fetched again."""


class Reads(Protocol):
    """`studio.store.database.Store`, as far as reading goes."""

    def read(self, work: Callable[[Any], Any]) -> Future[Any]: ...


class PagedOrders:
    """A `ui.widgets.table.RowSource`. Everything happens on the main thread."""

    def __init__(
        self,
        store: Reads,
        asking: Asking,
        wanted: OrderFilter,
        ids: list[str],
        on_rows: Callable[[int, int], None],
        on_grown: Callable[[], None],
        before: PagedOrders | None = None,
    ) -> None:
        """``on_rows(first, last)``: they have arrived; ``on_grown()``: there are more.

        Rows that ``before`` had are shown until their newer selves have arrived.
        """
        self._store, self._asking, self._wanted = store, asking, wanted
        self._ids = ids
        self._on_rows, self._on_grown = on_rows, on_grown
        self._rows: dict[str, OrderLine] = {}
        self._older: dict[str, OrderLine] = {**before._older, **before._rows} if before else {}
        self._pending: set[int] = set()
        self._whole = len(ids) < CHUNK
        self._growing = False

    def __len__(self) -> int:
        return len(self._ids)

    def key(self, place: int) -> str:
        return self._ids[place]

    def row(self, place: int) -> OrderLine | None:
        """The row, or None while it is fetched."""
        order_id = self._ids[place]
        row = self._rows.get(order_id)
        if row is None:
            row = self._older.get(order_id)
            self._fetch(place // PAGE)
        return row

    def can_grow(self) -> bool:
        return not self._whole and not self._growing

    def grow(self) -> None:
        """Ask for the next chunk of ids."""
        self._growing = True
        last = self._ids[-1]
        work = self._store.read(lambda db: order_list.ids(db, self._wanted, before=last))
        self._asking.ask(work, self._on_ids)

    def _on_ids(self, more: list[str]) -> None:
        self._growing = False
        self._whole = len(more) < CHUNK
        self._ids.extend(more)
        self._on_grown()

    def _fetch(self, page: int) -> None:
        if page in self._pending:
            return
        self._pending.add(page)
        wanted = self._ids[page * PAGE : (page + 1) * PAGE]
        work = self._store.read(lambda db: order_list.lines(db, wanted))
        self._asking.ask(work, lambda rows: self._on_lines(page, rows))

    def _on_lines(self, page: int, rows: dict[str, OrderLine]) -> None:
        if len(self._rows) > KEPT_ROWS:
            self._rows.clear()
        self._older = {key: row for key, row in self._older.items() if key not in rows}
        self._rows |= rows
        self._pending.discard(page)
        first = page * PAGE
        self._on_rows(first, min(len(self._ids), first + PAGE) - 1)
