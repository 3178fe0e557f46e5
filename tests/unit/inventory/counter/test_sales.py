"""Sales at the counter: all or nothing, weighed, taken back, and never more than there is."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from inventory import bundles, ledger, lots, products, units
from inventory.counter import audit, sales
from inventory.counter.sales import Item, Sale
from inventory.ledger import Place
from inventory.products import Product
from inventory.schema import Kind
from studio.runtime.wording import word_error
from studio.store.sqlite import sqlite3
from tests.helpers.books import Books
from tests.helpers.meddling import unseen


def sell(books: Books, *items: Item, **more: int) -> Sale:
    return books.write(lambda db: sales.sell(db, items, "cash", books.now, **more))


def differences(books: Books) -> list[object]:
    return books.look(lambda db: [each for check in audit.CHECKS for each in check.differences(db)])


def weight(books: Books, place: Place, sku: str = "JI") -> int:
    return books.look(
        lambda db: sum(
            each.grams
            for (of, at, _), each in ledger.replay(db).items()
            if (of, at) == (sku, place)
        )
    )


def test_goods_leave_and_the_total_is_the_record_s_price(books: Books) -> None:
    books.write(lambda db: units.declare(db, "YM", "件", 4))
    sale = sell(books, Item("YM", "1", "件"), Item("YM", "2"))
    assert (sale.total_fen, [line.said for line in sale.lines]) == (6000, ["1 件", "2 箱"])
    assert (books.on(Place.SHELF, "YM"), books.on(Place.CUSTOMER, "YM")) == (4, 6)
    assert books.look(lambda db: sales.recent(db)) == [sale]
    assert differences(books) == []


def test_a_sale_is_whole_or_not_at_all(books: Books) -> None:
    error = books.refusal(
        lambda db: sales.sell(db, [Item("YM", "9"), Item("YM", "2")], "cash", books.now)
    )
    assert (error.code, error.parameters["available"]) == ("not_enough_stock", 1)
    assert books.look(lambda db: sales.recent(db)) == []


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (Item("NO"), "product_unknown"),
        (Item("YM", "0"), "quantity_not_positive"),
        (Item("YM", "一"), "amount_unreadable"),
        (Item("YM", "1", "斤"), "unit_unknown"),
        (Item("YM", "1.5"), "amount_not_whole"),
        (Item("YM", grams=500), "weight_unwanted"),
        (Item("YM", paid_fen=-1), "sale_price_refused"),
        (Item("YM", paid_fen=10**9), "sale_price_refused"),
        (Item("JI"), "weight_missing"),
        (Item("JI", grams=-5), "weight_missing"),
        (Item("JI", "3", grams=10**10), "amount_too_large"),
        (Item("JI", grams=6000), "weight_too_much"),
        (Item("JI", "4", grams=8000), "not_enough_stock"),
    ],
)
def test_mistakes_are_told_and_nothing_is_sold(books: Books, item: Item, code: str) -> None:
    assert books.refusal(lambda db: sales.sell(db, [item], "cash", books.now)).code == code
    assert books.look(lambda db: sales.recent(db)) == []


def test_what_no_scale_weighs_is_told_in_kilograms(books: Books) -> None:
    item = Item("JI", "3", grams=10**9 + 1)
    told = books.refusal(lambda db: sales.sell(db, [item], "cash", books.now))
    assert word_error(told) == (
        "“1,000,000.001 公斤”太多了，一次最多 1,000,000 公斤；什么都没有改。看看是不是多打了几位。"
    )
    assert word_error(told, "en") == (
        '"1,000,000.001 kg" is too much: at most 1,000,000 kg at once; nothing was changed. '
        "Look whether there is a digit too many."
    )


def test_nothing_is_no_sale(books: Books) -> None:
    assert books.refusal(lambda db: sales.sell(db, [], "cash", books.now)).code == "sale_empty"


def test_the_safety_buffer_is_kept_back(books: Books) -> None:
    error = books.refusal(
        lambda db: sales.sell(db, [Item("YM", "9")], "cash", books.now, safety_buffer=2)
    )
    assert error.parameters["available"] == 8


def test_what_is_weighed_takes_its_own_weight_along(books: Books) -> None:
    sale = sell(books, Item("JI", grams=2500, paid_fen=7500))
    assert (sale.total_fen, sale.lines[0].grams) == (7500, 2500)
    assert (weight(books, Place.CUSTOMER), weight(books, Place.SHELF)) == (2500, 3500)
    sell(books, Item("JI", "2", grams=3300))  # 200 g less than the books have left
    assert (weight(books, Place.SHELF), weight(books, Place.LOSS)) == (0, 200)
    assert differences(books) == []


def test_the_last_piece_may_weigh_more_than_the_books_know(books: Books) -> None:
    sale = sell(books, Item("JI", "3", grams=6400))
    assert (weight(books, Place.CUSTOMER), weight(books, Place.GAIN)) == (6400, -400)
    books.write(lambda db: sales.undo(db, sale.id, books.now))
    assert (books.on(Place.SHELF, "JI"), weight(books, Place.SHELF)) == (3, 6400)


def test_one_weight_is_of_one_lot(books: Books) -> None:
    books.harvest("JI", "L2", 3, grams=6000)
    error = books.refusal(
        lambda db: sales.sell(db, [Item("JI", "4", grams=8000)], "cash", books.now)
    )
    assert error.code == "weight_of_several_lots"


def test_a_sale_is_taken_back_once(books: Books) -> None:
    sale = sell(books, Item("YM", "3"), Item("JI", grams=2000))
    assert books.write(lambda db: sales.undo(db, sale.id, books.now)).undone
    assert (books.on(Place.SHELF, "YM"), books.on(Place.CUSTOMER, "YM")) == (10, 0)
    assert (books.on(Place.SHELF, "JI", "L1"), weight(books, Place.SHELF)) == (3, 6000)
    assert (
        books.refusal(lambda db: sales.undo(db, sale.id, books.now)).code == "sale_already_undone"
    )
    assert books.refusal(lambda db: sales.undo(db, "x", books.now)).code == "sale_unknown"
    assert differences(books) == []


def test_goods_of_a_lot_that_failed_meanwhile_come_back_to_the_hold(books: Books) -> None:
    sale = sell(books, Item("JI", grams=2000))
    books.write(lambda db: lots.hold(db, "L1", "农残超标", books.now))
    books.write(lambda db: sales.undo(db, sale.id, books.now))
    assert (books.on(Place.HOLD, "JI"), books.on(Place.CUSTOMER, "JI")) == (3, 0)


def test_a_bundle_is_sold_and_taken_back_as_its_parts(books: Books) -> None:
    def bundle(db: Database) -> None:
        products.take_over(
            db, Product("LH", "礼盒", "", "份", 9900, None, "", "", ""), 0, books.now
        )
        bundles.define(db, "LH", {"YM": 2})

    books.write(bundle)
    sale = sell(books, Item("LH", "3"))
    assert (books.on(Place.SHELF, "YM"), sale.total_fen, differences(books)) == (4, 29_700, [])
    books.write(lambda db: sales.undo(db, sale.id, books.now))
    assert (books.on(Place.SHELF, "YM"), differences(books)) == (10, [])


def test_made_to_order_needs_its_goods_and_its_promise(books: Books) -> None:
    books.product("MI", 5, Kind.MADE_TO_ORDER)
    refused = books.refusal(lambda db: sales.sell(db, [Item("MI")], "cash", books.now))
    assert refused.code == "not_enough_stock"
    books.move("MI", 2, Place.HOUSEHOLD, Place.SHELF)
    sell(books, Item("MI", "2"))
    assert (books.level("MI").available, books.on(Place.SHELF, "MI")) == (3, 0)


@pytest.mark.parametrize(
    "change", ["UPDATE counter_sale SET total_fen = 1", "DELETE FROM counter_line"]
)
def test_a_sale_on_record_stays_as_it_is(books: Books, change: str) -> None:
    sell(books, Item("YM"))
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        books.write(lambda db: db.execute(change))


def test_the_audit_sees_goods_that_did_not_leave(books: Books) -> None:
    sale = sell(books, Item("YM", "3"))
    books.move("YM", 1, Place.CUSTOMER, Place.SHELF, reference=sale.lines[0].id)
    (difference,) = differences(books)
    assert difference == {
        "line": sale.lines[0].id, "sku": "YM", "wanted": {"YM": 3}, "with_customer": {"YM": 2},
    }  # fmt: skip


MEDDLED = {
    "UPDATE counter_sale SET total_fen = total_fen + 1": "audit_counter_sales",
    "UPDATE counter_line SET qty = qty + 1": "audit_counter_sales",
    "UPDATE counter_line SET sku = 'JI' WHERE sku = 'YM'": "audit_counter_sales",
    "UPDATE counter_line SET sku = 'YM' WHERE sku = 'ZH'": "audit_counter_sales",
    "UPDATE counter_line SET grams = grams + 1 WHERE grams > 0": "audit_counter_sales",
    "DELETE FROM counter_undo": "audit_counter_sales",
}


def test_the_audit_finds_a_sale_that_was_changed(books: Books) -> None:
    books.product("ZH")
    books.write(lambda db: bundles.define(db, "ZH", {"YM": 1}))
    taken_back = sell(books, Item("YM", "2"), Item("JI", "1", grams=2100), Item("ZH"))
    books.write(lambda db: sales.undo(db, taken_back.id, books.now))
    sell(books, Item("YM", "2"), Item("JI", "1", grams=2100), Item("ZH"))
    assert unseen(books.store, audit.CHECKS, MEDDLED) == []
