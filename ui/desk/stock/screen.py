"""Pictures of a product being added or changed, counted by weight, and lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from inventory.losses import Cause, Loss, Pile
from inventory.lots import Lot, LotStock
from inventory.schema import Kind, Place
from studio.runtime.clock import DAY_MS
from studio.runtime.errors import UserFacingError
from studio.session.plan_stock import StockRow
from ui.desk.frame import DeskFrame
from ui.desk.stock.page import StockPage
from ui.desk.stock.typed import TypedProduct
from ui.report.sample import LIVE_AT, PLAN, STOCK


def samples() -> dict[str, Callable[[], QWidget]]:
    return {
        "stock-product": _product,
        "stock-bundle": _bundle,
        "stock-presale": _presale,
        "stock-loss": _loss,
        "stock-weighed": _weighed,
    }


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
    error = UserFacingError("part_count_wrong", name=PLAN.products[2].name, place=2)
    page.show_product_wrong(error)
    return DeskFrame("stock", page)


def _presale() -> QWidget:
    """More may be ordered than before; it is counted by the pound, and a crate has ten."""
    about = {"spec": "", "unit": "斤", "price": "18", "more": "200"}
    page = _form(
        replace(_typed(), **about, kind=Kind.PRESALE, units=(("箱", "10"), ("筐", "25"))), 30
    )
    return DeskFrame("stock", page)


def _loss() -> QWidget:
    """More than lies there; what was told before can be taken back."""
    good, page = PLAN.products[0], StockPage()
    page.show_rows(rows())
    page.show_units({good.sku: {good.unit: Decimal(1), "筐": Decimal(10)}})
    page.table.choose(good.sku)
    page.lots.lose.click()
    form = page.losing
    assert form is not None
    first, second = "260618-李阿婆", "260619-陈阿公"
    about = (good.sku, good.name, good.unit)
    told = (
        Loss("2", *about, first, Place.SHELF, 2, Cause.BROKEN, "搬的时候掉了", LIVE_AT, False),
        Loss("1", *about, "", Place.SHELF, 1, Cause.GIVEN, "", LIVE_AT - DAY_MS, True),
    )
    piles = [Pile(first, Place.SHELF, 12), Pile(second, Place.HOLD, 24)]
    page.show_losable(good.sku, piles, told)
    form.qty.unit_choice.setCurrentIndex(1)
    form.qty.input.setText("2")
    form.remark.input.setText("下雨泡了")
    known = {"name": good.name, "available": 12, "unit": good.unit}
    page.show_loss_wrong(UserFacingError("loss_not_there", **known))
    return DeskFrame("stock", page)


def _weighed() -> QWidget:
    """Chickens by the piece and by the gram, five to a cage: counted as they stand there."""
    page = StockPage()
    facts = ("TJ-001", "散养土鸡", "只", 34, 6, 28)
    page.show_rows([replace(StockRow(*facts), catch_weight=True), *rows()])
    page.show_units({"TJ-001": {"只": Decimal(1), "笼": Decimal(5)}})
    lot = Lot("TJ-001", "260618-李阿婆", "李阿婆", "", "", "2026-06-25")
    page.show_lots([LotStock(lot, 28, 6, 0, 0, False, "")], date(2026, 6, 18))
    page.table.choose("TJ-001")
    page.lots.table.selectRow(0)
    page.lots.counted.input.setText("6笼4只")
    page.lots.weighed.unit_choice.setCurrentText("斤")
    page.lots.weighed.input.setText("128.5")
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
