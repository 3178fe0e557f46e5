"""A product's sheet is kept whole or not at all."""

from __future__ import annotations

from dataclasses import replace

from inventory import bundles, ledger, product_sheet, products
from inventory.ledger import Place
from inventory.product_sheet import Sheet
from inventory.products import Product
from inventory.schema import Kind
from tests.helpers.books import Books

BOX = Product("LH", "礼盒", "", "盒", 19900, None, "", "", "", Kind.BUNDLE)
CRAB = Product("PX", "梭子蟹", "", "只", 5900, None, "", "", "", Kind.PRESALE)


def test_where_one_part_of_it_is_refused_none_is_kept(books: Books) -> None:
    books.product("YM", 9)
    for sheet, opening, code in (
        (Sheet(BOX), "0", "bundle_empty"),
        (Sheet(BOX, {"YM": 1, "LH": 1}), "0", "bundle_part_refused"),
        (Sheet(BOX, {"YM": 1}), "5", "opening_stock_refused"),
        (Sheet(BOX, {"YM": 1}, {"盒": 2}), "0", "unit_is_known"),
        (Sheet(CRAB, {}, {"": 2}), "0", "unit_name_unfit"),
        (Sheet(CRAB), "-5", "quantity_negative"),
    ):
        refused = books.refusal(
            lambda db, it=(sheet, opening): product_sheet.add(db, *it, books.now)
        )
        assert refused.code == code
    assert [each.sku for each in books.look(products.all_products)] == ["YM"]
    books.write(lambda db: product_sheet.add(db, Sheet(BOX, {"YM": 2}, {"件": 6}), "0", books.now))
    renamed = replace(BOX, name="大礼盒")
    wrong = Sheet(renamed, {"YM": 3}, {"件": 0})
    refused = books.refusal(lambda db: product_sheet.change(db, wrong, 0, books.now))
    assert refused.code == "quantity_not_positive"
    assert books.look(lambda db: product_sheet.read(db, "LH")) == Sheet(BOX, {"YM": 2}, {"件": 6})
    assert [each.sku for each in books.look(product_sheet.goods)] == ["YM"]


def test_what_is_ordered_keeps_what_its_box_held(books: Books) -> None:
    books.product("YM", 9)
    books.write(lambda db: product_sheet.add(db, Sheet(BOX, {"YM": 2}), "0", books.now))
    books.write(lambda db: bundles.freeze(db, "order", bundles.latest(db, "LH")))
    books.write(lambda db: product_sheet.change(db, Sheet(BOX, {"YM": 3}), 0, books.now))
    held = books.look(lambda db: bundles.frozen(db, "order"))
    assert held is not None
    assert (held.parts, books.look(lambda db: ledger.level(db, "LH")).available) == ({"YM": 2}, 3)


def test_more_may_be_ordered_or_fewer_and_never_fewer_than_nothing(books: Books) -> None:
    books.write(lambda db: product_sheet.add(db, Sheet(CRAB), "30", books.now))
    for more, left in ((20, 50), (-50, 0), (4, 4)):
        books.write(lambda db, it=more: product_sheet.change(db, Sheet(CRAB), it, books.now))
        assert books.look(lambda db: product_sheet.read(db, "PX")).may_order == left
    refused = books.refusal(lambda db: product_sheet.change(db, Sheet(CRAB), -5, books.now))
    assert (refused.code, refused.parameters["available"]) == ("capacity_not_so_many", 4)
    assert books.look(lambda db: ledger.on_place(db, "PX", Place.CAPACITY)) == 4
