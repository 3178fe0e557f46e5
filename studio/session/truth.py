"""What is said on air about a product: the plan's words, as its record says them now.

A product's record is its row in the ledger's database. Where a broadcast begins, the plan's price
is the price of that broadcast; whatever of the record changes while it runs changes on air, and in
what orders are noted at. Every function is pure, or runs inside `Store.read` or `Store.write`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlite_utils import Database

from inventory import origins, overdue, prices, products
from inventory.origins import Origin
from inventory.product_file import MOST_FEN, too_much
from inventory.products import Product
from studio.runtime.errors import UserFacingError
from studio.runtime.money import yuan
from studio.session import events as e
from studio.session import plan_stock, seen_records
from studio.session.overlay import promised
from studio.session.plan import Plan, PlannedProduct
from studio.session.seen_records import FIELDS, Record
from studio.session.state import LiveState


def plan_now(plan: Plan, state: LiveState) -> Plan:
    """The plan as it is said and sold now."""
    if not state.changed:
        return plan
    return replace(plan, products=tuple(product_now(each, state) for each in plan.products))


def product_now(product: PlannedProduct, state: LiveState) -> PlannedProduct:
    """One product of it."""
    changed = state.changed.get(product.sku)
    if changed is None:
        return product
    return replace(product, **{name: getattr(changed, name) for name in FIELDS})


@dataclass(frozen=True, slots=True)
class Compared:
    """What is to be said about a plan's compared prices before it goes live."""

    refused: Sequence[e.ComparedPriceRefused]
    unproved: Sequence[str]
    """Names of the products whose compared price is shown, and of which the ledger knows no deal:
    only the workshop can prove it."""


def compared(db: Database, plan: Plan, now_ms: int) -> Compared:
    """All of them, as if it went live now."""
    refused, unproved = [], []
    for product in plan.products:
        if product.compared_price_fen is None:
            continue
        known = prices.deals(db, product.sku, now_ms)
        verdict = _weigh(product, product.compared_price_fen, known)
        if verdict is not None:
            refused.append(verdict)
        elif known.bound_fen is None:
            unproved.append(product.name)
    return Compared(refused, unproved)


def lawful(db: Database, plan: Plan, now_ms: int) -> tuple[Plan, list[e.ComparedPriceRefused]]:
    """The plan with no compared price that may not be shown, and which were left out."""
    refused = []
    kept = []
    for product in plan.products:
        verdict = _verdict(db, product, now_ms)
        if verdict is None:
            kept.append(product)
            continue
        refused.append(verdict)
        kept.append(replace(product, compared_price_fen=None))
    return replace(plan, products=tuple(kept)), refused


def _verdict(db: Database, product: PlannedProduct, now_ms: int) -> e.ComparedPriceRefused | None:
    compared = product.compared_price_fen
    if compared is None:
        return None
    return _weigh(product, compared, prices.deals(db, product.sku, now_ms))


def _weigh(
    product: PlannedProduct, compared: int, known: prices.Deals
) -> e.ComparedPriceRefused | None:
    found = prices.refused(product.price_fen, compared, product.compared_basis, known)
    return None if found is None else e.ComparedPriceRefused(product.sku, compared, *found)


def opened(db: Database, plan: Plan, since_ms: int) -> Mapping[str, int]:
    """By SKU the price at going live, of the products of which it may be compared with on air.

    ``plan``: as it was then; deals before ``since_ms`` bound it as any compared price.
    """
    bounds = {p.sku: prices.deals(db, p.sku, since_ms).bound_fen for p in plan.products}
    return {
        p.sku: p.price_fen
        for p in plan.products
        if (bound := bounds[p.sku]) is None or p.price_fen <= bound
    }


@dataclass(frozen=True, slots=True)
class Known:
    """What is on record of a broadcast's products at one moment, by SKU."""

    products: Mapping[str, Product]
    origins: Mapping[str, Origin | None]
    """Of the products whose origin is on air: that of the lot which is sold now."""
    overdue: frozenset[str] = frozenset()
    """What time alone has changed and no move has told yet (`inventory.overdue.due`)."""
    seen: Mapping[str, Record] = field(default_factory=dict)
    """The records as this broadcast saw them last, in an earlier run too."""


def known(db: Database, plan: Plan, shown: Iterable[str], now_ms: int, session_id: str) -> Known:
    """``shown``: SKUs whose origin is on air."""
    found = {sku: origins.selling(db, sku, now_ms) for sku in shown}
    seen = seen_records.kept(db, session_id)
    return Known(plan_stock.records(db, plan), found, overdue.due(db, now_ms), seen)


def changes(
    db: Database,
    plan: Plan,
    state: LiveState,
    before: Mapping[str, Product | Record],
    now: Mapping[str, Product],
    since_ms: int,
) -> list[e.Fact]:
    """The facts that follow from records that changed between ``before`` and ``now``.

    ``since_ms``: when the broadcast went live; deals before it bound a compared price.
    """
    facts: list[e.Fact] = []
    for product in plan.products:
        old, new = before.get(product.sku), now.get(product.sku)
        if old is None or new is None:
            continue
        differing = {n: getattr(new, n) for n in FIELDS if getattr(new, n) != getattr(old, n)}
        said = product_now(product, state)
        wanted = replace(said, **differing)
        verdict = _verdict(db, wanted, since_ms)
        if verdict is not None:
            wanted = replace(wanted, compared_price_fen=None)
        if wanted != said:
            facts += [verdict] if verdict else []
            facts.append(e.ProductChanged(product.sku, *(getattr(wanted, n) for n in FIELDS)))
    return facts


def change_price(db: Database, plan: Plan, state: LiveState, sku: str, fen: int) -> list[e.Fact]:
    """Change it in the product's record, and what follows. product_unknown, price_unreadable,
    price_too_much."""
    if fen > MOST_FEN:
        raise too_much(yuan(fen))
    if fen <= 0:
        raise UserFacingError("price_unreadable", price=yuan(fen))
    before = plan_stock.records(db, plan)
    products.change(db, replace(products.find(db, sku), price_fen=fen))
    # The price of this broadcast may have been another than the record's; it is this one now.
    asked = {**before, sku: replace(before[sku], price_fen=-1)}
    return changes(db, plan, state, asked, plan_stock.records(db, plan), state.live_at or 0)


def follow_drop(
    db: Database, plan: Plan, before: LiveState, now: LiveState, fact: e.Fact
) -> list[e.Fact]:
    """A price drop that viewers see from this ``fact`` on is the price: what follows from it.

    ``before`` and ``now``: without and with the fact. One that only changed its looks changes
    nothing, nor one that waited and comes back: its price may have been changed by hand since.
    """
    if not isinstance(fact, e.LayerTaken):
        return []
    told = promised(fact)
    known = before.layers.get(fact.slot) or before.waiting.get(fact.slot)
    if told is None or told == promised(known):
        return []
    return change_price(db, plan, now, *told)


def warning(refused: e.ComparedPriceRefused, names: Mapping[str, str]) -> UserFacingError:
    """Why it is not shown, in a sentence for people."""
    return UserFacingError(
        refused.code,
        name=names.get(refused.sku, refused.sku),
        compared=yuan(refused.compared_fen),
        most=yuan(refused.most_fen),
    )
