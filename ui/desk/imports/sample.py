"""The page of order files on sample data: the morning after the sample evening."""

from __future__ import annotations

from pathlib import Path

from inventory.orders.catalogue import ImportedFile
from inventory.orders.disputes import Version, dispute
from inventory.orders.forgetting import Remembered
from inventory.orders.importing import Refused, Report
from inventory.orders.questions import Asked, Piece
from inventory.orders.waiting import Question
from inventory.products import Product
from studio.runtime.clock import DAY_MS, HOUR_MS
from studio.runtime.errors import UserFacingError
from ui.desk.imports.page import ImportsPage
from ui.desk.imports.presenter import Chosen, Kept, Stand
from ui.report.sample import LIVE_AT, PLAN

MORNING = LIVE_AT + 12 * HOUR_MS
PRODUCTS = [
    Product(each.sku, each.name, each.spec, each.unit, each.price_fen, None, "", "", "")
    for each in PLAN.products
]
FILES = (
    ("f4", "1781913600导出订单.csv", "拼多多", 41, MORNING, "done"),
    ("f3", "订单管理_20260619.xlsx", "快手小店", 86, MORNING - DAY_MS, "done"),
    ("f2", "order_export.xlsx", "抖店", 132, MORNING - 2 * DAY_MS, "undone"),
    ("f1", "ExportOrderList.csv", "淘宝", 57, MORNING - 3 * DAY_MS, "stopped"),
)


def _disputed(name: str) -> tuple[Asked, ...]:
    """A line that stands twice, and an order with two totals."""
    number, other = "6917…4411", "6917…5102"
    twice = dispute(number, "1", (Version(1, 6900), Version(2, 13800)))
    totals = dispute(other, "", (Version(0, 6900), Version(0, 13800)))
    return (
        Asked(
            *("line_twice", name, "抖店", "抖店", "", 1, number),
            order_id="o1", line_no="1", dispute=twice,
        ),
        Asked(
            *("totals_differ", other, "抖店", "抖店", "", 2, other),
            order_id="o2", dispute=totals,
        ),
    )  # fmt: skip


def _kept(disputed: bool = False) -> Kept:
    one, other, third = PRODUCTS[:3]
    clear = Piece(f"【产地直发】{one.name} 家庭装", one.sku, 1, (one.sku,))
    unclear = Piece("农家自制 500g", "", 1, (other.sku, third.sku))
    parts = (Piece(one.name, one.sku, 1, (one.sku,)), Piece(other.name, other.sku, 1, (other.sku,)))
    joined = f"{one.name};{other.name}"
    asked = (
        Asked("product_unmapped", clear.title, "抖店", "抖店", "a1", 38, "6917…8203", (clear,)),
        Asked("products_joined", joined, "快手小店", "快手小店", "", 2, "24…0214", parts, ("x",)),
        Asked("product_unmapped", unclear.title, "淘宝", "淘宝", "b", 1, "27…91", (unclear,)),
    )
    if disputed:
        asked = (*_disputed(one.name), asked[0])
    files = [
        ImportedFile(name, file, shop, shop, rows, begun, state)
        for name, file, shop, rows, begun, state in FILES
    ]
    codes = (
        Remembered("抖店", "80012", f"{one.name} 5斤 顺丰", one.sku, one.name, 1, LIVE_AT),
        Remembered("抖店", "80013", f"{one.name} 两箱装", one.sku, one.name, 2, LIVE_AT),
        Remembered("快手小店", "", "现捞贻贝 2.5kg", third.sku, third.name, 1, LIVE_AT),
    )
    return Kept(files, False, asked, 41, PRODUCTS, (), codes)


def started() -> ImportsPage:
    """Three questions, and four earlier files."""
    page = ImportsPage()
    page.show_chosen(())
    page.show_kept(_kept())
    page.past.table.selectRow(0)
    return page


def contradicting() -> ImportsPage:
    """Rows that contradict each other, each way they may be meant a button."""
    page = started()
    page.show_kept(_kept(disputed=True))
    return page


def remembered() -> ImportsPage:
    """Three codes that were said, the last one wrongly."""
    page = started()
    page.past.other.click()
    page.codes.table.selectRow(2)
    page.codes.wrong.click()
    return page


def looked() -> ImportsPage:
    """Three files chosen: one with questions, one behind a password, one that is no orders."""
    one = PRODUCTS[0]
    questions = tuple(
        Question(row, f"69171200{row:011d}", "product_unmapped", f"{one.name} 家庭装", (one.sku,))
        for row in (5, 9, 31)
    )
    report = Report(
        *("抖店", 137, 129, 118, 7, 4),
        questions,
        (Refused(44, "id_damaged"), Refused(97, "qty_unreadable")),
        *(1_232_410, 45_980),
    )
    locked = UserFacingError("orders_file_needs_password", file="ExportOrderList加密.xlsx")
    other = UserFacingError("orders_headings_none", file="货款.xlsx")
    page = ImportsPage()
    page.show_chosen(
        (
            Chosen(Path("D:/下载/order_export (3).xlsx"), Stand.LOOKED, report),
            Chosen(Path("D:/下载/ExportOrderList加密.xlsx"), Stand.LOCKED, error=locked),
            Chosen(Path("D:/下载/货款.xlsx"), Stand.REFUSED, error=other),
        )
    )
    page.show_kept(_kept())
    return page
