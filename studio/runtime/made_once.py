"""A part of an object that is made when it is first asked for, and once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Owner = TypeVar("Owner")
Part = TypeVar("Part")


class made_once(Generic[Owner, Part]):  # noqa: N801 - used as a decorator
    """`functools.cached_property` which two threads that ask at once get the same part from.

    Since Python 3.12 that one takes no lock, and each thread would get a part of its own.
    """

    def __init__(self, make: Callable[[Owner], Part]) -> None:
        self._make = make
        self._lock = threading.RLock()
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, owner: Owner, kind: type) -> Part:
        with self._lock:
            kept = vars(owner)
            if self._name not in kept:
                kept[self._name] = self._make(owner)
            part: Part = kept[self._name]
            return part
