"""Somebody put something into the database file, or took a guard of ours out of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlite_utils import Database

from studio.bootstrap import DATABASE, MIGRATIONS
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.store.audit import file_checks, problems
from studio.store.backup import make
from studio.store.database import Store
from studio.store.restore import drill, restore
from studio.store.sqlite import sqlite3
from tests.helpers.clock import ManualClock
from tests.helpers.program import run_here
from tests.helpers.workshop_files import fill, made, moves_in

pytestmark = pytest.mark.expects_log  # it is told there, too
THIEF = (
    'CREATE TRIGGER "a ""thief" AFTER INSERT ON stock_move '
    "BEGIN UPDATE stock_balance SET qty = qty + 1000; END"
)
TABLE_TAKEN = (
    "ALTER TABLE cold_need RENAME TO real_cold_need",
    "CREATE VIEW cold_need AS SELECT * FROM real_cold_need",
    "CREATE TRIGGER instead INSTEAD OF INSERT ON cold_need BEGIN DELETE FROM product; END",
)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return made(tmp_path / DATABASE, MIGRATIONS, 2)


def by_a_stranger(database: Path, *statements: str) -> None:
    raw = sqlite3.connect(str(database))
    with raw:
        for sql in statements:
            raw.execute(sql)
    raw.close()


def on_the_shelf(database: Path) -> int:
    raw = sqlite3.connect(str(database))
    found = raw.execute("SELECT qty FROM stock_balance WHERE place = 'shelf'").fetchone()[0]
    raw.close()
    return int(found)


def test_a_trigger_of_a_stranger_is_taken_out_before_anything_is_written(database: Path):
    by_a_stranger(database, THIEF, "CREATE VIEW looks AS SELECT 1")
    runtime = Runtime()
    store = Store.open(database, runtime, MIGRATIONS, ManualClock())
    fill(store, 1)
    runtime.close()
    assert on_the_shelf(database) == 3
    assert set(store.meddled.taken_out) == {'a "thief', "looks"}
    assert store.meddled.kept is not None, "nothing is lost: the file as it was is kept"
    kept = sqlite3.connect(str(store.meddled.kept))
    assert kept.execute("SELECT sql FROM sqlite_schema WHERE name LIKE '%thief'").fetchone()
    kept.close()


def test_the_command_says_what_it_took_out_and_the_audit_does_not_hold(database: Path):
    by_a_stranger(database, THIEF)
    done = run_here("audit", "--json", "--data-dir", database.parent).expect(1)
    assert "thief" in done.stderr
    assert [each["name"] for each in json.loads(done.stdout)["checks"] if not each["holds"]] == [
        "audit_only_ours"
    ]
    again = run_here("audit", "--data-dir", database.parent).expect(0)
    assert again.stderr == ""


def test_a_guard_that_was_taken_out_is_back_and_told(database: Path):
    by_a_stranger(database, "DROP TRIGGER stock_move_no_delete")
    done = run_here("doctor", "--data-dir", database.parent).expect(0)
    assert "stock_move_no_delete" in done.stderr
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        by_a_stranger(database, "DELETE FROM stock_move")


def test_what_cannot_act_by_itself_is_found_by_the_audit(database: Path):
    by_a_stranger(
        database,
        "CREATE UNIQUE INDEX one_only ON lot (code)",
        "CREATE TABLE mine (a)",
        "DROP INDEX stock_move_by_lot",
    )
    made_now = make(database, database.parent / "backups", MIGRATIONS, ManualClock())
    place, clock = database.parent, ManualClock()
    drilled = drill(made_now.path, place, MIGRATIONS, clock, problems_of_the_file)
    found = ({"index": "one_only"}, {"index": "stock_move_by_lot"}, {"table": "mine"})
    assert drilled.problems == tuple(f"audit_only_ours: {each}" for each in found)


def problems_of_the_file(db: Database) -> list[str]:
    return problems(db, file_checks(MIGRATIONS))


def test_a_table_that_was_taken_away_is_damage_and_the_file_stays_as_it_is(database: Path):
    by_a_stranger(database, *TABLE_TAKEN)
    done = run_here("audit", "--json", "--data-dir", database.parent).expect(1)
    assert json.loads(done.stdout)["error"] == "database_damaged"
    assert moves_in(database) == 2


def test_a_backup_made_by_a_stranger_runs_nothing_while_it_is_brought_back(database: Path):
    chosen = made(database.parent / "theirs.db", MIGRATIONS, 1)
    by_a_stranger(
        chosen,
        "CREATE TRIGGER thief AFTER UPDATE ON product BEGIN DELETE FROM product_unit; END",
    )

    def prepare(db: Database) -> None:
        db.execute("UPDATE product SET origin = '枸杞岛'")

    units = "SELECT count(*) FROM product_unit"
    by_a_stranger(chosen, "INSERT OR IGNORE INTO product_unit SELECT sku, '箱', 10 FROM product")
    restore(chosen, database, MIGRATIONS, ManualClock(), prepare=prepare)
    raw = sqlite3.connect(str(database))
    before = sqlite3.connect(str(chosen))
    assert raw.execute(units).fetchone() == before.execute(units).fetchone() != (0,)
    raw.close()
    before.close()
    done = run_here("stock", "list", "--data-dir", database.parent).expect(0)
    assert "thief" in done.stderr, "and whoever opens it is told"
    tried = drill(chosen, database.parent, MIGRATIONS, ManualClock(), problems_of_the_file)
    assert tried.problems == ("audit_only_ours: {'taken_out': 'thief'}",)


@pytest.mark.parametrize(
    ("kind", "sql"),
    [
        ("trigger", "CREATE TRIGGER sqlite_stat_x AFTER INSERT ON product BEGIN SELECT 1; END"),
        ("view", "CREATE VIEW sqlite_foo AS SELECT 1"),
    ],
)
def test_a_name_no_sql_can_give_is_damage(tmp_path: Path, kind: str, sql: str):
    home = tmp_path / "home"
    database, chosen = (made(home / name, MIGRATIONS, 2) for name in (DATABASE, "theirs.db"))
    for each in (database, chosen):
        by_a_stranger(
            each,
            "PRAGMA writable_schema = 1",
            "INSERT INTO sqlite_schema VALUES "
            f"('{kind}', '{sql.split()[2]}', 'product', 0, '{sql}')",
        )
    done = run_here("audit", "--json", "--data-dir", home).expect(1)
    assert json.loads(done.stdout)["error"] == "database_damaged"
    with pytest.raises(UserFacingError, match="backup_damaged"):
        restore(chosen, database, MIGRATIONS, ManualClock())


def test_what_sqlite_keeps_of_a_table_long_gone_is_nobodys(database: Path):
    by_a_stranger(
        database, "CREATE TABLE old (id INTEGER PRIMARY KEY AUTOINCREMENT)", "DROP TABLE old"
    )
    run_here("audit", "--data-dir", database.parent).expect(0)
