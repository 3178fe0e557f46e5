"""What the ledger's tests share."""

from __future__ import annotations

import pytest

from studio.store.database import Store
from tests.helpers.books import Books


@pytest.fixture
def books(store: Store) -> Books:
    return Books(store)
