"""Photos and papers of a case: kept sealed, under the hash of what is in them.

A file lies in ``evidence/<first two>/<SHA-256>.sealed`` of the data folder, sealed by the key that
seals buyers' data, with a hash of its own before it: whoever has no key sees that it is whole, too.
It is never written again: the same photo of two cases is kept once. An earlier version kept them
as they were, with their ending; those count the same until they are sealed
(`inventory.aftersales.sealing`). Once the days of all its cases are over a file goes.

It comes from a buyer, and the window opens it with a press: where it is opened it has its ending
only where that is a picture's, a film's, a sound's or a paper's, so that nothing a system runs may
lie there under its own.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from studio.runtime.errors import Unlogged, UserFacingError
from studio.runtime.files import must_be_file, put_in_place
from studio.store.audit import Check, Difference
from studio.store.sealed import Sealer

log = logging.getLogger(__name__)

FOLDER = "evidence"
OPENED = "opened"
"""In it, for as long as somebody looks at one."""
SUFFIX = ".sealed"
MAGIC = b"GONGEVD1"
"""Then the SHA-256 of the rest, then the rest: what `Sealer.seal` made."""
_HEAD_BYTES = len(MAGIC) + hashlib.sha256().digest_size
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
"""What a computer shows or plays; anything else is opened without its ending."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is in the data folder now."""

    sha256: str
    """Of what is in it, not of how it lies there."""
    name: str
    """As the person called it."""
    size: int


@dataclass(frozen=True, slots=True)
class Noted:
    """A file that a case names."""

    sha256: str
    name: str


def neutral(name: str) -> str:
    """What a file is called where its own name, which may be a buyer's, has no business."""
    return f"photo{ending_of(name)}"


def ending_of(name: str) -> str:
    ending = Path(name).suffix.lower()
    return ending if ending in SHOWN else ""


def path_of(folder: Path, sha256: str) -> Path:
    """Where a sealed file of that hash lies in the data folder ``folder``."""
    sha256 = stored_as(sha256)
    return folder / FOLDER / sha256[:2] / f"{sha256}{SUFFIX}"


def plain_path(folder: Path, each: Noted) -> Path:
    """Where an earlier version kept it as it was."""
    sealed = path_of(folder, each.sha256)
    return sealed.with_name(f"{sealed.stem}{ending_of(each.name)}")


def lies_at(folder: Path, each: Noted) -> Path:
    """Where it lies, sealed or not yet; where it would lie, where it does not."""
    sealed, plain = path_of(folder, each.sha256), plain_path(folder, each)
    return plain if plain.exists() and not sealed.exists() else sealed


def stored_as(sha256: str) -> str:
    """The hash itself; of what is none, one that no file has.

    Somebody else may have written the database: a path in a hash's place would be read, and be
    written over when a backup is brought back.
    """
    return sha256 if HASH.fullmatch(sha256) else hashlib.sha256(repr(sha256).encode()).hexdigest()


def where_sealed(sha256: str) -> str:
    """The place a file is sealed for (`studio.store.sealed`)."""
    return f"evidence:{sha256}"


def keep(folder: Path, file: Path, sealer: Sealer) -> Kept:
    """Keep ``file`` sealed in the data folder ``folder``; on disk when this returns.

    One that was changed there since is put right by it, and kept beside with ``.changed``.
    Raises evidence_unreadable, evidence_too_large, folder_unwritable, case_needs_keyring. Blocks:
    on a worker.
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
    target = path_of(folder, sha256)
    try:
        if not is_whole(target, sha256) or not _opens(folder, Noted(sha256, name), sealer):
            _put_aside(target)
            write_sealed(target, content, sealer)
    except OSError as error:
        raise UserFacingError("folder_unwritable", path=str(target.parent)) from error
    return Kept(sha256, name, len(content))


def _opens(folder: Path, each: Noted, sealer: Sealer) -> bool:
    """Whole, but sealed with a key that this computer's keyring has not: nobody can look at it."""
    try:
        content_of(folder, each, sealer)
    except UserFacingError:
        return False
    return True


def write_sealed(target: Path, content: bytes, sealer: Sealer) -> None:
    """On disk when it returns. Raises case_needs_keyring; OSError passes."""
    try:
        where = where_sealed(hashlib.sha256(content).hexdigest())
        sealed = sealer.seal(content, where=where)
    except UserFacingError as error:
        raise UserFacingError("case_needs_keyring") from error
    _write(target, MAGIC + hashlib.sha256(sealed).digest() + sealed)


def content_of(folder: Path, each: Noted, sealer: Sealer) -> bytes:
    """What is in it. Raises evidence_missing (also: changed), sealed_key_missing."""
    path = lies_at(folder, each)
    try:
        content = path.read_bytes()
        if path.suffix == SUFFIX:
            content = sealer.open(content[_HEAD_BYTES:], where=where_sealed(each.sha256))
    except (OSError, UserFacingError) as error:
        if isinstance(error, UserFacingError) and error.code == "sealed_key_missing":
            raise
        raise UserFacingError("evidence_missing", file=each.name) from error
    if hashlib.sha256(content).hexdigest() != each.sha256:
        raise UserFacingError("evidence_missing", file=each.name)
    return content


def open_for_look(folder: Path, each: Noted, sealer: Sealer) -> Path:
    """A copy in the clear, for a program that shows it; `forget_opened` takes it away.

    Raises those of `content_of`, folder_unwritable.
    """
    content = content_of(folder, each, sealer)
    target = folder / FOLDER / OPENED / uuid.uuid4().hex[:8] / neutral(each.name)
    try:
        _write(target, content)
    except OSError as error:
        raise UserFacingError("folder_unwritable", path=str(target.parent)) from error
    return target


def forget_opened(folder: Path) -> None:
    """What was opened goes; one that a program still holds goes the next time."""
    shutil.rmtree(folder / FOLDER / OPENED, ignore_errors=True)


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


_NOTED = "SELECT DISTINCT sha256, name, case_id FROM after_evidence"
_KEPT = """ WHERE NOT EXISTS (SELECT 1 FROM after_words WHERE words IS NULL
    AND after_words.case_id = after_evidence.case_id AND after_words.seq = after_evidence.seq)"""


def _rows(db: Database) -> list[tuple[str, str, str]]:
    """Those whose days are not over; a backup of an earlier version knows of no days."""
    has_days = "after_words" in db.table_names()
    rows: list[tuple[str, str, str]] = db.execute(
        f"{_NOTED}{_KEPT if has_days else ''} ORDER BY case_id"
    ).fetchall()
    return rows


def noted(db: Database) -> list[Noted]:
    """Every file the cases name and that is still kept."""
    found = {(sha256, name) for sha256, name, _ in _rows(db)}
    return [Noted(*each) for each in sorted(found)]


def over(db: Database) -> list[Noted]:
    """Files whose days are over in every case that names them."""
    rows = db.execute("SELECT DISTINCT sha256, name FROM after_evidence").fetchall()
    kept = {each.sha256 for each in noted(db)}
    return [Noted(*row) for row in rows if row[0] not in kept]


def forget(folder: Path, files: Iterable[Noted]) -> int:
    """Delete what lies there of them; returns how many went. OSError passes."""
    gone = 0
    for each in files:
        for path in (path_of(folder, each.sha256), plain_path(folder, each)):
            if path.exists():
                path.unlink()
                gone += 1
    return gone


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
        source = lies_at(folder, each)
        target = _beside(backups, source)
        if not target.exists() or _is_damaged(target, source, each.sha256, by_hash):
            _carry(source, target, each.sha256)
            if by_hash and target.exists() and not is_whole(target, each.sha256):
                damaged.append(each)
    return damaged


def _beside(folder: Path, path: Path) -> Path:
    """The same place in another folder: sealed or not as it is."""
    return folder / FOLDER / path.parent.name / path.name


def _is_damaged(target: Path, source: Path, sha256: str, by_hash: bool) -> bool:
    if by_hash:
        return not is_whole(target, sha256)
    return source.exists() and source.stat().st_size != target.stat().st_size


def bring_back(files: Iterable[Noted], backups: Path, folder: Path) -> list[Noted]:
    """What is missing or changed in the data folder comes back; returns what nobody has any more.

    One that was changed is kept beside, with ``.changed`` after its name. What the folder does not
    take is returned, too.
    """
    lacking = []
    for each in not_in(folder, files):
        source = lies_at(backups, each)
        target = _beside(folder, source)
        if not is_whole(source, each.sha256):
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
    return [each for each in files if not is_whole(lies_at(folder, each), each.sha256)]


def _carry(source: Path, target: Path, sha256: str) -> None:
    """A file of that hash, or nothing."""
    if is_whole(source, sha256):
        _write(target, source.read_bytes())


def check(folder: Path) -> Check:
    """Every kept file is there and is what it was: in the data folder, or beside its backups."""
    return Check("audit_evidence_unchanged", _changed(folder))


def _changed(folder: Path) -> Callable[[Database], Iterator[Difference]]:
    def differences(db: Database) -> Iterator[Difference]:
        for sha256, name, case_id in _rows(db):
            path = lies_at(folder, Noted(sha256, name))
            if not is_whole(path, sha256):
                yield {"case": case_id, "found": "changed" if path.exists() else "missing"}

    return differences


def is_whole(path: Path, sha256: str) -> bool:
    """Whether what lies there is what it was. A sealed file says its own hash: the key, which is
    not needed here, shows at opening that it is the file of ``sha256``."""
    digest = hashlib.sha256()
    try:
        must_be_file(path)
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES) if path.suffix == SUFFIX else b""
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except OSError:
        return False
    if path.suffix == SUFFIX:
        return path.stem == sha256 and head == MAGIC + digest.digest()
    return digest.hexdigest() == sha256


def is_sealed(path: Path) -> bool:
    """Whether a file is one of these, whatever it is called. OSError passes."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC
