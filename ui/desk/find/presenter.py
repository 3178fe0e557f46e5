"""What the desk's search box knows and does. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from studio.store.sealed import Sealer
from ui.asking import Asking, OnError
from ui.desk.presenters import DeskStudio, Navigate

if TYPE_CHECKING:
    from inventory.search.calls import FoundCall
    from inventory.search.finding import (
        Finder,
        Found,
        FoundLot,
        FoundNote,
        FoundParcel,
        FoundProduct,
    )
    from inventory.search.imported_list import ImportedLine


class FindView(Protocol):
    def show_found(self, found: Found | None) -> None:
        """None: nothing is asked for."""
        ...


class FindStudio(DeskStudio, Protocol):
    @property
    def secrets(self) -> Any: ...


class FindPresenter:
    """The latest of what was typed wins, whatever answer comes last."""

    def __init__(
        self, view: FindView, studio: FindStudio, navigate: Navigate, on_error: OnError
    ) -> None:
        self._view, self._studio, self._navigate = view, studio, navigate
        self._asking = Asking(studio.runtime.then, on_error)
        self._finder: Finder | None = None
        self._typed = ""

    def close(self) -> None:
        self._asking.close()

    def on_typed(self, typed: str) -> None:
        self._typed = typed
        if not typed.strip():
            self._view.show_found(None)
            return
        found = self._studio.runtime.background(lambda: self._made().find(typed))
        self._asking.ask(found, lambda found: self._on_found(typed, found))

    def on_product(self, found: FoundProduct) -> None:
        self._navigate("desk", page="stock", sku=found.sku)

    def on_lot(self, found: FoundLot) -> None:
        self._navigate("desk", page="stock", sku=found.sku, lot=found.code)

    def on_order(self, found: ImportedLine) -> None:
        self._navigate("desk", page="imported", typed=found.order_no)

    def on_note(self, found: FoundNote) -> None:
        self._navigate("desk", page="orders", typed=found.id)

    def on_parcel(self, found: FoundParcel) -> None:
        self._navigate("desk", page="packing", parcel=found.id)

    def on_call(self, found: FoundCall) -> None:
        """What was taken back is no longer at the counter."""
        if found.state == "cancelled":
            self._navigate("desk", page="orders", typed=found.id)
        else:
            self._navigate("desk", page="counter", order=found.id)

    def _made(self) -> Finder:
        """Made with the first search: reading pinyin is nothing a page needs."""
        if self._finder is None:
            from inventory.search.finding import Finder

            self._finder = Finder(self._studio.store, Sealer(self._studio.secrets))
        return self._finder

    def _on_found(self, typed: str, found: Found) -> None:
        if typed == self._typed:
            self._view.show_found(found)
