"""SQLite's and the disk's errors as `UserFacingError`; what is a bug stays one."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from types import TracebackType

from studio.runtime.errors import UserFacingError
from studio.runtime.files import DISK_FULL
from studio.store.sqlite import sqlite3

log = logging.getLogger(__name__)

NO_ROOM_BYTES = 1 << 20
"""Below this much free space an I/O error while writing is put down to the full disk."""

# Primary result codes, https://www.sqlite.org/rescode.html
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_UNWRITABLE = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}

_BY_TEXT = {
    "database or disk is full": sqlite3.SQLITE_FULL,
    "disk I/O error": sqlite3.SQLITE_IOERR,
    "database disk image is malformed": sqlite3.SQLITE_CORRUPT,
    "attempt to write a readonly database": sqlite3.SQLITE_READONLY,
    "unable to open database file": sqlite3.SQLITE_CANTOPEN,
}
_NO_TEXT = "Could not decode to UTF-8"
"""How the library begins to say that a stored text is none; that has no code either."""


class worded:  # noqa: N801 - reads as the function it was: with worded(path)
    """Raise what goes wrong with the database file ``path`` as a `UserFacingError`.

    Codes: disk_full, database_unwritable, database_damaged, database_busy, and half_a_character
    where what was to be written is no text. An error that is no
    property of the file (a constraint, a mistake in SQL) passes unchanged. Any thread.

    No generator: it stands around every commit, and one costs an order five calls more.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            _raise_worded(error, self._path)


def _raise_worded(error: BaseException, path: Path) -> None:
    """Returns where the error may pass as it is."""
    match error:
        case UnicodeDecodeError():
            # The library's, of a damaged schema; with its traceback, for it might be a work's own.
            log.warning("a text in the database cannot be read", exc_info=error)
            raise _error("database_damaged", path) from error
        case UnicodeEncodeError():
            # Half a character, which no text of a database can hold: pasted, or another's file.
            raise UserFacingError("half_a_character") from error
        case sqlite3.Error():
            code = _code_of(error, path)
            if code is not None:
                raise _error(code, path) from error
        case OSError():
            code = "disk_full" if error.errno in DISK_FULL else "database_unwritable"
            raise _error(code, path) from error


def _error(code: str, path: Path) -> UserFacingError:
    return UserFacingError(code) if code == "disk_full" else UserFacingError(code, path=str(path))


def _code_of(error: Exception, path: Path) -> str | None:
    primary = _primary(error)
    if primary == sqlite3.SQLITE_FULL:
        return "disk_full"
    if primary == sqlite3.SQLITE_IOERR:
        return "disk_full" if _no_room(path) else "database_unwritable"
    if primary in _DAMAGED:
        return "database_damaged"
    if primary in _UNWRITABLE:
        return "disk_full" if _no_room(path) else "database_unwritable"
    return "database_busy" if primary in _BUSY else None


def _primary(error: Exception) -> int:
    """The primary result code; what the library raises without one is known by its words."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF
    if str(error).startswith(_NO_TEXT):
        return sqlite3.SQLITE_CORRUPT
    return _BY_TEXT.get(str(error), 0)


def _no_room(path: Path) -> bool:
    """SQLite reports some full disks as I/O errors (growing the -shm file): ask the disk."""
    try:
        return shutil.disk_usage(path.parent).free < NO_ROOM_BYTES
    except OSError:  # the folder itself is gone or not readable: not a matter of room
        return False
