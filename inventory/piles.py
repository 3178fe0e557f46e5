"""The shelf for whoever takes from it for thousands of orders in one transaction.

Most goods lie there in one pile, without lots and weights, and nothing has to be picked. How much
such a pile holds is asked once and counted down here, and the moves are written together. All
other goods go the usual way (`inventory.reservations`). For a database inside `Store.write`.
"""

from __future__ import annotations

from sqlite_utils import Database

from inventory import ledger
from inventory.ledger import Move
from inventory.schema import Kind, Place


class Piles:
    """What lies in piles while one transaction lasts, and what it has taken from them so far.

    `write` comes before anything else looks at stock or moves any.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._left: dict[str, int | None] = {}
        self._moves: list[Move] = []

    def left(self, sku: str) -> int | None:
        """How many may be taken; None where they have to be picked. Raises product_unknown."""
        if sku not in self._left:
            level = ledger.level(self._db, sku)
            plain = level.one_pile and level.kind is Kind.STOCK
            self._left[sku] = level.available if plain else None
        return self._left[sku]

    def take(
        self, sku: str, qty: int, target: Place, *, reason: str, reference: str, at_ms: int
    ) -> None:
        """Take ``qty`` of as many as are `left`."""
        self._left[sku] = (self.left(sku) or 0) - qty
        self._moves.append(Move(sku, qty, Place.SHELF, target, reason, reference, at_ms))

    def write(self) -> None:
        """Write what was taken, and know nothing any more."""
        if self._moves:
            ledger.put_all(self._db, self._moves)
        self._moves.clear()
        self._left.clear()
