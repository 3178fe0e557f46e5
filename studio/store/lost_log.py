"""Whether a log that should lie beside the database was lost while no program had it open.

A program that ended without closing the file (killed, a power cut) leaves what it noted last in
the log; SQLite opens the file without one and says nothing. So a mark lies beside it,
``studio.unfolded``: what the file was when an entry went into its log (`State`). Whoever folds the
log, we or another program, writes the file and changes that; so does whoever replaces it. A mark
that fits a file without a log says that entries are missing. One that does not fit says nothing,
and may lie there as long as it likes: an alarm that is false is worse than none.

SQLite's own index of the log (``-shm``) would tell more. It is not read: whoever closes a file
drops all locks of his process on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path

from studio.runtime.files import sync_folder

log = logging.getLogger(__name__)

MARK = ".unfolded"
State = tuple[int, int]
"""Of the database's file: when it was written last (ns), and its bytes."""

_LOG_BYTES = 32
_LOG_MARKS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")


@dataclass(frozen=True, slots=True)
class Gone:
    """A marked database has no log."""

    marked_ms: int
    """When it was marked, UTC ms: no two losses have the same."""
    lost_after: int | None
    """When anything was last folded into the file, UTC ms; what came after is missing.

    None: it was written since. Somebody folded the log, to its end or not.
    """


def look(database: Path) -> Gone | None:
    """Before it is opened. None where nothing can be missing. Changes nothing; any thread."""
    mark = mark_of(database)
    # In this order: whoever closes it meanwhile writes the file first, and then deletes the log.
    try:
        marked, marked_ns = mark.read_bytes(), mark.stat().st_mtime_ns
        if _has_log(database):
            return None
        found = database.stat()
    except OSError:
        return None
    fits = marked == _content((found.st_mtime_ns, found.st_size))
    return Gone(marked_ns // 10**6, found.st_mtime_ns // 10**6 if fits else None)


def mark(database: Path, state: State) -> None:
    """The log holds what a file that was ``state`` before does not; on the disk when it returns.

    A disk that takes no mark is no reason to refuse what was written.
    """
    try:
        with mark_of(database).open("wb") as file:
            file.write(_content(state))
            file.flush()
            os.fsync(file.fileno())
        sync_folder(database.parent)
    except OSError as error:
        log.info("the log was not marked: %s", error)


def unmark(database: Path) -> None:
    """There is no log any more, or it was told that it is lost."""
    try:
        mark_of(database).unlink(missing_ok=True)
    except OSError as error:  # nothing is told of it once the file is written
        log.info("the mark of the log stays: %s", error)


def mark_of(database: Path) -> Path:
    """Where the mark of that database lies. No name a cleaner of ``studio.db-*`` knows."""
    return database.with_suffix(MARK)


def _content(state: State) -> bytes:
    return b"%d %d" % state


def _has_log(database: Path) -> bool:
    """One that something was written to. OSError where it cannot be said."""
    try:
        with Path(f"{database}-wal").open("rb") as file:
            begun = file.read(_LOG_BYTES)
    except FileNotFoundError:
        return False
    return len(begun) == _LOG_BYTES and begun[:4] in _LOG_MARKS
