"""Pictures of a product being added or changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from inventory.schema import Kind
from studio.runtime.errors import UserFacingError
from studio.session.plan_stock import StockRow
from ui.desk.frame import DeskFrame
from ui.desk.stock.page import StockPage
from ui.desk.stock.typed import TypedProduct
from ui.report.sample import PLAN, STOCK


def samples() -> dict[str, Callable[[], QWidget]]:
    return {"stock-product": _product, "stock-bundle": _bundle, "stock-presale": _presale}


def rows() -> list[StockRow]:
    """What is there of the sample evening's products."""
    return [
        StockRow(p.sku, p.name, p.unit, level.on_hand, level.reserved, level.available)
        for p in PLAN.products
        for level in [STOCK[p.sku]]
    ]


def _product() -> QWidget:
    """A price is mended; what was typed first could not be read."""
    page = _form(replace(_typed(), price="八十九", units=(("件", "12"),)))
    page.show_product_wrong(UserFacingError("price_unreadable", price="八十九"))
    return DeskFrame("stock", page)


def _bundle() -> QWidget:
    """Of one of three things it is not said how many."""
    first, second, third = (f"{good.name} · {good.sku}" for good in PLAN.products[:3])
    parts = ((first, "2"), (second, "1"), (third, ""))
    about = {"name": "海岛端午礼盒", "spec": "", "unit": "盒", "price": "268", "sku": "LH-001"}
    page = _form(replace(_typed(), **about, kind=Kind.BUNDLE, parts=parts))
    error = UserFacingError("part_count_wrong", name=PLAN.products[2].name)
    page.show_product_wrong(error)
    return DeskFrame("stock", page)


def _presale() -> QWidget:
    """More may be ordered than before; it is counted by the pound, and a crate has ten."""
    about = {"spec": "", "unit": "斤", "price": "18", "more": "200"}
    page = _form(
        replace(_typed(), **about, kind=Kind.PRESALE, units=(("箱", "10"), ("筐", "25"))), 30
    )
    return DeskFrame("stock", page)


def _typed() -> TypedProduct:
    good = PLAN.products[0]
    facts = (good.sku, good.name, good.spec, good.unit, "89.9", good.origin)
    return TypedProduct(False, *facts)


def _form(typed: TypedProduct, may_order: int = 0) -> StockPage:
    page = StockPage()
    page.show_rows(rows())
    page.table.choose(PLAN.products[0].sku)
    page.show_product(typed, may_order)
    return page
