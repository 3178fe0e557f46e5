"""What is asked of a product everywhere. Each raises product_unknown for a SKU not taken over.

All functions run on a database inside `Store.write` or `Store.read`.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from inventory.schema import Kind
from studio.runtime.errors import UserFacingError


def must_be_known(db: Database, sku: str) -> None:
    """Refuse a SKU nobody has heard of."""
    _row(db, "1", sku)


def kind(db: Database, sku: str) -> Kind:
    """How it is sold."""
    return Kind(_row(db, "kind", sku)[0])


def unit(db: Database, sku: str) -> str:
    """What it is counted in."""
    return str(_row(db, "unit", sku)[0])


def name(db: Database, sku: str) -> str:
    """What people call it."""
    return str(_row(db, "name", sku)[0])


def weighed(db: Database, sku: str) -> tuple[str, bool]:
    """Its name, and whether it is sold by catch weight."""
    name, by_weight = _row(db, "name, catch_weight", sku)
    return name, bool(by_weight)


def _row(db: Database, columns: str, sku: str) -> tuple[Any, ...]:
    found: tuple[Any, ...] | None = db.execute(
        f"SELECT {columns} FROM product WHERE sku = ?", [sku]
    ).fetchone()
    if found is None:
        raise UserFacingError("product_unknown", sku=sku)
    return found
