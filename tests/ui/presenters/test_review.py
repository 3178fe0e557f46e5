"""The review shows one session and saves what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from python_calamine import CalamineWorkbook

from studio.runtime.errors import UserFacingError
from studio.runtime.wording import Language
from studio.session.incidents import IncidentReport
from tests.helpers.broadcasts import LIVE_AT, evening_summary
from tests.helpers.desk import FakeStudio, session_row
from ui.report import words
from ui.review.presenter import ReviewPresenter


class View:
    """Remembers what it was told to show."""

    def __init__(self) -> None:
        self.summary: Mapping[str, Any] | None = None
        self.nothing = False
        self.waiting: bool | None = None
        self.busy: list[bool] = []
        self.saved: list[Path] = []
        self.chosen = ""

    def show_sessions(self, sessions: Sequence[Any], chosen: str) -> None:
        self.chosen = chosen

    def show_summary(self, summary: Mapping[str, Any]) -> None:
        self.summary = summary

    def show_reports(self, reports: Sequence[IncidentReport]) -> None:
        self.reports = reports

    def show_nothing(self) -> None:
        self.nothing = True

    def show_waiting(self, waiting: bool) -> None:
        self.waiting = waiting

    def show_writing(self, busy: bool) -> None:
        self.busy.append(busy)

    def show_saved(self, path: Path) -> None:
        self.saved.append(path)


class Room:
    """A presenter with everything it talks to."""

    def __init__(self, studio: FakeStudio, *, training: bool = False) -> None:
        self.view, self.studio = View(), studio
        self.errors: list[BaseException] = []
        self.opened: list[str] = []
        self.presenter = ReviewPresenter(
            self.view, studio, self._open, self.errors.append, self._write_pdf, training
        )

    def _open(self, name: str, **_: Any) -> None:
        self.opened.append(name)

    def _write_pdf(
        self,
        summary: Mapping[str, Any],
        path: Path,
        language: Language,
        reports: Sequence[IncidentReport],
    ) -> None:
        self.written = reports
        path.write_text(f"{summary['title']} {language}", "utf-8")


def test_the_latest_session_is_shown_where_none_is_named() -> None:
    room = Room(FakeStudio(session_rows=[session_row("new"), session_row("old")]))
    room.presenter.open()
    assert room.studio.asked == ["new"]
    assert room.view.summary == evening_summary()
    assert room.view.chosen == "new"
    assert room.view.waiting is False


def test_a_named_session_is_shown_with_its_message_waiting() -> None:
    studio = FakeStudio(messages=[SimpleNamespace(session_id="old")])
    room = Room(studio)
    room.presenter.open("old")
    assert room.view.waiting is True
    room.presenter.on_session("new")
    assert studio.asked == ["old", "new"]
    assert room.view.waiting is False


def test_a_rehearsal_says_that_it_counts_for_nothing_and_leads_to_the_next(
    tmp_path: Path,
) -> None:
    messages = [SimpleNamespace(session_id="old")]
    room = Room(FakeStudio(messages=messages), training=True)
    room.presenter.open("old")
    assert room.view.waiting is False
    assert room.view.summary is not None
    assert words.subtitle(room.view.summary, "zh").endswith("培训 · 不算数")
    room.presenter.on_excel(tmp_path / "a.xlsx", "zh")
    sheet = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_index(0)
    assert sheet.to_python()[0][1] == "杨梅贻贝专场 · 培训 · 不算数"
    room.presenter.on_desk()
    assert room.opened == ["training"]


def test_without_any_session_the_way_to_one_is_offered() -> None:
    room = Room(FakeStudio(session_rows=[]))
    room.presenter.open()
    assert room.view.nothing
    room.presenter.on_plan()
    assert room.opened == ["plan"]


def test_it_saves_a_spreadsheet_and_a_pdf(tmp_path: Path) -> None:
    room = Room(FakeStudio())
    room.presenter.open()
    room.presenter.on_excel(tmp_path / "a.xlsx", "zh")
    room.presenter.on_pdf(tmp_path / "a.pdf", "en")
    assert room.view.saved == [tmp_path / "a.xlsx", tmp_path / "a.pdf"]
    assert (tmp_path / "a.pdf").read_text("utf-8") == "杨梅贻贝专场 en"
    assert room.view.busy == [True, False, True, False]


def test_a_file_that_cannot_be_saved_is_said_and_the_buttons_come_back(tmp_path: Path) -> None:
    room = Room(FakeStudio())
    room.presenter.open()
    room.presenter.on_excel(tmp_path / "missing" / "a.xlsx", "zh")
    (error,) = room.errors
    assert isinstance(error, UserFacingError)
    assert error.code == "report_unwritable"
    assert room.view.busy[-1] is False


def test_a_file_name_holds_nothing_a_disk_refuses() -> None:
    studio = FakeStudio()
    room = Room(studio)
    room.presenter.open()
    assert (
        room.presenter.file_name(".pdf")
        == f"{datetime.fromtimestamp(LIVE_AT / 1000):%Y-%m-%d} 杨梅贻贝专场.pdf"
    )
    room.presenter._summary = evening_summary() | {"title": 'a/b:c?"', "live_at": None}
    assert room.presenter.file_name(".pdf") == "a b c.pdf"


def test_an_answer_after_leaving_is_dropped() -> None:
    room = Room(FakeStudio())
    room.presenter.close()
    room.presenter.open()
    assert room.view.summary is None


def test_what_went_wrong_is_told_on_screen_and_on_paper(tmp_path: Path) -> None:
    room = Room(FakeStudio())
    room.presenter.open()
    codes = [report.incident.what["code"] for report in room.view.reports]
    assert codes == ["incident_uplink_down", "incident_uplink_weak"]
    room.presenter.on_pdf(tmp_path / "r.pdf", "zh")
    assert room.written == room.view.reports
