"""Whether a product of a plan and the record its code has in the warehouse are one and the same.

A code is the product: what is sold under it leaves that record's stock. Two plans in which somebody
wrote different products under one code would sell one from the other's shelf.
"""

from __future__ import annotations

import unicodedata

from inventory.products import Product
from studio.session.plan import PlannedProduct


def is_other(planned: PlannedProduct, record: Product) -> bool:
    """True where the unit differs, or neither name has the other in it.

    A plan may say more than the warehouse (东魁杨梅 现摘) or less (杨梅): that is no other product.
    """
    if _plain(planned.unit) != _plain(record.unit):
        return True
    said, kept = _plain(planned.name), _plain(record.name)
    return said not in kept and kept not in said


def told(planned: PlannedProduct, record: Product) -> dict[str, str]:
    """What a sentence about the two says."""
    return {
        "name": planned.name, "unit": planned.unit, "sku": planned.sku,
        "known": record.name, "known_unit": record.unit,
    }  # fmt: skip


def _plain(text: str) -> str:
    """Without what nobody hears: spaces, full-width letters, capitals."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
