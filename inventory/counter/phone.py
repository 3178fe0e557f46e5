"""Orders of which no platform's file tells: by telephone or chat, noted in a broadcast or outside
of one, until they are handed over.

An order waits as a note (`inventory.live_sales`) that never expires and has a call
(``phone_call``). Handing it over ends the note and moves its goods to the customer, under the
hand-over's own id. Cancelling it gives its goods back, with a reason on record. All functions
run on a database inside `Store.write`; `waiting` and `handed_over` also inside `Store.read`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from inventory import holds, ledger, live_sales, ours, products, reservations, returns
from inventory.counter import weighing
from inventory.ledger import Take
from inventory.live_sales import NO_SESSION, LiveSale
from inventory.schema import Place
from studio.runtime.clock import local_stamp
from studio.runtime.errors import Unlogged, UserFacingError
from studio.runtime.ids import first_id_of, new_id

WAYS = ("picked_up", "shipped")
REASONS = ("not_wanted", "not_reached", "mistaken", "cannot_deliver")
"""Why an order is cancelled."""
_WHOLE = 0
"""In place of the end of a note: the order was taken back as a whole."""
NUMBER = 4
"""An order's number as it is told on the telephone: the last characters of its call's id. What was
ordered in one call has one number."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order nobody has fetched yet. Money is integer fen, ``noted_at`` UTC ms."""

    id: str
    sku: str
    name: str
    unit: str
    qty: int
    channel: str
    due_fen: int
    """What is still to be paid for it."""
    noted_at: int
    has_contact: bool
    weighed: bool = False
    """Sold by catch weight: it is weighed when it is handed over."""
    call_id: str = ""
    """The first order of its call; empty: itself."""
    session_id: str = NO_SESSION
    """The broadcast it was noted in."""

    @property
    def number(self) -> str:
        return number(self.call_id or self.id)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One hand-over."""

    id: str
    order_id: str
    sku: str
    name: str
    unit: str
    qty: int
    channel: str
    paid_fen: int
    how: str
    tracking: str
    handed_at: int
    undone: bool
    call_id: str = ""
    session_id: str = NO_SESSION
    waits: int | None = None
    """How many of its order went on waiting right after it; None: this was not asked."""

    @property
    def number(self) -> str:
        return number(self.call_id or self.order_id)


def number(call_id: str) -> str:
    """What is told on the telephone, and found again."""
    return call_id[-NUMBER:].upper()


def call_of(db: Database, order_id: str) -> str:
    """The call an order belongs to. Raises those of `hand_over` about the order."""
    _must_be_ours(db, order_id)
    return _call(db, order_id)


def _call(db: Database, order_id: str) -> str:
    (call_id,) = db.execute(
        "SELECT call_id FROM phone_call WHERE order_id = ?", [order_id]
    ).fetchone()
    return str(call_id)


def where_sealed(order_id: str) -> str:
    """The place a contact is sealed for (`studio.store.sealed`)."""
    return f"phone_order.contact:{order_id}"


def note(  # noqa: PLR0913 - the facts of one order, by name
    db: Database,
    *,
    order_id: str,
    sku: str,
    qty: int,
    channel: str,
    at_ms: int,
    safety_buffer: int = 0,
    paid_fen: int | None = None,
    contact: bytes | None = None,
    call_id: str = "",
) -> LiveSale:
    """Note an order; its goods are held until it is handed over.

    ``paid_fen``: what was agreed for all of it, None the product's price; ``contact``: who it is
    for, sealed for `where_sealed`; ``call_id``: the call it belongs to, whose number it has (see
    `call_of`), empty one of its own. Raises channel_missing, price_not_by_piece (what was agreed is
    not the same whole number of fen for each), and those of `live_sales.note`.
    """
    if not channel.strip():
        raise UserFacingError("channel_missing")
    if paid_fen is not None and (qty < 1 or paid_fen % qty):
        raise UserFacingError("price_not_by_piece", qty=qty)
    live_sales.note(
        db,
        order_id=order_id,
        session_id=NO_SESSION,
        sku=sku,
        qty=qty,
        channel=channel.strip(),
        unit_price_fen=products.find(db, sku).price_fen if paid_fen is None else paid_fen // qty,
        at_ms=at_ms,
        safety_buffer=safety_buffer,
        call_id=call_id,
    )
    if contact is not None:
        db.execute("INSERT INTO phone_order VALUES (?, ?, ?)", [order_id, contact, at_ms])
    return live_sales.find(db, order_id)


def cancel(db: Database, order_id: str, reason: str, at_ms: int) -> LiveSale:
    """Nobody wants what still waits of it: its goods are for sale again.

    ``reason`` is one of `REASONS`. What was noted in a broadcast is released, not taken back: its
    journal tells that it was noted, and stays true. So is the rest of what was handed over in
    part: that part was sold. Raises order_unknown, order_of_a_broadcast,
    order_given_back, order_already_undone, order_already_settled.
    """
    sale = _must_be_ours(db, order_id)
    if sale.undone:
        raise UserFacingError("order_already_undone")
    if not sale.left:
        raise UserFacingError("order_already_settled")
    if sale.session_id or sale.ended:
        holds.release(db, order_id, at_ms=at_ms)
        say_why(db, order_id, reason, at_ms)
    else:
        live_sales.undo(db, order_id, at_ms)
        _keep_reason(db, order_id, _WHOLE, reason, at_ms)
    return live_sales.find(db, order_id)


def say_why(db: Database, order_id: str, reason: str, at_ms: int) -> None:
    """Why what was just released of an order is not handed over; one of `REASONS`."""
    _keep_reason(db, order_id, holds.ends(db, order_id)[-1].seq, reason, at_ms)


def _keep_reason(db: Database, order_id: str, seq: int, reason: str, at_ms: int) -> None:
    stamp = local_stamp(at_ms)
    db.execute(
        "INSERT INTO phone_cancel (order_id, seq, reason, cancelled_ms, cancelled_local) "
        "VALUES (?, ?, ?, ?, ?)",
        [order_id, seq, reason, at_ms, stamp.text + stamp.zone],
    )


def reason(db: Database, order_id: str) -> str:
    """Why the rest of an order was cancelled, one of `REASONS`; empty where nobody said."""
    row = db.execute(
        "SELECT reason FROM phone_cancel WHERE order_id = ? ORDER BY seq DESC LIMIT 1", [order_id]
    ).fetchone()
    return row[0] if row else ""


def tell_contact(db: Database, order_id: str, contact: bytes, at_ms: int) -> None:
    """Who an order that waits is for, sealed for `where_sealed`; in place of what was said before.

    Raises order_unknown, order_of_a_broadcast, order_given_back, order_already_settled.
    """
    if not _must_be_ours(db, order_id).left:
        raise UserFacingError("order_already_settled")
    db.execute(
        "INSERT INTO phone_order VALUES (?, ?, ?) ON CONFLICT (order_id) "
        "DO UPDATE SET contact = excluded.contact, kept_ms = excluded.kept_ms",
        [order_id, contact, at_ms],
    )


def hand_over(
    db: Database,
    order_id: str,
    how: str,
    at_ms: int,
    *,
    tracking: str = "",
    qty: int | None = None,
    grams: int | None = None,
) -> HandedOver:
    """The customer has it, or the carrier: ``qty`` of it, or all that still waits.

    ``how`` is one of `WAYS`; ``grams``: what it weighs, by catch weight, None its share of the
    lot's. Raises quantity_not_positive, order_unknown, order_of_a_broadcast (a platform's file
    tells of it), order_given_back (of such an order, whose goods were given back), note_spent,
    not_enough_stock (made to order, and not there yet), lot_on_hold, weight_unwanted, and those of
    `weighing.weigh`.
    """
    sale = _must_be_ours(db, order_id)
    if qty is not None and qty < 1:
        raise UserFacingError("quantity_not_positive", qty=qty)
    taken = sale.left if qty is None else qty
    hand_id, stamp = new_id(at_ms), local_stamp(at_ms)
    holds.confirm(db, order_id, reference=hand_id, at_ms=at_ms, qty=taken)
    if grams is not None:
        ledger.need_weight(db, sale.sku, grams)
        weighing.weigh(db, hand_id, grams, at_ms)
    reservations.forward(
        db, reference=hand_id, to=Place.CUSTOMER, reason=f"order_{how}", at_ms=at_ms
    )
    db.execute(
        "INSERT INTO handover (id, order_id, qty, how, tracking, handed_ms, handed_local) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [hand_id, order_id, taken, how, tracking.strip(), at_ms, stamp.text + stamp.zone],
    )
    return replace(_handed(db, "handover.id = ?", hand_id)[0], waits=sale.left - taken)


def hand_over_all(
    db: Database,
    orders: Sequence[str],
    how: str,
    at_ms: int,
    *,
    tracking: str = "",
    qty: int | None = None,
    grams: int | None = None,
) -> list[HandedOver]:
    """Hand those orders over together; ``qty``: a part of the one there is; ``grams``: what the one
    weighed product among them weighs.

    Raises part_of_several, weight_of_several (more than one is sold by weight), and those of
    `hand_over`.
    """
    if qty is not None and len(orders) > 1:
        raise UserFacingError("part_of_several", count=len(orders))
    # Where nothing is weighed, the first of them says that a weight is not wanted.
    weighed = [each for each in orders if _by_weight(db, each)] or [*orders[:1]]
    if grams is not None and len(weighed) > 1:
        raise UserFacingError("weight_of_several", count=len(weighed))
    return [
        hand_over(
            db,
            each,
            how,
            at_ms,
            tracking=tracking,
            qty=qty,
            grams=grams if each in weighed else None,
        )
        for each in orders
    ]


def _by_weight(db: Database, order_id: str) -> bool:
    return products.find(db, live_sales.find(db, order_id).sku).catch_weight


def take_back(db: Database, hand_id: str, at_ms: int) -> None:
    """A hand-over was a mistake: its goods are held for the order again.

    Of an order that was taken back meanwhile they are for sale. Raises handover_unknown,
    handover_already_undone, handover_has_case (a return of it is on record), lot_on_hold.
    """
    found = _handed(db, "handover.id = ?", hand_id)
    if not found:
        raise UserFacingError("handover_unknown", handover=hand_id)
    if found[0].undone:
        raise UserFacingError("handover_already_undone")
    returns.must_have_no_case(db, hand_id, "handover_has_case")
    for each in returns.gone(db, hand_id):
        take = Take(each.lot, each.qty, each.grams)
        about = {"reason": "handover_undone", "reference": hand_id}
        ledger.put(db, take, each.sku, Place.CUSTOMER, Place.RESERVED, at_ms=at_ms, **about)
    holds.reopen(db, found[0].order_id, reference=hand_id, at_ms=at_ms)
    stamp = local_stamp(at_ms)
    db.execute(
        "INSERT INTO handover_undo (handover_id, undone_ms, undone_local) VALUES (?, ?, ?)",
        [hand_id, at_ms, stamp.text + stamp.zone],
    )


def waiting(db: Database) -> list[Waiting]:
    """Every order that waits to be handed over, the oldest first."""
    rows = db.execute("SELECT sku, name, unit, catch_weight FROM product")
    known = {sku: (name, unit, bool(weighed)) for sku, name, unit, weighed in rows}
    reachable = {
        order_id
        for (order_id,) in db.execute("SELECT order_id FROM phone_order WHERE contact IS NOT NULL")
    }
    return [
        Waiting(
            note.id,
            note.sku,
            *known[note.sku][:2],
            note.open_qty,
            note.channel,
            note.open_qty * note.unit_price_fen,
            note.noted_at,
            note.id in reachable,
            known[note.sku][2],
            _call(db, note.id),
            note.session_id,
        )
        for note in holds.open_ours(db)
    ]


def handed_over(db: Database, since_ms: int = 0) -> list[HandedOver]:
    """Hand-overs since an instant, the newest first, those taken back included."""
    which = "handover.id >= ? AND handed_ms >= ? ORDER BY handover.id DESC"
    return _handed(db, which, first_id_of(since_ms), since_ms)


def handed_by(db: Database, said: str) -> list[HandedOver]:
    """Hand-overs of an order, by the order's id or number, or the hand-over's id."""
    if len(said) == NUMBER:
        return _handed(db, "substr(call_id, -4) = ?", said.lower())
    return _handed(db, "handover.order_id = ?1 OR handover.id = ?1", said)


def contact(db: Database, order_id: str) -> bytes | None:
    """Who an order is for, sealed; None where nobody said or it was deleted since."""
    row = db.execute("SELECT contact FROM phone_order WHERE order_id = ?", [order_id]).fetchone()
    return None if row is None else row[0]


def by_number(db: Database, said: str) -> list[str]:
    """The ids of the orders of one call that wait, by its number; anything longer is taken for the
    id of one order.

    Raises order_unknown, order_not_clear (several calls have that number).
    """
    wanted = said.strip()
    if len(wanted) > NUMBER:
        return [wanted]
    waits = waiting_under(db, wanted)
    if (calls := len({_call(db, each) for each in waits})) > 1:
        raise UserFacingError("order_not_clear", order=wanted, count=calls)
    if not waits:
        raise UserFacingError("order_unknown", order=Unlogged(wanted))
    return waits


def waiting_under(db: Database, wanted: str) -> list[str]:
    """The orders that wait under a number, the oldest first."""
    rows = db.execute(
        "SELECT order_id FROM phone_call WHERE substr(call_id, -4) = ? ORDER BY order_id",
        [wanted.lower()],
    ).fetchall()
    sales = [live_sales.find(db, order_id) for (order_id,) in rows]
    return [each.id for each in sales if each.left]


def _must_be_ours(db: Database, order_id: str) -> LiveSale:
    sale = live_sales.find(db, order_id)
    if ours.has(db, order_id):
        return sale
    ended = holds.ends(db, order_id)
    if not sale.left and ended and ended[-1].how in ("expired", "released"):
        raise UserFacingError("order_given_back")
    raise UserFacingError("order_of_a_broadcast", channel=sale.channel)


def _handed(db: Database, which: str, *values: str | int) -> list[HandedOver]:
    rows = db.execute(
        "SELECT handover.id, handover.order_id, live_sale.sku, name, product.unit, handover.qty, "
        "channel, handover.qty * unit_price_fen, how, tracking, handed_ms, "
        "EXISTS (SELECT 1 FROM handover_undo WHERE handover_id = handover.id), call_id, "
        "session_id FROM handover JOIN live_sale ON live_sale.id = handover.order_id "
        "JOIN phone_call ON phone_call.order_id = handover.order_id "
        f"JOIN product ON product.sku = live_sale.sku WHERE {which}",
        list(values),
    )
    return [HandedOver(*(*row[:11], bool(row[11]), *row[12:])) for row in rows]
