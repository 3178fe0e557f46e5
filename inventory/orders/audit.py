"""What must hold of imported orders, each proved from the rows that were kept and the moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlite_utils import Database

from inventory.orders import stock
from inventory.orders.line_state import LineState
from inventory.orders.stock import Holding
from inventory.schema import Place
from studio.store.audit import Check, Difference

if TYPE_CHECKING:
    from inventory.orders import book

# Importing orders is imported when it is audited: the window knows its checks from the start, and
# should not open a twentieth of a second later for them.

PAGE = 500


def _orders(db: Database) -> Iterator[tuple[str, str, book.Known]]:
    """Every order with its platform and number."""
    from inventory.orders import book

    after = ""
    while True:
        rows = db.execute(
            "SELECT id, platform, order_no FROM platform_order WHERE id > ? ORDER BY id LIMIT ?",
            [after, PAGE],
        ).fetchall()
        if not rows:
            return
        for _, platform, order_no in rows:
            yield platform, order_no, book.known(db, platform, [order_no])[order_no]
        after = rows[-1][0]


def _as_their_rows_say(db: Database) -> Iterator[Difference]:
    from inventory.orders import retelling

    for platform, order_no, there in _orders(db):
        told = retelling.from_rows(db, there)
        lines = {line.line_no: line for line in told.lines} if told else {}
        kept = db.execute(
            "SELECT status, aftersale, paid_fen, refunded_fen FROM platform_order WHERE id = ?",
            [there.id],
        ).fetchone()
        if told is None or lines != there.lines or kept != (
            told.status.name, told.aftersale.name, told.paid_fen, told.refunded_fen
        ):  # fmt: skip
            yield {"platform": platform, "order": order_no, "lines": sorted(there.lines)}


def _goods_where_they_belong(db: Database) -> Iterator[Difference]:
    """Of every line that does not wait: reserved, with the buyer, or on the shelf."""
    for platform, order_no, there in _orders(db):
        for line_no, line in there.lines.items():
            held = stock.held(db, there.line_ids[line_no])
            if not there.waits[line_no] and not _belongs(line, list(held.values())):
                yield {
                    "platform": platform,
                    "order": order_no,
                    "line": line_no,
                    "place": stock.place_of(line).value,
                    "held": {sku: [each.here, each.gone] for sku, each in held.items()},
                }


def _belongs(line: LineState, held: list[Holding]) -> bool:
    """What left in parcels of ours is with the buyer, whatever the platform says so far."""
    here, gone = sum(each.here for each in held), sum(each.gone for each in held)
    sent = sum(each.sent for each in held)
    match stock.place_of(line):
        case Place.RESERVED:
            return (here > 0 or sent > 0) and gone == sent
        case Place.CUSTOMER:
            return here == 0 and gone > 0
    return here == 0 and gone == sent


CHECKS = (
    Check("audit_orders_as_rows", _as_their_rows_say),
    Check("audit_orders_hold_goods", _goods_where_they_belong),
)
