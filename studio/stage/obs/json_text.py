"""Changes single members of a JSON object and leaves every other character as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_WHITE = " \t\r\n"
Span = tuple[int, int]


def changed(text: str, wanted: Mapping[str, Any]) -> str:
    """``text`` with members of its object set. ValueError where it is no JSON object."""
    spans = _spans(text)
    for key in sorted(spans.keys() & wanted.keys(), key=lambda key: spans[key], reverse=True):
        start, end = spans[key]
        text = text[:start] + json.dumps(wanted[key]) + text[end:]
    missing = [key for key in wanted if key not in spans]
    return _with_members(text, {key: wanted[key] for key in missing}) if missing else text


def _with_members(text: str, added: Mapping[str, Any]) -> str:
    """New members behind the last one, indented as the first one is."""
    spans = _spans(text)
    opening = text.index("{") + 1
    first = _skip(text, opening)
    gap = text[opening:first] if spans else ""
    members = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in added.items()]
    if not spans:
        return text[:opening] + ", ".join(members) + text[opening:]
    end = max(end for _, end in spans.values())
    return text[:end] + "".join(f",{gap}{member}" for member in members) + text[end:]


def _spans(text: str) -> dict[str, Span]:
    """Where each member's value stands; of two with the same name the last, as parsers take it."""
    if not isinstance(json.loads(text), dict):
        raise ValueError("no JSON object")
    decoder = json.JSONDecoder()
    spans: dict[str, Span] = {}
    place = _skip(text, text.index("{") + 1)
    while text[place] != "}":
        key, place = decoder.raw_decode(text, place)
        start = _skip(text, _skip(text, place) + 1)  # past the colon
        _, end = decoder.raw_decode(text, start)
        spans[key] = (start, end)
        place = _skip(text, end)
        if text[place] == ",":
            place = _skip(text, place + 1)
    return spans


def _skip(text: str, place: int) -> int:
    while text[place] in _WHITE:
        place += 1
    return place
