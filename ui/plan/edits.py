"""What editing does to a plan: pure functions from one plan to the next. No Qt, no files."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Any

from inventory.products import LONGEST_TEXT
from studio.runtime.money import yuan
from studio.runtime.typed import narrow
from studio.session.plan import Plan, PlannedProduct

LARGEST_PRICE_FEN = 999_999_999
LARGEST_STOCK = 10_000_000
"""As plan.schema.json: what is typed here must be writable there."""


class Problem(StrEnum):
    """What is wrong with one field; the view has the sentence."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    PRICE_NOT_NUMBER = "price_not_number"
    PRICE_TOO_FINE = "price_too_fine"
    PRICE_NOT_POSITIVE = "price_not_positive"
    PRICE_TOO_LARGE = "price_too_large"
    COMPARED_NOT_HIGHER = "compared_not_higher"
    STOCK_NOT_WHOLE = "stock_not_whole"
    STOCK_TOO_LARGE = "stock_too_large"
    SKU_TWICE = "sku_twice"


class WrongInputError(Exception):
    """What was typed cannot be used; the plan stays as it was."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def with_field(plan: Plan, index: int, field: str, text: str) -> Plan:
    """The plan with what was typed into ``field`` of product ``index``. Raises WrongInputError."""
    value = READERS[field](text)
    product = plan.products[index]
    if field == "sku":
        return _renamed(plan, index, value)
    changed = replace(product, **{_ATTRIBUTES.get(field, field): value})
    if field in ("price", "compared_price"):
        _check_compared(changed, field)
    return with_product(plan, index, changed)


def with_product(plan: Plan, index: int, product: PlannedProduct) -> Plan:
    """The plan with another product at ``index``; its SKU must be the same."""
    products = list(plan.products)
    products[index] = product
    return replace(plan, products=tuple(products))


def with_script(plan: Plan, sku: str, script: Path) -> Plan:
    """The plan with another script file of one product; as it was where that was taken out."""
    changed = (replace(each, script=script) if each.sku == sku else each for each in plan.products)
    return replace(plan, products=tuple(changed))


def with_new_product(plan: Plan, name: str, unit: str, elsewhere: Collection[str] = ()) -> Plan:
    """One more product at the end, without a price yet; ``elsewhere`` as `free_sku` has it."""
    product = PlannedProduct(sku=free_sku(plan, elsewhere), name=name, unit=unit)
    return replace(plan, products=(*plan.products, product))


def without_product(plan: Plan, index: int) -> Plan:
    """Take a product out, and the steps of an unattended run that name it."""
    sku = plan.products[index].sku
    products = plan.products[:index] + plan.products[index + 1 :]
    timeline = tuple(step for step in plan.timeline if step.sku != sku)
    return replace(plan, products=products, timeline=timeline)


def reordered(plan: Plan, places: Sequence[int]) -> Plan:
    """The products in the sequence ``places`` gives: indexes of the present order."""
    if sorted(places) != list(range(len(plan.products))):
        raise ValueError("a running order keeps its products")
    return replace(plan, products=tuple(plan.products[place] for place in places))


def unfinished(product: PlannedProduct) -> Problem | None:
    """Why the product cannot be sold yet, None if it can."""
    return Problem.PRICE_NOT_POSITIVE if product.price_fen <= 0 else None


def without_unfinished(plan: Plan) -> Plan:
    """The plan with the products that can be sold: what can be written of it."""
    sellable = tuple(product for product in plan.products if unfinished(product) is None)
    return replace(plan, products=sellable)


def free_sku(plan: Plan, elsewhere: Collection[str] = ()) -> str:
    """``SP-001`` or the first number after it that neither the plan nor anybody else uses.

    ``elsewhere``: the codes of the warehouse and of the other plans. A code is the product: under
    one that is taken, this one would be sold from the other's shelf.
    """
    taken = {product.sku for product in plan.products}.union(elsewhere)
    number = len(plan.products) + 1
    while (sku := f"SP-{number:03d}") in taken:
        number += 1
    return sku


def price_text(fen: int | None) -> str:
    """Integer fen as it is typed: ``89.90``; empty for none."""
    return yuan(fen) if fen else ""


def read_text(text: str) -> str:
    cleaned = " ".join(text.split())
    if len(cleaned) > LONGEST_TEXT:
        raise WrongInputError(Problem.TOO_LONG)
    return cleaned


def read_required(text: str) -> str:
    cleaned = read_text(text)
    if not cleaned:
        raise WrongInputError(Problem.EMPTY)
    return cleaned


def read_price(text: str) -> int:
    """Yuan as typed, full-width figures and 元 included, to fen. By Decimal: 1.15 is 115."""
    cleaned = _figures(text)
    if not cleaned:
        raise WrongInputError(Problem.EMPTY)
    try:
        fen = Decimal(cleaned) * 100
    except InvalidOperation as error:
        raise WrongInputError(Problem.PRICE_NOT_NUMBER) from error
    if not fen.is_finite():
        raise WrongInputError(Problem.PRICE_NOT_NUMBER)
    if fen <= 0:
        raise WrongInputError(Problem.PRICE_NOT_POSITIVE)
    if fen > LARGEST_PRICE_FEN:
        raise WrongInputError(Problem.PRICE_TOO_LARGE)
    if fen != fen.to_integral_value():
        raise WrongInputError(Problem.PRICE_TOO_FINE)
    return int(fen)


def read_optional_price(text: str) -> int | None:
    return read_price(text) if _figures(text) else None


def read_stock(text: str) -> int:
    cleaned = _figures(text) or "0"
    if not re.fullmatch(r"[0-9]+", cleaned):
        raise WrongInputError(Problem.STOCK_NOT_WHOLE)
    if len(cleaned) > 12 or int(cleaned) > LARGEST_STOCK:
        raise WrongInputError(Problem.STOCK_TOO_LARGE)
    return int(cleaned)


READERS: dict[str, Callable[[str], Any]] = {
    "sku": read_required,
    "name": read_required,
    "spec": read_text,
    "price": read_price,
    "compared_price": read_optional_price,
    "compared_basis": read_text,
    "unit": read_required,
    "stock": read_stock,
    "quota": read_stock,
    "origin": read_text,
}
"""Every field that is typed, and how it is read."""

_ATTRIBUTES = {"price": "price_fen", "compared_price": "compared_price_fen"}


def field_text(product: PlannedProduct, field: str) -> str:
    """What the form shows in ``field``."""
    value = getattr(product, _ATTRIBUTES.get(field, field))
    return price_text(value) if field in _ATTRIBUTES else str(value)


_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
"""What a comma may part; in 29,9 it is a slip for the point, and 299 is not what was meant."""


def _figures(text: str) -> str:
    """Half-width, without the signs people write beside an amount."""
    said = re.sub(r"[\s¥￥元]", "", narrow(text).replace("。", "."))
    return _THOUSANDS.sub("", said)


def _check_compared(product: PlannedProduct, field: str) -> None:
    compared = product.compared_price_fen
    if field == "compared_price" and compared is not None and compared <= product.price_fen:
        raise WrongInputError(Problem.COMPARED_NOT_HIGHER)


def _renamed(plan: Plan, index: int, sku: str) -> Plan:
    before = plan.products[index].sku
    if any(product.sku == sku for at, product in enumerate(plan.products) if at != index):
        raise WrongInputError(Problem.SKU_TWICE)
    timeline = tuple(
        replace(step, sku=sku) if step.sku == before else step for step in plan.timeline
    )
    changed = with_product(plan, index, replace(plan.products[index], sku=sku))
    return replace(changed, timeline=timeline)
