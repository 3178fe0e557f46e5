"""Minds the overlays of a broadcast: takes off what has ended, turns the pages of what is more than
a board, tells of orders where wanted.

Made with the session, closed with it; asks and decides on its own ticker's thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from inventory.lottery.fair import Archive
from studio.runtime.clock import SteadyClock
from studio.runtime.dispatcher import Dispatcher
from studio.runtime.threads import Ticker, chain
from studio.session import boards
from studio.session import events as e
from studio.session import overlay_policy as policy
from studio.session.on_air import OnAir
from studio.session.overlay import Overlay
from studio.session.plan import Plan
from studio.session.recorder import Recorder, SessionChanged
from studio.session.state import Phase
from studio.session.unwaited import log_failure

log = logging.getLogger(__name__)


class OverlayMinder:
    """See the module."""

    def __init__(
        self,
        on_air: OnAir,
        recorder: Recorder,
        dispatcher: Dispatcher,
        plan: Plan,
        clock: SteadyClock,
        toasts: Callable[[], bool],
        lottery: Callable[[str], Future[Archive]],
    ) -> None:
        """``toasts``: whether viewers are to be told of orders now. ``lottery``: finds one."""
        self._on_air, self._recorder, self._plan, self._clock = on_air, recorder, plan, clock
        self._toasts, self._lottery = toasts, lottery
        self._toast_after = 0
        self._page: Overlay | None = None
        self._page_until = 0.0
        self._unsubscribe = dispatcher.subscribe(SessionChanged, self._changed)
        self._ticker = Ticker("overlay-ticker", policy.TICK_S, self.tick)

    def close(self) -> None:
        """Stop minding. Idempotent."""
        self._unsubscribe()
        self._ticker.close()

    def tick(self) -> None:
        """Take off what has ended: countdowns a moment later, so that their zero is seen."""
        if self._recorder.state.phase is not Phase.LIVE:
            return
        now = self._clock.now_ms()
        for overlay in self._on_air.asked:
            stays_ms = policy.zero_seconds(overlay.slot) * 1000
            if overlay.ends_at is not None and overlay.ends_at + stays_ms <= now:
                self._unwaited(partial(self._on_air.take_off_if, overlay))
        self._turn_pages()

    def _turn_pages(self) -> None:
        """What does not fit on one board is shown on several, each long enough to be read."""
        # A template of others may have a field of that name, too, with any words in it.
        lotteries = (each for each in self._on_air.asked if each.template == "lottery")
        asked = (each for each in lotteries if boards.page_of(each)[1] > 1)
        paged, now = next(asked, None), self._clock.monotonic()
        if paged is None or paged != self._page:
            self._page, self._page_until = paged, now + policy.PAGE_STAYS_S
        elif now >= self._page_until:
            self._page_until = now + policy.PAGE_STAYS_S
            page, _ = boards.page_of(paged)
            ready = chain(self._lottery(paged.label), partial(boards.lottery, page=page + 1))
            self._unwaited(partial(self._on_air.turn_when, paged, ready))

    def _changed(self, event: SessionChanged) -> None:
        """Where the dispatcher delivers: only asks."""
        fact = event.entry.fact
        if not isinstance(fact, e.OrderNoted) or not self._toasts():
            return
        if event.entry.session_id != self._recorder.session_id:
            return
        now = self._clock.now_ms()
        if self._recorder.state.phase is not Phase.LIVE or now < self._toast_after:
            return
        self._toast_after = now + policy.TOAST_EVERY_S * 1000
        product = next((each for each in self._plan.products if each.sku == fact.sku), None)
        if product is not None:
            ends = now + policy.TOAST_STAYS_S * 1000
            toast = boards.order_toast(product, fact.qty, ends)
            self._unwaited(partial(self._on_air.tell, toast))

    @staticmethod
    def _unwaited(ask: Callable[[], Future[None]]) -> None:
        try:
            ask().add_done_callback(log_failure(log, "an overlay was not changed"))
        except RuntimeError:
            log.debug("the stage was let go: its overlays are nobody's any more")
