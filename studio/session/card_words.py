"""What a product's card says: the fields of the templates that `overlays.looks` names."""

from __future__ import annotations

from overlays import library
from overlays.fields import without_emoji
from overlays.fitting import fitted
from overlays.looks import LOOKS
from studio.session.plan import PlannedProduct


def said_of(product: PlannedProduct, link: int) -> dict[str, object]:
    """``link``: its number in the running order.

    Never how many are left: it would stand on the air while the shop sells on
    (docs/decisions/0011-cards-carry-no-stock.md).
    """
    words = {
        "name": product.name,
        "spec": product.spec,
        "unit": product.unit,
        "basis": product.compared_basis,
        "origin": product.origin,
    }
    plain = {key: without_emoji(text) for key, text in words.items()}
    said: dict[str, object] = {**fitted(library.find(LOOKS[product.card].template), plain)}
    said |= {"price": product.price_fen, "compared": product.compared_price_fen, "link": link}
    said["picture"] = str(product.picture) if product.picture else None
    return {key: value for key, value in said.items() if value}  # the template's own words instead
