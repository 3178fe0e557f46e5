"""What is typed into a template's form stands for a value, or is refused in words."""

from __future__ import annotations

import pytest

from overlays.fields import Field, Kind
from studio.runtime.errors import UserFacingError
from ui.cards.typed import text_of, value_of, values_of


def field(kind: Kind, **more: object) -> Field:
    return Field("x", "字段", "Field", kind, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Kind.FEN, "89.9", 8990),
        (Kind.FEN, "¥1.15", 115),
        (Kind.MS, "2:30", 150_000),
        (Kind.MS, "1:02:03", 3_723_000),
        (Kind.MS, "5", 300_000),
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
    ("kind", "typed"),
    [
        (Kind.FEN, "五块"),
        (Kind.FEN, "1.234"),
        (Kind.FEN, "-1"),
        (Kind.MS, "1:75"),
        (Kind.WHOLE, "1e9"),
        (Kind.NUMBER, "NaN"),
        (Kind.WHOLE, "٣" * 12),
    ],
)
def test_what_is_no_value_is_refused_with_what_was_typed(kind: Kind, typed: str) -> None:
    with pytest.raises(UserFacingError, match="card_field_wrong") as told:
        value_of(field(kind), typed)
    assert told.value.parameters["value"] == typed


def test_a_value_is_typed_as_it_would_be_read():
    for kind, value in (
        (Kind.FEN, 8905),
        (Kind.MS, 65_000),
        (Kind.LINE, "杨梅"),
        (Kind.SWITCH, True),
    ):
        assert value_of(field(kind), text_of(field(kind), value)) == value


def test_a_choice_is_the_value_it_was_offered_as():
    wanted = field(Kind.CHOICE, choices=((1, "一"), (2, "二")))
    assert value_of(wanted, "2") == 2
    assert values_of((wanted,), {"x": ""}) == {}
