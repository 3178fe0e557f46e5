"""A whole import taken back: its orders are what the other imports say of them.

`undo` blocks and belongs on a worker's thread or the command line; the others run on a database
inside `Store.write`, those that only look also inside `Store.read`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sqlite_utils import Database

from inventory import holds, overdue, reservations, returns
from inventory.orders import book, retelling
from inventory.orders.book import BATCH
from inventory.orders.steps import Progress, Writes, parts
from studio.runtime.clock import Clock
from studio.runtime.errors import UserFacingError
from studio.store.database import Store


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of taking an import back."""

    orders: int
    """As they were before it."""
    let_go: int
    """Notes of broadcasts it had confirmed and too little may be sold for: what is lacking of them
    is released. Those of an undoing that was broken off and goes on are counted, too."""


def undo(store: Store, write: Writes, clock: Clock, import_id: str, progress: Progress) -> Undone:
    """What `Imports.undo` does, while nothing else is written there.

    Raises import_unknown, import_already_undone, import_has_case, import_has_left.
    """

    def begun(db: Database) -> list[str]:
        overdue.catch_up(db, clock.now_ms())
        found = orders_of(db, import_id)
        returns.refuse_with_case(db, found)
        begin(db, import_id, clock.now_ms())
        return found

    orders = write(begun).result()
    for done, part in enumerate(parts(orders, BATCH)):
        again = partial(
            retelling.tell_again, order_ids=part, import_id=import_id, at_ms=clock.now_ms()
        )
        write(again).result()
        progress("writing", min(len(orders), (done + 1) * BATCH), len(orders))
    released = store.read(lambda db: let_go(db, import_id)).result()
    write(lambda db: book.end(db, import_id, "undone", clock.now_ms())).result()
    return Undone(len(orders), released)


def begin(db: Database, import_id: str, at_ms: int) -> None:
    """An import is being taken back; since when stays, though it is broken off and goes on."""
    db.execute(
        "UPDATE import_file SET state = 'undoing', ended_ms = ? WHERE id = ? "
        "AND state <> 'undoing'",
        [at_ms, import_id],
    )


def orders_of(db: Database, import_id: str) -> list[str]:
    """Ids of the orders a file told something of.

    Raises import_unknown, import_already_undone, import_has_left (an order that only this file
    told of is with its buyer, in a parcel of ours).
    """
    row = db.execute("SELECT state FROM import_file WHERE id = ?", [import_id]).fetchone()
    if row is None:
        raise UserFacingError("import_unknown", id=import_id)
    if row[0] == "undone":
        raise UserFacingError("import_already_undone")
    if left := _left_in_parcels(db, import_id):
        raise UserFacingError("import_has_left", orders=left)
    rows = db.execute(
        "SELECT DISTINCT order_id FROM raw_row JOIN order_line ON order_line.id = line_id "
        "WHERE import_id = ?",
        [import_id],
    )
    return [order_id for (order_id,) in rows]


def _left_in_parcels(db: Database, import_id: str) -> int:
    """How many orders would vanish by an undo whose goods nobody can call back."""
    row = db.execute(
        """SELECT count(DISTINCT order_id) FROM raw_row JOIN order_line ON order_line.id = line_id
        WHERE import_id = ?1 AND EXISTS (SELECT 1 FROM stock_move
            WHERE reference > line_id || '/' AND reference < line_id || '0'
            AND reason <> 'live_sale' AND reference <> '' AND reason = ?2)
        AND NOT EXISTS (SELECT 1 FROM raw_row AS other JOIN import_file
            ON import_file.id = other.import_id AND import_file.state NOT LIKE 'und%'
            WHERE other.line_id = raw_row.line_id AND other.import_id <> ?1)""",
        [import_id, reservations.BY_PARCEL],
    ).fetchone()
    return int(row[0])


def let_go(db: Database, import_id: str) -> int:
    """Of how many notes it had confirmed too little may be sold, since its undoing began.

    Told by what is on record: who goes on with an undoing that was broken off hears of all.
    """
    rows = db.execute(
        "SELECT DISTINCT back.hold_id FROM import_file JOIN raw_row ON import_id = import_file.id "
        "JOIN hold_end AS back ON back.reference <> '' AND back.reference > line_id || '/' "
        "AND back.reference < line_id || '0' AND back.how = 'reopened' "
        "AND back.ended_ms >= import_file.ended_ms "
        "JOIN hold_end AS after ON after.hold_id = back.hold_id AND after.seq = back.seq + 1 "
        "AND after.how = 'released' WHERE import_id = ?",
        [import_id],
    ).fetchall()
    return sum(holds.lacking(db, note) > 0 for (note,) in rows)
