"""The shop's counter and orders by telephone or chat, as the window and the command line use them.

What is written goes through `Books`, so a running broadcast follows at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlite_utils import Database

from inventory import ledger, products, units
from inventory.counter import phone, sales
from inventory.counter.phone import HandedOver, Waiting
from inventory.counter.sales import Item, Sale
from inventory.ledger import StockLevel
from inventory.live_sales import LiveSale
from inventory.products import Product
from inventory.search import initials
from studio.runtime.clock import day_begins
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id
from studio.session import archive
from studio.session.archive import Titled
from studio.store.privacy import Look, note_look
from studio.store.sealed import Sealer

if TYPE_CHECKING:
    from studio.session.studio import Studio


@dataclass(frozen=True, slots=True)
class Good:
    """A product as it lies on the counter."""

    product: Product
    level: StockLevel
    units: tuple[str, ...]
    """What amounts of it may be said in; its own first."""
    sold: int
    """Times it was sold over this counter lately: what is sold most is nearest at hand."""
    never_had: bool = False
    """Nothing of it ever came: it is not sold out."""


@dataclass(frozen=True, slots=True)
class Board:
    """What the page of the counter shows."""

    goods: tuple[Good, ...]
    today: tuple[Sale, ...]
    waiting: tuple[Waiting, ...]
    handed: tuple[HandedOver, ...]
    """Today's, and those of an order that was looked for."""
    began_ms: int
    """When today began: what was handed over before was not taken today."""
    noted_in: Mapping[str, Titled] = field(default_factory=dict)
    """The broadcasts that orders wait from, by id."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What one item costs, or why it cannot be sold so."""

    paid_fen: int = 0
    wrong: UserFacingError | None = None


class Counter:
    """Of one studio. Any thread."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._sealer = Sealer(studio.secrets)

    def board(self, also: str = "") -> Future[Board]:
        """Everything the page shows, in one look; ``also``: with hand-overs of that order, however
        long ago."""
        now, buffer = self._studio.clock.now_ms(), self._buffer()
        return self._studio.store.read(lambda db: _board(db, now, buffer, also))

    def quote(self, items: Sequence[Item]) -> Future[list[Quote]]:
        """What each item costs by itself, or what is wrong with it."""
        return self._studio.store.read(lambda db: [_quote(db, each) for each in items])

    def sell(self, items: Sequence[Item], pay: str) -> Future[Sale]:
        """Errors: those of `inventory.counter.sales.sell`."""
        buffer = self._buffer()
        return self._studio.books.write(
            lambda db, now: sales.sell(db, items, pay, now, safety_buffer=buffer)
        )

    def undo(self, sale_id: str) -> Future[Sale]:
        """Errors: those of `inventory.counter.sales.undo`."""
        return self._studio.books.write(lambda db, now: sales.undo(db, sale_id, now))

    def note(
        self, items: Sequence[Item], channel: str, contact: str = "", number: str = ""
    ) -> Future[list[LiveSale]]:
        """Note an order by telephone or chat: a note for each item, all of them or none, under
        one number; ``number``: that of a call whose goods wait, for what was forgotten in it.

        What weighed goods weigh is not noted: they are weighed when they are handed over.
        ``contact``: name, telephone, address, as it was said; kept sealed. Errors: those of
        `inventory.counter.phone.note` and `by_number`, sale_empty, contact_needs_keyring.
        """
        if not items:
            raise UserFacingError("sale_empty")
        buffer = self._buffer()
        ids = [new_id(self._studio.clock.now_ms()) for _ in items]

        def work() -> list[LiveSale]:
            said = contact.strip()
            sealed: Sequence[bytes | None] = [None for _ in ids]
            if said:
                sealed = self._seal(ids, said, "contact_needs_keyring")

            def write(db: Database, now: int) -> list[LiveSale]:
                call = phone.call_of(db, phone.by_number(db, number)[0]) if number else ids[0]
                return [
                    phone.note(
                        db,
                        order_id=order_id,
                        sku=item.sku,
                        qty=units.into_own(db, item.sku, item.amount, item.unit),
                        channel=channel,
                        at_ms=now,
                        safety_buffer=buffer,
                        paid_fen=item.paid_fen,
                        contact=kept,
                        call_id=call,
                    )
                    for item, order_id, kept in zip(items, ids, sealed, strict=True)
                ]

            return self._studio.books.write(write).result()

        return self._studio.runtime.background(work)

    def hand_over(
        self,
        said: str | Sequence[str],
        how: str,
        tracking: str = "",
        grams: int | None = None,
        qty: int | None = None,
    ) -> Future[list[HandedOver]]:
        """All that waits under a number, one order by its id, or several: all of them or none.

        ``grams``: what the weighed product among them weighs; ``qty``: only so many of the
        one order there is. Errors: those of `inventory.counter.phone.hand_over_all` and
        `by_number`.
        """

        def work(db: Database, now: int) -> list[HandedOver]:
            orders = _orders(db, said)
            return phone.hand_over_all(
                db, orders, how, now, tracking=tracking, qty=qty, grams=grams
            )

        return self._studio.books.write(work)

    def take_back(self, hand_ids: Sequence[str]) -> Future[None]:
        """Errors: those of `inventory.counter.phone.take_back`."""

        def work(db: Database, now: int) -> None:
            for each in hand_ids:
                phone.take_back(db, each, now)

        return self._studio.books.write(work)

    def cancel(self, said: str | Sequence[str], reason: str) -> Future[list[LiveSale]]:
        """All that waits under a number, one order by its id, or several: all of them or none.

        ``reason``: one of `inventory.counter.phone.REASONS`. Errors: those of
        `inventory.counter.phone.cancel` and `by_number`.
        """

        def work(db: Database, now: int) -> list[LiveSale]:
            return [phone.cancel(db, each, reason, now) for each in _orders(db, said)]

        return self._studio.books.write(work)

    def tell_contact(self, said: str | Sequence[str], contact: str) -> Future[None]:
        """Who orders that wait are for, as it was said; kept sealed, in place of what was told.

        ``said`` as for `cancel`. Errors: contact_missing, contact_not_kept, those of
        `inventory.counter.phone.tell_contact` and `by_number`.
        """
        if not contact.strip():
            raise UserFacingError("contact_missing")

        def work() -> None:
            ids = list(self._studio.store.read(lambda db: _orders(db, said)).result())
            sealed = self._seal(ids, contact.strip(), "contact_not_kept")

            def write(db: Database, now: int) -> None:
                for order_id, kept in zip(ids, sealed, strict=True):
                    phone.tell_contact(db, order_id, kept, now)

            self._studio.books.write(write).result()

        return self._studio.runtime.background(work)

    def contact(self, order_id: str, who: str) -> Future[str]:
        """Who an order is for, unmasked; that ``who`` looked is noted. Empty: nobody said."""

        def look(db: Database) -> bytes | None:
            found = phone.contact(db, order_id)
            if found is not None:
                now = self._studio.clock.now_ms()
                note_look(db, Look(now, who, "phone_order.contact", order_id, "asked"))
            return found

        def work() -> str:
            sealed = self._studio.store.write(look).result()
            if sealed is None:
                return ""
            return self._sealer.open(sealed, where=phone.where_sealed(order_id)).decode()

        return self._studio.runtime.background(work)

    def _seal(self, ids: Sequence[str], contact: str, refused: str) -> list[bytes]:
        plain = contact.encode()
        try:
            return [self._sealer.seal(plain, where=phone.where_sealed(each)) for each in ids]
        except UserFacingError as error:
            raise UserFacingError(refused) from error

    def _buffer(self) -> int:
        kept_back: int = self._studio.settings.get("safety_buffer")
        return kept_back


def _board(db: Database, now_ms: int, buffer: int, also: str) -> Board:
    today = day_begins(now_ms)
    levels = ledger.levels(db, safety_buffer=buffer)
    often, never = sales.often(db), ledger.never_had(db)
    goods = [
        Good(
            *(each, levels[each.sku], tuple(units.known(db, each.sku))),
            *(often.get(each.sku, 0), each.sku in never),
        )
        for each in products.all_products(db)
    ]
    for good in goods:
        # Reads the pinyin of every name here, on the reader, so that typing never waits for it.
        initials.fits(good.product.name, "a")
    goods.sort(key=lambda good: (-good.sold, good.product.sku))
    handed = phone.handed_over(db, today)
    known = {each.id for each in handed}
    handed += [each for each in phone.handed_by(db, also) if also and each.id not in known]
    sold = tuple(sales.recent(db, today))
    waiting = phone.waiting(db)
    noted_in = archive.titles(db, (each.session_id for each in waiting))
    return Board(tuple(goods), sold, tuple(waiting), tuple(handed), today, noted_in)


def _orders(db: Database, said: str | Sequence[str]) -> Sequence[str]:
    return phone.by_number(db, said) if isinstance(said, str) else said


def _quote(db: Database, item: Item) -> Quote:
    try:
        return Quote(sales.price(db, item))
    except UserFacingError as error:
        return Quote(wrong=error)
