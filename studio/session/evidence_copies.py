"""Photos of cases go with the backups: beside them, onto the disk that leaves the house, and back.

Beside the backups each lies once, as it is. On a disk each is a locked file of its own (photos may
show buyers), so that a daily copy carries only the new ones. Another passphrase is another folder:
what was locked with an earlier one opens with that.
"""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from inventory.aftersales import evidence
from inventory.aftersales.evidence import Noted
from studio.store import vault
from studio.store.backup import reading

LOCKED, SUFFIX = "evidence-", ".gongfu-evidence"


def of_backup(made: Path) -> list[Noted]:
    """The files an open backup's cases name; none where it is from before there were cases."""
    with reading(made) as db:
        return of(db)


def of(db: Database) -> list[Noted]:
    return evidence.noted(db) if "after_evidence" in db.table_names() else []


def size_to_come(files: Sequence[Noted], backups: Path, disk: Path) -> int:
    """Bytes that would go onto a disk; those that lie there already do not."""
    there = {path.name for path in disk.glob(f"{LOCKED}*/*{SUFFIX}")}
    paths = [
        evidence.path_of(backups, each.sha256, each.name)
        for each in files
        if each.sha256 + SUFFIX not in there
    ]
    return sum(path.stat().st_size for path in paths if path.exists())


def lock_away(
    files: Sequence[Noted], backups: Path, disk: Path, passphrase: str, made_ms: int
) -> None:
    """What lies beside the backups, locked, into ``disk``, the folder of the copies there.

    Raises what `vault.encrypt` does.
    """
    folder = _opening(disk, passphrase) or disk / f"{LOCKED}{uuid.uuid4().hex[:8]}"
    for each in files:
        source = evidence.path_of(backups, each.sha256, each.name)
        target = folder / (each.sha256 + SUFFIX)
        if source.exists() and not target.exists():
            folder.mkdir(parents=True, exist_ok=True)
            vault.encrypt(source, target, passphrase, vault.Contents(made_ms, {}))


@contextmanager
def opened(files: Sequence[Noted], backup: Path, passphrase: str | None) -> Iterator[Path]:
    """A folder that holds what lies beside ``backup``, unlocked where the backup is locked.

    Raises what `vault.decrypt` does, but for files that are damaged: those are not there.
    """
    folder = _opening(backup.parent, passphrase) if passphrase else None
    if folder is None:
        yield backup.parent
        return
    place = Path(tempfile.mkdtemp(prefix="gongfu-evidence-"))
    try:
        for each in files:
            source = folder / (each.sha256 + SUFFIX)
            target = evidence.path_of(place, each.sha256, each.name)
            if source.exists() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                vault.decrypt(source, target, passphrase or "")
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def bring_back(database: Path, backup: Path, data_dir: Path, passphrase: str | None) -> int:
    """After a restore: the photos its cases name lie in the data folder again.

    Returns how many nobody has any more. Raises what `opened` does; OSError passes.
    """
    files = of_backup(database)
    with opened(files, backup, passphrase) as place:
        return len(evidence.bring_back(files, place, data_dir))


def _opening(disk: Path, passphrase: str) -> Path | None:
    """The folder whose files that passphrase opens."""
    for folder in sorted(disk.glob(f"{LOCKED}*")):
        first = next(folder.glob(f"*{SUFFIX}"), None)
        if first is not None and vault.opens(first, passphrase):
            return folder
    return None
