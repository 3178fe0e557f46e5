"""The log is deleted or cut short after the program was killed: the next start says so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.bootstrap import DATABASE, MIGRATIONS
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.store import lost_log
from studio.store.backup import make
from studio.store.database import FRAME_BYTES, Store
from studio.store.restore import restore
from studio.store.strangers import Lost
from tests.helpers.clock import ManualClock
from tests.helpers.program import run_here
from tests.helpers.workshop_files import fill, made, moves_in

pytestmark = pytest.mark.expects_log  # it is told there, too
PARTS = ("", "-wal", "-shm")


@pytest.fixture
def killed(store: Store, tmp_path: Path) -> Path:
    """A database as a killed program leaves it: two moves are in the file, three in the log."""
    fill(store, 2)
    _fold(store)
    fill(store, 3)
    return as_killed_now(store, tmp_path / "killed")


def _fold(store: Store) -> None:
    def fold() -> None:
        assert store._write_db is not None
        store._write_db.conn.execute("PRAGMA wal_checkpoint(FULL)")

    store._writer.submit(fold).result()


def as_killed_now(store: Store, folder: Path) -> Path:
    folder.mkdir()
    database = folder / DATABASE
    for part in PARTS:
        shutil.copyfile(f"{store.path}{part}", f"{database}{part}")
    shutil.copyfile(lost_log.mark_of(store.path), lost_log.mark_of(database))
    return database


def lost(database: Path) -> Lost | None:
    """What a start says of its log, and everything closed again."""
    runtime = Runtime()
    try:
        return Store.open(database, runtime, MIGRATIONS, ManualClock()).meddled.lost
    finally:
        runtime.close()


def without_log(database: Path) -> None:
    Path(f"{database}-wal").unlink()


def without_log_and_index(database: Path) -> None:
    without_log(database)
    Path(f"{database}-shm").unlink()


def without_log_and_mark(database: Path) -> None:
    without_log(database)
    lost_log.mark_of(database).unlink()


def emptied(database: Path) -> None:
    os.truncate(f"{database}-wal", 0)


def zeroed(database: Path) -> None:
    log = Path(f"{database}-wal")
    log.write_bytes(bytes(log.stat().st_size))


def last_frame_cut_off(database: Path) -> None:
    found = lost_log.look(database)
    assert found is not None
    assert found.index is not None
    os.truncate(f"{database}-wal", 32 + (found.index.frames - 1) * FRAME_BYTES)


@pytest.mark.parametrize(
    "how",
    [without_log, without_log_and_index, without_log_and_mark, emptied, zeroed, last_frame_cut_off],
)
def test_the_next_start_says_from_when_on_entries_are_missing(
    killed: Path, how: Callable[[Path], None]
):
    folded = killed.stat().st_mtime
    how(killed)
    assert lost(killed) == Lost(round(folded * 1000))
    assert lost(killed) is None, "told once"


def test_a_log_that_is_there_is_nothing_to_tell_of(killed: Path):
    assert lost(killed) is None
    assert moves_in(killed) == 5


def test_a_program_that_was_closed_leaves_nothing_that_could_be_missed(store: Store):
    fill(store, 1)
    assert lost_log.mark_of(store.path).exists()
    store.close()
    assert sorted(store.path.parent.glob("studio*")) == [store.path]
    assert lost(store.path) is None


def test_another_program_that_goes_on_keeps_the_mark(store: Store):
    fill(store, 1)
    assert lost(store.path) is None
    assert lost_log.mark_of(store.path).exists()


def test_one_that_reads_beside_it_keeps_the_mark_when_the_writer_is_closed(
    store: Store, tmp_path: Path
):
    fill(store, 1)
    runtime = Runtime()
    Store.open(store.path, runtime, MIGRATIONS, ManualClock())
    store.close()
    killed = as_killed_now(store, tmp_path / "killed")
    runtime.close()
    assert not lost_log.mark_of(store.path).exists()
    without_log_and_index(killed)
    assert lost(killed) is not None


def test_killed_as_it_is_closed_nothing_looks_lost(store: Store, monkeypatch):
    """The mark goes before the log does."""
    fill(store, 1)
    seen: list[bool] = []
    unmark = lost_log.unmark

    def unmarking(database: Path) -> None:
        unmark(database)
        seen.append(Path(f"{database}-wal").exists())

    monkeypatch.setattr(lost_log, "unmark", unmarking)
    store.close()
    assert seen[0]


def test_killed_before_its_first_entry_nothing_is_missing(store: Store, tmp_path: Path):
    store.close()
    runtime = Runtime()
    again = Store.open(store.path, runtime, MIGRATIONS, ManualClock())
    again.write(lambda db: None).result()
    folder = tmp_path / "killed"
    folder.mkdir()
    shutil.copyfile(again.path, folder / DATABASE)
    assert not lost_log.mark_of(again.path).exists()
    runtime.close()
    assert lost(folder / DATABASE) is None


def test_a_fold_that_was_broken_off_and_lost_its_log_is_damage_at_every_start(killed: Path):
    content = bytearray(killed.read_bytes())
    content[4096:8192] = os.urandom(4096)  # half of what the fold would have written
    killed.write_bytes(content)
    without_log(killed)
    for _ in range(2):
        with pytest.raises(UserFacingError, match="database_damaged"):
            lost(killed)


def test_a_backup_that_is_brought_back_has_lost_nothing(killed: Path, tmp_path: Path):
    backup = make(killed, tmp_path / "backups", MIGRATIONS, ManualClock())
    without_log_and_index(killed)
    restore(backup.path, killed, MIGRATIONS, ManualClock())
    assert lost(killed) is None
    assert moves_in(killed) == 5


def test_a_disk_that_takes_no_mark_refuses_no_order(store: Store, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(13, "refused")

    with monkeypatch.context() as closed:
        closed.setattr(lost_log.os, "fsync", refuse)
        fill(store, 1)
    assert moves_in(store.path) == 1


def test_the_command_line_says_it_and_the_audit_does_not_hold(killed: Path):
    without_log(killed)
    done = run_here("audit", "--data-dir", killed.parent).expect(1)
    assert "日志被别的程序删掉或截短了" in done.stderr
    assert "log_lost_after" in done.stdout


def test_the_newest_backup_is_kept_from_those_that_are_made_next(killed: Path):
    """It may hold what is lost, and the last of a day takes the place of the ones before."""
    folder = killed.parent / "backups"
    newest = make(killed, folder, MIGRATIONS, ManualClock()).path
    without_log_and_index(killed)
    found = lost(killed)
    assert found is not None
    assert found.backup == folder / f"kept-{newest.name}"
    make(killed, folder, MIGRATIONS, ManualClock())
    assert not newest.exists()
    assert (moves_in(found.backup), moves_in(killed)) == (5, 2)


def test_an_index_that_contradicts_itself_is_not_believed(tmp_path: Path):
    database = made(tmp_path / DATABASE, MIGRATIONS, 1)
    Path(f"{database}-shm").write_bytes(os.urandom(32768))
    assert lost(database) is None
