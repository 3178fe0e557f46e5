"""Why a line waits for a person, and what could be proposed to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inventory.orders import mapping
from inventory.orders.line_state import Doubt, LineState
from inventory.orders.mapping import Mapped, Named
from inventory.orders.matching import Notes

UNMAPPED = "product_unmapped"
SHORT = "stock_short"
JOINED = "products_joined"
HEADING = "heading_unknown"
LOOK_ON = "pass_over"
"""What is proposed for a heading nobody knows: keep its cells, make nothing of them."""


@dataclass(frozen=True, slots=True)
class Question:
    """One row that waits for a person."""

    row: int
    order_no: str
    kind: str
    about: str
    suggestions: tuple[str, ...]
    """SKUs (``SKU*3`` where it is several, joined by ``+``), or `LOOK_ON`."""


@dataclass
class Answers:
    """What a person has said so far that an import needs to know; and what may be proposed."""

    shop: str
    maps: dict[str, Mapped]
    headings: set[str]
    ours: Sequence[Named]
    notes: Notes
    """Orders noted live that wait for their rows."""
    at_order: bool = False
    """The shop's orders take their goods before they are paid (`shop_rules`)."""
    _proposed: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def why(self, line: LineState, told: Mapping[str, int] | None) -> Doubt | None:
        """The first thing that keeps a line from going on by itself; None where nothing does.

        ``told``: what a person said is in it.
        """
        for doubt in line.doubts:
            known = (doubt.kind == HEADING and doubt.about in self.headings) or (
                doubt.kind == JOINED and told
            )
            if not known:
                return doubt
        if self.goods(line, told) is None:
            return Doubt(UNMAPPED, f"{line.title} {line.spec}".strip() or line.code)
        return None

    def goods(self, line: LineState, told: Mapping[str, int] | None) -> Mapping[str, int] | None:
        """Our products in a line; None while nobody has said which."""
        return mapping.goods_in(line, self.maps, told)

    def proposals(self, line: LineState, doubt: Doubt) -> tuple[str, ...]:
        """What a person may be asked to confirm, the likeliest first."""
        if doubt.kind == HEADING:
            return (LOOK_ON,)
        if doubt.kind == UNMAPPED:
            return tuple(self._skus(line.code, f"{line.title} {line.spec}"))
        if doubt.kind == JOINED and (goods := self.parts(line)):
            return ("+".join(f"{sku}*{qty}" for sku, qty in goods.items()),)
        return ()

    def parts(self, line: LineState) -> dict[str, int] | None:
        """What is in a joined line, where each part has one product and says how many."""
        goods: dict[str, int] = {}
        for part in line.parts:
            found = self.sku_of(part.code, part.title)
            if found is None or part.qty is None:
                return None
            goods[found.sku] = goods.get(found.sku, 0) + found.times * part.qty
        return goods or None

    def sku_of(self, code: str, title: str) -> Mapped | None:
        """The one product a part of a joined line is, where there is one."""
        if mapped := self.maps.get(code):
            return mapped
        found = self._skus(code, title)
        return Mapped(found[0], 1) if len(found) == 1 else None

    def _skus(self, code: str, words: str) -> list[str]:
        key = (code, words)
        if key not in self._proposed:
            self._proposed[key] = mapping.suggestions(code, words, self.ours)
        return self._proposed[key]
