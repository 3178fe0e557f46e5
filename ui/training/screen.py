"""The training page for the shell, and its pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from studio.session.live import LiveSession
from ui import sampling
from ui.interruption import Interrupted
from ui.training.coach import Coach
from ui.training.panel import TrainerPanel
from ui.training.presenter import TrainingPresenter
from ui.training.view import TrainingScreen

if TYPE_CHECKING:
    from ui.shell import Shell


def make(shell: Shell) -> QWidget:
    view = TrainingScreen()

    def open_coach(session: LiveSession, buyers: bool, watch: bool) -> None:
        coach = Coach(session, shell.studio, shell.show_problem, watch=watch)
        coach.on_buyers(buyers)
        TrainerPanel(coach, shell).open_beside(shell, shell.stack)

    view.start(
        TrainingPresenter(
            view,
            shell.studio,
            shell.own_studio.plans,
            shell.open,
            shell.show_problem,
            open_coach,
        )
    )
    return view


def samples() -> dict[str, Callable[[], QWidget]]:
    return {"": _plain, "interrupted": _interrupted}


def _plain() -> QWidget:
    view = TrainingScreen()
    view.show_plans([SimpleNamespace(title="望潮村丰收专场", path=Path("wangchao.yaml"))])
    return view


def _interrupted() -> QWidget:
    view = TrainingScreen()
    view.show_plans([SimpleNamespace(title="望潮村丰收专场", path=Path("wangchao.yaml"))])
    view.show_interrupted(
        Interrupted("望潮村丰收专场", "东魁杨梅", card_on=True, orders=4, last_at=sampling.EVENING)
    )
    return view
