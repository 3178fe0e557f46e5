"""Backups: whole or not there; checked; the right ones kept; nothing lost when one fails."""

from __future__ import annotations

import os
import sys
from copy import copy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from studio.runtime.errors import UserFacingError
from studio.store.backup import Backup, backups, check, keep, make, newest_sound, reading
from studio.store.migrations import HouseMigrations
from studio.store.sqlite import sqlite3
from tests.helpers.workshop_files import fill, moves_in

DAY = 86_400_000


def code_of(work) -> str:
    with pytest.raises(UserFacingError) as raised:
        work()
    return raised.value.code


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_holds_what_is_still_in_the_log_and_stands_alone(
    tmp_path, store, migrations, clock
):
    fill(store, 3)
    assert store.path.with_name("studio.db-wal").stat().st_size > 0
    made = make(store.path, tmp_path / "backups", migrations, clock)
    assert names(tmp_path / "backups") == ["studio-000001-20260101T000000Z.db"]
    assert made == backups(tmp_path / "backups")[0]
    with reading(made.path) as db:
        assert db.execute("SELECT count(*) FROM stock_move").fetchone() == (3,)
    assert names(tmp_path / "backups") == [made.path.name]  # reading made nothing beside it


def test_a_backup_can_be_made_while_a_write_is_under_way(tmp_path, store, migrations, clock):
    fill(store, 3)
    seen: list[Backup] = []

    def work(db: Database) -> None:
        db.execute("DELETE FROM deletion_clock")
        seen.append(make(store.path, tmp_path / "backups", migrations, clock))

    store.write(work).result()
    assert moves_in(seen[0].path) == 3


def test_a_damaged_backup_is_told_from_a_good_one(tmp_path, store, migrations, clock):
    fill(store, 300)
    made = make(store.path, tmp_path / "backups", migrations, clock)
    check(made.path, migrations)
    raw = bytearray(made.path.read_bytes())
    # One page of moves, which nobody reads who only opens it.
    pages = [raw[at : at + 4096] for at in range(0, len(raw), 4096)]
    *_, page = (n for n, each in enumerate(pages) if each.count(b"supplier") > 20)
    raw[page * 4096 : page * 4096 + 64] = os.urandom(64)
    broken = tmp_path / "broken.db"
    broken.write_bytes(raw)
    assert code_of(lambda: check(broken, migrations)) == "backup_damaged"
    broken.write_bytes(b"")  # SQLite takes an empty file for an empty database
    assert code_of(lambda: check(broken, [HouseMigrations("none", _triggers())])) == (
        "backup_damaged"
    )
    broken.write_bytes(b"no database at all")
    assert code_of(lambda: check(broken, migrations)) == "backup_damaged"
    assert code_of(lambda: check(tmp_path / "gone.db", migrations)) == "backup_unreadable"


def _triggers() -> list[str]:
    return ["CREATE TRIGGER kept BEFORE DELETE ON fruit BEGIN SELECT RAISE(ABORT, 'kept'); END"]


def test_a_backup_without_its_triggers_is_no_backup(tmp_path, store, migrations, clock):
    made = make(store.path, tmp_path / "backups", migrations, clock)
    open_ = sqlite3.connect(str(made.path))
    open_.execute("DROP TRIGGER stock_move_no_delete")
    open_.close()
    assert code_of(lambda: check(made.path, migrations)) == "backup_damaged"


def test_a_trigger_that_is_worded_anew_makes_no_earlier_backup_a_damaged_one(
    tmp_path, store, migrations, clock
):
    made = make(store.path, tmp_path / "backups", migrations, clock)
    check(made.path, [_reworded(each) for each in migrations])


def _reworded(house: HouseMigrations) -> HouseMigrations:
    other = copy(house)
    other.triggers = {
        name: sql.replace("append-only", "only ever added to")
        for name, sql in house.triggers.items()
    }
    return other


def test_a_backup_of_a_newer_program_is_called_that(tmp_path, store, migrations, clock):
    made = make(store.path, tmp_path / "backups", migrations, clock)
    open_ = sqlite3.connect(str(made.path))
    open_.execute("PRAGMA user_version = 99")
    open_.close()
    assert code_of(lambda: check(made.path, migrations)) == "database_newer"


def test_a_damaged_database_makes_no_backup_and_costs_none(tmp_path, store, migrations, clock):
    folder = tmp_path / "backups"
    fill(store, 300)
    good = make(store.path, folder, migrations, clock)
    store.close()
    raw = bytearray(store.path.read_bytes())
    for page in range(4, len(raw) // 4096):
        raw[page * 4096 : page * 4096 + 64] = os.urandom(64)
    store.path.write_bytes(raw)
    code = code_of(lambda: make(store.path, folder, migrations, clock))
    assert code in {"database_not_sound", "database_damaged"}
    assert backups(folder) == [good]
    assert names(folder) == [good.path.name]


def test_a_database_that_is_gone_is_said_to_be_gone(tmp_path, migrations, clock):
    gone = tmp_path / "studio.db"
    assert code_of(lambda: make(gone, tmp_path / "backups", migrations, clock)) == "database_gone"
    assert not gone.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a folder's rights are others there")
def test_a_folder_that_takes_nothing_is_named(tmp_path, store, migrations, clock):
    (tmp_path / "backups").write_text("a file where the folder should be")
    code = code_of(lambda: make(store.path, tmp_path / "backups", migrations, clock))
    assert code in {"backup_unwritable", "backup_unreadable"}
    fill(store, 1)  # the database goes on


def test_what_a_killed_program_left_is_swept_away(tmp_path, store, migrations, clock):
    folder = tmp_path / "backups"
    folder.mkdir()
    for suffix in ("", "-journal", "-wal", "-shm"):
        (folder / f".studio-999999999.part{suffix}").write_bytes(b"half")
    (folder / ".studio-1.part").write_bytes(b"another's, who is at it")
    make(store.path, folder, migrations, clock)
    assert names(folder) == [".studio-1.part", "studio-000001-20260101T000000Z.db"]


def test_a_clock_set_back_a_year_costs_no_backup(tmp_path, store, migrations, clock):
    folder = tmp_path / "backups"
    for _ in range(3):
        make(store.path, folder, migrations, clock)
        clock.advance(86_400)
    clock.set_wall(clock.now_ms() - 365 * DAY)
    late = make(store.path, folder, migrations, clock)
    assert len(backups(folder)) == 4
    assert backups(folder)[0] == late


# -- which are kept


def shelf(days: list[float], start: int = 1_767_225_600_000) -> list[Backup]:
    return [
        Backup(Path(f"{number}.db"), number, start + round(day * DAY), 0)
        for number, day in enumerate(days, start=1)
    ]


def test_a_year_of_hourly_backups_leaves_days_weeks_and_months():
    found = shelf([hour / 24 for hour in range(400 * 24)])
    numbers = keep(found)
    kept = [each for each in found if each.number in numbers]
    made = [datetime.fromtimestamp(each.made_ms / 1000, UTC) for each in kept]
    last = datetime.fromtimestamp(found[-1].made_ms / 1000, UTC)
    every = [datetime.fromtimestamp(each.made_ms / 1000, UTC) for each in found]
    wanted: set[datetime] = set()
    for spans, of in (
        (7, lambda at: at.date()),
        (4, lambda at: at.isocalendar()[:2]),
        (12, lambda at: (at.year, at.month)),
    ):
        wanted |= set(list({of(at): at for at in every}.values())[-spans:])
    assert made == sorted(wanted)
    assert [last - at for at in made[-7:]] == [timedelta(days=day) for day in range(6, -1, -1)]
    assert last - made[0] > timedelta(days=300)


@given(st.lists(st.floats(-800, 800, allow_nan=False), max_size=60))
def test_whatever_the_clock_says_the_newest_stay(days):
    found = shelf(days)
    kept = keep(found)
    assert kept <= {each.number for each in found}
    assert len(kept) <= 23
    if found:
        assert found[-1].number in kept
    newest = {each.number: each for each in found}
    spans = []
    for number in sorted(newest, reverse=True):
        day = datetime.fromtimestamp(newest[number].made_ms / 1000, UTC).astimezone().date()
        if not spans or spans[-1] != day:
            spans.append(day)
            if len(spans) <= 7:
                assert number in kept


@given(st.lists(st.integers(0, 3), min_size=1, max_size=200))
def test_letting_go_every_time_keeps_what_letting_go_once_would(gaps):
    """Days never go backwards here: then the order of making is the order of time."""
    days, day = [], 0.0
    for gap in gaps:
        day += gap * 0.4
        days.append(day)
    found = shelf(days)
    held: list[Backup] = []
    for each in found:
        held.append(each)
        kept = keep(held)
        held = [one for one in held if one.number in kept]
    assert {each.number for each in held} == keep(found)


def test_older_backups_go_only_after_a_good_one(tmp_path, store, migrations, clock):
    folder = tmp_path / "backups"
    for _ in range(20):
        make(store.path, folder, migrations, clock)
        clock.advance(3600)
    assert [each.number for each in backups(folder)] == [20]
    other = folder / "before-update-1.db"
    other.write_bytes(b"")  # not ours to delete
    clock.advance(86_400)
    make(store.path, folder, migrations, clock)
    assert [each.number for each in backups(folder)] == [21, 20]
    assert other.exists()


def test_nothing_of_the_migrations_is_needed_to_list(tmp_path: Path) -> None:
    assert backups(tmp_path / "none") == []


def test_the_newest_sound_one_is_found_behind_a_damaged_one(tmp_path, store, migrations, clock):
    folder = tmp_path / "backups"
    assert newest_sound(folder, migrations) is None
    made = []
    for _ in range(2):
        made.append(make(store.path, folder, migrations, clock))
        clock.advance(86_400)
    assert newest_sound(folder, migrations) == made[1]
    made[1].path.write_bytes(b"spoilt")
    assert newest_sound(folder, migrations) == made[0]
