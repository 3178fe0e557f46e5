"""What a product's card says: the fields of the templates that `overlays.looks` names."""

from __future__ import annotations

from overlays import library
from overlays.fields import without_emoji
from overlays.fitting import fitted
from overlays.looks import LOOKS
from studio.runtime.wording import sentence
from studio.session.plan import PlannedProduct

LONGEST_UNIT = 8
"""Characters of a unit that a card says whole behind any number; a longer one, which may have
figures of its own, would be cut, and stands behind the price only."""


def said_of(product: PlannedProduct, link: int, left: int | None = None) -> dict[str, object]:
    """``link``: its number in the running order. ``left``: how many the ledger has to order; None:
    the card does not say (docs/decisions/0026-cards-count-by-the-ledger.md).
    """
    words = {
        "name": product.name,
        "spec": product.spec,
        "unit": product.unit,
        "basis": product.compared_basis,
        "origin": product.origin,
        "stock": _to_order(left, product.unit),
    }
    plain = {key: without_emoji(text) for key, text in words.items()}
    said: dict[str, object] = {**fitted(library.find(LOOKS[product.card].template), plain)}
    said |= {"price": product.price_fen, "compared": product.compared_price_fen, "link": link}
    said["picture"] = str(product.picture) if product.picture else None
    return {key: value for key, value in said.items() if value}  # the template's own words instead


def _to_order(left: int | None, unit: str) -> str:
    """In viewers' language. The same words for many and for few: a number is no alarm."""
    if left is None:
        return ""
    code = "card_left_to_order" if left else "card_none_to_order"
    said = unit if len(unit) <= LONGEST_UNIT else ""
    return sentence(code, "zh", qty=left, unit=said).rstrip()
