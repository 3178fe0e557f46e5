"""Money as people write it, read in one place: 贴片 and the live panel. No Qt."""

from __future__ import annotations

import re

from studio.runtime.durations import plain

_YUAN = re.compile("(?:元|块)(?:钱)?$|yuan$")


def fen(text: str) -> int:
    """Money in yuan: ``29.9``, ``¥29.9``, ``29。9``, ``29.9元``, ``5块``. Raises
    price_unreadable, price_too_much."""
    from inventory.product_file import in_fen  # reads tables: not while the program starts

    return in_fen(_YUAN.sub("", plain(text)))
