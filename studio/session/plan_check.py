"""A plan's values against its JSON Schema; every objection in plain words, with its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Any

from studio.runtime.errors import UserFacingError
from studio.session.plan_yaml import Located, Where

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError


@cache
def schema() -> dict[str, Any]:
    """plan.schema.json."""
    text = files("studio.session").joinpath("plan.schema.json").read_text("utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # heavy, and the window opens without it

    return Draft202012Validator(schema())


@cache
def text_keys() -> frozenset[str]:
    """Keys whose value is text, prices included: what is typed there is kept as typed."""
    return frozenset(_text_keys(schema()))


def _text_keys(part: dict[str, Any]) -> Iterator[str]:
    places = [part, *part.get("$defs", {}).values()]
    for place in places:
        for key, rule in place.get("properties", {}).items():
            if "string" in _types(_resolved(rule)) or "enum" in rule:
                yield key


def _resolved(rule: dict[str, Any]) -> dict[str, Any]:
    name = rule.get("$ref", "").removeprefix("#/$defs/")
    return schema()["$defs"][name] | rule if name else rule


def _types(rule: dict[str, Any]) -> list[str]:
    types = rule.get("type", [])
    return types if isinstance(types, list) else [types]


MOST_OBJECTIONS = 200
"""In a file with more, one of them is told sooner: nobody mends it for the sake of the first."""


def check_shape(located: Located) -> None:
    """Refuse what the schema refuses: the objection that stands first in the file is raised."""
    errors = islice(_validator().iter_errors(located.value), MOST_OBJECTIONS)
    problems = [_problem(error, located) for error in errors]
    if problems:
        raise min(problems, key=lambda problem: int(str(problem.parameters["line"])))


def price_fen(text: str, located: Located, where: Where) -> int:
    """Yuan as typed → fen, exactly.

    Errors: plan_price_not_positive, plan_price_too_fine, plan_price_unreadable.
    """
    fen = _yuan(text) * 100
    if fen <= 0:
        raise _price_problem(text, located, where)
    return int(fen)


def _yuan(text: str) -> Decimal:
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        return Decimal("NaN")


def _price_problem(value: Any, located: Located, where: Where) -> UserFacingError:
    yuan = _yuan(str(value))
    if not yuan.is_finite():
        code = "plan_price_unreadable"
    elif yuan <= 0:
        code = "plan_price_not_positive"
    elif int(yuan.as_tuple().exponent) < -2:
        code = "plan_price_too_fine"
    else:
        code = "plan_price_unreadable"
    shown = str(value)[:40]
    return UserFacingError(
        code, file=located.file, line=located.line(where), key=str(where[-1]), value=shown
    )


def _problem(error: ValidationError, located: Located) -> UserFacingError:
    where: Where = tuple(error.absolute_path)
    rule: Any = error.schema
    keyword = str(error.validator)
    if keyword == "required":
        return _missing_key(error, located, where)
    if keyword == "additionalProperties":
        return _unknown_key(error, located, where)
    if where and where[-1] in ("price", "compared_price") and error.instance is not None:
        return _price_problem(_flat(error.instance), located, where)
    code, extra = _words(keyword, error, rule)
    key = next((str(part) for part in reversed(where) if isinstance(part, str)), "")
    return UserFacingError(code, file=located.file, line=located.line(where), key=key, **extra)


def _missing_key(error: ValidationError, located: Located, where: Where) -> UserFacingError:
    required: Any = error.validator_value
    given: Any = error.instance
    missing = next(key for key in required if key not in given)
    return UserFacingError(
        "plan_key_missing", file=located.file, line=located.line(where), key=missing
    )


def _unknown_key(error: ValidationError, located: Located, where: Where) -> UserFacingError:
    rule: Any = error.schema
    given: Any = error.instance
    known = rule["properties"]
    unknown = next(key for key in given if key not in known)
    return UserFacingError(
        "plan_key_unknown",
        file=located.file,
        line=located.key_line((*where, unknown)),
        key=unknown[:40],
        known=", ".join(known),
    )


def _words(
    keyword: str, error: ValidationError, rule: dict[str, Any]
) -> tuple[str, dict[str, object]]:
    """Code and extra parameters for a schema keyword that was not met."""
    if error.instance is None or keyword in ("minLength", "not"):
        return "plan_value_empty", {}
    if keyword == "type":
        return _WRONG_TYPE[_types(rule)[0]], {}
    if keyword in ("minimum", "maximum"):
        least, most = rule.get("minimum", 0), rule.get("maximum", "∞")
        return "plan_number_out_of_range", {"least": least, "most": most}
    if keyword == "enum":
        choices = ", ".join(map(str, rule["enum"]))
        return "plan_choice_unknown", {"value": _flat(error.instance), "choices": choices}
    if keyword in ("maxLength", "maxItems"):
        return "plan_too_long", {"most": rule[keyword]}
    return _OTHER[keyword], {}


def _flat(value: Any) -> str:
    return "…" if isinstance(value, dict | list) else str(value)[:40]


_WRONG_TYPE = {
    "string": "plan_not_words",
    "integer": "plan_not_whole_number",
    "number": "plan_not_number",
    "object": "plan_not_keys",
    "array": "plan_not_list",
}
_OTHER = {"pattern": "plan_odd_characters", "multipleOf": "plan_not_even"}
