"""What to bring to the next broadcast, and why: one plain rule, told with its numbers.

How much of a product is sold a day is its pieces of the last 28 days over the days it was known
of them. Then, in this order:

    goes_off   a lot goes off within 7 days and more of it is left than that many days sell
    short      what may be sold lasts less than 7 days: bring, and fetch more
    sells      it sold, and lasts
    lies       it lies on the shelf and nothing was sold for 28 days: try it, at another price

A product with nothing on the shelf that sold nothing is not named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inventory.figures.goods import ExpiringLot

LOOKED_AT_DAYS = 28
"""Four weeks hold four of every weekday."""
LASTS_DAYS = 7
"""What lasts less may run out before more comes."""
WHYS = ("goes_off", "short", "sells", "lies")


@dataclass(frozen=True, slots=True)
class Left:
    """One product as the rule sees it."""

    sku: str
    name: str
    unit: str
    available: int
    sold: int
    """Pieces in the days looked at."""
    days: int
    """Of them, how many it was known; at least 1."""

    @property
    def a_day(self) -> float:
        """Its pace, to be read; the rule itself goes by whole numbers."""
        return self.sold / self.days

    def sells_in(self, days: int) -> int:
        """How many that many days sell at its pace, rounded up."""
        return -(-self.sold * days // self.days)


@dataclass(frozen=True, slots=True)
class Advice:
    """One product to bring, and the numbers that say so."""

    why: str
    """One of `WHYS`."""
    left: Left
    lasts_days: int | None = None
    """How long what may be sold lasts at that pace; None where nothing is sold."""
    lot: ExpiringLot | None = None
    fetch: int = 0
    """How many to fetch so that it lasts `LASTS_DAYS`."""


def advise(products: Sequence[Left], expiring: Sequence[ExpiringLot]) -> list[Advice]:
    """What to bring, the most pressing first; within a reason what sells best first."""
    soonest: dict[str, ExpiringLot] = {}
    for lot in expiring:
        if lot.days >= 0:
            soonest.setdefault(lot.sku, lot)
    found = [said for left in products if (said := _of(left, soonest)) is not None]
    found.sort(key=lambda each: (WHYS.index(each.why), -each.left.a_day, each.left.sku))
    return found


def _of(left: Left, soonest: Mapping[str, ExpiringLot]) -> Advice | None:
    lasts = left.available * left.days // left.sold if left.sold else None
    lot = soonest.get(left.sku)
    if lot is not None and lot.qty > left.sells_in(lot.days + 1):
        return Advice("goes_off", left, lasts, lot)
    if lasts is not None and lasts < LASTS_DAYS:
        return Advice("short", left, lasts, fetch=left.sells_in(LASTS_DAYS) - left.available)
    if lasts is not None:
        return Advice("sells", left, lasts)
    return Advice("lies", left) if left.available else None
