"""Whether there is enough for the rows of a file, said before anything of it is written.

As `stock.settle` will find it: from what may be sold, of a bundle from its parts, of what is sold
by capacity from what may still be promised; and what a note holds already is there for its row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from inventory import bundles, ledger
from inventory.orders.line_state import LineState
from inventory.orders.matching import Notes
from inventory.orders.stock import Goods
from inventory.schema import Kind, Place


@dataclass
class Stores:
    """What would still be there, by SKU in its unit, as one row after the other takes from it."""

    free: Counter[str]
    """What may be sold, or promised."""
    come: Counter[str]
    """Of what is sold by capacity, what lies on the shelf and can be sent."""
    parts: Mapping[str, Goods]
    """Of each bundle, by its latest recipe."""

    @classmethod
    def read(cls, db: Database) -> Stores:
        """Inside `Store.read`."""
        levels = ledger.levels(db).values()
        promised = [each for each in levels if each.kind.by_capacity]
        made = [each.sku for each in levels if each.kind is Kind.BUNDLE]
        return cls(
            Counter({each.sku: each.available for each in levels}),
            Counter({each.sku: each.on_hand - each.reserved for each in promised}),
            {sku: bundles.latest(db, sku).parts for sku in made},
        )

    def take(self, line: LineState, goods: Goods, notes: Notes, place: Place) -> bool:
        """Let a line have its goods. False where there are too few: then it takes only what its
        notes hold."""
        wanted: Counter[str] = Counter()
        sent: Counter[str] = Counter()
        for sku, qty in goods.items():
            if place is Place.CUSTOMER and sku in self.come:
                sent[sku] += qty
            left = qty - _of_notes(line, sku, qty, notes)
            for part, each in self.parts.get(sku, {sku: 1}).items():
                wanted[part] += each * left
        if not (wanted <= self.free and sent <= self.come):
            return False
        self.free -= wanted
        self.come.subtract(sent)
        return True


def _of_notes(line: LineState, sku: str, qty: int, notes: Notes) -> int:
    """How many of them notes hold; those go over to the line."""
    covered = 0
    for note, part in notes.fitting(line, sku, qty):
        notes.forget(note, part)
        covered += part
    return covered
