"""The lowest deal of seven days: what counts as one, and that only those days are read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from inventory import holds, live_sales, prices
from inventory.counter import sales
from inventory.counter.sales import Item
from inventory.orders import mapping
from inventory.orders.importing import Imports, Wish
from inventory.orders.mapping import Mapped
from inventory.prices import Deals
from studio.runtime.clock import DAY_MS
from studio.runtime.ids import new_id
from studio.store.sealed import Sealer
from studio.store.secrets import MemorySecrets
from tests.helpers.books import Books
from tests.helpers.clock import ManualClock
from tests.helpers.order_files import Ordered, file_of


def sold(books: Books, fen: int, days_ago: float, sku: str = "YM") -> str:
    at = books.now - round(days_ago * DAY_MS)
    order = new_id(at)

    def work(db: Database) -> None:
        live_sales.note(
            db, order_id=order, session_id="s", sku=sku, qty=1, channel="抖音",
            unit_price_fen=fen, at_ms=at,
        )  # fmt: skip

    books.write(work)
    return order


@pytest.fixture
def books(books: Books) -> Books:
    books.now += 100 * DAY_MS
    books.product("YM", stock=100)
    books.product("YB", stock=100)
    return books


def known(books: Books) -> Deals:
    return books.look(lambda db: prices.deals(db, "YM", books.now))


def test_the_lowest_of_seven_days_and_where_there_is_none_the_last_before(books: Books) -> None:
    assert known(books) == Deals(None, None)
    sold(books, 500, days_ago=90)
    sold(books, 900, days_ago=30)
    assert known(books) == Deals(None, 900)
    sold(books, 800, days_ago=6.9)
    sold(books, 700, days_ago=7.1)
    sold(books, 850, days_ago=1)
    sold(books, 100, days_ago=1, sku="YB")
    assert known(books) == Deals(800, 800)
    sold(books, 1, days_ago=0)  # of the broadcast itself: not before it
    assert known(books).lowest_fen == 800


def test_what_was_given_away_was_no_deal(books: Books) -> None:
    sold(books, 800, days_ago=2)
    sold(books, 0, days_ago=1)
    assert known(books) == Deals(800, 800)


def test_what_was_taken_back_was_no_deal(books: Books) -> None:
    order = sold(books, 800, days_ago=1)
    books.write(lambda db: live_sales.undo(db, order, books.now))
    assert known(books) == Deals(None, None)


def test_what_nobody_paid_was_no_deal(books: Books) -> None:
    """Of a note that went in part the rest was one."""
    at = books.now - DAY_MS
    for fen, qty, gone in ((500, 2, 2), (600, 2, 1)):
        order = new_id(at)
        facts = {"session_id": "s", "sku": "YM", "channel": "抖音", "unit_price_fen": fen}
        books.write(
            lambda db, order=order, qty=qty, facts=facts: live_sales.note(
                db, order_id=order, qty=qty, at_ms=at, **facts
            )
        )
        books.write(lambda db, order=order, gone=gone: holds.release(db, order, at_ms=at, qty=gone))
    assert known(books) == Deals(600, 600)
    order = new_id(at)
    books.write(
        lambda db: live_sales.note(
            db, order_id=order, session_id="s", sku="YM", qty=1, channel="抖音",
            unit_price_fen=400, at_ms=at, expires_ms=at + 1,
        )
    )  # fmt: skip
    assert known(books) == Deals(400, 400)
    books.write(lambda db: holds.expire(db, books.now))
    assert known(books) == Deals(600, 600)


def test_the_counter_counts_at_what_was_taken(books: Books) -> None:
    at = books.now - DAY_MS
    books.write(lambda db: sales.sell(db, [Item("YM", "3", paid_fen=2500)], "cash", at))
    assert known(books) == Deals(833, 833)
    books.write(lambda db: sales.sell(db, [Item("YM", "2", paid_fen=0)], "cash", at))
    assert known(books) == Deals(833, 833)


def test_the_counter_and_the_platforms_count(books: Books, tmp_path: Path) -> None:
    """Of a platform's order: what one of ours was paid with, also where theirs is several."""
    at = books.now - DAY_MS
    books.write(lambda db: sales.sell(db, [Item("YM", "2")], "cash", at))
    assert known(books).lowest_fen == 1000
    told = datetime.fromtimestamp(at / 1000, UTC).replace(tzinfo=None) + timedelta(hours=8)
    made = file_of(
        "抖店",
        Ordered("6917000000000000001", "THEIRS", told, qty=2, fen=8000),
        Ordered("6917000000000000002", "THEIRS", told, fen=300, refunded=True),
        *(Ordered("6917000000000000003", "THEIRS", told, fen=50, line=line) for line in (0, 1)),
        Ordered("6917000000000000004", "NOBODY KNOWS", told, fen=40),
    )
    clock = ManualClock(books.now)
    imports = Imports(books.store, clock, Sealer(MemorySecrets()), tmp_path)
    imports.run(Wish(made.write(tmp_path / "f")))
    assert known(books).lowest_fen == 1000
    imports.map_code("抖店", "THEIRS", Mapped("YM", 5))
    assert known(books).lowest_fen == 800


@pytest.mark.parametrize(("refunded", "found"), [(False, 800), (True, None)])
def test_a_note_whose_order_was_given_back_was_no_deal(
    books: Books, tmp_path: Path, refunded: bool, found: int | None
) -> None:
    """One that another buyer kept is: the platform's order took the note over."""
    order = sold(books, 800, days_ago=1)
    told = datetime.fromtimestamp(books.now / 1000 - 86_000, UTC).replace(tzinfo=None)
    told += timedelta(hours=8)
    clock = ManualClock(books.now)
    imports = Imports(books.store, clock, Sealer(MemorySecrets()), tmp_path)
    imports.map_code("抖店", "YM", Mapped("YM", 1))
    for back in (False, refunded):
        row = Ordered("6917000000000000001", "YM", told, fen=900, refunded=back)
        imports.run(Wish(file_of("抖店", row).write(tmp_path / "f")))
    assert [end.how for end in books.look(lambda db: holds.ends(db, order))] == ["confirmed"]
    assert known(books) == Deals(found, found)


def test_only_the_days_asked_for_are_read(books: Books) -> None:
    days = {"sku": "YM", "first": "0", "since": 0, "before": 1}

    def plan(db: Database) -> list[str]:
        parts = (prices.LIVE, prices.COUNTER, prices.PLATFORM)
        return [
            row[3]
            for sql in parts
            for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", days).fetchall()
        ]

    steps = books.look(plan)
    assert [step for step in steps if step.startswith("SCAN")] == []
    assert any("PRIMARY KEY (id>?)" in step for step in steps)
    assert any("platform_order_by_time" in step for step in steps)


def test_of_what_no_platform_sells_their_orders_are_not_read(books: Books) -> None:
    """Each such product of a plan cost two seconds at going live, at 300,000 orders."""

    def asked(db: Database) -> bool:
        said: list[str] = []
        db.conn.set_trace_callback(said.append)
        prices.deals(db, "YM", books.now)
        db.conn.set_trace_callback(None)
        return any("FROM platform_order" in each for each in said)

    assert not books.look(asked)
    books.write(lambda db: mapping.confirm(db, "抖店", "THEIRS", Mapped("YM", 1), 1))
    assert books.look(asked)


@pytest.mark.parametrize(
    ("compared", "basis", "deals", "found"),
    [
        (None, "", Deals(None, None), None),
        (900, " ", Deals(900, 900), ("compared_price_no_basis", 0)),
        (500, "门店价", Deals(None, None), ("compared_price_not_higher", 500)),
        (901, "门店价", Deals(900, 900), ("compared_price_above_deals", 900)),
        (901, "门店价", Deals(None, 900), ("compared_price_above_deals", 900)),
        (900, "门店价", Deals(900, 900), None),
        (9999, "门店价", Deals(None, None), None),
        (9999, "近7日最低成交价", Deals(None, None), ("compared_price_no_deals", 0)),
        (900, "上周成交价", Deals(None, 900), None),
    ],
)
def test_a_compared_price_needs_a_basis_and_no_more_than_was_paid(
    compared: int | None, basis: str, deals: Deals, found: Any
) -> None:
    assert prices.refused(500, compared, basis, deals) == found
