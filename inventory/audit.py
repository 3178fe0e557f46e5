"""What must hold of products, lots, stock and live notes, each proved from the moves alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlite_utils import Database

from inventory import bundles, holds, ledger, reservations
from inventory.ledger import Balance, Place
from inventory.schema import REAL_PLACES
from studio.store.audit import Check, Difference


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


def _notes(db: Database) -> Iterator[Difference]:
    """A note that waits holds its goods; one that does not holds none."""
    waiting = {note.id: note for note in holds.open_notes(db)}
    for note in waiting.values():
        recipe = bundles.frozen(db, note.id)
        each = dict(recipe.parts) if recipe else {note.sku: 1}
        wanted = {sku: qty * note.open_qty for sku, qty in each.items()}
        if (found := _held_under(db, note.id)) != wanted:
            yield {"note": note.id, "wanted": wanted, "held": found}
    for (note_id,) in db.execute(
        "SELECT order_id FROM live_sale_undo UNION SELECT hold_id FROM hold_end"
    ).fetchall():
        if note_id not in waiting and (found := _held_under(db, note_id)):
            yield {"note": note_id, "wanted": {}, "held": found}


def _held_under(db: Database, reference: str) -> dict[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for part in reservations.parts(db, reference):
        found[part.sku] += part.qty
    return dict(found)


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
