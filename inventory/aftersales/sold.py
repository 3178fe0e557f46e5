"""What was sold, found again: the beginning of every case. Functions run inside `Store.read`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from inventory import returns
from inventory.counter import phone, sales
from inventory.orders import catalogue, stock
from inventory.orders.catalogue import Shown
from studio.runtime.errors import Unlogged, UserFacingError

RECEIPT_NUMBER = 8
"""A receipt's number: the last characters of its sale's id."""
SHOP = "门市"
"""The channel of what was sold over the counter, as `aftersales_rules.toml` names it."""


@dataclass(frozen=True, slots=True)
class SoldItem:
    """One product of one sale. Money is integer fen, ``sold_at`` UTC ms."""

    source: str
    """``platform``, ``counter`` or ``phone``."""
    channel: str
    order_no: str
    """What people call it by."""
    sold_under: str
    """What its goods went out under in the ledger."""
    session_id: str
    """The broadcast it was noted in; empty where nobody noted it in one."""
    sold_at: int
    sku: str
    name: str
    unit: str
    qty: int
    paid_fen: int
    left_house: bool
    """True where the goods left the house, so that they can come back."""


def look(db: Database, said: str) -> list[SoldItem]:
    """What was sold under an order's number or id, a receipt's number, or a pick-up number.

    Raises order_unknown.
    """
    wanted = said.strip()
    found = [*_platform(db, wanted), *_counter(db, wanted), *_phone(db, wanted)] if wanted else []
    if not found:
        raise UserFacingError("order_unknown", order=Unlogged(wanted))
    return found


def _platform(db: Database, said: str) -> Iterator[SoldItem]:
    try:
        shown = catalogue.find(db, said)
    except UserFacingError as error:
        if error.code != "order_unknown":
            raise
        return
    for line in shown.lines:
        for sku, qty in line.goods.items():
            yield _of_line(db, shown, line.id, sku, qty, line.state.paid_fen)


def _of_line(
    db: Database, shown: Shown, line_id: str, sku: str, qty: int, paid_fen: int
) -> SoldItem:
    under = stock.reference(line_id, sku)
    row = db.execute(
        "SELECT session_id FROM hold_end JOIN live_sale ON live_sale.id = hold_id "
        "WHERE reference = ? AND reference <> '' GROUP BY hold_id HAVING sum(hold_end.qty) > 0 "
        "ORDER BY hold_id LIMIT 1",
        [under],
    ).fetchone()
    head = shown.head
    name, unit = _named(db, sku)
    return SoldItem(
        source="platform",
        channel=head.platform,
        order_no=head.order_no,
        sold_under=under,
        session_id=row[0] if row else "",
        sold_at=head.ordered_ms or 0,
        sku=sku,
        name=name,
        unit=unit,
        qty=qty,
        paid_fen=paid_fen,
        left_house=bool(returns.gone(db, under)),
    )


def _counter(db: Database, said: str) -> Iterator[SoldItem]:
    which = "id = ?" if len(said) > RECEIPT_NUMBER else f"upper(substr(id, -{RECEIPT_NUMBER})) = ?"
    value = said if len(said) > RECEIPT_NUMBER else said.upper()
    if len(said) < RECEIPT_NUMBER:
        return
    for (sale_id,) in db.execute(f"SELECT id FROM counter_sale WHERE {which}", [value]).fetchall():
        sale = sales.find(db, sale_id)
        for line in sale.lines:
            yield SoldItem(
                *("counter", SHOP, sale_id[-RECEIPT_NUMBER:].upper(), line.id, "", sale.sold_at),
                *(line.sku, line.name, line.unit, line.qty, line.paid_fen),
                bool(returns.gone(db, line.id)),
            )


def _phone(db: Database, said: str) -> Iterator[SoldItem]:
    for handed in phone.handed_by(db, said):
        if not handed.undone:
            yield SoldItem(
                "phone",
                *(handed.channel, handed.number, handed.id, handed.session_id, handed.handed_at),
                *(handed.sku, handed.name, handed.unit, handed.qty, handed.paid_fen),
                bool(returns.gone(db, handed.id)),
            )


def _named(db: Database, sku: str) -> tuple[str, str]:
    name, unit = db.execute("SELECT name, unit FROM product WHERE sku = ?", [sku]).fetchone()
    return name, unit
