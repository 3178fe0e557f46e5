"""Drawing the prompter's text never holds the main thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from studio.runtime.threads import Runtime
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
    gaps, last = [0.0], [time.perf_counter()]

    def beat() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    timer = QTimer()
    timer.timeout.connect(beat)
    timer.start(2)
    view.set_lines(script())
    view.set_running(True)
    qtbot.waitUntil(lambda: len(waiting) > 2 and settled(view), timeout=10_000)
    timer.stop()
    view.hide()
    assert max(gaps) < 0.1
    assert all(name.startswith("gongfu-worker") for name in drawn_on)
