"""The training page for the shell, and its pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.session.live import LiveSession
from studio.stage.faults import PRACTISED
from studio.training import sample
from ui import sampling
from ui.interruption import Interrupted
from ui.training.coach import Coach, Lesson
from ui.training.presenter import TrainingPresenter
from ui.training.strip import TrainingLine
from ui.training.trainer_bar import TrainerBar
from ui.training.view import TrainingScreen
from ui.widgets.thumbnails import Thumbnails

if TYPE_CHECKING:
    from ui.shell import Shell


def make(shell: Shell) -> QWidget:
    view = TrainingScreen()

    def open_coach(session: LiveSession, lesson: Lesson) -> None:
        bar = TrainerBar(Coach(session, shell.studio, shell.show_problem, lesson))
        bar.stay_with(shell.stack)
        shell.training_line.put(bar)

    runtime = shell.own_studio.runtime
    pictures = Thumbnails(runtime.background, runtime.then, view.news_of_pictures)
    view.use_pictures(pictures, goods_of_the_sample())
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


def goods_of_the_sample() -> list[Path]:
    """Pictures of what the demonstration sells."""
    return sorted(Path(sample.__file__).parent.glob("*.png"))


def samples() -> dict[str, Callable[[], QWidget]]:
    return {"": _plain, "interrupted": _interrupted, "rehearsal": _rehearsal}


def _plain() -> TrainingScreen:
    view = TrainingScreen()
    view.show_plans([SimpleNamespace(title="望潮村丰收专场", path=Path("wangchao.yaml"))], [])
    pictures = Thumbnails(sampling.at_once, sampling.then, view.news_of_pictures)
    view.use_pictures(pictures, goods_of_the_sample())
    return view


def _rehearsal() -> QWidget:
    """The floor controller's view with the trainer's bar above it, as the shell puts them."""
    from ui.live.sample import floor, model, scene

    coach: Any = SimpleNamespace(
        faults=PRACTISED,
        watch=False,
        playing=(),
        attach=lambda bar: bar.show_buyers(True),
        on_buyers=lambda _on: None,
    )
    host, line = QWidget(), TrainingLine()
    line.strip.fit("dark")
    line.put(TrainerBar(coach))
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(line)
    column.addWidget(floor(replace(model(), rehearsal=True, practice=True), scene()), 1)
    return host


def _interrupted() -> QWidget:
    view = _plain()
    view.show_interrupted(
        Interrupted("望潮村丰收专场", "东魁杨梅", card_on=True, orders=4, last_at=sampling.EVENING)
    )
    return view
