"""What the page of a broadcast's reconciliation knows and does. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from studio.session import reconciliation
from studio.session.reconciliation import Reconciliation
from ui.asking import OnError
from ui.desk.presenters import DeskStudio, Navigate, RowsPresenter, RowsView


class Group(StrEnum):
    """What a person does about a line."""

    MATCHED = "matched"
    WAITING = "waiting"
    OURS = "ours"
    """The workshop hands it over itself: it is in no platform's file."""
    BACK = "back"
    """Given back to the shelf: nobody ordered, or it was taken back."""
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class Line:
    """A note, or an order's line nobody noted."""

    id: str
    at_ms: int
    name: str
    qty: int
    channel: str
    state: str
    """As `Reconciled.state`, or ``unexplained``."""
    orders: tuple[str, ...]
    left: int
    expires_ms: int | None
    ours: bool = False
    reason: str = ""
    lacking: int = 0
    """As `Reconciled.lacking`: whoever ordered it is to be told."""

    @property
    def group(self) -> Group:
        if self.state in ("waits", "handed"):
            return Group.OURS
        if self.state == "unexplained":
            return Group.UNEXPLAINED
        if self.state in ("confirmed", "split"):
            return Group.WAITING if self.left else Group.MATCHED
        return Group.WAITING if self.state == "open" else Group.BACK


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page tells of a broadcast."""

    title: str
    live_at: int | None
    lines: Sequence[Line]

    @property
    def counts(self) -> Mapping[Group, int]:
        return Counter(line.group for line in self.lines)

    @property
    def noted(self) -> int:
        """Of what a platform's file may tell."""
        return sum(line.state != "unexplained" and not line.ours for line in self.lines)

    @property
    def to_hand_over(self) -> int:
        return sum(line.state == "waits" for line in self.lines)


class ReconcileView(RowsView, Protocol):
    def show_reconciled(self, shown: Shown) -> None: ...


class ReconcilePresenter(RowsPresenter):
    """One broadcast; what needs somebody comes first."""

    _view: ReconcileView

    def __init__(
        self,
        view: ReconcileView,
        studio: DeskStudio,
        navigate: Navigate,
        on_error: OnError,
        session_id: str,
    ) -> None:
        super().__init__(view, studio, navigate, on_error)
        self._session_id = session_id

    def refresh(self) -> None:
        self._asking.ask(self._rows(), lambda found: self._view.show_reconciled(_shown(found)))

    def on_import(self) -> None:
        self._navigate("desk", page="imports")

    def on_review(self) -> None:
        self._navigate("review", session_id=self._session_id)

    def _rows(self) -> Future[Any]:
        wanted, now = self._session_id, self._studio.clock.now_ms()
        found: Future[Any] = self._studio.store.read(
            lambda db: reconciliation.of_session(db, wanted, now)
        )
        return found


_FIRST = (Group.WAITING, Group.UNEXPLAINED, Group.OURS, Group.BACK, Group.MATCHED)


def _shown(found: Reconciliation) -> Shown:
    lines = sorted(_lines(found), key=lambda line: (_FIRST.index(line.group), line.at_ms))
    return Shown(found.title, found.live_at, lines)


def _lines(found: Reconciliation) -> Iterator[Line]:
    for note in found.notes:
        name = found.names.get(note.sku, note.sku)
        yield Line(
            *(note.id, note.noted_ms, name, note.qty, note.channel, note.state),
            *(note.orders, note.left, note.expires_ms, note.ours, note.reason, note.lacking),
        )
    for place, each in enumerate(found.unexplained):
        yield Line(
            *(f"{each.order_no}/{place}", each.ordered_ms, each.title, each.qty, each.platform),
            *("unexplained", (each.order_no,), 0, None),
        )
