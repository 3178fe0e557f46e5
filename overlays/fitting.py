"""What is on record, as a template takes it. How long a text may be stands in the template's
schema, and nowhere else. No Qt but where letters are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from overlays.brand import LONGEST as BRAND_WORDS
from overlays.brand import BrandKit
from overlays.fields import Kind, unknown_letters, without_emoji
from overlays.template import Template
from studio.runtime.plain import harmless

MORE = "…"
"""Where a text goes on elsewhere, or has an end that nobody sees."""
MISSING = "□"
"""In the place of a letter the face has not (虚缺号): a name without it would be another."""
WRITTEN = frozenset({Kind.LINE, Kind.LINES})
_ENDS = re.compile(r"(?<=[，。、；：！？,;!?\s])")
"""After these a text may go on on the next page."""

Value = TypeVar("Value")


def fitted(template: Template, said: Mapping[str, Value]) -> dict[str, Value | str]:
    """``said`` on single lines, what a field cannot hold ending in ``…``."""
    most = {each.key: each.most for each in template.fields if each.kind in WRITTEN}
    return {
        key: _within(value, most[key]) if isinstance(value, str) and key in most else value
        for key, value in said.items()
    }


@lru_cache(maxsize=16)
def pieces(text: str, most: int) -> tuple[str, ...]:
    """All of ``text`` in pieces of at most ``most`` characters, to be shown one after the other.

    They part after a punctuation mark or a space, so no number is cut; only what has neither for
    longer than a piece parts anywhere. ``…`` tells where one goes on. Kept for as many texts as two
    boards have: each of their pages is asked for anew.
    """
    plain = _plain(text)
    if len(plain) <= most:
        return (plain,)
    rows = list(_rows(plain, most - 2 * len(MORE)))
    last = len(rows) - 1
    return tuple(
        (MORE if number else "") + row.strip() + ("" if number == last else MORE)
        for number, row in enumerate(rows)
    )


def drawable(template: Template, said: Mapping[str, object]) -> dict[str, object]:
    """``said`` without emoji, and with `MISSING` for letters that the face has not.

    Nothing that somebody typed into a record may keep a price or a notice off the air. Fonts
    loaded.
    """
    written = {each.key for each in template.fields if each.kind in WRITTEN}
    return {
        key: with_letters(value) if isinstance(value, str) and key in written else value
        for key, value in said.items()
    }


def with_letters(text: str) -> str:
    """``text`` as it can be drawn: see `drawable`."""
    kept = without_emoji(text)
    missing = unknown_letters(kept)
    return "".join(MISSING if each in missing else each for each in kept)


@lru_cache(maxsize=8)
def drawable_brand(brand: BrandKit) -> BrandKit:
    """The kit with words that can be drawn: see `drawable`."""
    words: dict[str, Any] = {key: with_letters(getattr(brand, key)) for key in BRAND_WORDS}
    return replace(brand, **words)


def _rows(text: str, most: int) -> Iterator[str]:
    row = ""
    for word in filter(None, _ENDS.split(text)):
        if row and len(row) + len(word) > most:
            yield row
            row = ""
        while len(row) + len(word) > most:
            yield word[:most]
            word = word[most:]
        row += word
    yield row


def _plain(text: str) -> str:
    return " ".join(harmless(text).split())


def _within(text: str, most: int) -> str:
    plain = _plain(text)
    return plain if len(plain) <= most else plain[: most - len(MORE)] + MORE
