"""The next piece is made while one is used, where making it needs no interpreter."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def ahead(work: Iterator[T]) -> Generator[T]:
    """The same pieces, made on a thread that ends with this; what making one raises comes in its
    place."""
    with ThreadPoolExecutor(1, "order-file") as pool:
        coming = pool.submit(next, work, None)
        while (found := coming.result()) is not None:
            coming = pool.submit(next, work, None)
            yield found
