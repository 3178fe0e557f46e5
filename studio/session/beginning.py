"""Where a session begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inventory.ledger import StockLevel
from studio.runtime.clock import SteadyClock
from studio.session.archive import SessionOptions
from studio.session.events import ComparedPriceRefused
from studio.session.plan import Plan
from studio.session.state import LiveState


@dataclass(frozen=True, slots=True)
class Beginning:
    """A new session begins at nothing, an interrupted one where it was left."""

    session_id: str
    plan: Plan
    options: SessionOptions
    clock: SteadyClock
    state: LiveState
    stock: Mapping[str, StockLevel]
    kept: Mapping[str, int] = field(default_factory=dict)
    """What is left of the broadcast's quotas, by SKU."""
    refused_prices: Sequence[ComparedPriceRefused] = ()
    """Compared prices of the plan that may not be shown; the plan is without them."""
    opened: Mapping[str, int] = field(default_factory=dict)
    """By SKU the price at going live, where a price drop may be compared with it."""
