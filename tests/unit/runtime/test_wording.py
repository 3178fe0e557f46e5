"""Every code that can be raised, shown or written down has its sentence, and none is idle."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from studio.runtime.errors import UserFacingError
from studio.runtime.wording import catalogue, sentence, word_error
from studio.session import events

ROOT = Path(__file__).parents[3]
HOUSES = ("studio", "ui", "inventory", "overlays", "scripts_library")
BAD = ("black", "frozen", "slow", "dark", "silent", "clipping")
BUILT = (
    *(f"fact_{name}" for name in events.KINDS), "uplink_good", "uplink_weak", "uplink_down",
    *(f"{form}_{what}" for form in ("was", "spoken", "told") for what in BAD),
    *(f"picture_{what}" for what in BAD[:4]), *(f"sound_{what}" for what in BAD[4:]),
    "muted_by_hand", "muted_here",
)  # fmt: skip
"""Codes that are put together from a fact's or a state's name where they are used."""
LIGHTS = {"fine": (), "mind": ("_remedy",), "broken": ("_remedy",)}


@cache
def written() -> dict[type[ast.AST], list[tuple[str, Any]]]:
    """The calls and words of every file of ours with where they stand: read once, and only where
    they are asked for, because every worker imports this."""
    found: dict[type[ast.AST], list[tuple[str, Any]]] = {
        kind: [] for kind in (ast.Call, ast.Constant, ast.JoinedStr)
    }
    for house in HOUSES:
        for path in sorted((ROOT / house).rglob("*.py")):
            file = str(path.relative_to(ROOT))
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if type(node) in found:
                    found[type(node)].append((f"{file}:{node.lineno}", node))
    return found


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    for where, node in written()[ast.Call]:
        if _name(node.func) in names:
            yield where, node


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def text_of(node: ast.expr | None) -> str | None:
    literal = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if literal else None  # type: ignore[union-attr, return-value]


def placeholders(code: str) -> set[str]:
    parsed = string.Formatter().parse(catalogue()[code]["zh"])
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in parsed if name}


def missing_parameters(call: ast.Call, code: str, extra: set[str]) -> set[str]:
    if any(keyword.arg is None for keyword in call.keywords):
        return set()  # handed on as a whole: its own tests see to it
    given = {keyword.arg for keyword in call.keywords if keyword.arg}
    return placeholders(code) - given - extra


def test_the_sources_are_read():
    assert len(list(calls("UserFacingError"))) > 100


def test_every_error_that_is_raised_has_a_sentence_and_fills_it():
    wrong: list[str] = []
    for where, call in calls("UserFacingError"):
        code = text_of(call.args[0] if call.args else None)
        if code is None:
            continue
        if code not in catalogue():
            wrong.append(f"{where}: {code} has no sentence")
        elif missing := missing_parameters(call, code, set()):
            wrong.append(f"{where}: {code} lacks {', '.join(sorted(missing))}")
    assert wrong == []


def test_every_sentence_asked_for_by_name_is_there():
    wrong = [
        f"{where}: {code}"
        for where, call in calls("sentence")
        if (code := text_of(call.args[0] if call.args else None)) and code not in catalogue()
    ]
    assert wrong == []


def test_every_light_has_its_sentence_and_its_remedy():
    wrong: list[str] = []
    for where, call in calls(*LIGHTS):
        code = text_of(call.args[1]) if len(call.args) > 1 else None
        if code is None:
            continue
        for ending in ("", *LIGHTS[_name(call.func)]):
            if code + ending not in catalogue():
                wrong.append(f"{where}: {code}{ending}")
            elif missing := missing_parameters(call, code + ending, set()):
                wrong.append(f"{where}: {code}{ending} lacks {', '.join(sorted(missing))}")
    assert wrong == []


@pytest.mark.parametrize("call", ["StageLost", "ObsLost", "StageWasLost"])
def test_every_reason_for_a_loss_has_a_sentence_that_needs_nothing(call: str):
    for where, node in calls(call):
        reason = text_of(node.args[0] if node.args else None)
        if reason is not None:
            assert reason in catalogue(), where
            assert placeholders(reason) == set(), where


def test_every_fact_can_be_told():
    assert [code for code in BUILT if code not in catalogue()] == []


def test_english_has_no_quotation_marks_as_wide_as_an_ideograph():
    wide = [code for code, words in catalogue().items() if set(words["en"]) & set("“”‘’")]
    assert wide == []


def test_no_sentence_is_idle():
    """A sentence nobody can ever read is a sentence nobody keeps right."""
    named = {node.value for _, node in written()[ast.Constant] if isinstance(node.value, str)}
    heads = beginnings()

    def used(code: str) -> bool:
        plain = code.removesuffix("_remedy")
        return bool({code, plain} & named) or any(code.startswith(head) for head in heads)

    assert [code for code in sorted(catalogue()) if not used(code)] == []


def beginnings() -> set[str]:
    """Beginnings of codes that f-strings complete, such as ``camera_`` in f"camera_{kind}"."""
    heads = {text_of(node.values[0]) for _, node in written()[ast.JoinedStr] if node.values}
    return {head for head in heads if head and re.fullmatch(r"[a-z]+(_[a-z]+)*_", head)}


def test_an_error_is_worded_in_both_languages_and_a_bug_is_calm():
    error = UserFacingError("obs_silent", host="localhost", port=4455)
    assert "localhost:4455" in word_error(error, "zh")
    assert "localhost:4455" in word_error(error, "en")
    assert str(error) == "obs_silent(host='localhost', port=4455)"
    assert word_error(KeyError("x"), "en") == sentence("bug", "en")


@pytest.mark.parametrize(("times", "told"), [(1, "lost 1 time:"), (2, "lost 2 times:")])
def test_a_number_knows_its_english_word(times: int, told: str):
    assert told in sentence("review_advice_stage_lost", "en", times=times)


def test_a_code_without_a_sentence_is_a_bug():
    with pytest.raises(KeyError):
        sentence("no_such_code")
