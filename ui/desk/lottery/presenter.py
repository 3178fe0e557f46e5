"""What the lotteries' page knows and does. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from inventory.lottery.fair import Archive, Checked, Entry
from inventory.lottery.terms import Terms
from studio.runtime.clock import Clock
from studio.runtime.errors import UserFacingError
from ui.asking import Asking, OnError
from ui.desk.lottery.draft import Draft, MistypedError, terms_of
from ui.desk.writing import Writing, WritingView


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page shows: every lottery, the newest first, at this moment."""

    lotteries: Sequence[Archive]
    now_ms: int

    @property
    def changes_in_ms(self) -> int | None:
        """Until a number is no longer taken or a draw is due, in ms; None: nothing is to come."""
        moments = (
            moment_ms
            for each in self.lotteries
            if each.draw is None
            for moment_ms in (each.terms.closes_ms, each.terms.draws_ms)
        )
        return min((each - self.now_ms for each in moments if each > self.now_ms), default=None)


class LotteryService(Protocol):
    """`studio.session.lotteries.Lotteries`, as far as the page needs it."""

    def listed(self) -> Future[list[Archive]]: ...
    def publish(self, terms: Terms) -> Future[Archive]: ...
    def enter(self, said: str, numbers: Sequence[str] = ()) -> Future[list[Entry]]: ...
    def draw(self, said: str, word: str = "") -> Future[Archive]: ...
    def check(self, said: str) -> Future[Checked]: ...
    def check_file(self, path: Path) -> Future[Checked]: ...
    def save(self, said: str, path: Path) -> Future[Path]: ...


class LotteryView(WritingView, Protocol):
    def show_desk(self, desk: Desk) -> None: ...
    def show_sponsor(self, name: str) -> None: ...
    def show_mistakes(self, mistakes: Mapping[str, UserFacingError]) -> None:
        """By the field of the form; none: all is well."""
        ...

    def show_terms(self, terms: Terms) -> None:
        """Once more, before they are published for good."""
        ...

    def show_published(self, archive: Archive) -> None: ...
    def show_entered(self, numbers: Sequence[str]) -> None: ...
    def show_drawn(self, archive: Archive) -> None: ...
    def show_checked(self, checked: Checked) -> None:
        """The one that was asked about, beside it."""
        ...

    def show_file_checked(self, path: Path, checked: Checked) -> None:
        """Somebody's archive: it is none of the list's."""
        ...

    def show_file_refused(self, error: BaseException) -> None: ...
    def show_saved(self, path: Path) -> None: ...


class LotteryPresenter:
    """One writing at a time."""

    def __init__(
        self,
        view: LotteryView,
        service: LotteryService,
        then: Any,
        clock: Clock,
        seller: Callable[[], str],
        on_error: OnError,
    ) -> None:
        """``then``: `Runtime.then`; ``seller``: who gives the prize where nobody else is said."""
        self._view, self._service, self._clock, self._seller = view, service, clock, seller
        self._on_error = on_error
        self._asking = Asking(then, on_error)
        self._writing = Writing(view, self._asking, on_error, self.refresh)
        self._terms: Terms | None = None

    def open(self) -> None:
        self._view.show_sponsor(self._seller())
        self.refresh()

    def refresh(self) -> None:
        self._asking.ask(
            self._service.listed(),
            lambda found: self._view.show_desk(Desk(found, self._clock.now_ms())),
        )

    def close(self) -> None:
        self._asking.close()

    def on_look(self, draft: Draft) -> None:
        """看一遍: nothing is published yet."""

        if self._writing.busy:
            return
        try:
            terms = terms_of(draft, self._clock.now_ms())
        except MistypedError as error:
            self._view.show_mistakes(error.mistakes)
        except UserFacingError as error:
            self._view.show_refused(error)
        else:
            self._terms = terms
            self._view.show_terms(terms)

    def on_publish(self) -> None:
        """公布: what was looked at, and nothing else."""
        terms = self._terms
        if terms is not None:
            self._writing.begin(lambda: self._service.publish(terms), self._view.show_published)

    def on_number(self, lottery_id: str, typed: str) -> None:
        """Several are separated by spaces; without one, the next free number."""
        self._writing.begin(
            lambda: self._service.enter(lottery_id, typed.split()),
            lambda taken: self._view.show_entered([each.number for each in taken]),
        )

    def on_draw(self, lottery_id: str, word: str) -> None:
        self._writing.begin(lambda: self._service.draw(lottery_id, word), self._view.show_drawn)

    def on_check(self, lottery_id: str) -> None:
        """再算一遍."""
        self._writing.begin(lambda: self._service.check(lottery_id), self._view.show_checked)

    def on_check_file(self, path: Path) -> None:
        """核对一个存档: nothing of what is chosen is asked about, and nothing is written."""

        def failed(error: BaseException) -> None:
            expected = isinstance(error, UserFacingError)
            (self._view.show_file_refused if expected else self._on_error)(error)

        self._asking.ask(
            self._service.check_file(path),
            lambda checked: self._view.show_file_checked(path, checked),
            failed,
        )

    def on_save(self, lottery_id: str, path: Path) -> None:
        self._writing.begin(lambda: self._service.save(lottery_id, path), self._view.show_saved)
