"""Whether a shop's orders hold their goods from the order on, or once they are paid.

On the platforms a buyer has some minutes to pay. Who sells what is scarce keeps it for them from
the order on; whoever has enough, or many who never pay, does not. A shop nobody said anything
about takes it at payment. Functions run on a database inside `Store.write`; those that only look
also inside `Store.read`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlite_utils import Database

from studio.runtime.errors import UserFacingError


class Takes(StrEnum):
    """When an order of a shop takes its goods from the shelf."""

    ORDER = "order"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class ShopRule:
    """A shop of which orders were imported, and when they take their goods."""

    shop: str
    takes: Takes


def at_order(db: Database, shop: str) -> bool:
    """True where the shop's orders hold their goods before they are paid."""
    return shop in all_at_order(db)


def all_at_order(db: Database) -> frozenset[str]:
    rows = db.execute("SELECT shop FROM shop_rule WHERE takes = ?", [Takes.ORDER.value])
    return frozenset(shop for (shop,) in rows)


def rules(db: Database) -> list[ShopRule]:
    """Every shop that is known, by name."""
    rows = db.execute(
        "SELECT shop, coalesce(takes, ?) FROM (SELECT DISTINCT shop FROM import_file UNION "
        "SELECT shop FROM shop_rule) LEFT JOIN shop_rule USING (shop) ORDER BY shop",
        [Takes.PAYMENT.value],
    )
    return [ShopRule(shop, Takes(takes)) for shop, takes in rows]


def say(db: Database, shop: str, takes: Takes, at_ms: int) -> None:
    """Keep when that shop's orders take their goods. Raises shop_unknown (nothing of it came)."""
    known = [each.shop for each in rules(db)]
    if shop not in known:
        raise UserFacingError("shop_unknown", shop=shop, known="、".join(known) or "—")
    db.execute(
        "INSERT INTO shop_rule VALUES (?, ?, ?) ON CONFLICT (shop) DO UPDATE "
        "SET takes = excluded.takes, said_ms = excluded.said_ms",
        [shop, takes.value, at_ms],
    )
