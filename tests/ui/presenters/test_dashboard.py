"""The dashboard asks for the span that was chosen last, and shows no other."""

from __future__ import annotations

from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

from tests.ui.presenters.test_desk import Navigation, Nobody, fail
from ui.desk.dashboard.presenter import DashboardPresenter


class Later:
    """Answers when the test says so."""

    def __init__(self) -> None:
        self.answers: list[Any] = []

    def then(self, _: Future[Any], on_result: Any, _on_error: Any) -> None:
        self.answers.append(on_result)


def test_an_answer_that_comes_too_late_is_not_shown() -> None:
    view, runtime, navigate = Nobody(), Later(), Navigation()
    asked: list[str] = []

    def look(span: str) -> Future[Any]:
        asked.append(span)
        return Future()

    presenter = DashboardPresenter(view, look, runtime, navigate, fail)  # type: ignore[arg-type]
    presenter.open()
    presenter.on_span("month")
    presenter.refresh()
    assert asked == ["today", "month", "month"]
    today, month = SimpleNamespace(span="today"), SimpleNamespace(span="month")
    runtime.answers[1](month)
    runtime.answers[0](today)
    assert view.told["show_dashboard"] == [(month,)]
    assert view.shown["show_span"] == ("month",)
    presenter.on_plan()
    assert navigate.went == [("plan", {})]
    presenter.close()
    runtime.answers[2](month)
    assert len(view.told["show_dashboard"]) == 1
