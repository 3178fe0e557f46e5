"""What may leave the studio: one allow-list schema a message type, and one way to write bytes.

A field its schema does not name is refused here, at the studio, before it is kept anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from studio.runtime.errors import UserFacingError

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

SCHEMAS = {"session_summary": 1}
"""Message types with the version of their body, kept as ``<type>.<version>.json`` beside this."""
LARGEST = 2**53 - 1
"""RFC 8785 3.2.2.3: integers beyond this are not the same in every reader."""


def check(type_: str, body: Mapping[str, Any]) -> int:
    """The schema version ``body`` conforms to; outbox_body_refused (type, problem) if it does not.

    KeyError for a type that was never declared: a bug, not a refusal.
    """
    problem = _schema_problem(type_, body) or _number_problem(body)
    if problem:
        raise UserFacingError("outbox_body_refused", type=type_, problem=problem)
    return SCHEMAS[type_]


def canonical(value: object) -> bytes:
    """RFC 8785 bytes of a value that holds no fractions and whose keys are ASCII."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


@cache
def _validator(type_: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # heavy, and the window opens without it

    name = f"{type_}.{SCHEMAS[type_]}.json"
    return Draft202012Validator(json.loads(files("studio.sync").joinpath(name).read_text("utf-8")))


def _schema_problem(type_: str, body: Mapping[str, Any]) -> str:
    for error in _validator(type_).iter_errors(dict(body)):
        where = "/".join(str(part) for part in error.absolute_path)
        return f"{where}: {error.validator}" if where else str(error.message)
    return ""


def _number_problem(value: object) -> str:
    """JSON Schema counts 1.0 as an integer; its bytes differ from those of 1."""
    if isinstance(value, Mapping):
        return _first(value.values())
    if isinstance(value, list):
        return _first(value)
    if isinstance(value, float):
        return f"{value}: fraction"
    too_large = isinstance(value, int) and abs(value) > LARGEST
    return f"{value}: too large" if too_large else ""


def _first(values: Any) -> str:
    return next((problem for item in values if (problem := _number_problem(item))), "")
