"""Holds the number on the product's card against the ledger, for as long as a broadcast runs.

Made with the session, closed with it. It looks at what the recorder knows after each commit, on a
ticker of its own: whoever notes an order does nothing for it, and waits for nothing.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future

from studio.runtime.clock import SteadyClock
from studio.runtime.threads import Ticker
from studio.session import overlay_policy as policy
from studio.session.recorder import Recorder
from studio.session.stage_keeper import StageKeeper
from studio.session.state import LiveState, Phase
from studio.session.unwaited import log_failure

log = logging.getLogger(__name__)


class StockWatch:
    """See the module."""

    def __init__(self, keeper: StageKeeper, recorder: Recorder, clock: SteadyClock) -> None:
        self._keeper, self._recorder, self._clock = keeper, recorder, clock
        self._asked_at: float | None = None
        """By the monotonic clock."""
        self._asked: Future[None] | None = None
        self._tried: tuple[str | None, int | None] | None = None
        """The number that was asked for last, and on whose card."""
        self._ticker = Ticker("stock-ticker", policy.STOCK_LOOK_S, self.tick)

    def close(self) -> None:
        """Stop watching. Idempotent."""
        self._ticker.close()

    def tick(self) -> None:
        """On the ticker's thread. However many orders came, the card changes once, and rests."""
        state, now = self._recorder.state, self._clock.monotonic()
        if not _says_something(state):
            return
        left = self._keeper.to_order(state.card_sku or "")
        if left == state.card_left:
            self._tried = None
            return
        card = state.card_sku, left
        # A card whose number could not be shown is on air without one: the next one is tried.
        if state.card_left is None and card == self._tried:
            return
        rests = self._asked_at is not None and now - self._asked_at < policy.STOCK_EVERY_S
        if rests or (self._asked is not None and not self._asked.done()):
            return
        self._asked_at, self._tried = now, card
        try:
            self._asked = self._keeper.follow()
        except RuntimeError:
            log.debug("the stage was let go: its card is nobody's any more")
            return
        self._asked.add_done_callback(log_failure(log, "the card's number was not changed"))


def _says_something(state: LiveState) -> bool:
    """Viewers see a card, perhaps the last good one in the place of another; behind the break
    picture it waits until it is seen again."""
    live = state.phase is Phase.LIVE and not state.on_break and not state.stage_lost
    return live and state.card_sku is not None
