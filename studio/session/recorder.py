"""The only writer of a session's journal, and the keeper of its state.

State changes in one place: on the store's writer thread, after the commit. Whoever wants to know
subscribes to `SessionChanged` or reads the immutable `state`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from sqlite_utils import Database

from inventory import bundles, ledger, live_sales, overdue
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
    """What the settings say about the stock of orders noted live."""

    safety_buffer: int = 0
    """Pieces of every product kept back from sale."""
    note_hold_ms: int | None = None
    """How long a note holds its goods unconfirmed; None: for ever."""


class Page:
    """The part of the journal being written in one transaction. Lives inside it only."""

    def __init__(
        self,
        db: Database,
        clock: SteadyClock,
        session_id: str,
        state: LiveState,
        rules: StockRules,
    ) -> None:
        self.db = db
        self.state = state
        self.written: list[tuple[Entry, LiveState]] = []
        self.stock: dict[str, StockLevel] = {}
        """Levels as this transaction leaves them, of the products it moved."""
        self._clock = clock
        self._session_id = session_id
        self._rules = rules

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
            self._session_id,
            fact,
            at=self._clock.now_ms() if at is None else at,
            recorded=self._clock.wall_ms(),
            step=step,
            entry_id=entry_id,
        )
        self.state = apply(self.state, entry)
        self.written.append((entry, self.state))
        return entry

    def hold(self, order_id: str, product: PlannedProduct, qty: int, channel: str) -> StockLevel:
        """Write an order's sale and hold its goods; returns the product's level afterwards.

        Where there is too little, what is overdue is given back first. Raises
        quantity_not_positive, product_unknown, not_enough_stock.
        """
        try:
            level = self._note(order_id, product, qty, channel)
        except UserFacingError as error:
            if error.code != "not_enough_stock" or not self._clear_overdue():
                raise
            level = self._note(order_id, product, qty, channel)
        self.stock[product.sku] = level
        if level.shared:
            self.stock.update(ledger.around(self.db, product.sku, self._rules.safety_buffer))
        return level

    def levels(self, sku: str) -> None:
        """Look up the level of a product that was moved, and of those that change with it."""
        wanted = [sku, *bundles.relatives(self.db, sku)]
        self.stock.update(ledger.levels(self.db, wanted, self._rules.safety_buffer))

    def _note(self, order_id: str, product: PlannedProduct, qty: int, channel: str) -> StockLevel:
        now, hold_ms = self._clock.now_ms(), self._rules.note_hold_ms
        return live_sales.note(
            self.db,
            order_id=order_id,
            session_id=self._session_id,
            sku=product.sku,
            qty=qty,
            channel=channel,
            unit_price_fen=product.price_fen,
            at_ms=now,
            safety_buffer=self._rules.safety_buffer,
            expires_ms=None if hold_ms is None else self._clock.wall_ms() + hold_ms,
        )

    def _clear_overdue(self) -> bool:
        touched = overdue.clear(self.db, self._clock.wall_ms())
        self.stock.update(ledger.levels(self.db, touched, self._rules.safety_buffer))
        return bool(touched)

    def entries(self) -> list[Entry]:
        """The whole journal of the session, this page included."""
        return journal.entries(self.db, self._session_id)


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
        self.session_id = session_id
        self._store = store
        self._dispatcher = dispatcher
        self._clock = clock
        self._state = state
        self._stock = stock
        self._rules = rules or StockRules()

    @property
    def state(self) -> LiveState:
        return self._state

    @property
    def stock(self) -> Mapping[str, StockLevel]:
        return self._stock

    def record(self, build: Callable[[Page], T]) -> Future[T]:
        """Run ``build`` inside one transaction; the Future resolves after the fsynced commit.

        Whatever ``build`` decides, it decides on `Page.state`, which nobody can overtake: all
        writing happens on one thread. An exception rolls everything back.
        """
        pages: list[Page] = []

        def work(db: Database) -> T:
            page = Page(db, self._clock, self.session_id, self._state, self._rules)
            result = build(page)
            pages.append(page)
            return result

        return self._store.write(work, after_commit=lambda _: self._committed(pages[0]))

    def restock(self, levels: Mapping[str, StockLevel]) -> None:
        """Take over the levels of what the session sells. The writer's thread, after a commit."""
        known = {sku: level for sku, level in levels.items() if sku in self._stock}
        self._stock = {**self._stock, **known}

    def beat(self) -> None:
        """Leave a sign of life, so that a restart knows when the lights went out."""
        at, wall = self._clock.now_ms(), self._clock.wall_ms()
        written = self._store.write(lambda db: journal.beat(db, self.session_id, at, wall))
        written.add_done_callback(log_failure(log, "no sign of life was left"))

    def _committed(self, page: Page) -> None:
        if page.stock:
            self._stock = {**self._stock, **page.stock}
        self._state = page.state
        for entry, state in page.written:
            self._dispatcher.publish(SessionChanged(entry, state, self._stock))
