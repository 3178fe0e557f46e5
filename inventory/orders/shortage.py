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
        # Counter's own <= and -= walk every product there is, for each row of a long file.
        if _lacks(self.free, wanted) or _lacks(self.come, sent):
            return False
        self.free.subtract(wanted)
        self.come.subtract(sent)
        return True


def _lacks(there: Counter[str], wanted: Counter[str]) -> bool:
    """Whether there is less of anything than is wanted of it; of nothing there is always enough."""
    return any(qty > max(0, there[sku]) for sku, qty in wanted.items())


def _of_notes(line: LineState, sku: str, qty: int, notes: Notes) -> int:
    """How many of them notes hold; those go over to the line."""
    covered = 0
    for note, part in notes.fitting(line, sku, qty):
        notes.forget(note, part)
        covered += part
    return covered
