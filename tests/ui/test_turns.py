"""Work on the main thread in several goes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.turns import Turns, leave_unfinished


class Painted(QWidget):
    """Writes down when it is painted."""

    def __init__(self, told: list[str]) -> None:
        super().__init__()
        self.told = told

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.told.append("painted")
        return super().event(event)


def test_the_window_is_painted_before_the_first_step_and_between_two(qtbot: QtBot) -> None:
    told: list[str] = []
    view = Painted(told)
    qtbot.addWidget(view)

    def step() -> None:
        told.append("step")
        view.update()

    with qtbot.waitExposed(view):
        view.show()
    told.clear()  # what the system asked for by itself may come at any time
    view.update()
    Turns([step, step], view)
    qtbot.waitUntil(lambda: told[-1:] == ["painted"] and told.count("step") == 2)
    assert told == ["painted", "step", "painted", "step", "painted"]


def test_what_a_screen_still_wanted_to_do_is_not_done_once_it_is_left(qtbot: QtBot) -> None:
    told: list[str] = []
    view, other = QWidget(), QObject()
    qtbot.addWidget(view)
    Turns([lambda: told.append("left")], view)
    Turns([lambda: told.append("stays")], other)
    leave_unfinished(view)
    qtbot.waitUntil(lambda: told == ["stays"])
