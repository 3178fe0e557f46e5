"""What the home screen knows and does. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Protocol

from studio.runtime.wording import Language
from ui.asking import Asking, OnError, Then


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A broadcast that broke off, as the banner tells it."""

    title: str
    product: str
    """Name of the product that was being talked about; empty before the first."""
    card_on: bool
    orders: int
    last_at: int
    """UTC ms of the last fact before the interruption."""


@dataclass(frozen=True, slots=True)
class LastSession:
    title: str
    live_at: int
    """UTC ms."""
    orders: int


class HomeView(Protocol):
    """What the presenter asks of the screen. Called on the main thread."""

    def show_workshop(self, name: str) -> None: ...
    def show_language(self, language: Language) -> None: ...
    def show_stage(self, kind: str) -> None: ...
    def show_waiting(self, messages: int) -> None: ...
    def show_last_session(self, last: LastSession | None) -> None: ...
    def show_interrupted(self, interrupted: Interrupted | None) -> None: ...
    def show_resuming(self, busy: bool) -> None: ...


class HomeStudio(Protocol):
    """The part of `studio.session.studio.Studio` this screen needs."""

    @property
    def settings(self) -> Any: ...
    def interrupted(self) -> Future[Any]: ...
    def outbox(self) -> Future[Any]: ...
    def sessions(self) -> Future[Any]: ...
    def resume_session(self, session_id: str) -> Future[Any]: ...


class HomePresenter:
    """Reads what to show when opened; every answer comes back on the main thread."""

    def __init__(
        self,
        view: HomeView,
        studio: HomeStudio,
        then: Then,
        navigate: Callable[..., None],
        speak: Callable[[Language], None],
        on_error: OnError,
    ) -> None:
        self._view, self._studio = view, studio
        self._navigate, self._speak = navigate, speak
        self._asking = Asking(then, on_error)
        self._on_error = on_error
        self._session_id = ""

    def open(self) -> None:
        """Show what is known at once, ask for the rest."""
        settings = self._studio.settings
        self._view.show_workshop(settings.get("workshop_name"))
        self._view.show_language(settings.get("language"))
        self._view.show_stage(settings.get("stage"))
        self._asking.ask(self._studio.interrupted(), self._on_interrupted)
        self._asking.ask(self._studio.outbox(), lambda found: self._view.show_waiting(len(found)))
        self._asking.ask(self._studio.sessions(), self._on_sessions)

    def close(self) -> None:
        self._asking.close()

    def on_live(self) -> None:
        self._navigate("plan")

    def on_desk(self) -> None:
        self._navigate("desk")

    def on_training(self) -> None:
        self._navigate("training")

    def on_settings(self) -> None:
        self._navigate("settings")

    def on_sync(self) -> None:
        self._navigate("sync")

    def on_last_session(self) -> None:
        if self._last_id:
            self._navigate("review", session_id=self._last_id)

    def on_language(self, language: Language) -> None:
        self._speak(language)
        self._view.show_language(language)

    def on_resume(self) -> None:
        """接着播: the live screen opens at the same product, card and clock."""
        self._take_up(lambda session: self._navigate("live", session=session))

    def on_give_up(self) -> None:
        """不播了: close the interrupted broadcast without going on air; its review opens."""
        self._take_up(self._end)

    _last_id = ""

    def _take_up(self, go_on: Callable[[Any], None]) -> None:
        if not self._session_id:
            return
        self._view.show_resuming(True)
        self._asking.ask(self._studio.resume_session(self._session_id), go_on, self._on_not_resumed)

    def _end(self, session: Any) -> None:
        ended: Future[None] = session.end_without_stage()
        session_id = self._session_id
        self._asking.ask(
            ended,
            lambda _: self._navigate("review", session_id=session_id),
            self._on_not_resumed,
        )

    def _on_not_resumed(self, error: BaseException) -> None:
        self._view.show_resuming(False)
        self._on_error(error)

    def _on_interrupted(self, found: Any) -> None:
        self._session_id = found.session_id if found is not None else ""
        self._view.show_interrupted(None if found is None else _tell(found))

    def _on_sessions(self, rows: Sequence[Any]) -> None:
        ended = [row for row in rows if row.live_at is not None and row.ended_at is not None]
        latest = max(ended, key=lambda row: row.live_at, default=None)
        self._last_id = latest.id if latest is not None else ""
        self._view.show_last_session(
            None if latest is None else LastSession(latest.title, latest.live_at, latest.orders)
        )


def _tell(found: Any) -> Interrupted:
    state, plan = found.state, found.plan
    names = {product.sku: product.name for product in plan.products}
    return Interrupted(
        title=state.title,
        product=names.get(state.current_sku or "", ""),
        card_on=state.card_sku is not None,
        orders=state.orders_count,
        last_at=state.last_at or 0,
    )
