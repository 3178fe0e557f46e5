"""A product that is added at the desk has a code, and one household is written in one way."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from inventory import arrivals, households, ledger, product_file, products, quotas
from inventory.ledger import Place
from inventory.products import LONGEST_TEXT, Product
from inventory.schema import Kind
from studio.session import plan_stock
from tests.helpers.books import Books

TYPED = Product("", "东魁杨梅", "", "箱", 8990, None, "望潮村", "", "")


def test_a_product_without_a_code_gets_the_next_one(books: Books) -> None:
    made = [books.write(lambda db: products.add(db, TYPED, books.now)) for _ in range(2)]
    assert [each.sku for each in made] == ["DKY-001", "DKY-002"]
    assert books.look(lambda db: products.find(db, "DKY-002")) == replace(TYPED, sku="DKY-002")
    again = replace(TYPED, sku="DKY-001")
    for wrong, code in (
        (again, "product_known"),
        (replace(TYPED, name=""), "product_name_missing"),
        (replace(TYPED, unit=""), "product_unit_missing"),
        (replace(TYPED, name=" \t"), "product_name_missing"),
        (replace(TYPED, unit=" \t"), "product_unit_missing"),
    ):
        assert books.refusal(lambda db, it=wrong: products.add(db, it, books.now)).code == code
    for field in ("sku", "name", "spec", "unit", "origin"):
        long = replace(TYPED, **{field: "梅" * (LONGEST_TEXT + 1)})
        adding, changing = (
            partial(products.add, product=long, at_ms=1),
            partial(products.change, product=long),
        )
        for work in (adding, changing) if field != "sku" else (adding,):
            assert books.refusal(work).code == f"product_{field}_too_long"
    fits = replace(TYPED, sku="F", name="梅" * LONGEST_TEXT)
    assert books.write(lambda db: products.add(db, fits, books.now)) == fits
    unnamed = replace(again, name="")
    assert books.refusal(lambda db: products.change(db, unnamed)).code == "product_name_missing"


def test_a_product_that_has_a_long_code_already_can_be_changed(books: Books) -> None:
    """A version before took it; then neither its price nor its name could be changed any more."""
    long = replace(TYPED, sku="M" * (LONGEST_TEXT + 1))
    books.write(lambda db: products.take_over(db, long, 0, books.now))
    dearer = replace(long, price_fen=long.price_fen + 100)
    assert books.write(lambda db: products.change(db, dearer)) == "changed"
    rows = [product_file.Row(2, replace(long, name="新名字"), 0)]
    rows += [product_file.Row(3, replace(long, sku="N" * (LONGEST_TEXT + 1)), 0)]
    taken = books.write(lambda db: product_file.take(db, rows, [], books.now))
    assert taken.changed == (long.sku,)
    (refused,) = taken.rejected
    assert (refused.number, refused.error.code) == (3, "product_sku_too_long")


def test_households_are_told_the_latest_first(books: Books) -> None:
    books.product("YM", 0)
    for place, name in enumerate(("李阿婆", "王建国", "李阿婆")):
        at = books.now + place * 86_400_000
        books.write(lambda db, name=name, at=at: arrivals.receive(db, "YM", 1, at, household=name))
    assert books.look(households.names) == ["李阿婆", "王建国"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("李阿波", "李阿婆"),
        ("阿婆", "李阿婆"),
        ("李 阿婆", "李阿婆"),
        ("老李阿婆", "李阿婆"),
        ("李阿婆", ""),
        ("王建", "王建国"),
        ("陈阿公", ""),
        ("王红", ""),
        ("", ""),
    ],
)
def test_another_way_of_writing_a_name_is_noticed(typed: str, found: str) -> None:
    assert households.alike(typed, ["李阿婆", "王建国"]) == found


def test_the_same_name_with_a_space_is_asked_about_before_one_that_is_only_like_it() -> None:
    assert households.alike("李 阿婆", ["李阿波", "李阿婆"]) == "李阿婆"


def test_what_never_came_is_not_sold_out(books: Books) -> None:
    """A balance of nothing is one; the command line tells of it as it did."""
    for sku in ("新", "没了", "有"):
        books.product(sku)
    for sku in ("没了", "有"):
        books.move(sku, 2, Place.SUPPLIER, Place.SHELF)
    books.move("没了", 2, Place.SHELF, Place.LOSS)
    books.product("礼盒", kind=Kind.BUNDLE)
    assert books.look(ledger.never_had) == {"新"}
    rows = {row.sku: row for row in books.look(lambda db: plan_stock.stock_rows(db, 0))}
    assert {sku for sku, row in rows.items() if row.never_had} == {"新"}
    assert list(rows["新"].told()) == [
        *("sku", "name", "unit", "on_hand", "reserved", "available"),
        *("on_hold", "promised", "kind", "kept", "catch_weight"),
    ]


def test_what_is_packed_or_promised_is_owed_and_what_a_broadcast_keeps_is_not(books: Books) -> None:
    books.product("YM", 10)
    books.note("YM", 3)
    books.move("YM", 2, Place.RESERVED, Place.PACKED)
    books.product("PRE", kind=Kind.PRESALE)
    books.move("PRE", 9, Place.PLAN, Place.CAPACITY)
    books.note("PRE", 4)
    for sku in ("YM", "PRE"):
        books.write(lambda db, sku=sku: quotas.keep(db, "s", sku, 5, books.now, 0))
    rows = {row.sku: row for row in books.look(lambda db: plan_stock.stock_rows(db, 0))}
    told = {sku: (row.reserved, row.packed, row.promised, row.kept) for sku, row in rows.items()}
    assert told == {"YM": (1, 2, 0, 5), "PRE": (0, 0, 4, 5)}
    assert (rows["YM"].owed, rows["PRE"].owed) == (3, 4)
