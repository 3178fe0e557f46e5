"""The review's widget: what it shows, and its buttons."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from studio.session.incidents import IncidentReport, incidents
from tests.helpers.broadcasts import evening_summary
from tests.helpers.desk import FakeStudio, session_row
from tests.helpers.pictures import BLUE, make_jpeg
from ui.app import make_application
from ui.report import pdf
from ui.review.presenter import ReviewPresenter
from ui.review.view import ReviewScreen


@pytest.fixture
def errors() -> list[BaseException]:
    return []


@pytest.fixture
def view(qtbot: QtBot, tmp_path: Path, errors: list[BaseException]) -> ReviewScreen:
    make_application([])
    screen = ReviewScreen(ask=lambda _w, _t, proposed, _k: (tmp_path / proposed, ""))
    qtbot.addWidget(screen)
    studio = FakeStudio(session_rows=[session_row("a"), session_row("b", "黄酒专场")])
    screen.start(
        ReviewPresenter(screen, studio, lambda *_a, **_k: None, errors.append, pdf.write), "b"
    )
    screen.resize(1366, 768)
    screen.show()
    return screen


def test_the_figures_and_the_advice_are_on_the_screen(view: ReviewScreen) -> None:
    assert view.title.text() == "杨梅贻贝专场 复盘"
    assert [tile.figure.text() for tile in view.tiles][:2] == ["¥12,324.10", "149"]
    assert "下次多备 3 袋" in view.advice.text()
    shown = [label.text() for label in view.course.findChildren(QLabel)]
    assert "■ 断网" in shown
    assert view.chooser.currentData() == "b"


def test_what_ran_out_is_told_at_the_head_once_and_only_then(view: ReviewScreen) -> None:
    assert view.ran_out.isHidden()
    gone = {**evening_summary(), "orders_ran_out": 3, "ran_out_hours": 48}
    view.show_summary(gone)
    assert "3 单记下 48 小时了还没对上平台的单" in view.ran_out.words.text()
    view.show_summary({**gone, "orders_ran_out": 0, "orders_ran_out_in_part": 2})
    assert "2 单只对上了一部分，余下的记下 48 小时了" in view.ran_out.words.text()
    went: list[tuple[str, dict[str, str]]] = []
    assert view._presenter is not None
    view._presenter._navigate = lambda name, **arguments: went.append((name, arguments))
    view.ran_out.button.click()
    assert went == [("desk", {"page": "imports"})]
    view._training = True  # a rehearsal's orders are on no platform
    view.show_summary(gone)
    assert view.ran_out.isHidden()


def test_another_session_is_two_clicks_away(view: ReviewScreen) -> None:
    view.chooser.activated.emit(0)
    assert view._presenter is not None
    assert view._presenter._session_id == "a"


def test_both_files_are_written(
    view: ReviewScreen, qtbot: QtBot, tmp_path: Path, errors: list[BaseException]
) -> None:
    qtbot.mouseClick(view.excel, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(view.pdf, Qt.MouseButton.LeftButton)
    assert {path.suffix for path in tmp_path.iterdir()} == {".xlsx", ".pdf"}
    assert errors == []
    assert "存好了" in view.toast.words


def test_pointing_at_the_chart_needs_no_summary(view: ReviewScreen, qtbot: QtBot) -> None:
    qtbot.mouseMove(view.chart, QPoint(300, 100))
    view.chart.show_evening(None)
    qtbot.mouseMove(view.chart, QPoint(301, 100))


def test_an_unfinished_session_says_nothing_of_sending(view: ReviewScreen) -> None:
    view.show_summary(evening_summary() | {"ended_at": None})
    assert not view.send.isVisible()
    assert view.subtitle.text().startswith("20")


def test_each_trouble_is_told_with_its_pictures(view: ReviewScreen) -> None:
    shown = [label.text() for label in view.troubles.findChildren(QLabel)]
    assert any(text.endswith("断网 34 秒") for text in shown)
    assert any("画面停住" in text for text in shown)
    told = incidents(evening_summary())
    jpeg = make_jpeg(BLUE)
    view.show_reports([IncidentReport(told[0], before=jpeg, during=jpeg)])
    pictures = [label for label in view.troubles.findChildren(QLabel) if label.pixmap()]
    captions = [label.text() for label in view.troubles.findChildren(QLabel)]
    assert len(pictures) == 2
    assert {"出事前", "出事时"} <= set(captions)
    view.show_reports([])
    assert view.troubles.isHidden()
