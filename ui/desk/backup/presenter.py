"""What the page of the backups knows and does. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

from studio.runtime.clock import Clock
from studio.session.safekeeping import Safekept
from studio.store.backup import Backup
from studio.store.removable import Disk
from studio.store.restore import Drilled
from ui.asking import Asking, OnError
from ui.desk.presenters import Navigate

T = TypeVar("T")


class Keeper(Protocol):
    """The part of `studio.session.safekeeping.Safekeeping` the page needs."""

    def look(self) -> Future[Any]: ...
    def back_up(self) -> Future[Any]: ...
    def try_restore(self) -> Future[Any]: ...
    def copy_to(self, disk: Disk) -> Future[Any]: ...
    def set_passphrase(self, passphrase: str) -> Future[Any]: ...


class BackupView(Protocol):
    def show_kept(self, kept: Safekept, now_ms: int) -> None: ...
    def show_busy(self, what: str) -> None:
        """``backup``, ``drill``, ``copy``, ``passphrase``; empty: nothing is under way."""

    def show_backed_up(self, made: Backup) -> None: ...
    def show_drilled(self, done: Drilled) -> None: ...
    def show_copied(self, disk: Disk) -> None: ...
    def show_passphrase_kept(self) -> None: ...
    def show_passphrase_wrong(self, error: BaseException) -> None: ...


class BackupPresenter:
    """One thing at a time: what is asked for meanwhile is not begun."""

    def __init__(
        self,
        view: BackupView,
        keeper: Keeper,
        runtime: Any,
        clock: Clock,
        on_error: OnError,
        navigate: Navigate = lambda *_, **__: None,
    ) -> None:
        self._navigate = navigate
        self._view, self._keeper, self._clock, self._on_error = view, keeper, clock, on_error
        self._asking = Asking(runtime.then, on_error)
        self._busy = False

    def open(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Also when a disk was plugged in or pulled out."""
        self._asking.ask(
            self._keeper.look(), lambda kept: self._view.show_kept(kept, self._clock.now_ms())
        )

    def close(self) -> None:
        self._asking.close()

    def on_back_up(self) -> None:
        self._do("backup", self._keeper.back_up, self._view.show_backed_up)

    def on_try_restore(self) -> None:
        self._do("drill", self._keeper.try_restore, self._view.show_drilled)

    def on_books(self) -> None:
        self._navigate("desk", page="books")

    def on_copy(self, disk: Disk) -> None:
        self._do("copy", lambda: self._keeper.copy_to(disk), lambda _: self._view.show_copied(disk))

    def on_passphrase(self, words: str) -> None:
        self._do(
            "passphrase",
            lambda: self._keeper.set_passphrase(words),
            lambda _: self._view.show_passphrase_kept(),
            self._view.show_passphrase_wrong,
        )

    def _do(
        self,
        what: str,
        begin: Callable[[], Future[T]],
        on_result: Callable[[T], None],
        on_error: OnError | None = None,
    ) -> None:
        if self._busy:
            return
        self._busy = True
        self._view.show_busy(what)
        failed = on_error or self._on_error

        def settled(tell: Callable[[], None]) -> None:
            self._busy = False
            self._view.show_busy("")
            tell()
            self.refresh()

        self._asking.ask(
            begin(),
            lambda result: settled(lambda: on_result(result)),
            lambda error: settled(lambda: failed(error)),
        )
