"""A product's values under the names scripts use."""

from __future__ import annotations

from decimal import Decimal


def for_product(  # noqa: PLR0913 - the fields of a product, all by keyword
    *,
    name: str,
    price_fen: int,
    spec: str = "",
    compared_price_fen: int | None = None,
    unit: str = "件",
    origin: str = "",
    available: int | None = None,
    anchor: str = "",
) -> dict[str, object]:
    """The values mapping for `scripts_library.render`; what is empty or None is left out.

    Money in fen, ``available`` in units still to sell (None: not known yet).
    """
    values: dict[str, object | None] = {
        "品名": name,
        "规格": spec,
        "价格": _yuan(price_fen),
        "原价": None if compared_price_fen is None else _yuan(compared_price_fen),
        "库存": available,
        "单位": unit,
        "产地": origin,
        "主播": anchor,
    }
    return {key: value for key, value in values.items() if value is not None and value != ""}


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100
