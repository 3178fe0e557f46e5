"""Buyers who are not there: viewers and orders for a practice broadcast.

The same seed and the same broadcast give the same buyers, so that a trainer can show a lesson
twice and a grade can be compared. Pure: no clock, no threads; the caller says what time it is.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from studio.session.plan import PlannedProduct

CHANNELS = ("抖音", "微信群", "电话")
CHANNEL_WEIGHTS = (7, 2, 1)
FIRST_VIEWERS, MOST_VIEWERS = 30, 180
FILLING_SECONDS = 120.0
"""A village room fills within some minutes after going live."""
ORDERS_PER_VIEWER_MINUTE = 0.03
"""At a reference price with the card on air: 100 viewers order three times a minute."""
WITHOUT_CARD = 0.35
"""Who sees neither price nor name orders a third as often."""
REFERENCE_FEN = 4990
"""Fen; at four times the price half as many order, at a quarter twice as many."""
DISCOUNT_PULL = 1.5
"""How much a struck-through price adds: half price makes it 1.75 times the orders."""
FRESHNESS_SECONDS = 90.0
"""Interest in one product falls to half within this time: move on to the next one."""
QUANTITIES = (1, 2, 3, 5)
QUANTITY_WEIGHTS = (12, 5, 2, 1)


@dataclass(frozen=True, slots=True)
class SimulatedOrder:
    """One order that somebody would have called out."""

    sku: str
    qty: int
    channel: str
    at_s: float
    """Seconds on air at which it came."""


class SimulatedBuyers:
    """The audience of one practice broadcast. Call `showing` on changes and `due` on every tick."""

    def __init__(self, seed: int, channels: Sequence[str] = CHANNELS) -> None:
        self._seed = seed
        self._channels = tuple(channels) or CHANNELS
        self._done_s = 0
        self._product: PlannedProduct | None = None
        self._since_s = 0.0
        self._card = False

    def showing(self, product: PlannedProduct | None, card: bool, elapsed_s: float) -> None:
        """What is sold from now on (None: nothing, a break), and whether its card is on air."""
        if (product.sku if product else None) != (self._product.sku if self._product else None):
            self._since_s = elapsed_s
        self._product, self._card = product, card

    def viewers(self, elapsed_s: float) -> int:
        """How many watch, ``elapsed_s`` seconds after going live."""
        if elapsed_s < 0:
            return 0
        filled = 1 - math.exp(-elapsed_s / FILLING_SECONDS)
        wave = 1 + 0.12 * math.sin(elapsed_s / 47 + self._seed) + 0.05 * math.sin(elapsed_s / 11)
        return round((FIRST_VIEWERS + (MOST_VIEWERS - FIRST_VIEWERS) * filled) * wave)

    def due(self, elapsed_s: float) -> list[SimulatedOrder]:
        """The orders since the last call, oldest first; ``elapsed_s`` is seconds since going live.

        Each whole second draws its own lot, so the calls' rhythm changes nothing.
        """
        orders = []
        while self._done_s + 1 <= elapsed_s:
            self._done_s += 1
            if (order := self._second(self._done_s)) is not None:
                orders.append(order)
        return orders

    def skip_to(self, elapsed_s: float) -> None:
        """Whoever was not there until now did not order before, and sees what is on as new."""
        self._done_s, self._since_s = max(self._done_s, int(elapsed_s)), elapsed_s

    def _second(self, second: int) -> SimulatedOrder | None:
        lot = random.Random(f"{self._seed}:{second}")
        if self._product is None or lot.random() >= self._chance(self._product, second):
            return None
        return SimulatedOrder(
            sku=self._product.sku,
            qty=lot.choices(QUANTITIES, QUANTITY_WEIGHTS)[0],
            channel=lot.choices(self._channels, self._weights())[0],
            at_s=float(second),
        )

    def _chance(self, product: PlannedProduct, second: int) -> float:
        """That somebody orders within this second."""
        rate = self.viewers(second) * ORDERS_PER_VIEWER_MINUTE / 60 * _price_pull(product)
        rate *= 1.0 if self._card else WITHOUT_CARD
        fresh = math.exp2(-(second - self._since_s) / FRESHNESS_SECONDS)
        return min(0.9, rate * fresh)

    def _weights(self) -> tuple[int, ...]:
        """The first channel is the busiest, as the first in the settings is the main platform."""
        spare = len(self._channels) - len(CHANNEL_WEIGHTS)
        return (CHANNEL_WEIGHTS + (1,) * max(0, spare))[: len(self._channels)]


def _price_pull(product: PlannedProduct) -> float:
    """More orders for a lower price, and for one that was visibly lowered."""
    pull = math.sqrt(REFERENCE_FEN / max(100, product.price_fen))
    before = product.compared_price_fen
    if before and before > product.price_fen:
        pull *= 1 + DISCOUNT_PULL * (1 - product.price_fen / before)
    return pull
