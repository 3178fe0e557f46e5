"""Which plans there are, and which of them is being read. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from studio.session.plan import Plan
from ui.asking import Asking


class OpeningView(Protocol):
    """The part of `PlanView` that is about the list."""

    def show_plans(self, listings: Sequence[Any], chosen: Path | None) -> None: ...
    def show_nothing(self) -> None: ...
    def show_unusable(self, error: BaseException) -> None: ...


class Editor(Protocol):
    """Whose hands the plan is in once it is read: `PlanPresenter`."""

    def let_go(self) -> None:
        """Another one is being read from now on."""

    def load(self, path: Path) -> Plan:
        """On a worker."""

    def take_up(self, plan: Plan) -> None: ...


class Opening:
    """The list of plans. One of it is chosen and read; what is pressed meanwhile is done then."""

    def __init__(
        self,
        view: OpeningView,
        editor: Editor,
        listed: Callable[[], list[Any]],
        background: Callable[[Callable[[], Any]], Future[Any]],
        asking: Asking,
    ) -> None:
        """``listed``: on a worker."""
        self._view, self._editor, self._read_list = view, editor, listed
        self._background, self._asking = background, asking
        self._listings: list[Any] = []
        self._chosen: Path | None = None
        self._pressed: Callable[[], None] | None = None

    @property
    def codes(self) -> frozenset[str]:
        """Of every product in any of them."""
        return frozenset().union(*(each.skus for each in self._listings))

    def begin(self, path: Path | None) -> None:
        """List the plans and read ``path``, else the one changed last."""

        def listed(found: list[Any]) -> None:
            self._listings = found
            chosen = path or (found[0].path if found else None)
            self._view.show_plans(found, chosen)
            if chosen is None:
                self.forget()
                self._view.show_nothing()
            else:
                self._read(chosen)

        self._asking.ask(self._background(self._read_list), listed)

    def choose(self, path: Path) -> None:
        self.forget()  # it was pressed for another one
        self._read(path)

    def once_read(self, pressed: Callable[[], None]) -> None:
        """It was pressed while the plan is being read; of two the later one counts."""
        self._pressed = pressed

    def forget(self) -> None:
        """Nothing is done once it is read."""
        self._pressed = None

    def list_as(self, saved: Plan) -> None:
        """Title and products as they are now; the row stays where it is, under the mouse."""
        listed = [
            replace(
                each,
                title=saved.title,
                products=len(saved.products),
                skus=frozenset(product.sku for product in saved.products),
            )
            if each.path == saved.path
            else each
            for each in self._listings
        ]
        if listed != self._listings:
            self._listings = listed
            self._view.show_plans(listed, self._chosen)

    def _read(self, path: Path) -> None:
        self._chosen = path
        self._editor.let_go()
        work = self._background(lambda: self._editor.load(path))
        self._asking.ask(work, self._take_up, self._unusable)

    def _take_up(self, plan: Plan) -> None:
        self._editor.take_up(plan)
        pressed, self._pressed = self._pressed, None
        if pressed is not None:
            pressed()

    def _unusable(self, error: BaseException) -> None:
        self.forget()
        self._view.show_unusable(error)
