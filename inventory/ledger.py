"""Stock as a ledger of moves between places. Nothing is ever set, only moved.

All functions run on a database inside `Store.write` or `Store.read`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from inventory.schema import NOT_ENOUGH, Place
from studio.runtime.clock import local_stamp
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id
from studio.store.sqlite import sqlite3

__all__ = ["Place", "StockLevel", "level", "levels", "move", "not_enough", "on_place", "replay"]


@dataclass(frozen=True, slots=True)
class StockLevel:
    """What is left of one SKU, in its unit."""

    sku: str
    on_hand: int
    """Physically in the workshop: shelf and reserved."""
    reserved: int
    available: int
    """What may still be sold: the shelf less the safety buffer, never below nothing."""

    def after_reserving(self, qty: int) -> StockLevel:
        """The level once ``qty`` of what is available has been reserved."""
        return StockLevel(self.sku, self.on_hand, self.reserved + qty, self.available - qty)


def move(  # noqa: PLR0913 - the facts of one move, by name
    db: Database,
    *,
    sku: str,
    qty: int,
    source: Place,
    target: Place,
    reason: str,
    at_ms: int,
    reference: str = "",
) -> str:
    """Move ``qty`` from one place to another; returns the move's id. ``at_ms``: when it happened.

    Raises quantity_not_positive, product_unknown, not_enough_stock (a real place would fall below
    zero). A correction is a move back, never a change.
    """
    if qty < 1:
        raise UserFacingError("quantity_not_positive", qty=qty)
    move_id = new_id(at_ms)
    stamp = local_stamp(at_ms)
    try:
        db.execute(
            "INSERT INTO stock_move (id, sku, qty, source, target, reason, reference, "
            "happened_ms, happened_local) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            # .value: the binding asks twenty microseconds about what is not quite a str
            [
                *(move_id, sku, qty, source.value, target.value, reason, reference),
                *(at_ms, stamp.text + stamp.zone),
            ],
        )
    except sqlite3.IntegrityError as error:
        known(db, sku)
        if str(error) != NOT_ENOUGH:
            raise
        raise not_enough(db, sku, on_place(db, sku, source)) from error
    return move_id


def level(db: Database, sku: str, safety_buffer: int = 0) -> StockLevel:
    """What is left of one SKU. Raises product_unknown."""
    found = levels(db, [sku], safety_buffer).get(sku)
    if found is None:
        raise UserFacingError("product_unknown", sku=sku)
    return found


def levels(
    db: Database, skus: Iterable[str] | None = None, safety_buffer: int = 0
) -> dict[str, StockLevel]:
    """What is left of the given SKUs (unknown ones are left out), or of every product."""
    wanted = None if skus is None else list(dict.fromkeys(skus))
    where = "" if wanted is None else f"WHERE product.sku IN ({', '.join('?' * len(wanted))})"
    rows = db.execute(
        f"""SELECT product.sku, coalesce(shelf.qty, 0), coalesce(reserved.qty, 0) FROM product
        LEFT JOIN stock_balance AS shelf ON shelf.sku = product.sku AND shelf.place = 'shelf'
        LEFT JOIN stock_balance AS reserved
            ON reserved.sku = product.sku AND reserved.place = 'reserved'
        {where} ORDER BY product.sku""",
        wanted or [],
    )
    return {
        sku: StockLevel(sku, shelf + reserved, reserved, max(0, shelf - safety_buffer))
        for sku, shelf, reserved in rows
    }


def replay(db: Database) -> dict[tuple[str, Place], int]:
    """Every balance, summed again from the moves alone: what the balance table must equal."""
    balances: defaultdict[tuple[str, Place], int] = defaultdict(int)
    for sku, qty, source, target in db.execute("SELECT sku, qty, source, target FROM stock_move"):
        balances[sku, Place(source)] -= qty
        balances[sku, Place(target)] += qty
    return dict(balances)


def on_place(db: Database, sku: str, place: Place) -> int:
    """The balance of one place. Raises product_unknown."""
    row = db.execute(
        "SELECT coalesce(stock_balance.qty, 0) FROM product LEFT JOIN stock_balance "
        "ON stock_balance.sku = product.sku AND place = ? WHERE product.sku = ?",
        [place, sku],
    ).fetchone()
    if row is None:
        raise UserFacingError("product_unknown", sku=sku)
    return int(row[0])


def known(db: Database, sku: str) -> None:
    """Raises product_unknown unless the SKU was taken over."""
    if db.execute("SELECT 1 FROM product WHERE sku = ?", [sku]).fetchone() is None:
        raise UserFacingError("product_unknown", sku=sku)


def not_enough(db: Database, sku: str, available: int) -> UserFacingError:
    """The one sentence about too little stock, with the product's own name and unit."""
    name, unit = db.execute("SELECT name, unit FROM product WHERE sku = ?", [sku]).fetchone()
    return UserFacingError("not_enough_stock", sku=sku, name=name, available=available, unit=unit)
