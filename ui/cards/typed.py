"""What is typed into a template's form, and the value it stands for. No Qt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from overlays.fields import KEEP, Field, Kind
from studio.runtime.errors import UserFacingError

CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3})[:：](\d{1,2})")
FIGURES = re.compile(r"-?\d{1,9}")
YUAN = re.compile(r"\d{1,9}(\.\d{1,2})?")


def text_of(field: Field, value: object) -> str:
    """``value`` as it is typed: money in yuan, a duration as minutes and seconds."""
    if value is None or value == "":
        return ""
    if field.kind is Kind.SWITCH:
        return "1" if value else ""
    if field.kind is Kind.FEN and isinstance(value, int):
        return f"{value // 100}.{value % 100:02d}"
    if field.kind is Kind.MS and isinstance(value, int):
        minutes, seconds = divmod(value // 1000, 60)
        return f"{minutes}:{seconds:02d}"
    return str(value)


def value_of(field: Field, typed: str) -> object:
    """None where nothing is typed. Raises card_field_wrong for what is no value of its kind."""
    text = typed.strip()
    if field.kind is Kind.SWITCH:
        return bool(text)
    if not text:
        return None
    if field.kind is Kind.CHOICE:
        return next((value for value, _ in field.choices if str(value) == text), text)
    reader = _READERS.get(field.kind)
    found = reader(text) if reader is not None else text
    if found is None:
        raise UserFacingError("card_field_wrong", field=field.zh, value=text[:KEEP])
    return found


def values_of(fields: tuple[Field, ...], texts: Mapping[str, str]) -> dict[str, object]:
    """The data of a card, without what was left empty. Raises as `value_of`."""
    found = {field.key: value_of(field, texts.get(field.key, "")) for field in fields}
    return {key: value for key, value in found.items() if value not in (None, "")}


def _fen(text: str) -> int | None:
    plain = text.removeprefix("¥").strip()
    return int(Decimal(plain) * 100) if YUAN.fullmatch(plain) else None


def _milliseconds(text: str) -> int | None:
    """``2:30`` or ``1:02:30``; plain figures are minutes."""
    if FIGURES.fullmatch(text):
        return int(text) * 60_000
    match = CLOCK.fullmatch(text)
    if match is None or int(match[3]) > 59:
        return None
    return (int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])) * 1000


def _whole(text: str) -> int | None:
    return int(text) if FIGURES.fullmatch(text) else None


def _number(text: str) -> float | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return float(number) if number.is_finite() else None


_READERS = {
    Kind.FEN: _fen,
    Kind.MS: _milliseconds,
    Kind.WHOLE: _whole,
    Kind.NUMBER: _number,
    Kind.PERCENT: _number,
}
