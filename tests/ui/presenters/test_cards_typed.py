"""What is typed into a template's form stands for a value, or is refused in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from overlays.fields import Field, Kind, take_data
from studio.runtime.errors import UserFacingError
from ui.cards.typed import text_of, value_of, values_of


def field(kind: Kind, **more: object) -> Field:
    return Field("x", "字段", "Field", kind, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Kind.FEN, "89.9", 8990),
        (Kind.FEN, "¥1.15", 115),
        (Kind.FEN, "￥5", 500),
        (Kind.FEN, "5元", 500),
        (Kind.FEN, "29。9", 2990),
        (Kind.MS, "2:30", 150_000),
        (Kind.MS, "1:02:03", 3_723_000),
        (Kind.MS, "5", 300_000),
        (Kind.MS, "0.5", 30_000),
        (Kind.MS, "5分钟", 300_000),
        (Kind.MS, "十五分钟", 900_000),
        (Kind.WHOLE, "-3", -3),
        (Kind.NUMBER, "0.5", 0.5),
        (Kind.LINE, " 枸杞乡 ", "枸杞乡"),
        (Kind.SWITCH, "1", True),
        (Kind.SWITCH, "", False),
        (Kind.FEN, "", None),
    ],
)
def test_what_is_typed_stands_for_a_value(kind: Kind, typed: str, value: object) -> None:
    assert value_of(field(kind), typed) == value


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        (Kind.FEN, "五块", "card_money_unreadable"),
        (Kind.FEN, "1.234", "card_money_unreadable"),
        (Kind.FEN, "-1", "card_money_unreadable"),
        (Kind.FEN, "¥999999999999", "card_money_too_much"),
        (Kind.FEN, "10000000.01", "card_money_too_much"),
        (Kind.MS, "1:75", "card_time_unreadable"),
        (Kind.MS, "一会儿", "card_time_unreadable"),
        (Kind.WHOLE, "1e9", "card_field_wrong"),
        (Kind.NUMBER, "NaN", "card_field_wrong"),
        (Kind.WHOLE, "٣" * 12, "card_field_wrong"),
    ],
)
def test_what_is_no_value_is_refused_with_what_was_typed(kind: Kind, typed: str, code: str) -> None:
    with pytest.raises(UserFacingError, match=code) as told:
        value_of(field(kind), typed)
    assert told.value.parameters["value"] == typed


def test_a_value_is_typed_as_it_would_be_read():
    for kind, value in (
        (Kind.FEN, 8905),
        (Kind.MS, 65_000),
        (Kind.MS, 72_000_000),
        (Kind.MS, 359_999_000),
        (Kind.LINE, "杨梅"),
        (Kind.SWITCH, True),
    ):
        assert value_of(field(kind), text_of(field(kind), value)) == value


def test_a_choice_is_the_value_it_was_offered_as():
    wanted = field(Kind.CHOICE, choices=((1, "一"), (2, "二")))
    assert value_of(wanted, "2") == 2
    assert values_of((wanted,), {"x": ""}) == {}


def test_words_of_a_template_that_were_taken_away_stay_away():
    wanted = (field(Kind.LINE, default="谢谢乡亲们"), replace(field(Kind.LINE), key="y"))
    assert values_of(wanted, {"x": "", "y": ""}) == {"x": ""}
    assert take_data(wanted, {"x": ""}) == {"x": None, "y": None}
