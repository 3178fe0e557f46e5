"""Stock as a ledger of moves between places. Nothing is ever set, only moved.

All functions run on a database inside `Store.write` or `Store.read`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sqlite_utils import Database

from inventory import bundles, lookup
from inventory.schema import LOT_ON_HOLD, LOT_UNKNOWN, NOT_ENOUGH, REAL_PLACES, Kind, Place
from studio.runtime.clock import local_text
from studio.runtime.errors import Named, UserFacingError
from studio.runtime.ids import follow, new_id, new_ids
from studio.store.sqlite import sqlite3

__all__ = [
    "Balance",
    "Move",
    "Place",
    "StockLevel",
    "Take",
    "level",
    "levels",
    "move",
    "not_enough",
    "on_place",
    "packed",
    "pick",
    "put",
    "put_all",
    "replay",
]


HEAVIEST_GRAMS = 10**9
"""A thousand tonnes on one scale is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class StockLevel:
    """What is left of one SKU, in its unit."""

    sku: str
    on_hand: int
    """Physically in the workshop and for sale: shelf and reserved."""
    reserved: int
    available: int
    """What may still be sold, less the safety buffer, never below nothing: the shelf; of a product
    sold by capacity, the capacity; of a bundle, as many as its parts make."""
    on_hold: int = 0
    """Set aside: failed its test or past its best-before."""
    promised: int = 0
    """Ordered of a product that is not there yet."""
    kind: Kind = Kind.STOCK
    shared: bool = False
    """True for a bundle and its parts: other levels change with it (`around`)."""
    one_pile: bool = field(default=False, compare=False)
    """True where the whole shelf is without lots and weights, so that nothing has to be picked."""

    def after_reserving(self, qty: int) -> StockLevel:
        """The level once ``qty`` of what is available has been held."""
        reserved, promised = self.reserved, self.promised
        if self.kind is Kind.STOCK:
            reserved += qty
        elif self.kind.by_capacity:
            promised += qty
        return StockLevel(  # not `replace`, which asks for each field by name: an order waits
            self.sku,
            self.on_hand,
            reserved,
            self.available - qty,
            self.on_hold,
            promised,
            self.kind,
            self.shared,
            self.one_pile,
        )


@dataclass(frozen=True, slots=True)
class Take:
    """Goods of one lot: ``lot`` is empty for goods without one, ``grams`` 0 where not weighed."""

    lot: str
    qty: int
    grams: int = 0


class Move(NamedTuple):
    """One move of goods without lot and weight, to be written."""

    sku: str
    qty: int
    source: Place
    target: Place
    reason: str
    reference: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Balance:
    """What lies on one place of one lot."""

    qty: int
    grams: int


def move(  # noqa: PLR0913 - the facts of one move, by name
    db: Database,
    *,
    sku: str,
    qty: int,
    source: Place,
    target: Place,
    reason: str,
    at_ms: int,
    reference: str = "",
    lot: str | None = None,
    grams: int | None = None,
) -> str:
    """Move ``qty`` from one place to another; returns the (first) move's id. ``at_ms``: when.

    ``lot``: None takes from a real place what goes off first, in as many moves as there are lots;
    an empty one means goods without a lot. ``grams`` of a product sold by catch weight: as weighed,
    or None for their share of what lies on the place. Raises quantity_not_positive,
    product_unknown, not_enough_stock (a real place would fall below zero), lot_unknown,
    lot_on_hold, weight_missing, weight_left_over, bundle_has_no_stock (its parts come in).
    A correction is a move back, never a change.
    """
    if qty < 1:
        raise UserFacingError("quantity_not_positive", qty=qty)
    if source not in REAL_PLACES:
        _must_be_goods(db, sku)
        need_weight(db, sku, grams)
        takes = [Take(lot or "", qty, grams or 0)]
    else:
        takes = pick(db, sku, source, qty, lot=lot)
        if grams is not None:
            takes = _weighed(takes, grams)
    ids = [
        put(db, take, sku, source, target, reason=reason, at_ms=at_ms, reference=reference)
        for take in takes
    ]
    return ids[0]


def put(  # noqa: PLR0913 - the facts of one move, by name
    db: Database,
    take: Take,
    sku: str,
    source: Place,
    target: Place,
    *,
    reason: str,
    at_ms: int,
    reference: str = "",
) -> str:
    """Write one move of one lot, as `pick` chose it; otherwise as `move`."""
    move_id = new_id(at_ms)
    places, when = (source._value_, target._value_), (at_ms, local_text(at_ms))
    row = (move_id, sku, take.qty, *places, reason, reference, *when, take.lot, take.grams)
    try:
        db.conn.execute(_PUT, row)
    except sqlite3.IntegrityError as error:
        raise _worded(db, sku, source, take, error) from error
    return move_id


def put_all(db: Database, moves: Sequence[Move]) -> None:
    """Write many moves of goods without lots, of which the caller knows that they are there."""
    ids = new_ids(max((move.at_ms for move in moves), default=0), len(moves))
    rows = (_row(move_id, move) for move_id, move in zip(ids, moves, strict=True))
    db.conn.executemany(_PUT, rows)


_PUT = """INSERT INTO stock_move (id, sku, qty, source, target, reason, reference,
    happened_ms, happened_local, lot, grams) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
"""Places as their plain text: of what is not quite a str the binding asks twenty microseconds how
it is to be written, and `Enum.value` asks, too."""


def _row(move_id: str, move: Move) -> tuple[str | int, ...]:
    sku, qty, source, target, reason, reference, at_ms = move
    places = source._value_, target._value_
    return (move_id, sku, qty, *places, reason, reference, at_ms, local_text(at_ms), "", 0)


def _worded(
    db: Database, sku: str, source: Place, take: Take, error: sqlite3.IntegrityError
) -> Exception:
    """What the file refused, for people; an error that only a bug makes stays itself."""
    lookup.must_be_known(db, sku)
    match str(error):
        case code if code == NOT_ENOUGH:
            return not_enough(db, sku, on_place(db, sku, source, take.lot))
        case code if code == LOT_UNKNOWN:
            return UserFacingError("lot_unknown", sku=sku, lot=take.lot)
        case code if code == LOT_ON_HOLD:
            return UserFacingError("lot_on_hold", sku=sku, lot=take.lot)
        case text if "CHECK constraint failed: NOT (place" in text:
            return UserFacingError("weight_left_over", sku=sku)
    return error


def pick(
    db: Database,
    sku: str,
    place: Place,
    qty: int,
    *,
    lot: str | None = None,
    today: str = "",
) -> list[Take]:
    """Which lots ``qty`` of a real place come from: first expired, first out; dated before undated.

    ``today`` (ISO date) leaves out what is past its best-before. Weighed goods come with their
    share of the grams, to the gram and with nothing left over at the last piece. Raises
    product_unknown, not_enough_stock.
    """
    takes: list[Take] = []
    lacking = qty
    for code, there, grams in _lots_on(db, sku, place, lot, today):
        taken = min(there, lacking)
        takes.append(Take(code, taken, grams * taken // there))
        lacking -= taken
        if not lacking:
            return takes
    lookup.must_be_known(db, sku)
    raise not_enough(db, sku, qty - lacking)


def _lots_on(
    db: Database, sku: str, place: Place, lot: str | None, today: str
) -> list[tuple[str, int, int]]:
    rows: list[tuple[str, int, int]] = db.execute(
        "SELECT stock_balance.lot, qty, grams FROM stock_balance LEFT JOIN lot "
        "ON lot.sku = stock_balance.sku AND lot.code = stock_balance.lot "
        "WHERE stock_balance.sku = ? AND place = ? AND qty > 0 "
        "AND (?3 IS NULL OR stock_balance.lot = ?3) "
        "AND (coalesce(best_before, '') = '' OR best_before >= ?4) "
        "ORDER BY coalesce(best_before, '') = '', best_before, stock_balance.lot",
        [sku, place.value, lot, today],
    ).fetchall()
    return rows


def _weighed(takes: list[Take], grams: int) -> list[Take]:
    """Goods of one lot as they were weighed. ``weight_of_several_lots`` where there are more."""
    if len(takes) > 1:
        raise UserFacingError("weight_of_several_lots")
    return [replace(takes[0], grams=grams)]


def _must_be_goods(db: Database, sku: str) -> None:
    """A bundle on the shelf would never be sold: what is held of it are its parts."""
    if lookup.kind(db, sku) is Kind.BUNDLE:
        raise UserFacingError("bundle_has_no_stock", sku=sku)


def need_weight(db: Database, sku: str, grams: int | None) -> None:
    """What comes in by catch weight is weighed; nothing else is.

    Raises product_unknown, weight_missing, weight_unwanted, amount_too_large (more than any
    scale weighs).
    """
    name, by_weight = lookup.weighed(db, sku)
    if by_weight and (grams is None or grams < 1):
        raise UserFacingError("weight_missing", sku=sku, name=name)
    if grams and not by_weight:
        raise UserFacingError("weight_unwanted", sku=sku, name=name)
    if grams and grams > HEAVIEST_GRAMS:
        most = kilos(HEAVIEST_GRAMS)
        raise UserFacingError("amount_too_large", amount=kilos(grams), most=most)


def kilos(grams: int) -> Named:
    """To the gram: nobody says a thousand tonnes in grams."""
    whole, rest = divmod(grams, 1000)
    number = f"{whole:,}" + f".{rest:03d}".rstrip("0").rstrip(".")
    return Named(f"{number} 公斤", f"{number} kg")


def level(db: Database, sku: str, safety_buffer: int = 0) -> StockLevel:
    """What is left of one SKU. Raises product_unknown."""
    row = db.conn.execute(_LEVEL_OF_ONE, (sku,)).fetchone()
    if row is None:
        raise UserFacingError("product_unknown", sku=sku)
    return _level(db, row, safety_buffer)


def levels(
    db: Database, skus: Iterable[str] | None = None, safety_buffer: int = 0
) -> dict[str, StockLevel]:
    """What is left of the given SKUs (unknown ones are left out), or of every product."""
    wanted = None if skus is None else list(dict.fromkeys(skus))
    where = "" if wanted is None else f"WHERE product.sku IN ({', '.join('?' * len(wanted))})"
    rows = db.execute(f"{_LEVEL} {where} ORDER BY product.sku", wanted or []).fetchall()
    return {row[0]: _level(db, row, safety_buffer) for row in rows}


def packed(db: Database) -> dict[str, int]:
    """How many of each product lie in parcels that were not sent yet."""
    rows = db.execute(
        "SELECT sku, sum(qty) FROM stock_balance WHERE place = 'packed' AND qty > 0 GROUP BY sku"
    )
    return dict(rows.fetchall())


def never_had(db: Database) -> frozenset[str]:
    """Products of which nothing ever lay on the shelf, nor could be ordered by capacity.

    A balance that was there once stays, at nothing. A bundle has its parts' goods.
    """
    rows = db.execute(
        "SELECT sku FROM product WHERE kind <> 'bundle' AND NOT EXISTS "
        "(SELECT 1 FROM stock_balance WHERE stock_balance.sku = product.sku "
        "AND place IN ('shelf', 'capacity'))"
    )
    return frozenset(sku for (sku,) in rows)


def _sum_on(place: Place) -> str:
    return (
        "(SELECT coalesce(sum(qty), 0) FROM stock_balance "
        f"WHERE stock_balance.sku = product.sku AND place = '{place}')"
    )


_LEVEL = f"""SELECT product.sku, kind, {_sum_on(Place.SHELF)}, {_sum_on(Place.RESERVED)},
    {_sum_on(Place.HOLD)}, {_sum_on(Place.PROMISED)}, {_sum_on(Place.CAPACITY)},
    EXISTS (SELECT 1 FROM bundle_part WHERE part = product.sku),
    NOT EXISTS (SELECT 1 FROM stock_balance WHERE stock_balance.sku = product.sku
        AND place = 'shelf' AND (lot <> '' OR grams > 0))
FROM product"""
_LEVEL_OF_ONE = f"{_LEVEL} WHERE product.sku = ?"
_KINDS = {kind.value: kind for kind in Kind}


def _level(
    db: Database, row: tuple[str, str, int, int, int, int, int, int, int], safety_buffer: int
) -> StockLevel:
    sku, kind_name, shelf, reserved, hold, promised, capacity, is_part, one_pile = row
    sold = _KINDS[kind_name]
    if sold is Kind.BUNDLE:
        available = _bundles_left(db, sku, safety_buffer)
    else:
        sellable = shelf if sold is Kind.STOCK else capacity
        available = max(0, sellable - safety_buffer)
    return StockLevel(
        sku,
        shelf + reserved,
        reserved,
        available,
        hold,
        promised,
        sold,
        bool(is_part) or sold is Kind.BUNDLE,
        bool(one_pile),
    )


def _bundles_left(db: Database, sku: str, safety_buffer: int) -> int:
    recipe = bundles.latest(db, sku)
    return min(
        (level(db, part, safety_buffer).available // qty for part, qty in recipe.parts.items()),
        default=0,
    )


def around(db: Database, sku: str, safety_buffer: int = 0) -> dict[str, StockLevel]:
    """The levels that change with that SKU's: its bundle's parts, and the bundles it is part of."""
    return levels(db, bundles.relatives(db, sku), safety_buffer)


def replay(db: Database) -> dict[tuple[str, Place, str], Balance]:
    """Every balance by SKU, place and lot, summed again from the moves alone.

    What the balance table must equal.
    """
    places = {place.value: place for place in Place}
    pieces: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    grams: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    for sku, qty, source, target, lot, weight in db.execute(
        "SELECT sku, qty, source, target, lot, grams FROM stock_move"
    ):
        pieces[sku, source, lot] -= qty
        pieces[sku, target, lot] += qty
        if weight:
            grams[sku, source, lot] -= weight
            grams[sku, target, lot] += weight
    return {
        (sku, places[place], lot): Balance(qty, grams.get((sku, place, lot), 0))
        for (sku, place, lot), qty in pieces.items()
    }


def on_place(db: Database, sku: str, place: Place, lot: str | None = None) -> int:
    """The balance of one place, of one lot or of all. Raises product_unknown."""
    row = db.execute(
        "SELECT coalesce(sum(stock_balance.qty), 0) FROM product LEFT JOIN stock_balance "
        "ON stock_balance.sku = product.sku AND place = ?2 AND (?3 IS NULL OR lot = ?3) "
        "WHERE product.sku = ?1 GROUP BY product.sku",
        [sku, place.value, lot],
    ).fetchone()
    if row is None:
        raise UserFacingError("product_unknown", sku=sku)
    return int(row[0])


def go_on(db: Database) -> None:
    """Let ids made from now on sort after every move there is, also where the clock was set back.

    Before a program's first write: the order of ids is the ledger's history.
    """
    (newest,) = db.execute("SELECT max(id) FROM stock_move").fetchone()
    if newest is not None:
        follow(newest)


def not_enough(db: Database, sku: str, available: int) -> UserFacingError:
    """The one sentence about too little stock, with the product's own name and unit."""
    name, unit = db.execute("SELECT name, unit FROM product WHERE sku = ?", [sku]).fetchone()
    return UserFacingError("not_enough_stock", sku=sku, name=name, available=available, unit=unit)
