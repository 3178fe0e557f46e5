"""The products' records as a broadcast saw them last, for the next run of it.

A price that is changed at the desk between a crash and the resume differs from what was seen
before, and is followed; one that never was the broadcast's own price is not. Written over in place,
as the pulse is: what was said on air from when to when is the journal's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlite_utils import Database


class Record(NamedTuple):
    """Of one product's record, what is said on air."""

    name: str
    spec: str
    unit: str
    price_fen: int
    compared_price_fen: int | None
    origin: str


FIELDS = Record._fields


def of(record: Any) -> Record:
    """What is said of a product's record, or of anything that has those fields."""
    return Record(*(getattr(record, name) for name in FIELDS))


def keep(db: Database, session_id: str, records: Mapping[str, Any]) -> None:
    """Inside `Store.write`. ``records``: by SKU."""
    told = json.dumps({sku: of(each) for sku, each in records.items()}, ensure_ascii=False)
    db.execute(
        "INSERT INTO records_seen (session_id, records) VALUES (?, ?) ON CONFLICT (session_id)"
        " DO UPDATE SET records = excluded.records",
        [session_id, told],
    )


def kept(db: Database, session_id: str) -> Mapping[str, Record]:
    """By SKU; empty where nothing was seen yet. Inside `Store.read`."""
    row = db.execute(
        "SELECT records FROM records_seen WHERE session_id = ?", [session_id]
    ).fetchone()
    return {} if row is None else {sku: Record(*each) for sku, each in json.loads(row[0]).items()}
