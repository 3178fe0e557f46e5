"""QR codes on overlays."""

from __future__ import annotations

from functools import lru_cache

Modules = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=32)
def modules(text: str) -> Modules:
    """The dark modules of a QR code, row by row, without the white around it.

    Byte mode, error correction M and always the same mask (readers take any), as in
    ``templates/qr.mjs``: both draw the same code.
    """
    import segno  # a program that shows no code does not need it

    made = segno.make(
        text, micro=False, error="m", mode="byte", encoding="utf-8", boost_error=False, mask=0
    )
    return tuple(tuple(bool(each) for each in row) for row in made.matrix)
