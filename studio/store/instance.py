"""One running program per data folder: two would both believe they own the broadcast."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from studio.runtime.errors import UserFacingError
from studio.store.failures import worded

LOCK_FILE = "gongfu.lock"


class InstanceLock:
    """The claim on a data folder. The system drops it when the process ends, however it ends."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def release(self) -> None:
        """Give the folder up. Safe to call twice."""
        self._file.close()

    def __enter__(self) -> InstanceLock:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def claim(data_dir: Path) -> InstanceLock:
    """Claim ``data_dir`` for this process, made where missing.

    Raises already_running where another process (or another claim of this one) holds it,
    database_unwritable or disk_full where the folder cannot be used.
    """
    path = data_dir / LOCK_FILE
    with worded(path):
        data_dir.mkdir(parents=True, exist_ok=True)
        file = path.open("a+b")
    try:
        _lock(file)
    except OSError as error:
        file.close()
        raise UserFacingError("already_running") from error
    return InstanceLock(file)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        # A child process (OBS, a demo) must not inherit the claim and outlive us with it.
        os.set_inheritable(file.fileno(), False)
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
