"""Every code the program raises or lights has its sentence: a missing one would be a bug on air."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from studio.runtime.wording import catalogue

ROOT = Path(__file__).parents[2]
HOUSES = ("studio", "ui", "overlays", "scripts_library", "inventory")
RAISED = {"UserFacingError": 0, "sentence": 0, "fine": 1, "mind": 1, "broken": 1}
"""Calls that take a code, and at which place."""
WITH_REMEDY = {"mind", "broken"}


def codes() -> Iterator[tuple[str, str]]:
    """Every code written out in the sources, with the place it stands at."""
    for house in HOUSES:
        for path in sorted((ROOT / house).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                    yield from _codes_of(call.func.id, call, f"{path.name}:{call.lineno}")


def _codes_of(name: str, call: ast.Call, where: str) -> Iterator[tuple[str, str]]:
    place = RAISED.get(name)
    if place is None or len(call.args) <= place:
        return
    code = call.args[place]
    if isinstance(code, ast.Constant) and isinstance(code.value, str):
        yield code.value, where
        if name in WITH_REMEDY:
            yield f"{code.value}_remedy", where


def test_every_code_in_the_sources_has_its_sentence():
    found = list(codes())
    assert len(found) > 100
    assert [(code, where) for code, where in found if code not in catalogue()] == []
