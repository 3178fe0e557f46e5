"""Reading and writing the journal. Every function runs inside a store transaction.

A fact and what it changes (an order and its stock, an end and its summary) are written in the
same transaction, so that after a crash either both are there or neither.
"""

from __future__ import annotations

import json
from typing import Any

from sqlite_utils import Database

from studio.runtime.clock import Clock, local_stamp
from studio.runtime.ids import new_id
from studio.session.events import Entry, Fact, event_name, from_body, to_body

_in_json = json.JSONEncoder(ensure_ascii=False).encode
_COLUMNS = "seq, id, session_id, event, at, recorded, step, body"


def append(
    db: Database,
    session_id: str,
    fact: Fact,
    clock: Clock,
    *,
    at: int | None = None,
    step: int | None = None,
    entry_id: str | None = None,
) -> Entry:
    """Write one fact; ``at`` is when it happened (UTC ms), now unless told."""
    recorded = clock.now_ms()
    happened = recorded if at is None else at
    stamp = local_stamp(happened)
    entry_id = entry_id or new_id(recorded)
    written = db.execute(
        "INSERT INTO journal"
        " (session_id, seq, id, event, at, recorded, local_text, zone, step, body) VALUES"
        " (?1, (SELECT coalesce(max(seq), 0) + 1 FROM journal WHERE session_id = ?1),"
        " ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING seq",
        [
            session_id,
            entry_id,
            event_name(type(fact)),
            happened,
            recorded,
            stamp.text,
            stamp.zone,
            step,
            _in_json(to_body(fact)),
        ],
    ).fetchall()
    seq = int(written[0][0])
    return Entry(seq, entry_id, session_id, happened, recorded, fact, step)


def entries(db: Database, session_id: str) -> list[Entry]:
    """A session's facts in the order they were written."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM journal WHERE session_id = ? ORDER BY seq", [session_id]
    )
    return [_entry(row) for row in rows]


def _entry(row: tuple[Any, ...]) -> Entry:
    seq, entry_id, session_id, event, at, recorded, step, body = row
    fact = from_body(event, json.loads(body))
    return Entry(seq, entry_id, session_id, at, recorded, fact, step)


def beat(db: Database, session_id: str, at: int) -> None:
    """Leave a sign of life: the latest instant the program is known to have been running."""
    db.execute(
        "INSERT INTO pulse (session_id, at) VALUES (?, ?)"
        " ON CONFLICT (session_id) DO UPDATE SET at = excluded.at",
        [session_id, at],
    )


def last_beat(db: Database, session_id: str) -> int | None:
    """UTC ms of the last sign of life; None if the session never left one."""
    row = db.execute("SELECT at FROM pulse WHERE session_id = ?", [session_id]).fetchone()
    return None if row is None else int(row[0])
