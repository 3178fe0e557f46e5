"""A broadcast that broke off: told where it can be taken up again or ended. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Protocol

from studio.runtime.errors import UserFacingError
from ui.asking import Asking, OnError


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


class InterruptionView(Protocol):
    def show_interrupted(self, interrupted: Interrupted | None) -> None: ...
    def show_resuming(self, busy: bool) -> None: ...


class InterruptionStudio(Protocol):
    """The part of `studio.session.studio.Studio` this needs."""

    def interrupted(self) -> Future[Any]: ...
    def resume_session(self, session_id: str) -> Future[Any]: ...
    def end_interrupted(self, session_id: str) -> Future[bool]: ...


class TakingUp:
    """Asks whether something broke off; goes on with it, or ends it, as the person says."""

    def __init__(
        self,
        view: InterruptionView,
        studio: InterruptionStudio,
        asking: Asking,
        navigate: Callable[..., None],
        on_error: OnError,
        before_live: Callable[[Any], None] = lambda session: None,
    ) -> None:
        """``before_live`` is called with the session before its live screen opens."""
        self._view, self._studio, self._asking = view, studio, asking
        self._navigate, self._on_error, self._before_live = navigate, on_error, before_live
        self._session_id = ""

    @property
    def session_id(self) -> str:
        """What broke off; empty: nothing."""
        return self._session_id

    def look(self) -> None:
        self._asking.ask(self._studio.interrupted(), self._on_interrupted)

    def resume(self) -> None:
        """接着播: the live screen opens at the same product, card and clock."""
        if self._session_id:
            self._view.show_resuming(True)
            resumed = self._studio.resume_session(self._session_id)
            self._asking.ask(resumed, self._on_resumed, self._on_failed)

    def give_up(self) -> None:
        """不播了: take it off the air and close it; its review opens."""
        if self._session_id:
            self._view.show_resuming(True)
            ended = self._studio.end_interrupted(self._session_id)
            self._asking.ask(ended, self._on_ended, self._on_failed)

    def _on_resumed(self, session: Any) -> None:
        self._before_live(session)
        self._navigate("live", session=session)

    def _on_ended(self, off_air: bool) -> None:
        self._navigate("review", session_id=self._session_id)
        if not off_air:
            self._on_error(UserFacingError("ended_perhaps_on_air"))

    def _on_failed(self, error: BaseException) -> None:
        self._view.show_resuming(False)
        self._on_error(error)

    def _on_interrupted(self, found: Any) -> None:
        self._session_id = found.session_id if found is not None else ""
        self._view.show_interrupted(None if found is None else _tell(found))


class SecretsView(Protocol):
    def show_resuming(self, busy: bool) -> None: ...
    def show_missing(self, missing: Mapping[str, str]) -> None: ...


class SecretsStudio(Protocol):
    """The part of `studio.session.studio.Studio` this needs."""

    def missing_secrets(self, session_id: str) -> Future[Mapping[str, str]]: ...
    def keep_secrets(self, given: Mapping[str, str]) -> Future[None]: ...


class SecretsFirst:
    """Asks for a password or key this computer could not keep, before a broadcast goes on.

    Without a keyring they are gone with the program; on the air there is no time to look for them.
    Nobody is kept from going on: pressed again with nothing typed, it goes on without.
    """

    def __init__(
        self, view: SecretsView, studio: SecretsStudio, asking: Asking, taking_up: TakingUp
    ) -> None:
        self._view, self._studio, self._asking = view, studio, asking
        self._taking_up = taking_up
        self._asked = False

    def resume(self, given: Mapping[str, str]) -> None:
        """接着播; ``given``: what was typed into the fields that were shown."""
        if not self._taking_up.session_id:
            return
        typed = {name: value.strip() for name, value in given.items() if value.strip()}
        if self._asked and not typed:
            self._taking_up.resume()
            return
        self._view.show_resuming(True)
        self._asking.ask(self._studio.keep_secrets(typed), lambda _: self._ask(), self._go_on)

    def _ask(self) -> None:
        missing = self._studio.missing_secrets(self._taking_up.session_id)
        self._asking.ask(missing, self._on_missing, self._go_on)

    def _on_missing(self, missing: Mapping[str, str]) -> None:
        self._asked = bool(missing)
        if missing:
            self._view.show_resuming(False)
            self._view.show_missing(missing)
        else:
            self._taking_up.resume()

    def _go_on(self, _error: BaseException) -> None:
        """What keeps us from asking is told by resuming itself."""
        self._taking_up.resume()


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
