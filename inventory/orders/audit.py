"""What must hold of imported orders, each proved from the rows that were kept and the moves.

Tables are read side by side, each once and in the order of one key: an order looked up at a time
would take minutes where there are a million.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from sqlite_utils import Database

from inventory.orders import stock
from inventory.orders.line_state import LineState, from_json
from inventory.orders.stock import Holding
from inventory.schema import Place
from studio.store.audit import Check, Difference, InStep

if TYPE_CHECKING:
    from inventory.orders.merging import OrderState

# Importing orders is imported when it is audited: the window knows its checks from the start, and
# should not open a twentieth of a second later for them.

_ORDERS = (
    "SELECT platform_order.id, platform, order_no, platform_order.status, "
    "platform_order.aftersale, paid_fen, refunded_fen, ordered_ms, pieces, face, words, line_no, "
    "code, qty, order_line.status, order_line.aftersale, state "
    "FROM platform_order LEFT JOIN order_line ON order_id = platform_order.id "
    "LEFT JOIN order_goods ON order_goods.id = goods "
    "ORDER BY platform_order.id"
)
_LINE = 11
"""Where in them the line begins."""
# CROSS: the tables in this order, so that what is joined comes sorted by itself.
_ROWS = (
    "SELECT order_id, import_id, raw_content.state FROM order_line "
    "CROSS JOIN raw_row ON line_id = order_line.id CROSS JOIN raw_content USING (digest) "
    "ORDER BY order_id"
)
_FILES = (
    "SELECT id, rows, count(import_id) AS kept FROM import_file LEFT JOIN raw_row "
    "ON import_id = id WHERE state = 'done' GROUP BY id HAVING rows <> kept"
)
_ELSEWHERE = (
    "SELECT platform, order_no FROM platform_order LEFT JOIN order_goods "
    "ON order_goods.id = goods WHERE order_goods.shop IS NOT platform_order.shop"
)
_OF_NO_ORDER = (
    "SELECT shop, words, shop IN (SELECT shop FROM import_file) FROM order_goods "
    "WHERE NOT EXISTS (SELECT 1 FROM platform_order WHERE goods = order_goods.id)"
)
_LINES = (
    "SELECT order_line.id, order_id, line_no, state, shop FROM order_line JOIN platform_order "
    "ON platform_order.id = order_id WHERE waits = '' ORDER BY order_line.id"
)
_MOVES = (
    "SELECT reference, sku, qty, source, target, reason FROM stock_move "
    "WHERE reason <> 'live_sale' AND reference <> '' ORDER BY reference"
)


def _as_their_rows_say(db: Database) -> Iterator[Difference]:
    from inventory.orders import disputes, retelling

    undone = dict(db.execute("SELECT id, state FROM import_file WHERE state LIKE 'und%'"))
    verdicts = {
        platform: disputes.said(db, platform)
        for (platform,) in db.execute("SELECT DISTINCT platform FROM order_verdict").fetchall()
    }
    rows = InStep(db.execute(_ROWS))
    for order_id, order in groupby(db.execute(_ORDERS), itemgetter(0)):
        kept = list(order)
        read = _Once()
        platform, order_no, *head = kept[0][1:_LINE]
        lines = {
            line_no: (*columns, read(text))
            for line_no, *columns, text in (row[_LINE:] for row in kept)
            if line_no is not None
        }
        said = [
            (import_id, read(text))
            for _, import_id, text in rows.between(order_id, order_id + "\0")
            if undone.get(import_id) != "undone"
        ]
        # An undo that was broken off has told some orders again and others not yet.
        after = [each for each in said if each[0] not in undone]
        for told_by in (after, said) if len(after) < len(said) else (said,):
            of_others = any(state.order_no != order_no for _, state in told_by)
            told = None if of_others else retelling.told(told_by, verdicts.get(platform, {}))
            if told is not None and head == _head(told) and lines == _lines(told):
                break
        else:
            yield {"platform": platform, "order": order_no, "lines": sorted(lines)}
    for import_id, told_rows, there in db.execute(_FILES):
        yield {"import": import_id, "rows": told_rows, "kept": there}


def _found_by_their_goods(db: Database) -> Iterator[Difference]:
    """Every order is found under what it holds, by its shop; the words are `_as_their_rows_say`'s.

    What orders held once stays (`inventory.orders.forgetting` tells codes by it), and its rows may
    have been read otherwise since: of those it is proved only that the shop has files.
    """
    for platform, order_no in db.execute(_ELSEWHERE):
        yield {"platform": platform, "order": order_no}
    for shop, words, has_files in db.execute(_OF_NO_ORDER):
        if not has_files or (words and "\t" not in words):
            yield {"shop": shop, "words": words}


def _head(told: OrderState) -> list[object]:
    return [
        *(told.status.name, told.aftersale.name, told.paid_fen, told.refunded_fen),
        *(told.ordered_ms, told.pieces, told.face, told.goods),
    ]


def _lines(told: OrderState) -> dict[str, tuple[object, ...]]:
    """As they lie in the table: the columns beside a line's state are what packing looks at."""
    return {
        line.line_no: (line.code, line.qty, line.status.name, line.aftersale.name, line)
        for line in told.lines
    }


class _Once:
    """Line states of one order: most of its rows say what its line says, to the letter."""

    def __init__(self) -> None:
        self._read: dict[str, LineState] = {}

    def __call__(self, text: str) -> LineState:
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = from_json(text)
        return found


def _goods_where_they_belong(db: Database) -> Iterator[Difference]:
    """Of every line that does not wait: reserved, with the buyer, or on the shelf."""
    moves = InStep(db.execute(_MOVES))
    from inventory.orders import shop_rules

    at_order = shop_rules.all_at_order(db)
    for line_id, order_id, line_no, text, shop in db.execute(_LINES):
        line = from_json(text)
        place = stock.place_of(line, shop in at_order)
        held = stock.summed(db, moves.between(*stock.references(line_id)))
        if not _belongs(place, list(held.values())):
            platform, order_no = db.execute(
                "SELECT platform, order_no FROM platform_order WHERE id = ?", [order_id]
            ).fetchone() or ("", "")
            yield {
                "platform": platform,
                "order": order_no,
                "line": line_no,
                "place": place.value,
                "held": {sku: [each.here, each.gone] for sku, each in held.items()},
            }


def _belongs(place: Place, held: list[Holding]) -> bool:
    """What left in parcels of ours is with the buyer, whatever the platform says so far."""
    here, gone = sum(each.here for each in held), sum(each.gone for each in held)
    sent = sum(each.sent for each in held)
    match place:
        case Place.RESERVED:
            return (here > 0 or sent > 0) and gone == sent
        case Place.CUSTOMER:
            return here == 0 and gone > 0
    return here == 0 and gone == sent


CHECKS = (
    Check("audit_orders_as_rows", _as_their_rows_say),
    Check("audit_orders_hold_goods", _goods_where_they_belong),
    Check("audit_orders_found_by_goods", _found_by_their_goods),
)
