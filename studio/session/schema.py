"""The session's tables: one row a session, and the append-only journal of its facts."""

from __future__ import annotations

from sqlite_utils import Database

from studio.store.migrations import HouseMigrations, refusing

TRIGGERS = (
    refusing("journal_never_updated", "UPDATE", "journal", "the journal is append-only"),
    refusing("journal_never_deleted", "DELETE", "journal", "the journal is append-only"),
    refusing("session_never_updated", "UPDATE", "session", "a session row is never changed"),
    refusing("session_never_deleted", "DELETE", "session", "a session row is never deleted"),
)

MIGRATIONS = HouseMigrations("session", TRIGGERS)


@MIGRATIONS()
def m001_session_and_journal(db: Database) -> None:
    for statement in _TABLES:
        db.execute(statement)


@MIGRATIONS()
def m002_journal_lies_by_session(db: Database) -> None:
    """An order touches one page of the journal instead of two: its rows are their own index."""
    for statement in _JOURNAL_BY_SESSION:
        db.execute(statement)


@MIGRATIONS()
def m003_pulse_knows_the_wall_clock(db: Database) -> None:
    """NULL: left by a version that had one clock only."""
    db.execute("ALTER TABLE pulse ADD COLUMN recorded INTEGER")


@MIGRATIONS()
def m004_records_a_broadcast_saw_last(db: Database) -> None:
    """What was changed between a crash and 接着播 is followed (`studio.session.seen_records`)."""
    db.execute(
        """CREATE TABLE records_seen (
            session_id TEXT PRIMARY KEY REFERENCES session (id),
            records TEXT NOT NULL CHECK (json_valid(records))
        ) STRICT"""
    )


_TABLES = (
    """
    CREATE TABLE session (
        id TEXT PRIMARY KEY,
        plan TEXT NOT NULL CHECK (json_valid(plan)),
        stage TEXT NOT NULL CHECK (stage IN ('obs', 'practice')),
        options TEXT NOT NULL CHECK (json_valid(options)),
        created_at INTEGER NOT NULL
    ) STRICT
    """,
    # Every page an order touches is a page on the way to the disk before the screen may say so:
    # no AUTOINCREMENT (rows are never deleted, so a rowid never comes back) and no index on id
    # (an order's is the key of its sale, which is written in the same transaction).
    """
    CREATE TABLE journal (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        session_id TEXT NOT NULL REFERENCES session (id),
        event TEXT NOT NULL,
        at INTEGER NOT NULL,
        recorded INTEGER NOT NULL,
        local_text TEXT NOT NULL,
        zone TEXT NOT NULL,
        step INTEGER,
        body TEXT NOT NULL CHECK (json_valid(body))
    ) STRICT
    """,
    "CREATE INDEX journal_by_session ON journal (session_id, seq)",
    # A step of a timeline happens once, and a broadcast goes live and ends once, whatever crashes.
    "CREATE UNIQUE INDEX journal_step_once ON journal (session_id, step) WHERE step IS NOT NULL",
    """
    CREATE UNIQUE INDEX journal_turning_points_once ON journal (session_id, event)
    WHERE event IN ('went_live', 'ended')
    """,
    # The last sign of life of a running session: overwritten in place, so not in the journal.
    """
    CREATE TABLE pulse (
        session_id TEXT PRIMARY KEY REFERENCES session (id),
        at INTEGER NOT NULL
    ) STRICT
    """,
)

_JOURNAL_BY_SESSION = (
    "ALTER TABLE journal RENAME TO journal_before",
    """
    CREATE TABLE journal (
        session_id TEXT NOT NULL REFERENCES session (id),
        seq INTEGER NOT NULL,
        id TEXT NOT NULL,
        event TEXT NOT NULL,
        at INTEGER NOT NULL,
        recorded INTEGER NOT NULL,
        local_text TEXT NOT NULL,
        zone TEXT NOT NULL,
        step INTEGER,
        body TEXT NOT NULL CHECK (json_valid(body)),
        PRIMARY KEY (session_id, seq)
    ) STRICT, WITHOUT ROWID
    """,
    """
    INSERT INTO journal SELECT session_id, row_number() OVER (PARTITION BY session_id ORDER BY seq),
        id, event, at, recorded, local_text, zone, step, body
    FROM journal_before ORDER BY session_id, seq
    """,
    "DROP TABLE journal_before",  # and its indexes with it
    "CREATE UNIQUE INDEX journal_step_once ON journal (session_id, step) WHERE step IS NOT NULL",
    """
    CREATE UNIQUE INDEX journal_turning_points_once ON journal (session_id, event)
    WHERE event IN ('went_live', 'ended')
    """,
)
