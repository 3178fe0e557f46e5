"""What must hold of products, lots, stock and live notes, each proved from the moves alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlite_utils import Database

from inventory import bundles, households, ledger
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
SELECT live_sale.id, live_sale.sku, live_sale.qty, live_sale_undo.order_id IS NOT NULL,
    expires_ms IS NOT NULL AND phone_call.order_id IS NULL,
    (SELECT sum(qty) FROM hold_end WHERE hold_id = live_sale.id),
    stock_move.sku, stock_move.qty, stock_move.source, stock_move.target
FROM live_sale JOIN stock_move ON stock_move.id = reserved_by
LEFT JOIN live_sale_undo ON live_sale_undo.order_id = live_sale.id
LEFT JOIN phone_call ON phone_call.order_id = live_sale.id
ORDER BY live_sale.id
"""
_MOVES_OF_OTHERS = """
SELECT live_sale.id, reference FROM live_sale JOIN stock_move ON stock_move.id = reserved_by
WHERE reference <> live_sale.id
UNION ALL SELECT order_id, reference FROM live_sale_undo
JOIN stock_move ON stock_move.id = released_by WHERE reference <> order_id
"""
"""Where a note, or its undoing, says that it is a move that was made under another reference."""


def _notes(db: Database) -> Iterator[Difference]:
    """A note that waits holds its goods and will be asked whether it is over; others hold none."""
    moves = InStep(db.execute(_HELD_BY_NOTES))
    frozen = {reference for (reference,) in db.execute("SELECT reference FROM bundle_hold")}
    (floor,) = db.execute("SELECT coalesce(max(ended_up_to), '~') FROM hold_sweep").fetchone()
    for note, sku, qty, undone, expires, ended, *first in db.execute(_NOTES):
        open_qty = 0 if undone else qty - (ended or 0)
        recipe = bundles.frozen(db, note) if note in frozen else None
        each = dict(recipe.parts) if recipe else {sku: 1}
        wanted = {sku: part * open_qty for sku, part in each.items()} if open_qty > 0 else {}
        found = _held([tuple(first), *(row[1:] for row in moves.between(note, note + "\0"))])
        if found != wanted:
            yield {"note": note, "wanted": wanted, "held": found}
        if first[0] not in each or (recipe and recipe.sku != sku):
            yield {"note": note, "of": sku, "took": first[0]}
        if wanted and expires and note <= floor:
            yield {"note": note, "never_expires": True}
    for note, reference in db.execute(_MOVES_OF_OTHERS):
        yield {"note": note, "moved_under": reference}


def _held(moves: Iterable[tuple[Any, ...]]) -> dict[str, int]:
    """What moves of one note leave in its hands, by product."""
    held: defaultdict[str, int] = defaultdict(int)
    for part, moved, source, target in moves:
        held[part] += moved * ((target in _HOLDING) - (source in _HOLDING))
    return {part: qty for part, qty in held.items() if qty}


_COUNTED = """
SELECT stock_count.id, counted - expected AS wanted, counted_grams - expected_grams AS wanted_grams,
    coalesce(sum(CASE WHEN target = 'shelf' THEN qty ELSE -qty END), 0) AS moved,
    coalesce(sum(CASE WHEN target = 'shelf' THEN grams ELSE -grams END), 0) AS moved_grams,
    moved_by IS NULL OR sum(stock_move.id = moved_by) = 1 AS named
FROM stock_count LEFT JOIN stock_move ON reference = stock_count.id AND reference <> ''
    AND reason <> 'live_sale' AND reason = 'count'
    AND stock_move.sku = stock_count.sku AND stock_move.lot = stock_count.lot
GROUP BY stock_count.id
HAVING wanted <> moved OR wanted_grams <> moved_grams OR NOT coalesce(named, FALSE)
"""
_UNCOUNTED = """
SELECT reference FROM stock_move WHERE reason = 'count' AND reference <> '' AND NOT EXISTS (
    SELECT 1 FROM stock_count WHERE stock_count.id = reference
    AND stock_count.sku = stock_move.sku AND stock_count.lot = stock_move.lot)
"""


def _counts(db: Database) -> Iterator[Difference]:
    """The gain or loss of a count is the difference it saw, and no other was counted."""
    for count, wanted, grams, moved, moved_grams, _ in db.execute(_COUNTED):
        yield {
            "count": count, "difference": wanted, "moved": moved,
            "difference_grams": grams, "moved_grams": moved_grams,
        }  # fmt: skip
    for (count,) in db.execute(_UNCOUNTED):
        yield {"count": count, "missing": True}


_LOST = """
SELECT stock_loss.id FROM stock_loss LEFT JOIN stock_move USING (id)
WHERE NOT coalesce(target = 'loss' AND (source = 'shelf' OR source = 'hold')
    AND substr(reason, 1, 5) = 'loss_', FALSE)
"""
_PUT_BACK = """
SELECT coalesce(loss, back.id)
FROM (SELECT * FROM stock_move WHERE reason = 'loss_undone' AND reference <> '') AS back
FULL JOIN stock_loss_undo ON put_back_by = back.id
LEFT JOIN stock_loss ON stock_loss.id = loss
LEFT JOIN stock_move AS gone ON gone.id = stock_loss.id
WHERE NOT coalesce(back.reference = loss AND back.source = 'loss'
    AND (back.target = 'shelf' OR back.target = 'hold' OR back.target = 'gain')
    AND (back.sku, back.lot, back.qty, back.grams) = (gone.sku, gone.lot, gone.qty, gone.grams),
    FALSE)
"""


def _losses(db: Database) -> Iterator[Difference]:
    """A loss that was told left the house, and what was taken back of it is what left, once."""
    for statement in (_LOST, _PUT_BACK):
        for (loss,) in db.execute(statement):
            yield {"loss": loss}


_WRITTEN = "SELECT DISTINCT household FROM lot WHERE household <> ''"
_STRAY = """
SELECT stock_balance.sku, place, lot, kind FROM stock_balance JOIN product USING (sku)
WHERE lot <> '' AND NOT EXISTS (SELECT 1 FROM lot WHERE lot.sku = stock_balance.sku
        AND code = stock_balance.lot)
    OR kind = 'bundle'
    OR grams <> 0 AND NOT catch_weight
    OR qty <> 0 AND (place = 'capacity' OR place = 'promised')
        AND (kind = 'stock' OR kind = 'bundle')
"""


def _known_goods(db: Database) -> Iterator[Difference]:
    """Every lot that moved is registered; a bundle never moved and has a recipe, only what is
    weighed has weight, and only what is sold by capacity has any."""
    for sku, place, lot, kind in db.execute(_STRAY):
        yield {"sku": sku, "place": place, "lot": lot, "kind": kind}
    for (sku,) in db.execute(
        "SELECT sku FROM product WHERE (kind = 'bundle') <> (sku IN (SELECT sku FROM bundle_part))"
    ):
        yield {"sku": sku, "recipe": "missing or of no bundle"}


def _household_names(db: Database) -> Iterator[Difference]:
    """What a household is called leads nowhere else, and was once written, or led to what was."""
    now, known = households.renamed(db), {name for (name,) in db.execute(_WRITTEN)}
    for name in sorted(set(now.values())):
        if now.get(name, name) != name:
            yield {"household": name, "called": now[name]}
    for written, name in db.execute("SELECT written, called FROM household_name ORDER BY id"):
        if written not in known:
            yield {"household": written, "known": False}
        known.add(name)


CHECKS = (
    Check("audit_balances_replay", balances),
    Check("audit_never_below_zero", _never_below_zero),
    Check("audit_held_lots_off_shelf", _held_lots),
    Check("audit_notes_hold_goods", _notes),
    Check("audit_counts_explained", _counts),
    Check("audit_losses_told", _losses),
    Check("audit_goods_known", _known_goods),
    Check("audit_households_named", _household_names),
)
