"""Goods kept for one broadcast: while it runs, nobody else sells them.

They are kept by moves, as everything that is held (`inventory.reservations`), under one reference
for each broadcast and product: what lies there is what is left of the quota, and there is no
counter beside it. An order noted in the broadcast is taken from it first; what is left at the end
goes back. Every function runs on a database inside `Store.write`, `left` and `kept` also inside
`Store.read`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlite_utils import Database

from inventory import bundles, ledger, reservations
from inventory.ledger import StockLevel
from inventory.schema import Kind, Place

_UNDER = "quota/"


def _reference(session_id: str, sku: str) -> str:
    return f"{_UNDER}{session_id}/{sku}"


def left(db: Database, session_id: str, skus: Iterable[str]) -> dict[str, int]:
    """What is left of the broadcast's quotas, of bundles in bundles; nothing left: not listed."""
    found = {sku: _left(db, _reference(session_id, sku), sku) for sku in skus}
    return {sku: qty for sku, qty in found.items() if qty}


def _left(db: Database, reference: str, sku: str) -> int:
    qtys: defaultdict[str, int] = defaultdict(int)
    for part in reservations.parts(db, reference):
        qtys[part.sku] += part.qty
    recipe = bundles.frozen(db, reference)
    if recipe is None:
        return qtys[sku]
    return min((qtys[part] // each for part, each in recipe.parts.items()), default=0)


def keep(
    db: Database, session_id: str, sku: str, wanted: int, at_ms: int, safety_buffer: int
) -> int:
    """Keep so many for the broadcast, as far as there are as many; returns what is kept.

    What is kept already counts. Raises product_unknown.
    """
    reference = _reference(session_id, sku)
    here = _left(db, reference, sku)
    more = min(wanted - here, ledger.level(db, sku, safety_buffer).available)
    if more <= 0:
        return here
    reservations.reserve(
        db, reference=reference, sku=sku, qty=more, at_ms=at_ms, reason="quota_kept",
        safety_buffer=safety_buffer,
    )  # fmt: skip
    return here + more


def take(db: Database, session_id: str, sku: str, qty: int, at_ms: int) -> int:
    """Let ``qty`` of it go, for an order of the broadcast in the same step; returns what is left.

    Where less is left, all of it goes.
    """
    reference = _reference(session_id, sku)
    here = _left(db, reference, sku)
    taken = min(here, qty)
    if taken:
        reservations.release(db, reference=reference, at_ms=at_ms, reason="quota_taken", qty=taken)
    return here - taken


def give_back(db: Database, session_id: str, skus: Iterable[str], at_ms: int) -> None:
    """The broadcast is over: what is left of its quotas is for everybody again."""
    for sku in skus:
        reference = _reference(session_id, sku)
        if reservations.parts(db, reference):
            reservations.release(db, reference=reference, at_ms=at_ms, reason="quota_over")


def kept(db: Database, place: Place = Place.RESERVED) -> dict[str, int]:
    """What lies in the house for broadcasts, by product; ``PROMISED``: what is not there yet."""
    rows = db.execute(
        "SELECT sku, sum(CASE target WHEN ?1 THEN qty ELSE -qty END) AS here FROM stock_move "
        "WHERE reference > ?2 AND reference < ?3 AND reference <> '' AND reason <> 'live_sale' "
        "AND (target = ?1 OR source = ?1) GROUP BY sku HAVING here > 0",
        [place.value, _UNDER, _UNDER[:-1] + "0"],  # the characters next to each other
    )
    return dict(rows.fetchall())


def own(levels: Mapping[str, StockLevel], quotas: Mapping[str, int]) -> dict[str, StockLevel]:
    """Levels as the broadcast itself sees them: what is kept for it may be sold in it."""
    return {sku: _own(level, quotas.get(sku, 0)) for sku, level in levels.items()}


def _own(level: StockLevel, qty: int) -> StockLevel:
    mine = replace(level, available=level.available + qty)
    if not qty or level.kind is Kind.BUNDLE:
        return mine
    if level.kind.by_capacity:
        return replace(mine, promised=level.promised - qty)
    return replace(mine, reserved=level.reserved - qty)
