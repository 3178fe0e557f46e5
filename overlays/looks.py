"""The looks of a product's card: which template each one is. Chosen per product in the plan."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    template: str
    """Its id."""
    zh: str
    en: str


LOOKS: dict[str, Look] = {
    "paper": Look("product-card", "宣纸", "Paper"),
    "ink": Look("product-card-ink", "墨色", "Ink"),
    "sign": Look("product-card-sign", "价签", "Price sign"),
}
"""By what a plan calls them."""
