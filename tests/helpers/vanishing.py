"""``python -m tests.helpers.vanishing FOLDER``: a rehearsal in the window whose trainer lets the
program vanish, by the buttons. Never comes to its end: whoever started it finds it killed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest

from studio.bootstrap import open_studio, open_training
from studio.runtime.dispatcher import Dispatcher
from studio.stage.faults import Fault
from studio.training import sample
from tests.helpers.program import PATIENCE
from tests.helpers.screens import FakeSecrets
from ui.app import make_application
from ui.live import countdown
from ui.live.screen import LiveScreen
from ui.main_thread import MainThreadHop
from ui.shell import Shell
from ui.training.trainer_bar import TrainerBar
from ui.training.view import TrainingScreen


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        QTest.qWait(20)


def vanish(shell: Shell) -> None:
    """Rehearse the sample, note one order, and end the program; it asks before."""
    shell.open("training")
    wait_until(lambda: isinstance(shell.view, TrainingScreen) and shell.view.plans.count() > 0)
    page = shell.view
    assert isinstance(page, TrainingScreen)
    page.buyers.setChecked(False)
    page.rehearse.click()
    wait_until(lambda: isinstance(shell.view, LiveScreen))
    live = shell.view
    assert isinstance(live, LiveScreen)
    session = live._session
    wait_until(lambda: session.state.current_sku is not None)
    session.note_order(session.state.current_sku or "", 1, "抖音").result(PATIENCE)
    (bar,) = shell.findChildren(TrainerBar)
    ends = bar.faults[Fault.APP_KILLED]
    wait_until(ends.isEnabled)  # the window hears of the broadcast a moment after the journal
    ends.trigger()
    print(bar.told.whole, flush=True)  # noqa: T201 - read by the test
    bar.vanish.click()


def main(folder: Path) -> None:
    countdown.SECOND_MS = 10
    make_application([])
    sample.copy_to(folder / "plans")
    dispatcher = Dispatcher(MainThreadHop())
    with open_studio(folder, dispatcher=dispatcher, secrets=FakeSecrets()) as studio:
        shell = Shell(studio, open_training)
        shell.open("home")
        shell.show()
        vanish(shell)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
