"""Orders by telephone or chat for the search box: by number, tracking number, or whose they are.

Contacts are sealed words as somebody said them. They are opened in memory and compared with what
was typed; what comes out is which orders fit, never a contact: docs/decisions/0023. Run `by_*`
inside `Store.read`, `whose` on a worker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from inventory import live_sales
from inventory.counter import phone
from studio.runtime.errors import UserFacingError
from studio.store.sealed import Sealer, key_of

MOST_OPENED = 2000
"""The latest contacts that are compared: opening so many takes some hundredths of a second."""
LEAST_LETTERS, LEAST_DIGITS = 2, 4
"""A surname, or three digits, is everybody's."""
WAITING, HANDED, CANCELLED = "waiting", "handed", "cancelled"
_GAPS = re.compile(r"(?<=\d)[\s-]+(?=\d)")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class FoundCall:
    """An order by telephone or chat. ``noted_at`` UTC ms."""

    id: str
    number: str
    """What was told on the telephone."""
    name: str
    """The product's."""
    qty: int
    unit: str
    channel: str
    noted_at: int
    state: str
    """`WAITING`, `HANDED` or `CANCELLED`."""
    tracking: str
    """Of its last hand-over; empty where nobody told one."""


def nameable(words: Sequence[str]) -> bool:
    """Whether somebody may be meant by these words."""
    return bool(words) and all(
        len(word) >= (LEAST_DIGITS if word.isdecimal() else LEAST_LETTERS) for word in words
    )


def contacts(db: Database) -> list[tuple[str, bytes]]:
    """The latest sealed contacts, by the id of their order."""
    rows = db.execute(
        "SELECT order_id, contact FROM phone_order INDEXED BY phone_order_told "
        "WHERE contact IS NOT NULL ORDER BY order_id DESC LIMIT ?",
        [MOST_OPENED],
    )
    return list(rows)


def whose(
    sealed: Sequence[tuple[str, bytes]], words: Sequence[str], sealer: Sealer, most: int
) -> tuple[list[str], bool]:
    """The orders whose contact has all those words, and whether every contact could be opened.

    May block on the system's keyring: not for the main thread, nor the store's.
    """
    found: list[str] = []
    missing: set[str] = set()
    all_told = True
    for order_id, contact in sealed:
        if len(found) == most:
            break
        plain = _opened(order_id, contact, sealer, missing)
        all_told = all_told and plain is not None
        if plain is not None and _fits(plain, words):
            found.append(order_id)
    return found, all_told


def _opened(order_id: str, contact: bytes, sealer: Sealer, missing: set[str]) -> str | None:
    """None where it cannot be: its key is ``missing`` (found out once), or it is damaged itself."""
    try:
        key = key_of(contact)
        if key in missing:
            return None
        return sealer.open(contact, where=phone.where_sealed(order_id)).decode()
    except UserFacingError as error:
        if error.code not in ("sealed_key_missing", "sealed_broken"):
            raise
        if error.code == "sealed_key_missing":
            missing.add(key)  # asking the keyring again for each of them would take minutes
        return None


def _fits(contact: str, words: Sequence[str]) -> bool:
    said = contact.casefold()
    runs = _DIGITS.findall(_GAPS.sub("", said))
    return all(
        _has_digits(runs, word) if word.isdecimal() else word.casefold() in said for word in words
    )


def _has_digits(runs: Sequence[str], digits: str) -> bool:
    """Four are a number's end, as people say them; more may stand anywhere in it."""
    if len(digits) == LEAST_DIGITS:
        return any(run.endswith(digits) for run in runs)
    return any(digits in run for run in runs)


def by_tracking(db: Database, typed: str, most: int) -> list[str]:
    """Orders that were sent under a tracking number with ``typed`` in it, the latest first.

    What was noted may name the carrier too: "顺丰 SF1".
    """
    rows = db.execute(
        "SELECT order_id FROM handover INDEXED BY handover_by_tracking "
        "WHERE tracking <> '' AND instr(lower(tracking), ?) ORDER BY id DESC LIMIT ?",
        [typed.lower(), most],
    )
    return list(dict.fromkeys(order_id for (order_id,) in rows))


def by_number(db: Database, typed: str) -> list[str]:
    """Orders that wait under that number; of several calls with the same one, of all."""
    if len(typed) != phone.NUMBER:
        return []
    return phone.waiting_under(db, typed)


def told(db: Database, ids: Sequence[str]) -> list[FoundCall]:
    """Those orders as they are listed."""
    return [_told(db, each) for each in ids]


def _told(db: Database, order_id: str) -> FoundCall:
    sale = live_sales.find(db, order_id)
    name, unit = db.execute("SELECT name, unit FROM product WHERE sku = ?", [sale.sku]).fetchone()
    gone = [each for each in phone.handed_by(db, order_id) if not each.undone]
    cancelled = (sale.undone or phone.reason(db, order_id)) and not gone
    state = WAITING if sale.left else CANCELLED if cancelled else HANDED
    return FoundCall(
        *(
            order_id,
            phone.number(phone.call_of(db, order_id)),
            name,
            sale.qty,
            unit,
            sale.channel,
            sale.noted_at,
        ),
        *(state, gone[-1].tracking if gone else ""),
    )
