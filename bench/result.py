"""What a benchmark hands back, and the little statistics it needs."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Result:
    """One figure, what it was measured beside, and whether it reaches what was promised."""

    name: str
    figure: float
    unit: str
    beside: str
    """What the bare thing is."""
    beside_figure: float
    reach: str
    """What was promised, in words."""
    reached: bool
    ratio: float | None = None
    """Median of the rounds where there are several; else figure / beside_figure."""
    details: dict[str, object] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        ratio = self.ratio if self.ratio is not None else self.figure / self.beside_figure
        return {
            "name": self.name,
            "figure": round(self.figure, 4),
            "unit": self.unit,
            "beside": self.beside,
            "beside_figure": round(self.beside_figure, 4),
            "ratio": round(ratio, 3),
            "reach": self.reach,
            "reached": self.reached,
            "details": self.details,
        }


class UnavailableError(Exception):
    """This machine lacks what the benchmark needs; the text says what."""


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` (0 to 1) of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, least and greatest of some rounds."""
    return {
        "median": round(statistics.median(values), 4),
        "least": round(min(values), 4),
        "greatest": round(max(values), 4),
    }
