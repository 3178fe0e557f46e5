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


STATUS_NAMES = tuple(each.name for each in Status)
AFTERSALE_NAMES = tuple(each.name for each in Aftersale)
"""By number; an enumeration takes ten times as long to tell its name, and an order tells four."""


def to_ship(status: Status, aftersale: Aftersale) -> bool:
    """Whether a line is to be shipped (要发货): paid, not gone, and its money not given back.

    Said here for stock, the list and packing; `TO_SHIP` says the same of a row of `order_line`.
    """
    return status is Status.paid and aftersale is not Aftersale.refunded


def is_over(status: Status, aftersale: Aftersale) -> bool:
    """Whether a line goes no further: closed, or the money was given back before it left."""
    return status is Status.closed or (status is Status.paid and not to_ship(status, aftersale))


TO_SHIP = f"status = '{Status.paid.name}' AND aftersale <> '{Aftersale.refunded.name}'"
