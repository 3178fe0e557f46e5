"""A shop with a few goods."""

from __future__ import annotations

import pytest

from studio.store.database import Store
from tests.helpers.books import Books


@pytest.fixture
def books(store: Store) -> Books:
    """Ten boxes without a lot, and three chickens of one lot that weigh 6 kg together."""
    made = Books(store)
    made.product("YM", 10)
    made.product("JI", catch_weight=True)
    made.harvest("JI", "L1", 3, grams=6000)
    return made
