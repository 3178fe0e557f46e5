"""Products by the first letters of their pinyin: dkym is 东魁杨梅, whatever is read in two ways."""

from __future__ import annotations

import os
from functools import lru_cache

KEPT = 4096
"""Characters whose letters are remembered: more than all products' names have."""


def fits(name: str, typed: str) -> bool:
    """Whether ``typed``, small letters and digits, are initials of a part of ``name``."""
    letters = [found for character in name if (found := _letters(character))]
    return any(
        all(each in letters[first + place] for place, each in enumerate(typed))
        for first in range(len(letters) - len(typed) + 1)
    )


def of(name: str) -> str:
    """Initials of a name: of the usual reading where characters are read in several ways."""
    return "".join(found[0] for character in name if (found := _letters(character)))


@lru_cache(maxsize=KEPT)
def _letters(character: str) -> tuple[str, ...]:
    """The first letters of all readings of a character, the usual one first; a letter or digit is
    its own."""
    if character.isascii():
        return (character.lower(),) if character.isalnum() else ()
    # Its dictionary of phrases takes a second and 40 MB, and all readings of a character are
    # wanted anyway: 长兴 is found by cx and by zx.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return tuple(reading for readings in found for reading in readings)
