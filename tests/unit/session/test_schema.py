"""What was written by an earlier version is still there after the update, in its order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlite_utils import Database

from studio.runtime.threads import Runtime
from studio.session import archive, journal
from studio.session import events as e
from studio.session import schema as session_schema
from studio.session.schema import MIGRATIONS, m001_session_and_journal
from studio.store.database import Store
from studio.store.migrations import HouseMigrations
from studio.store.sqlite import sqlite3
from tests.helpers.clock import ManualClock

FACTS = (
    ("early", "session_planned", '{"title": "杨梅专场", "anchor": "甲", "products": ["YM"]}', None),
    ("early", "went_live", '{"stage": "practice", "streaming": false}', None),
    ("late", "session_planned", '{"title": "贻贝专场", "anchor": "乙", "products": ["YB"]}', None),
    ("early", "product_shown", '{"sku": "YM"}', 3),
    ("late", "went_live", '{"stage": "practice", "streaming": false}', None),
    ("early", "ended", "{}", None),
)
PLAN = {
    "title": "专场", "anchor": "", "products": [], "timeline": [], "path": None,
    "video": {"width": 1280, "height": 720, "fps": 30},
}  # fmt: skip

REST = "id, event, at, recorded, local_text, zone"


@pytest.fixture
def first_version(tmp_path: Path, runtime: Runtime, clock: ManualClock) -> Path:
    """A file as 0.1.0 left it: two broadcasts, the second interrupted."""
    path = tmp_path / "studio.db"
    before = HouseMigrations("session", session_schema.TRIGGERS)
    before(name="m001_session_and_journal")(m001_session_and_journal)
    Store.open(path, runtime, [before], clock).close()
    db = Database(sqlite3.connect(str(path)))
    with db.conn:
        for session in ("early", "late"):
            db.execute(
                "INSERT INTO session VALUES (?, ?, 'practice', '{}', 0)",
                [session, json.dumps(PLAN)],
            )
        for number, (session, event, body, step) in enumerate(FACTS):
            db.execute(
                "INSERT INTO journal (id, session_id, event, at, recorded, local_text, zone, step,"
                " body) VALUES (?, ?, ?, ?, ?, '2026-11-22T20:00:00', '+08:00', ?, ?)",
                [f"id-{number}", session, event, 1000 + number, 1000 + number, step, body],
            )
        db.execute("INSERT INTO pulse VALUES ('late', 1010)")
    db.close()
    return path


def test_a_journal_of_the_first_version_is_kept_whole(
    first_version: Path, runtime: Runtime, clock: ManualClock
) -> None:
    store = Store.open(first_version, runtime, [MIGRATIONS], clock)
    early, late = (
        store.read(lambda db, session=session: journal.entries(db, session)).result()
        for session in ("early", "late")
    )
    assert [(entry.seq, entry.event) for entry in early] == [
        (1, "session_planned"), (2, "went_live"), (3, "product_shown"), (4, "ended"),
    ]  # fmt: skip
    assert [entry.id for entry in late] == ["id-2", "id-4"]
    assert (early[2].at, early[2].step, early[2].fact) == (1003, 3, e.ProductShown("YM"))
    left = store.read(archive.interrupted).result()
    assert left is not None
    assert left.session_id == "late"
    assert (left.interrupted_at, left.wall_at) == (1010, 1010)
    assert left.goes_on_at(1015) == 1015


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET at = 0",
        "DELETE FROM journal",
        f"INSERT INTO journal SELECT session_id, 9, {REST}, step, body FROM journal WHERE step = 3",
        f"INSERT INTO journal SELECT session_id, 9, {REST}, 0, body FROM journal WHERE seq = 4",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 1",
    ],
)
def test_the_updated_journal_still_refuses_changes(
    first_version: Path, runtime: Runtime, clock: ManualClock, statement: str
) -> None:
    store = Store.open(first_version, runtime, [MIGRATIONS], clock)
    with pytest.raises(sqlite3.IntegrityError):
        store.write(lambda db: db.execute(statement).fetchall()).result()


def test_a_fact_makes_sqlite_build_no_table_of_its_own(store: Store) -> None:
    """It is a file of its own to SQLite, and an order waits for its line."""

    def opcodes(db: Database) -> set[str]:
        seen: list[str] = []
        db.execute("INSERT INTO session VALUES ('s', ?, 'obs', '{}', 0)", [json.dumps(PLAN)])
        db.conn.set_trace_callback(seen.append)
        entry = journal.append(db, "s", e.Held(), at=1000, recorded=1000)
        journal.append(db, "s", e.WentOn(), at=1001, recorded=1001, seq=entry.seq + 1)
        db.conn.set_trace_callback(None)
        assert entry.seq == 1
        return {row[1] for sql in seen for row in db.execute(f"EXPLAIN {sql}")}

    found = store.write(opcodes).result()
    assert "Insert" in found or "IdxInsert" in found
    assert "OpenEphemeral" not in found


def test_a_fact_is_kept_as_json_would_write_it(store: Store) -> None:
    odd = '抖音"\\\n\x00/😀'
    facts = (
        e.OrderNoted(odd, 1, "", 1990, 1990, -1),
        e.ProductShown(odd),
        e.Ended(True, ("a", odd), (1, -2)),
        e.Held(),
        e.CardTaken("a", "b", None),
    )

    def bodies(db: Database) -> list[str]:
        db.execute("INSERT INTO session VALUES ('s', ?, 'obs', '{}', 0)", [json.dumps(PLAN)])
        for at, fact in enumerate(facts):
            journal.append(db, "s", fact, at=at, recorded=at)
        return [body for (body,) in db.execute("SELECT body FROM journal ORDER BY seq")]

    wanted = [json.dumps(e.to_body(fact), ensure_ascii=False) for fact in facts]
    assert store.write(bodies).result() == wanted
    assert [
        entry.fact for entry in store.read(lambda db: journal.entries(db, "s")).result()
    ] == list(facts)
