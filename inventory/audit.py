"""What must hold of products, lots, stock and live notes, each proved from the moves alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlite_utils import Database

from inventory import bundles, ledger
from inventory.ledger import Balance, Place
from inventory.schema import REAL_PLACES
from studio.store.audit import Check, Difference, InStep

_HOLDING = frozenset((Place.RESERVED, Place.PACKED, Place.PROMISED))
"""Where goods lie that a note holds (`inventory.reservations.parts`)."""


def balances(db: Database) -> Iterator[Difference]:
    """The kept balances beside those of a replay."""
    kept = {
        (sku, Place(place), lot): Balance(qty, grams)
        for sku, place, lot, qty, grams in db.execute(
            "SELECT sku, place, lot, qty, grams FROM stock_balance"
        )
    }
    replayed = ledger.replay(db)
    for key in sorted(kept.keys() | replayed.keys()):
        kept_here = kept.get(key, Balance(0, 0))
        moved = replayed.get(key, Balance(0, 0))
        if kept_here != moved:
            sku, place, lot = key
            yield {
                "sku": sku,
                "place": place.value,
                "lot": lot,
                "kept": kept_here.qty,
                "replayed": moved.qty,
                "kept_grams": kept_here.grams,
                "replayed_grams": moved.grams,
            }


def _never_below_zero(db: Database) -> Iterator[Difference]:
    """Along the whole history, not only now: ids sort by when they were recorded."""
    real = {place.value for place in REAL_PLACES}
    pieces: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    for move, sku, qty, source, target, lot in db.execute(
        "SELECT id, sku, qty, source, target, lot FROM stock_move ORDER BY id"
    ):
        pieces[sku, target, lot] += qty
        pieces[sku, source, lot] -= qty
        if source in real and pieces[sku, source, lot] < 0:
            yield {
                "move": move,
                "sku": sku,
                "place": source,
                "lot": lot,
                "qty": pieces[sku, source, lot],
            }


def _held_lots(db: Database) -> Iterator[Difference]:
    rows = db.execute(
        """SELECT lot.sku, code, qty FROM lot JOIN stock_balance
        ON stock_balance.sku = lot.sku AND stock_balance.lot = code AND place = 'shelf'
        WHERE qty > 0 AND (SELECT verdict FROM lot_verdict WHERE lot_verdict.sku = lot.sku
            AND lot_verdict.lot = code ORDER BY id DESC LIMIT 1) = 'held'"""
    )
    for sku, lot, qty in rows:
        yield {"sku": sku, "lot": lot, "on_shelf": qty}


_HELD_BY_NOTES = """
SELECT reference, sku, qty, source, target FROM stock_move
WHERE reason <> 'live_sale' AND reference <> '' ORDER BY reference
"""
_NOTES = """
SELECT live_sale.id, live_sale.sku, live_sale.qty, order_id IS NOT NULL,
    (SELECT sum(qty) FROM hold_end WHERE hold_id = live_sale.id),
    stock_move.sku, stock_move.qty, stock_move.source, stock_move.target
FROM live_sale JOIN stock_move ON stock_move.id = reserved_by
LEFT JOIN live_sale_undo ON order_id = live_sale.id
ORDER BY live_sale.id
"""


def _notes(db: Database) -> Iterator[Difference]:
    """A note that waits holds its goods; one that does not holds none."""
    moves = InStep(db.execute(_HELD_BY_NOTES))
    frozen = {reference for (reference,) in db.execute("SELECT reference FROM bundle_hold")}
    for note, sku, qty, undone, ended, *first in db.execute(_NOTES):
        open_qty = 0 if undone else qty - (ended or 0)
        recipe = bundles.frozen(db, note) if note in frozen else None
        each = dict(recipe.parts) if recipe else {sku: 1}
        wanted = {sku: part * open_qty for sku, part in each.items()} if open_qty > 0 else {}
        held: defaultdict[str, int] = defaultdict(int)
        for part, moved, source, target in (
            tuple(first),
            *(row[1:] for row in moves.between(note, note + "\0")),
        ):
            held[part] += moved * ((target in _HOLDING) - (source in _HOLDING))
        found = {part: each for part, each in held.items() if each}
        if found != wanted:
            yield {"note": note, "wanted": wanted, "held": found}


def _counts(db: Database) -> Iterator[Difference]:
    """The gain or loss of a count is the difference it saw."""
    rows = db.execute(
        """SELECT stock_count.id, counted - expected, coalesce((
            SELECT sum(CASE WHEN target = 'shelf' THEN qty ELSE -qty END) FROM stock_move
            WHERE reference = stock_count.id AND reference <> '' AND reason <> 'live_sale'
                AND reason = 'count'), 0) AS moved
        FROM stock_count WHERE counted - expected <> moved"""
    )
    for count, difference, moved in rows:
        yield {"count": count, "difference": difference, "moved": moved}


CHECKS = (
    Check("audit_balances_replay", balances),
    Check("audit_never_below_zero", _never_below_zero),
    Check("audit_held_lots_off_shelf", _held_lots),
    Check("audit_notes_hold_goods", _notes),
    Check("audit_counts_explained", _counts),
)
