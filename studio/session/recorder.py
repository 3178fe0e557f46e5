"""The only writer of a session's journal, and the keeper of its state.

State changes in one place: on the store's writer thread, after the commit. Whoever wants to know
subscribes to `SessionChanged` or reads the immutable `state`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TypeVar

from sqlite_utils import Database

from inventory import bundles, ledger, live_sales, overdue, quotas
from inventory.ledger import StockLevel
from studio.runtime.clock import SteadyClock
from studio.runtime.dispatcher import Dispatcher
from studio.runtime.errors import UserFacingError
from studio.session import journal
from studio.session.events import Entry, Fact
from studio.session.plan import PlannedProduct
from studio.session.state import LiveState, apply
from studio.session.unwaited import log_failure
from studio.store.database import Store
from studio.store.sqlite import step

log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SessionChanged:
    """One fact is on disk. Published once a fact, in journal order."""

    entry: Entry
    state: LiveState
    """The state after it."""
    stock: Mapping[str, StockLevel]


@dataclass(frozen=True, slots=True)
class StockRules:
    """What is said about the stock of orders noted live, by the settings and by the plan."""

    safety_buffer: Callable[[], int] = lambda: 0
    """Pieces of every product kept back from sale, as it is set when a transaction begins."""
    note_hold_ms: int | None = None
    """How long a note that a platform's file may confirm holds its goods; None: for ever."""
    own_platforms: tuple[str, ...] = ()
    """Platforms of the workshop's own templates, whose files tell of their notes, too."""
    kept: Mapping[str, int] = field(default_factory=dict)
    """What is left of the broadcast's quotas as it is put together, by SKU."""


class Page:
    """The part of the journal being written in one transaction. Lives inside it only."""

    def __init__(
        self,
        db: Database,
        clock: SteadyClock,
        session_id: str,
        state: LiveState,
        rules: StockRules,
        kept: Mapping[str, int],
    ) -> None:
        self.db = db
        self.kept = dict(kept)
        """What is left of the broadcast's quotas, by SKU."""
        self.state = state
        self.written: list[tuple[Entry, LiveState]] = []
        self.stock: dict[str, StockLevel] = {}
        """Levels as this transaction leaves them, of the products it moved."""
        self._clock = clock
        self.session_id = session_id
        self._rules = rules
        self._buffer = rules.safety_buffer()

    def write(
        self,
        fact: Fact,
        *,
        at: int | None = None,
        step: int | None = None,
        entry_id: str | None = None,
    ) -> Entry:
        """Append a fact that happened ``at`` (UTC ms), now unless told.

        `state` follows at once, so the next decision sees it.
        """
        entry = journal.append(
            self.db,
            self.session_id,
            fact,
            at=self._clock.now_ms() if at is None else at,
            recorded=self._clock.wall_ms(),
            seq=self.state.last_seq + 1,
            step=step,
            entry_id=entry_id,
        )
        self.state = apply(self.state, entry)
        self.written.append((entry, self.state))
        return entry

    def hold(
        self, order_id: str, product: PlannedProduct, qty: int, channel: str, at: int
    ) -> StockLevel:
        """Write an order's sale of ``at`` (UTC ms) and hold its goods; returns the product's level
        afterwards.

        Where there is too little, what is overdue is given back first. Raises
        quantity_not_positive, product_unknown, not_enough_stock.
        """
        try:
            level = self._take(order_id, product, qty, channel, at)
        except UserFacingError as error:
            if error.code != "not_enough_stock" or not self._clear_overdue():
                raise
            level = self._take(order_id, product, qty, channel, at)
        self._moved({product.sku: level})
        if level.shared:
            self._moved(ledger.around(self.db, product.sku, self._buffer))
        return self.stock[product.sku]

    def levels(self, sku: str) -> None:
        """Look up the level of a product that was moved, and of those that change with it."""
        wanted = [sku, *bundles.relatives(self.db, sku)]
        self._moved(ledger.levels(self.db, wanted, self._buffer))

    def keep(self, product: PlannedProduct) -> None:
        """Have what is left of the product's quota kept, less what was ordered of it by now."""
        if not product.quota:
            return
        sold = sum(
            order.qty
            for order in self.state.orders
            if order.sku == product.sku and not order.undone
        )
        now, buffer = self._clock.now_ms(), self._buffer
        wanted = product.quota - sold
        self.kept[product.sku] = quotas.keep(
            self.db, self.session_id, product.sku, wanted, now, buffer
        )
        self.levels(product.sku)

    def let_go(self, products: Iterable[PlannedProduct]) -> None:
        """The broadcast is over: what is kept for it is everybody's again."""
        skus = [each.sku for each in products if each.quota]
        quotas.give_back(self.db, self.session_id, skus, self._clock.now_ms())
        self.kept.clear()
        for sku in skus:
            self.levels(sku)

    def _moved(self, levels: Mapping[str, StockLevel]) -> None:
        self.stock.update(quotas.own(levels, self.kept) if self.kept else levels)

    def _take(
        self, order_id: str, product: PlannedProduct, qty: int, channel: str, at: int
    ) -> StockLevel:
        """From the broadcast's quota first; a refused order leaves that as it was."""
        if not self.kept.get(product.sku):
            return self._note(order_id, product, qty, channel, at)
        with step(self.db):
            left = quotas.take(self.db, self.session_id, product.sku, qty, at)
            level = self._note(order_id, product, qty, channel, at)
        self.kept[product.sku] = left
        return level

    def _note(
        self, order_id: str, product: PlannedProduct, qty: int, channel: str, at: int
    ) -> StockLevel:
        hold_ms = self._rules.note_hold_ms
        return live_sales.note(
            self.db,
            order_id=order_id,
            session_id=self.session_id,
            sku=product.sku,
            qty=qty,
            channel=channel,
            unit_price_fen=product.price_fen,
            at_ms=at,
            safety_buffer=self._buffer,
            expires_ms=None if hold_ms is None else self._clock.wall_ms() + hold_ms,
            own_platforms=self._rules.own_platforms,
        )

    def _clear_overdue(self) -> bool:
        touched = overdue.clear(self.db, self._clock.wall_ms())
        self._moved(ledger.levels(self.db, touched, self._buffer))
        return bool(touched)

    def entries(self) -> list[Entry]:
        """The whole journal of the session, this page included."""
        return journal.entries(self.db, self.session_id)


class Recorder:
    """Writes facts and what they change in one transaction. Any thread."""

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        clock: SteadyClock,
        session_id: str,
        state: LiveState,
        stock: Mapping[str, StockLevel],
        rules: StockRules | None = None,
    ) -> None:
        """``stock``: levels, with what is kept for this broadcast (`inventory.quotas`)."""
        self.session_id = session_id
        self._store = store
        self._dispatcher = dispatcher
        self._clock = clock
        self._state = state
        self._stock = stock
        self._rules = rules or StockRules()
        self._kept = self._rules.kept

    @property
    def state(self) -> LiveState:
        return self._state

    @property
    def stock(self) -> Mapping[str, StockLevel]:
        return self._stock

    def record(self, build: Callable[[Page], T | UserFacingError]) -> Future[T]:
        """Run ``build`` inside one transaction; the Future resolves after the fsynced commit.

        Whatever ``build`` decides, it decides on `Page.state`, which nobody can overtake: all
        writing happens on one thread. An exception rolls everything back; a refusal that is itself
        a fact is returned instead, and becomes the Future's error once it is on the disk.
        """
        pages: list[Page] = []

        def work(db: Database) -> T | UserFacingError:
            page = Page(db, self._clock, self.session_id, self._state, self._rules, self._kept)
            result = build(page)
            pages.append(page)
            return result

        def outcome(result: T | UserFacingError) -> T:
            if isinstance(result, UserFacingError):
                raise result
            return result

        return self._store.write_for(work, lambda _: self._committed(pages[0]), outcome)

    def look(self, read: Callable[[Database], T]) -> Future[T]:
        """Read beside what is written, on the store's reader."""
        return self._store.read(read)

    def make_room(self) -> None:
        """Ready the disk for orders that come one after the other; nobody waits for it."""
        self._store.make_room().add_done_callback(log_failure(log, "the log was not laid out"))

    def restock(self, levels: Mapping[str, StockLevel]) -> None:
        """Take over the levels of what the session sells. The writer's thread, after a commit."""
        known = {sku: level for sku, level in levels.items() if sku in self._stock}
        known = quotas.own(known, self._kept)
        self._stock = {**self._stock, **known}

    def beat(self) -> None:
        """Leave a sign of life, so that a restart knows when the lights went out."""
        at, wall = self._clock.now_ms(), self._clock.wall_ms()
        written = self._store.write(lambda db: journal.beat(db, self.session_id, at, wall))
        written.add_done_callback(log_failure(log, "no sign of life was left"))

    def _committed(self, page: Page) -> None:
        self._kept = page.kept
        if page.stock:
            self._stock = {**self._stock, **page.stock}
        self._state = page.state
        for entry, state in page.written:
            self._dispatcher.publish(SessionChanged(entry, state, self._stock))
