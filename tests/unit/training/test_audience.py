"""Simulated buyers in a practice session, and a clock that jumps."""

from __future__ import annotations

from typing import Any

from studio.session.plan import Plan, PlannedProduct
from studio.session.state import LiveState, Phase
from studio.training.audience import Audience
from studio.training.simulated import SimulatedBuyers
from tests.helpers.clock import ManualClock

PLAN = Plan("夜", products=(PlannedProduct("A", "杨梅", price_fen=990),))


class Session:
    rehearsal = True
    plan = PLAN

    def __init__(self, live_at: int) -> None:
        self.state = LiveState(phase=Phase.LIVE, current_sku="A", card_sku="A", live_at=live_at)
        self.orders = 0

    def note_order(self, sku: str, qty: int, channel: str) -> None:
        self.orders += 1


def test_a_clock_set_forward_brings_no_crowd(clock: ManualClock) -> None:
    session: Any = Session(clock.now_ms())
    audience = Audience(session, SimulatedBuyers(1), clock)
    for _ in range(60):
        clock.advance(1)
        audience.look()
    before = session.orders
    assert 0 < before < 40
    clock.set_wall(clock.now_ms() + 50 * 365 * 86_400_000)
    audience.look()
    assert session.orders - before <= 1
    for _ in range(60):
        clock.advance(1)
        audience.look()
    assert session.orders > before


def test_buyers_who_come_late_did_not_order_before(clock: ManualClock) -> None:
    session: Any = Session(clock.now_ms())
    clock.advance(1800)
    Audience(session, SimulatedBuyers(1), clock).look()
    assert session.orders <= 1
