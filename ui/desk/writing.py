"""One writing at a time, and where its outcome is told. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeVar

from studio.runtime.errors import UserFacingError
from ui.asking import Asking, OnError

T = TypeVar("T")


class WritingView(Protocol):
    def show_busy(self, busy: bool) -> None: ...
    def show_refused(self, error: BaseException) -> None: ...


class Writing:
    """A second press while the first is on its way does nothing.

    A mistake is told by the page, beside what was typed; anything else as everywhere.
    """

    def __init__(
        self, view: WritingView, asking: Asking, on_error: OnError, refresh: Callable[[], None]
    ) -> None:
        """``refresh``: what the page reads again afterwards."""
        self._view, self._asking, self._on_error = view, asking, on_error
        self._refresh = refresh
        self._busy = False

    @property
    def busy(self) -> bool:
        """One is on its way."""
        return self._busy

    def begin(self, work: Callable[[], Future[T]], on_done: Callable[[T], None]) -> None:
        """``work`` may refuse at once what was typed."""
        if self._busy:
            return
        try:
            future = work()
        except UserFacingError as error:
            self._view.show_refused(error)
            return
        self._busy = True
        self._view.show_busy(True)

        def settled(tell: Callable[[], None]) -> None:
            self._busy = False
            self._view.show_busy(False)
            tell()
            self._refresh()

        def failed(error: BaseException) -> None:
            expected = isinstance(error, UserFacingError)
            told = self._view.show_refused if expected else self._on_error
            settled(lambda: told(error))

        self._asking.ask(future, lambda done: settled(lambda: on_done(done)), failed)
