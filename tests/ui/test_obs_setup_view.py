"""连上 OBS as a widget: what a press asks for, and which button each trouble brings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from studio.runtime.errors import UserFacingError
from tests.helpers.screens import Calls
from ui.obs_setup.presenter import Standing, Step, StepModel
from ui.obs_setup.screen import samples
from ui.obs_setup.view import ObsSetupScreen
from ui.widgets import Tone


@pytest.fixture
def presenter() -> Calls:
    return Calls()


@pytest.fixture
def view(qtbot: QtBot, presenter: Calls) -> ObsSetupScreen:
    made = ObsSetupScreen()
    qtbot.addWidget(made)
    made.start(presenter)  # type: ignore[arg-type]
    made.resize(1366, 768)
    made.show()
    return made


def test_begin_is_one_press(qtbot: QtBot, view: ObsSetupScreen, presenter: Calls) -> None:
    assert view.go.text() == "开始"
    qtbot.mouseClick(view.go, Qt.MouseButton.LeftButton)
    assert presenter.was("on_begin")


def test_once_all_stand_the_next_step_is_back(
    qtbot: QtBot, view: ObsSetupScreen, presenter: Calls
) -> None:
    view.show_steps(
        [
            StepModel(step, Standing.MINDED, error=UserFacingError("keyring_missing"))
            for step in Step
        ]
    )
    assert view.go.text() == "好了，回去"
    qtbot.mouseClick(view.go, Qt.MouseButton.LeftButton)
    assert presenter.was("on_back")
    assert not presenter.was("on_begin")
    assert view.rows[Step.FIND].button.isEnabled()  # each can still be done again


def test_while_a_step_is_taken_nothing_can_be_pressed(view: ObsSetupScreen) -> None:
    view.show_steps(
        [StepModel(Step.FIND, Standing.FAILED), StepModel(Step.SERVER, Standing.WORKING)]
    )
    assert not view.go.isEnabled()
    assert not view.rows[Step.FIND].button.isEnabled()
    assert view.verdict.tone is Tone.INFO


def test_what_failed_says_so_and_is_taken_again(
    qtbot: QtBot, view: ObsSetupScreen, presenter: Calls
) -> None:
    error = UserFacingError("obs_is_running")
    view.show_steps([StepModel(Step.SERVER, Standing.FAILED, error=error)])
    row = view.rows[Step.SERVER]
    assert "OBS 正开着" in row.words.text()
    assert view.verdict.tone is Tone.BROKEN
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    assert presenter.last("on_step") == (Step.SERVER,)


def test_an_obs_that_is_not_found_is_pointed_at(
    qtbot: QtBot, view: ObsSetupScreen, presenter: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/opt/obs/bin/obs", ""))
    error = UserFacingError("obs_not_found")
    view.show_steps([StepModel(Step.FIND, Standing.FAILED, error=error)])
    row = view.rows[Step.FIND]
    assert row.button.text() == "指给我看…"
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    assert presenter.last("on_program") == ("/opt/obs/bin/obs",)


def test_the_choices_are_told(qtbot: QtBot, view: ObsSetupScreen, presenter: Calls) -> None:
    qtbot.mouseClick(view.restart.buttons["yes"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(view.speak.buttons["off"], Qt.MouseButton.LeftButton)
    assert presenter.last("on_restart") == ("yes",)
    assert presenter.last("on_speak") == ("off",)


def test_all_good_stands_in_large_letters(qtbot: QtBot) -> None:
    view = samples()[""]()
    qtbot.addWidget(view)
    assert isinstance(view, ObsSetupScreen)
    assert (view.verdict.tone, view.verdict.word) == (Tone.FINE, "好了，可以直播了")
    view.leave()
