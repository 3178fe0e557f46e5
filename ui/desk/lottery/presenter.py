"""What the lotteries' page knows and does. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from inventory.lottery import terms as rules
from inventory.lottery.fair import Archive, Entry
from inventory.lottery.terms import Terms
from inventory.lottery.when import moment
from inventory.product_file import in_fen
from studio.runtime.clock import Clock
from studio.session.lotteries import FROM_NOW_ON, opening
from ui.asking import Asking, OnError
from ui.desk.aftersales.presenter import whole
from ui.desk.writing import Writing, WritingView


@dataclass(frozen=True, slots=True)
class Draft:
    """The terms as they are typed."""

    name: str = ""
    prize: str = ""
    worth: str = ""
    """Yuan."""
    winners: str = ""
    rules: str = ""
    claim: str = ""
    sponsor: str = ""
    closes: str = ""
    draws: str = ""
    """Empty: as soon as it closes."""
    at_most: str = ""
    """Empty: any number of numbers."""


def terms_of(draft: Draft, now_ms: int) -> Terms:
    """The terms, with numbers taken from the publishing on.

    Raises price_unreadable, amount_unreadable, lottery_time_unreadable and those of `terms.check`.
    """
    made = Terms(
        name=draft.name.strip(),
        prize=draft.prize.strip(),
        prize_fen=in_fen(draft.worth),
        winners=whole(draft.winners),
        rules=draft.rules.strip(),
        claim=draft.claim.strip(),
        sponsor=draft.sponsor.strip(),
        opens_ms=FROM_NOW_ON,
        closes_ms=moment(draft.closes, now_ms),
        draws_ms=moment(draft.draws.strip() or draft.closes, now_ms),
        entries_at_most=whole(draft.at_most) if draft.at_most.strip() else 0,
    )
    rules.check(opening(made, now_ms), now_ms)
    return made


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
    def check(self, said: str) -> Future[list[str]]: ...
    def check_file(self, path: Path) -> Future[list[str]]: ...
    def save(self, said: str, path: Path) -> Future[Path]: ...


class LotteryView(WritingView, Protocol):
    def show_desk(self, desk: Desk) -> None: ...
    def show_sponsor(self, name: str) -> None: ...
    def show_terms(self, terms: Terms) -> None:
        """Once more, before they are published for good."""
        ...

    def show_published(self, archive: Archive) -> None: ...
    def show_entered(self, numbers: Sequence[str]) -> None: ...
    def show_drawn(self, archive: Archive) -> None: ...
    def show_checked(self, differences: Sequence[str]) -> None:
        """Codes of sentences; empty where everything comes out again."""
        ...

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

        def look() -> Future[Terms]:
            done: Future[Terms] = Future()
            done.set_result(terms_of(draft, self._clock.now_ms()))
            return done

        def show(terms: Terms) -> None:
            self._terms = terms
            self._view.show_terms(terms)

        self._writing.begin(look, show)

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
        self._writing.begin(lambda: self._service.check_file(path), self._view.show_checked)

    def on_save(self, lottery_id: str, path: Path) -> None:
        self._writing.begin(lambda: self._service.save(lottery_id, path), self._view.show_saved)
