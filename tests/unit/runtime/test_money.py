"""Fen as yuan, in one way for commands, files and fields."""

from __future__ import annotations

import pytest

from studio.runtime.money import yuan


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "0.00"), (5, "0.05"), (3990, "39.90"), (-50, "-0.50"), (-150, "-1.50"), (-300, "-3.00")],
)
def test_fen_are_told_in_yuan(fen: int, text: str) -> None:
    assert yuan(fen) == text
