"""Drawing the prompter's text never holds the main thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from studio.runtime.threads import Runtime
from tests.helpers.heartbeat import Heartbeat
from tests.helpers.prompter import script, settled
from ui.prompter import PrompterView


@pytest.mark.quiet
def test_the_main_thread_stays_free_while_strips_are_drawn(qtbot: QtBot, runtime: Runtime) -> None:
    drawn_on: set[str] = set()
    waiting: list[Callable[[], None]] = []

    def background(work: Callable[[], None]) -> None:
        waiting.append(work)
        runtime.background(lambda: (drawn_on.add(threading.current_thread().name), work()))

    view = PrompterView(background)
    qtbot.addWidget(view)
    view.resize(1920, 1000)
    with qtbot.waitExposed(view):
        view.show()
    heart = Heartbeat()
    heart.start()
    view.set_lines(script())
    view.set_running(True)
    qtbot.waitUntil(lambda: len(waiting) > 2 and settled(view))
    heart.stop()
    view.hide()
    assert heart.longest().milliseconds < 100, heart.longest()
    assert all(name.startswith("gongfu-worker") for name in drawn_on)
