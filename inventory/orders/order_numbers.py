"""What an order's number says of itself: 拼多多's begin with the day the order was placed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from inventory.orders.cells import CHINA

_DATED = {"拼多多": re.compile(r"(\d{6})-\d+")}
"""By platform: where in a whole number its day stands, as 260618."""


def day_of(platform: str, order_no: str) -> tuple[int, int] | None:
    """The first and the last instant of the day an order was placed on, UTC ms; None where its
    number does not say."""
    pattern = _DATED.get(platform)
    found = pattern.fullmatch(order_no) if pattern else None
    if found is None:
        return None
    try:
        begins = datetime.strptime(found[1], "%y%m%d").replace(tzinfo=CHINA)
    except ValueError:  # six figures that are no day
        return None
    ends = begins + timedelta(days=1)
    return _ms(begins), _ms(ends) - 1


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
