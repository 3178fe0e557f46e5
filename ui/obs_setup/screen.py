"""The screen that connects OBS for the shell, and its pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from studio.runtime.errors import UserFacingError
from ui.obs_setup.presenter import ObsSetupPresenter, Standing, Step, StepModel
from ui.obs_setup.view import ObsSetupScreen

if TYPE_CHECKING:
    from ui.shell import Shell


def make(shell: Shell) -> QWidget:
    view = ObsSetupScreen()
    view.start(
        ObsSetupPresenter(
            view, shell.own_studio, lambda: shell.language, shell.back, shell.show_problem
        )
    )
    return view


def samples() -> dict[str, Callable[[], QWidget]]:
    return {
        "": lambda: _with(_GOOD),
        "begin": lambda: _with([]),
        "trouble": lambda: _with(_TROUBLE),
    }


_FOUND = StepModel(
    Step.FIND, Standing.DONE, {"version": "29.0.2", "program": "C:\\Program Files\\obs-studio"}
)
_SERVER = StepModel(Step.SERVER, Standing.DONE, {"port": 4455})
_GOOD = [
    _FOUND,
    _SERVER,
    StepModel(Step.START, Standing.DONE, {"was_running": False}),
    StepModel(Step.CONNECT, Standing.DONE, {"version": "29.0.2"}),
    StepModel(Step.SCENES, Standing.DONE),
]
_TROUBLE = [
    _FOUND,
    StepModel(Step.SERVER, Standing.MINDED, error=UserFacingError("keyring_missing")),
    StepModel(Step.START, Standing.DONE, {"was_running": True}),
    StepModel(Step.CONNECT, Standing.FAILED, error=UserFacingError("obs_waits_for_click")),
]


def _with(taken: list[StepModel]) -> ObsSetupScreen:
    view = ObsSetupScreen()
    models = {step: StepModel(step) for step in Step} | {model.step: model for model in taken}
    view.show_steps(list(models.values()))
    view.show_choices("yes", "on")
    return view
