"""Restoring: nothing is written over, and at every moment there is one whole database."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from sqlite_utils import Database

from studio.runtime.errors import UserFacingError
from studio.store import restore as restoring
from studio.store import vault
from studio.store.backup import make
from studio.store.restore import drill, restore
from studio.store.sqlite import sqlite3
from studio.store.vault import Contents, encrypt
from tests.helpers.workshop_files import fill, made, moves_in

WORDS = "枸杞 扁担 晒谷 月亮"


def code_of(work) -> str:
    with pytest.raises(UserFacingError) as raised:
        work()
    return raised.value.code


@pytest.fixture
def workshop(tmp_path, migrations, clock) -> tuple[Path, Path]:
    """A database of 5 moves, and a backup from when it had 2."""
    database = made(tmp_path / "studio.db", migrations, 2)
    backup = make(database, tmp_path / "backups", migrations, clock)
    made(database, migrations, 3)
    assert moves_in(database) == 5
    return database, backup.path


def crashed(database: Path) -> None:
    """As a killed program leaves it: the last moves are in the log only."""
    aside = database.parent / "while-open"
    aside.mkdir()
    connection = sqlite3.connect(str(database))
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("UPDATE product SET origin = '枸杞岛'")
    connection.commit()
    for suffix in ("", "-wal"):
        shutil.copyfile(f"{database}{suffix}", aside / f"studio.db{suffix}")
    connection.close()
    for suffix in ("", "-wal"):
        shutil.move(aside / f"studio.db{suffix}", f"{database}{suffix}")
    aside.rmdir()


def origin(path: Path) -> str:
    connection = sqlite3.connect(str(path))
    try:
        return str(connection.execute("SELECT origin FROM product").fetchone()[0])
    finally:
        connection.close()


def test_the_backup_is_in_place_and_what_was_there_has_a_name(workshop, migrations, clock):
    database, backup = workshop
    aside, keys = restore(backup, database, migrations, clock)
    assert (moves_in(database), moves_in(aside)) == (2, 5)
    assert aside.name == "studio-before-restore-20260101T000000Z.db"
    assert keys == {}
    again, _ = restore(aside, database, migrations, clock)
    assert again.name == "studio-before-restore-20260101T000000Z-2.db"
    assert (moves_in(database), moves_in(again), moves_in(aside)) == (5, 2, 5)


def test_what_is_in_the_log_of_the_present_one_is_kept_too(workshop, migrations, clock):
    database, backup = workshop
    crashed(database)
    aside, _ = restore(backup, database, migrations, clock)
    assert (origin(database), origin(aside)) == ("仙居", "枸杞岛")
    assert moves_in(database) == 2


def test_a_damaged_present_one_is_kept_with_its_log(workshop, migrations, clock):
    database, backup = workshop
    crashed(database)
    log = database.with_name("studio.db-wal").read_bytes()
    database.write_bytes(b"no database any more" * 500)
    aside, _ = restore(backup, database, migrations, clock)
    assert moves_in(database) == 2
    assert aside.read_bytes() == b"no database any more" * 500
    assert aside.with_name(aside.name + "-wal").read_bytes() == log


def test_where_there_is_nothing_it_is_put_and_a_lone_log_kept(workshop, migrations, clock):
    database, backup = workshop
    crashed(database)
    database.unlink()
    aside, _ = restore(backup, database, migrations, clock)
    assert moves_in(database) == 2
    assert aside.with_name(aside.name + "-wal").exists()
    database.unlink()
    assert restore(backup, database, migrations, clock)[0] is None
    assert moves_in(database) == 2


def test_a_database_in_use_is_left_alone(workshop, store, migrations, clock):
    database, backup = workshop
    fill(store, 1)
    assert code_of(lambda: restore(backup, database, migrations, clock)) == "database_busy"
    fill(store, 1)
    store.close()
    assert moves_in(database) == 7
    assert sorted(path.name for path in database.parent.iterdir()) == ["backups", "studio.db"]


@pytest.mark.parametrize("spoil", ["cut", "garbage", "gone"])
def test_a_bad_backup_changes_nothing(workshop, migrations, clock, spoil):
    database, backup = workshop
    if spoil == "cut":
        backup.write_bytes(backup.read_bytes()[:20_000])
    elif spoil == "garbage":
        backup.write_bytes(os.urandom(50_000))
    else:
        backup.unlink()
    expected = "backup_unreadable" if spoil == "gone" else "backup_damaged"
    assert code_of(lambda: restore(backup, database, migrations, clock)) == expected
    assert moves_in(database) == 5
    assert sorted(path.name for path in database.parent.iterdir()) == ["backups", "studio.db"]


def test_an_encrypted_copy_is_restored_with_its_keys(workshop, migrations, clock, monkeypatch):
    monkeypatch.setattr(vault, "SCRYPT", {"n": 2, "r": 8, "p": 1})
    database, backup = workshop
    copy = database.parent / "copy.gongfu-backup"
    encrypt(backup, copy, WORDS, Contents(1, {"ab": "key"}))
    before = moves_in(database)
    for words, code in ((None, "passphrase_needed"), ("wrong words", "passphrase_wrong")):
        assert code_of(lambda w=words: restore(copy, database, migrations, clock, w)) == code
        assert moves_in(database) == before
    _, keys = restore(copy, database, migrations, clock, WORDS)
    assert moves_in(database) == 2
    assert keys == {"ab": "key"}


class PowerCut(BaseException):
    """Everything stops; no `finally` of the program below may tidy up."""


STEPS = ("link", "log", "name")


@pytest.mark.parametrize("step", STEPS)
def test_a_power_cut_leaves_the_old_or_the_new(workshop, migrations, clock, monkeypatch, step):
    database, backup = workshop
    crashed(database)

    def cut(*arguments: object, **named: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "remove", lambda part: None)
        if step == "link":
            patch.setattr(restoring.os, "link", cut)
        elif step == "log":
            patch.setattr(restoring, "_put_aside", cut)
        else:
            patch.setattr(restoring, "sync_folder", cut)
        with pytest.raises(PowerCut):
            restore(backup, database, migrations, clock)
    assert moves_in(database) == 5  # the old one, its log folded in
    assert origin(database) == "枸杞岛"
    aside, _ = restore(backup, database, migrations, clock)
    assert (moves_in(database), moves_in(aside)) == (2, 5)
    leftovers = {path.name for path in database.parent.iterdir()} - {aside.name}
    assert leftovers == {"backups", "studio.db"}


def test_a_drill_brings_back_audits_and_leaves_nothing(workshop, migrations, clock):
    database, backup = workshop
    seen: list[int] = []

    def audit(db: Database) -> list[str]:
        seen.append(db.execute("SELECT count(*) FROM stock_move").fetchone()[0])
        return ["the shelf says 3, the moves say 2"]

    done = drill(backup, database.parent / "backups", migrations, clock, audit)
    assert (seen, done.problems) == ([2], ("the shelf says 3, the moves say 2",))
    assert [path.name for path in (database.parent / "backups").iterdir()] == [backup.name]
    assert moves_in(database) == 5


def test_a_drill_of_a_killed_program_is_swept_away(workshop, migrations, clock):
    database, backup = workshop
    left = database.parent / "backups" / ".drill-999999999-abc"
    left.mkdir()
    (left / "studio.db").write_bytes(b"half")
    drill(backup, database.parent / "backups", migrations, clock, lambda db: [])
    assert not left.exists()


def test_a_file_system_without_links_is_copied_on(workshop, migrations, clock, monkeypatch):
    database, backup = workshop

    def no_links(*_: object) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(restoring.os, "link", no_links)
    aside, _ = restore(backup, database, migrations, clock)
    assert (moves_in(database), moves_in(aside)) == (2, 5)
