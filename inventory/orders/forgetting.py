"""What was said of a shop's code, to be seen and taken back where it was wrong.

Functions run on a database inside `Store.write`; all but `ask_again` also inside `Store.read`: of
a code there may be tens of thousands of lines, and a broadcast's notes do not wait for them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from inventory import reservations, returns
from inventory.orders import mapping, stock
from inventory.orders.line_state import PARTS_AT
from inventory.orders.status import Status
from inventory.orders.waiting import UNMAPPED
from studio.runtime.errors import UserFacingError


@dataclass(frozen=True, slots=True)
class Remembered:
    """One of a shop's codes, and the product a person said it is. ``confirmed_ms`` UTC ms."""

    shop: str
    code: str
    title: str
    """As the shop writes it; empty where no order with it was imported."""
    sku: str
    name: str
    times: int
    """Units of the product in one of the shop's."""
    confirmed_ms: int

    @property
    def id(self) -> str:
        """What a table knows it by."""
        return f"{self.shop}/{self.code}"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What became of the orders that were taken for it."""

    asked: int
    """Lines that are asked about again; what they held is on the shelf."""
    left: int
    """Lines whose goods were sent in a parcel of ours, or came back by a case: as they were."""
    let_go: int = 0
    """Notes too little may be sold for to wait again (`stock.give_back`)."""


def remembered(db: Database) -> list[Remembered]:
    """Everything that was said about codes, by shop, the latest first."""
    titles = {}
    for shop, words in db.execute("SELECT shop, words FROM order_goods").fetchall():
        for line in words.split("\n"):
            title, _, code = line.rpartition("\t")
            titles[shop, code] = title
    rows = db.execute(
        "SELECT shop, code, channel_sku_map.sku, name, times, confirmed_ms FROM channel_sku_map "
        "JOIN product USING (sku) ORDER BY shop, confirmed_ms DESC, code"
    )
    return [Remembered(row[0], row[1], titles.get(row[:2], ""), *row[2:]) for row in rows]


def lines(db: Database, shop: str, code: str) -> list[str]:
    """Ids of the lines with that code alone: what is in joined ones a person said line by line.

    Raises code_not_mapped.
    """
    if code not in mapping.of_shop(db, shop):
        raise UserFacingError("code_not_mapped", shop=shop, theirs=code)
    told = db.execute("SELECT id, words FROM order_goods WHERE shop = ?", [shop]).fetchall()
    numbers = [
        number
        for number, words in told
        if code in {line.rpartition("\t")[2] for line in words.split("\n")}
    ]
    rows = db.execute(
        "SELECT order_line.id FROM json_each(?) "
        "CROSS JOIN platform_order INDEXED BY platform_order_by_goods ON goods = value "
        "CROSS JOIN order_line ON order_id = platform_order.id "
        f"WHERE code = ? AND json_array_length(order_line.state, '$[{PARTS_AT}]') = 0 "
        "ORDER BY order_line.id",
        [json.dumps(numbers), code],
    )
    return [line_id for (line_id,) in rows]


def boxed(db: Database, line_ids: Sequence[str]) -> int:
    """How many of them lie in parcels that were not sent: these are dissolved first."""
    return sum(_boxed(db, line_id) and not _sent(db, line_id) for line_id in line_ids)


def ask_again(db: Database, line_ids: Sequence[str], at_ms: int) -> Forgotten:
    """Let lines wait for another answer. What they held of the wrong product is there for others;
    notes wait again with what may be sold. What went into a parcel meanwhile is left as it is, too.

    A closed line that holds nothing has nothing to wait for: its note went when it was closed.
    """
    again, left, let_go = [], 0, 0
    for line_id in line_ids:
        if _sent(db, line_id) or _boxed(db, line_id):
            left += 1
        elif not _is_over(db, line_id):
            let_go += stock.give_back(db, line_id, at_ms)
            again.append(line_id)
    db.execute(
        "UPDATE order_line SET waits = ? WHERE id IN (SELECT value FROM json_each(?))",
        [UNMAPPED, json.dumps(again)],
    )
    return Forgotten(len(again), left, let_go)


def _is_over(db: Database, line_id: str) -> bool:
    (status,) = db.execute("SELECT status FROM order_line WHERE id = ?", [line_id]).fetchone()
    if status != Status.closed.name:
        return False
    return not any(each.here or each.gone for each in stock.held(db, line_id).values())


def _sent(db: Database, line_id: str) -> bool:
    rows = db.execute(
        "SELECT DISTINCT reference, reason FROM stock_move WHERE reference >= ? AND reference < ? "
        "AND reason <> 'live_sale' AND reference <> ''",
        stock.references(line_id),
    ).fetchall()
    return any(
        reason == reservations.BY_PARCEL or returns.case_of(db, name) for name, reason in rows
    )


def _boxed(db: Database, line_id: str) -> bool:
    """Whether a parcel that was not sent has some of it."""
    row = db.execute(
        "SELECT 1 FROM parcel_line WHERE reference >= ? AND reference < ? AND (SELECT kind FROM "
        "parcel_event WHERE parcel_event.parcel_id = parcel_line.parcel_id ORDER BY seq DESC "
        "LIMIT 1) IS NOT 'dissolved'",
        stock.references(line_id),
    ).fetchone()
    return row is not None
