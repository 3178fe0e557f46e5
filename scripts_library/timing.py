"""How long lines take to say."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from scripts_library.rendering import PromptLine

DEFAULT_SPEED = 200
"""Characters a minute of an unhurried speaker (teleprompter.md)."""


BREATH = {"stage": 3, "action": 4}
"""Characters' worth of time that a line without words takes: a breath, a movement of the hand."""


def spoken_characters(text: str) -> int:
    """What counts towards characters a minute: letters, digits and Han, not punctuation."""
    return sum(1 for sign in text if unicodedata.category(sign)[0] in "LNM" or sign in "¥%")


def seconds(lines: Iterable[PromptLine], characters_per_minute: float = DEFAULT_SPEED) -> float:
    """Estimated length of ``lines`` at a speed, pauses included."""
    total = 0.0
    for line in lines:
        characters = BREATH.get(line.kind) or spoken_characters(line.text)
        total += characters * 60 / characters_per_minute + line.pause
    return total
