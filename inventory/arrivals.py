"""到货: goods that come into the house. Runs on a database inside `Store.write`."""

from __future__ import annotations

from itertools import count

from sqlite_utils import Database

from inventory import households, ledger, lots
from inventory.lots import Lot
from inventory.schema import Place
from studio.runtime.clock import local_day

LONGEST_NAME = 20
"""Letters of a household's name in a lot's code: it stands on labels."""


def receive(
    db: Database,
    sku: str,
    qty: int,
    at_ms: int,
    *,
    household: str = "",
    best_before: str = "",
    grams: int | None = None,
) -> str:
    """Put ``qty`` on the shelf; returns the lot's code, empty where nothing is known of them.

    With a household or a last day they are a lot, named by the day and the household; what else
    comes on that day from there and is good as long joins it, unless its code is on hold: what
    comes after a test's verdict is not what was tested. Raises what `inventory.lots.register` and
    `inventory.ledger.move` raise.
    """
    code = ""
    household = households.called(db, household)
    if household or best_before:
        lot = _lot(db, sku, household, best_before, at_ms)
        lots.register(db, lot, at_ms)
        code = lot.code
    ledger.move(
        db,
        sku=sku,
        qty=qty,
        source=Place.HOUSEHOLD if household else Place.SUPPLIER,
        target=Place.SHELF,
        reason="arrived",
        at_ms=at_ms,
        lot=code,
        grams=grams,
    )
    return code


def _lot(db: Database, sku: str, household: str, best_before: str, at_ms: int) -> Lot:
    """The lot these belong to, known or not yet."""
    day = local_day(at_ms)[2:].replace("-", "")  # the year: next year's are other goods
    name = f"{day}-{household[:LONGEST_NAME]}" if household else day
    codes = (name if number == 1 else f"{name}-{number}" for number in count(1))
    made = (Lot(sku, code, household, best_before=best_before) for code in codes)
    return next(
        lot
        for lot in made
        if lots.find(db, sku, lot.code) in (None, lot) and not lots.any_on_hold(db, lot.code)
    )
