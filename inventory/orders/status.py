"""How far an order is, and what became of it afterwards. Each only ever goes on."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """In the order an order goes through them; what an older export says never takes one back."""

    unknown = 0
    """A word no template knows; the order waits for a person."""
    unpaid = 1
    paid = 2
    """Paid, not shipped: its stock is reserved."""
    shipped = 3
    done = 4
    """The buyer has it."""
    closed = 5


class Aftersale(IntEnum):
    none = 0
    open = 1
    closed = 2
    """Ended without money going back."""
    refunded = 3
