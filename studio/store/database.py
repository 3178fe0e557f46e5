"""The studio's one database file: a single writer thread, a single reader thread, nothing else.

Connections stay on the thread that made them. A write is on the disk (fsync) before its Future
resolves, which is what lets the screen say "noted".
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database, Migrations

from studio.runtime.clock import Clock
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import OwnerThread, Runtime
from studio.store import lost_log
from studio.store.drives import on_network_drive
from studio.store.failures import worded
from studio.store.log_room import lay_out
from studio.store.migrations import refuse_foreign, upgrade
from studio.store.sqlite import sqlite3
from studio.store.strangers import Lost, Meddled

log = logging.getLogger(__name__)
T = TypeVar("T")
U = TypeVar("U")
Work = Callable[[Database], T]

BUSY_MS = 5000
CACHE_KIB = 32_000
"""Pages the writer keeps at hand, taken as they are needed. SQLite's own 2 MB are fewer than one
transaction of an import changes: they were written out early, read again and written twice."""
CHECKPOINT_PAGES = 8000
"""Pages (4 KiB) of write-ahead log before it is folded into the file.

SQLite's own 1000 are filled by some hundred orders, and whoever notes the next one waits for the
fold: that wait alone was the p99 of an order. At 8000 it meets one order in a thousand.
"""
FRAME_BYTES = 4096 + 24
"""A page in the log, with its header."""
LOG_BYTES = (CHECKPOINT_PAGES + 200) * FRAME_BYTES
"""How long the log becomes: the first commit that finds `CHECKPOINT_PAGES` in it folds it."""
HOW_FAR = "PRAGMA wal_checkpoint(NOOP)"
"""Folds nothing (SQLite 3.51): how many frames the log has, and how many are in the file.

Rows that were changed say less: one that is written as it was makes no frame.
"""
STATEMENTS = 1000
"""Prepared statements a connection keeps; more than the program has.

A full cache of pysqlite3 throws out what came last, not what was not used for longest: once a
start's migrations have filled its hundred places, the statements of an order throw each other out
and are compiled anew for every order, four fifths of its time.
"""
PRAGMAS: dict[str, int | str] = {
    "busy_timeout": BUSY_MS,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "synchronous": 2,  # FULL
}
"""Set on every connection and read back: SQLite ignores a pragma it does not know."""


class Store:
    """The open database. `write` and `read` may be called from any thread."""

    def __init__(
        self,
        path: Path,
        writer: OwnerThread,
        reader: OwnerThread,
        migrations: Sequence[Migrations],
    ) -> None:
        self.path = path
        self.migrations = tuple(migrations)
        """The schema of every house in it."""
        self.meddled = Meddled()
        """What somebody else had done to the file, and opening it set right."""
        self._writer = writer
        self._reader = reader
        self._write_db: Database | None = None
        self._read_db: Database | None = None
        self._worded = worded(path)
        self._closed = threading.Event()
        self._file = str(path)  # asked about before every commit: a Path costs more than the disk
        self._log = f"{path}-wal"
        self._identity: tuple[int, int] | None = None
        self._log_identity: tuple[int, int] | None = None
        self._log_bytes = 0
        """How long the log was when last looked at; SQLite never shortens it while it is open."""
        self._state: lost_log.State = (0, 0)
        """What the file was before the present entry."""
        self._marked: lost_log.State | None = None
        """What it was when the log was marked (`lost_log`)."""

    @classmethod
    def open(
        cls, path: Path, runtime: Runtime, migrations: Sequence[Migrations], clock: Clock
    ) -> Store:
        """Open ``path``, made where missing, and bring it up to ``migrations``.

        Blocks until done; closed by ``runtime``. Raises UserFacingError: database_newer,
        database_on_network_drive, database_unwritable, database_damaged, database_busy, disk_full.
        """
        writer, reader = runtime.owner("store-writer"), runtime.owner("store-reader")
        store = cls(path, writer, reader, migrations)
        runtime.at_close(store.close)
        try:
            store._writer.submit(lambda: store._start_writing(migrations, clock)).result()
            store._reader.submit(store._start_reading).result()
        except BaseException:
            store.close()
            raise
        return store

    def write(self, work: Work[T]) -> Future[T]:
        """Run ``work`` in one transaction on the writer thread.

        The Future resolves after the fsynced commit; if ``work`` or the commit raises, everything
        it wrote is rolled back and the Future carries the error (disk_full, database_unwritable,
        database_damaged, log_cut_short among them). ``work`` returns plain data, never a cursor.
        """
        return self._writer.submit(lambda: self._commit(work))

    def write_for(
        self, work: Work[T], after_commit: Callable[[T], None], outcome: Callable[[T], U]
    ) -> Future[U]:
        """As `write`, and what follows from it, on the writer thread.

        ``after_commit`` is called with the result after the commit and before any later write:
        state that follows the disk changes there, in the disk's order. A bug in it is logged: what
        is on the disk must not look as if it were not. Then the Future carries ``outcome`` of the
        result: the part that was asked for or, raised, the refusal that was written as a fact.
        """
        return self._writer.submit(lambda: outcome(self._commit_and_tell(work, after_commit)))

    def make_room(self) -> Future[None]:
        """Lay the log out to its full length, before orders come one after the other.

        Never fails for want of room: see `log_room.lay_out`.
        """
        return self.write(lambda db: lay_out(Path(self._log), LOG_BYTES))

    def read(self, work: Work[T]) -> Future[T]:
        """Run ``work`` on the reader thread, on one consistent snapshot, read-only."""
        return self._reader.submit(lambda: self._look(work))

    def close(self) -> None:
        """Finish what is queued, close both connections, end both threads. Safe to call twice."""
        if not self._closed.is_set():
            self._closed.set()
            # The writer last: the last connection to close folds the log into the file.
            for thread, stop in (
                (self._reader, self._stop_reading),
                (self._writer, self._stop_writing),
            ):
                thread.submit(stop).result()
                thread.close()

    def _start_writing(self, migrations: Sequence[Migrations], clock: Clock) -> None:
        with worded(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            is_there = self.path.exists()
        if on_network_drive(self.path.parent):
            raise UserFacingError("database_on_network_drive", path=str(self.path))
        # With a log SQLite finds that out with the first entry, not when it is opened.
        if is_there and not os.access(self._file, os.W_OK):
            raise UserFacingError("database_unwritable", path=str(self.path))
        gone = lost_log.look(self.path)
        with worded(self.path):
            db = self._write_db = Database(
                sqlite3.connect(str(self.path), cached_statements=STATEMENTS)
            )
            db.conn.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            refuse_foreign(db, migrations, self.path)
            lost = self._lost(db, gone)
            self._make_ready(db)
            meddled = upgrade(db, migrations, self.path, clock)
            self.meddled = replace(meddled, lost=lost)
            self._tell_meddled()
            self._identity = _identity(self._file)
            self._log_identity = _identity(self._log)
            if gone is not None:  # from now on it is told
                lost_log.unmark(self.path)

    def _tell_meddled(self) -> None:
        if self.meddled:
            log.warning("the database was meddled with: %s", self.meddled)

    def _lost(self, db: Database, gone: lost_log.Gone | None) -> Lost | None:
        """What the log of a program that was killed held and nothing holds any more.

        Where a fold was broken off and its log is gone, half of it is in the file: raises
        database_damaged. That takes a second for a million moves, and only here.
        """
        if gone is None:
            return None
        if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise UserFacingError("database_damaged", path=str(self.path))
        if gone.lost_after is None:
            return None
        from studio.store.backup import FOLDER, keep_newest

        return Lost(gone.lost_after, keep_newest(self.path.parent / FOLDER, gone))

    def _make_ready(self, db: Database) -> None:
        _use_wal(db, self.path)
        set_pragmas(db)
        db.conn.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        db.conn.execute("PRAGMA journal_size_limit = -1")  # else what was laid out is cut off again
        db.conn.execute(f"PRAGMA cache_size = -{CACHE_KIB}")

    def _start_reading(self) -> None:
        with worded(self.path):
            uri = f"{self.path.absolute().as_uri()}?mode=ro"
            db = self._read_db = Database(
                sqlite3.connect(uri, uri=True, cached_statements=STATEMENTS)
            )
            set_pragmas(db)

    def _commit_and_tell(self, work: Work[T], after_commit: Callable[[T], None]) -> T:
        result = self._commit(work)
        try:
            after_commit(result)
        except Exception:
            log.exception("what follows after the commit failed")
        return result

    def _commit(self, work: Work[T]) -> T:
        self._need_same_file()
        db = _opened(self._write_db)
        with self._worded:
            db.conn.execute("BEGIN IMMEDIATE")
            try:
                result = work(db)
                if not db.conn.in_transaction:
                    raise RuntimeError("the work ended its own transaction")
                db.conn.execute("COMMIT")
            except BaseException:
                db.rollback()
                raise
        if self._marked != self._state:
            self._mark_log(db)
        return result

    def _mark_log(self, db: Database) -> None:
        """With the first entry and the first after each fold; a log that holds nothing may go.

        What was written is written: nothing that is wrong here may look as if it were not.
        """
        try:
            _, frames, folded = db.conn.execute(HOW_FAR).fetchone()
        except sqlite3.Error as error:
            log.warning("the log was not marked: %s", error)
            return
        if frames > folded:
            self._marked = self._state  # also where it takes no mark: not asked with every entry
            lost_log.mark(self.path, self._state)

    def _need_same_file(self) -> None:
        """A file deleted or moved under us still takes writes on Linux, and keeps none of them.

        A log that was cut short under us takes writes, too, and nobody can read them behind what
        is missing. Raises database_gone, log_cut_short. Some microseconds, so it is asked before
        every commit.
        """
        identity, self._state = _found(self._file)
        if identity != self._identity:
            raise UserFacingError("database_gone", path=str(self.path))
        log_identity, (_, length) = _found(self._log)
        if log_identity != self._log_identity:
            self._save_log()
            log_identity, (_, length) = _found(self._log)
        if length < self._log_bytes:
            raise UserFacingError("log_cut_short", path=self._log)
        self._log_bytes = length

    def _save_log(self) -> None:
        """The log was deleted under us (a cleaner, a person), what is in it only we still hold.

        It is folded into the file, and a new one begun by closing both connections: the next
        entries would go into a file without a name.
        """
        log.warning("the log of %s was deleted; it is folded in and begun anew", self.path)
        closed, go_on = threading.Event(), threading.Event()
        with worded(self.path):
            _opened(self._write_db).conn.execute("PRAGMA wal_checkpoint(FULL)")
            reader = self._reader.submit(lambda: self._read_anew(closed, go_on))
            try:
                closed.wait()
                self._stop_writing()
                connection = sqlite3.connect(str(self.path), cached_statements=STATEMENTS)
                self._write_db = Database(connection)
                self._make_ready(self._write_db)
                self._write_db.conn.execute("BEGIN IMMEDIATE")  # the log is there from now on
                self._write_db.conn.execute("COMMIT")
                self._log_identity, self._log_bytes = _identity(self._log), 0
                self._state = _found(self._file)[1]
            finally:
                go_on.set()
            reader.result()

    def _read_anew(self, closed: threading.Event, go_on: threading.Event) -> None:
        """On the reader's thread; what is asked of it meanwhile waits."""
        self._stop_reading()
        closed.set()
        go_on.wait()
        self._start_reading()

    def _look(self, work: Work[T]) -> T:
        db = _opened(self._read_db)
        with worded(self.path):
            db.conn.execute("BEGIN")
            try:
                return work(db)
            finally:
                db.rollback()

    def _stop_writing(self) -> None:
        if self._write_db is None:
            return
        self._write_db.close()
        self._write_db = None
        started = self._identity is not None  # else what was lost is not told yet
        if started and _identity(self._log) is None:  # no other program has it
            lost_log.unmark(self.path)
            self._marked = None

    def _stop_reading(self) -> None:
        if self._read_db is not None:
            self._read_db.close()
            self._read_db = None


def set_pragmas(db: Database) -> None:
    """Set `PRAGMAS` on a connection and check that they took. RuntimeError where one did not."""
    for name, value in PRAGMAS.items():
        db.conn.execute(f"PRAGMA {name} = {value}")
        if (found := db.conn.execute(f"PRAGMA {name}").fetchone()[0]) != value:
            raise RuntimeError(f"PRAGMA {name} is {found!r}, not {value!r}")


def _use_wal(db: Database, path: Path) -> None:
    mode = db.conn.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":  # the file system has no shared memory, as a network drive's has not
        raise UserFacingError("database_on_network_drive", path=str(path))


def _found(path: str) -> tuple[tuple[int, int] | None, lost_log.State]:
    """Which file stands under ``path``, and what it is; None and zeros where none does."""
    try:
        found = os.stat(path)  # noqa: PTH116 - see `Store._file`
    except OSError:
        return None, (0, 0)
    return (found.st_dev, found.st_ino), (found.st_mtime_ns, found.st_size)


def _identity(path: str) -> tuple[int, int] | None:
    return _found(path)[0]


def _opened(db: Database | None) -> Database:
    if db is None:
        raise RuntimeError("the store is closed")
    return db
