"""The prompter as a person meets it: it runs at its speed, the hand wins, nothing jumps."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from scripts_library import parse, render
from studio.runtime.threads import Runtime
from tests.helpers.gui import gui
from tests.helpers.prompter import SCRIPT, script, settled
from ui.prompter import Mode, PrompterView
from ui.prompter.layout import lay_out


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    runtime = Runtime()
    yield runtime
    runtime.close()


@pytest.fixture
def view(qtbot: QtBot, runtime: Runtime) -> Iterator[PrompterView]:
    gui()
    view = PrompterView(runtime.background)
    qtbot.addWidget(view)
    view.resize(994, 580)
    view.set_lines(script())
    view.show()
    qtbot.waitUntil(lambda: settled(view))
    yield view
    view.hide()


def scroll(view: PrompterView, clicks: int) -> None:
    middle = QPointF(view.rect().center())
    QApplication.sendEvent(
        view,
        QWheelEvent(
            middle,
            view.mapToGlobal(middle),
            QPoint(),
            QPoint(0, 120 * clicks),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def test_the_position_follows_the_clock(qtbot: QtBot, view: PrompterView) -> None:
    view.set_speed(300)
    view.set_running(True)
    begin, first = at_a_frame(view), view.position
    qtbot.waitUntil(lambda: time.perf_counter() - begin[1] > 2.5)
    end, moved = at_a_frame(view), view.position - first
    least, most = how_far(qtbot, end[0] - begin[1]), how_far(qtbot, end[1] - begin[0])
    assert least - 1 < moved < most + 1


def at_a_frame(view: PrompterView) -> tuple[float, float]:
    """A frame is drawn now: before and after, because a busy machine may stand still between."""
    before = time.perf_counter()
    view._on_frame()
    return before, time.perf_counter()


def how_far(qtbot: QtBot, seconds: float) -> float:
    """Pixels in that time, by very small steps."""
    reference = PrompterView(lambda work: work())
    qtbot.addWidget(reference)
    reference.resize(994, 580)
    reference.set_lines(script())
    for _ in range(1000):
        reference._scroller.set_speed(300)
        reference._scroller.advance(seconds / 1000)
    return reference.position


def test_stopped_is_stopped(qtbot: QtBot, view: PrompterView) -> None:
    view.set_running(True)
    qtbot.waitUntil(lambda: view.position > 5)
    view.set_running(False)
    stood = view.position
    qtbot.wait(120)
    assert view.position == stood
    assert view.mode is Mode.STOPPED


def test_the_hand_wins_until_it_lets_go(qtbot: QtBot, view: PrompterView) -> None:
    modes: list[Mode] = []
    view.mode_changed.connect(modes.append)
    view.set_running(True)
    scroll(view, -3)
    moved = view.position
    assert moved > 100
    view.set_running(True)  # told what it knows: every order noted says so again
    qtbot.wait(120)
    assert view.position == moved
    assert view._go_on.isVisible()
    qtbot.mouseClick(view._go_on, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.position > moved)
    assert not view._go_on.isVisible()
    assert modes == [Mode.STEADY, Mode.MANUAL, Mode.STEADY]


def test_stopping_and_going_on_ends_a_manual_stretch(view: PrompterView) -> None:
    view.set_running(True)
    scroll(view, -1)
    view.set_running(False)
    assert view.mode is Mode.STOPPED
    view.set_running(True)
    assert view.mode is Mode.STEADY


def test_dragging_moves_the_text_with_the_finger(qtbot: QtBot, view: PrompterView) -> None:
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 400))
    qtbot.mouseMove(view, QPoint(300, 250))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 250))
    assert view.position == 150
    scroll(view, 50)
    assert view.position == 0


def test_lines_are_told_as_they_are_reached(view: PrompterView) -> None:
    reached: list[int] = []
    view.line_reached.connect(reached.append)
    for _ in range(20):
        scroll(view, -1)
    assert reached == sorted(set(reached))
    assert reached[:2] == [1, 2]


def test_new_values_keep_the_place_and_what_is_on_the_screen(view: PrompterView) -> None:
    scroll(view, -8)
    place, before = view.position, [placed.row for placed in view._visible_rows()]
    view.update_lines(script(7))
    assert view.position == place
    assert [placed.row for placed in view._visible_rows()] == before
    assert view.lines[-1].text.endswith("还有7箱，慢慢挑不着急。")


def test_lines_that_come_and_go_above_do_not_move_the_reader(view: PrompterView) -> None:
    text = "？库存<=20：一共就这些了，卖完就没有了。\n" * 5 + SCRIPT.partition("\n")[2]
    view.set_lines(render(parse(text), {"库存": 86}))
    scroll(view, -12)
    top = [placed.row for placed in view._visible_rows()][:4]
    view.update_lines(render(parse(text), {"库存": 5}))
    assert [placed.row for placed in view._visible_rows()][:4] == top


def test_another_script_begins_at_its_beginning(view: PrompterView) -> None:
    view.set_running(True)
    scroll(view, -5)
    view.set_lines(script(3)[2:])
    assert view.position == 0
    assert view.mode is Mode.STEADY


def test_another_size_keeps_the_line(view: PrompterView) -> None:
    scroll(view, -9)
    line = view._rows[view._scroller.row].line
    view.resize(700, 500)
    assert view._rows[view._scroller.row].line == line
    view.set_distance(0.6)
    assert view._rows[view._scroller.row].line == line


def test_a_text_is_broken_into_rows_anew_only_where_that_makes_other_rows(
    view: PrompterView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten milliseconds of going live, each time it was shown."""
    broken: list[float] = []

    def counted(lines: Any, room: float, *how: Any) -> Any:
        broken.append(room)
        return lay_out(lines, room, *how)

    monkeypatch.setattr("ui.prompter.view.lay_out", counted)
    view.hide()
    view.show()
    assert broken == []
    view.resize(800, 580)
    view.set_lines(script()[2:])
    QApplication.sendEvent(view, QEvent(QEvent.Type.LanguageChange))
    assert len(broken) == 2


def test_letters_fit_the_room_and_the_screen(view: PrompterView) -> None:
    assert 64 <= view._style.em <= 72
    view.set_distance(0.5)
    assert view._style.em < 64


def test_the_line_being_read_is_the_brightest(qtbot: QtBot, view: PrompterView) -> None:
    scroll(view, -6)
    row = view._scroller.row
    view._scroller.move_to(view._scroller.top(row) + view._rows[row].row.height / 2)
    view.update()
    qtbot.waitUntil(lambda: settled(view))
    image = view.grab().toImage()
    top = view._reading_y() - view.position
    lights = [
        brightest(image, top + view._scroller.top(index), view._rows[index].row.height)
        for index in (row - 1, row, row + 1)
    ]
    assert lights[1] > lights[2] > lights[0]


def brightest(image: QImage, top: float, height: float) -> int:
    scale = image.devicePixelRatio()
    rows = range(max(0, int(top * scale)), int((top + height) * scale) - 1, 2)
    return max(image.pixelColor(x, y).lightness() for y in rows for x in range(60, 600, 2))


def test_strips_of_text_long_gone_are_forgotten(qtbot: QtBot, view: PrompterView) -> None:
    scroll(view, -60)
    qtbot.waitUntil(lambda: settled(view))
    assert len(view._strips) < 40


def test_no_text_says_so(view: PrompterView) -> None:
    view.set_lines(())
    view.set_running(True)
    image = view.grab().toImage()
    colours = {image.pixelColor(x, 290).name() for x in range(300, 700)}
    assert len(colours) > 1
    scroll(view, -1)
    assert view.position == 0


def test_words_follow_the_language(view: PrompterView) -> None:
    QApplication.sendEvent(view, QEvent(QEvent.Type.LanguageChange))
    assert view.accessibleName()
    assert QColor(view.grab().toImage().pixelColor(900, 560)).isValid()
