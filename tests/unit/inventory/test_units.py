"""Units: a conversion comes back as it went, or is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory import products, units
from inventory.ledger import Place
from inventory.products import Product
from studio.runtime.errors import UserFacingError
from tests.helpers.books import AT, Books


@pytest.fixture
def shop(books: Books) -> Books:
    """Berries by the box, six to a case; rice by the gram; fish by the 斤."""
    books.product("YM", 0)
    books.write(lambda db: units.declare(db, "YM", "件", 6))
    for sku, unit in (("MI", "克"), ("YU", "斤")):
        made = Product(sku, sku, "", unit, 100, None, "", "", "")
        books.write(lambda db, made=made: products.take_over(db, made, 0, AT))
    return books


@pytest.mark.parametrize(
    ("sku", "amount", "unit", "own"),
    [
        ("YM", "3", "", 3),
        ("YM", "2", "件", 12),
        ("YM", "1.5", "件", 9),
        ("MI", "3", "斤", 1500),
        ("MI", "2.5", "公斤", 2500),
        ("MI", "1", "两", 50),
        ("YU", "2", "公斤", 4),
        ("YU", "0", "斤", 0),
    ],
)
def test_amounts_as_people_say_them(shop: Books, sku: str, amount: str, unit: str, own: int):
    assert shop.look(lambda db: units.into_own(db, sku, amount, unit)) == own
    if unit:
        said = shop.look(lambda db: units.out_of_own(db, sku, own, unit))
        assert Decimal(said) == Decimal(amount)


@pytest.mark.parametrize(
    ("sku", "amount", "unit", "code"),
    [
        ("YM", "1.4", "件", "amount_not_whole"),
        ("YU", "300", "克", "amount_not_whole"),
        ("YM", "1", "斤", "unit_unknown"),
        ("YM", "一", "", "amount_unreadable"),
        ("YM", "nan", "", "amount_unreadable"),
        ("YM", "1e999", "", "amount_too_large"),
        ("YM", "9999999999999", "", "amount_too_large"),
        ("YM", "166666666667", "件", "amount_too_large"),
        ("NO", "1", "", "product_unknown"),
    ],
)
def test_what_does_not_come_out_whole_is_refused(shop: Books, sku, amount, unit, code):
    assert shop.refusal(lambda db: units.into_own(db, sku, amount, unit)).code == code


@given(
    qty=st.integers(0, 10**9),
    sku=st.sampled_from(["YM", "MI", "YU"]),
    unit=st.sampled_from(["箱", "件", *units.GRAMS]),
)
def test_a_conversion_round_trips_or_is_refused(shop: Books, qty: int, sku: str, unit: str):
    def there_and_back(db):
        try:
            said = units.out_of_own(db, sku, qty, unit)
        except UserFacingError as error:
            return error.code
        return units.into_own(db, sku, said, unit)

    assert shop.look(there_and_back) in (qty, "unit_unknown", "amount_not_whole")


@given(
    amount=st.decimals(0, 10**6, places=3),
    sku=st.sampled_from(["YM", "MI", "YU"]),
    unit=st.sampled_from(["箱", "件", *units.GRAMS]),
)
def test_the_way_back_too(shop: Books, amount: Decimal, sku: str, unit: str):
    def there_and_back(db):
        try:
            own = units.into_own(db, sku, str(amount), unit)
        except UserFacingError as error:
            return error.code
        return Decimal(units.out_of_own(db, sku, own, unit))

    assert shop.look(there_and_back) in (amount, "unit_unknown", "amount_not_whole")


def test_a_unit_is_declared_once_and_weights_are_what_they_are(shop: Books):
    def declare(sku, unit, factor):
        return lambda db: units.declare(db, sku, unit, factor)

    assert shop.refusal(declare("YM", "箱", 2)).code == "unit_is_known"
    assert shop.refusal(declare("MI", "斤", 600)).code == "unit_is_known"
    assert shop.refusal(declare("YM", "件", 0)).code == "quantity_not_positive"
    shop.write(declare("YM", "件", 12))
    assert shop.look(lambda db: units.into_own(db, "YM", "1", "件")) == 12


def test_what_came_in_by_the_case_is_sold_by_the_box(shop: Books):
    """grocy 2578: units that were bought could not be consumed."""
    case = shop.look(lambda db: units.into_own(db, "YM", "1", "件"))
    shop.move("YM", case, Place.SUPPLIER, Place.SHELF)
    for _ in range(6):
        shop.note("YM", 1)
    assert shop.level("YM").available == 0


@pytest.mark.parametrize(
    ("sku", "text", "unit", "own"),
    [
        ("YM", " 3 ", "", 3),
        ("YM", "3", "件", 18),
        ("YM", "1.5", "件", 9),
        ("YM", "3件4箱", "", 22),
        ("YM", "３件４箱", "", 22),
        ("YM", "3 件 + 4 箱", "件", 22),
        ("YU", "2公斤3斤", "", 7),
        ("MI", "1.5斤2两", "公斤", 850),
        ("MI", "1.4吨", "", 1_400_000),
    ],
)
def test_what_is_said_in_several_units_is_added_up(shop: Books, sku, text, unit, own):
    factors = shop.look(lambda db: units.known(db, sku))
    assert units.read(text, factors, unit) == own
    assert shop.look(units.all_known)[sku] == factors


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "amount_unreadable"),
        ("-3", "amount_unreadable"),
        ("1²", "amount_unreadable"),
        ("1e2", "amount_unreadable"),
        ("3件4", "amount_unreadable"),
        ("3件3件", "amount_unreadable"),
        ("3件-4箱", "amount_unreadable"),
        ("一件", "amount_unreadable"),
        ("3筐", "unit_unknown"),
        ("1.4件", "amount_not_whole"),
        ("1.5箱", "amount_not_whole"),
    ],
)
def test_what_can_be_meant_in_two_ways_is_not_guessed(shop: Books, text: str, code: str):
    factors = shop.look(lambda db: units.known(db, "YM"))
    with pytest.raises(UserFacingError) as refused:
        units.read(text, factors)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "unit", "amount", "most"),
    [
        ("1000", "", "1000", "999 箱"),
        ("167", "件", "167", "166 件"),
        ("167件", "", "167", "166 件"),
        ("2 车", "箱", "2 车", "999 箱"),
        ("166件4箱", "", "166件4箱 = 1,000 箱", "999 箱"),
        ("1234567890123456", "件", "1234567890123456", "166 件"),
    ],
)
def test_too_much_is_told_in_what_was_typed(shop: Books, text, unit, amount, most):
    """Of cases of six, and of loads that hold more than goes."""
    factors = shop.look(lambda db: units.known(db, "YM")) | {"车": Decimal(1000)}
    with pytest.raises(UserFacingError) as refused:
        units.read(text, factors, unit, 999)
    assert refused.value.code == "amount_too_large"
    assert refused.value.parameters == {"amount": amount, "most": most}
    assert units.read("166件3箱", factors, "", 999) == 999


def test_only_larger_units_are_offered_and_a_weight_by_one_name(shop: Books):
    found = shop.look(units.all_known)
    assert {sku: units.to_choose(found[sku]) for sku in found} == {
        "YM": ["箱", "件"], "MI": ["克", "两", "斤", "公斤"], "YU": ["斤", "公斤"],
    }  # fmt: skip
