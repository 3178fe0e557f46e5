"""The orders of a session, in the order they were noted: a sequence that nobody can change.

An evening has thousands, and each of them makes a new state. A tuple would copy all that came
before for every order, while it waits to be told; here states share one list, and each sees as
much of it as was noted by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Generic, TypeVar, overload

T = TypeVar("T")


class Roll(Sequence[T], Generic[T]):
    """An immutable sequence that grows at its end in constant time. Read it in any thread.

    Made longer in one thread at a time: the store's writer.
    """

    __slots__ = ("_length", "_shared")

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._shared = list(items)
        self._length = len(self._shared)

    def and_then(self, item: T) -> Roll[T]:
        """This sequence with one more at its end.

        Where another one already went on from here (its transaction was rolled back, or a test
        folds twice), the beginning is copied: what either sees never changes.
        """
        shared = self._shared
        if len(shared) != self._length:
            shared = shared[: self._length]
        shared.append(item)
        longer: Roll[T] = Roll.__new__(Roll)
        longer._shared, longer._length = shared, self._length + 1
        return longer

    def each(self, change: Callable[[T], T]) -> Roll[T]:
        """The same sequence with ``change`` made to every item."""
        return Roll(map(change, self))

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[T]:
        return islice(self._shared, self._length)

    def __reversed__(self) -> Iterator[T]:
        return (self._shared[place] for place in range(self._length - 1, -1, -1))

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...
    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        if isinstance(place, slice):
            return tuple(self._shared[at] for at in range(*place.indices(self._length)))
        return self._shared[range(self._length)[place]]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(other) != len(self):
            return False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Roll({list(self)!r})"
