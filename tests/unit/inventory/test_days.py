"""A day is read as staff write it, and its year is the next that fits."""

from __future__ import annotations

from datetime import date

import pytest

from inventory.days import coming
from studio.runtime.errors import UserFacingError

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((each, "2026-12-20") for each in ("12月20日", "12-20", "12/20", "12.20", "12月20号")),
        *((each, "2026-12-20") for each in ("2026年12月20日", "2026-12-20", "2026/12/20")),
        *((each, "2026-12-20") for each in ("１２月２０日", " 12 月 20 日 ")),
        ("11-27", "2026-11-27"),
        ("11.26", "2027-11-26"),
        ("1月5日", "2027-01-05"),
        ("2025-01-05", "2025-01-05"),
        ("2月29日", "2028-02-29"),
        ("", ""),
    ],
)
def test_a_day_as_it_is_written(written: str, meant: str) -> None:
    assert coming(written, TODAY) == meant


@pytest.mark.parametrize(
    "written", ["昨天", "13-20", "12-32", "2026-2-29", "20261220", "12", "0-1", "9999999-1-1"]
)
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(UserFacingError, match="day_unreadable"):
        coming(written, TODAY)
