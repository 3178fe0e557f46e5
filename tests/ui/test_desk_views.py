"""Every page of the desk, the review, sync and training draws, and changes its words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui import screens
from ui.app import make_application
from ui.desk.frame import PLACES, DeskFrame
from ui.desk.orders import OrdersPage
from ui.desk.today import TodayPage
from ui.shots import draw

NAMES = [
    (screen, sample)
    for screen in ("review", "desk", "sync", "training")
    for sample in screens.samples(screen)
]


@pytest.mark.parametrize(("screen", "sample"), NAMES)
def test_it_draws_and_says_everything_again(qtbot: QtBot, screen: str, sample: str) -> None:
    make_application([])
    view = screens.samples(screen)[sample]()
    qtbot.addWidget(view)
    before = draw(view)
    assert len({before.pixel(x, y) for x in range(0, 1366, 3) for y in range(0, 768, 3)}) > 10
    QApplication.sendEvent(view, QEvent(QEvent.Type.LanguageChange))
    assert draw(view) == before


def test_the_rail_leads_to_every_page_and_home(qtbot: QtBot) -> None:
    make_application([])
    went: list[tuple[str, dict[str, str]]] = []
    frame = DeskFrame("today", TodayPage(), lambda name, **kw: went.append((name, kw)))
    qtbot.addWidget(frame)
    for button in frame.rail.buttons.values():
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(frame.rail.home, Qt.MouseButton.LeftButton)
    assert went == [*PLACES.values(), ("home", {})]


def test_typing_filters_after_a_pause(qtbot: QtBot) -> None:
    make_application([])
    page = OrdersPage()
    qtbot.addWidget(page)
    asked: list[str] = []

    class Presenter:
        def on_filter(self, wanted: object) -> None:
            asked.append(getattr(wanted, "words", ""))

        def on_plan(self) -> None: ...

        def open(self, session_id: str) -> None: ...

        def close(self) -> None: ...

    page.start(Presenter())  # type: ignore[arg-type]
    qtbot.keyClicks(page.search, "yang")
    qtbot.waitUntil(lambda: asked == ["yang"])
