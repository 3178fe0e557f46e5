"""What the page that proves the books knows and does. No Qt."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any, Protocol

from studio.session.safekeeping import BooksChecked
from ui.asking import Asking, OnError
from ui.desk.presenters import Navigate


class Keeper(Protocol):
    """The part of `studio.session.safekeeping.Safekeeping` the page needs."""

    def check_books(self) -> Future[Any]: ...


class BooksView(Protocol):
    def show_busy(self, busy: bool) -> None: ...
    def show_checked(self, checked: BooksChecked) -> None: ...


class BooksPresenter:
    """Looks once when the page opens, and again when asked; one look at a time."""

    def __init__(
        self, view: BooksView, keeper: Keeper, runtime: Any, navigate: Navigate, on_error: OnError
    ) -> None:
        self._view, self._keeper, self._navigate = view, keeper, navigate
        self._asking = Asking(runtime.then, on_error)
        self._on_error = on_error
        self._busy = False

    def open(self) -> None:
        self.on_check()

    def refresh(self) -> None:
        """Nothing here follows by itself: a proof is of one moment."""

    def close(self) -> None:
        self._asking.close()

    def on_back(self) -> None:
        self._navigate("desk", page="backup")

    def on_check(self) -> None:
        if self._busy:
            return
        self._settle(True)
        self._asking.ask(self._keeper.check_books(), self._on_checked, self._on_failed)

    def _on_checked(self, checked: BooksChecked) -> None:
        self._settle(False)
        self._view.show_checked(checked)

    def _on_failed(self, error: BaseException) -> None:
        self._settle(False)
        self._on_error(error)

    def _settle(self, busy: bool) -> None:
        self._busy = busy
        self._view.show_busy(busy)
