"""Times and money as people write them: read alike wherever they are typed."""

from __future__ import annotations

import pytest

from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from ui import reading


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("5", 300),
        ("0.5", 30),
        ("0。5", 30),
        ("５", 300),
        ("０．５分", 30),
        ("5分钟", 300),
        ("5 min", 300),
        ("30 秒", 30),
        ("2:30", 150),
        ("2：30", 150),
        ("1:02:30", 3750),
        ("1分30秒", 90),
        ("1小时20分", 4800),
        ("半", 30),
        ("半小时", 1800),
        ("半个小时", 1800),
        ("1 个小时", 3600),
        ("一个半小时", 5400),
        ("两个半钟头", 9000),
        ("5分半", 330),
        ("1小时半", 5400),
        ("一刻钟", 900),
        ("三刻", 2700),
        ("十分钟", 600),
        ("十五分钟", 900),
        ("二十", 1200),
        ("四十五秒", 45),
        ("一百二十分钟", 7200),
        ("零", 0),
        ("0", 0),
    ],
)
def test_how_long_is_read_as_people_write_it(text: str, seconds: int) -> None:
    assert reading.seconds(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "一会儿", "1.5.5", "-3", "1半", "10半", "1.5分半", "半分半", "nan", "٣"),
        *("2:75", "1:2:3:4", "30秒1分", "1分2分", "五五分", "百", "5分半30秒", "1e9", "9999999"),
    ],
)
def test_what_says_no_time_is_not_guessed(text: str) -> None:
    assert reading.seconds(text) is None


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
