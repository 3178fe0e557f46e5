"""All that is said of one product at once: what it is, what a bundle of it holds, its larger units,
and how many more may be ordered before they are there.

Every function runs on a database inside `Store.write`, `read` and `goods` also inside `Store.read`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlite_utils import Database

from inventory import bundles, ledger, products, units
from inventory.products import Product
from inventory.schema import Kind, Place
from studio.runtime.errors import UserFacingError


@dataclass(frozen=True, slots=True)
class Sheet:
    product: Product
    parts: Mapping[str, int] = field(default_factory=dict)
    """What one of a bundle holds, by SKU, in the parts' own units; empty of anything else."""
    units: Mapping[str, int] = field(default_factory=dict)
    """How many of its own unit a larger one holds."""
    may_order: int = 0
    """How many more may be ordered of a product sold by capacity."""


def read(db: Database, sku: str) -> Sheet:
    """What is on record. Raises product_unknown."""
    product = products.find(db, sku)
    capacity = ledger.on_place(db, sku, Place.CAPACITY)
    return Sheet(product, bundles.latest(db, sku).parts, units.declared(db, sku), capacity)


def goods(db: Database) -> list[Product]:
    """What may lie in a bundle, by SKU."""
    return [each for each in products.all_products(db) if each.kind is not Kind.BUNDLE]


def add(db: Database, sheet: Sheet, opening: str, at_ms: int) -> Product:
    """A new product; one without a code gets one. With parts it is a bundle.

    ``opening``: an amount in its own unit: what lies there, or what may be ordered of it. Raises
    opening_stock_refused, quantity_negative and what `products.add`, `units.declare`,
    `bundles.define` and `units.into_own` raise.
    """
    made = products.add(db, sheet.product, at_ms)
    for unit, factor in sheet.units.items():
        units.declare(db, made.sku, unit, factor)
    if sheet.parts or made.kind is Kind.BUNDLE:
        bundles.define(db, made.sku, sheet.parts)
    qty = units.into_own(db, made.sku, opening)
    if qty and (sheet.parts or made.catch_weight):
        raise UserFacingError("opening_stock_refused", sku=made.sku)
    if qty < 0:
        raise UserFacingError("quantity_negative", qty=qty)
    products.open_with(db, made, qty, at_ms)
    return products.find(db, made.sku)


def change(db: Database, sheet: Sheet, more: int, at_ms: int) -> Product:
    """Change a known one; its kind stays. A bundle that holds something else has a new recipe.

    ``more``: so many more may be ordered of it than before, below 0 fewer. Raises
    capacity_not_so_many and what `products.change`, `units.keep` and `bundles.define` raise.
    """
    sku = sheet.product.sku
    products.change(db, sheet.product)
    units.keep(db, sku, sheet.units)
    known = products.find(db, sku)
    if known.kind is Kind.BUNDLE and sheet.parts != bundles.latest(db, sku).parts:
        bundles.define(db, sku, sheet.parts)
    if known.kind.by_capacity and more:
        _give_capacity(db, known, more, at_ms)
    return known


def _give_capacity(db: Database, product: Product, more: int, at_ms: int) -> None:
    left = ledger.on_place(db, product.sku, Place.CAPACITY)
    if left + more < 0:
        raise UserFacingError(
            "capacity_not_so_many", name=product.name, available=left, unit=product.unit
        )
    places = (Place.PLAN, Place.CAPACITY) if more > 0 else (Place.CAPACITY, Place.PLAN)
    ledger.move(
        db, sku=product.sku, qty=abs(more), source=places[0], target=places[1],
        reason="capacity_changed", at_ms=at_ms,
    )  # fmt: skip
