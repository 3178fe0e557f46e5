"""What a person typed, as it was meant: a Chinese keyboard writes ８９．９ where 89.9 is meant."""

from __future__ import annotations

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
"""The wide forms of ASCII. No more of NFKC: it would make 22 of 2², which nobody means."""


def narrow(text: str) -> str:
    """Digits, letters and signs half as wide, as amounts, prices and codes are written."""
    return text.translate(_WIDE)


def sought(word: str) -> str:
    """A word to look for: narrow where it is a code, a number or initials. In a name with wide
    brackets, which names have, they stay."""
    told = narrow(word)
    return told if told.isascii() else word
