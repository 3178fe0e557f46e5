"""Simulated buyers in a practice session, and time that nobody watched."""

from __future__ import annotations

from typing import Any

from studio.runtime.clock import Clock
from studio.session.plan import Plan, PlannedProduct
from studio.session.state import LiveState, Phase
from studio.training.audience import Audience
from studio.training.simulated import SimulatedBuyers
from tests.helpers.clock import ManualClock

PLAN = Plan("夜", products=(PlannedProduct("A", "杨梅", price_fen=990),))


class Session:
    rehearsal = True
    plan = PLAN

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        live_at = clock.now_ms()
        self.state = LiveState(phase=Phase.LIVE, current_sku="A", card_sku="A", live_at=live_at)
        self.orders = 0

    def note_order(self, sku: str, qty: int, channel: str) -> None:
        self.orders += 1


def test_a_computer_that_slept_finds_no_crowd(clock: ManualClock) -> None:
    session: Any = Session(clock)
    audience = Audience(session, SimulatedBuyers(1))
    for _ in range(60):
        clock.advance(1)
        audience.look()
    before = session.orders
    assert 0 < before < 40
    clock.advance(50 * 365 * 86_400)
    audience.look()
    assert session.orders - before <= 1
    for _ in range(60):
        clock.advance(1)
        audience.look()
    assert session.orders > before


def test_buyers_who_come_late_did_not_order_before(clock: ManualClock) -> None:
    session: Any = Session(clock)
    clock.advance(1800)
    Audience(session, SimulatedBuyers(1)).look()
    assert session.orders <= 1
