"""Photos of cases go with the backups: beside them, onto the disk that leaves the house, and back.

Beside the backups each lies once, sealed as it is. On a disk each is a locked file of its own, so
that a daily copy carries only the new ones. Another passphrase is another folder:
what was locked with an earlier one opens with that.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlite_utils import Database

from inventory.aftersales import evidence
from inventory.aftersales.evidence import Noted
from studio.runtime.errors import UserFacingError
from studio.store import vault
from studio.store.backup import FOLDER, reading
from studio.store.failures import worded
from studio.store.restore import aside_in

log = logging.getLogger(__name__)

LOCKED, SUFFIX = "evidence-", ".gongfu-evidence"
ASIDE = ".damaged"
DAMAGED = ("backup_damaged", "passphrase_wrong", "backup_unreadable")
"""What is wrong with one file of a folder that opens; in its first MiB damage is no other than a
wrong passphrase."""
MOST_TRIED = 5
"""Files of a folder. With another passphrase each costs half a second to be told apart."""


def of_backup(made: Path) -> list[Noted]:
    """The files an open backup's cases name; none where it is from before there were cases."""
    with reading(made) as db:
        return of(db)


def of(db: Database) -> list[Noted]:
    return evidence.noted(db) if "after_evidence" in db.table_names() else []


def _locked_name(each: Noted) -> str:
    return evidence.stored_as(each.sha256) + SUFFIX


def size_to_come(files: Sequence[Noted], backups: Path, disk: Path) -> int:
    """Bytes that would go onto a disk; those that lie there already do not."""
    there = {path.name for path in disk.glob(f"{LOCKED}*/*{SUFFIX}")}
    paths = [evidence.lies_at(backups, each) for each in files if _locked_name(each) not in there]
    return sum(path.stat().st_size for path in paths if path.exists())


def lock_away(
    files: Sequence[Noted], data_dir: Path, disk: Path, passphrase: str, made_ms: int
) -> int:
    """What lies beside the backups, locked, into ``disk``, the folder of the copies there.

    Returns how many were left out because they are damaged there and in ``data_dir``: locked,
    nobody would see it any more. Raises what `vault.encrypt` does; OSError passes.
    """
    fitting = _opening(disk, passphrase)
    folder = fitting[0] if fitting else disk / f"{LOCKED}{uuid.uuid4().hex[:8]}"
    backups = data_dir / FOLDER
    to_come = [
        each
        for each in files
        if not _is_there(folder / (_locked_name(each)), evidence.lies_at(backups, each))
    ]
    damaged = evidence.put_by(to_come, data_dir, backups, by_hash=True)
    for each in to_come:
        source = evidence.lies_at(backups, each)
        target = folder / (_locked_name(each))
        if each in damaged:
            log.error("%s of a case is damaged here and is not copied", each.sha256)
        elif source.exists() and not _is_there(target, source):  # one file may have two names
            folder.mkdir(parents=True, exist_ok=True)
            vault.encrypt(source, target, passphrase, vault.Contents(made_ms, {}))
    return len(damaged)


def _is_there(target: Path, source: Path) -> bool:
    """Whether it lies on the disk as far as its length tells: a locked file is longer than what is
    in it. Reading all of them each day would take minutes; `_put_aside` is for what else is found.
    """
    try:
        plain = source.stat().st_size if source.exists() else 0
        return target.stat().st_size > plain
    except FileNotFoundError:
        return False


def _put_aside(damaged: Path) -> None:
    """Out of the way of the next copy, which then writes it anew; kept, because nobody knows yet
    whether there is another. A disk that cannot be written to stays as it is."""
    with suppress(OSError):
        damaged.replace(damaged.with_name(f"{damaged.name}{ASIDE}"))


@contextmanager
def opened(
    files: Sequence[Noted], backup: Path, passphrase: str | None, folder: Path
) -> Iterator[Path]:
    """A folder that holds what lies beside ``backup``; where it is locked, unlocked in ``folder``.

    Files that are damaged or cannot be read are not there. Raises disk_full, database_unwritable
    where ``folder`` does not take the others.
    """
    locked = _opening(backup.parent, passphrase) if passphrase else []
    if not passphrase or not locked:
        yield backup.parent
        return
    with aside_in(folder) as place:
        for each in files:
            _unlock(each, locked, place, passphrase)
        yield place


def bring_back(database: Path, backup: Path, data_dir: Path, passphrase: str | None) -> int:
    """After a restore: the photos its cases name lie in the data folder again.

    Returns how many do not: nobody has them any more, or this computer does not take them. That is
    no reason to fail: the database is in its place, and whoever restores waits for its keys.
    """
    files = evidence.not_in(data_dir, of_backup(database))
    lacking = len(files)
    try:
        locked = _opening(backup.parent, passphrase) if files and passphrase else []
        if not passphrase or not locked:
            return len(evidence.bring_back(files, backup.parent, data_dir))
        with aside_in(data_dir / FOLDER) as place:
            for each in files:  # one after the other: unlocked they need their room twice
                lacking -= _brought(each, locked, place, data_dir, passphrase)
    except (OSError, UserFacingError) as error:
        log.error("what belongs to cases cannot be unlocked: %s", error)
    return lacking


def _brought(
    each: Noted, locked: Sequence[Path], place: Path, data_dir: Path, passphrase: str
) -> bool:
    """Whether that file is in the data folder now; nothing of it stays in ``place``."""
    try:
        _unlock(each, locked, place, passphrase)
        return not evidence.bring_back([each], place, data_dir)
    except UserFacingError as error:
        log.error("%s of a case cannot be unlocked: %s", each.sha256, error)
        return False
    finally:
        with suppress(OSError):  # then it goes with the whole place
            evidence.lies_at(place, each).unlink()


def _unlock(each: Noted, locked: Sequence[Path], place: Path, passphrase: str) -> None:
    """That file in ``place``, from the first of these folders in which it is whole, or nothing."""
    target = evidence.path_of(place, each.sha256)
    with worded(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    for folder in locked:
        source = folder / (_locked_name(each))
        if evidence.lies_at(place, each).exists() or not source.exists():
            continue
        try:
            vault.decrypt(source, target, passphrase)
        except UserFacingError as error:
            if error.code not in DAMAGED:
                raise
            log.error("%s of a case: %s", each.sha256, error)
            _put_aside(source)
            continue
        with worded(target):
            if not evidence.is_sealed(target):  # locked by an earlier version
                target.replace(evidence.plain_path(place, each))


def _opening(disk: Path, passphrase: str) -> list[Path]:
    """The folders whose files that passphrase opens. One damaged file says nothing of a folder."""
    return [folder for folder in sorted(disk.glob(f"{LOCKED}*")) if _opens(folder, passphrase)]


def _opens(folder: Path, passphrase: str) -> bool:
    for file in sorted(folder.glob(f"*{SUFFIX}"))[:MOST_TRIED]:
        try:
            if vault.opens(file, passphrase):
                return True
        except UserFacingError as error:  # not readable: perhaps the next one is
            log.warning("%s", error)
    return False
