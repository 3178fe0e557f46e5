"""An evening that never was: for pictures of the review, of the desk and of the sync page."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from inventory.ledger import StockLevel
from studio.session import events as e
from studio.session.plan import Plan, PlannedProduct
from studio.session.summary import summarise

LIVE_AT = 1_781_261_400_000
"""2026-06-12 18:50 in Beijing."""


@dataclass
class Broadcast:
    """Writes facts at seconds after going live, as a journal would."""

    session_id: str = "0197-session"
    entries: list[e.Entry] = field(default_factory=list)

    def at(self, second: float, fact: e.Fact) -> str:
        """Append a fact; returns its id."""
        at = LIVE_AT + round(second * 1000)
        seq = len(self.entries) + 1
        entry = e.Entry(seq, f"fact-{seq}", self.session_id, at, at, fact)
        self.entries.append(entry)
        return entry.id

    def order(self, second: float, sku: str, qty: int = 1, price_fen: int = 8990) -> str:
        noted = e.OrderNoted(sku, qty, "抖音", price_fen, qty * price_fen, 99)
        return self.at(second, noted)


PLAN = Plan(
    title="杨梅贻贝专场",
    anchor="主播一号",
    products=(
        PlannedProduct("YM-001", "东魁杨梅", "5斤/箱", 8990, None, "箱", 120),
        PlannedProduct("YB-001", "嵊山贻贝", "2.5kg/箱", 3990, 5900, "箱", 120),
        PlannedProduct("HJ-001", "五年陈黄酒", "6瓶/箱", 16800, None, "箱", 40),
        PlannedProduct("TD-001", "小土豆", "10斤/袋", 2990, None, "袋", 60),
    ),
)

PRICES = {product.sku: product.price_fen for product in PLAN.products}


def evening() -> Broadcast:
    """Two hours: four products, one in two rounds, a break of the net, a refused order."""
    show = Broadcast()
    show.at(-60, e.SessionPlanned(PLAN.title, PLAN.anchor, tuple(PRICES)))
    show.at(0, e.WentLive("obs", True))
    show.at(1, e.StreamStarted())
    show.at(1, e.RecordingStarted("/home/someone/2026-06-12.mkv"))
    rounds = (
        (2, "YM-001", 29),
        (1620, "YB-001", 38),
        (3060, "HJ-001", 9),
        (4440, "YM-001", 51),
        (6000, "TD-001", 22),
    )
    for place, (start, sku, count) in enumerate(rounds):
        show.at(start, e.ProductShown(sku))
        show.at(start + 20, e.CardTaken(sku, sku.lower() * 8))
        for number in range(count):
            moment = start + 120 + 900 * (number / count) ** 0.7
            show.order(moment, sku, 1 + number % 7 // 6, PRICES[sku])
        if place == 1:
            show.at(2700, e.UplinkChanged("down", 0))
            show.at(2709, e.BreakStarted())
            show.at(2734, e.UplinkChanged("weak", 900))
            show.at(2740, e.BreakEnded())
            show.at(3010, e.UplinkChanged("good", 2600))
    show.at(7100, e.OrderRefused("TD-001", 5, "电话", 2))
    taken = show.order(7150, "TD-001", 1, PRICES["TD-001"])
    show.at(7200, e.OrderUndone(taken, "TD-001", 1, PRICES["TD-001"]))
    show.at(7255, e.CardCleared("TD-001"))
    show.at(7259, e.StreamStopped(True))
    left = tuple(level.available for level in STOCK.values())
    show.at(7260, e.Ended(skus=tuple(STOCK), left=left))
    return show


STOCK = {
    "YM-001": StockLevel("YM-001", 120, 100, 20),
    "YB-001": StockLevel("YB-001", 120, 38, 82),
    "HJ-001": StockLevel("HJ-001", 40, 9, 31),
    "TD-001": StockLevel("TD-001", 22, 22, 0),
}


@cache
def evening_summary() -> dict[str, Any]:
    """The summary of `evening`."""
    return summarise(PLAN, evening().entries, STOCK)
