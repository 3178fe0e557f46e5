"""How long something lasts, as people write it: read alike wherever it is typed."""

from __future__ import annotations

import pytest

from studio.runtime import durations


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
    assert durations.seconds(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "一会儿", "1.5.5", "-3", "1半", "10半", "1.5分半", "半分半", "nan", "٣"),
        *("2:75", "1:2:3:4", "30秒1分", "1分2分", "五五分", "百", "5分半30秒", "1e9", "9999999"),
    ],
)
def test_what_says_no_time_is_not_guessed(text: str) -> None:
    assert durations.seconds(text) is None
