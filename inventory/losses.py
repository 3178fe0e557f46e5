"""报损: goods that rotted, broke, were given away or are gone, told by somebody who saw it.

A loss is one move to `Place.LOSS` and, beside it, why and in whose words. It is taken back by a
move of its own, under the loss as its reference. All functions run on a database inside
`Store.write`; `piles` and `latest` also inside `Store.read`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlite_utils import Database

from inventory import counts, ledger, lots
from inventory.ledger import Take
from inventory.returns import Gone, for_shelf
from inventory.schema import LOSS_CAUSES, Place
from studio.runtime.clock import local_stamp
from studio.runtime.errors import UserFacingError

LOSABLE = (Place.SHELF, Place.HOLD)
"""What is reserved or packed is somebody's: the order is taken back, or the parcel unpacked,
first."""
UNDONE = "loss_undone"
"""Reason of the move back."""


class Cause(StrEnum):
    """Why goods are lost; as the move's reason."""

    ROTTEN, BROKEN, EXPIRED, GIVEN, MISSING, OTHER = LOSS_CAUSES


@dataclass(frozen=True, slots=True)
class Pile:
    """Goods of one lot (empty: without one) on one place that may be lost."""

    lot: str
    place: Place
    qty: int


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss that was told; ``qty`` in the product's own unit."""

    id: str
    sku: str
    name: str
    unit: str
    lot: str
    place: Place
    """Where they lay."""
    qty: int
    cause: Cause
    remark: str
    happened_at: int
    undone: bool


def lose(  # noqa: PLR0913 - the facts of one loss, by name
    db: Database,
    sku: str,
    qty: int,
    at_ms: int,
    *,
    cause: Cause,
    lot: str = "",
    place: Place = Place.SHELF,
    remark: str = "",
) -> Loss:
    """``qty`` of one lot that lay on ``place`` are lost; by catch weight with their share of it.

    Raises product_unknown, quantity_not_positive, loss_not_there (so many do not lie there, those
    that are sold left out), loss_remark_missing (of a cause that says nothing).
    """
    if cause is Cause.OTHER and not remark.strip():
        raise UserFacingError("loss_remark_missing")
    about = {"reason": cause.value, "at_ms": at_ms, "lot": lot}
    try:
        move = ledger.move(db, sku=sku, qty=qty, source=place, target=Place.LOSS, **about)  # type: ignore[arg-type]
    except UserFacingError as error:
        if error.code != "not_enough_stock":
            raise
        told = {key: error.parameters[key] for key in ("name", "available", "unit")}
        raise UserFacingError("loss_not_there", **told) from error
    db.execute("INSERT INTO stock_loss (id, remark) VALUES (?, ?)", [move, remark.strip()])
    return _find(db, move)


def undo(db: Database, loss_id: str, at_ms: int) -> Place:
    """It was a slip: the goods are where they were; returns where that is now.

    That is the hold for goods of a lot that may not be sold any more, the shelf for those of one
    that was released since. Where the shelf was counted since, the count has seen them, as a gain:
    that gain is taken back instead (`Place.GAIN`), and what was counted stays. Raises
    loss_undone_already.
    """
    loss = _find(db, loss_id)
    if loss.undone:
        raise UserFacingError("loss_undone_already", name=loss.name)
    to = _back_to(db, loss, at_ms)
    (grams,) = db.execute("SELECT grams FROM stock_move WHERE id = ?", [loss.id]).fetchone()
    take = Take(loss.lot, loss.qty, grams)
    # When it happened, not now: that day had no such loss.
    back = ledger.put(
        db,
        take,
        loss.sku,
        Place.LOSS,
        to,
        reason=UNDONE,
        at_ms=loss.happened_at,
        reference=loss.id,
    )
    stamp = local_stamp(at_ms)
    db.execute(
        "INSERT INTO stock_loss_undo (loss, put_back_by, undone_ms, undone_local) "
        "VALUES (?, ?, ?, ?)",
        [loss.id, back, at_ms, stamp.text + stamp.zone],
    )
    return to


def piles(db: Database, sku: str) -> list[Pile]:
    """Of what of that product a loss can be told, as `lose` takes it; goods without a lot first."""
    rows = db.execute(
        "SELECT lot, place, qty FROM stock_balance WHERE sku = ? AND qty > 0 "
        "AND (place = ? OR place = ?) ORDER BY lot, place DESC",
        [sku, *(place.value for place in LOSABLE)],
    )
    return [Pile(lot, Place(place), qty) for lot, place, qty in rows]


def latest(db: Database, sku: str, most: int) -> list[Loss]:
    """What was told of that product last, at most so many; the newest first."""
    rows = db.execute(f"{_LOSSES} WHERE sku = ? ORDER BY stock_loss.id DESC LIMIT ?", [sku, most])
    return [_loss(row) for row in rows]


_LOSSES = """SELECT stock_loss.id, sku, product.name, product.unit, lot, source, qty, reason,
    remark, happened_ms, EXISTS (SELECT 1 FROM stock_loss_undo WHERE loss = stock_loss.id)
FROM stock_loss JOIN stock_move ON stock_move.id = stock_loss.id JOIN product USING (sku)"""


def _find(db: Database, loss_id: str) -> Loss:
    return _loss(db.execute(f"{_LOSSES} WHERE stock_loss.id = ?", [loss_id]).fetchone())


def _loss(row: tuple[str, str, str, str, str, str, int, str, str, int, int]) -> Loss:
    move, sku, name, unit, lot, place, qty, cause, remark, at_ms, undone = row
    about = (Place(place), qty, Cause(cause), remark, at_ms, bool(undone))
    return Loss(move, sku, name, unit, lot, *about)


def _back_to(db: Database, loss: Loss, at_ms: int) -> Place:
    if loss.place is Place.SHELF and counts.since(db, loss.sku, loss.lot, loss.happened_at):
        return Place.GAIN
    may_be = for_shelf(db, at_ms)(Gone(loss.sku, loss.lot, loss.qty, 0))
    if loss.place is Place.SHELF or lots.released_since(db, loss.sku, loss.lot, loss.id):
        return may_be
    return Place.HOLD
