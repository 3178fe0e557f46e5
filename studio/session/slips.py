"""When a refused quantity looks like a slip of the finger, and what a refusal may count at most.

999 typed for 9 is refused, as there are only 120; but it is not a wish that 880 more had been
there, and must neither become advice nor reach the county's figures.
"""

from __future__ import annotations

from collections.abc import Iterable

from studio.runtime.errors import UserFacingError
from studio.session.state import LiveState

BELIEVED = 10
"""Pieces that one buyer asks for without anybody wondering (judgement of the project)."""


def believed(noted: Iterable[int]) -> int:
    """The largest quantity of one order to be believed, from those really noted in a session."""
    return max((BELIEVED, *noted))


def missed(qty: int, available: int, most: int) -> int:
    """Pieces that a refused order of ``qty`` would have been sold beyond ``available``.

    One that is not to be believed counts as the largest that is (``most``): where that many were
    there, nobody wanted more.
    """
    beyond = max(0, qty - available)
    return beyond if beyond <= most else max(0, most - available)


def worded(refused: UserFacingError, qty: int, state: LiveState) -> UserFacingError:
    """``not_enough_stock``, or ``order_mistyped`` where the quantity is not to be believed."""
    noted = (order.qty for order in state.orders if not order.undone)
    if qty <= believed(noted):
        return refused
    return UserFacingError("order_mistyped", qty=qty, **refused.parameters)
