"""A workshop that has been at it for years: a data folder with many orders, for measuring."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from sqlite_utils import Database

from bench.quiet import quiet_studio
from inventory import live_sales
from studio.bootstrap import DATABASE
from studio.runtime.ids import new_id
from studio.session import archive, journal
from studio.session import events as e
from studio.session.archive import SessionOptions
from studio.session.plan import Plan, PlannedProduct

FIRST_AT = 1_735_689_600_000  # 2025-01-01
SESSION_MS = 7_200_000
DAY_MS = 86_400_000
CHANNELS = ("抖音", "抖音", "快手", "视频号")

PLAN = Plan(
    title="枸杞岛专场",
    anchor="主播甲",
    products=tuple(
        PlannedProduct(f"SKU-{number:03}", f"好货{number}", "1箱", 1990, None, "箱", 1_000_000)
        for number in range(20)
    ),
)


class SteppingClock:
    """The time of each past order, so that seeded rows look like years of work."""

    def __init__(self) -> None:
        self.at = FIRST_AT

    def now_ms(self) -> int:
        return self.at

    def monotonic(self) -> float:
        return self.at / 1000


def seed(data_dir: Path, orders: int, sessions: int, plan: Plan = PLAN) -> Path:
    """Fill ``data_dir`` with ended sessions that hold ``orders`` orders; returns the database."""
    with quiet_studio(data_dir) as studio:
        studio.start_session(plan, "practice").result().close()  # takes the products over
        for number in range(sessions):
            evening = partial(_evening, plan=plan, number=number, orders=orders // sessions)
            studio.store.write(evening).result()
    return data_dir / DATABASE


def _evening(db: Database, plan: Plan, number: int, orders: int) -> None:
    clock = SteppingClock()
    clock.at += number * DAY_MS
    session_id = new_id(clock.at)
    archive.create(db, session_id, plan, SessionOptions(), clock.at)
    skus = tuple(product.sku for product in plan.products)
    _write(db, session_id, e.SessionPlanned(plan.title, plan.anchor, skus), clock)
    _write(db, session_id, e.WentLive("practice", False), clock)
    for count in range(orders):
        clock.at += SESSION_MS // orders
        _order(db, session_id, plan.products[count % len(skus)], count, clock)
    _write(db, session_id, e.Ended(), clock)


def _order(
    db: Database, session_id: str, product: PlannedProduct, count: int, clock: SteppingClock
) -> None:
    order_id, qty, channel = new_id(clock.at), count % 7 // 5 + 1, CHANNELS[count % len(CHANNELS)]
    level = live_sales.note(
        db,
        order_id=order_id,
        session_id=session_id,
        sku=product.sku,
        qty=qty,
        channel=channel,
        unit_price_fen=product.price_fen,
        at_ms=clock.at,
    )
    paid = qty * product.price_fen
    fact = e.OrderNoted(product.sku, qty, channel, product.price_fen, paid, level.available)
    _write(db, session_id, fact, clock, order_id)


def _write(
    db: Database, session_id: str, fact: e.Fact, clock: SteppingClock, entry_id: str | None = None
) -> None:
    journal.append(db, session_id, fact, at=clock.at, recorded=clock.at, entry_id=entry_id)
