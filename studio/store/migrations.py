"""Bringing a database file up to this program's schema, or refusing it, never half of it.

Each house declares its own `HouseMigrations`. Migrations are recorded by sqlite-utils in
``_sqlite_migrations``; triggers are *declared*, not migrated: sqlite-utils' ``transform()`` drops
a table's triggers, so they are put back and asserted every time a file is opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from sqlite_utils import Database, Migrations

from studio.runtime.clock import Clock
from studio.runtime.errors import UserFacingError
from studio.runtime.files import put_in_place
from studio.store.failures import worded
from studio.store.sealed import SealedColumn
from studio.store.sqlite import sqlite3
from studio.store.strangers import Meddled, Part, reserved, strangers, take_out

APPLICATION_ID = 0x474F4E47
"""``GONG``: marks the file as ours, https://www.sqlite.org/pragma.html#pragma_application_id."""
FORMAT = 1
"""``PRAGMA user_version``: raised only when an older program must not open the file at all."""
COPIES_KEPT = 5
"""Of those made before migrations, and of backups kept when a log was lost."""

_NAME = re.compile(r"CREATE TRIGGER (\w+)\b")


class HouseMigrations(Migrations):
    """The migrations of one house and the triggers its tables cannot do without.

    ``triggers`` are whole ``CREATE TRIGGER name …`` statements, without IF NOT EXISTS;
    ``sealed`` the columns that hold buyers' data.
    """

    def __init__(
        self, name: str, triggers: Sequence[str] = (), sealed: Sequence[SealedColumn] = ()
    ) -> None:
        super().__init__(name)
        self.sealed = tuple(sealed)
        self.triggers = {_trigger_name(sql): sql for sql in triggers}


def _trigger_name(sql: str) -> str:
    match = _NAME.match(sql.strip())
    if match is None:
        raise ValueError(f"not a CREATE TRIGGER statement: {sql[:60]!r}")
    return match[1]


def refuse_foreign(db: Database, sets: Sequence[Migrations], path: Path) -> None:
    """Refuse a file made by another program or by a newer version of this one.

    Raises database_damaged, database_newer. Writes nothing.
    """
    application = _pragma(db, "application_id")
    tables = db.table_names()
    # Most programs set no mark. Ours is set with the first table, and each has its migration.
    unmarked = application == 0 and tables and Migrations.migrations_table not in tables
    if unmarked or application not in (0, APPLICATION_ID) or reserved(db):
        raise UserFacingError("database_damaged", path=str(path))
    if _pragma(db, "user_version") > FORMAT or not set(_applied(db)) <= _known(sets):
        raise UserFacingError("database_newer", path=str(path))


def awaits_upgrade(path: Path, sets: Sequence[Migrations]) -> bool:
    """Whether a database of ours at ``path`` is behind ``sets``. Reads only; any thread.

    False also where it cannot be read: whoever opens it says why.
    """
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return False
    try:
        applied = set(_applied(Database(connection)))
    except (sqlite3.Error, UnicodeDecodeError):  # the second where the schema is no text
        return False
    finally:
        connection.close()
    return bool(applied) and not _known(sets) <= applied


def upgrade(db: Database, sets: Sequence[Migrations], path: Path, clock: Clock) -> Meddled:
    """Apply pending migrations in one transaction, then put back and assert the triggers.

    Triggers and views that are not ours go first, so that nothing we write sets them off. A file
    that already holds data is copied before either, to ``backups/`` beside it. On any error the
    file is as it was. Thread: the connection's.
    """
    pending = any(each.pending(db) for each in sets)
    strange = not_ours(db, sets)
    # With a migration new guards come; without one none can be lacking by itself.
    gone = () if pending else tuple(absent_triggers(db, sets))
    kept = None
    if strange or (pending and db.table_names()):
        kept = copy(db, path.parent / "backups", clock)
    # Taken even with nothing to do: the one cheap way to learn that its log cannot be written.
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        take_out(db, strange)
        if pending:
            _migrate(db, sets)
        _guard(db, sets, path)
        db.conn.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise
    return Meddled(tuple(part.name for part in strange), gone, kept if strange else None)


def _guard(db: Database, sets: Sequence[Migrations], path: Path) -> None:
    try:
        restore_triggers(db, sets)
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise
        # Its migration ran, so somebody took it away: a backup has it.
        raise UserFacingError("database_damaged", path=str(path)) from error


def not_ours(db: Database, sets: Sequence[Migrations]) -> list[Part]:
    """Triggers and views nobody of us declared. Writes nothing."""
    return strangers(db, frozenset(_declared(sets)))


def _migrate(db: Database, sets: Sequence[Migrations]) -> None:
    for each in sets:
        each.apply(db)
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.conn.execute(f"PRAGMA user_version = {FORMAT}")


def refusing(name: str, moment: str, table: str, reason: str) -> str:
    """A trigger that refuses every ``moment`` (UPDATE, DELETE) of a table with ``reason``."""
    return (
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
    )


def restore_triggers(db: Database, sets: Sequence[Migrations]) -> None:
    """Make every declared trigger stand exactly as declared, and assert it. RuntimeError if not."""
    declared = _declared(sets)
    for name in _missing(db, declared):
        db.conn.execute(f"DROP TRIGGER IF EXISTS {name}")
        db.conn.execute(declared[name])
    if missing := _missing(db, declared):
        raise RuntimeError(f"triggers missing after migration: {', '.join(missing)}")


def missing_triggers(db: Database, sets: Sequence[Migrations]) -> list[str]:
    """Names of declared triggers that do not stand exactly as declared. Writes nothing."""
    return _missing(db, _declared(sets))


def absent_triggers(db: Database, sets: Sequence[Migrations]) -> list[str]:
    """Names of declared triggers under which none stands, whatever its text. Writes nothing."""
    return sorted(_declared(sets).keys() - _present(db).keys())


def _declared(sets: Sequence[Migrations]) -> dict[str, str]:
    return {
        name: sql
        for each in sets
        if isinstance(each, HouseMigrations)
        for name, sql in each.triggers.items()
    }


def _missing(db: Database, declared: dict[str, str]) -> list[str]:
    present = _present(db)
    return [name for name, sql in declared.items() if present.get(name) != sql.strip()]


def _present(db: Database) -> dict[str, str]:
    return dict(db.conn.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"))


def copy(db: Database, folder: Path, clock: Clock) -> Path:
    """Copy a live database into ``folder`` by SQLite's backup API; the oldest copies go.

    The copy appears under its name only when whole. Raises disk_full, database_unwritable.
    """
    target = folder / f"before-update-{clock.now_ms()}.db"
    part = target.with_suffix(".part")
    with worded(target):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            _backup(db, part)
            put_in_place(part, target)
        finally:
            part.unlink(missing_ok=True)
        push_out("before-update-*.db", target)
    return target


def push_out(pattern: str, newest: Path) -> None:
    """Beside ``newest`` the oldest of that pattern go, until `COPIES_KEPT` are there with it.

    Oldest by name, which is by time; after the clock was set back ``newest`` is not the last. One
    that is open somewhere stays on Windows until the next time: the program starts.
    """
    older = sorted(set(newest.parent.glob(pattern)) - {newest})
    for old in older[: 1 - COPIES_KEPT]:
        with suppress(OSError):
            old.unlink()


def _backup(db: Database, target: Path) -> None:
    connection = sqlite3.connect(str(target))
    try:
        db.conn.backup(connection)
    finally:
        connection.close()


def _known(sets: Sequence[Migrations]) -> set[tuple[str, str]]:
    return {(each.name, one.name) for each in sets for one in each._migrations}


def _applied(db: Database) -> Iterator[tuple[str, str]]:
    if Migrations.migrations_table in db.table_names():
        yield from db.conn.execute(
            f"SELECT migration_set, name FROM {Migrations.migrations_table}"
        ).fetchall()


def _pragma(db: Database, name: str) -> int:
    return int(db.conn.execute(f"PRAGMA {name}").fetchone()[0])
