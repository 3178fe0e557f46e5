"""Long work on orders, some hundred of them a transaction: what all such work has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import Protocol, TypeVar

from sqlite_utils import Database

T = TypeVar("T")

Progress = Callable[[str, int, int], None]
"""Called with what is being done (``reading``, ``writing``), how far, and of how many (0: not
known yet). What it raises stops the work: `importing.StoppedError` where a person asked for it."""


def untold(doing: str, done: int, of: int) -> None:
    """Where nobody asks how far it is."""


class Writes(Protocol):
    """How a transaction is written: `Store.write`, or what tells others of it as well."""

    def __call__(self, work: Callable[[Database], T], /) -> Future[T]: ...


def parts(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The rows, so many at a time."""
    for place in range(0, len(rows), size):
        yield rows[place : place + size]
