"""What the dashboard asks for. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol

from studio.session.dashboard import SPANS, Dashboard
from ui.asking import Asking, OnError

Navigate = Callable[..., None]


class DashboardView(Protocol):
    def show_span(self, span: str) -> None: ...
    def show_dashboard(self, shown: Dashboard) -> None: ...


class DashboardPresenter:
    """The span chosen last wins, whatever answer comes last."""

    def __init__(
        self,
        view: DashboardView,
        look: Callable[[str], Future[Dashboard]],
        runtime: Any,
        navigate: Navigate,
        on_error: OnError,
    ) -> None:
        self._view, self._look, self._navigate = view, look, navigate
        self._asking = Asking(runtime.then, on_error)
        self._span = SPANS[0]

    def open(self) -> None:
        self._view.show_span(self._span)
        self.refresh()

    def refresh(self) -> None:
        self._asking.ask(self._look(self._span), self._on_answer)

    def close(self) -> None:
        self._asking.close()

    def on_span(self, span: str) -> None:
        self._span = span
        self._view.show_span(span)
        self.refresh()

    def on_plan(self) -> None:
        self._navigate("plan")

    def _on_answer(self, shown: Dashboard) -> None:
        if shown.span == self._span:
            self._view.show_dashboard(shown)
