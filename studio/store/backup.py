"""Backups: whole, checked copies of the database beside it, made by SQLite's backup API.

Never a file copy: half of a live database is in its write-ahead log. A backup appears under its
name only once it has been checked; older ones go only after that.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections.abc import Iterable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from sqlite_utils import Database, Migrations

from studio.runtime.clock import Clock
from studio.runtime.errors import UserFacingError
from studio.runtime.files import is_file, put_in_place, sync_folder
from studio.store import lost_log
from studio.store.failures import worded
from studio.store.migrations import absent_triggers, push_out, refuse_foreign
from studio.store.sqlite import sqlite3

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)

FOLDER = "backups"
DAYS, WEEKS, MONTHS = 7, 4, 12
"""Of how many days, weeks and months the last backup is kept."""

_NAME = re.compile(r"studio-(\d{6,})-(\d{8}T\d{6})Z\.db")
_STAMP = "%Y%m%dT%H%M%S"
_PART = re.compile(r"\.studio-(\d+)\.part(-journal|-wal|-shm)?")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup. ``number`` counts them in the order they were made, whatever the clock said."""

    path: Path
    number: int
    made_ms: int
    """UTC ms by the computer's clock, to the second."""
    size: int
    """Bytes."""


def backups(folder: Path) -> list[Backup]:
    """The backups in ``folder``, the one made last first. Raises backup_unreadable."""
    try:
        found = [(path, _NAME.fullmatch(path.name)) for path in folder.iterdir()]
        listed = [_listed(path, match) for path, match in found if match]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise UserFacingError("backup_unreadable", path=str(folder)) from error
    return sorted(listed, key=lambda each: each.number, reverse=True)


def make(source: Path, folder: Path, sets: Sequence[Migrations], clock: Clock) -> Backup:
    """Back ``source`` up into ``folder``, check the copy, then let the older ones go.

    Any thread, also while the program writes: the copy is the database of one instant. Raises
    disk_full, backup_unwritable, backup_unreadable, database_damaged, database_gone and
    database_not_sound (the copy did not pass its check); what was there before is still there.
    """
    with worded_backup(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
    gone = lost_log.look(source)
    if gone is not None and gone.lost_after is not None:  # the next start tells it
        keep_newest(folder, gone)
    part = folder / f".studio-{os.getpid()}.part"
    try:
        with worded_backup(folder):
            copy_database(source, part)
        _must_be_sound(part, source, sets)
        with worded_backup(folder):
            made = _put(part, folder, clock.now_ms())
    finally:
        remove(part)
    let_go(folder)
    return made


def _must_be_sound(part: Path, source: Path, sets: Sequence[Migrations]) -> None:
    """A copy of SQLite's is as its original: what is wrong with it is wrong there."""
    try:
        check(part, sets)
    except UserFacingError as error:
        raise UserFacingError("database_not_sound", path=str(source)) from error


def newest_sound(folder: Path, sets: Sequence[Migrations]) -> Backup | None:
    """The newest backup that passes its check; None: there is none. Raises backup_unreadable."""
    for each in backups(folder):
        with suppress(UserFacingError):  # then the one before it
            check(each.path, sets)
            return each
    return None


def keep_newest(folder: Path, gone: lost_log.Gone) -> Path | None:
    """The newest backup under a second name, which none to come lets go; None: there is none.

    For a database that has lost what it held; of one loss the first that is asked for, the next
    is a backup of what is left. One that cannot be kept is logged; the oldest so kept go.
    """
    kept = folder / f"kept-{gone.marked_ms}.db"
    try:
        if not kept.exists():
            found = backups(folder)
            if not found:
                return None
            second_name(found[0].path, kept)
            push_out("kept-*.db", kept)
    except (OSError, UserFacingError) as error:
        log.warning("the newest backup was not kept: %s", error)
        return None
    return kept


def second_name(path: Path, other: Path) -> None:
    """The same file under ``other``, too; a copy of it where a file system has no links.

    OSError passes.
    """
    try:
        os.link(path, other)
    except OSError:
        part = other.with_name(f".{other.name}.part")
        try:
            shutil.copyfile(path, part)
            sync_file(part)
            put_in_place(part, other)
        finally:
            part.unlink(missing_ok=True)


def copy_database(source: Path, target: Path) -> None:
    """One instant of ``source`` as a file that stands alone: no log beside it. fsynced.

    Raises as `worded`, and database_gone where there is no ``source``.
    """
    if not source.exists():
        raise UserFacingError("database_gone", path=str(source))
    with worded(source):
        live = sqlite3.connect(_for_reading(source), uri=True)
    try:
        with worded(source):  # so that what is wrong with the one is not put down to the other
            live.execute("SELECT count(*) FROM sqlite_schema")
        with worded(target):
            remove(target)
            pour(live, target)
            sync_file(target)
    finally:
        live.close()


def _for_reading(source: Path) -> str:
    """A database's URI. On a disk nobody writes to (it fails, or is locked) it stands still:

    SQLite would want to make its log there. Where one lies beside it, it is not whole without it.
    """
    still = not os.access(source.parent, os.W_OK) and not Path(f"{source}-wal").exists()
    return f"{source.absolute().as_uri()}?mode=ro{'&immutable=1' if still else ''}"


def pour(live: sqlite3.Connection, target: Path) -> None:
    """In one step: the database of one instant, and nobody who writes meanwhile waits for it."""
    copy = sqlite3.connect(str(target))
    try:
        copy.execute("PRAGMA journal_mode = OFF")  # a half one is thrown away
        copy.execute("PRAGMA synchronous = OFF")
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()


def check(path: Path, sets: Sequence[Migrations]) -> None:
    """A backup is whole: SQLite's own check, ours and not newer than us, its triggers there.

    Raises backup_unreadable, backup_damaged (path), database_newer. Changes nothing, also not
    beside it.
    """
    if not is_file(path):
        raise UserFacingError("backup_unreadable", path=str(path))
    try:
        with worded(path), reading(path) as db:
            refuse_foreign(db, sets, path)
            found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
            # Of an older version some triggers are not there yet, or have another text: they come
            # with its update.
            current = not any(each.pending(db) for each in sets)
            if found != "ok" or (current and absent_triggers(db, sets)):
                raise UserFacingError("backup_damaged", path=str(path))
    except UserFacingError as error:
        if error.code == "database_newer":
            raise
        raise UserFacingError("backup_damaged", path=str(path)) from error


@contextmanager
def reading(path: Path) -> Iterator[Database]:
    """A backup opened for reading only; no other file is made beside it."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        yield Database(connection)
    finally:
        connection.close()


def let_go(folder: Path) -> list[Path]:
    """Delete the backups that are in no one's place any more; returns them.

    One that cannot be deleted is left for the next time: that is no reason to tell of a backup
    that was made.
    """
    found = backups(folder)
    kept = keep(found)
    gone = [each.path for each in found if each.number not in kept]
    for path in gone:
        with suppress(OSError):
            path.unlink()
    return gone


def keep(found: Iterable[Backup]) -> set[int]:
    """Numbers of those to keep: the last of each of 7 days, 4 weeks and 12 months.

    Days are counted by the backups there are, in the order they were made: neither a month in
    which the computer was off nor a clock that is set back a year lets one go early.
    """
    newest_first = sorted(found, key=lambda each: each.number, reverse=True)
    kept: set[int] = set()
    for spans, format_ in ((DAYS, "%Y%m%d"), (WEEKS, "%G%V"), (MONTHS, "%Y%m")):
        kept |= set(_lasts(newest_first, format_)[:spans])
    return kept


def _lasts(newest_first: Sequence[Backup], format_: str) -> list[int]:
    """Number of the last backup of each span, the newest span first."""
    lasts: list[int] = []
    before = ""
    for each in newest_first:
        span = _local(each.made_ms).strftime(format_)
        if span != before:
            lasts.append(each.number)
        before = span
    return lasts


def _put(part: Path, folder: Path, now_ms: int) -> Backup:
    """Give it its name, which nothing else has."""
    number = max((each.number for each in backups(folder)), default=0) + 1
    stamp = datetime.fromtimestamp(now_ms // 1000, UTC).strftime(_STAMP)
    path = folder / f"studio-{number:06d}-{stamp}Z.db"
    put_in_place(part, path)
    sync_folder(folder)
    return Backup(path, number, now_ms // 1000 * 1000, path.stat().st_size)


def _listed(path: Path, match: re.Match[str]) -> Backup:
    made = datetime.strptime(match[2], _STAMP).replace(tzinfo=UTC)
    return Backup(path, int(match[1]), round(made.timestamp() * 1000), path.stat().st_size)


def _local(at_ms: int) -> datetime:
    """Days are those of the people here."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone()


def _sweep(folder: Path) -> None:
    """What a killed program left half made."""
    for path in folder.glob(".studio-*.part*"):
        match = _PART.fullmatch(path.name)
        if match and (int(match[1]) == os.getpid() or not psutil.pid_exists(int(match[1]))):
            path.unlink(missing_ok=True)


@contextmanager
def worded_backup(folder: Path) -> Iterator[None]:
    """A folder that takes no backup is told as that."""
    try:
        with worded(folder / "backup"):
            yield
    except UserFacingError as error:
        at_fault = str(error.parameters.get("path", ""))
        if error.code != "database_unwritable" or Path(at_fault).parent != folder:
            raise
        raise UserFacingError("backup_unwritable", path=str(folder)) from error


def remove(path: Path) -> None:
    """A database with what lies beside it; what cannot be deleted stays."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink()


def sync_file(path: Path) -> None:
    """On the disk when this returns. OSError passes."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())
