"""Units: what people say (3 斤, 2 箱) and what the ledger counts, an integer of the product's own.

A weight is a weight everywhere (斤 = 500 g); what a 箱 holds is each product's own (`declare`). A
conversion is exact both ways or is refused: nothing is ever rounded into or out of the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from sqlite_utils import Database

from inventory import lookup
from inventory.products import LONGEST_TEXT
from studio.runtime.errors import UserFacingError
from studio.runtime.typed import narrow

GRAMS: Mapping[str, int] = {
    "克": 1,
    "g": 1,
    "两": 50,
    "斤": 500,
    "公斤": 1000,
    "千克": 1000,
    "kg": 1000,
    "吨": 1_000_000,
}
"""The market's weights: 市斤 of ten 两, since 1959 (国务院关于统一计量制度的命令)."""
_TYPED_ONLY = frozenset({"吨"})
"""Read where it is typed; a household that chooses its unit seldom means it."""
WEIGHTS: Mapping[str, Decimal] = {unit: Decimal(grams) for unit, grams in GRAMS.items()}
"""What something may be weighed in, as `known` of what is counted in 克."""
MOST = 10**12
"""Of a product's own unit: what is more is a slip of the keyboard."""


def declare(db: Database, sku: str, unit: str, factor: int) -> None:
    """Say how many of the product's own unit one ``unit`` is (a 件 of 12 盒).

    Raises product_unknown, unit_name_unfit (empty, or too long), quantity_not_positive,
    unit_is_known (the product's own, or a weight of a product counted by weight). Declared again,
    it counts from then on; what was moved stays.
    """
    if not 1 <= len(unit.strip()) <= LONGEST_TEXT:
        raise UserFacingError("unit_name_unfit", most=LONGEST_TEXT)
    if factor < 1:
        raise UserFacingError("quantity_not_positive", qty=factor)
    own = lookup.unit(db, sku)
    if unit == own or (own in GRAMS and unit in GRAMS):
        raise UserFacingError("unit_is_known", sku=sku, unit=unit)
    db.execute("DELETE FROM product_unit WHERE sku = ? AND unit = ?", [sku, unit])
    db.execute("INSERT INTO product_unit (sku, unit, factor) VALUES (?, ?, ?)", [sku, unit, factor])


def declared(db: Database, sku: str) -> dict[str, int]:
    """The units that were declared for it, by name, and how many of its own each holds."""
    rows = db.execute("SELECT unit, factor FROM product_unit WHERE sku = ? ORDER BY unit", [sku])
    return dict(rows.fetchall())


def keep(db: Database, sku: str, wanted: Mapping[str, int]) -> None:
    """Those are its larger units from now on, and no others. Raises what `declare` raises."""
    db.execute("DELETE FROM product_unit WHERE sku = ?", [sku])
    for unit, factor in wanted.items():
        declare(db, sku, unit, factor)


def known(db: Database, sku: str) -> dict[str, Decimal]:
    """Every unit an amount of that product may be given in, its own first, and how many of that
    each is."""
    found = _with_weights(lookup.unit(db, sku))
    return found | {unit: Decimal(factor) for unit, factor in declared(db, sku).items()}


def _with_weights(own: str) -> dict[str, Decimal]:
    """A product's own unit, and the weights where it is one."""
    found = {own: Decimal(1)}
    if own in GRAMS:
        found |= {unit: Decimal(grams) / GRAMS[own] for unit, grams in GRAMS.items()}
    return found


def all_known(db: Database) -> dict[str, dict[str, Decimal]]:
    """`known` of every product, by SKU."""
    found: dict[str, dict[str, Decimal]] = {}
    for sku, own in db.execute("SELECT sku, unit FROM product").fetchall():
        found[sku] = _with_weights(own)
    for sku, unit, factor in db.execute("SELECT sku, unit, factor FROM product_unit ORDER BY unit"):
        found[sku][unit] = Decimal(factor)
    return found


def to_choose(factors: Mapping[str, Decimal]) -> list[str]:
    """Of a product's units (`known`) its own and the larger ones, a weight by one name only."""
    own = next(iter(factors))
    shown: dict[Decimal, str] = {}
    for unit, factor in factors.items():
        if unit in GRAMS:
            shown.setdefault(factor, unit)
    return [
        unit
        for unit, factor in factors.items()
        if factor >= 1
        and (unit not in GRAMS or shown[factor] == unit)
        and (unit == own or unit not in _TYPED_ONLY)
    ]


_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_SAID = re.compile(rf"({_NUMBER.pattern})\s*([^\d\s.+-]+)[\s+]*", re.ASCII)


def read(text: str, factors: Mapping[str, Decimal], unit: str = "", most: int = MOST) -> int:
    """What somebody wrote, in the product's own unit, the first of ``factors`` (`known`).

    A number is of ``unit`` (empty: its own); 3箱4盒, 3 箱 + 4 盒 are of what they say, each unit
    once. Raises amount_unreadable, unit_unknown, amount_not_whole, amount_too_large (more than
    ``most`` of its own).
    """
    own, said = next(iter(factors)), narrow(text).strip()
    parts: list[tuple[str, str]] = _SAID.findall(said)
    if _NUMBER.fullmatch(said):
        return exact(said, factors, unit or own, most)
    twice = len({name for _, name in parts}) < len(parts)
    if not parts or _SAID.sub("", said) or twice or any(_has_figure(name) for _, name in parts):
        raise UserFacingError("amount_unreadable", amount=text)
    qty = sum(exact(number, factors, name, most) for number, name in parts)
    if qty > most:
        raise too_large(f"{said} = {qty:,} {own}", most, own)
    return qty


def _has_figure(name: str) -> bool:
    """1² is no amount of ²."""
    return any(each.isdigit() for each in name)


def exact(amount: str, factors: Mapping[str, Decimal], unit: str, most: int = MOST) -> int:
    """``amount`` of ``unit`` in the product's own one, of which ``most`` go. Raises as
    `into_own`."""
    own = next(iter(factors))
    try:
        number = Decimal(narrow(amount).strip())
    except InvalidOperation as error:
        raise UserFacingError("amount_unreadable", amount=amount) from error
    if not number.is_finite():
        raise UserFacingError("amount_unreadable", amount=amount)
    factor = _factor(factors, unit)
    if abs(number) > most / factor:
        fit = int(most // factor)
        raise too_large(amount, fit, unit) if fit else too_large(f"{amount} {unit}", most, own)
    result = number * factor
    whole = result == result.to_integral_value()
    if not whole or result / factor != number:
        raise UserFacingError("amount_not_whole", amount=amount, unit=unit, own=own)
    return int(result)


def too_large(amount: str, most: int, unit: str = "") -> UserFacingError:
    """``most``: of ``unit``, in which ``amount`` is said, too."""
    told = f"{most:,} {unit}".rstrip()
    return UserFacingError("amount_too_large", amount=amount.strip(), most=told)


def into_own(db: Database, sku: str, amount: str, unit: str = "") -> int:
    """``amount`` of ``unit`` (empty: the product's own) as the ledger counts it.

    Raises product_unknown, unit_unknown, amount_unreadable, amount_not_whole, amount_too_large
    (more than `MOST`).
    """
    factors = known(db, sku)
    return exact(amount, factors, unit or next(iter(factors)))


def out_of_own(db: Database, sku: str, qty: int, unit: str) -> str:
    """``qty`` of the product's own unit, said in ``unit``; `into_own` makes the same of it again.

    Raises product_unknown, unit_unknown, amount_not_whole (1 of 3 has no end in decimals).
    """
    factor = _factor(known(db, sku), unit)
    result = Decimal(qty) / factor
    if result * factor != qty:
        raise UserFacingError("amount_not_whole", amount=qty, unit=lookup.unit(db, sku), own=unit)
    return format(result.normalize(), "f")


def _factor(factors: Mapping[str, Decimal], unit: str) -> Decimal:
    if unit not in factors:
        raise UserFacingError("unit_unknown", unit=unit, known="、".join(factors))
    return factors[unit]
