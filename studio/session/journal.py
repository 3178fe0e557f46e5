"""Reading and writing the journal. Every function runs inside a store transaction.

A fact and what it changes (an order and its stock, an end and its summary) are written in the
same transaction, so that after a crash either both are there or neither.
"""

from __future__ import annotations

import json
from typing import Any

from sqlite_utils import Database

from studio.runtime.clock import local_stamp
from studio.runtime.ids import new_id
from studio.session.events import Entry, Fact, event_name, from_body, to_body

_in_json = json.JSONEncoder(ensure_ascii=False).encode
_NEXT = "SELECT coalesce(max(seq), 0) + 1 FROM journal WHERE session_id = ?"
_APPEND = """INSERT INTO journal (session_id, seq, id, event, at, recorded, local_text, zone, step,
    body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_COLUMNS = "seq, id, session_id, event, at, recorded, step, body"


def append(  # noqa: PLR0913 - the columns of one row, by name
    db: Database,
    session_id: str,
    fact: Fact,
    *,
    at: int,
    recorded: int,
    seq: int | None = None,
    step: int | None = None,
    entry_id: str | None = None,
) -> Entry:
    """Write one fact. ``at`` is when it happened by the broadcast's own clock, ``recorded`` what
    the computer takes for the time now; both UTC ms. ``seq``: its place, where the caller knows
    the journal to its end.
    """
    stamp = local_stamp(at)
    entry_id = entry_id or new_id(at)
    if seq is None:
        # By itself: for RETURNING SQLite makes a table of what it returns.
        (seq,) = db.execute(_NEXT, [session_id]).fetchone()
    event, body = event_name(type(fact)), _in_json(to_body(fact))
    when = (at, recorded, stamp.text, stamp.zone)
    db.conn.execute(_APPEND, (session_id, seq, entry_id, event, *when, step, body))
    return Entry(seq, entry_id, session_id, at, recorded, fact, step)


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


def beat(db: Database, session_id: str, at: int, recorded: int) -> None:
    """Leave a sign of life: the latest instant the program is known to have been running.

    ``at`` and ``recorded`` as for a fact.
    """
    db.execute(
        "INSERT INTO pulse (session_id, at, recorded) VALUES (?, ?, ?) ON CONFLICT (session_id)"
        " DO UPDATE SET at = excluded.at, recorded = excluded.recorded",
        [session_id, at, recorded],
    )


def last_seen(db: Database, session_id: str) -> tuple[int, int]:
    """``at`` and ``recorded`` of the session's last fact or sign of life, whichever is later."""
    row = db.execute(
        "SELECT at, recorded, seq FROM journal WHERE session_id = ?1 UNION ALL"
        " SELECT at, coalesce(recorded, at), NULL FROM pulse WHERE session_id = ?1"
        " ORDER BY at DESC, seq DESC NULLS FIRST LIMIT 1",
        [session_id],
    ).fetchone()
    return int(row[0]), int(row[1])
