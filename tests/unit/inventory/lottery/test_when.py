"""Moments as people write them."""

from __future__ import annotations

from datetime import datetime

import pytest

from inventory.lottery.when import moment
from studio.runtime.errors import UserFacingError

NOW = datetime(2026, 11, 27, 15, 30, 12)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("20:00", datetime(2026, 11, 27, 20)),
        ("20：00", datetime(2026, 11, 27, 20)),
        ("9:05", datetime(2026, 11, 28, 9, 5)),  # today's is over
        ("今晚8点半", datetime(2026, 11, 27, 20, 30)),
        ("今晚12点", datetime(2026, 11, 28)),
        ("今晚0点", datetime(2026, 11, 28)),
        ("今晚1点半", datetime(2026, 11, 28, 1, 30)),
        ("明晚12:00", datetime(2026, 11, 29)),
        ("今晚22:00", datetime(2026, 11, 27, 22)),
        ("明天 20:00", datetime(2026, 11, 28, 20)),
        ("后天20点", datetime(2026, 11, 29, 20)),
        ("Tomorrow 20:00", datetime(2026, 11, 28, 20)),
        ("12-1 20:00", datetime(2026, 12, 1, 20)),
        ("12月1日20点", datetime(2026, 12, 1, 20)),
        ("1.15 9:00", datetime(2027, 1, 15, 9)),  # this year's is over
        ("2026-12-01 20:00", datetime(2026, 12, 1, 20)),
        ("2026-12-01T20:00:30", datetime(2026, 12, 1, 20, 0, 30)),
        ("今天20:30", datetime(2026, 11, 27, 20, 30)),
        ("明天 8点半", datetime(2026, 11, 28, 8, 30)),
        ("明天晚上八点半", datetime(2026, 11, 28, 20, 30)),
        ("晚上8点", datetime(2026, 11, 27, 20)),
        ("今天下午五点一刻", datetime(2026, 11, 27, 17, 15)),
        ("下午3点", datetime(2026, 11, 28, 15)),  # today's is over
        ("后天上午十点二十", datetime(2026, 11, 29, 10, 20)),
        ("明天中午12点", datetime(2026, 11, 28, 12)),
        ("明天中午1点", datetime(2026, 11, 28, 13)),
        ("明天凌晨12点", datetime(2026, 11, 28)),
        ("8点05分", datetime(2026, 11, 28, 8, 5)),
        ("8点5分", datetime(2026, 11, 28, 8, 5)),
        ("十点十分", datetime(2026, 11, 28, 10, 10)),
        ("晚上八点五分", datetime(2026, 11, 27, 20, 5)),
        ("20:15分", datetime(2026, 11, 27, 20, 15)),
        ("明天中午2点", datetime(2026, 11, 28, 14)),
        ("明天中午11点半", datetime(2026, 11, 28, 11, 30)),
        ("20点整", datetime(2026, 11, 27, 20)),
        ("十二月一日 20点", datetime(2026, 12, 1, 20)),
        ("12月1日晚上12点", datetime(2026, 12, 2)),
        ("11月30日晚上12点", datetime(2026, 12, 1)),
        ("周五 20:00", datetime(2026, 11, 27, 20)),  # it is Friday
        ("周五 9:00", datetime(2026, 12, 4, 9)),
        ("星期天晚上八点", datetime(2026, 11, 29, 20)),
        ("10分钟后", datetime(2026, 11, 27, 15, 41)),  # a full minute, never sooner
        ("半小时后", datetime(2026, 11, 27, 16, 1)),
        ("一个半小时以后", datetime(2026, 11, 27, 17, 1)),
        ("in 10 minutes", datetime(2026, 11, 27, 15, 41)),
        ("今天 9:00", datetime(2026, 11, 27, 9)),  # said to be today: the order of times is told
    ],
)
def test_what_is_written_is_what_is_meant(written: str, meant: datetime) -> None:
    assert moment(written, round(NOW.timestamp() * 1000)) == round(meant.timestamp() * 1000)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("夜里2点", datetime(2026, 11, 28, 2)),
        ("晚上1点半", datetime(2026, 11, 28, 1, 30)),
        ("夜里1点", datetime(2026, 11, 29, 1)),  # it is one o'clock
        ("晚上12点", datetime(2026, 11, 29)),
        ("晚上8点", datetime(2026, 11, 28, 20)),
        ("周五晚上1点半", datetime(2026, 11, 28, 1, 30)),  # it is Saturday: that night is not over
        ("周五晚上1点", datetime(2026, 12, 5, 1)),  # it is one o'clock
        ("周五晚上12点", datetime(2026, 12, 5)),
        ("周五晚上8点", datetime(2026, 12, 4, 20)),
        ("周六晚上1点半", datetime(2026, 11, 29, 1, 30)),
        ("周六 1:30", datetime(2026, 11, 28, 1, 30)),
        ("今晚1点半", datetime(2026, 11, 28, 1, 30)),
        ("今天晚上2点", datetime(2026, 11, 28, 2)),
        ("今晚12点", datetime(2026, 11, 29)),
        ("今晚8点", datetime(2026, 11, 28, 20)),
        ("11月27日晚上1点半", datetime(2026, 11, 28, 1, 30)),
    ],
)
def test_in_the_small_hours_a_later_one_is_of_this_night(written: str, meant: datetime) -> None:
    now = datetime(2026, 11, 28, 1)
    assert moment(written, round(now.timestamp() * 1000)) == round(meant.timestamp() * 1000)


@pytest.mark.parametrize(
    "written",
    [
        *("", "晚上", "昨天", "昨天 20:00", "明天", "25:00", "13-40 20:00", "2-30 8:00", "20:0"),
        *("٢٠:٠٠", "10后", "后", "几分钟后", "上午20点", "五八点", "周八 20:00"),
        *("中午9点", "中午3点", "中午0点", "中午15点", "8点5", "八点十"),
    ],
)
def test_what_is_no_time_is_said_to_be_none(written: str) -> None:
    with pytest.raises(UserFacingError) as refused:
        moment(written, round(NOW.timestamp() * 1000))
    assert refused.value.code == "lottery_time_unreadable"
