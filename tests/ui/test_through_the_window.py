"""From the home screen to a broadcast on the practice stage, by its buttons alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.bootstrap import open_studio
from studio.runtime.dispatcher import Dispatcher
from studio.training import sample
from tests.helpers.screens import FakeSecrets
from ui import i18n
from ui.home.view import HomeScreen
from ui.main_thread import MainThreadHop
from ui.plan.view import PlanScreen
from ui.preflight.view import PreflightScreen
from ui.shell import Shell
from ui.theme import style

SLOW_MS = 20_000


@pytest.fixture
def shell(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Shell]:
    style.apply(qapp)
    i18n.switch(qapp, "zh")
    sample.copy_to(tmp_path / "plans")
    dispatcher = Dispatcher(MainThreadHop())
    with open_studio(tmp_path, dispatcher=dispatcher, secrets=FakeSecrets()) as studio:
        shell = Shell(studio)
        qtbot.addWidget(shell)
        shell.open("home")
        shell.show()
        yield shell
        leave = getattr(shell.view, "leave", None)
        if leave is not None:
            leave()


def test_three_buttons_lead_from_home_to_the_countdown(qtbot: QtBot, shell: Shell) -> None:
    home = shell.view
    assert isinstance(home, HomeScreen)
    qtbot.mouseClick(home.live, Qt.MouseButton.LeftButton)
    plan = shell.view
    assert isinstance(plan, PlanScreen)
    qtbot.waitUntil(lambda: plan.check.isEnabled() and plan.order.count() > 0, timeout=SLOW_MS)
    qtbot.mouseClick(plan.check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(shell.view, PreflightScreen), timeout=SLOW_MS)
    preflight = shell.view
    assert isinstance(preflight, PreflightScreen)
    qtbot.waitUntil(lambda: bool(preflight.rows), timeout=SLOW_MS)
    assert preflight.go.isEnabled(), [row.light for row in preflight.rows]
    qtbot.mouseClick(preflight.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shell.screen_name == "live", timeout=SLOW_MS)


def test_the_settings_are_reached_and_left_again(qtbot: QtBot, shell: Shell) -> None:
    home = shell.view
    assert isinstance(home, HomeScreen)
    qtbot.mouseClick(home.settings, Qt.MouseButton.LeftButton)
    assert shell.screen_name == "settings"
    qtbot.mouseClick(shell.view.back, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    assert shell.screen_name == "home"
