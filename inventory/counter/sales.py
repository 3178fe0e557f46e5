"""A sale at the counter: goods out of the door and money in the till, in one transaction.

Each line's goods go from the shelf to the customer under the line's id. Taking a sale back is
moves the other way; both stay on record. All functions run on a database inside `Store.write`;
`find` and `recent` also inside `Store.read`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from inventory import ledger, products, reservations, returns, units
from inventory.counter import weighing
from inventory.products import Product
from inventory.schema import Place
from studio.runtime.clock import local_stamp
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import first_id_of, new_id

PAYS = ("cash", "transfer")
REASON = "counter_sale"
DEAREST_FEN = 100_000_000
"""A million yuan for one line is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the counter, as it is said."""

    sku: str
    amount: str = "1"
    unit: str = ""
    """Empty: the product's own."""
    grams: int | None = None
    """What the pieces weigh, by catch weight."""
    paid_fen: int | None = None
    """What is taken for it; None: its price in the record times how many."""


@dataclass(frozen=True, slots=True)
class SoldLine:
    """One line of a sale. Money is integer fen, ``qty`` in the product's own unit."""

    id: str
    sku: str
    name: str
    unit: str
    qty: int
    said: str
    grams: int
    unit_price_fen: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class Sale:
    """One sale at the counter. ``sold_at`` is UTC milliseconds."""

    id: str
    pay: str
    """One of `PAYS`; empty where nobody said (what was noted before and handed over)."""
    total_fen: int
    sold_at: int
    undone: bool
    lines: tuple[SoldLine, ...]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """An `Item` in the product's own unit, and what it costs."""

    product: Product
    qty: int
    said: str
    grams: int | None
    paid_fen: int


def price(db: Database, item: Item) -> int:
    """What an item costs, in fen. Errors: those of `sell` that are about one line."""
    return _read(db, item).paid_fen


def sell(
    db: Database, items: Sequence[Item], pay: str, at_ms: int, *, safety_buffer: int = 0
) -> Sale:
    """Sell ``items`` over the counter; all of them, or none.

    ``pay`` is one of `PAYS`. Raises sale_empty, price_unreadable, quantity_not_positive,
    product_unknown, not_enough_stock, lot_on_hold, weight_missing, weight_unwanted,
    weight_of_several_lots, weight_too_much, and those of `inventory.units.into_own`.
    """
    if not items:
        raise UserFacingError("sale_empty")
    read = [_read(db, item) for item in items]
    sale_id, stamp = new_id(at_ms), local_stamp(at_ms)
    db.execute(
        "INSERT INTO counter_sale (id, pay, total_fen, sold_ms, sold_local) VALUES (?, ?, ?, ?, ?)",
        [sale_id, pay, sum(each.paid_fen for each in read), at_ms, stamp.text + stamp.zone],
    )
    for each in read:
        _sell_line(db, sale_id, each, at_ms, safety_buffer)
    return find(db, sale_id)


def undo(db: Database, sale_id: str, at_ms: int) -> Sale:
    """Take a sale back: its goods are in the house again, the sale stays on record.

    What may no longer be sold of them goes to the hold. Raises sale_unknown, sale_already_undone,
    sale_has_case (a return of it is on record: its goods would come twice).
    """
    sale = find(db, sale_id)
    if sale.undone:
        raise UserFacingError("sale_already_undone")
    for line in sale.lines:
        returns.must_have_no_case(db, line.id, "sale_has_case")
        _take_back(db, line.id, at_ms)
    stamp = local_stamp(at_ms)
    db.execute(
        "INSERT INTO counter_undo (sale_id, undone_ms, undone_local) VALUES (?, ?, ?)",
        [sale_id, at_ms, stamp.text + stamp.zone],
    )
    return find(db, sale_id)


def find(db: Database, sale_id: str) -> Sale:
    """The sale of that id. Raises sale_unknown."""
    found = _query(db, "WHERE id = ?", [sale_id])
    if not found:
        raise UserFacingError("sale_unknown", sale=sale_id)
    return found[0]


def recent(db: Database, since_ms: int = 0, limit: int = -1) -> list[Sale]:
    """Sales since an instant, the newest first, those taken back included.

    ``limit``: no more than so many; below nothing is all of them.
    """
    # An id is never older than what it tells of; it may be newer, after the clock was set back.
    which = "WHERE id >= ? AND sold_ms >= ? ORDER BY id DESC LIMIT ?"
    return _query(db, which, [first_id_of(since_ms), since_ms, limit])


def often(db: Database, of_last: int = 500) -> dict[str, int]:
    """How many of the last sales' lines were of each product."""
    rows = db.execute(
        "SELECT sku, count(*) FROM (SELECT sku FROM counter_line ORDER BY id DESC LIMIT ?) "
        "GROUP BY sku",
        [of_last],
    )
    return dict(rows.fetchall())


def _read(db: Database, item: Item) -> _Weighed:
    product = products.find(db, item.sku)
    qty = units.into_own(db, item.sku, item.amount, item.unit)
    if qty < 1:
        raise UserFacingError("quantity_not_positive", qty=qty)
    ledger.need_weight(db, item.sku, item.grams)
    paid = product.price_fen * qty if item.paid_fen is None else item.paid_fen
    if not 0 <= paid <= DEAREST_FEN:
        raise UserFacingError("sale_price_refused", name=product.name)
    said = f"{item.amount.strip()} {item.unit or product.unit}"
    return _Weighed(product, qty, said, item.grams, paid)


def _sell_line(db: Database, sale_id: str, sold: _Weighed, at_ms: int, safety_buffer: int) -> None:
    line_id, sku = new_id(at_ms), sold.product.sku
    reservations.reserve(
        db,
        reference=line_id,
        sku=sku,
        qty=sold.qty,
        at_ms=at_ms,
        reason=REASON,
        safety_buffer=safety_buffer,
    )
    if sold.grams:
        weighing.weigh(db, line_id, sold.grams, at_ms)
    reservations.forward(db, reference=line_id, to=Place.CUSTOMER, reason=REASON, at_ms=at_ms)
    db.execute(
        "INSERT INTO counter_line (id, sale_id, sku, qty, said, grams, unit_price_fen, paid_fen) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(line_id, sale_id, sku, sold.qty, sold.said, sold.grams or 0),
            *(sold.product.price_fen, sold.paid_fen),
        ],
    )


def _take_back(db: Database, line_id: str, at_ms: int) -> None:
    goods = returns.gone(db, line_id)
    place = returns.for_shelf(db, at_ms)
    returns.bring_back(db, goods, place, under=line_id, reason="counter_sale_undone", at_ms=at_ms)


def _query(db: Database, tail: str, values: Sequence[str | int]) -> list[Sale]:
    rows = db.execute(
        "SELECT id, pay, total_fen, sold_ms, EXISTS "
        "(SELECT 1 FROM counter_undo WHERE sale_id = counter_sale.id) "
        f"FROM counter_sale {tail}",
        values,
    ).fetchall()
    lines = _lines(db, [row[0] for row in rows])
    return [
        Sale(sale_id, pay, total, sold_at, bool(undone), tuple(lines.get(sale_id, ())))
        for sale_id, pay, total, sold_at, undone in rows
    ]


def _lines(db: Database, sale_ids: Sequence[str]) -> dict[str, list[SoldLine]]:
    rows: list[tuple[Any, ...]] = db.execute(
        "SELECT sale_id, counter_line.id, counter_line.sku, name, unit, qty, said, grams, "
        "unit_price_fen, paid_fen FROM counter_line JOIN product USING (sku) "
        "WHERE sale_id IN (SELECT value FROM json_each(?)) ORDER BY counter_line.id",
        [json.dumps(list(sale_ids))],
    ).fetchall()
    found: dict[str, list[SoldLine]] = {}
    for sale_id, *line in rows:
        found.setdefault(sale_id, []).append(SoldLine(*line))
    return found
