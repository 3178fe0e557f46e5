"""Instants in sentences: as people say them, never as machines write them."""

from __future__ import annotations

from datetime import datetime

import pytest

from studio.runtime.spoken import At
from studio.runtime.wording import Language, sentence

NOW = datetime(2026, 11, 28, 7, 20)


def ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


@pytest.mark.parametrize(
    ("at", "zh", "en"),
    [
        (datetime(2026, 11, 28, 15, 30, 59), "今天 15:30", "today 15:30"),
        (datetime(2026, 11, 29, 0, 5), "明天 00:05", "tomorrow 00:05"),
        (datetime(2026, 11, 27, 15, 30), "11月27日 15:30", "27 Nov 15:30"),
        (datetime(2026, 12, 1, 8, 0), "12月1日 08:00", "1 Dec 08:00"),
        (datetime(2027, 1, 2, 8, 0), "2027年1月2日 08:00", "2 Jan 2027 08:00"),
    ],
)
def test_an_instant_is_told_as_people_say_it(at: datetime, zh: str, en: str) -> None:
    told: dict[Language, str] = {"zh": zh, "en": en}
    for language, said in told.items():
        assert said in sentence("lottery_not_yet", language, at=At(ms(at), ms(NOW)))
