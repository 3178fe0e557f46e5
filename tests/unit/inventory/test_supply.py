"""How much is few: one rule, whoever asks."""

from __future__ import annotations

import pytest

from inventory.supply import FEW, Supply, supply


@pytest.mark.parametrize(
    ("available", "found"),
    [
        (-1, Supply.NONE),
        (0, Supply.NONE),
        (1, Supply.FEW),
        (FEW, Supply.FEW),
        (FEW + 1, Supply.ENOUGH),
        (5000, Supply.ENOUGH),
    ],
)
def test_what_may_still_be_sold_decides_alone(available: int, found: Supply) -> None:
    assert supply(available) is found
