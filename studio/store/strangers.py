"""What somebody else put into the database file, and what of ours somebody took out.

A trigger runs with every write of the program: one that deletes orders or changes stock would do
so in our name. A view can stand where a table stood. Both are found by a read of the schema when
a file is opened; everything else of the layout is compared by the audit, against a new database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database, Migrations

from studio.store.sqlite import sqlite3

_TABLES = "type IN ('table', 'index')"
_SQLITES_OWN = "sqlite_"
"""Begins what SQLite makes by itself: statistics, and the numbers of a table that is long gone."""


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of a database's schema."""

    kind: str
    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The log of a program that was killed is gone, or emptied."""

    after: int
    """Entries from about this instant on may be missing, UTC ms."""
    backup: Path | None = None
    """The newest backup there was then, under a name of its own: it may hold more."""


@dataclass(frozen=True, slots=True)
class Meddled:
    """What opening a database found, and had to set right before anything was written."""

    taken_out: tuple[str, ...] = ()
    """Names of triggers and views that were not ours."""
    put_back: tuple[str, ...] = ()
    """Names of our triggers that were gone, though the file was of this version."""
    kept: Path | None = None
    """The file as it was, with what was taken out."""
    lost: Lost | None = None
    """What was noted last may be missing."""

    def __bool__(self) -> bool:
        return bool(self.taken_out or self.put_back) or self.lost is not None


def strangers(db: Database, ours: frozenset[str]) -> list[Part]:
    """Triggers and views that are not ``ours``, by name. Writes nothing.

    A trigger under a name of ours with another text is no stranger: it is replaced.
    """
    found = _parts(db, "type IN ('trigger', 'view')")
    return [part for part in found if part.kind == "view" or part.name not in ours]


def take_out(db: Database, found: Sequence[Part]) -> None:
    """In the caller's transaction; a view's triggers go before it."""
    for part in sorted(found, key=lambda each: each.kind):
        quoted = part.name.replace('"', '""')
        db.conn.execute(f'DROP {part.kind.upper()} "{quoted}"')


@contextmanager
def without(db: Database, found: Sequence[Part]) -> Iterator[None]:
    """What is written inside is written without them; they are there again afterwards.

    In the caller's transaction.
    """
    take_out(db, found)
    yield
    for part in sorted(found, key=lambda each: each.kind, reverse=True):
        db.conn.execute(part.sql)


def differences(db: Database, sets: Sequence[Migrations]) -> Iterator[Part]:
    """Tables and indices that differ from those of a new database. Writes nothing.

    Some 50 ms of processor: for the audit, not for the start.
    """
    new = Database(sqlite3.connect(":memory:"))
    try:
        for each in sets:
            each.apply(new)
        expected, present = (
            {part for part in _parts(one, _TABLES) if not part.name.startswith(_SQLITES_OWN)}
            for one in (new, db)
        )
    finally:
        new.close()
    yield from sorted(expected ^ present, key=lambda part: (part.kind, part.name, part.sql))


def reserved(db: Database) -> bool:
    """Whether a trigger or a view has a name that SQLite keeps for itself. Writes nothing.

    No SQL makes one, and none takes it out: somebody wrote into the schema itself.
    """
    found = _parts(db, "type IN ('trigger', 'view')")
    return any(part.name.lower().startswith(_SQLITES_OWN) for part in found)


def _parts(db: Database, which: str) -> list[Part]:
    """An index of a key has no text."""
    rows = db.conn.execute(
        f"SELECT type, name, sql FROM sqlite_schema WHERE {which} AND sql IS NOT NULL"
    )
    return [Part(*row) for row in rows.fetchall()]
