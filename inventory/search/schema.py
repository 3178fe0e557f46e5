"""What is kept so that orders noted live are sorted at once; all of it follows from them.

They are listed here *after* they were noted (`inventory.search.listing`): an index
more on `live_sale` would be a page more to write for whoever notes an order. What a row is sorted
by is kept as small numbers, so that seven orders of a million rows are some hundred megabytes less.
"""

from __future__ import annotations

from sqlite_utils import Database

from studio.store.migrations import HouseMigrations

_OF_CASE = """(SELECT order_id FROM after_case JOIN handover ON handover.id = sold_under
        WHERE after_case.id = NEW.case_id)"""
_IS_STALE = """INSERT INTO listed_stale SELECT {0} WHERE {1}
        AND NOT EXISTS (SELECT 1 FROM listed_stale WHERE id = {0});"""
TRIGGERS = (
    f"""CREATE TRIGGER listed_stale_undone AFTER INSERT ON live_sale_undo
BEGIN {_IS_STALE.format("NEW.order_id", "TRUE")} END""",
    # What a platform's row takes over of a note that was not taken back goes on standing.
    f"""CREATE TRIGGER listed_stale_ended AFTER INSERT ON hold_end
WHEN NEW.reference = '' OR EXISTS (SELECT 1 FROM live_sale_undo WHERE order_id = NEW.hold_id)
BEGIN {_IS_STALE.format("NEW.hold_id", "TRUE")} END""",
    f"""CREATE TRIGGER listed_stale_refunded AFTER INSERT ON after_step
WHEN NEW.what = 'refunded' OR NEW.what = 'undone'
BEGIN {_IS_STALE.format(_OF_CASE, f"{_OF_CASE} IS NOT NULL")} END""",
)
"""Orders of which something else stands than was listed (`inventory.standing`). Plain INSERT: an OR
clause of the statement that fired a trigger overrides the trigger's own."""

MIGRATIONS = HouseMigrations("search", TRIGGERS)


@MIGRATIONS()
def m001_listed_orders(db: Database) -> None:
    """Orders so far are listed before there are indexes to keep: in a third of the time."""
    for statement in _TABLES:
        db.execute(statement)
    from inventory.search import listing

    while listing.list_new(db, late_ms=0):
        pass
    for statement in _INDEXES:
        db.execute(statement)


@MIGRATIONS()
def m002_what_stands_of_an_order_is_one_rule(db: Database) -> None:
    """Only whole orders that were taken back were left out of the sums: what was handed over of
    them before went missing, and what was given back or ran out was summed all the same."""
    for statement in _BY_WHAT_STANDS:
        db.execute(statement)
    from inventory.search import listing

    while listing.list_again(db):
        pass


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

_BY_WHAT_STANDS = (
    # gone: nothing of it counts any more; gone_fen: what of its money does not.
    "ALTER TABLE listed_sale RENAME COLUMN undone TO gone",
    "ALTER TABLE listed_sale ADD COLUMN gone_fen INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE listed_total RENAME COLUMN undone TO gone",
    "ALTER TABLE listed_total RENAME COLUMN undone_fen TO gone_fen",
    "DROP TABLE listed_undone",
    "UPDATE listed_sale SET gone = 0 WHERE gone = 1",
    "UPDATE listed_total SET gone = 0, gone_fen = 0",
    # Emptied whenever the list is brought up.
    "CREATE TABLE listed_stale (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    """INSERT INTO listed_stale SELECT order_id FROM live_sale_undo
        UNION SELECT hold_id FROM hold_end WHERE reference = ''
        UNION SELECT order_id FROM handover JOIN after_case ON sold_under = handover.id""",
)
