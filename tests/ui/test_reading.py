"""Money as people write it: read alike wherever it is typed."""

from __future__ import annotations

import pytest

from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from ui import reading


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        *(("29.9", 2990), ("¥29.9", 2990), ("￥5", 500), ("5元", 500), ("5块", 500)),
        *(("5块钱", 500), ("29。9", 2990), ("２９．９", 2990), (" 5 yuan ", 500), ("0", 0)),
        *(("1,299", 129_900), ("1，299.5", 129_950)),
    ],
)
def test_money_is_read_as_people_write_it(text: str, fen: int) -> None:
    assert reading.fen(text) == fen


@pytest.mark.parametrize(
    "text", ["999999999999", "¥999999999999元", "10000000.01", "１２３４５６７８９"]
)
def test_too_much_money_is_told_as_too_much_and_how_much_goes(text: str) -> None:
    """It was read as no money at all."""
    with pytest.raises(UserFacingError, match="price_too_much") as refused:
        reading.fen(text)
    assert "10000000 元" in word_error(refused.value)
    assert reading.fen("10000000") == 10**9


@pytest.mark.parametrize(
    "text", ["", "五块", "1.234", "-1", "元", "1e3", "29,9", "29，9", "1,2345", "2²"]
)
def test_what_is_no_money_is_refused(text: str) -> None:
    with pytest.raises(UserFacingError, match="price_unreadable"):
        reading.fen(text)
