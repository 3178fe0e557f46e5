"""What the after-sales page knows and does. No Qt."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from inventory.aftersales.cases import Case
from inventory.aftersales.rules import Rules
from inventory.aftersales.sold import SoldItem
from inventory.product_file import in_fen
from studio.runtime.clock import Clock
from studio.runtime.errors import UserFacingError
from studio.runtime.typed import narrow
from studio.session.aftersales import Told
from ui.asking import Asking, OnError
from ui.desk.writing import Writing, WritingView

UNDOABLE = ("refunded", "returned", "lost", "resent", "refused", "closed")
MOST = 6
"""Digits of a number of pieces."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page shows."""

    cases: Sequence[Case]
    """What must be answered first comes first, then what goes on, then the rest."""
    rules: Rules
    told: Told
    now_ms: int
    sought: str = ""
    """Id of a case that was looked for: it is chosen, the first time it is shown."""


class AftersalesService(Protocol):
    """`studio.session.aftersales.Aftersales`, as far as the page needs it."""

    def rules(self) -> Rules: ...
    def listed(self) -> Future[list[Case]]: ...
    def find(self, case_id: str) -> Future[Case]: ...
    def rates(self) -> Future[Told]: ...
    def look(self, said: str) -> Future[list[SoldItem]]: ...
    def open_case(
        self, item: SoldItem, qty: int, reason: str, wants: str, words: str = ""
    ) -> Future[Case]: ...
    def say(self, case_id: str, words: str) -> Future[Case]: ...
    def answer(self, case_id: str, words: str = "") -> Future[Case]: ...
    def refuse(self, case_id: str, words: str) -> Future[Case]: ...
    def refund(self, case_id: str, fen: int) -> Future[Case]: ...
    def take_back(self, case_id: str, qty: int, *, lost: bool) -> Future[Case]: ...
    def resend(self, case_id: str, qty: int) -> Future[Case]: ...
    def add_evidence(self, case_id: str, file: Path) -> Future[Case]: ...
    def close(self, case_id: str) -> Future[Case]: ...
    def reopen(self, case_id: str) -> Future[Case]: ...
    def undo(self, case_id: str, seq: int) -> Future[Case]: ...
    def unmasked(self, case_id: str, who: str) -> Future[Case]: ...
    def open_evidence(self, case_id: str, seq: int, who: str) -> Future[Path]: ...
    def forget_opened(self) -> None: ...


class AftersalesView(WritingView, Protocol):
    def show_desk(self, desk: Desk) -> None: ...
    def show_found(self, items: Sequence[SoldItem]) -> None: ...
    def show_opened(self, case: Case) -> None: ...
    def show_stepped(self, case: Case) -> None: ...
    def show_words(self, case: Case) -> None: ...
    def show_photo(self, path: Path) -> None: ...


class AftersalesPresenter:
    """One writing at a time."""

    def __init__(
        self,
        view: AftersalesView,
        service: AftersalesService,
        runtime: Any,
        clock: Clock,
        on_error: OnError,
        sought: str = "",
    ) -> None:
        """``sought``: the id of a case that was looked for: listed, however old it is."""
        self._view, self._service, self._clock = view, service, clock
        self._sought, self._to_choose = sought, sought
        self._runtime = runtime
        self._asking = Asking(runtime.then, on_error)
        self._writing = Writing(view, self._asking, on_error, self.refresh)

    def open(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """A mistake in the workshop's own rules is told, as everything else is."""

        def look() -> Desk:
            listed, told = self._service.listed(), self._service.rates()
            now, found = self._clock.now_ms(), listed.result()
            if self._sought and all(case.id != self._sought for case in found):
                found.append(self._service.find(self._sought).result())
            ordered = sorted(found, key=lambda case: _order(case))
            return Desk(ordered, self._service.rules(), told.result(), now, self._to_choose)

        self._asking.ask(self._runtime.background(look), self._on_desk)

    def _on_desk(self, desk: Desk) -> None:
        self._view.show_desk(desk)
        self._to_choose = ""

    def close(self) -> None:
        self._asking.close()
        self._runtime.background(self._service.forget_opened)

    def on_find(self, said: str) -> None:
        self._writing.begin(lambda: self._service.look(said), self._view.show_found)

    def on_open(self, item: SoldItem, qty: str, reason: str, wants: str, words: str) -> None:
        self._writing.begin(
            lambda: self._service.open_case(item, whole(qty), reason, wants, words),
            self._view.show_opened,
        )

    def on_say(self, case: Case, words: str) -> None:
        self._step(lambda: self._service.say(case.id, words))

    def on_answer(self, case: Case, words: str) -> None:
        self._step(lambda: self._service.answer(case.id, words))

    def on_refuse(self, case: Case, words: str) -> None:
        self._step(lambda: self._service.refuse(case.id, words))

    def on_refund(self, case: Case, yuan: str) -> None:
        self._step(lambda: self._service.refund(case.id, in_fen(yuan)))

    def on_take_back(self, case: Case, qty: str, *, lost: bool) -> None:
        self._step(lambda: self._service.take_back(case.id, whole(qty), lost=lost))

    def on_resend(self, case: Case, qty: str) -> None:
        self._step(lambda: self._service.resend(case.id, whole(qty)))

    def on_evidence(self, case: Case, file: Path) -> None:
        self._step(lambda: self._service.add_evidence(case.id, file))

    def on_close(self, case: Case) -> None:
        self._step(lambda: self._service.close(case.id))

    def on_reopen(self, case: Case) -> None:
        self._step(lambda: self._service.reopen(case.id))

    def on_undo(self, case: Case) -> None:
        """The last step that can be undone."""
        seq = last_undoable(case)
        if seq is not None:
            self._step(lambda: self._service.undo(case.id, seq))

    def on_words(self, case: Case) -> None:
        """看原话: what was said is opened, and that somebody looked is noted."""
        who = getpass.getuser()
        self._writing.begin(lambda: self._service.unmasked(case.id, who), self._view.show_words)

    def on_photo(self, case: Case, seq: int) -> None:
        """A piece of evidence is looked at, which is noted, too."""
        who = getpass.getuser()
        self._writing.begin(
            lambda: self._service.open_evidence(case.id, seq, who), self._view.show_photo
        )

    def _step(self, begin: Callable[[], Future[Case]]) -> None:
        self._writing.begin(begin, self._view.show_stepped)


def whole(typed: str) -> int:
    """What a person wrote where a number of pieces belongs. Raises amount_unreadable,
    amount_too_large."""
    text = narrow(typed).strip()
    if not text.isascii() or not text.isdigit():
        raise UserFacingError("amount_unreadable", amount=typed)
    if len(text) > MOST:
        from inventory import units  # only where somebody slipped

        raise units.too_large(text, 10**MOST - 1)
    return int(text)


def last_undoable(case: Case) -> int | None:
    """The step that 收回 would take back, None where there is none."""
    steps = [step.seq for step in case.standing if step.what in UNDOABLE]
    return steps[-1] if steps else None


def _order(case: Case) -> tuple[int, int, str]:
    place = {"open": 0, "answered": 1}.get(case.state, 2)
    newest_first = -case.opened_at
    return (place, case.due_at or 0, "") if place == 0 else (place, newest_first, case.id)
