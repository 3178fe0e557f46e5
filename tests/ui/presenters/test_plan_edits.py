from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.session.plan import Plan, PlannedProduct, TimelineStep
from ui.plan import edits
from ui.plan.edits import Problem, WrongInputError
from ui.plan.history import History

BERRIES = PlannedProduct("YM-001", "东魁杨梅", price_fen=8990, unit="箱", stock=86)
MUSSELS = PlannedProduct("YB-001", "厚壳贻贝", price_fen=3990, unit="箱", stock=120)
PLAN = Plan(
    "专场",
    products=(BERRIES, MUSSELS),
    timeline=(TimelineStep(1, "product", "YM-001"), TimelineStep(2, "card_on")),
)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("89.90", 8990), ("８９．９", 8990), ("¥89.9元", 8990), ("1,280", 128000), ("1.15", 115)],
)
def test_prices_are_read_as_people_write_them(typed: str, fen: int) -> None:
    assert edits.with_field(PLAN, 0, "price", typed).products[0].price_fen == fen


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        ("price", "", Problem.EMPTY),
        ("price", "三十九", Problem.PRICE_NOT_NUMBER),
        ("price", "29,9", Problem.PRICE_NOT_NUMBER),
        ("price", "2²", Problem.PRICE_NOT_NUMBER),
        ("price", "nan", Problem.PRICE_NOT_NUMBER),
        ("price", "-5", Problem.PRICE_NOT_POSITIVE),
        ("price", "0", Problem.PRICE_NOT_POSITIVE),
        ("price", "9.999", Problem.PRICE_TOO_FINE),
        ("price", "99999999", Problem.PRICE_TOO_LARGE),
        ("compared_price", "50", Problem.COMPARED_NOT_HIGHER),
        ("stock", "1.5", Problem.STOCK_NOT_WHOLE),
        ("stock", "-3", Problem.STOCK_NOT_WHOLE),
        ("quota", "一半", Problem.STOCK_NOT_WHOLE),
        ("stock", "99999999999", Problem.STOCK_TOO_LARGE),
        ("name", "   ", Problem.EMPTY),
        ("name", "长" * 201, Problem.TOO_LONG),
        ("sku", "YB-001", Problem.SKU_TWICE),
    ],
)
def test_what_cannot_be_used_is_named(field: str, typed: str, problem: Problem) -> None:
    with pytest.raises(WrongInputError) as wrong:
        edits.with_field(PLAN, 0, field, typed)
    assert wrong.value.problem is problem


def test_an_empty_compared_price_is_none() -> None:
    assert edits.with_field(PLAN, 0, "compared_price", " ").products[0].compared_price_fen is None


@given(st.integers(1, edits.LARGEST_PRICE_FEN))
def test_a_price_shown_is_read_back_the_same(fen: int) -> None:
    text = edits.price_text(fen)
    assert Decimal(text) * 100 == fen
    assert edits.read_price(text) == fen


def test_a_renamed_sku_takes_its_steps_along() -> None:
    changed = edits.with_field(PLAN, 0, "sku", "YM-009")
    assert [step.sku for step in changed.timeline] == ["YM-009", ""]


def test_a_product_taken_out_takes_its_steps_along() -> None:
    changed = edits.without_product(PLAN, 0)
    assert changed.products == (MUSSELS,)
    assert [step.do for step in changed.timeline] == ["card_on"]


@given(st.permutations(range(2)))
def test_reordering_keeps_every_product(places: list[int]) -> None:
    changed = edits.reordered(PLAN, places)
    assert sorted(product.sku for product in changed.products) == ["YB-001", "YM-001"]


def test_reordering_that_loses_a_product_is_refused() -> None:
    with pytest.raises(ValueError, match="keeps its products"):
        edits.reordered(PLAN, [0, 0])


def test_a_new_product_gets_a_free_sku_and_is_unfinished() -> None:
    plan = Plan("专场", products=(PlannedProduct("SP-002", "甲", price_fen=1),))
    changed = edits.with_new_product(plan, "新商品", "件")
    assert [product.sku for product in changed.products] == ["SP-002", "SP-003"]
    assert edits.unfinished(changed.products[1]) is Problem.PRICE_NOT_POSITIVE
    assert edits.unfinished(changed.products[0]) is None


def test_history_goes_back_and_forth_and_forgets_what_was_undone() -> None:
    history = History(PLAN)
    first, second = edits.without_product(PLAN, 0), edits.without_product(PLAN, 1)
    assert not history.add(PLAN)
    assert history.add(first)
    assert history.undo() == PLAN
    assert history.redo() == first
    history.undo()
    history.add(second)
    assert not history.can_redo
    assert history.undo() == PLAN
    assert history.undo() == PLAN
