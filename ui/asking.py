"""How a presenter waits for an answer without waiting."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeVar

T = TypeVar("T")
OnError = Callable[[BaseException], None]


class Then(Protocol):
    """`studio.runtime.threads.Runtime.then`: the one door back to the main thread."""

    def __call__(
        self, future: Future[T], on_result: Callable[[T], None], on_error: OnError, /
    ) -> None: ...


class Asking:
    """Answers that arrive after `close` are dropped: their screen has gone."""

    def __init__(self, then: Then, on_error: OnError) -> None:
        self._then = then
        self._on_error = on_error
        self._open = True

    def ask(
        self,
        future: Future[T],
        on_result: Callable[[T], None],
        on_error: OnError | None = None,
    ) -> None:
        """Hand the outcome to ``on_result`` or ``on_error`` (default: the one of the screen)."""
        failed = on_error or self._on_error
        self._then(
            future,
            lambda result: on_result(result) if self._open else None,
            lambda error: failed(error) if self._open else None,
        )

    def close(self) -> None:
        self._open = False
