"""What the benchmarks' figures are made with."""

from __future__ import annotations

from importlib import import_module

import pytest

from bench.__main__ import NAMES
from bench.result import Result, percentile, spread


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, 1), (0.5, 50), (0.99, 99), (0.991, 100), (1.0, 100)]
)
def test_percentile_is_the_nearest_rank(share: float, expected: int) -> None:
    assert percentile(range(100, 0, -1), share) == expected


def test_spread_names_the_middle_and_both_ends() -> None:
    assert spread([3.0, 1.0, 2.0]) == {"median": 2.0, "least": 1.0, "greatest": 3.0}


def test_the_ratio_is_the_figure_over_what_stands_beside_it() -> None:
    result = Result("x", 3.0, "ms", "bare", 2.0, "at most 2 times", reached=True)
    assert result.as_dict()["ratio"] == 1.5


@pytest.mark.parametrize("name", NAMES)
def test_every_named_benchmark_can_be_run(name: str) -> None:
    assert callable(import_module(f"bench.{name}").run)
