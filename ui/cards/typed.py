"""What is typed into a template's form, and the value it stands for. No Qt."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from overlays.fields import KEEP, Field, Kind
from overlays.fitting import WRITTEN
from studio.runtime import durations
from studio.runtime.errors import UserFacingError
from studio.runtime.money import yuan
from ui import reading

TOO_MUCH = "price_too_much"
FIGURES = re.compile(r"-?\d{1,9}")


def text_of(field: Field, value: object) -> str:
    """``value`` as it is typed: money in yuan, a duration as minutes and seconds."""
    if value is None or value == "":
        return ""
    if field.kind is Kind.SWITCH:
        return "1" if value else ""
    if field.kind is Kind.FEN and isinstance(value, int):
        return yuan(value)
    if field.kind is Kind.MS and isinstance(value, int):
        minutes, seconds = divmod(value // 1000, 60)
        hours, rest = divmod(minutes, 60)
        return f"{hours}:{rest:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    return str(value)


def value_of(field: Field, typed: str) -> object:
    """None where nothing is typed. For what is no value of its kind raises card_field_wrong,
    card_time_unreadable, card_money_unreadable, card_money_too_much."""
    text = typed.strip()
    if field.kind is Kind.SWITCH:
        return bool(text)
    if not text:
        return None
    if field.kind is Kind.CHOICE:
        return next((value for value, _ in field.choices if str(value) == text), text)
    if (reader := _READERS.get(field.kind)) is None:
        return text
    read, unreadable = reader
    try:
        found = read(text)
    except UserFacingError as error:  # nothing is wrong with it but that it is too large
        told = {"field": field.zh, "value": text[:KEEP], "most": error.parameters["most"]}
        raise UserFacingError("card_money_too_much", **told) from error
    if found is None:
        raise UserFacingError(unreadable, field=field.zh, value=text[:KEEP])
    return found


def values_of(fields: tuple[Field, ...], texts: Mapping[str, str]) -> dict[str, object]:
    """The data of a card, without what was left empty. Raises as `value_of`.

    Where the template has words of its own, an empty text is kept: those were taken away.
    """
    found = {field.key: value_of(field, texts.get(field.key, "")) for field in fields}
    return {
        field.key: "" if found[field.key] is None else found[field.key]
        for field in fields
        if found[field.key] not in (None, "") or (field.kind in WRITTEN and field.default)
    }


def _fen(text: str) -> int | None:
    try:
        return reading.fen(text)
    except UserFacingError as error:
        if error.code == TOO_MUCH:
            raise
        return None


def _milliseconds(text: str) -> int | None:
    seconds = durations.seconds(text)
    return None if seconds is None else int(seconds * 1000)


def _whole(text: str) -> int | None:
    return int(text) if FIGURES.fullmatch(text) else None


def _number(text: str) -> float | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return float(number) if number.is_finite() else None


_READERS: dict[Kind, tuple[Callable[[str], object], str]] = {
    Kind.FEN: (_fen, "card_money_unreadable"),
    Kind.MS: (_milliseconds, "card_time_unreadable"),
    Kind.WHOLE: (_whole, "card_field_wrong"),
    Kind.NUMBER: (_number, "card_field_wrong"),
    Kind.PERCENT: (_number, "card_field_wrong"),
}
"""What reads a field of a kind, None where it cannot, and the sentence for that."""
