"""A lottery as a file that can be handed to anybody: JSON, as docs/lottery.md tells."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, TypeVar

from inventory.lottery.fair import Archive, Draw, Entry, Winner
from inventory.lottery.terms import Terms
from studio.runtime.errors import UserFacingError
from studio.runtime.files import read_at_most, replace_file

T = TypeVar("T")

SCHEMA = "gongfu-lottery/1"
LARGEST = 64 * 2**20
"""Bytes; a million numbers have about 50 MB."""


def as_json(archive: Archive) -> dict[str, Any]:
    """Everything that `fair.differences` looks at."""
    return {"schema": SCHEMA} | asdict(archive)


def save(archive: Archive, path: Path) -> None:
    """``lottery_file_unwritable`` where it cannot be."""
    text = json.dumps(as_json(archive), ensure_ascii=False, indent=1) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, lambda part: part.write_text(text, "utf-8"))
    except OSError as error:
        raise UserFacingError("lottery_file_unwritable", file=str(path)) from error


def load(path: Path) -> Archive:
    """The archive in a file, as it says. ``lottery_file_unreadable`` where it is none."""
    try:
        content = read_at_most(path, LARGEST)
        if len(content) > LARGEST:
            raise UserFacingError("lottery_file_unreadable", file=str(path))
        return _archive(json.loads(content.decode("utf-8")))
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise UserFacingError("lottery_file_unreadable", file=str(path)) from error


def _archive(said: dict[str, Any]) -> Archive:
    json.dumps(said, ensure_ascii=False).encode()  # half a character cannot be hashed
    values = dict(said)
    if values.pop("schema") != SCHEMA:
        raise ValueError("another schema")
    draw = values["draw"]
    parts = {
        "terms": _made(Terms, values["terms"]),
        "entries": tuple(_made(Entry, each) for each in values["entries"]),
        "draw": None if draw is None else _draw(draw),
    }
    return _made(Archive, values | parts)


def _draw(said: dict[str, Any]) -> Draw:
    won = tuple(_made(Winner, each) for each in said["winners"])
    return _made(Draw, said | {"winners": won})


def _made(kind: type[T], values: dict[str, Any]) -> T:
    """A file may say anything: texts and whole numbers must be such. TypeError where not."""
    for field in fields(kind):  # type: ignore[arg-type]
        plain = {"int": int, "str": str}.get(str(field.type))
        if plain is not None and type(values[field.name]) is not plain:
            raise TypeError(field.name)
    return kind(**values)
