"""Orders ready to be packed, written straight into the tables an import fills."""

from __future__ import annotations

from collections.abc import Mapping

from sqlite_utils import Database

from inventory import reservations
from inventory.orders import stock
from inventory.schema import Place
from studio.runtime.errors import UserFacingError
from tests.helpers.books import Books


def order(books: Books, number: str, **goods: int) -> str:
    """A paid order of one line a product, its goods held as an import holds them."""
    books.write(lambda db: add_order(db, number, goods, books.now))
    return number


def say(books: Books, number: str, column: str, word: str) -> None:
    """The platform tells another status of an order; its goods follow as an import lets them."""
    books.write(lambda db: told(db, number, column, word, books.now))


def add_order(db: Database, number: str, goods: Mapping[str, int], at_ms: int) -> None:
    db.execute(
        "INSERT INTO platform_order "
        "VALUES (?, '抖店', '抖店', ?, 'paid', 'none', 100, 0, NULL, 1, '', 0, 0)",
        [number, number],
    )
    for sku, qty in goods.items():
        add_line(db, number, f"{number}-{sku}", sku, qty, at_ms)


def add_line(db: Database, number: str, line_id: str, sku: str, qty: int, at_ms: int) -> None:
    db.execute(
        "INSERT INTO order_line VALUES (?, ?, ?, ?, ?, 'paid', 'none', '', '')",
        [line_id, number, line_id, sku, qty],
    )
    name = stock.reference(line_id, sku)
    reservations.reserve(db, reference=name, sku=sku, qty=qty, at_ms=at_ms)


def told(db: Database, number: str, column: str, word: str, at_ms: int) -> None:
    """What an import does when a row tells more. UserFacingError: its goods cannot follow."""
    assert column in ("status", "aftersale")
    db.execute(f"UPDATE order_line SET {column} = ? WHERE order_id = ?", [word, number])
    for line_id, sku, qty in db.execute(
        "SELECT id, code, qty FROM order_line WHERE order_id = ?", [number]
    ).fetchall():
        place = _place(db, line_id)
        if not stock.settle(db, line_id, stock.held(db, line_id), {sku: qty}, place, at_ms):
            raise UserFacingError("nothing_held")


def _place(db: Database, line_id: str) -> Place:
    status, aftersale = db.execute(
        "SELECT status, aftersale FROM order_line WHERE id = ?", [line_id]
    ).fetchone()
    if status in ("shipped", "done"):
        return Place.CUSTOMER
    waiting = status == "paid" and aftersale != "refunded"
    return Place.RESERVED if waiting else Place.SHELF
