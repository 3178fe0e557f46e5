"""What the review knows and does. No Qt."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from studio.runtime.wording import Language
from studio.session import report_xlsx
from studio.session.incidents import IncidentReport
from ui.asking import Asking, OnError, Then

Summary = Mapping[str, Any]
WritePdf = Callable[[Summary, Path, Language, Sequence[IncidentReport]], None]


class ReviewView(Protocol):
    """What the presenter asks of the screen. Called on the main thread."""

    def show_sessions(self, sessions: Sequence[Any], chosen: str) -> None: ...
    def show_summary(self, summary: Summary) -> None: ...
    def show_reports(self, reports: Sequence[IncidentReport]) -> None: ...
    def show_nothing(self) -> None: ...
    def show_waiting(self, waiting: bool) -> None: ...
    def show_writing(self, busy: bool) -> None: ...
    def show_saved(self, path: Path) -> None: ...


class ReviewStudio(Protocol):
    """The part of `studio.session.studio.Studio` this screen needs."""

    @property
    def runtime(self) -> Any: ...
    def sessions(self) -> Future[Any]: ...
    def summary(self, session_id: str) -> Future[dict[str, Any]]: ...
    def incident_reports(self, session_id: str) -> Future[list[IncidentReport]]: ...
    def outbox(self) -> Future[Any]: ...


class ReviewPresenter:
    """Shows one session; the latest where none is named.

    ``training``: it counts for nothing. Its papers say so, for they leave the hall; the way back
    leads to the next rehearsal, and nothing of it waits for the county.
    """

    def __init__(
        self,
        view: ReviewView,
        studio: ReviewStudio,
        navigate: Callable[..., None],
        on_error: OnError,
        write_pdf: WritePdf,
        training: bool = False,
    ) -> None:
        self._view, self._studio, self._navigate = view, studio, navigate
        self._on_error, self._write_pdf, self._training = on_error, write_pdf, training
        then: Then = studio.runtime.then
        self._asking = Asking(then, on_error)
        self._session_id = ""
        self._summary: Summary | None = None
        self._reports: Sequence[IncidentReport] = ()

    def open(self, session_id: str = "") -> None:
        self._session_id = session_id
        self._asking.ask(self._studio.sessions(), self._on_sessions)

    def close(self) -> None:
        self._asking.close()

    def on_session(self, session_id: str) -> None:
        """Another session was chosen; the present one stays until the other is there."""
        if session_id != self._session_id:
            self._session_id = session_id
            self._ask()

    def on_excel(self, path: Path, language: Language) -> None:
        self._save(path, lambda summary: report_xlsx.write(summary, path, language))

    def on_pdf(self, path: Path, language: Language) -> None:
        reports = self._reports
        self._save(path, lambda summary: self._write_pdf(summary, path, language, reports))

    def on_sync(self) -> None:
        self._navigate("sync")

    def on_reconcile(self) -> None:
        if self._session_id:
            self._navigate("desk", page="reconcile", session_id=self._session_id)

    def on_import(self) -> None:
        """A platform's file: what ran out was never confirmed by one."""
        self._navigate("desk", page="imports")

    def on_desk(self) -> None:
        self._navigate("training" if self._training else "desk")

    def on_plan(self) -> None:
        self._navigate("plan")

    def on_home(self) -> None:
        self._navigate("home")

    def file_name(self, ending: str) -> str:
        """``2026-06-12 杨梅贻贝专场.pdf``, without what a file system would refuse."""
        if self._summary is None:
            return ending
        day = ""
        if self._summary["live_at"] is not None:
            day = datetime.fromtimestamp(self._summary["live_at"] / 1000).strftime("%Y-%m-%d ")
        title = re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", self._summary["title"]).strip(" .")[:80]
        return f"{day}{title}{ending}"

    def _on_sessions(self, sessions: Sequence[Any]) -> None:
        if not self._session_id and sessions:
            self._session_id = sessions[0].id
        self._view.show_sessions(sessions, self._session_id)
        if self._session_id:
            self._ask()
        else:
            self._view.show_nothing()

    def _ask(self) -> None:
        wanted = self._session_id
        self._asking.ask(
            self._studio.summary(wanted), lambda summary: self._on_summary(wanted, summary)
        )
        self._asking.ask(self._studio.outbox(), self._on_outbox)

    def _on_summary(self, session_id: str, summary: Summary) -> None:
        if session_id == self._session_id:  # another may have been chosen meanwhile
            if self._training:
                summary = {**summary, "training": True}
            self._summary, self._reports = summary, ()
            self._view.show_summary(summary)
            self._asking.ask(
                self._studio.incident_reports(session_id),
                lambda reports: self._on_reports(session_id, reports),
            )

    def _on_reports(self, session_id: str, reports: Sequence[IncidentReport]) -> None:
        if session_id == self._session_id:
            self._reports = reports
            self._view.show_reports(reports)

    def _on_outbox(self, messages: Sequence[Any]) -> None:
        waits = any(one.session_id == self._session_id for one in messages)
        self._view.show_waiting(waits and not self._training)

    def _save(self, path: Path, write: Callable[[Summary], None]) -> None:
        summary = self._summary
        if summary is None:
            return
        self._view.show_writing(True)
        self._asking.ask(
            self._studio.runtime.background(lambda: write(summary)),
            lambda _: self._on_saved(path),
            self._on_not_saved,
        )

    def _on_saved(self, path: Path) -> None:
        self._view.show_writing(False)
        self._view.show_saved(path)

    def _on_not_saved(self, error: BaseException) -> None:
        self._view.show_writing(False)
        self._on_error(error)
