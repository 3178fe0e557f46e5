"""What time alone changes: notes expire, and what is past its best-before leaves the shelf.

Both are moves of that moment, so that no level depends on when it is looked at.
"""

from __future__ import annotations

from sqlite_utils import Database

from inventory import bundles, holds, live_sales, lots


def catch_up(db: Database, at_ms: int) -> None:
    """What every writer begins with: ids go on after all there are, what is overdue is cleared.

    ``at_ms``: now, UTC. Inside `Store.write`.
    """
    live_sales.go_on(db)
    clear(db, at_ms)


def due(db: Database, at_ms: int) -> frozenset[str]:
    """What `clear` would look at, by names that are not told to anybody. Also in `Store.read`.

    Goods moved on by hand stay due, although nothing can be given back (`holds.expire`).
    """
    past = {f"lot {lot.sku} {lot.code}" for lot in lots.stale(db, at_ms)}
    return frozenset(past.union(f"note {each}" for each in holds.due(db, at_ms)))


def clear(db: Database, at_ms: int) -> list[str]:
    """Give back and set aside what is overdue; returns the SKUs whose level changed.

    In the middle of a broadcast it is asked for before an order is refused for lack of stock, and
    within seconds after something became `due` (`studio.session.overdue_watch`).
    Costs next to nothing where nothing is overdue. Inside `Store.write`.
    """
    touched = {note.sku for note in holds.expire(db, at_ms)}
    touched |= {lot.sku for lot in lots.set_aside_stale(db, at_ms)}
    return sorted(touched.union(*(bundles.relatives(db, sku) for sku in touched)))
