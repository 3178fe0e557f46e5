"""The fields of a template: read from JSON Schema with GDD types, and data checked against them.

https://ograf.ebu.io/v1/specification/docs/Specification.html#manifest-model
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category

from studio.runtime.errors import UserFacingError
from studio.runtime.plain import harmless

MOST_FIELDS = 60
LONGEST = 500
"""Characters, where a field says no number of its own."""
KEEP = 40
"""Characters of a wrong value that a sentence repeats."""
LARGEST = 10**9
TELLABLE = 10**15
"""A number beyond is told as it was written: no range says anything about it."""
SIGNS = frozenset({"So", "Sk", "Mn", "Cf", "Cs", "Co", "Cn"})
"""Unicode's categories of what an emoji is made of."""


class Kind(Enum):
    """What a field holds, and so which control a form shows for it."""

    LINE = "line"
    LINES = "lines"
    PICTURE = "picture"
    FILE = "file"
    CHOICE = "choice"
    COLOUR = "colour"
    WHOLE = "whole"
    NUMBER = "number"
    FEN = "fen"
    """Money, integer fen."""
    PERCENT = "percent"
    MS = "ms"
    """A duration, integer milliseconds."""
    SWITCH = "switch"


TEXTS = frozenset({Kind.LINE, Kind.LINES, Kind.PICTURE, Kind.FILE, Kind.COLOUR})
WHOLES = frozenset({Kind.WHOLE, Kind.FEN, Kind.MS})
GDD = {
    "single-line": Kind.LINE,
    "multi-line": Kind.LINES,
    "file-path": Kind.FILE,
    "image-path": Kind.PICTURE,
    "file-path/image-path": Kind.PICTURE,
    "select": Kind.CHOICE,
    "color-rrggbb": Kind.COLOUR,
    "color-rrggbbaa": Kind.COLOUR,
    "percentage": Kind.PERCENT,
    "duration-ms": Kind.MS,
}
PLAIN = {
    "string": Kind.LINE,
    "integer": Kind.WHOLE,
    "number": Kind.NUMBER,
    "boolean": Kind.SWITCH,
}
VENDOR = {"fen": Kind.FEN}
EMPTY: dict[Kind, object] = {Kind.SWITCH: False}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    key: str
    zh: str
    en: str
    kind: Kind
    required: bool = False
    most: int = LONGEST
    """Characters of a text."""
    low: float = -LARGEST
    high: float = LARGEST
    default: object = None
    choices: tuple[tuple[object, str], ...] = ()
    """Value and what it is called."""


def read_fields(schema: object) -> tuple[Field, ...]:
    """The fields of a manifest's ``schema``; what no form can show (lists, objects) is left out.

    ValueError with the place of what is not as JSON Schema wants it.
    """
    if schema is None:
        return ()
    if not isinstance(schema, dict):
        raise ValueError("schema")
    properties, required = schema.get("properties", {}), schema.get("required", [])
    if not isinstance(properties, dict) or len(properties) > MOST_FIELDS:
        raise ValueError("schema.properties")
    if not isinstance(required, list):
        raise ValueError("schema.required")
    found = (_field(key, row, key in required) for key, row in properties.items())
    return tuple(field for field in found if field is not None)


def _field(key: str, row: object, required: bool) -> Field | None:
    where = f"schema.properties.{key[:KEEP]}"
    if not isinstance(row, dict):
        raise ValueError(where)
    kind = _kind(row)
    if kind is None:
        return None
    zh = _text(row.get("title", key), f"{where}.title")
    field = Field(
        key=key,
        zh=zh,
        en=_text(row.get("v_en", zh), f"{where}.v_en"),
        kind=kind,
        required=required,
        most=int(_number(row.get("maxLength", LONGEST), f"{where}.maxLength", 1, 10_000)),
        low=_number(row.get("minimum", -LARGEST), f"{where}.minimum"),
        high=_number(row.get("maximum", LARGEST), f"{where}.maximum"),
        choices=_choices(row, where),
    )
    default = row.get("default")
    if default is not None:
        try:
            _take(field, default)
        except UserFacingError as error:
            raise ValueError(f"{where}.default") from error
    return Field(**{**_as_dict(field), "default": default})


def _as_dict(field: Field) -> dict[str, Any]:
    return {name: getattr(field, name) for name in Field.__dataclass_fields__}


def _kind(row: dict[str, Any]) -> Kind | None:
    gdd, plain, vendor = row.get("gddType"), row.get("type"), row.get("v_kind")
    if isinstance(vendor, str) and vendor in VENDOR:
        return VENDOR[vendor]
    if isinstance(gdd, str):
        # A GDD type may go on after a slash: whoever does not know the rest takes the beginning.
        while gdd:
            if gdd in GDD:
                return GDD[gdd]
            gdd = gdd.rpartition("/")[0]
    if isinstance(row.get("enum"), list):
        return Kind.CHOICE
    return PLAIN.get(plain) if isinstance(plain, str) else None


def _choices(row: dict[str, Any], where: str) -> tuple[tuple[object, str], ...]:
    values = row.get("enum", [])
    if not isinstance(values, list) or len(values) > 200:
        raise ValueError(f"{where}.enum")
    if not all(isinstance(value, str | int | float) for value in values):
        raise ValueError(f"{where}.enum")
    options = row.get("gddOptions")
    labels = options.get("labels", {}) if isinstance(options, dict) else {}
    if not isinstance(labels, dict):
        raise ValueError(f"{where}.gddOptions.labels")
    return tuple((value, str(labels.get(str(value), value))[:LONGEST]) for value in values)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ValueError(where)
    return " ".join(value.split())


def _number(value: object, where: str, low: float = -LARGEST, high: float = LARGEST) -> float:
    right = isinstance(value, int | float) and not isinstance(value, bool)
    if not right or not low <= value <= high:  # type: ignore[operator]
        raise ValueError(where)
    return float(value)  # type: ignore[arg-type]


# --- data


def take_data(
    fields: tuple[Field, ...],
    data: Mapping[str, object],
    folder: Path | None = None,
    *,
    drawn: bool = True,
) -> dict[str, object]:
    """``data`` checked, with defaults; pictures as paths, relative ones from ``folder``.

    ``drawn``: with the bundled face; a page has letters of its own.

    What no field asks for is left out. Errors, each with the field's name: ``card_field_missing``,
    ``card_field_wrong``, ``card_text_too_long``, ``card_number_outside``, ``card_letter_missing``.
    """
    taken: dict[str, object] = {}
    for field in fields:
        value = data.get(field.key, field.default)
        if value is None or value == "":
            if field.required:
                raise UserFacingError("card_field_missing", field=field.zh)
            taken[field.key] = EMPTY.get(field.kind)
            continue
        value = _take(field, value)
        if drawn and field.kind in (Kind.LINE, Kind.LINES):
            value = words = harmless(str(value))
        else:
            words = ""
        if missing := unknown_letters(words):
            raise UserFacingError("card_letter_missing", field=field.zh, letters=missing)
        if field.kind is Kind.PICTURE and folder is not None:
            value = folder / str(value)
        taken[field.key] = Path(str(value)) if field.kind is Kind.PICTURE else value
    return taken


def _take(field: Field, value: object) -> object:
    if field.kind is Kind.SWITCH:
        return _must(isinstance(value, bool), field, value)
    if field.kind is Kind.CHOICE:
        return _must(value in [choice for choice, _ in field.choices], field, value)
    if field.kind in TEXTS:
        return _take_text(field, value)
    return _take_number(field, value)


def _must(right: bool, field: Field, value: object) -> object:
    if not right:
        raise UserFacingError("card_field_wrong", field=field.zh, value=str(value)[:KEEP])
    return value


def _take_text(field: Field, value: object) -> str:
    if not isinstance(value, str):
        raise UserFacingError("card_field_wrong", field=field.zh, value=str(value)[:KEEP])
    if len(value) > field.most:
        raise UserFacingError(
            "card_text_too_long", field=field.zh, most=field.most, count=len(value)
        )
    return value


def _take_number(field: Field, value: object) -> object:
    right = isinstance(value, int | float) and not isinstance(value, bool)
    # Compared, not asked for `isfinite`: a whole number of 400 digits is no float.
    if not right or not -TELLABLE <= value <= TELLABLE:  # type: ignore[operator]
        raise UserFacingError("card_field_wrong", field=field.zh, value=str(value)[:KEEP])
    if field.kind in WHOLES and value != int(value):  # type: ignore[call-overload]
        raise UserFacingError("card_field_wrong", field=field.zh, value=str(value)[:KEEP])
    if not field.low <= value <= field.high:  # type: ignore[operator]
        raise UserFacingError(
            "card_number_outside",
            field=field.zh,
            value=_told(field, value),
            low=_told(field, field.low),
            high=_told(field, field.high),
        )
    return int(value) if field.kind in WHOLES else value  # type: ignore[call-overload]


def _told(field: Field, value: Any) -> str:
    """A number as a person says it: money in yuan, a time as a clock shows it."""
    if field.kind is Kind.FEN:
        return f"¥{value / 100:.2f}"
    if field.kind is Kind.MS:
        seconds = abs(value) / 1000
        clock = f"{seconds // 3600:02.0f}:{seconds // 60 % 60:02.0f}:{seconds % 60:06.3f}"
        return ("-" if value < 0 else "") + clock.removesuffix(".000")
    return f"{value:.0f}" if value == int(value) else f"{value:g}"


def unknown_letters(text: str) -> str:
    """The characters of ``text`` the bundled face has not, each once; they would be empty boxes."""
    return "".join(dict.fromkeys(each for each in text if not each.isspace() and not _has(each)))


def without_emoji(text: str) -> str:
    """``text`` without signs the face has not: one in a product's name keeps no price off the air.

    Letters stay, and are told: a name without one of them would be another.
    """
    return "".join(c for c in harmless(text) if category(c) not in SIGNS or _has(c))


@cache
def _has(letter: str) -> bool:
    from PySide6.QtGui import QRawFont

    from overlays.type import face

    return QRawFont.fromFont(face(20)).supportsCharacter(ord(letter))
