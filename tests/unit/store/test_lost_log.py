"""The log is lost after the program was killed: the next start says so, and never without cause."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studio import bootstrap
from studio.bootstrap import DATABASE, MIGRATIONS
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.store import database as opening
from studio.store import lost_log
from studio.store import restore as restoring
from studio.store.backup import FOLDER, keep_newest, make
from studio.store.database import Store
from studio.store.migrations import COPIES_KEPT
from studio.store.strangers import Lost
from tests.helpers.clock import ManualClock
from tests.helpers.program import run_here
from tests.helpers.workshop_files import fill, moves_in, parcels

pytestmark = pytest.mark.expects_log  # it is told there, too
Killed = Callable[[str], Path]


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a program that was killed left, a folder for each scene of `killed_stores`."""
    folder = tmp_path_factory.mktemp("left")
    subprocess.run([sys.executable, "-m", "tests.helpers.killed_stores", folder], check=False)
    return folder


@pytest.fixture
def killed(left: Path, tmp_path: Path) -> Killed:
    """The database of a scene, of one's own."""

    def copied(scene: str) -> Path:
        shutil.copytree(left / scene, tmp_path / scene)  # with the times of its files
        return tmp_path / scene / DATABASE

    return copied


def lost(database: Path) -> Lost | None:
    """What a start says of its log, and everything closed again."""
    runtime = Runtime()
    try:
        return Store.open(database, runtime, MIGRATIONS, ManualClock()).meddled.lost
    finally:
        runtime.close()


def as_it_was(database: Path) -> None:
    assert Path(f"{database}-wal").exists()


def without_log(database: Path) -> None:
    Path(f"{database}-wal").unlink()


def without_log_and_index(database: Path) -> None:
    without_log(database)
    Path(f"{database}-shm").unlink()


def emptied(database: Path) -> None:
    os.truncate(f"{database}-wal", 0)


def zeroed(database: Path) -> None:
    log = Path(f"{database}-wal")
    log.write_bytes(bytes(log.stat().st_size))


def folded_by_another(database: Path) -> None:
    """Opened and closed by a program that knows nothing of a mark."""
    script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
    script += "c.execute('SELECT count(*) FROM product').fetchone(); c.close()"
    subprocess.run([sys.executable, "-c", script, database], check=True)
    assert not Path(f"{database}-wal").exists()


LOSSES = [without_log, without_log_and_index, emptied, zeroed]


@pytest.mark.parametrize("scene", ["entries", "partly_folded"])
@pytest.mark.parametrize("how", LOSSES)
def test_the_next_start_says_from_when_on_entries_are_missing(
    killed: Killed, scene: str, how: Callable[[Path], None]
):
    database = killed(scene)
    folded = database.stat().st_mtime_ns // 10**6
    how(database)
    assert lost(database) == Lost(folded)
    assert lost(database) is None, "told once"


@pytest.mark.parametrize("how", [as_it_was, *LOSSES])
@pytest.mark.parametrize("scene", ["no_entry", "room_only", "same_again", "all_folded"])
def test_where_the_log_held_nothing_nothing_is_missing(
    killed: Killed, scene: str, how: Callable[[Path], None]
):
    database = killed(scene)
    held = moves_in(shutil.copytree(database.parent, database.parent / "whole") / DATABASE)
    how(database)
    assert lost(database) is None
    assert moves_in(database) == held


@pytest.mark.parametrize("how", [as_it_was, folded_by_another])
@pytest.mark.parametrize("scene", ["entries", "partly_folded", "there_and_back"])
def test_a_log_that_is_there_or_was_folded_is_nothing_to_tell_of(
    killed: Killed, scene: str, how: Callable[[Path], None]
):
    """Whoever folds a frame writes the file, also where it changes nothing."""
    database = killed(scene)
    assert lost_log.mark_of(database).exists()
    how(database)
    assert lost(database) is None
    assert moves_in(database) == (2 if scene == "there_and_back" else 5)
    assert sorted(database.parent.glob("studio*")) == [database]


def test_a_start_that_was_refused_folds_the_log_and_nothing_is_missing(killed: Killed):
    database = killed("entries")
    runtime = Runtime()
    with pytest.raises(UserFacingError, match="database_newer"):
        Store.open(database, runtime, MIGRATIONS[:1], ManualClock())
    runtime.close()
    assert not Path(f"{database}-wal").exists()
    assert lost(database) is None
    assert moves_in(database) == 5


@pytest.mark.parametrize("how", [as_it_was, without_log])
def test_a_start_that_was_broken_off_keeps_what_is_to_be_told(
    killed: Killed, monkeypatch: pytest.MonkeyPatch, how: Callable[[Path], None]
):
    def full(*_: object) -> None:
        raise UserFacingError("disk_full")

    database = killed("entries")
    how(database)
    with monkeypatch.context() as patch:
        patch.setattr(opening, "upgrade", full)
        with pytest.raises(UserFacingError, match="disk_full"):
            lost(database)
    assert (lost(database) is None) == (how is as_it_was)


def test_a_backup_that_could_not_be_put_in_its_place_has_lost_nothing(
    killed: Killed, monkeypatch: pytest.MonkeyPatch
):
    def held(*_: object) -> None:
        raise PermissionError(13, "held by another program")

    database = killed("entries")
    backup = make(database, database.parent / FOLDER, MIGRATIONS, ManualClock())
    with monkeypatch.context() as patch:
        patch.setattr(restoring.files, "put_in_place", held)
        with pytest.raises(UserFacingError):
            restoring.restore(backup.path, database, MIGRATIONS, ManualClock())
    assert lost(database) is None
    assert moves_in(database) == 5


def test_a_backup_that_was_brought_back_has_lost_nothing(killed: Killed):
    database = killed("entries")
    backup = make(database, database.parent / FOLDER, MIGRATIONS, ManualClock())
    without_log(database)
    restoring.restore(backup.path, database, MIGRATIONS, ManualClock())
    assert lost(database) is None
    assert moves_in(database) == 5


@pytest.mark.parametrize("how", [as_it_was, without_log])
def test_a_newer_version_tells_what_is_missing_and_nothing_else(
    killed: Killed, monkeypatch: pytest.MonkeyPatch, how: Callable[[Path], None]
):
    """Whoever asks first whether it takes time has looked into the file."""
    database = killed("entries")
    how(database)
    monkeypatch.setattr(bootstrap, "SOON_UPGRADED_BYTES", 0)
    monkeypatch.setattr(bootstrap, "MIGRATIONS", (*MIGRATIONS, parcels()))
    assert bootstrap.upgrade_takes_time(database.parent)
    told = bootstrap.bring_up_to_date(database.parent, ManualClock()).lost
    assert (told is None) == (how is as_it_was)


def test_a_fold_that_was_broken_off_and_lost_its_log_is_damage_at_every_start(killed: Killed):
    database = killed("entries")
    content = bytearray(database.read_bytes())
    content[4096:8192] = os.urandom(4096)  # half of what the fold would have written
    database.write_bytes(content)
    without_log(database)
    for _ in range(2):
        with pytest.raises(UserFacingError, match="database_damaged"):
            lost(database)


def test_a_command_beside_the_program_that_told_it_does_not_tell_it_again(killed: Killed):
    database = killed("entries")
    without_log(database)
    runtime = Runtime()
    assert Store.open(database, runtime, MIGRATIONS, ManualClock()).meddled.lost is not None
    try:
        done = run_here("orders", "list", "--data-dir", database.parent).expect(0)
    finally:
        runtime.close()
    assert "日志" not in done.stderr


def test_a_command_beside_the_program_keeps_the_mark(store: Store):
    fill(store, 1)
    assert lost(store.path) is None
    assert lost_log.mark_of(store.path).exists()


def test_a_program_that_was_closed_leaves_nothing_that_could_be_missed(store: Store):
    fill(store, 1)
    assert lost_log.mark_of(store.path).exists()
    store.close()
    assert sorted(store.path.parent.glob("studio*")) == [store.path]


def test_closed_while_somebody_looks_nothing_is_missing(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    os.utime(store.path, (1, 1))
    fill(store, 1)
    has_log = lost_log._has_log

    def closing(database: Path) -> bool:
        store.close()
        return has_log(database)

    monkeypatch.setattr(lost_log, "_has_log", closing)
    found = lost_log.look(store.path)
    assert found is not None
    assert found.lost_after is None


def test_a_mark_that_cannot_be_deleted_says_nothing(store: Store, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "a scanner reads it")

    os.utime(store.path, (1, 1))
    fill(store, 1)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        store.close()
    assert lost_log.mark_of(store.path).exists()
    assert lost(store.path) is None
    assert not lost_log.mark_of(store.path).exists()


def test_a_log_that_cannot_be_read_is_not_called_lost(killed: Killed):
    database = killed("entries")
    without_log(database)
    Path(f"{database}-wal").mkdir()
    assert lost_log.look(database) is None


def test_it_is_marked_once_and_once_after_each_fold(store: Store, monkeypatch: pytest.MonkeyPatch):
    marked: list[lost_log.State] = []
    monkeypatch.setattr(lost_log, "mark", lambda _, state: marked.append(state))
    store.write(lambda db: None).result()
    store.make_room().result()
    assert marked == [], "nothing was written yet"
    for second in (1, 2):
        os.utime(store.path, (second, second))  # as a fold does
        fill(store, 1)
        fill(store, 1)
    assert [at for at, _ in marked] == [10**9, 2 * 10**9]


def test_a_disk_that_takes_no_mark_refuses_no_order(store: Store, monkeypatch: pytest.MonkeyPatch):
    asked: list[int] = []

    def refuse(handle: int) -> None:
        asked.append(handle)
        raise PermissionError(13, "refused")

    with monkeypatch.context() as closed:
        closed.setattr(lost_log.os, "fsync", refuse)
        fill(store, 1)
        fill(store, 1)
    assert moves_in(store.path) == 2
    assert len(asked) == 1, "asked once, not with every order"


@pytest.mark.skipif(sys.platform == "win32", reason="locks are of a process, not of a handle")
def test_a_start_after_a_kill_keeps_the_locks_of_the_logs_index(killed: Killed):
    """Without them the next program to open the file would cut the index off under us."""
    database = killed("entries")
    runtime = Runtime()
    Store.open(database, runtime, MIGRATIONS, ManualClock())
    script = "import fcntl, sys; f = open(sys.argv[1], 'r+b'); "
    script += "fcntl.lockf(f, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 128)"  # SQLite's UNIX_SHM_DMS
    tried = subprocess.run(
        [sys.executable, "-c", script, f"{database}-shm"], capture_output=True, check=False
    )
    runtime.close()
    assert b"BlockingIOError" in tried.stderr or b"PermissionError" in tried.stderr


def test_the_command_line_says_it_and_the_audit_does_not_hold(killed: Killed):
    database = killed("entries")
    without_log(database)
    done = run_here("audit", "--data-dir", database.parent).expect(1)
    assert "日志被别的程序删掉或清空了" in done.stderr
    assert "log_lost_after" in done.stdout


@pytest.mark.parametrize("first", [0, 2])
def test_the_newest_backup_is_kept_from_those_that_are_made_next(killed: Killed, first: int):
    """It may hold what is lost, and the last of a day takes the place of the ones before.

    ``first``: backups that are made before the next start, as `gongfu backup create` does.
    """
    database = killed("entries")
    folder = database.parent / FOLDER
    newest = make(database, folder, MIGRATIONS, ManualClock()).path
    without_log(database)
    for _ in range(first):
        make(database, folder, MIGRATIONS, ManualClock())
    found = lost(database)
    assert found is not None
    assert found.backup is not None
    make(database, folder, MIGRATIONS, ManualClock())
    assert not newest.exists()
    assert (moves_in(found.backup), moves_in(database)) == (5, 2)
    assert list(folder.glob("kept-*")) == [found.backup]


def test_a_backup_of_a_database_that_lost_nothing_is_kept_under_one_name(killed: Killed):
    database = killed("entries")
    for _ in range(2):
        make(database, database.parent / FOLDER, MIGRATIONS, ManualClock())
    assert not list((database.parent / FOLDER).glob("kept-*"))


def test_of_what_was_kept_so_the_oldest_goes(killed: Killed):
    database = killed("entries")
    folder = database.parent / FOLDER
    make(database, folder, MIGRATIONS, ManualClock())
    for day in range(COPIES_KEPT + 2):
        keep_newest(folder, lost_log.Gone(1_767_225_600_000 + day, None))
    kept = sorted(path.name for path in folder.glob("kept-*"))
    assert kept == [f"kept-{1_767_225_600_002 + day}.db" for day in range(COPIES_KEPT)]
