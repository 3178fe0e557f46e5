"""The last four digits of a buyer's phone: what a parcel is asked for by, and how it is found.

They are not kept. A mark of them is (`studio.store.sealed.Sealer.mark`), beside the sealed data
and deleted with it; who asks has the digits already and learns which orders they belong to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from sqlite_utils import Database

from inventory.orders.cells import JOINT
from inventory.orders.rows import Headings, Raw
from studio.runtime.errors import UserFacingError
from studio.store.sealed import ID_BYTES, MARK_BYTES, VERSION, Sealer

WHAT = "phone_tail"
DIGITS = 4
_JOINT = JOINT.encode()
_NUMBER = re.compile(rb"[0-9*]{7,}")
"""Masked as platforms mask them (138****1234) or not. What follows a dash is an extension."""
FEW = 20
"""Orders told; whoever has more to choose from knows more than four digits."""
MOST_ROWS = 400
"""Rows looked at for that: an order has one for each time it was exported with news."""


def tail(raw: Raw) -> str:
    """The digits, where a row tells any."""
    places = _places(raw.headings) if raw.personal else ()
    words = raw.personal.split(_JOINT, places[-1] + 1) if places else ()
    for place in places:
        found = _NUMBER.search(words[place].replace(b" ", b""))
        if found and found[0][-DIGITS:].isdigit():
            return found[0][-DIGITS:].decode()
    return ""


@lru_cache(maxsize=16)
def _places(headings: Headings) -> tuple[int, ...]:
    """Where phones stand among a file's hidden cells."""
    named = enumerate(headings.hidden)
    return tuple(place for place, each in named if "手机" in each or "电话" in each)


def mark(raw: Raw, sealer: Sealer) -> bytes | None:
    """The mark of a row's phone; None where it tells none. Raises ``seal_needs_keyring``."""
    digits = tail(raw)
    return sealer.mark(digits.encode(), what=WHAT) if digits else None


def key_ids(db: Database) -> list[str]:
    """The keys that the marks of this database were made by, each found by one step."""
    found, after = [], b""
    while row := db.execute(
        "SELECT substr(phone_tail, 2, ?) FROM raw_content WHERE phone_tail > ? "
        "AND phone_tail IS NOT NULL ORDER BY phone_tail LIMIT 1",
        [ID_BYTES, after],
    ).fetchone():
        found.append(row[0].hex())
        after = VERSION + row[0] + b"\xff" * (MARK_BYTES + 1)
    return found


def marks_of(digits: str, key_ids: Iterable[str], sealer: Sealer) -> tuple[list[bytes], bool]:
    """The marks those digits have under these keys, and whether none of them is missing.

    May block on the system's keyring: not for the main thread, nor the store's.
    """
    found, complete = [], True
    for key_id in key_ids:
        try:
            found.append(sealer.mark_by(key_id, digits.encode(), what=WHAT))
        except UserFacingError as error:
            if error.code != "sealed_key_missing":
                raise
            complete = False
    return found, complete


def orders(db: Database, marks: Sequence[bytes], limit: int = FEW) -> list[str]:
    """Ids of the orders with those marks, the latest recorded first."""
    found: dict[str, None] = {}
    for each in marks:
        rows = db.execute(
            "SELECT digest, json_extract(state, '$[0]') FROM raw_content WHERE phone_tail = ? "
            "AND phone_tail IS NOT NULL AND state <> '' ORDER BY rowid DESC LIMIT ?",
            [each, MOST_ROWS],
        )
        for digest, order_no in rows:
            if len(found) == limit:
                break
            found |= dict.fromkeys(_of_row(db, digest, order_no))
    return list(found)


def _of_row(db: Database, digest: bytes, order_no: str) -> list[str]:
    """The order a kept row tells of: by its number, and by the row that made a line of it."""
    rows = db.execute(
        "SELECT DISTINCT order_id FROM platform_order "
        "CROSS JOIN order_line ON order_id = platform_order.id "
        "CROSS JOIN raw_row ON line_id = order_line.id "
        "WHERE platform IN (SELECT platform FROM import_file) AND order_no = ? AND digest = ?",
        [order_no, digest],
    )
    return [order_id for (order_id,) in rows]
