"""Buyers' data goes again: the deletion clock of sealed columns, and who looked at what.

Which columns are sealed is declared by the house they belong to (`HouseMigrations.sealed`), once,
beside its triggers. Law: 个人信息保护法 19 (no longer than needed), 47 (deleted when done with),
51 (access kept track of). Every function runs inside `Store.write` or `Store.read`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database, Migrations

from studio.runtime.clock import DAY_MS, local_stamp
from studio.runtime.ids import new_id
from studio.store.migrations import HouseMigrations, refusing
from studio.store.sealed import SealedColumn

BATCH = 500
"""Rows cleared in one transaction, so that an order noted meanwhile waits some milliseconds."""
JUMP_DAYS = 45
"""A clock that moved on by more since the last look may be wrong: a computer that was off for a
month is common, and so is an empty battery on the board."""
SETTLE_DAYS = 7
"""After a jump the clock must have run on as it does for so long before it deletes again."""

LOOKS = "unmasked_look is append-only"
TRIGGERS = (
    refusing("unmasked_look_never_updated", "UPDATE", "unmasked_look", LOOKS),
    refusing("unmasked_look_never_deleted", "DELETE", "unmasked_look", LOOKS),
)

MIGRATIONS = HouseMigrations("privacy", TRIGGERS)


@MIGRATIONS()
def m001_looks_and_the_deletion_clock(db: Database) -> None:
    """``deletion_clock`` has one row: when the clock was last looked at, and since when it runs."""
    for statement in (
        """CREATE TABLE unmasked_look (
            id TEXT PRIMARY KEY,
            at INTEGER NOT NULL,
            at_local TEXT NOT NULL,
            who TEXT NOT NULL,
            what TEXT NOT NULL,
            row_id TEXT NOT NULL,
            why TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE deletion_clock (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            seen INTEGER NOT NULL,
            steady_since INTEGER NOT NULL
        ) STRICT""",
    ):
        db.execute(statement)


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at a buyer's data unmasked. ``at``: UTC ms."""

    at: int
    who: str
    """The computer's user: the program has no accounts of its own."""
    what: str
    """Table and column, as they were declared."""
    row_id: str
    why: str
    """Code of the reason: ``asked``, ``packing``, ``export``."""


def note_look(db: Database, look: Look) -> None:
    """Note that unmasked data was shown, in the transaction that read it."""
    stamp = local_stamp(look.at)
    db.execute(
        "INSERT INTO unmasked_look VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            *(new_id(look.at), look.at, stamp.text + stamp.zone),
            *(look.who, look.what, look.row_id, look.why),
        ],
    )


def looks(db: Database, limit: int = 200) -> list[Look]:
    """Who looked, the latest first."""
    rows = db.execute(
        "SELECT at, who, what, row_id, why FROM unmasked_look ORDER BY id DESC LIMIT ?", [limit]
    )
    return [Look(*row) for row in rows]


def sealed_columns(sets: Sequence[Migrations]) -> list[SealedColumn]:
    """Every column that holds buyers' data, as the houses declare them."""
    return [each for one in sets if isinstance(one, HouseMigrations) for each in one.sealed]


def key_ids(db: Database, columns: Sequence[SealedColumn]) -> set[str]:
    """The ids of the keys that sealed values of this database need.

    One of an older version may lack columns; nothing is sealed in those.
    """
    found: set[str] = set()
    for each in columns:
        if not _has(db, each):
            continue
        rows = db.execute(
            f"SELECT DISTINCT lower(hex(substr({each.column}, 2, 8))) FROM {each.table} "
            f"WHERE typeof({each.column}) = 'blob'"
        )
        found.update(row[0] for row in rows)
    return found


def _has(db: Database, column: SealedColumn) -> bool:
    known = "SELECT 1 FROM pragma_table_info(?) WHERE name = ?"
    return db.execute(known, [column.table, column.column]).fetchone() is not None


def clock_is_steady(db: Database, now_ms: int) -> bool:
    """Note that the clock was looked at; False where it is new or jumped, and has not settled.

    What a clock that runs a year ahead would delete is gone for good, so it is not believed at
    once. Inside `Store.write`.
    """
    row = db.execute("SELECT seen, steady_since FROM deletion_clock").fetchone()
    seen, since = row or (now_ms, now_ms)
    if not 0 <= now_ms - seen <= JUMP_DAYS * DAY_MS:
        since = now_ms
    db.execute(
        "INSERT INTO deletion_clock VALUES (1, ?, ?) ON CONFLICT (only) DO UPDATE SET "
        "seen = excluded.seen, steady_since = excluded.steady_since",
        [now_ms, since],
    )
    return bool(now_ms - since >= SETTLE_DAYS * DAY_MS)


def clock_went_back(db: Database, now_ms: int) -> int | None:
    """When the clock was last looked at, UTC ms, where it now says that is a day or more ahead.

    Told once: whoever looks at it next (`clock_is_steady`) takes it for what it says then. Inside
    `Store.read`.
    """
    row = db.execute("SELECT seen FROM deletion_clock").fetchone()
    return row[0] if row and row[0] - now_ms >= DAY_MS else None


def expired(
    db: Database, columns: Sequence[SealedColumn], before_ms: int
) -> Iterator[tuple[SealedColumn, int]]:
    """Columns with data from before ``before_ms``, and how far one batch of each goes (UTC ms)."""
    for each in columns:
        rows = db.execute(
            f"SELECT {each.since} FROM {each.table} WHERE {each.column} IS NOT NULL "
            f"AND {each.since} < ? ORDER BY 1 LIMIT {BATCH}",
            [before_ms],
        ).fetchall()
        if rows:
            yield each, rows[-1][0]


def clear(db: Database, column: SealedColumn, until_ms: int) -> int:
    """Delete that column's data up to and including ``until_ms``; returns how many values went."""
    return db.execute(
        f"UPDATE {column.table} SET {column.column} = NULL "
        f"WHERE {column.column} IS NOT NULL AND {column.since} <= ?",
        [until_ms],
    ).rowcount
