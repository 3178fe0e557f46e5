"""Products and stock of a plan, as the ledger takes them over and knows them.

Every function runs on a database inside `Store.write` or `Store.read`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sqlite_utils import Database

from inventory import ledger, overdue, products, quotas
from inventory.ledger import StockLevel
from inventory.products import Product
from inventory.schema import Kind, Place
from studio.runtime.errors import UserFacingError
from studio.session import same_goods
from studio.session.plan import Plan, PlannedProduct


@dataclass(frozen=True, slots=True)
class StockRow:
    """One product's stock, in its own unit."""

    sku: str
    name: str
    unit: str
    on_hand: int
    reserved: int
    available: int
    on_hold: int = 0
    """Set aside: failed its test or past its best-before."""
    promised: int = 0
    """Ordered before it is there (presale, adoption, made to order)."""
    kind: Kind = Kind.STOCK
    kept: int = 0
    """Kept for a broadcast that runs; not among ``reserved`` and ``promised``, which are sold."""
    catch_weight: bool = False
    """Counted in pieces and weighed: a count of it needs its weight."""
    never_had: bool = False
    """Nothing of it ever came: it is not sold out. Told on screens only (`told`)."""
    packed: int = 0
    """In parcels that were not sent yet. Told on screens only, too."""

    @property
    def owed(self) -> int:
        """Sold and not sent yet: reserved, packed, or promised before it is there."""
        return self.reserved + self.packed + self.promised

    def told(self) -> dict[str, object]:
        """What the command line tells of it."""
        facts = asdict(self)
        del facts["never_had"], facts["packed"]
        return facts


def take_over(
    db: Database, plan: Plan, now_ms: int, safety_buffer: int, *, fill_up: bool
) -> Mapping[str, StockLevel]:
    """Have the plan's products and, where they are new, their opening stock in the ledger.

    ``fill_up``: every product begins with what the plan says (a rehearsal). ``now_ms``: UTC. Raises
    plan_other_goods (what the ledger knows under a code is something else), not for a rehearsal.
    """
    overdue.catch_up(db, now_ms)
    known = records(db, plan) if not fill_up else {}
    for planned in plan.products:
        if planned.sku in known and same_goods.is_other(planned, known[planned.sku]):
            about = same_goods.told(planned, known[planned.sku])
            raise UserFacingError("plan_other_goods", **about)
    for planned in plan.products:
        products.take_over(db, _product(planned), planned.stock, now_ms)
        if fill_up:
            products.fill_up(db, planned.sku, planned.stock, now_ms)
    return levels(db, plan, safety_buffer)


def levels(
    db: Database, plan: Plan, safety_buffer: int, session_id: str = ""
) -> Mapping[str, StockLevel]:
    """Levels of the plan's products that the ledger knows; with what is kept for ``session_id``."""
    found = ledger.levels(db, [product.sku for product in plan.products], safety_buffer)
    return quotas.own(found, kept_for(db, plan, session_id)) if session_id else found


def records(db: Database, plan: Plan) -> Mapping[str, Product]:
    """What the workshop has on record under the plan's codes, by SKU."""
    found = (each.sku for each in plan.products if products.known(db, each.sku))
    return {sku: products.find(db, sku) for sku in found}


def kept_for(db: Database, plan: Plan, session_id: str) -> Mapping[str, int]:
    """What is left of the quotas of that broadcast, by SKU."""
    return quotas.left(db, session_id, [each.sku for each in plan.products if each.quota])


def stock_rows(db: Database, safety_buffer: int) -> list[StockRow]:
    """Every product's stock, by SKU."""
    levels = ledger.levels(db, safety_buffer=safety_buffer)
    kept, ahead = quotas.kept(db), quotas.kept(db, Place.PROMISED)
    never, packed = ledger.never_had(db), ledger.packed(db)
    return [
        StockRow(
            product.sku,
            product.name,
            product.unit,
            levels[product.sku].on_hand,
            levels[product.sku].reserved - kept.get(product.sku, 0),
            levels[product.sku].available,
            levels[product.sku].on_hold,
            levels[product.sku].promised - ahead.get(product.sku, 0),
            product.kind,
            kept.get(product.sku, 0) + ahead.get(product.sku, 0),
            product.catch_weight,
            product.sku in never,
            packed.get(product.sku, 0),
        )
        for product in products.all_products(db)
    ]


def _product(planned: PlannedProduct) -> Product:
    return Product(
        sku=planned.sku,
        name=planned.name,
        spec=planned.spec,
        unit=planned.unit,
        price_fen=planned.price_fen,
        compared_price_fen=planned.compared_price_fen,
        origin=planned.origin,
        picture=str(planned.picture or ""),
        script=str(planned.script or ""),
    )
