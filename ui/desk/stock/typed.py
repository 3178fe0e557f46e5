"""A product as somebody typed it, and what that says. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inventory.product_sheet import Sheet
from inventory.products import Product
from inventory.schema import Kind
from studio.runtime.errors import UserFacingError
from studio.runtime.typed import narrow
from ui.formats import price

DIGITS = 6
MOST = 10**DIGITS - 1
"""No shelf holds a million pieces; of what is weighed it may be tonnes (`HEAVIEST_GRAMS`)."""
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """What stands in a field for an amount."""

    text: str
    unit: str = ""
    """Of a number alone; empty: the product's own."""


@dataclass(frozen=True, slots=True)
class TypedProduct:
    """One product. Amounts are what stands in the fields."""

    new: bool
    sku: str
    """Empty: whatever the program gives it."""
    name: str
    spec: str
    unit: str
    price: str
    """In yuan."""
    origin: str
    weighed: bool = False
    kind: Kind = Kind.STOCK
    more: str = ""
    """How many (more) may be ordered before they are there; with a minus fewer."""
    parts: Pairs = ()
    """What a bundle holds, as `called` calls it, and how many."""
    units: Pairs = ()
    """Larger units, and how many of its own each holds."""


def called(product: Product) -> str:
    """A product among others: its name, and its code, as two may have one name."""
    return f"{product.name} · {product.sku}"


def as_typed(sheet: Sheet, goods: Sequence[Product]) -> TypedProduct:
    """What is on record, as it would be typed."""
    product, names = sheet.product, {each.sku: called(each) for each in goods}
    return TypedProduct(
        *(False, product.sku, product.name, product.spec, product.unit),
        *(price(product.price_fen).lstrip("¥"), product.origin),
        weighed=product.catch_weight,
        kind=product.kind,
        parts=tuple((names[sku], str(qty)) for sku, qty in sheet.parts.items()),
        units=tuple((unit, str(factor)) for unit, factor in sheet.units.items()),
    )


def as_sheet(typed: TypedProduct, goods: Sequence[Product]) -> Sheet:
    """What was typed, ``goods`` being what may lie in a bundle.

    Raises price_unreadable, bundle_empty, and those of `_parts` and `_units`.
    """
    from inventory.product_file import in_fen  # reads tables: not while the program starts

    fen = in_fen(typed.price)
    facts = (typed.sku, typed.name, typed.spec, typed.unit, fen, None, typed.origin, "", "")
    product = Product(*facts, kind=typed.kind, catch_weight=typed.weighed)
    parts: dict[str, int] = {}
    if typed.kind is Kind.BUNDLE:
        parts = _parts(typed.parts, goods)
        if not parts:
            raise UserFacingError("bundle_empty", sku=typed.name or typed.sku)
    return Sheet(product, parts, _units(typed.units))


def as_more(typed: TypedProduct) -> int:
    """How many more may be ordered; of a product not sold like that 0.

    Raises amount_unreadable, amount_too_large.
    """
    text = narrow(typed.more).strip()
    if not typed.kind.by_capacity or not text:
        return 0
    number = text[1:].lstrip() if text[0] in "+-−" else text
    if not _is_number(number) or (typed.new and text != number):
        raise UserFacingError("amount_unreadable", amount=typed.more)
    if len(number) > DIGITS:
        from inventory import units  # only where somebody slipped

        raise units.too_large(text, MOST, typed.unit.strip())
    return -int(number) if text[0] in "-−" else int(number)


def as_amount(typed: Amount, factors: Mapping[str, Decimal]) -> int:
    """In the first of ``factors`` (`inventory.units.known`). Raises what `units.read` raises."""
    from inventory import ledger, units  # with the first amount that is typed

    own = next(iter(factors))
    most = ledger.HEAVIEST_GRAMS // units.GRAMS[own] if own in units.GRAMS else MOST
    return units.read(typed.text, factors, typed.unit, most)


def is_whole(text: str) -> bool:
    number = narrow(text).strip()
    return _is_number(number) and len(number) <= DIGITS


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _parts(pairs: Pairs, goods: Sequence[Product]) -> dict[str, int]:
    """The same product twice is both together.

    Raises part_missing, part_not_found, part_count_wrong, each with the ``place`` of its pair.
    """
    found: dict[str, int] = {}
    for place, (text, count) in enumerate(pairs):
        product = _part(text, goods, place)
        if not is_whole(count) or not int(count):
            raise UserFacingError("part_count_wrong", name=product.name, place=place)
        found[product.sku] = found.get(product.sku, 0) + int(count)
    return found


def _part(text: str, goods: Sequence[Product], place: int) -> Product:
    """The one that is meant: called like that, of that code, or the only one with those words."""
    wanted = text.strip()
    if not wanted:
        raise UserFacingError("part_missing", place=place)
    exact = [each for each in goods if wanted in (called(each), each.sku)]
    like = exact or [each for each in goods if wanted.casefold() in called(each).casefold()]
    if len(like) != 1:
        raise UserFacingError("part_not_found", typed=wanted, place=place)
    return like[0]


def _units(pairs: Pairs) -> dict[str, int]:
    """Raises unit_twice, unit_count_wrong, with the ``place`` of the pair; what is no name is
    refused where it is kept."""
    found: dict[str, int] = {}
    for place, (text, count) in enumerate(pairs):
        unit = text.strip()
        if unit in found:
            raise UserFacingError("unit_twice", unit=unit, place=place)
        if unit and (not is_whole(count) or not int(count)):
            raise UserFacingError("unit_count_wrong", unit=unit, place=place)
        found[unit] = int(count) if unit else 1
    return found
