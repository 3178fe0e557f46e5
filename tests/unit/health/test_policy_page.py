"""docs/stage.md is the one table of the policy: it names every number, and each as it is."""

from __future__ import annotations

import re
from pathlib import Path

from studio.health import policy

PAGE = Path(__file__).parents[3] / "docs" / "stage.md"
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
