"""Buyers who are not there behave like buyers, and the same way every time."""

from __future__ import annotations

from studio.session.plan import PlannedProduct
from studio.training.simulated import SimulatedBuyers, SimulatedOrder

CHEAP = PlannedProduct("MX-001", "嵊泗贻贝", price_fen=1990)
DEAR = PlannedProduct("HJ-001", "十年黄酒", price_fen=39900)


def evening(
    product: PlannedProduct | None, card: bool = True, seed: int = 7, step: float = 1.0
) -> list[SimulatedOrder]:
    """Everything ordered of one product within ten minutes."""
    buyers, orders = SimulatedBuyers(seed), []
    for tick in range(1, round(600 / step) + 1):
        if tick * step % 60 == 0:  # keep it fresh: another product in between
            buyers.showing(None, card, tick * step)
        buyers.showing(product, card, tick * step)
        orders += buyers.due(tick * step)
    return orders


def test_same_seed_same_buyers() -> None:
    assert evening(CHEAP) == evening(CHEAP)
    assert evening(CHEAP) != evening(CHEAP, seed=8)


def test_rhythm_of_asking_changes_nothing() -> None:
    one, other = SimulatedBuyers(3), SimulatedBuyers(3)
    for buyers in (one, other):
        buyers.showing(CHEAP, True, 0)
    slowly = one.due(300)
    assert slowly == [order for tick in range(3001) for order in other.due(tick / 10)]
    assert one.due(300) == []


def test_cheaper_and_with_a_card_sells_more() -> None:
    assert len(evening(CHEAP)) > 1.5 * len(evening(DEAR))
    assert len(evening(CHEAP)) > 1.5 * len(evening(CHEAP, card=False))


def test_lowered_price_sells_more() -> None:
    lowered = PlannedProduct("MX-001", "嵊泗贻贝", price_fen=1990, compared_price_fen=3990)
    assert len(evening(lowered)) > len(evening(CHEAP))


def test_nothing_shown_sells_nothing() -> None:
    assert evening(None) == []


def test_interest_fades() -> None:
    buyers = SimulatedBuyers(1)
    buyers.due(600)  # the room has filled
    buyers.showing(CHEAP, True, 600)
    assert len(buyers.due(780)) > len(buyers.due(960))


def test_orders_are_whole_and_from_known_channels() -> None:
    buyers = SimulatedBuyers(5, ["快手", "到店"])
    buyers.showing(CHEAP, True, 0)
    orders = buyers.due(600)
    assert {order.channel for order in orders} == {"快手", "到店"}
    assert all(order.qty >= 1 and order.sku == "MX-001" for order in orders)


def test_room_fills() -> None:
    buyers = SimulatedBuyers(1)
    assert buyers.viewers(-1) == 0
    assert 0 < buyers.viewers(5) < buyers.viewers(120) < buyers.viewers(900)
