"""A long list for a table: ids at hand, rows fetched when they come into sight. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Protocol

from inventory import order_list
from inventory.search import imported_list, listing
from inventory.search.streams import PAGE, After, Chunk
from ui.asking import Asking

KEPT_ROWS = 4000
"""Rows remembered; further ones are fetched again."""


class Reads(Protocol):
    """`studio.store.database.Store`, as far as reading goes."""

    def read(self, work: Callable[[Any], Any]) -> Future[Any]: ...


@dataclass(frozen=True, slots=True)
class Listed:
    """How a kind of row is listed: functions of a database, and of a store that is brought up."""

    ids: Callable[..., Chunk]
    """Of a filter and a sort, from a place on: at most so many."""
    lines: Callable[[Any, Sequence[str]], dict[str, Any]]
    totals: Callable[[Any, Any], Any]
    bring_up: Callable[[Any], None]
    """Before ids are read; on a worker."""


NOTED = Listed(order_list.ids, order_list.lines, order_list.totals, listing.bring_up)
IMPORTED = Listed(imported_list.ids, imported_list.lines, imported_list.totals, lambda store: None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is listed: which rows, in which order. None: as the list is by itself."""

    filter: Any
    sort: Any = None


class PagedRows:
    """A `ui.widgets.table.RowSource`. Everything happens on the main thread."""

    def __init__(  # noqa: PLR0913 - what it reads, by whom, and whom it tells
        self,
        store: Reads,
        asking: Asking,
        listed: Listed,
        wanted: Wanted,
        first: Chunk,
        on_rows: Callable[[int, int], None],
        on_grown: Callable[[], None],
        before: PagedRows | None = None,
    ) -> None:
        """``on_rows(first, last)``: they have arrived; ``on_grown()``: there are more.

        Rows that ``before`` had are shown until their newer selves have arrived.
        """
        self._store, self._asking = store, asking
        self._listed, self._wanted = listed, wanted
        self._ids = list(first.ids)
        self._last: After | None = first.last
        self._on_rows, self._on_grown = on_rows, on_grown
        self._rows: dict[str, Any] = {}
        self._older: dict[str, Any] = {**before._older, **before._rows} if before else {}
        self._pending: set[int] = set()
        self._growing = False

    def __len__(self) -> int:
        return len(self._ids)

    def key(self, place: int) -> str:
        return self._ids[place]

    def row(self, place: int) -> Any | None:
        """The row, or None while it is fetched."""
        key = self._ids[place]
        row = self._rows.get(key)
        if row is None:
            row = self._older.get(key)
            self._fetch(place // PAGE)
        return row

    def can_grow(self) -> bool:
        return self._last is not None and not self._growing

    def grow(self) -> None:
        """Ask for the next chunk of ids."""
        self._growing = True
        wanted, last = self._wanted, self._last
        work = self._store.read(
            lambda db: self._listed.ids(db, wanted.filter, wanted.sort, after=last)
        )
        self._asking.ask(work, self._on_ids)

    def _on_ids(self, more: Chunk) -> None:
        self._growing = False
        self._last = more.last
        self._ids.extend(more.ids)
        self._on_grown()

    def _fetch(self, page: int) -> None:
        if page in self._pending:
            return
        self._pending.add(page)
        wanted = self._ids[page * PAGE : (page + 1) * PAGE]
        work = self._store.read(lambda db: self._listed.lines(db, wanted))
        self._asking.ask(work, lambda rows: self._on_lines(page, rows))

    def _on_lines(self, page: int, rows: dict[str, Any]) -> None:
        if len(self._rows) > KEPT_ROWS:
            self._rows.clear()
        self._older = {key: row for key, row in self._older.items() if key not in rows}
        self._rows |= rows
        self._pending.discard(page)
        first = page * PAGE
        self._on_rows(first, min(len(self._ids), first + PAGE) - 1)
