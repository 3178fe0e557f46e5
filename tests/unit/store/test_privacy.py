"""Buyers' data goes when its days are over, never because a clock is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from studio.runtime.clock import SystemClock
from studio.runtime.threads import Runtime
from studio.store import privacy
from studio.store.database import Store
from studio.store.privacy import DAY_MS, Look
from studio.store.sealed import Sealer, key_of
from studio.store.secrets import KeyringSecrets
from studio.store.sqlite import sqlite3
from tests.helpers.clock import ManualClock
from tests.helpers.program import run_here
from tests.helpers.workshop_files import BUYER, parcels

NOW = 1_767_225_600_000


@pytest.fixture
def parcel_store(tmp_path: Path, runtime: Runtime, clock: ManualClock) -> Store:
    sets = [parcels(), privacy.MIGRATIONS]
    return Store.open(tmp_path / "studio.db", runtime, sets, clock)


def add(store: Store, *paid: int | None) -> None:
    def work(db: Database) -> None:
        for at in paid:
            db.execute("INSERT INTO buyer (paid, phone, last_four) VALUES (?, x'01', '1234')", [at])

    store.write(work).result()


def clear_all(store: Store, before: int) -> int:
    """As the program does: look, then a batch, until nothing is left."""
    cleared = 0
    while due := store.read(lambda db: list(privacy.expired(db, BUYER, before))).result():
        for column, until in due:
            cleared += store.write(lambda db, c=column, u=until: privacy.clear(db, c, u)).result()
    return cleared


def kept(store: Store) -> list[int | None]:
    rows = store.read(
        lambda db: db.execute(
            "SELECT paid FROM buyer WHERE phone IS NOT NULL ORDER BY 1"
        ).fetchall()
    ).result()
    gone = store.read(
        lambda db: db.execute(
            "SELECT count(*) FROM buyer WHERE (phone IS NULL) <> (last_four IS NULL)"
        ).fetchone()
    ).result()
    assert gone == (0,)
    return [row[0] for row in rows]


@given(
    paid=st.lists(st.one_of(st.none(), st.integers(0, 50)), max_size=30), before=st.integers(0, 50)
)
def test_exactly_what_is_older_than_its_days_is_cleared(parcel_store, monkeypatch, paid, before):
    monkeypatch.setattr(privacy, "BATCH", 3)
    parcel_store.write(lambda db: db.execute("DELETE FROM buyer").rowcount).result()
    add(parcel_store, *paid)
    cleared = clear_all(parcel_store, before)
    older = [at for at in paid if at is not None and at < before]
    assert cleared == 2 * len(older)
    left = [at for at in paid if at is None or at >= before]
    assert kept(parcel_store) == sorted(left, key=lambda at: (at is not None, at or 0))
    assert clear_all(parcel_store, before) == 0


def look(store: Store, now: int) -> bool:
    return store.write(lambda db: privacy.clock_is_steady(db, now)).result()


def test_a_clock_that_runs_on_deletes_after_its_first_week(parcel_store):
    steady = [look(parcel_store, NOW + round(day * DAY_MS)) for day in (0, 1, 6.9, 7, 7.5, 52)]
    assert steady == [False, False, False, True, True, True]


@pytest.mark.parametrize("jump", [-365, -1, 46, 365])
def test_a_clock_that_jumped_deletes_nothing_until_it_has_settled(parcel_store, jump):
    look(parcel_store, NOW - 7 * DAY_MS)
    assert look(parcel_store, NOW)
    jumped = NOW + jump * DAY_MS
    assert not look(parcel_store, jumped)
    assert not look(parcel_store, jumped + 3 * DAY_MS)
    assert look(parcel_store, jumped + 7 * DAY_MS)


def test_a_clock_that_jumps_back_home_has_to_settle_too(parcel_store):
    look(parcel_store, NOW)
    look(parcel_store, NOW + 365 * DAY_MS)
    assert not look(parcel_store, NOW + DAY_MS)
    assert look(parcel_store, NOW + 8 * DAY_MS)


def test_who_looked_is_noted_and_stays(parcel_store):
    first = Look(NOW, "阿英", "buyer.phone", "1", "asked")
    later = replace(first, at=NOW + 1, row_id="2")
    for each in (first, later):
        parcel_store.write(lambda db, each=each: privacy.note_look(db, each)).result()
    assert parcel_store.read(privacy.looks).result() == [later, first]
    for change in ("UPDATE unmasked_look SET who = ''", "DELETE FROM unmasked_look"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            parcel_store.write(lambda db, change=change: db.execute(change)).result()


def test_the_houses_say_which_columns_and_which_keys(parcel_store, migrations):
    assert privacy.sealed_columns([parcels(), *migrations])[:2] == list(BUYER)
    sealed = Sealer(KeyringSecrets()).seal(b"13812341234", where="buyer:1:phone")
    parcel_store.write(
        lambda db: db.execute("INSERT INTO buyer (paid, phone) VALUES (1, ?)", [sealed]).rowcount
    ).result()
    assert parcel_store.read(lambda db: privacy.key_ids(db, BUYER)).result() == {key_of(sealed)}


def test_a_backup_of_an_older_version_needs_no_keys() -> None:
    assert privacy.key_ids(Database(memory=True), BUYER) == set()


def test_a_clock_that_was_set_back_a_year_is_told_and_what_is_noted_is_noted(
    store: Store, clock: ManualClock
):
    """Whoever counts or imports now writes wrong days; nothing else would say so."""
    now = SystemClock().now_ms()
    store.write(lambda db: privacy.clock_is_steady(db, now + 365 * DAY_MS)).result()
    store.close()
    add_one = ("product", "add", "--price", "1", "--unit", "箱", "--data-dir", store.path.parent)
    told = run_here(*add_one, "YM", "杨梅").expect(0)
    assert "电脑的时间往回跳了" in told.stderr
    assert "杨梅" in told.stdout
    runtime = Runtime()
    again = Store.open(store.path, runtime, store.migrations, clock)
    again.write(lambda db: privacy.clock_is_steady(db, now)).result()
    runtime.close()
    assert run_here(*add_one, "TD", "土蛋").expect(0).stderr == ""


@pytest.mark.parametrize(
    ("since", "told"), [(-1, False), (0, False), (DAY_MS - 1, False), (DAY_MS, True)]
)
def test_a_clock_that_differs_by_less_than_a_day_was_not_set_back(
    store: Store, since: int, told: bool
):
    assert store.read(lambda db: privacy.clock_went_back(db, NOW)).result() is None
    store.write(lambda db: privacy.clock_is_steady(db, NOW + since)).result()
    found = store.read(lambda db: privacy.clock_went_back(db, NOW)).result()
    assert found == (NOW + since if told else None)
