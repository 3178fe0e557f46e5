"""Somebody, or a cleaner, deletes ``studio.db-wal`` while the program runs: nothing is lost."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

from studio.store.backup import make
from studio.store.database import Store
from tests.helpers.workshop_files import fill, moves_in

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there"),
    pytest.mark.expects_log,
]


def log_of(store: Store) -> Path:
    return store.path.with_name("studio.db-wal")


def as_killed_now(store: Store, folder: Path) -> int:
    """What a program killed at this moment would find at its next start."""
    folder.mkdir()
    for suffix in ("", "-wal"):
        shutil.copyfile(f"{store.path}{suffix}", folder / f"studio.db{suffix}")
    return moves_in(folder / "studio.db")


def count(db: Database) -> int:
    return int(db.execute("SELECT count(*) FROM stock_move").fetchone()[0])


def moves(store: Store) -> int:
    return store.read(count).result(60)


@pytest.mark.parametrize("moved", [False, True])
def test_with_the_next_entry_all_of_it_is_on_the_disk_again(store, tmp_path, moved):
    fill(store, 5)
    if moved:
        log_of(store).rename(tmp_path / "somewhere-else")
    else:
        log_of(store).unlink()
    fill(store, 2)
    assert as_killed_now(store, tmp_path / "killed") == 7
    assert moves(store) == 7
    fill(store, 1)
    assert as_killed_now(store, tmp_path / "later") == 8
    store.close()
    assert moves_in(store.path) == 8


def test_a_strange_file_in_its_place_is_no_log_of_ours(store, tmp_path):
    fill(store, 5)
    log_of(store).unlink()
    log_of(store).write_bytes(b"")
    fill(store, 2)
    assert as_killed_now(store, tmp_path / "killed") == 7


def test_reads_that_come_meanwhile_wait_and_are_answered(store):
    fill(store, 5)
    log_of(store).unlink()
    written = store.write(lambda db: db.execute("DELETE FROM deletion_clock").rowcount)
    read = [store.read(count) for _ in range(20)]
    assert written.result(60) == 0
    assert {each.result(60) for each in read} == {5}


def test_a_log_that_goes_again_and_again(store):
    for number in range(1, 6):
        fill(store, 1)
        log_of(store).unlink()
        assert moves(store) == number
    fill(store, 1)
    assert moves(store) == 6


def test_the_next_backup_is_whole(store, tmp_path, migrations, clock):
    fill(store, 5)
    log_of(store).unlink()
    store.write(lambda db: None).result()
    made = make(store.path, tmp_path / "backups", migrations, clock)
    assert moves_in(made.path) == 5
