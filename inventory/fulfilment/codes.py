"""What stands in the squares we print: a parcel, or goods of one product and lot.

ASCII only, because a scanner that types like a keyboard can type nothing else; and a letter case
that tells whether the keyboard had its capitals locked.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

from studio.runtime.typed import sought

MARK = "GF1"
LONGEST = 200
"""No code of ours is longer; what a stuck key typed is cut there."""


@dataclass(frozen=True, slots=True)
class ParcelCode:
    code: str


@dataclass(frozen=True, slots=True)
class GoodsCode:
    sku: str
    lot: str
    """Empty: goods without a lot."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Not one of ours: a SKU or a lot as somebody typed it, or a strange barcode."""

    text: str


def of_parcel(code: str) -> str:
    return f"{MARK}/P/{quote(code, safe='')}"


def of_goods(sku: str, lot: str) -> str:
    return f"{MARK}/L/{quote(sku, safe='')}/{quote(lot, safe='')}"


def read(told: str) -> ParcelCode | GoodsCode | Plain:
    """What was scanned, whatever it is; typed with a Chinese keyboard, too."""
    text = sought(told.strip()[:LONGEST])
    if text[:4] == f"{MARK.lower()}/":  # capitals were locked: every letter came the other way
        text = text.swapcase()
    match text.split("/"):
        case [mark, "P", code] if mark == MARK:
            return ParcelCode(unquote(code))
        case [mark, "L", sku, lot] if mark == MARK:
            return GoodsCode(unquote(sku), unquote(lot))
    return Plain(text)
