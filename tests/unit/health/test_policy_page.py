"""docs/stage.md: every number of the policy as it is, every promise with what shows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.__main__ import NAMES
from studio.health import policy

PAGE = Path(__file__).parents[3] / "docs" / "stage.md"
TESTS = Path(__file__).parents[2]
BENCHES = {f"bench {name}" for name in (*NAMES, "soak")}
SHOWN_BY = re.compile(r"^\|[^\n]*\| shown by \|\n\|[- |]+\|\n((?:\|.*\n)+)", re.MULTILINE)
ROW = re.compile(r"^\| `([A-Z_]+)` \| ([^|]+) \|", re.MULTILINE)


def _figures(value: object) -> list[float]:
    return [float(each) for each in (value if isinstance(value, tuple) else (value,))]  # type: ignore[arg-type]


def test_the_table_is_the_policy() -> None:
    told = {
        name: [float(figure) for figure in figures.split(",")]
        for name, figures in ROW.findall(PAGE.read_text("utf-8"))
    }
    so = {name: _figures(value) for name, value in vars(policy).items() if name.isupper()}
    assert told == so


def rows_that_are_shown() -> list[str]:
    """Of every table that has such a column."""
    return [row for rows in SHOWN_BY.findall(PAGE.read_text("utf-8")) for row in rows.splitlines()]


@pytest.fixture(scope="module")
def tests_there_are() -> set[str]:
    texts = [file.read_text("utf-8") for file in TESTS.rglob("test_*.py")]
    return {name for text in texts for name in re.findall(r"def (test_\w+)", text)}


def test_every_row_names_the_test_or_bench_that_shows_it(tests_there_are: set[str]) -> None:
    rows = rows_that_are_shown()
    assert len(rows) > 30
    for row in rows:
        named = re.findall(r"`([^`]+)`", row.strip("| ").rpartition("|")[2])
        named = [name for name in named if not name.startswith("GONGFU_")]
        assert named, row
        assert set(named) <= tests_there_are | BENCHES, row
