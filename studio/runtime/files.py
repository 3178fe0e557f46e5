"""Files a person names: reading one, writing one whole or not at all, and names one may have."""

from __future__ import annotations

import errno
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from uuid import uuid4

from studio.runtime.errors import UserFacingError

MOST_SMALL_BYTES = 1_000_000
"""Of a list or table that somebody types."""
TRIES = 10
PAUSE_SECONDS = 0.02
"""Some 0.2 s in all: a virus scanner or the search index reads a new file for a moment."""
TRIES_IN_WINDOW = 3
"""Where the window waits: it may stand still for 0.1 s, two such files in turn included."""

DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC})

_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def is_device(name: str) -> bool:
    """True for a name that is a device on Windows, whatever ending it gets: no file is."""
    return _DEVICES.fullmatch(name) is not None


def read_at_most(path: Path, most: int) -> bytes:
    """The bytes of a file; one more than ``most`` where it is longer.

    OSError where it cannot be read, and where it is no file: a pipe would be waited for without
    end, and a device has none.
    """
    must_be_file(path)
    with path.open("rb") as file:
        return file.read(most + 1)


def read_small_text(path: Path) -> str:
    """A text of UTF-8 that a person keeps, with or without its mark.

    OSError as `read_at_most`, and where it has more than `MOST_SMALL_BYTES`; UnicodeDecodeError.
    """
    content = read_at_most(path, MOST_SMALL_BYTES)
    if len(content) > MOST_SMALL_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return content.decode("utf-8-sig")


def must_be_file(path: Path) -> None:
    """OSError where there is none under that name, or a folder, a pipe or a device."""
    if not S_ISREG(path.stat().st_mode):
        raise _no_file(path)


def is_file(path: Path) -> bool:
    """Whether there is one. A name no file can have (too long, with a NUL) is no fault of ours."""
    try:
        must_be_file(path)
    except (OSError, ValueError):
        return False
    return True


def part_of(path: Path, ending: str = ".part") -> Path:
    """A name beside ``path`` for what is not whole yet. OSError where it has no name, as ``.``."""
    if not path.name:
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    return path.with_name(path.name + ending)


def discard(part: Path) -> None:
    """What is half made goes. Where it never came to be, or stays, what else was wrong is told."""
    with suppress(OSError):
        part.unlink()


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file to write into, beside ``path``, which takes its name at the end of the block.

    Where the block raises nothing has changed, and what it raised comes through, but for OSError:
    raises disk_full, report_unwritable (file).
    """
    # Of its own: whoever leaves a page goes on writing, and it may be opened and asked again.
    part = None
    try:
        part = part_of(path, f".{uuid4().hex[:8]}.part")
        yield part
        put_in_place(part, path)
    except OSError as error:
        if error.errno in DISK_FULL:
            raise UserFacingError("disk_full") from error
        raise UserFacingError("report_unwritable", file=path.name) from error
    finally:
        if part is not None:
            discard(part)


def replace_file(path: Path, write: Callable[[Path], object], *, tries: int = TRIES) -> None:
    """Let ``write`` fill a file beside ``path``, then put it in its place, all or nothing.

    On the disk (fsync) when this returns. OSError passes, and ``path`` is then as it was.
    ``tries``: as `put_in_place`.
    """
    part = part_of(path)
    try:
        write(part)
        with part.open("r+b") as file:
            os.fsync(file.fileno())
        put_in_place(part, path, tries=tries)
    finally:
        discard(part)


def sync_folder(folder: Path) -> None:
    """A new name in ``folder`` is on the disk, where the system can be asked for that."""
    if os.name == "nt":  # a folder cannot be opened there; NTFS journals its names
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(
    part: Path,
    path: Path,
    *,
    tries: int = TRIES,
    platform: str = sys.platform,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Rename ``part`` to ``path``, which is replaced at once. OSError where that cannot be.

    A device or a pipe is refused as well: an administrator's ``--out /dev/…`` would lose it.
    Windows refuses as long as anybody reads either of them (``ERROR_SHARING_VIOLATION``,
    ``ERROR_ACCESS_DENIED``: PermissionError both), so there it is tried again for a moment. A file
    a person has open in another program stays refused.
    """
    _must_be_replaceable(path)
    for _ in range(tries - 1 if platform == "win32" else 0):
        try:
            part.replace(path)
        except PermissionError:
            pause(PAUSE_SECONDS)
        else:
            return
    part.replace(path)


def _must_be_replaceable(path: Path) -> None:
    with suppress(FileNotFoundError):
        mode = path.stat().st_mode
        if not S_ISREG(mode) and not S_ISDIR(mode):
            raise _no_file(path)


def _no_file(path: Path) -> OSError:
    return OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
