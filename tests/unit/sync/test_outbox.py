"""The outbox keeps every message, in order, unchanged, and nothing that may not leave."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from studio.runtime.errors import UserFacingError
from studio.session import events as e
from studio.session.plan import Plan, PlannedProduct
from studio.session.summary import for_county, summarise
from studio.store.migrations import restore_triggers
from studio.store.sqlite import sqlite3
from studio.sync.bodies import canonical, check
from studio.sync.outbox import FIRST, enqueue, waiting
from studio.sync.schema import MIGRATIONS
from tests.helpers.broadcasts import PLAN, Broadcast, evening


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(sqlite3.connect(str(tmp_path / "studio.db")))
    MIGRATIONS.apply(database)
    restore_triggers(database, [MIGRATIONS])
    yield database
    database.conn.close()


def body() -> dict[str, Any]:
    return for_county(summarise(PLAN, evening().entries, {}))


def put(db: Database, at: int = 1) -> str:
    return enqueue(db, "session_summary", "s1", body(), at)


def test_a_message_waits_with_its_exact_bytes(db: Database) -> None:
    message_id = put(db)
    (message,) = waiting(db)
    assert message.id == message_id
    assert (message.v, message.schema, message.seq, message.prev_sha256) == (1, 1, 1, FIRST)
    assert message.body == canonical(body())
    assert message.contents()["paid_fen"] == body()["paid_fen"]
    assert message.intact


def test_messages_are_chained(db: Database) -> None:
    put(db, 1)
    put(db, 2)
    first, second = waiting(db)
    assert second.seq == 2
    assert second.prev_sha256 == first.sha256
    assert first.epoch == second.epoch
    header = [second.epoch, 2, 1, "session_summary", 1, "s1", 2, first.sha256]
    line = json.dumps(header, separators=(",", ":")).encode()
    assert second.sha256 == hashlib.sha256(line + b"\n" + second.body).hexdigest()


@pytest.mark.parametrize("sql", ["UPDATE outbox SET wall = 9", "DELETE FROM outbox"])
def test_a_message_is_never_changed_or_removed(db: Database, sql: str) -> None:
    put(db)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(sql)


def test_a_message_changed_behind_the_programs_back_is_told_apart(db: Database) -> None:
    put(db, 1)
    put(db, 2)
    db.execute("DROP TRIGGER outbox_never_updated")
    db.execute("UPDATE outbox SET body = ? WHERE seq = 1", [b"{}"])
    assert [message.intact for message in waiting(db)] == [False, True]


@pytest.mark.parametrize(
    "extra",
    [
        {"buyer": "王先生"},
        {"paid_fen": 1.0},
        {"paid_fen": -1},
        {"paid_fen": 2**53},
        {"title": "长" * 201},
        {"stage": "elsewhere"},
        {"breaks": [{"from": 1, "to": 2, "note": "x"}]},
    ],
)
def test_what_is_not_on_the_allow_list_is_refused(db: Database, extra: dict[str, Any]) -> None:
    with pytest.raises(UserFacingError) as caught:
        enqueue(db, "session_summary", "s1", body() | extra, 1)
    assert caught.value.code == "outbox_body_refused"
    assert waiting(db) == []


def test_a_rolled_back_transaction_leaves_no_hole(db: Database) -> None:
    put(db, 1)
    db.execute("BEGIN")
    put(db, 2)
    db.execute("ROLLBACK")
    put(db, 3)
    assert [message.seq for message in waiting(db)] == [1, 2]
    assert all(message.intact for message in waiting(db))


@given(st.text(max_size=500), st.text(min_size=1, max_size=500), st.integers(-10, 10))
def test_ending_is_never_refused_for_what_the_plan_says(title: str, sku: str, back: int) -> None:
    show = Broadcast()
    show.at(-1, e.SessionPlanned(title, title, (sku,)))
    show.at(0, e.WentLive("obs", True))
    show.at(2, e.ProductShown(sku))
    show.at(3, e.CardTaken(sku, "f" * 64))
    show.order(4, sku, 3)
    show.at(5 + back, e.Resumed(show.entries[-1].at, kept_on_air=bool(back % 2)))
    show.at(5 + back, e.OrderRefused(sku, 9, title, 2))
    show.at(6, e.Ended())
    plan = Plan(title, title, products=(PlannedProduct(sku, title, stock=3),))
    assert check("session_summary", for_county(summarise(plan, show.entries, {}))) == 1


def test_canonical_bytes_are_sorted_and_bare() -> None:
    assert canonical({"b": [1, "杨梅\n"], "a": None}) == '{"a":null,"b":[1,"杨梅\\n"]}'.encode()
