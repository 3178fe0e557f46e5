"""From the home screen to a broadcast on the practice stage, by its buttons alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from studio.bootstrap import open_studio, open_training
from studio.health import policy
from studio.runtime.dispatcher import Dispatcher
from studio.session import plan_file
from studio.store.instance import claim
from studio.training import sample
from tests.helpers.screens import FakeSecrets
from ui import i18n
from ui.home.view import HomeScreen
from ui.live import countdown
from ui.live.screen import LiveScreen
from ui.main_thread import MainThreadHop
from ui.plan.view import PlanScreen
from ui.preflight.presenter import TrialStep
from ui.preflight.trial_row import TrialRow
from ui.preflight.view import PreflightScreen
from ui.shell import SMALLEST, Shell
from ui.theme import style
from ui.training.strip import TrainingStrip
from ui.training.trainer_bar import TrainerBar
from ui.training.view import TrainingScreen

SLOW_MS = 60_000


@pytest.fixture
def shell(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Shell]:
    style.apply(qapp)
    i18n.switch(qapp, "zh")
    sample.copy_to(tmp_path / "plans")
    dispatcher = Dispatcher(MainThreadHop())
    with open_studio(tmp_path, dispatcher=dispatcher, secrets=FakeSecrets()) as studio:
        shell = Shell(studio, open_training)
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


def rehearse(qtbot: QtBot, shell: Shell) -> str:
    """Through the training door onto the air, one order, off again; returns the session's id."""
    qtbot.mouseClick(shell.view.training, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: shell.screen_name == "training", timeout=SLOW_MS)
    page = shell.view
    assert isinstance(page, TrainingScreen)
    qtbot.waitUntil(lambda: page.plans.count() > 0, timeout=SLOW_MS)
    page.buyers.setChecked(False)
    qtbot.mouseClick(page.rehearse, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shell.screen_name == "live", timeout=SLOW_MS)
    live = shell.view
    assert isinstance(live, LiveScreen)
    session = live._session
    qtbot.waitUntil(lambda: session.state.current_sku is not None, timeout=SLOW_MS)
    session.note_order(session.state.current_sku, 1, "抖音").result(60)
    return str(session.session_id)


def test_what_is_rehearsed_counts_for_nothing(
    qtbot: QtBot, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(countdown, "SECOND_MS", 10)
    own = shell.studio
    own.settings.set("workshop_name", "望潮工坊")
    own.settings.set("stage", "obs")
    session_id = rehearse(qtbot, shell)
    assert shell.in_training
    training = shell.studio
    assert training.settings.get("workshop_name") == "望潮工坊"
    assert training.settings.get("stage") == "practice"
    assert shell.findChild(TrainingStrip).isVisible()  # type: ignore[union-attr]
    live = shell.view
    assert isinstance(live, LiveScreen)
    live._session.end()
    qtbot.waitUntil(lambda: shell.screen_name == "review", timeout=SLOW_MS)
    assert [row.id for row in training.sessions().result(60)] == [session_id]
    assert len(training.outbox().result(60)) == 1
    shell.open("desk", page="orders")
    assert shell.in_training
    shell.open("home")
    assert not shell.in_training
    assert not shell.findChild(TrainingStrip).isVisible()  # type: ignore[union-attr]
    for nothing in (own.sessions(), own.orders(), own.outbox(), own.stock()):
        assert nothing.result(60) == []


def test_the_trainers_bar_lies_over_nothing(
    qtbot: QtBot, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither over the two views nor over what is laid on them, in the smallest window."""
    monkeypatch.setattr(countdown, "SECOND_MS", 10)
    shell.resize(SMALLEST)
    rehearse(qtbot, shell)
    live = shell.view
    assert isinstance(live, LiveScreen)
    (bar,) = shell.findChildren(TrainerBar)
    assert bar.isVisible()
    assert bar.window() is shell
    floating = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not shell]
    assert floating == []
    qtbot.waitUntil(live.anchor.isVisible, timeout=SLOW_MS)
    live.switch_view()
    assert live.floor.isVisible()
    live.ask_end()
    assert live.ending.isVisible()
    for whole in (live, live.floor, live.ending):
        there = QRect(whole.mapTo(shell, QPoint()), whole.size())
        assert shell.rect().contains(there)
        assert not there.intersects(QRect(bar.mapTo(shell, QPoint()), bar.size()))
    focused = shell.focusWidget()
    bar.faults["down"].trigger()
    assert shell.focusWidget() is focused
    assert live.ending.isVisible()
    assert "断网" in bar.told.whole
    shell.open("training")
    qtbot.waitUntil(lambda: not shell.findChildren(TrainerBar))


def test_every_rehearsal_begins_with_the_plans_stock(
    qtbot: QtBot, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And one that broke off is told of inside training, never at home."""
    monkeypatch.setattr(countdown, "SECOND_MS", 10)
    first = rehearse(qtbot, shell)
    shell.open("home")
    home = shell.view
    assert isinstance(home, HomeScreen)
    qtbot.mouseClick(home.training, Qt.MouseButton.LeftButton)  # at once, while it still closes
    qtbot.waitUntil(lambda: shell.screen_name == "training", timeout=SLOW_MS)
    page = shell.view
    assert isinstance(page, TrainingScreen)
    qtbot.waitUntil(page.banner.isVisible, timeout=SLOW_MS)
    assert shell.own_studio.interrupted().result(60) is None
    left = shell.studio.interrupted().result(60)
    assert left is not None
    assert left.session_id == first
    again = shell.studio.start_session(left.plan, "practice").result(60)
    assert {sku: level.available for sku, level in again.stock.items()} == {
        product.sku: product.stock for product in left.plan.products
    }
    again.close()


def test_the_training_door_pressed_twice_or_left_at_once_opens_nothing_else(
    qtbot: QtBot, shell: Shell
) -> None:
    shell.open("training")
    shell.open("training")
    shell.open("settings")
    qtbot.waitUntil(lambda: shell.cursor().shape() is Qt.CursorShape.ArrowCursor)
    assert shell.screen_name == "settings"
    assert not shell.in_training
    shell.open("home")
    shell.open("training")
    qtbot.waitUntil(lambda: shell.screen_name == "training", timeout=SLOW_MS)
    shell.open("home")


def test_training_that_cannot_be_opened_is_one_sentence(qtbot: QtBot, shell: Shell) -> None:
    with claim(shell.own_studio.data_dir / "training"):
        shell.open("training")
        qtbot.waitUntil(lambda: bool(shell.toast.words), timeout=SLOW_MS)
    assert shell.screen_name == "home"


def test_a_trial_is_run_and_kept_from_the_preflight(
    qtbot: QtBot, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "TRIAL_SECONDS", 3.0)
    monkeypatch.setattr(policy, "TRIAL_WARM_UP_SECONDS", 1.0)
    plan = plan_file.load(next((shell.studio.data_dir / "plans").rglob("*.yaml")))
    shell.open("preflight", plan=plan)
    preflight = shell.view
    assert isinstance(preflight, PreflightScreen)

    def press(step: TrialStep) -> None:
        qtbot.waitUntil(lambda: step in offered(), timeout=SLOW_MS)
        qtbot.mouseClick(offered()[step], Qt.MouseButton.LeftButton)

    def offered() -> dict[TrialStep, QPushButton]:
        rows = [row for row in preflight.rows if isinstance(row, TrialRow)]
        return {
            step: button for row in rows for step, button in row.steps.items() if button.isVisible()
        }

    press(TrialStep.OLD)
    press(TrialStep.STOP)
    press(TrialStep.OLD)
    press(TrialStep.USE)
    qtbot.waitUntil(lambda: TrialStep.AS_PLANNED in offered(), timeout=SLOW_MS)
    kept = shell.studio.trials.kept("practice")
    assert kept is not None
    assert (kept.lines, kept.holds) == (540, True)
    assert preflight.go.isEnabled()
    press(TrialStep.AS_PLANNED)
    qtbot.waitUntil(lambda: TrialStep.TRY in offered(), timeout=SLOW_MS)
    assert shell.studio.trials.kept("practice") is None
