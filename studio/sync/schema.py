"""The outbox's tables. A message is written once and never changed or taken away."""

from __future__ import annotations

from sqlite_utils import Database

from studio.store.migrations import HouseMigrations, refusing

REASON = "the outbox is append-only"
TRIGGERS = (
    refusing("outbox_never_updated", "UPDATE", "outbox", REASON),
    refusing("outbox_never_deleted", "DELETE", "outbox", REASON),
)

MIGRATIONS = HouseMigrations("sync", TRIGGERS)


@MIGRATIONS()
def m001_outbox(db: Database) -> None:
    for statement in _TABLES:
        db.execute(statement)


_TABLES = (
    # One row: which run of sequence numbers this database writes.
    """
    CREATE TABLE outbox_writer (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        epoch TEXT NOT NULL CHECK (length(epoch) = 16)
    ) STRICT
    """,
    """
    CREATE TABLE outbox (
        epoch TEXT NOT NULL,
        seq INTEGER NOT NULL CHECK (seq > 0),
        v INTEGER NOT NULL,
        type TEXT NOT NULL,
        schema INTEGER NOT NULL,
        session_id TEXT NOT NULL,
        wall INTEGER NOT NULL,
        prev_sha256 TEXT NOT NULL,
        sha256 TEXT NOT NULL UNIQUE,
        body BLOB NOT NULL,
        PRIMARY KEY (epoch, seq)
    ) STRICT
    """,
)
