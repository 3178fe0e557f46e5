"""What the sync page knows and does. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Protocol

from ui.asking import Asking, OnError


@dataclass(frozen=True, slots=True)
class Waiting:
    """One message, as the page tells it. Money is integer fen, instants UTC ms."""

    session_id: str
    title: str
    written_at: int
    orders: int
    paid_fen: int
    products: int
    incidents: int
    bytes: int
    sha256: str
    intact: bool
    practice: bool


class SyncView(Protocol):
    def show_waiting(self, messages: Sequence[Waiting]) -> None: ...


class SyncStudio(Protocol):
    @property
    def runtime(self) -> Any: ...
    def outbox(self) -> Future[Any]: ...


class SyncPresenter:
    """Reads the outbox when opened."""

    def __init__(
        self,
        view: SyncView,
        studio: SyncStudio,
        navigate: Callable[..., None],
        on_error: OnError,
    ) -> None:
        self._view, self._studio, self._navigate = view, studio, navigate
        self._asking = Asking(studio.runtime.then, on_error)

    def open(self) -> None:
        self._asking.ask(self._studio.outbox(), self._on_messages)

    def close(self) -> None:
        self._asking.close()

    def on_review(self, session_id: str) -> None:
        self._navigate("review", session_id=session_id)

    def on_plan(self) -> None:
        self._navigate("plan")

    def _on_messages(self, messages: Sequence[Any]) -> None:
        """The newest first: it is the one people look for."""
        self._view.show_waiting([_tell(message) for message in reversed(messages)])


def _tell(message: Any) -> Waiting:
    body = message.contents()
    return Waiting(
        session_id=message.session_id,
        title=body.get("title", ""),
        written_at=message.wall,
        orders=body.get("orders", 0),
        paid_fen=body.get("paid_fen", 0),
        products=len(body.get("products", ())),
        incidents=len(body.get("incidents", ())),
        bytes=len(message.body),
        sha256=message.sha256,
        intact=message.intact,
        practice=body.get("stage") == "practice",
    )
