"""Photos and papers of a case: kept as they are, under the hash of what is in them.

A file lies in ``evidence/<first two>/<SHA-256><ending>`` of the data folder and is never written
again: the same photo of two cases is kept once, and one that was changed since is seen. It has its
ending only where that is a picture's, a film's, a sound's or a paper's: it comes from a buyer, and
the window opens it with a press, so nothing that a system runs may lie there under its own ending.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from studio.runtime.errors import Unlogged, UserFacingError
from studio.runtime.files import must_be_file, put_in_place
from studio.store.audit import Check, Difference

log = logging.getLogger(__name__)

FOLDER = "evidence"
MOST_BYTES = 50_000_000
"""A telephone's photo is 5 MB, a short film 30."""
CHUNK = 1 << 20
HASH = re.compile("[0-9a-f]{64}")
SHOWN = frozenset(
    (
        *(".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".heic", ".heif", ".tif", ".tiff"),
        *(".mp4", ".mov", ".m4v", ".3gp", ".avi", ".mkv", ".webm"),
        *(".mp3", ".m4a", ".aac", ".amr", ".wav", ".ogg"),
        *(".pdf", ".txt", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".et", ".ofd"),
    )
)
"""What a computer shows or plays; anything else is kept without its ending."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is in the data folder now."""

    sha256: str
    name: str
    """As the person called it."""
    size: int


def path_of(folder: Path, sha256: str, name: str) -> Path:
    """Where a file of that hash lies in the data folder ``folder``."""
    ending, sha256 = Path(name).suffix.lower(), stored_as(sha256)
    return folder / FOLDER / sha256[:2] / f"{sha256}{ending if ending in SHOWN else ''}"


def stored_as(sha256: str) -> str:
    """The hash itself; of what is none, one that no file has.

    Somebody else may have written the database: a path in a hash's place would be read, and be
    written over when a backup is brought back.
    """
    return sha256 if HASH.fullmatch(sha256) else hashlib.sha256(repr(sha256).encode()).hexdigest()


def keep(folder: Path, file: Path) -> Kept:
    """Copy ``file`` into the data folder ``folder``; on disk when this returns.

    One that was changed there since is put right by it, and kept beside with ``.changed``.
    Raises evidence_unreadable, evidence_too_large, folder_unwritable. Blocks: on a worker.
    """
    try:
        size = file.stat().st_size
        if not file.is_file() or size == 0:
            raise UserFacingError("evidence_unreadable", file=Unlogged(file.name))
        if size > MOST_BYTES:
            most = MOST_BYTES // 10**6
            raise UserFacingError("evidence_too_large", file=Unlogged(file.name), most=most)
        content = file.read_bytes()
    except OSError as error:
        raise UserFacingError("evidence_unreadable", file=Unlogged(file.name)) from error
    sha256 = hashlib.sha256(content).hexdigest()
    # A name of bytes that are no text cannot be written down.
    name = file.name.encode("utf-8", "replace").decode("utf-8")
    target = path_of(folder, sha256, name)
    try:
        if _hash(target) != sha256:
            _put_aside(target)
            _write(target, content)
    except OSError as error:
        raise UserFacingError("folder_unwritable", path=str(target.parent)) from error
    return Kept(sha256, name, len(content))


def _put_aside(target: Path) -> None:
    """What was changed is kept under another name: somebody may want to know how."""
    if target.exists():
        put_in_place(target, target.with_name(target.name + ".changed"))


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(part, target)
    finally:
        part.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Noted:
    """A file that a case names."""

    sha256: str
    name: str


def noted(db: Database) -> list[Noted]:
    """Every file the cases name."""
    rows = db.execute("SELECT DISTINCT sha256, name FROM after_evidence ORDER BY sha256, name")
    return [Noted(*row) for row in rows]


def put_by(
    files: Iterable[Noted], folder: Path, backups: Path, *, by_hash: bool = False
) -> list[Noted]:
    """What lies in the data folder ``folder`` lies beside the backups too, each file once.

    One that was damaged there is replaced; an hourly backup sees that by its length alone, because
    every photo of years is too much to read each time (``by_hash``: read them). One that was
    changed in the data folder does not get there: `check` tells of it. OSError passes.

    Returns what is there and is not what it was; of ``by_hash`` only.
    """
    damaged = []
    for each in files:
        source = path_of(folder, each.sha256, each.name)
        target = path_of(backups, each.sha256, each.name)
        if not target.exists() or _is_damaged(target, source, each.sha256, by_hash):
            _carry(source, target, each.sha256)
            if by_hash and target.exists() and _hash(target) != each.sha256:
                damaged.append(each)
    return damaged


def _is_damaged(target: Path, source: Path, sha256: str, by_hash: bool) -> bool:
    if by_hash:
        return _hash(target) != sha256
    return source.exists() and source.stat().st_size != target.stat().st_size


def bring_back(files: Iterable[Noted], backups: Path, folder: Path) -> list[Noted]:
    """What is missing or changed in the data folder comes back; returns what nobody has any more.

    One that was changed is kept beside, with ``.changed`` after its name. What the folder does not
    take is returned, too.
    """
    lacking = []
    for each in not_in(folder, files):
        target = path_of(folder, each.sha256, each.name)
        source = path_of(backups, each.sha256, each.name)
        if _hash(source) != each.sha256:
            lacking.append(each)
            continue
        try:
            _put_aside(target)
            _carry(source, target, each.sha256)
        except OSError:
            log.exception("%s of a case cannot be brought back", each.sha256)
            lacking.append(each)
    return lacking


def not_in(folder: Path, files: Iterable[Noted]) -> list[Noted]:
    """Those of them that are missing or changed in ``folder``."""
    return [each for each in files if _hash(path_of(folder, each.sha256, each.name)) != each.sha256]


def _carry(source: Path, target: Path, sha256: str) -> None:
    """A file of that hash, or nothing."""
    try:
        content = source.read_bytes()
    except FileNotFoundError:
        return
    if hashlib.sha256(content).hexdigest() == sha256:
        _write(target, content)


def check(folder: Path) -> Check:
    """Every kept file is there and is what it was: in the data folder, or beside its backups."""
    return Check("audit_evidence_unchanged", _changed(folder))


def _changed(folder: Path) -> Callable[[Database], Iterator[Difference]]:
    def differences(db: Database) -> Iterator[Difference]:
        rows = db.execute(
            "SELECT DISTINCT sha256, name, case_id FROM after_evidence ORDER BY case_id"
        ).fetchall()
        for sha256, name, case_id in rows:
            found = _hash(path_of(folder, sha256, name))
            if found != sha256:
                told = "missing" if found is None else "changed"
                yield {"case": case_id, "found": told}

    return differences


def _hash(path: Path) -> str | None:
    digest = hashlib.sha256()
    try:
        must_be_file(path)
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except OSError:
        return None
    return digest.hexdigest()
