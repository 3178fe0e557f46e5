"""Long work of a page: off the main thread, with how far it is, and a way to stop it. No Qt."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from ui.asking import OnError

T = TypeVar("T")
TOLD_EVERY = 500
"""Rows between two looks at whether to go on; some thirty milliseconds of a workbook."""


class Stopped(Exception):  # noqa: N818 - nothing failed
    """Somebody no longer wants what was asked for."""


class Doing(StrEnum):
    WRITING = "writing"
    COPYING = "copying"
    LOOKING = "looking"
    IMPORTING = "importing"
    UNDOING = "undoing"
    SETTLING = "settling"


@dataclass(frozen=True, slots=True)
class HowFar:
    """How far the work is, in rows or, once they are written, in orders."""

    doing: Doing
    done: int
    total: int
    """0 where nobody knows."""
    closing: bool = False
    """Every row is there; what holds them is being finished."""
    stopping: bool = False


class WorkView(Protocol):
    def show_work(self, how_far: HowFar | None) -> None:
        """None: nothing is being done."""
        ...

    def show_stopped(self, doing: Doing) -> None: ...
    def show_busy(self) -> None:
        """Something was asked for while something else is being done."""
        ...


class Counting:
    """What the work counts its rows with. On the work's own thread, but for `stop`."""

    def __init__(self, tell: Callable[[int, bool, int | None], None]) -> None:
        """``tell(done, closing, total)``: so many rows, whether they were the last, and of how
        many (None: of as many as was said before)."""
        self._tell, self._unwanted = tell, threading.Event()

    def stop(self) -> None:
        """The next look ends the work. Any thread; idempotent."""
        self._unwanted.set()

    @property
    def unwanted(self) -> bool:
        return self._unwanted.is_set()

    def look(self) -> None:
        """Raises `Stopped` where nobody wants the work any more."""
        if self.unwanted:
            raise Stopped

    def rows(self, rows: Iterable[T]) -> Iterator[T]:
        """``rows`` as they are, counted."""
        done = 0
        for done, row in enumerate(rows, 1):
            if done % TOLD_EVERY == 0:
                self.look()
                self._tell(done, False, None)
            yield row
        self.look()
        self._tell(done, True, None)

    def reached(self, done: int, total: int) -> None:
        """So far it is, of ``total`` (0: nobody knows). Raises `Stopped` as `look` does."""
        self.look()
        self._tell(done, False, total)


class LongWork:
    """One piece at a time. Main thread."""

    def __init__(self, view: WorkView, runtime: Any, on_error: OnError) -> None:
        self._view, self._runtime, self._on_error = view, runtime, on_error
        self._counting: Counting | None = None
        self._how_far = HowFar(Doing.WRITING, 0, 0)
        self._open = True

    def start(
        self,
        doing: Doing,
        total: int,
        work: Callable[[Counting], T],
        on_done: Callable[[T], None],
        on_stopped: Callable[[], None] = lambda: None,
    ) -> None:
        """Do ``work`` on a worker, unless something is being done already.

        ``on_done`` and ``on_stopped`` are called while the page is there. An error is told of also
        afterwards.
        """
        if self._counting is not None:
            self._view.show_busy()
            return
        counting = Counting(
            lambda done, closing, of: self._runtime.dispatcher.run_later(
                lambda: self._on_told(counting, done, closing, of)
            )
        )
        self._counting = counting
        self._show(HowFar(doing, 0, total))
        forget = self._runtime.at_close(counting.stop)

        def finished(result: T) -> None:
            forget()
            self._over()
            if self._open:
                on_done(result)

        def failed(error: BaseException) -> None:
            forget()
            self._over()
            if not counting.unwanted:
                self._on_error(error)
            elif self._open:
                self._view.show_stopped(doing)
                on_stopped()

        self._runtime.then(self._runtime.background(lambda: work(counting)), finished, failed)

    @property
    def busy(self) -> bool:
        return self._counting is not None

    def stop(self) -> None:
        if self._counting is not None:
            self._counting.stop()
            self._show(replace(self._how_far, stopping=True))

    def close(self) -> None:
        """The page goes away. What is being written is written to its end."""
        self._open = False

    def _on_told(self, counting: Counting, done: int, closing: bool, total: int | None) -> None:
        if counting is self._counting:
            far = replace(self._how_far, done=done, closing=closing)
            self._show(far if total is None else replace(far, total=total))

    def _show(self, how_far: HowFar) -> None:
        self._how_far = how_far
        if self._open:
            self._view.show_work(how_far)

    def _over(self) -> None:
        self._counting = None
        if self._open:
            self._view.show_work(None)
