"""The page of the backups: one thing at a time, told in words, asked again afterwards."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Any

from studio.runtime.errors import UserFacingError
from studio.session.safekeeping import Safekept
from studio.store.backup import Backup
from studio.store.backup_notes import Notes
from studio.store.removable import Disk
from studio.store.restore import Drilled
from tests.helpers.clock import ManualClock
from tests.helpers.desk import ImmediateRuntime, done, failed
from ui.desk.backup.presenter import BackupPresenter

KEPT = Safekept(Path("backups"), (), Notes())
STICK = Disk(Path("/media/KINGSTON"), "KINGSTON", 1 << 30)


class Page:
    """Remembers what it was told, in order."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Any]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments: self.told.append((name, arguments))

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.told]


class Keeper:
    """Answers at once with what it was given; ``waits`` answers when the test says so."""

    def __init__(self, answer: Any = None) -> None:
        self.answer = answer
        self.waits: Future[Any] | None = None
        self.asked: list[Any] = []

    def look(self) -> Future[Any]:
        return done(KEPT)

    def _answered(self, *asked: Any) -> Future[Any]:
        self.asked.append(asked)
        if self.waits is not None:
            return self.waits
        if isinstance(self.answer, BaseException):
            return failed(self.answer)
        return done(self.answer)

    def back_up(self) -> Future[Any]:
        return self._answered("back_up")

    def try_restore(self) -> Future[Any]:
        return self._answered("try_restore")

    def copy_to(self, disk: Disk) -> Future[Any]:
        return self._answered("copy_to", disk)

    def set_passphrase(self, passphrase: str) -> Future[Any]:
        return self._answered("set_passphrase", passphrase)


class WaitingRuntime(ImmediateRuntime):
    def then(self, future: Any, on_result: Any, on_error: Any) -> None:
        future.add_done_callback(
            lambda settled: ImmediateRuntime.then(self, settled, on_result, on_error)
        )


def opened(keeper: Keeper) -> tuple[BackupPresenter, Page, list[BaseException]]:
    page, problems = Page(), []
    presenter = BackupPresenter(page, keeper, WaitingRuntime(), ManualClock(), problems.append)
    presenter.open()
    assert page.told == [("show_kept", (KEPT, ManualClock().now_ms()))]
    page.told.clear()
    return presenter, page, problems


def test_what_was_done_is_told_and_everything_is_looked_at_again():
    made = Backup(Path("b"), 1, 0, 1)
    presenter, page, _ = opened(Keeper(made))
    presenter.on_back_up()
    assert page.told[:3] == [
        ("show_busy", ("backup",)),
        ("show_busy", ("",)),
        ("show_backed_up", (made,)),
    ]
    assert page.names[3:] == ["show_kept"]


def test_each_button_asks_for_its_own():
    keeper = Keeper(Drilled(Path("b"), 1.0, ()))
    presenter, page, _ = opened(keeper)
    presenter.on_try_restore()
    presenter.on_copy(STICK)
    presenter.on_passphrase("枸杞 扁担 晒谷")
    assert keeper.asked == [
        ("try_restore",), ("copy_to", STICK), ("set_passphrase", "枸杞 扁担 晒谷"),
    ]  # fmt: skip
    told = [name for name in page.names if name not in {"show_busy", "show_kept"}]
    assert told == ["show_drilled", "show_copied", "show_passphrase_kept"]


def test_what_goes_wrong_is_told_once_and_the_buttons_come_back():
    trouble = UserFacingError("disk_full")
    presenter, page, problems = opened(Keeper(trouble))
    presenter.on_back_up()
    assert problems == [trouble]
    assert page.names == ["show_busy", "show_busy", "show_kept"]
    presenter.on_passphrase("short")
    assert problems == [trouble]  # it stands under the field instead
    assert ("show_passphrase_wrong", (trouble,)) in page.told


def test_one_thing_at_a_time():
    keeper = Keeper()
    keeper.waits = Future()
    presenter, _page, _ = opened(keeper)
    presenter.on_try_restore()
    presenter.on_back_up()
    assert keeper.asked == [("try_restore",)]
    keeper.waits.set_result(Drilled(Path("b"), 1.0, ()))
    keeper.waits = None
    presenter.on_back_up()
    assert keeper.asked == [("try_restore",), ("back_up",)]


def test_an_answer_for_a_page_that_is_gone_is_dropped():
    keeper = Keeper()
    keeper.waits = Future()
    presenter, page, _ = opened(keeper)
    presenter.on_back_up()
    presenter.close()
    page.told.clear()
    keeper.waits.set_result(None)
    assert page.told == []
