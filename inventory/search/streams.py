"""Long lists read by key: run after run of rows that are alike, each from ranges of an index.

A range is sorted already and read only as far as needed, so that a page costs the same wherever
it lies, and a sort the same as a page.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlite_utils import Database

Row = tuple[Any, ...]

CHUNK = 1000
"""Ids read at once; the next ones follow when somebody scrolls there."""
PAGE = 100
"""Rows fetched together; a screen shows some 15."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One range: a statement whose rows come sorted by all they hold, and its values."""

    sql: str
    values: Sequence[Any]

    def up_to(self, limit: int) -> Stream:
        """No more than these: where rows must be sorted first, sorting some is quicker."""
        return Stream(f"{self.sql} LIMIT {limit:d}", self.values)


@dataclass(frozen=True, slots=True)
class Run:
    """Rows that are alike in what is sorted by.

    ``streams`` are those of its rows that come after one (None: all of them); what they give
    begins with what their rows are sorted by and ends with the id.
    """

    name: str
    descending: bool
    streams: Callable[[Row | None], Iterable[Stream]]


@dataclass(frozen=True, slots=True)
class After:
    """Where a list goes on: the last row that was read, and its run's name."""

    run: str
    row: Row


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some ids in the order of a list. ``last`` None: there are no more."""

    ids: list[str]
    last: After | None


def read(db: Database, runs: Iterable[Run], after: After | None, limit: int) -> Chunk:
    """The next ``limit`` ids of the runs, from ``after`` on."""
    found: list[str] = []
    last = after
    for run in runs:
        if after is not None and run.name != after.run:
            continue
        rows = _first(db, run, after.row if after else None, limit - len(found))
        after = None
        found += [row[-1] for row in rows]
        if rows:
            last = After(run.name, rows[-1])
        if len(found) == limit:
            return Chunk(found, last)
    return Chunk(found, None)


def _first(db: Database, run: Run, after: Row | None, limit: int) -> list[Row]:
    """The first rows of all streams together; of each no more than these is read."""
    cursors = [db.execute(each.sql, list(each.values)) for each in run.streams(after)]
    try:
        return list(islice(heapq.merge(*cursors, reverse=run.descending), limit))
    finally:
        for each in cursors:
            each.close()


def ranged(
    columns: Sequence[str],
    source: str,
    tests: Sequence[str],
    after: Row | None,
    *,
    descending: bool,
    key: int,
    values: Sequence[Any] = (),
) -> Stream:
    """``columns`` of ``source`` where ``tests`` (of ``values``) hold, sorted by the first ``key``
    of them."""
    way, beyond = ("DESC", "<") if descending else ("ASC", ">")
    wheres, values = list(tests), list(values)
    if after is not None:
        keys = ", ".join(columns[:key])
        wheres.append(f"({keys}) {beyond} ({', '.join('?' * key)})")
        values += after[:key]
    where = f"WHERE {' AND '.join(wheres)}" if wheres else ""
    by = ", ".join(f"{column} {way}" for column in columns[:key])
    sql = f"SELECT {', '.join(columns)} FROM {source} {where} ORDER BY {by}"
    return Stream(sql, values)
