"""Databases as a killed program leaves them: ``python -m tests.helpers.killed_stores FOLDER``.

Each begins as a closed file with two moves that was written an hour ago, a time no fold is noted
with by chance.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database

from studio.bootstrap import DATABASE, MIGRATIONS
from studio.runtime.threads import Runtime
from studio.store import database as opening
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.helpers.workshop_files import PEACH, fill, made


def fold(store: Store, how: str = "FULL") -> None:
    """On its own thread; then as an hour ago."""

    def folded() -> None:
        assert store._write_db is not None
        store._write_db.conn.execute(f"PRAGMA wal_checkpoint({how})")

    store._writer.submit(folded).result()
    _age(store.path)


def no_entry(store: Store) -> None:
    store.write(lambda db: None).result()


def room_only(store: Store) -> None:
    store.make_room().result()


def entries(store: Store) -> None:
    fill(store, 3)


def all_folded(store: Store) -> None:
    """And then something that writes nothing."""
    fill(store, 3)
    fold(store)
    store.write(lambda db: None).result()


def partly_folded(store: Store) -> None:
    """Beside somebody who reads; one more entry follows."""
    looking, go_on = threading.Event(), threading.Event()

    def look(db: Database) -> None:
        db.execute("SELECT count(*) FROM product").fetchone()
        looking.set()
        go_on.wait()

    fill(store, 1)
    looked = store.read(look)
    looking.wait()
    fill(store, 1)
    fold(store, "PASSIVE")
    fill(store, 1)
    go_on.set()
    looked.result()


def same_again(store: Store) -> None:
    """What was there is written once more: SQLite makes no frame of that."""
    _rename(store, PEACH.name)


def there_and_back(store: Store) -> None:
    """Frames that hold what is in the file already."""
    _rename(store, "另一样")
    _rename(store, PEACH.name)


def _rename(store: Store, name: str) -> None:
    def work(db: Database) -> int:
        return db.execute("UPDATE product SET name = ?", [name]).rowcount

    assert store.write(work).result() == 1


SCENES: tuple[Callable[[Store], None], ...] = (
    *(no_entry, room_only, same_again, there_and_back),
    *(entries, all_folded, partly_folded),
)


def main(folder: Path) -> None:
    opening.LOG_BYTES = 100_000  # 33 MB of zeros say no more
    closed = made(folder / DATABASE, MIGRATIONS, 2)
    for play in SCENES:
        (folder / play.__name__).mkdir()
        database = shutil.copyfile(closed, folder / play.__name__ / DATABASE)
        _age(database)
        play(Store.open(database, Runtime(), MIGRATIONS, ManualClock()))
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


_ages = iter(range(3600, 0, -60))


def _age(path: Path) -> None:
    at = time.time() - next(_ages)
    os.utime(path, (at, at))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
