"""Imports without what they do not need."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(module: str) -> Iterator[None]:
    """While the block runs, ``import module`` fails as if it were not installed.

    For a library that takes another one along where it finds it. Where ``module`` is loaded
    already, nothing changes. Only at a program's start, before there is a second thread: it would
    not find ``module`` either.
    """
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]  # Python's own sign for "not to be had"
    try:
        yield
    finally:
        del sys.modules[module]
