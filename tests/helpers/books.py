"""A ledger on a real file, with the few words that its tests need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest
from sqlite_utils import Database

from inventory import ledger, live_sales, lots, products
from inventory.ledger import Place, StockLevel
from inventory.lots import Lot
from inventory.products import Product
from inventory.schema import Kind
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id
from studio.runtime.wording import LANGUAGES, word_error
from studio.store.database import Store

T = TypeVar("T")
AT = 1_767_225_600_000
"""2026-01-01, 00:00 UTC."""
HOUR = 3_600_000
DAY = 24 * HOUR


@dataclass
class Books:
    """Writes and looks; ``now`` is when."""

    store: Store
    now: int = field(default=AT)

    def write(self, work: Callable[[Database], T]) -> T:
        return self.store.write(work).result()

    def look(self, work: Callable[[Database], T]) -> T:
        return self.store.read(work).result()

    def product(self, sku: str, stock: int = 0, kind: Kind = Kind.STOCK, **more: Any) -> None:
        made = Product(sku, f"{sku}的名字", "", "箱", 1000, None, "", "", "", kind, **more)
        self.write(lambda db: products.take_over(db, made, stock, self.now))

    def harvest(self, sku: str, lot: str, qty: int, best_before: str = "", **more: Any) -> None:
        def work(db: Database) -> None:
            lots.register(db, Lot(sku, lot, best_before=best_before), self.now)
            self._move(db, sku, qty, Place.HOUSEHOLD, Place.SHELF, lot=lot, **more)

        self.write(work)

    def move(self, sku: str, qty: int, source: Place, target: Place, **more: Any) -> str:
        return self.write(lambda db: self._move(db, sku, qty, source, target, **more))

    def _move(
        self, db: Database, sku: str, qty: int, source: Place, target: Place, **more: Any
    ) -> str:
        facts = {"reason": "test", "at_ms": self.now, **more}
        return ledger.move(db, sku=sku, qty=qty, source=source, target=target, **facts)

    def note(self, sku: str, qty: int = 1, hours: int | None = 24, channel: str = "抖音") -> str:
        order = new_id(self.now)
        self.write(
            lambda db: live_sales.note(
                db,
                order_id=order,
                session_id="s",
                sku=sku,
                qty=qty,
                channel=channel,
                unit_price_fen=1000,
                at_ms=self.now,
                expires_ms=None if hours is None else self.now + hours * HOUR,
            )
        )
        return order

    def level(self, sku: str) -> StockLevel:
        return self.look(lambda db: ledger.level(db, sku))

    def on(self, place: Place, sku: str, lot: str | None = None) -> int:
        return self.look(lambda db: ledger.on_place(db, sku, place, lot))

    def refusal(self, work: Callable[[Database], object]) -> UserFacingError:
        """Why it was refused; worded in every language, and nothing of it written."""
        before = self.look(ledger.replay)
        with pytest.raises(UserFacingError) as refused:
            self.write(work)
        assert all(word_error(refused.value, language) for language in LANGUAGES)
        assert self.look(ledger.replay) == before
        return refused.value
