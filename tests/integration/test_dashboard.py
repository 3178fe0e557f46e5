"""The dashboard's figures on a studio that sold: a day, a month, a broadcast, and what to bring."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inventory import ledger, live_sales, lots, products
from inventory.counter.sales import Item
from inventory.ledger import Place
from inventory.lots import Lot
from inventory.products import Product
from studio.bootstrap import open_studio
from studio.runtime.clock import DAY_MS, HOUR_MS, day_begins, local_day
from studio.runtime.ids import new_id
from studio.session import archive, dashboard, journal
from studio.session.archive import SessionOptions
from studio.session.counter import Counter
from studio.session.events import Ended, WentLive
from studio.session.plan import Plan
from studio.session.studio import Studio
from studio.store.secrets import MemorySecrets
from tests.helpers.clock import ManualClock

NOON = day_begins(1_767_225_600_000 + 15 * DAY_MS) + 12 * HOUR_MS
"""In the middle of a month."""


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    """Thirty boxes of one household; a broadcast of two orders yesterday evening."""
    clock = ManualClock(NOON)
    with open_studio(tmp_path, secrets=MemorySecrets(), clock=clock) as opened:

        def fill(db: Any, now: int) -> None:
            good = Product("YM", "杨梅", "", "箱", 1000, None, "", "", "")
            products.take_over(db, good, 0, now - 10 * DAY_MS)
            lots.register(db, Lot("YM", "A", "老李", best_before=local_day(now + 2 * DAY_MS)), now)
            facts = {"reason": "harvest", "at_ms": now - 2 * DAY_MS, "lot": "A"}
            ledger.move(db, sku="YM", qty=30, source=Place.HOUSEHOLD, target=Place.SHELF, **facts)
            begins = now - DAY_MS
            archive.create(db, "s1", Plan("昨晚"), SessionOptions(), begins)
            journal.append(db, "s1", WentLive("practice", False), at=begins, recorded=begins)
            for minute in (1, 20):
                live_sales.note(
                    db, order_id=new_id(begins + minute * 60_000), session_id="s1", sku="YM",
                    qty=minute, channel="抖音", unit_price_fen=900, at_ms=begins + minute * 60_000,
                )  # fmt: skip
            ends = begins + 30 * 60_000
            journal.append(db, "s1", Ended(), at=ends, recorded=ends)

        opened.books.write(fill).result()
        yield opened


def test_a_day_a_broadcast_and_a_month(studio: Studio) -> None:
    Counter(studio).sell([Item("YM", "2")], "cash").result()
    today = dashboard.look(studio, "today").result()
    assert (today.sold.paid_fen, today.sold.orders) == (2000, 1)
    assert today.sold.columns[12] == 2000
    session = dashboard.look(studio, "session").result()
    assert (session.title, session.sold.paid_fen, session.sold.orders) == ("昨晚", 18_900, 2)
    assert (session.bucket_ms, session.sold.columns[0], session.sold.columns[10]) == (
        120_000, 900, 18_000,
    )  # fmt: skip
    month = dashboard.look(studio, "month").result()
    day = int(local_day(NOON)[8:])
    assert (month.sold.paid_fen, len(month.sold.columns)) == (20_900, day)
    assert month.sold.columns[day - 1] == 2000
    assert [(each.name, each.sold_fen) for each in month.households] == [("老李", 2000)]
    (lot,) = month.expiring
    assert (lot.lot, lot.days, lot.qty, month.left) == ("A", 2, 7, {"YM": 7})


def test_what_to_bring_is_told_from_the_days_it_was_known(studio: Studio) -> None:
    (advice,) = dashboard.look(studio, "today").result().advice
    assert (advice.left.sold, advice.left.days, advice.left.available) == (21, 11, 9)
    assert (advice.why, advice.lot and advice.lot.qty) == ("goes_off", 9)


def test_before_the_first_broadcast_it_is_today(tmp_path: Path) -> None:
    with open_studio(tmp_path, secrets=MemorySecrets(), clock=ManualClock(NOON)) as studio:
        found = dashboard.look(studio, "session").result()
        assert (found.title, found.sold.orders, found.advice) == ("", 0, ())
        assert len(found.sold.columns) == 24
