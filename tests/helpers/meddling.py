"""Books changed as somebody with another program would, all guards off, and what audits say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing

from sqlite_utils import Database

from studio.store.audit import Check, run
from studio.store.database import Store
from studio.store.sqlite import sqlite3


def unseen(store: Store, checks: Sequence[Check], changes: Mapping[str, str]) -> list[str]:
    """The ``changes`` (statement to the name of a check) that the check does not find.

    Each is made to a copy in memory, and must change something.
    """

    def work(db: Database) -> list[str]:
        return [each for each, check in changes.items() if check not in _found(db, checks, each)]

    return store.read(work).result()


def _found(db: Database, checks: Sequence[Check], change: str) -> set[str]:
    with closing(sqlite3.connect(":memory:")) as copy:
        db.conn.backup(copy)
        guards = copy.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for (name,) in guards:
            copy.execute(f"DROP TRIGGER {name}")
        assert copy.execute(change).rowcount > 0, change
        return {each.name for each in run(Database(copy), checks) if not each.holds}
