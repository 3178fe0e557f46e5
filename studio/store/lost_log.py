"""Whether a log that should lie beside the database was lost while no program had it open.

A program that ended without closing the file (killed, a power cut) leaves what it noted last in
the log; SQLite opens the file without one and says nothing. Two things tell that there was one:

- ``studio.db-shm``, SQLite's own index of the log: how far it reached, and how much of that is in
  the file already (https://www.sqlite.org/walformat.html). A clean end deletes it before the log.
- ``studio.unfolded``, a mark of ours for where that was deleted with the log. It is made after a
  program's first entry and goes when the last program to close has folded the log into the file.

Neither costs an order anything. What they cannot tell, docs/backup.md says.
"""

from __future__ import annotations

import logging
import os
import struct
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

MARK = ".unfolded"

_HEADER_BYTES = 48
"""Of the index; it stands there twice, and both are the same unless a write was broken off."""
_INDEX = struct.Struct("=12xB3xI12x8s8x")
"""Whether it was begun, frames of the log, and the eight random bytes the log begins with."""
_FOLDED = struct.Struct("=I")
_LOG_BYTES = 32
_LOG_MARKS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")


@dataclass(frozen=True, slots=True)
class LogIndex:
    """How far a log reaches, as ``-shm`` says it."""

    frames: int
    folded: int
    """Frames that are in the file already."""
    salt: bytes
    """Which log; another one has begun anew since."""


@dataclass(frozen=True, slots=True)
class Found:
    """What lay in the folder before the database was opened."""

    index: LogIndex | None
    has_log: bool
    marked: bool
    folded_ms: int
    """When anything was last folded into the file, UTC ms; what was noted before is in it."""


def look(database: Path) -> Found | None:
    """Before it is opened. None where there is no database yet. Changes nothing; any thread."""
    try:
        folded_ms = round(database.stat().st_mtime * 1000)
    except OSError:
        return None
    begun = _read(f"{database}-wal", _LOG_BYTES)
    has_log = len(begun) == _LOG_BYTES and begun[:4] in _LOG_MARKS
    return Found(_index(database), has_log, mark_of(database).exists(), folded_ms)


def lost_after(found: Found | None, database: Path) -> int | None:
    """Once it is open: after which instant (UTC ms) entries are missing. None: nothing is known of.

    The mark is looked at again: another program may have closed the file, and taken it, meanwhile.
    """
    if found is None:
        return None
    known = found.index is not None and found.index.frames > found.index.folded
    if found.has_log:
        lost = known and _ends_sooner(found.index, _index(database))
    else:
        lost = known or (found.marked and mark_of(database).exists())
    return found.folded_ms if lost else None


def mark(database: Path) -> None:
    """From now on there is a log; on the disk when it returns.

    A disk that takes no mark is no reason to refuse what was written.
    """
    try:
        with mark_of(database).open("xb") as file:
            os.fsync(file.fileno())
    except FileExistsError:
        return
    except OSError as error:
        log.info("the log was not marked: %s", error)


def unmark(database: Path) -> None:
    """There is no log any more that anything could be missing from; a mark that stays warns."""
    with suppress(OSError):
        mark_of(database).unlink()


def mark_of(database: Path) -> Path:
    """Where the mark of that database lies. No name a cleaner of ``studio.db-*`` knows."""
    return database.with_suffix(MARK)


def _ends_sooner(before: LogIndex | None, now: LogIndex | None) -> bool:
    """Of the same log, fewer frames were found than there were."""
    if before is None or now is None or before.salt != now.salt:
        return False
    return now.frames < before.frames


def _index(database: Path) -> LogIndex | None:
    """None where there is none, or none that can be believed."""
    read = _read(f"{database}-shm", 2 * _HEADER_BYTES + _FOLDED.size)
    header, again, rest = read[:_HEADER_BYTES], read[_HEADER_BYTES:-4], read[-4:]
    if len(read) < 2 * _HEADER_BYTES + _FOLDED.size or header != again:
        return None
    begun, frames, salt = _INDEX.unpack(header)
    return LogIndex(frames, _FOLDED.unpack(rest)[0], salt) if begun else None


def _read(path: str, size: int) -> bytes:
    """The first bytes of a file; none where it cannot be read."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - shared with whoever writes it
            return file.read(size)
    except OSError:
        return b""
