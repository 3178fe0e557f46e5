"""Bundles (组合装): a product that explodes into its parts the moment it is held.

A recipe is never changed: a new one is a new version, and what was held keeps the version it was
held with. All functions run on a database inside `Store.write` or `Store.read`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from inventory import lookup
from inventory.schema import Kind
from studio.runtime.errors import UserFacingError


@dataclass(frozen=True, slots=True)
class Recipe:
    """What one of a bundle is made of, in the parts' own units."""

    sku: str
    version: int
    parts: Mapping[str, int]


def define(db: Database, sku: str, parts: Mapping[str, int]) -> Recipe:
    """A new version of a bundle's recipe. The product is a bundle from its first recipe on.

    Raises product_unknown, bundle_empty, bundle_part_refused (a part is a bundle itself, or the
    bundle), quantity_not_positive, bundle_has_stock (a product that has moved stays what it is).
    """
    if not parts:
        raise UserFacingError("bundle_empty", sku=lookup.name(db, sku))
    for part, qty in parts.items():
        if qty < 1:
            raise UserFacingError("quantity_not_positive", qty=qty)
        if lookup.kind(db, part) is Kind.BUNDLE or part == sku:
            raise _refused(db, sku, part)
    if lookup.kind(db, sku) is not Kind.BUNDLE:
        if db.execute("SELECT 1 FROM stock_balance WHERE sku = ?", [sku]).fetchone() is not None:
            raise UserFacingError("bundle_has_stock", sku=sku)
        if db.execute("SELECT 1 FROM bundle_part WHERE part = ?", [sku]).fetchone() is not None:
            raise _refused(db, sku, sku)
        db.execute("UPDATE product SET kind = ? WHERE sku = ?", [Kind.BUNDLE.value, sku])
    version = latest(db, sku).version + 1
    for part, qty in parts.items():
        db.execute(
            "INSERT INTO bundle_part (sku, version, part, qty) VALUES (?, ?, ?, ?)",
            [sku, version, part, qty],
        )
    return Recipe(sku, version, dict(parts))


def _refused(db: Database, sku: str, part: str) -> UserFacingError:
    names = {"name": lookup.name(db, sku), "part": lookup.name(db, part)}
    return UserFacingError("bundle_part_refused", **names)


def latest(db: Database, sku: str) -> Recipe:
    """The recipe a bundle is held by from now on; version 0 without parts where there is none."""
    row = db.execute("SELECT max(version) FROM bundle_part WHERE sku = ?", [sku]).fetchone()
    return recipe(db, sku, row[0] or 0)


def recipe(db: Database, sku: str, version: int) -> Recipe:
    """One version of a recipe."""
    rows = db.execute(
        "SELECT part, qty FROM bundle_part WHERE sku = ? AND version = ? ORDER BY part",
        [sku, version],
    )
    return Recipe(sku, version, dict(rows.fetchall()))


def freeze(db: Database, reference: str, recipe: Recipe) -> None:
    """Keep by which recipe a bundle is held under ``reference``; kept already, nothing changes."""
    if frozen(db, reference) is None:
        db.execute(
            "INSERT INTO bundle_hold (reference, sku, version) VALUES (?, ?, ?)",
            [reference, recipe.sku, recipe.version],
        )


def frozen(db: Database, reference: str) -> Recipe | None:
    """The recipe something was held by; None where it was no bundle."""
    row = db.execute(
        "SELECT sku, version FROM bundle_hold WHERE reference = ?", [reference]
    ).fetchone()
    return None if row is None else recipe(db, row[0], row[1])


def relatives(db: Database, sku: str) -> list[str]:
    """SKUs whose level changes with that one's, itself left out: parts, siblings' bundles."""
    rows = db.execute(
        "SELECT DISTINCT part FROM bundle_part WHERE sku = ?1 UNION "
        "SELECT DISTINCT sku FROM bundle_part WHERE part = ?1 UNION "
        "SELECT DISTINCT other.sku FROM bundle_part AS own JOIN bundle_part AS other "
        "ON other.part = own.part WHERE own.sku = ?1",
        [sku],
    )
    return [found for (found,) in rows if found != sku]
