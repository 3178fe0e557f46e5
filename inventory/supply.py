"""How much is few: the one rule behind every screen that says so."""

from __future__ import annotations

from enum import StrEnum

FEW = 10
"""At and under this many, in the product's own unit, too little is left to promise (judgement of
the project: docs/decisions/0019-few-is-ten.md)."""


class Supply(StrEnum):
    NONE = "none"
    FEW = "few"
    ENOUGH = "enough"


def supply(available: int) -> Supply:
    """Whether ``available``, what may still be sold, is none, few or enough."""
    if available <= 0:
        return Supply.NONE
    return Supply.FEW if available <= FEW else Supply.ENOUGH
