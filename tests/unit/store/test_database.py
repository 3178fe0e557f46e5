"""The store: what it promises about commits, refusals and upgrades, on real files."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.store.database import PRAGMAS, Store
from studio.store.migrations import COPIES_KEPT, HouseMigrations, awaits_upgrade
from studio.store.sqlite import sqlite3
from tests.helpers.clock import ManualClock

KEEP = "CREATE TRIGGER fruit_kept BEFORE DELETE ON fruit BEGIN SELECT RAISE(ABORT, 'kept'); END"


def fruit(*extra: str) -> HouseMigrations:
    house = HouseMigrations("fruit", [KEEP])

    @house()
    def m001_fruit(db: Database) -> None:
        db.execute("CREATE TABLE fruit (name TEXT PRIMARY KEY) STRICT")

    for name in extra:
        house(name=name)(lambda db: None)
    return house


def opened(path: Path, runtime: Runtime, *houses: Migrations) -> Store:
    return Store.open(path, runtime, houses or (fruit(),), ManualClock())


def refused(path: Path, runtime: Runtime, houses: Sequence[Migrations] = ()) -> str:
    with pytest.raises(UserFacingError) as raised:
        opened(path, runtime, *houses)
    return raised.value.code


def add(name: str) -> object:
    return lambda db: db.execute("INSERT INTO fruit VALUES (?)", [name]).rowcount


def names(store: Store) -> list[str]:
    return store.read(
        lambda db: [row["name"] for row in db.query("SELECT name FROM fruit ORDER BY name")]
    ).result()


def test_a_resolved_write_is_committed_for_every_other_connection(tmp_path, runtime):
    store = opened(tmp_path / "studio.db", runtime)
    store.write(add("杨梅")).result()
    assert sqlite3.connect(store.path).execute("SELECT name FROM fruit").fetchall() == [("杨梅",)]
    assert names(store) == ["杨梅"]


def test_a_failed_work_leaves_nothing_and_its_error_is_carried(tmp_path, runtime):
    store = opened(tmp_path / "studio.db", runtime)

    def half(db: Database) -> None:
        db["fruit"].insert({"name": "贻贝"})
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        store.write(half).result()
    assert names(store) == []
    store.write(add("杨梅")).result()
    assert names(store) == ["杨梅"]


def test_work_that_commits_by_itself_is_a_bug(tmp_path, runtime):
    store = opened(tmp_path / "studio.db", runtime)
    with pytest.raises(RuntimeError, match="transaction"):
        store.write(lambda db: db.conn.commit()).result()


def test_writing_and_reading_have_their_own_threads(tmp_path, runtime):
    store = opened(tmp_path / "studio.db", runtime)
    name = lambda db: threading.current_thread().name  # noqa: E731
    assert store.write(name).result() == "store-writer"
    assert store.read(name).result() == "store-reader"


def test_the_reader_cannot_write(tmp_path, runtime):
    store = opened(tmp_path / "studio.db", runtime)
    with pytest.raises(UserFacingError) as raised:
        store.read(add("杨梅")).result()
    assert raised.value.code == "database_unwritable"
    assert names(store) == []


@pytest.mark.parametrize("side", ["write", "read"])
def test_both_connections_carry_the_pragmas(tmp_path, runtime, side):
    store = opened(tmp_path / "studio.db", runtime)

    def pragmas(db: Database) -> dict[str, object]:
        return {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}

    assert getattr(store, side)(pragmas).result() == PRAGMAS
    mode = getattr(store, side)(lambda db: db.execute("PRAGMA journal_mode").fetchone()[0])
    assert mode.result() == "wal"


def test_the_current_sqlite_is_used(tmp_path, runtime):
    assert sqlite3.__name__ == "pysqlite3"
    assert sqlite3.sqlite_version_info >= (3, 51, 3)


def test_closing_folds_the_log_into_the_file_and_ends_the_threads(tmp_path, runtime):
    store = opened(tmp_path / "studio.db", runtime)
    store.write(add("杨梅")).result()
    runtime.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["studio.db"]
    with pytest.raises(RuntimeError):
        store.write(add("贻贝"))


def test_an_empty_folder_name_with_spaces_and_percent_signs_opens(tmp_path, runtime):
    store = opened(tmp_path / "共富 50% #1?" / "studio.db", runtime)
    store.write(add("杨梅")).result()
    assert names(store) == ["杨梅"]


# --- upgrades


def test_a_pending_migration_copies_the_file_first(tmp_path, runtime):
    opened(tmp_path / "studio.db", runtime).write(add("杨梅")).result()
    assert not (tmp_path / "backups").exists()
    runtime.close()
    later = Runtime()
    opened(tmp_path / "studio.db", later, fruit("m002"))
    later.close()
    copies = list((tmp_path / "backups").iterdir())
    assert [path.suffix for path in copies] == [".db"]
    assert sqlite3.connect(copies[0]).execute("SELECT * FROM fruit").fetchall() == [("杨梅",)]


def test_a_failing_migration_leaves_the_file_as_it_was(tmp_path, runtime):
    opened(tmp_path / "studio.db", runtime).write(add("杨梅")).result()
    runtime.close()
    broken = fruit("m002")

    @broken()
    def m003(db: Database) -> None:
        db.execute("DROP TABLE fruit")
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        opened(tmp_path / "studio.db", Runtime(), broken)
    again = Runtime()
    assert names(opened(tmp_path / "studio.db", again)) == ["杨梅"]
    again.close()


def test_only_a_few_copies_are_kept(tmp_path):
    clock = ManualClock()
    extra: list[str] = []
    copies: list[str] = []
    for number in range(8):
        runtime = Runtime()
        Store.open(tmp_path / "studio.db", runtime, [fruit(*extra)], clock)
        runtime.close()
        extra.append(f"later_{number}")
        clock.advance(1)
        there = {path.name for path in (tmp_path / "backups").glob("*")}
        copies += sorted(there.difference(copies))
    assert len(copies) == 7, "one before each update"
    assert there == set(copies[-5:])


def test_an_old_copy_that_is_open_on_windows_does_not_keep_the_program_from_starting(
    tmp_path, runtime, monkeypatch
):
    store = opened(tmp_path / "studio.db", runtime)
    runtime.close()
    for number in range(COPIES_KEPT):
        (tmp_path / "backups").mkdir(exist_ok=True)
        (tmp_path / "backups" / f"before-update-{number}.db").write_bytes(b"")
    delete = Path.unlink

    def unlink(path, missing_ok=False):
        if path.name == "before-update-0.db":
            raise PermissionError(13, "used by another process")
        delete(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    again = Runtime()
    opened(store.path, again, fruit("later"))
    again.close()
    kept = [path.name for path in (tmp_path / "backups").iterdir()]
    assert "before-update-0.db" in kept
    assert len(kept) == COPIES_KEPT + 1


def test_a_migration_that_drops_a_trigger_gets_it_back(tmp_path, runtime):
    opened(tmp_path / "studio.db", runtime)
    runtime.close()
    house = fruit()

    @house()
    def m002_transform(db: Database) -> None:
        db["fruit"].transform(rename={"name": "title"})

    later = Runtime()
    store = opened(tmp_path / "studio.db", later, house)
    store.write(lambda db: db.execute("INSERT INTO fruit VALUES ('杨梅')").rowcount).result()
    with pytest.raises(sqlite3.IntegrityError, match="kept"):
        store.write(lambda db: db.execute("DELETE FROM fruit").rowcount).result()
    later.close()


@pytest.mark.expects_log  # it is told
def test_a_trigger_someone_weakened_is_put_back(tmp_path, runtime):
    path = tmp_path / "studio.db"
    opened(path, runtime).write(add("杨梅")).result()
    runtime.close()
    with sqlite3.connect(path) as raw:
        raw.execute("DROP TRIGGER fruit_kept")
    later = Runtime()
    store = opened(path, later)
    with pytest.raises(sqlite3.IntegrityError, match="kept"):
        store.write(lambda db: db.execute("DELETE FROM fruit").rowcount).result()
    later.close()


# --- refusals


def test_a_file_with_a_migration_this_program_does_not_know_is_newer(tmp_path, runtime):
    opened(tmp_path / "studio.db", runtime, fruit("m002_from_the_future"))
    before = (tmp_path / "studio.db").read_bytes()
    runtime.close()
    assert refused(tmp_path / "studio.db", Runtime()) == "database_newer"
    assert not (tmp_path / "backups").exists()
    assert before[:16] == (tmp_path / "studio.db").read_bytes()[:16]


def test_a_file_with_a_higher_user_version_is_newer(tmp_path, runtime):
    opened(tmp_path / "studio.db", runtime)
    runtime.close()
    raw = sqlite3.connect(tmp_path / "studio.db")
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    assert refused(tmp_path / "studio.db", Runtime()) == "database_newer"


def test_another_programs_database_is_refused_untouched(tmp_path, runtime):
    path = tmp_path / "studio.db"
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA application_id = 7")
    raw.close()
    before = path.read_bytes()
    assert refused(path, runtime) == "database_damaged"
    assert path.read_bytes() == before


def test_a_database_without_a_mark_that_holds_others_tables_is_refused_untouched(tmp_path, runtime):
    """Most programs set no application_id."""
    path = tmp_path / "studio.db"
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE song (title)")
    raw.close()
    before = path.read_bytes()
    assert refused(path, runtime) == "database_damaged"
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_file_is_a_new_database(tmp_path, runtime):
    (tmp_path / "studio.db").touch()
    assert names(opened(tmp_path / "studio.db", runtime)) == []


@pytest.mark.parametrize("content", [b"not a database, only words\n" * 60, os.urandom(8192)])
def test_a_file_that_is_no_database_is_refused_untouched(tmp_path, runtime, content):
    path = tmp_path / "studio.db"
    path.write_bytes(content)
    assert refused(path, runtime) == "database_damaged"
    assert path.read_bytes() == content


@pytest.mark.expects_log  # it might be a mistake of ours
@pytest.mark.parametrize("spoilt", [b"_sqlite_migrations", b"CREATE TABLE", b"CREATE TRIGGER"])
def test_a_schema_that_is_no_text_is_damaged(tmp_path, runtime, spoilt):
    path = tmp_path / "studio.db"
    opened(path, runtime)
    runtime.close()
    path.write_bytes(path.read_bytes().replace(spoilt, spoilt[:-1] + b"\xff"))
    assert not awaits_upgrade(path, [fruit("m002_later")]), "whoever opens it says what is wrong"
    assert refused(path, Runtime()) == "database_damaged"


def test_a_stored_name_that_is_no_text_is_damage(tmp_path, runtime):
    store = opened(tmp_path / "studio.db", runtime)
    store.write(lambda db: db.execute("INSERT INTO fruit VALUES (CAST(x'ff' AS TEXT))")).result()
    with pytest.raises(UserFacingError, match="database_damaged"):
        names(store)


def test_half_a_character_is_told_and_nothing_is_noted(tmp_path, runtime):
    store = opened(tmp_path / "studio.db", runtime)
    with pytest.raises(UserFacingError, match="half_a_character"):
        store.write(add("杨\ud83d梅")).result()
    assert names(store) == []


def test_a_folder_that_cannot_be_made_is_unwritable(tmp_path, runtime):
    (tmp_path / "file").write_text("in the way", "utf-8")
    assert refused(tmp_path / "file" / "data" / "studio.db", runtime) == "database_unwritable"


def test_a_folder_in_the_files_place_is_unwritable(tmp_path, runtime):
    (tmp_path / "studio.db").mkdir()
    assert refused(tmp_path / "studio.db", runtime) == "database_unwritable"


def test_a_network_drive_is_refused(tmp_path, runtime, monkeypatch):
    monkeypatch.setattr("studio.store.database.on_network_drive", lambda folder: True)
    assert refused(tmp_path / "studio.db", runtime) == "database_on_network_drive"
    assert not (tmp_path / "studio.db").exists()


def test_a_file_held_by_another_writer_is_busy(tmp_path, runtime, monkeypatch):
    monkeypatch.setattr("studio.store.database.BUSY_MS", 20)
    monkeypatch.setitem(PRAGMAS, "busy_timeout", 20)
    store = opened(tmp_path / "studio.db", runtime)
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UserFacingError) as raised:
        store.write(add("杨梅")).result()
    assert raised.value.code == "database_busy"
    other.close()
    store.write(add("贻贝")).result()
    assert names(store) == ["贻贝"]


def test_the_copy_just_made_stays_where_the_clock_was_set_back(tmp_path):
    """A power cut and an empty clock battery: the program is updated in 1970."""
    clock = ManualClock()
    extra: list[str] = []
    for number in range(COPIES_KEPT + 1):
        runtime = Runtime()
        Store.open(tmp_path / "studio.db", runtime, [fruit(*extra)], clock)
        runtime.close()
        extra.append(f"later_{number}")
        clock.advance(1)
    runtime = Runtime()
    clock.set_wall(1000)
    Store.open(tmp_path / "studio.db", runtime, [fruit(*extra)], clock)
    runtime.close()
    copies = [path.name for path in (tmp_path / "backups").iterdir()]
    assert len(copies) == COPIES_KEPT
    assert "before-update-1000.db" in copies


def test_a_bug_in_what_follows_a_commit_does_not_make_it_look_undone(tmp_path, runtime, caplog):
    store = opened(tmp_path / "studio.db", runtime)

    def fail(result: object) -> None:
        raise ZeroDivisionError

    store.write_for(add("杨梅"), fail, lambda _: None).result(60)
    assert "after the commit" in caplog.text
    caplog.clear()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let an open file go")
@pytest.mark.parametrize("how", ["deleted", "moved", "replaced"])
def test_a_file_that_is_gone_takes_no_writes(store: Store, how: str) -> None:
    store.write(lambda db: db.execute("CREATE TABLE kept (id INTEGER) STRICT") and None).result(60)
    if how == "deleted":
        store.path.unlink()
    else:
        store.path.rename(store.path.with_name("elsewhere.db"))
    if how == "replaced":
        store.path.write_bytes(b"")
    with pytest.raises(UserFacingError, match="database_gone"):
        store.write(lambda db: db.execute("INSERT INTO kept VALUES (1)") and None).result(60)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let an open file be cut")
@pytest.mark.parametrize("room", [False, True])
def test_a_log_that_was_cut_short_takes_no_writes(
    tmp_path: Path, runtime: Runtime, room: bool
) -> None:
    """Emptied in place (a cleaner, an editor): none can read what comes behind the hole."""
    store = opened(tmp_path / "studio.db", runtime)
    if room:
        store.make_room().result(60)
    store.write(add("杨梅")).result(60)
    store.write(add("贻贝")).result(60)
    os.truncate(f"{store.path}-wal", 0)
    for _ in range(2):  # not even once it is as long again
        with pytest.raises(UserFacingError, match="log_cut_short"):
            store.write(add("黄酒")).result(60)
