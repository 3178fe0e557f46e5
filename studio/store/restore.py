"""Bringing a backup back. What is there now is never written over: it is put aside under a name.

Whoever restores holds the claim on the data folder (`studio.store.instance`). At every instant,
a power cut included, the database under its name is either the one before or the backup.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
from sqlite_utils import Database, Migrations

from studio.runtime import files
from studio.runtime.clock import Clock
from studio.runtime.errors import UserFacingError
from studio.runtime.files import sync_folder
from studio.store import vault
from studio.store.audit import meddled_with
from studio.store.backup import (
    check,
    copy_database,
    remove,
    second_name,
    sync_file,
)
from studio.store.database import set_pragmas
from studio.store.failures import worded
from studio.store.migrations import not_ours, upgrade
from studio.store.sqlite import sqlite3
from studio.store.strangers import without

Audit = Callable[[Database], Sequence[str]]
"""Everything that does not add up in a database, in words for a helper; empty: all does."""


@dataclass(frozen=True, slots=True)
class Drilled:
    """A restore drill: that backup was brought back beside the database and looked through."""

    source: Path
    seconds: float
    problems: tuple[str, ...]
    """What the audit found; empty: this backup can be relied on."""


def bring(
    chosen: Path, target: Path, sets: Sequence[Migrations], passphrase: str | None = None
) -> Mapping[str, str]:
    """The database of backup ``chosen`` as ``target``, checked and on the disk.

    Returns the sealing keys an encrypted backup carries. Raises passphrase_needed,
    passphrase_wrong, passphrase_short, backup_unreadable, backup_damaged, database_newer,
    disk_full, database_unwritable.
    """
    keys: Mapping[str, str] = {}
    if not files.is_file(chosen):
        raise UserFacingError("backup_unreadable", path=str(chosen))
    if vault.is_encrypted(chosen):
        if passphrase is None:
            raise UserFacingError("passphrase_needed", path=str(chosen))
        keys = vault.decrypt(chosen, target, passphrase).keys
    else:
        with _blamed_on(chosen):
            copy_database(chosen, target)
    with _blamed_on(chosen):
        check(target, sets)
    return keys


@contextmanager
def _blamed_on(chosen: Path) -> Iterator[None]:
    """What is wrong with the copy of a backup is wrong with the backup."""
    try:
        yield
    except UserFacingError as error:
        unreadable = error.parameters.get("path") == str(chosen)
        codes = {"database_damaged": "backup_damaged", "backup_damaged": "backup_damaged"}
        if unreadable:
            codes |= dict.fromkeys(("database_unwritable", "database_gone"), "backup_unreadable")
        if error.code not in codes:
            raise
        raise UserFacingError(codes[error.code], path=str(chosen)) from error


def restore(
    chosen: Path,
    database: Path,
    sets: Sequence[Migrations],
    clock: Clock,
    passphrase: str | None = None,
    prepare: Callable[[Database], None] = lambda db: None,
) -> tuple[Path | None, Mapping[str, str]]:
    """Put backup ``chosen`` in ``database``'s place; returns where what was there lies now.

    ``prepare`` changes the restored database before it is put in place. The second value are the
    sealing keys that came with it. Raises what `bring` does, and database_busy where another
    program has the database open; what was there is then as it was.
    """
    _sweep(database)
    part = database.with_name(f"{database.name}.restoring-{os.getpid()}")
    try:
        with worded(database):
            database.parent.mkdir(parents=True, exist_ok=True)
        keys = bring(chosen, part, sets, passphrase)
        # What a stranger put into a backup stays until the program opens it and says so.
        with worded(part), _writing(part) as db, db.conn, without(db, not_ours(db, sets)):
            prepare(db)
        aside = put_in_place(part, database, clock)
    finally:
        remove(part)
    return aside, keys


def put_in_place(part: Path, database: Path, clock: Clock) -> Path | None:
    """``part`` under the database's name, what was there under another; None: nothing was."""
    with worded(database):
        sync_file(part)
        if not database.exists():
            aside = _aside(database, clock) if _log_of(database).exists() else None
        else:
            aside = _aside(database, clock)
            folded = _fold(database)
            if folded and _log_of(database).exists():
                raise UserFacingError("database_busy", path=str(database))
        if aside is not None:
            _put_aside(database, aside)
        # Now, and at no other moment, the name changes hands; a log of the old one is not there.
        files.put_in_place(part, database)
        sync_folder(database.parent)
    return aside


def drill(
    chosen: Path,
    folder: Path,
    sets: Sequence[Migrations],
    clock: Clock,
    audit: Audit,
    passphrase: str | None = None,
) -> Drilled:
    """Bring ``chosen`` back inside ``folder``, open it as the program would, audit it.

    Nothing of it stays. Blocks: on a worker. Raises what `bring` does.
    """
    began = clock.monotonic()
    with aside_in(folder) as place:
        target = place / "studio.db"
        bring(chosen, target, sets, passphrase)
        with worded(target), _writing(target) as db:
            meddled = upgrade(db, sets, target, clock)
            problems = (*meddled_with(meddled), *audit(db))
    return Drilled(chosen, clock.monotonic() - began, problems)


@contextmanager
def copied(database: Path, folder: Path) -> Iterator[Path]:
    """The database of this instant as a file of its own inside ``folder``, for as long as that.

    Raises as `copy_database`, and disk_full, database_unwritable.
    """
    with aside_in(folder) as place:
        copy_database(database, place / "studio.db")
        yield place / "studio.db"


@contextmanager
def aside_in(folder: Path) -> Iterator[Path]:
    """A place inside ``folder`` nobody else knows of; nothing of it stays, also after a kill.

    What a killed program left in such a place goes with the next one. Raises disk_full,
    database_unwritable.
    """
    with worded(folder / "drill"):
        folder.mkdir(parents=True, exist_ok=True)
        _sweep_drills(folder)
        place = Path(tempfile.mkdtemp(prefix=f".drill-{os.getpid()}-", dir=folder))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def _writing(path: Path) -> Iterator[Database]:
    """A database nobody else knows of, without a log beside it."""
    db = Database(sqlite3.connect(str(path)))
    try:
        set_pragmas(db)
        yield db
    finally:
        db.close()


def _fold(database: Path) -> bool:
    """Fold the old database's log into it; False where it is too damaged for that."""
    try:
        with worded(database):
            connection = sqlite3.connect(str(database))
            try:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()
    except UserFacingError as error:
        if error.code != "database_damaged":
            raise
        return False
    return True


def _put_aside(database: Path, aside: Path) -> None:
    """A second name for the old one, so that it never goes without one; its log goes with it."""
    log = _log_of(database)
    if log.exists():
        files.put_in_place(log, _log_of(aside))
    database.with_name(database.name + "-shm").unlink(missing_ok=True)
    if database.exists():
        second_name(database, aside)
    sync_folder(database.parent)


def _aside(database: Path, clock: Clock) -> Path:
    """A name nobody has yet, that says what lies under it."""
    stamp = datetime.fromtimestamp(clock.now_ms() / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    name = f"{database.stem}-before-restore-{stamp}"
    number = 1
    while (path := database.with_name(f"{name}{'' if number == 1 else f'-{number}'}.db")).exists():
        number += 1
    return path


def _log_of(database: Path) -> Path:
    return database.with_name(database.name + "-wal")


def _sweep(database: Path) -> None:
    """What a killed restore left half made: its copy, and a second name of what is still there."""
    for path in database.parent.glob(f"{database.name}.restoring-*"):
        with suppress(OSError):
            path.unlink()
    for path in database.parent.glob(f"{database.stem}-before-restore-*.db"):
        with suppress(OSError):
            if path.samefile(database):
                path.unlink()


def _sweep_drills(folder: Path) -> None:
    for place in folder.glob(".drill-*-*"):
        maker = place.name.split("-")[1]
        if maker.isdigit() and not psutil.pid_exists(int(maker)):
            shutil.rmtree(place, ignore_errors=True)
