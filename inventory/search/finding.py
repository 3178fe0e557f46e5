"""What one search box finds: products, orders and lots by whatever a person has at hand.

Products and lots are few and looked through; orders are found by an index each: the beginning of
their number, and the last four digits of the buyer's phone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlite_utils import Database

from inventory.orders import phones
from inventory.search import imported_list, initials
from inventory.search.imported_list import ImportedLine
from studio.store.database import Store
from studio.store.sealed import Sealer

MOST = 8
"""Of each group; whoever has more to choose from types a letter more."""
LONGEST, MOST_WORDS = 200, 12
"""What is looked for of what was typed or pasted; no name is longer."""
NUMBER = re.compile(r"[0-9A-Za-z_.-]{4,64}")
"""What may be an order's number or its beginning; shorter ones begin every other order's."""


@dataclass(frozen=True, slots=True)
class FoundProduct:
    sku: str
    name: str


@dataclass(frozen=True, slots=True)
class FoundNote:
    """An order noted live, by its id. Money is integer fen, ``noted_at`` UTC ms."""

    id: str
    name: str
    qty: int
    paid_fen: int
    noted_at: int


@dataclass(frozen=True, slots=True)
class FoundLot:
    sku: str
    name: str
    """The product's."""
    code: str
    household: str
    best_before: str


@dataclass(frozen=True, slots=True)
class Found:
    """Up to `MOST` of each, the likeliest first."""

    products: Sequence[FoundProduct] = ()
    orders: Sequence[ImportedLine] = ()
    notes: Sequence[FoundNote] = ()
    lots: Sequence[FoundLot] = ()
    phones_closed: bool = False
    """Four digits were asked for, and the key of some buyers' phones is not on this computer."""

    @property
    def nothing(self) -> bool:
        return not (self.products or self.orders or self.notes or self.lots)


class Finder:
    """Finds in one workshop. `find` blocks, on the keyring too: a worker's work."""

    def __init__(self, store: Store, sealer: Sealer) -> None:
        self._store = store
        self._sealer = sealer

    def find(self, typed: str) -> Found:
        """What ``typed`` may mean; nothing where it is empty."""
        # SQLite's patterns end at a zero byte, and are refused where they are very long.
        words = typed[:LONGEST].replace("\0", " ").split()[:MOST_WORDS]
        if not words:
            return Found()
        marks: list[bytes] = []
        complete = True
        if is_tail(typed.strip()):
            keys = self._store.read(phones.key_ids).result()
            marks, complete = phones.marks_of(typed.strip(), keys, self._sealer)
        found = partial(_found, words=words, marks=marks, phones_closed=not complete)
        return self._store.read(found).result()


def is_tail(typed: str) -> bool:
    """Whether it may be the end of a phone's number."""
    return len(typed) == phones.DIGITS and typed.isascii() and typed.isdecimal()


def _found(
    db: Database, words: Sequence[str], marks: Sequence[bytes], phones_closed: bool
) -> Found:
    number = words[0] if len(words) == 1 and NUMBER.fullmatch(words[0]) else ""
    ids = imported_list.by_number(db, number, MOST) if number else []
    ids = list(dict.fromkeys([*ids, *phones.orders(db, marks, MOST)]))[: 2 * MOST]
    rows = imported_list.lines(db, ids)
    return Found(
        _products(db, words),
        [rows[each] for each in ids],
        _notes(db, number.lower()) if number else (),
        _lots(db, words),
        phones_closed,
    )


def _products(db: Database, words: Sequence[str]) -> list[FoundProduct]:
    ranked = [
        (worst, name, sku)
        for sku, name in db.execute("SELECT sku, name FROM product").fetchall()
        if (worst := max(_rank(sku, name, word.casefold()) for word in words)) < _NO
    ]
    return [FoundProduct(sku, name) for _, name, sku in sorted(ranked)[:MOST]]


_NO = 9


def _rank(sku: str, name: str, word: str) -> int:
    """How well a word names a product; `_NO`: it does not."""
    code, folded = sku.casefold(), name.casefold()
    if word in (code, folded):
        return 0
    if code.startswith(word) or folded.startswith(word):
        return 1
    if word in code or word in folded:
        return 2
    return 3 if word.isascii() and word.isalnum() and initials.fits(name, word) else _NO


def _notes(db: Database, id_begins: str) -> list[FoundNote]:
    rows = db.execute(
        "SELECT id, name, qty, paid_fen, noted_ms FROM live_sale JOIN product USING (sku) "
        "WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
        [id_begins, f"{id_begins}~", MOST],
    )
    return [FoundNote(*row) for row in rows]


def _lots(db: Database, words: Sequence[str]) -> list[FoundLot]:
    """The latest first: a code is mostly a day and a household."""
    tests = " AND ".join("(code LIKE ? ESCAPE '\\' OR household LIKE ? ESCAPE '\\')" for _ in words)
    likes = [_like(word) for word in words]
    rows = db.execute(
        "SELECT lot.sku, name, code, household, best_before FROM lot JOIN product USING (sku) "
        f"WHERE {tests} ORDER BY made_ms DESC, code LIMIT ?",
        [*(each for like in likes for each in (like, like)), MOST],
    )
    return [FoundLot(*row) for row in rows]


def _like(word: str) -> str:
    return "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
