"""The outbox: what the county is to be told, kept until somebody can take it.

Every function runs inside a store transaction; `enqueue` inside the one that writes the fact, so
that neither exists without the other. Each message is chained to the one before it by SHA-256 and
its body is kept as the exact bytes that will be signed. Signing and sending come with the hub
(docs/decisions, "The outbox before there is a hub").
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from studio.sync.bodies import canonical, check

VERSION = 1
"""``v`` of the envelope."""
FIRST = "0" * 64
"""``prev_sha256`` of the first message of an epoch."""


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """One waiting message. ``wall`` is when it was written, UTC ms."""

    epoch: str
    seq: int
    v: int
    type: str
    schema: int
    session_id: str
    wall: int
    prev_sha256: str
    sha256: str
    body: bytes
    """Canonical JSON, UTF-8: exactly what will be signed."""
    intact: bool = True
    """False: the row no longer agrees with its own hash or with the message before it."""

    @property
    def id(self) -> str:
        return f"{self.epoch}-{self.seq}"

    def contents(self) -> dict[str, Any]:
        """The body as a dict."""
        contents: dict[str, Any] = json.loads(self.body)
        return contents


def enqueue(db: Database, type_: str, session_id: str, body: Mapping[str, Any], at_ms: int) -> str:
    """Put a message into the outbox; returns its id (``epoch-seq``).

    Raises outbox_body_refused (type, problem) where the body holds anything its allow-list does
    not name; the caller's transaction is then rolled back with everything in it.
    """
    schema = check(type_, body)
    epoch = _epoch(db)
    last = db.execute(
        "SELECT seq, sha256 FROM outbox WHERE epoch = ? ORDER BY seq DESC LIMIT 1", [epoch]
    ).fetchone()
    seq, previous = (1, FIRST) if last is None else (last[0] + 1, last[1])
    row = (epoch, seq, VERSION, type_, schema, session_id, at_ms, previous)
    data = canonical(body)
    db.execute(
        "INSERT INTO outbox (epoch, seq, v, type, schema, session_id, wall, prev_sha256, sha256,"
        " body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [*row, fingerprint(row, data), data],
    )
    return f"{epoch}-{seq}"


def begin_anew(db: Database) -> None:
    """After a restore: numbers that others may have seen already are not given out again.

    The next message begins an epoch of its own; those that wait keep theirs.
    """
    db.execute("DELETE FROM outbox_writer")


def waiting(db: Database) -> list[OutboxMessage]:
    """Every message nobody has acknowledged, the oldest first, each checked against the chain."""
    rows = db.execute(
        "SELECT epoch, seq, v, type, schema, session_id, wall, prev_sha256, sha256, body"
        " FROM outbox ORDER BY wall, epoch, seq"
    ).fetchall()
    hashes = {(row[0], row[1]): row[8] for row in rows}
    return [replace(OutboxMessage(*row), intact=_intact(row, hashes)) for row in rows]


def fingerprint(row: tuple[object, ...], body: bytes) -> str:
    """SHA-256 of a message: its header as a canonical JSON array, a line feed, its body.

    ``row``: epoch, seq, v, type, schema, session_id, wall, prev_sha256.
    """
    return hashlib.sha256(canonical(list(row)) + b"\n" + body).hexdigest()


def _intact(row: tuple[Any, ...], hashes: Mapping[tuple[str, int], str]) -> bool:
    epoch, seq, previous, own, body = row[0], row[1], row[7], row[8], row[9]
    before = FIRST if seq == 1 else hashes.get((epoch, seq - 1))
    return bool(previous == before and own == fingerprint(row[:8], body))


def _epoch(db: Database) -> str:
    """This database's epoch: 64 random bits, made when it first writes a message."""
    row = db.execute("SELECT epoch FROM outbox_writer").fetchone()
    if row is not None:
        return str(row[0])
    epoch = secrets.token_hex(8)
    db.execute("INSERT INTO outbox_writer (only, epoch) VALUES (1, ?)", [epoch])
    return epoch
