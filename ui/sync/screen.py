"""The sync page for the shell, and its pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.desk.frame import DeskFrame
from ui.report.sample import LIVE_AT, PLAN
from ui.sync.presenter import SyncPresenter, Waiting
from ui.sync.view import SyncPage

if TYPE_CHECKING:
    from ui.shell import Shell


def make(shell: Shell) -> QWidget:
    frame = DeskFrame("sync", navigate=shell.open, parent=shell.stack)
    page = SyncPage(frame)
    page.start(SyncPresenter(page, shell.studio, shell.open, shell.show_problem))
    frame.put(page)
    return frame.find_in(shell.studio, shell.show_problem)


def samples() -> dict[str, Callable[[], QWidget]]:
    return {"": _plain, "empty": _empty}


def _plain() -> QWidget:
    page = SyncPage()
    ended = LIVE_AT + 7_260_000
    page.show_waiting(
        [
            Waiting(
                *("s3", PLAN.title, ended, 149, 1_232_410, 4, 3, 2_931),
                *("9f2c71d04be85a63" * 4, True, False),
            ),
            Waiting(
                *("s1", "第一次彩排", ended - 345_600_000, 9, 61_400, 2, 0, 1_204),
                *("04b1e6a97d3c5f28" * 4, True, True),
            ),
        ]
    )
    return DeskFrame("sync", page)


def _empty() -> QWidget:
    page = SyncPage()
    page.show_waiting([])
    return DeskFrame("sync", page)
