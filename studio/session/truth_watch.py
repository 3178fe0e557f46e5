"""Holds what is on air against the products' records, for as long as a broadcast runs.

Made with the session, closed with it. The records are read on the store's reader; what differs is
written and shown. Where they cannot be read, nobody vouches for the figures on air: they go grey,
and after a while they leave.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from functools import partial

from inventory.origins import Origin
from inventory.products import Product
from studio.runtime.clock import SteadyClock
from studio.runtime.dispatcher import Dispatcher
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Ticker
from studio.session import boards, seen_records, truth
from studio.session import events as e
from studio.session import overlay_policy as policy
from studio.session.books import StockMoved
from studio.session.overlay import ORIGIN, Overlay
from studio.session.plan import Plan
from studio.session.recorder import Page, Recorder
from studio.session.seen_records import Record, of
from studio.session.stage_keeper import StageKeeper
from studio.session.state import Phase
from studio.session.trace import TracePage
from studio.session.truth import Known
from studio.session.unwaited import log_failure

log = logging.getLogger(__name__)


class TruthWatch:
    """See the module."""

    def __init__(
        self,
        read: Callable[[], Future[Known]],
        keeper: StageKeeper,
        recorder: Recorder,
        dispatcher: Dispatcher,
        plan: Plan,
        clock: SteadyClock,
        page: TracePage,
    ) -> None:
        """``page``: where the code of an origin card leads."""
        self._page = page
        self._read, self._keeper, self._recorder = read, keeper, recorder
        self._plan, self._clock = plan, clock
        self._lock = threading.Lock()
        self._known: Known | None = None
        self._reading = False
        self._ask_at = self._confirmed_at = clock.monotonic()
        self._unsubscribe = dispatcher.subscribe(StockMoved, lambda event: self.look())
        self._ticker = Ticker("truth-ticker", policy.TICK_S, self.tick)

    def close(self) -> None:
        """Stop watching. Idempotent."""
        self._unsubscribe()
        self._ticker.close()

    def look(self) -> None:
        """Read the records soon: something was written that may have changed them. Any thread."""
        self._ask_at = self._clock.monotonic()

    def tick(self) -> None:
        """On the ticker's thread; records that are slow to come are asked for once."""
        state = self._recorder.state
        if state.phase is not Phase.LIVE:
            self._confirmed_at = self._clock.monotonic()
            return
        with self._lock:
            ask = not self._reading and self._clock.monotonic() >= self._ask_at
            self._reading = self._reading or ask
        if ask:
            self._ask()
        silent = self._clock.monotonic() - self._confirmed_at
        if silent >= policy.STALE_AFTER_S and not self._keeper.intent.stale:
            self._become(stale=True)
        if silent >= policy.GONE_AFTER_S and self._keeper.intent.shows_figures:
            self._take_off()

    def _ask(self) -> None:
        self._ask_at = self._clock.monotonic() + policy.CONFIRM_EVERY_S
        try:
            self._read().add_done_callback(self._came)
        except RuntimeError:
            log.debug("the program ends; nobody reads records any more")

    def _came(self, done: Future[Known]) -> None:
        """On the reader's thread."""
        error = None if done.cancelled() else done.exception()
        if error is None and not done.cancelled():
            self._confirmed(done.result())
        else:
            log.warning("the products' records could not be read: %s", error)
        with self._lock:
            self._reading = False

    def _confirmed(self, found: Known) -> None:
        before, self._known = self._known, found
        self._confirmed_at = self._clock.monotonic()
        if self._keeper.intent.stale:
            self._become(stale=False)
        seen = found.seen if before is None else before.products
        if not seen:
            self._unwaited(lambda: self._recorder.record(partial(_see, found)))
        elif any(of(record) != of(seen.get(sku, record)) for sku, record in found.products.items()):
            self._unwaited(lambda: self._follow(seen, found))
        for overlay in self._keeper.intent.overlays:
            if overlay.template == ORIGIN and overlay.label in found.origins:
                self._follow_origin(overlay, found.origins[overlay.label])

    def _follow(self, before: Mapping[str, Product | Record], found: Known) -> Future[None]:
        """Write what changed, then show it."""

        def write(page: Page) -> None:
            if page.state.phase is not Phase.LIVE:
                return
            since, both = page.state.live_at or 0, (before, found.products)
            for fact in truth.changes(page.db, self._plan, page.state, *both, since):
                page.write(fact)
            _see(found, page)

        return self._keeper.follow(after=self._recorder.record(write))

    def _follow_origin(self, overlay: Overlay, found: Origin | None) -> None:
        """The lot that is sold now may be another, tested since, or none that may be sold."""
        state = self._recorder.state
        try:
            product = truth.plan_now(self._plan, state).product(overlay.label)
            now = boards.origin(product, found, self._page, overlay.ends_at)
        except UserFacingError as error:
            log.info("an origin card is taken off: %s", error)
            self._unwaited(lambda: self._keeper.follow(lambda want: want.instead_of(overlay, None)))
            return
        if now != overlay:  # by now another board may have been asked for: that one stays
            self._unwaited(lambda: self._keeper.follow(lambda want: want.instead_of(overlay, now)))

    def _take_off(self) -> None:
        def write(page: Page) -> None:
            if page.state.phase is Phase.LIVE:
                page.write(e.FiguresLeftAir())

        self._unwaited(lambda: self._keeper.follow(lambda want: want.without_figures()))
        self._unwaited(lambda: self._recorder.record(write))

    def _become(self, *, stale: bool) -> None:
        def write(page: Page) -> None:
            state = page.state
            if state.phase is Phase.LIVE and state.stale is not stale:
                left = state.figures_left
                page.write(e.FiguresWentStale() if stale else e.FiguresConfirmed(left))

        # What viewers see does not wait for the journal: the same disk may be the trouble.
        self._unwaited(lambda: self._keeper.follow(lambda want: replace(want, stale=stale)))
        self._unwaited(lambda: self._recorder.record(write))

    @staticmethod
    def _unwaited(ask: Callable[[], Future[None]]) -> None:
        try:
            ask().add_done_callback(log_failure(log, "what is on air was not followed up"))
        except RuntimeError:
            log.debug("the stage was let go: what is on it is nobody's any more")


def _see(found: Known, page: Page) -> None:
    seen_records.keep(page.db, page.session_id, found.products)
