"""What is kept so that orders noted live are sorted at once; all of it follows from them.

They are listed here *after* they were noted (`inventory.search.listing`): an index
more on `live_sale` would be a page more to write for whoever notes an order. What a row is sorted
by is kept as small numbers, so that seven orders of a million rows are some hundred megabytes less.
"""

from __future__ import annotations

from sqlite_utils import Database

from studio.store.migrations import HouseMigrations

MIGRATIONS = HouseMigrations("search")


@MIGRATIONS()
def m001_listed_orders(db: Database) -> None:
    """Orders so far are listed before there are indexes to keep: in a third of the time."""
    for statement in _TABLES:
        db.execute(statement)
    from inventory.search import listing

    while listing.catch_up(db, late_ms=0):
        pass
    for statement in _INDEXES:
        db.execute(statement)


_TABLES = (
    # A product by one channel: what orders are filtered by, whatever is asked for.
    """CREATE TABLE listed_ware (
        ware INTEGER PRIMARY KEY,
        sku TEXT NOT NULL,
        channel TEXT NOT NULL,
        UNIQUE (sku, channel)
    ) STRICT""",
    """CREATE TABLE listed_session (
        session INTEGER PRIMARY KEY,
        session_id TEXT NOT NULL UNIQUE
    ) STRICT""",
    """CREATE TABLE listed_sale (
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        session INTEGER NOT NULL,
        ware INTEGER NOT NULL,
        qty INTEGER NOT NULL,
        paid_fen INTEGER NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    """CREATE TABLE listed_total (
        session INTEGER NOT NULL,
        ware INTEGER NOT NULL,
        orders INTEGER NOT NULL DEFAULT 0,
        paid_fen INTEGER NOT NULL DEFAULT 0,
        undone INTEGER NOT NULL DEFAULT 0,
        undone_fen INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (session, ware)
    ) STRICT, WITHOUT ROWID""",
    # One row, written over: how many orders that were taken back are listed as such.
    """CREATE TABLE listed_undone (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        orders INTEGER NOT NULL
    ) STRICT""",
    "INSERT INTO listed_undone VALUES (1, 0)",
)

_INDEXES = (
    "CREATE INDEX listed_sale_by_session ON listed_sale (session, n)",
    "CREATE INDEX listed_sale_by_paid ON listed_sale (paid_fen, n)",
    "CREATE INDEX listed_sale_by_qty ON listed_sale (qty, n)",
    "CREATE INDEX listed_sale_by_ware ON listed_sale (ware, n)",
    "CREATE INDEX listed_sale_by_ware_and_paid ON listed_sale (ware, paid_fen, n)",
    "CREATE INDEX listed_sale_by_ware_and_qty ON listed_sale (ware, qty, n)",
    "CREATE INDEX listed_sale_undone ON listed_sale (n) WHERE undone = 1",
)
