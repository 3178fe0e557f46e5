"""What the home screen knows and does. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from studio.runtime.errors import UserFacingError
from studio.runtime.wording import Language
from ui.asking import Asking, OnError, Then
from ui.interruption import Interrupted, SecretsFirst, TakingUp


@dataclass(frozen=True, slots=True)
class LastSession:
    title: str
    live_at: int
    """UTC ms."""
    orders: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class NextPlan:
    """The running order behind the first door."""

    title: str
    products: int
    pictures: tuple[Path, ...]
    """Of its products, in their order; products without one are passed over."""
    usable: bool = True
    """False: there are plans, and none of them can be used; this is the one changed last."""


class HomeView(Protocol):
    """What the presenter asks of the screen. Called on the main thread."""

    def show_workshop(self, name: str) -> None: ...
    def show_language(self, language: Language) -> None: ...
    def show_stage(self, kind: str) -> None: ...
    def show_waiting(self, messages: int) -> None: ...
    def show_last_session(self, last: LastSession | None) -> None: ...
    def show_next_plan(self, plan: NextPlan | None) -> None: ...
    def show_interrupted(self, interrupted: Interrupted | None) -> None: ...
    def show_resuming(self, busy: bool) -> None: ...
    def show_missing(self, missing: Mapping[str, str]) -> None: ...
    def show_left_on_air(self, title: str) -> None: ...
    def when_painted(self, work: Callable[[], None]) -> None: ...


class HomeStudio(Protocol):
    """The part of `studio.session.studio.Studio` this screen needs."""

    @property
    def settings(self) -> Any: ...
    @property
    def plans(self) -> Any: ...
    def interrupted(self) -> Future[Any]: ...
    def outbox(self) -> Future[Any]: ...
    def last_session(self) -> Future[Any]: ...
    def resume_session(self, session_id: str) -> Future[Any]: ...
    def end_interrupted(self, session_id: str) -> Future[bool]: ...
    def left_on_air(self) -> Future[Any]: ...
    def stop_left(self, left: Any) -> Future[bool]: ...
    def missing_secrets(self, session_id: str) -> Future[Mapping[str, str]]: ...
    def keep_secrets(self, given: Mapping[str, str]) -> Future[None]: ...


class HomePresenter:
    """Reads what to show when opened; every answer comes back on the main thread."""

    def __init__(
        self,
        view: HomeView,
        studio: HomeStudio,
        background: Callable[[Callable[[], Any]], Future[Any]],
        then: Then,
        navigate: Callable[..., None],
        speak: Callable[[Language], None],
        on_error: OnError,
    ) -> None:
        self._view, self._studio, self._background = view, studio, background
        self._navigate, self._speak, self._on_error = navigate, speak, on_error
        self._asking = Asking(then, on_error)
        self._taking_up = TakingUp(view, studio, self._asking, navigate, on_error)
        self._secrets_first = SecretsFirst(view, studio, self._asking, self._taking_up)
        self._last_id = ""
        self._left: Any = None

    def open(self) -> None:
        """Show what is known at once, ask for the rest."""
        settings = self._studio.settings
        self._view.show_workshop(settings.get("workshop_name"))
        self._view.show_language(settings.get("language"))
        self._view.show_stage(settings.get("stage"))
        self._taking_up.look()
        self._asking.ask(self._studio.left_on_air(), self._on_left)
        self._asking.ask(self._studio.outbox(), lambda found: self._view.show_waiting(len(found)))
        self._asking.ask(self._studio.last_session(), self._on_last_session)

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

    def on_resume(self, given: Mapping[str, str]) -> None:
        """接着播; ``given``: secrets typed into the banner, by name."""
        self._secrets_first.resume(given)

    def on_stop_left(self) -> None:
        """让 OBS 停下: what an earlier broadcast left on the air."""
        self._asking.ask(self._studio.stop_left(self._left), self._on_stopped, self._not_stopped)

    def on_give_up(self) -> None:
        self._taking_up.give_up()

    def _look_for_plan(self) -> None:
        plans = self._studio.plans
        newest = self._background(lambda: newest_plan(plans))
        self._asking.ask(newest, self._view.show_next_plan)

    def _on_left(self, left: Any) -> None:
        self._left = left
        self._view.show_left_on_air(left.plan.title if left is not None else "")

    def _on_stopped(self, off: bool) -> None:
        if off:
            self._on_left(None)
        else:
            self._not_stopped(UserFacingError("left_not_stopped"))

    def _not_stopped(self, error: BaseException) -> None:
        self._view.show_left_on_air(self._left.plan.title)
        self._on_error(error)

    def _on_last_session(self, latest: Any) -> None:
        self._last_id = latest.id if latest is not None else ""
        self._view.show_last_session(
            None
            if latest is None
            else LastSession(latest.title, latest.live_at, latest.orders, latest.paid_fen)
        )
        # Reading plans is heavy work: what the database knows and the doors themselves come first.
        self._view.when_painted(self._look_for_plan)


def newest_plan(plans: Any) -> NextPlan | None:
    """The plan changed last that can be used; None where there is no plan. Reads files."""
    listed = plans.list()
    listing = next((found for found in listed if found.error is None), None)
    if listing is None:
        return NextPlan(listed[0].title, 0, (), usable=False) if listed else None
    products = plans.load(listing.path, check_files=False).products
    pictures = tuple(product.picture for product in products if product.picture is not None)
    return NextPlan(listing.title, len(products), pictures)
