"""Writing into the stock outside an order: goods that come in, counts, lots kept from sale.

Whoever shows levels hears of it at once (`StockMoved`), a running broadcast included: the anchor
never offers what somebody at the desk has just counted away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from sqlite_utils import Database

from inventory import (
    bundles,
    counts,
    households,
    ledger,
    lots,
    overdue,
    product_sheet,
    products,
)
from inventory.households import Renamed
from inventory.ledger import StockLevel
from inventory.lots import LotStock
from inventory.product_sheet import Sheet
from inventory.products import Product
from studio.runtime.clock import Clock
from studio.runtime.dispatcher import Dispatcher
from studio.store.database import Store
from studio.store.settings import Settings

if TYPE_CHECKING:
    from inventory.losses import Cause, Loss, Pile
    from inventory.schema import Place
    from studio.session.live import LiveSession

T = TypeVar("T")
LATEST_LOSSES = 3
"""As many as fit below the form; an older slip is mended by a count."""


@dataclass(frozen=True, slots=True)
class StockMoved:
    """Goods were moved outside a broadcast's orders; it is on disk."""

    levels: Mapping[str, StockLevel]
    """Afterwards, of every product that may have another now."""


@dataclass(frozen=True, slots=True)
class OrdersImported:
    """Orders of the platforms' files came in, changed, went, or wait no longer; it is on disk."""


class Books:
    """The stock of one studio. Any thread."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        clock: Clock,
        dispatcher: Dispatcher,
        sessions: Callable[[], Iterable[LiveSession]],
    ) -> None:
        """``sessions``: those whose levels follow."""
        self._store, self._settings, self._clock = store, settings, clock
        self._dispatcher, self._sessions = dispatcher, sessions

    def write(self, work: Callable[[Database, int], T]) -> Future[T]:
        """Run ``work`` in one transaction, what is overdue first; it is given now, UTC ms."""
        now = self._clock.now_ms()
        buffer = self._settings.get("safety_buffer")

        def transaction(db: Database) -> tuple[T, Mapping[str, StockLevel]]:
            overdue.catch_up(db, now)
            return work(db, now), ledger.levels(db, safety_buffer=buffer)

        return self._told(transaction)

    def catch_up(self) -> Future[None]:
        """Have done what time alone has changed; who shows levels hears of those that moved."""
        now = self._clock.now_ms()
        return self.follow(lambda db: overdue.catch_up(db, now))

    def recount(self) -> Future[None]:
        """The same, and all levels told anew: `safety_buffer` has been set."""
        return self.write(lambda db, now: None)

    def follow(self, work: Callable[[Database], T]) -> Future[T]:
        """Run ``work``, one of many transactions that move a few products each, as it is.

        Whoever shows levels hears of those that moved; the first of the many clears what is
        overdue (`inventory.overdue.catch_up`).
        """
        buffer = self._settings.get("safety_buffer")

        def transaction(db: Database) -> tuple[T, Mapping[str, StockLevel]]:
            (newest,) = db.execute("SELECT max(id) FROM stock_move").fetchone()
            return work(db), _moved_since(db, newest or "", buffer)

        return self._told(transaction)

    def lots(self) -> Future[list[LotStock]]:
        """Every lot of which something is in the house."""
        return self._store.read(lots.stock)

    def product(self, sku: str) -> Future[Product]:
        """Errors: those of `inventory.products.find`."""
        return self._store.read(lambda db: products.find(db, sku))

    def sheet(self, sku: str) -> Future[Sheet]:
        """All that is on record of it. Errors: those of `product_sheet.read`."""
        return self._store.read(lambda db: product_sheet.read(db, sku))

    def goods(self) -> Future[list[Product]]:
        """What may lie in a bundle."""
        return self._store.read(product_sheet.goods)

    def add_product(self, sheet: Sheet, opening: str = "0") -> Future[Product]:
        """A new product. Errors: those of `product_sheet.add`."""
        return self.write(lambda db, now: product_sheet.add(db, sheet, opening, now))

    def change_sheet(self, sheet: Sheet, more: int = 0) -> Future[Product]:
        """All of a known one at once; so many ``more`` may be ordered of it.

        A running broadcast follows. Errors: those of `product_sheet.change`.
        """
        return self.write(lambda db, now: product_sheet.change(db, sheet, more, now))

    def change_product(self, product: Product) -> Future[Product]:
        """Name, spec, unit, prices and origin of a known one; a running broadcast follows.

        Errors: those of `products.change`.
        """

        def work(db: Database, _now: int) -> Product:
            products.change(db, product)
            return products.find(db, product.sku)

        return self.write(work)

    def households(self) -> Future[list[str]]:
        """Whose goods were booked so far, the latest first."""
        return self._store.read(households.names)

    def rename_household(
        self, name: str, new: str, *, is_known_one: bool = False
    ) -> Future[Renamed]:
        """改农户的名字; with ``is_known_one`` two are one. Errors: as `households.rename`."""
        return self.write(
            lambda db, now: households.rename(db, name, new, now, is_known_one=is_known_one)
        )

    def take_name_back(self, done: Renamed) -> Future[None]:
        """撤销. Errors: those of `households.take_back`."""
        return self.write(lambda db, now: households.take_back(db, done, now))

    def count(self, sku: str, counted: int, lot: str = "", grams: int | None = None) -> Future[str]:
        """盘点: so many lie on the shelf now, and by catch weight weigh so much together.

        Errors: those of `inventory.counts.count`.
        """
        return self.write(lambda db, now: counts.count(db, sku, counted, now, lot=lot, grams=grams))

    def receive(
        self, sku: str, qty: int, household: str = "", best_before: str = "",
        grams: int | None = None,
    ) -> Future[str]:  # fmt: skip
        """到货: so many more lie on the shelf; the lot's code, empty where nothing is known.

        Errors: those of `inventory.arrivals.receive`.
        """
        from inventory import arrivals  # not on every day, and never while the program starts

        return self.write(
            lambda db, now: arrivals.receive(
                db, sku, qty, now, household=household, best_before=best_before, grams=grams
            )
        )

    def units(self) -> Future[dict[str, dict[str, Decimal]]]:
        """In what each product may be counted, as `inventory.units.known`."""
        from inventory import units  # never while the program starts

        return self._store.read(units.all_known)

    def losable(self, sku: str) -> Future[tuple[list[Pile], list[Loss]]]:
        """Where goods of it lie that may be lost, and what was told of it last."""
        from inventory import losses  # not on every day, as `receive`

        return self._store.read(
            lambda db: (losses.piles(db, sku), losses.latest(db, sku, LATEST_LOSSES))
        )

    def lose(self, sku: str, qty: int, pile: Pile, cause: Cause, remark: str = "") -> Future[Loss]:
        """报损: so many of the pile are lost. Errors: those of `inventory.losses.lose`."""
        from inventory import losses

        where = {"lot": pile.lot, "place": pile.place}
        return self.write(
            lambda db, now: losses.lose(db, sku, qty, now, cause=cause, remark=remark, **where)  # type: ignore[arg-type]
        )

    def take_loss_back(self, loss_id: str) -> Future[Place]:
        """撤销; where the goods are now. Errors: those of `inventory.losses.undo`."""
        from inventory import losses

        return self.write(lambda db, now: losses.undo(db, loss_id, now))

    def hold(self, code: str, reason: str) -> Future[object]:
        """停售. Errors: those of `inventory.lots.hold`."""
        return self.write(lambda db, now: lots.hold(db, code, reason, now))

    def let_go(self, code: str, reason: str) -> Future[object]:
        """放行. Errors: those of `inventory.lots.let_go`."""
        return self.write(lambda db, now: lots.let_go(db, code, reason, now))

    def _told(
        self, transaction: Callable[[Database], tuple[T, Mapping[str, StockLevel]]]
    ) -> Future[T]:
        return self._store.write_for(
            transaction, lambda done: self._tell(done[1]), lambda done: done[0]
        )

    def _tell(self, levels: Mapping[str, StockLevel]) -> None:
        if not levels:
            return
        # On the writer's thread, as orders are: a level never goes back to an older one.
        for session in tuple(self._sessions()):
            session.restock(levels)
        self._dispatcher.publish(StockMoved(levels))


def _moved_since(db: Database, newest: str, safety_buffer: int) -> Mapping[str, StockLevel]:
    """Levels of what moved after the move ``newest``, and of what changes with it."""
    rows = db.execute("SELECT DISTINCT sku FROM stock_move WHERE id > ?", [newest]).fetchall()
    moved = {sku for (sku,) in rows}
    moved |= {each for sku in sorted(moved) for each in bundles.relatives(db, sku)}
    return ledger.levels(db, sorted(moved), safety_buffer) if moved else {}
