"""The order pad and the orders on their way to disk. No Qt.

An order is shown as saved only when the session's Future has resolved: until then its line says
that it is being saved, even if the news of it has already arrived.
"""

from __future__ import annotations

from dataclasses import dataclass

from studio.session.plan import Plan
from studio.session.state import LiveState, NotedOrder
from ui.live.models import OrderLine, OrderStanding

MOST = 999
"""The largest quantity the pad takes: above that a finger slipped."""


class OrderPad:
    """Digits make the quantity; after an order the pad is fresh again and reads 1."""

    def __init__(self, channels: tuple[str, ...]) -> None:
        self.channels = channels
        self.channel = channels[0] if channels else ""
        self.qty = 1
        self.picked: str | None = None
        """SKU picked by hand for the next order; None sells the product that is on."""
        self._fresh = True

    def digit(self, digit: int) -> None:
        """Type one digit (0 to 9): the first replaces the 1, the others go behind it."""
        typed = digit if self._fresh else self.qty * 10 + digit
        if 1 <= typed <= MOST:
            self.qty, self._fresh = typed, False

    def backspace(self) -> None:
        """Take the last digit back; an empty pad reads 1."""
        self.qty //= 10
        if self.qty == 0:
            self.start_over()

    def pick_channel(self, channel: str) -> None:
        if channel in self.channels:
            self.channel = channel

    def start_over(self) -> None:
        """Fresh for the next order; the channel stays, orders come in runs from one place."""
        self.qty, self._fresh, self.picked = 1, True, None


@dataclass(slots=True)
class _OnItsWay:
    at: int
    sku: str
    qty: int
    channel: str
    after: int
    """How many orders the session had when this one was asked for."""
    order_id: str = ""


class OrderDesk:
    """The session's orders as lines, with those that are still being written on top."""

    def __init__(self, plan: Plan) -> None:
        self._products = {product.sku: product for product in plan.products}
        self._waiting: list[_OnItsWay] = []

    def asked(self, at: int, sku: str, qty: int, channel: str, state: LiveState) -> object:
        """An order was handed to the session; returns what `saved` and `refused` want back."""
        ticket = _OnItsWay(at, sku, qty, channel, len(state.orders))
        self._waiting.append(ticket)
        return ticket

    def saved(self, ticket: object, order_id: str) -> None:
        """The order is on disk."""
        for waiting in self._waiting:
            if waiting is ticket:
                waiting.order_id = order_id

    def refused(self, ticket: object) -> None:
        """Nothing was noted."""
        self._waiting = [waiting for waiting in self._waiting if waiting is not ticket]

    def lines(self, state: LiveState, limit: int) -> tuple[OrderLine, ...]:
        """The latest ``limit`` orders, newest first."""
        known = {order.id for order in state.orders}
        self._waiting = [waiting for waiting in self._waiting if waiting.order_id not in known]
        hidden = self._told_too_early(state)
        rows = [self._line_of(waiting) for waiting in reversed(self._waiting)]
        rows += [self._line(order) for order in reversed(state.orders) if order.id not in hidden]
        return tuple(rows[:limit])

    def _told_too_early(self, state: LiveState) -> set[str]:
        """Orders whose news overtook their own Future: their waiting line stands for them."""
        hidden: set[str] = set()
        for waiting in self._waiting:
            wanted = (waiting.sku, waiting.qty, waiting.channel)
            for order in state.orders[waiting.after :]:
                if order.id not in hidden and (order.sku, order.qty, order.channel) == wanted:
                    hidden.add(order.id)
                    break
        return hidden

    def latest_standing(self, state: LiveState) -> NotedOrder | None:
        """The order that Ctrl+Z takes back."""
        return next((order for order in reversed(state.orders) if not order.undone), None)

    def name(self, sku: str) -> str:
        product = self._products.get(sku)
        return product.name if product else sku

    def unit(self, sku: str) -> str:
        product = self._products.get(sku)
        return product.unit if product else ""

    def _line(self, order: NotedOrder) -> OrderLine:
        standing = OrderStanding.UNDONE if order.undone else OrderStanding.SAVED
        name, unit = self.name(order.sku), self.unit(order.sku)
        return OrderLine(order.at, name, unit, order.qty, order.channel, standing, order.id)

    def _line_of(self, waiting: _OnItsWay) -> OrderLine:
        standing = OrderStanding.SAVED if waiting.order_id else OrderStanding.SAVING
        name, unit = self.name(waiting.sku), self.unit(waiting.sku)
        return OrderLine(
            waiting.at, name, unit, waiting.qty, waiting.channel, standing, waiting.order_id
        )
