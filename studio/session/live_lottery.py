"""Lotteries in a broadcast: what happens to them is in its journal, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

from inventory.lottery import book
from inventory.lottery.fair import Archive
from studio.runtime.clock import SteadyClock
from studio.runtime.errors import UserFacingError
from studio.session import events as e
from studio.session.events import Entry
from studio.session.recorder import Page, Recorder
from studio.session.state import Phase


class LiveLottery:
    """Of one session. Any thread; Futures, nothing blocks. Times are the computer's own clock's:
    the terms were published by it."""

    def __init__(self, recorder: Recorder, clock: SteadyClock) -> None:
        self._recorder, self._clock = recorder, clock

    def listed(self) -> Future[list[Archive]]:
        """Every lottery, the newest first."""
        return self._recorder.look(book.listed)

    def find(self, lottery_id: str) -> Future[Archive]:
        """``lottery_unknown``."""
        return self._recorder.look(lambda db: book.find(db, lottery_id))

    def enter(self, lottery_id: str, numbers: Sequence[str] = ()) -> Future[Entry]:
        """Take numbers. Errors: those of `book.enter`, ``session_not_live``."""

        def write(page: Page) -> Entry:
            _must_be_live(page)
            taken = book.enter(page.db, lottery_id, numbers, self._clock.wall_ms())
            return page.write(e.LotteryEntered(lottery_id, tuple(each.number for each in taken)))

        return self._recorder.record(write)

    def draw(self, lottery_id: str, word: str = "") -> Future[Archive]:
        """Draw and reveal. Errors: those of `book.draw`, ``session_not_live``."""

        def write(page: Page) -> Archive:
            _must_be_live(page)
            drawn = book.draw(page.db, lottery_id, self._clock.wall_ms(), word)
            draw = drawn.draw
            if draw is None:
                raise RuntimeError("a lottery that was drawn has a draw")
            won = tuple(each.number for each in draw.winners)
            page.write(
                e.LotteryDrawn(
                    *(drawn.id, drawn.commitment, draw.seed, draw.word, draw.entries_sha256, won)
                )
            )
            return drawn

        return self._recorder.record(write)


def _must_be_live(page: Page) -> None:
    if page.state.phase is not Phase.LIVE:
        raise UserFacingError("session_not_live")
