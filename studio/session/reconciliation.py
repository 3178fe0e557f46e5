"""One broadcast's notes beside the platforms' rows, for the window and the command line.

It brings what knows order files along, so it is imported by those who look at it, not at the start.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from inventory import products
from inventory.orders import reconciling
from inventory.orders.reconciling import Reconciled, Unexplained
from studio.runtime.wording import Language, sentence
from studio.session import archive


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What became of what was noted, and what was ordered without having been noted."""

    title: str
    live_at: int | None
    notes: Sequence[Reconciled]
    unexplained: Sequence[Unexplained]
    names: Mapping[str, str]
    """SKU → the product's name."""


def with_let_go(said: str, notes: int, language: Language) -> str:
    """What was done with orders, and of how many notes too little may be sold now."""
    if not notes:
        return said
    more = sentence("orders_notes_let_go", language, notes=notes)
    return ("" if language == "zh" else " ").join((said, more))


def of_session(db: Database, session_id: str, now_ms: int) -> Reconciliation:
    """As it stands at ``now_ms``. ``session_unknown``. Inside `Store.read`."""
    plan, _ = archive.load(db, session_id)  # an unknown one is a mistake, not an empty list
    begun, ended = archive.on_air(db, session_id)
    left = list(reconciling.unexplained(db, begun, ended or now_ms)) if begun is not None else []
    names = {each.sku: each.name for each in products.all_products(db)}
    notes = reconciling.notes(db, session_id)
    return Reconciliation(plan.title, begun, notes, left, names)
