"""Names as they may be shown: buyers, other people's files and programs wrote them."""

from __future__ import annotations

import re

_NOTHING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Marks that turn the letters behind them round: a name reads as another, and a line as a lie."""
HALF = re.compile("[\ud800-\udfff]")
"""Half a character: UTF-16 cut in two. No UTF-8 has it, so no file and no database can hold it."""
_BROKEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""What a terminal or printer obeys, and halves of characters."""
_LINES = re.compile("[\u2028\u2029]")


def harmless(text: str) -> str:
    """``text`` with nothing in it but what is read; line ends, of Windows too, and tabs stay.

    To be shown, not to be kept: what is stored is what was written. Any thread.
    """
    if text.isprintable():  # nearly every text there is
        return text
    return _LINES.sub(" ", _BROKEN.sub("�", _NOTHING.sub("", text.replace("\r\n", "\n"))))


def escaped(json_text: str) -> str:
    """The same for a document of JSON, where a mark can be written so that nothing is lost."""
    if json_text.isprintable():
        return json_text
    for marks in (_NOTHING, _BROKEN, _LINES):
        json_text = marks.sub(lambda found: f"\\u{ord(found[0]):04x}", json_text)
    return json_text
