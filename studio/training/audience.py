"""An audience for a rehearsal: simulated buyers whose orders are noted like any other."""

from __future__ import annotations

from studio.runtime.threads import Ticker
from studio.session.live import LiveSession
from studio.session.plan import PlannedProduct
from studio.session.state import LiveState, Phase
from studio.training.simulated import SimulatedBuyers

TICK_SECONDS = 1.0
LONGEST_LAPSE_S = 10.0
"""Longer without a look nobody watched: the buyers came late, or the computer slept."""


class Audience:
    """Lets simulated buyers order in a practice session, from `start` to `stop`. Any thread.

    Their orders move stock like anybody's, so only a session on the practice stage may have an
    audience (ValueError for a real one).
    """

    def __init__(self, session: LiveSession, buyers: SimulatedBuyers) -> None:
        if not session.rehearsal:
            raise ValueError("a real broadcast has real buyers")
        self._session = session
        self._buyers = buyers
        self._clock = session.clock
        self._ticker: Ticker | None = None
        self._looked_s = 0.0

    @property
    def watching(self) -> bool:
        return self._ticker is not None

    def start(self) -> None:
        """Begin to order. Idempotent."""
        if self._ticker is None:
            self._ticker = Ticker("audience", TICK_SECONDS, self.look)

    def stop(self) -> None:
        """Order no more. Idempotent."""
        if self._ticker is not None:
            self._ticker.close()
            self._ticker = None

    def look(self) -> None:
        """See what is on air now, and order."""
        state = self._session.state
        if state.phase is not Phase.LIVE:
            return
        elapsed = state.on_air_ms(self._clock.now_ms()) / 1000
        if elapsed - self._looked_s > LONGEST_LAPSE_S:
            self._buyers.skip_to(elapsed)
        self._looked_s = elapsed
        self._buyers.showing(self._on_show(state), state.card_sku is not None, elapsed)
        for order in self._buyers.due(elapsed):
            # A refusal is a fact of the session and shown there; the next buyer orders anyway.
            self._session.note_order(order.sku, order.qty, order.channel)

    def _on_show(self, state: LiveState) -> PlannedProduct | None:
        if state.on_break or state.current_sku is None:
            return None
        return self._session.plan.product(state.current_sku)
