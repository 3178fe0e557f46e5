"""What one search box finds: products, orders, parcels and lots by whatever a person has at hand.

Products and lots are few and looked through; orders and parcels are found by an index each: the
beginning of their number or tracking number, and the last four digits of the buyer's phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlite_utils import Database

from inventory import households
from inventory.fulfilment import parcels
from inventory.households import CALLED
from inventory.orders import phones
from inventory.search import calls, imported_list, initials
from inventory.search.calls import FoundCall
from inventory.search.imported_list import NUMBER, ImportedLine
from studio.runtime.typed import sought
from studio.store.database import Store
from studio.store.sealed import Sealer

MOST = 8
"""Of each group; whoever has more to choose from types a letter more."""
LONGEST, MOST_WORDS = 200, 12
"""What is looked for of what was typed or pasted; no name is longer."""


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
class FoundParcel:
    """A parcel by its code, or by a tracking number it has or had."""

    id: str
    code: str
    order_no: str
    state: str
    """One of `parcels.STATES`, by its own events; what was dissolved is not found."""
    carrier: str
    tracking: str
    """As it is now; empty where nobody told it yet."""


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
    """Some buyers' phones or contacts cannot be opened (the key is not on this computer, or they
    are damaged): not all are found."""
    parcels: Sequence[FoundParcel] = ()
    calls: Sequence[FoundCall] = ()

    @property
    def nothing(self) -> bool:
        groups = (self.products, self.orders, self.parcels, self.calls, self.notes, self.lots)
        return not any(groups)


@dataclass(frozen=True, slots=True)
class Sealed:
    """What sealed data had to say: marks of a phone's end, and the calls whose contact fits."""

    marks: Sequence[bytes] = ()
    calls: Sequence[str] = ()
    closed: bool = False


class Finder:
    """Finds in one workshop. `find` blocks, on the keyring too: a worker's work."""

    def __init__(self, store: Store, sealer: Sealer) -> None:
        self._store = store
        self._sealer = sealer

    def find(self, typed: str) -> Found:
        """What ``typed`` may mean; nothing where it is empty."""
        # SQLite's patterns end at a zero byte, and are refused where they are very long.
        parts = typed[:LONGEST].replace("\0", " ").split()
        words = [sought(each) for each in parts[:MOST_WORDS]]
        if not words:
            return Found()
        sealed = self._sealed(words)
        return self._store.read(partial(_found, words=words, sealed=sealed)).result()

    def _sealed(self, words: Sequence[str]) -> Sealed:
        marks: list[bytes] = []
        complete = all_told = True
        if len(words) == 1 and is_tail(words[0]):
            keys = self._store.read(phones.key_ids).result()
            marks, complete = phones.marks_of(words[0], keys, self._sealer)
        ids: list[str] = []
        if calls.nameable(words):
            contacts = self._store.read(calls.contacts).result()
            ids, all_told = calls.whose(contacts, words, self._sealer, MOST)
        return Sealed(marks, ids, not (complete and all_told))


def is_tail(typed: str) -> bool:
    """Whether it may be the end of a phone's number."""
    return len(typed) == phones.DIGITS and typed.isascii() and typed.isdecimal()


def _found(db: Database, words: Sequence[str], sealed: Sealed) -> Found:
    number = words[0] if len(words) == 1 and NUMBER.fullmatch(words[0]) else ""
    ids = imported_list.by_number(db, number, MOST) if number else []
    ids = list(dict.fromkeys([*ids, *phones.orders(db, sealed.marks, MOST)]))[: 2 * MOST]
    rows = imported_list.lines(db, ids)
    return Found(
        _products(db, words),
        [rows[each] for each in ids],
        _notes(db, number.lower()) if number else (),
        _lots(db, words),
        sealed.closed,
        _parcels(db, number) if number else (),
        _calls(db, number, sealed.calls),
    )


def _calls(db: Database, number: str, fitting: Sequence[str]) -> list[FoundCall]:
    ids = [*fitting]
    if number:
        ids = [*calls.by_number(db, number), *calls.by_tracking(db, number, MOST), *ids]
    return calls.told(db, list(dict.fromkeys(ids))[:MOST])


def _parcels(db: Database, begins: str) -> list[FoundParcel]:
    """By the beginning of a code or a tracking number, in either case of letters."""
    ids: dict[str, None] = {}
    for typed in dict.fromkeys((begins, begins.upper())):
        for asked in (
            "SELECT id FROM parcel WHERE code >= ? AND code < ? ORDER BY code LIMIT ?",
            "SELECT parcel_id FROM parcel_tracking WHERE tracking >= ? AND tracking < ? "
            "ORDER BY tracking LIMIT ?",
        ):
            rows = db.execute(asked, [typed, f"{typed}~", MOST])
            ids |= {each: None for (each,) in rows}
    found = (_parcel(db, each) for each in ids)
    return [each for each in found if each.state != parcels.DISSOLVED][:MOST]


def _parcel(db: Database, parcel_id: str) -> FoundParcel:
    code, order_no = db.execute(
        "SELECT code, order_no FROM parcel WHERE id = ?", [parcel_id]
    ).fetchone()
    state = parcels.state_after(parcels.last_event(db, parcel_id))
    return FoundParcel(parcel_id, code, order_no, state, *parcels.tracking_of(db, parcel_id))


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
    tests, values = [], []
    for word in words:
        families = _households(db, word.casefold())
        named = f" OR {CALLED} IN ({', '.join('?' * len(families))})" if families else ""
        tests.append(f"(code LIKE ? ESCAPE '\\' OR {CALLED} LIKE ? ESCAPE '\\'{named})")
        values += [_like(word), _like(word), *families]
    rows = db.execute(
        f"SELECT lot.sku, name, code, {CALLED}, best_before FROM lot JOIN product USING (sku) "
        f"WHERE {' AND '.join(tests)} ORDER BY made_ms DESC, code LIMIT ?",
        [*values, MOST],
    )
    return [FoundLot(*row) for row in rows]


def _households(db: Database, word: str) -> list[str]:
    """Those whose pinyin initials these are."""
    if not (word.isascii() and word.isalnum()):
        return []
    return [name for name in households.names(db) if initials.fits(name, word)]


def _like(word: str) -> str:
    return "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
