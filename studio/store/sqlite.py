"""The one SQLite library of the program: pysqlite3's, through sqlite-utils.

Never open a database file with Python's own ``sqlite3`` beside it: two SQLite libraries in one
process do not see each other's locks, and closing the one's file drops the other's
(https://www.sqlite.org/howtocorrupt.html, 2.2.1).

``db.execute`` looks before and after each statement whether it has to commit it: within a
transaction never. Where somebody waits for an order, ``db.conn.execute`` is asked instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # re-exported on purpose

__all__ = ["sqlite3", "step"]

# Of what is neither number nor text the binding asks for two microseconds how it is to be written,
# unless it was told; an import writes a quarter of a million of them.
sqlite3.register_adapter(bytes, bytes)
sqlite3.register_adapter(type(None), lambda none: none)


@contextmanager
def step(db: Database) -> Iterator[None]:
    """All of it or nothing, within a transaction; steps may stand within each other.

    `Database.atomic` names each savepoint anew: every name is a statement that is compiled and
    kept, and a thousand of them fill the connection's cache for good (`store.database.STATEMENTS`).
    """
    db.conn.execute("SAVEPOINT step")
    try:
        yield
    except BaseException:
        if db.conn.in_transaction:  # else a trigger has rolled everything back
            db.conn.execute("ROLLBACK TO step")
            db.conn.execute("RELEASE step")
        raise
    db.conn.execute("RELEASE step")
