"""A workshop's file of the version before is listed at the update, and finds what comes after."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database, Migrations

from inventory import live_sales, order_list
from inventory.aftersales.schema import MIGRATIONS as AFTERSALES
from inventory.counter import phone
from inventory.counter.schema import MIGRATIONS as COUNTER
from inventory.order_list import OrderFilter
from inventory.orders import schema as orders
from inventory.schema import MIGRATIONS as INVENTORY
from inventory.search import audit as of_listing
from inventory.search import listing
from inventory.search import schema as search_schema
from inventory.search.schema import MIGRATIONS as SEARCH
from studio.runtime.threads import Runtime
from studio.store import audit
from studio.store.database import Store
from studio.store.migrations import HouseMigrations
from tests.helpers.books import AT, Books
from tests.helpers.clock import ManualClock


def orders_before() -> HouseMigrations:
    """The tables of imported orders as they were."""
    made = HouseMigrations("orders", orders.TRIGGERS, orders.SEALED[:1])
    made()(orders.m001_imported_orders)
    return made


@contextmanager
def opened(path: Path, *sets: Migrations) -> Iterator[Store]:
    runtime = Runtime()
    try:
        yield Store.open(path, runtime, sets, ManualClock(AT))
    finally:
        runtime.close()


def test_what_was_noted_before_is_listed_and_what_comes_after_follows(tmp_path: Path) -> None:
    path = tmp_path / "studio.db"
    with opened(path, INVENTORY, orders_before()) as store:
        books = Books(store)
        books.product("YM", 1000)
        noted = [books.note("YM") for _ in range(30)]
        books.write(lambda db: live_sales.undo(db, noted[3], AT + 1))
    with opened(path, INVENTORY, orders.MIGRATIONS, COUNTER, AFTERSALES, SEARCH) as store:
        books = Books(store)
        assert books.look(lambda db: order_list.ids(db, OrderFilter())).ids == noted[::-1]
        totals = books.look(lambda db: order_list.totals(db, OrderFilter()))
        assert (totals.orders, totals.standing) == (30, 29)
        assert not books.look(listing.is_behind)
        noted.append(books.note("YM", 2))
        assert books.look(listing.is_behind)
        listing.bring_up(store)
        assert books.look(lambda db: order_list.ids(db, OrderFilter())).ids == noted[::-1]
        assert books.look(lambda db: audit.problems(db, of_listing.CHECKS)) == []


def test_orders_imported_before_are_sorted_by_goods_after_the_update(tmp_path: Path) -> None:
    path = tmp_path / "studio.db"
    first = ["1", "a", "YM", "杨梅", "五斤装", 2]
    lines = [("l2", "b", 3, ["1", "b", "TD", "土豆", "", 3]), ("l1", "a", 2, first)]

    def fill(db: Database) -> None:
        head = "('o', '抖店', '抖店', '1', 'paid', 'none', 100, 0, NULL)"
        db.execute(f"INSERT INTO platform_order VALUES {head}")
        for line_id, line_no, qty, state in lines:
            db.execute(
                "INSERT INTO order_line VALUES (?, 'o', ?, ?, ?, 'paid', 'none', ?, '')",
                [line_id, line_no, state[2], qty, json.dumps(state, ensure_ascii=False)],
            )

    with opened(path, INVENTORY, orders_before()) as store:
        store.write(fill).result()
    with opened(path, INVENTORY, orders.MIGRATIONS) as store:
        ask = "SELECT pieces, face FROM platform_order"
        assert store.read(lambda db: db.execute(ask).fetchall()).result() == [(5, "杨梅 五斤装")]
        # In order, as `OrderState.goods` tells it: the audit compares them.
        ask = "SELECT words FROM platform_order JOIN order_goods ON order_goods.id = goods"
        told = "土豆\tTD\n杨梅 五斤装\tYM"
        assert store.read(lambda db: db.execute(ask).fetchall()).result() == [(told,)]


def test_what_was_given_back_before_it_left_is_no_longer_to_ship(tmp_path: Path) -> None:
    """As `OrderState.status` tells it: the audit compares them."""
    path = tmp_path / "studio.db"
    given_back, asked = ("paid", "refunded"), ("paid", "open")
    told = {
        "all": ([given_back, given_back], "closed"),
        "half": ([given_back, asked], "paid"),
        "the rest is gone": ([given_back, ("done", "none"), ("shipped", "none")], "shipped"),
        "the rest is closed": ([given_back, ("closed", "none")], "closed"),
    }

    def fill(db: Database) -> None:
        for name, (lines, _) in told.items():
            head = "(?1, '抖店', '抖店', ?1, 'paid', 'refunded', 100, 100, NULL)"
            db.execute(f"INSERT INTO platform_order VALUES {head}", [name])
            for place, states in enumerate(lines):
                db.execute(
                    "INSERT INTO order_line VALUES (?1, ?2, ?1, '', 1, ?3, ?4, '', '')",
                    [f"{name}-{place}", name, *states],
                )

    with opened(path, INVENTORY, orders_before()) as store:
        store.write(fill).result()
    with opened(path, INVENTORY, orders.MIGRATIONS) as store:
        ask = "SELECT id, status FROM platform_order"
        found = dict(store.read(lambda db: db.execute(ask).fetchall()).result())
    assert found == {name: status for name, (_, status) in told.items()}


def test_sums_of_before_are_reckoned_anew(tmp_path: Path) -> None:
    """One handed over of three went missing with the two that were taken back; what nobody
    wanted was summed all the same."""
    path, houses = tmp_path / "studio.db", (INVENTORY, orders.MIGRATIONS, COUNTER, AFTERSALES)
    before = HouseMigrations("search")
    before()(search_schema.m001_listed_orders)

    def listed_as_before(db: Database) -> None:
        listing.list_new(db)
        db.execute(
            "UPDATE listed_sale SET undone = 1 WHERE id IN (SELECT order_id FROM live_sale_undo)"
        )
        db.execute("UPDATE listed_total SET undone = 1, undone_fen = 3000")
        db.execute("UPDATE listed_undone SET orders = 1")

    with opened(path, *houses, before) as store:
        books = Books(store)
        books.product("YM", 100)
        undone, let_go, kept = (books.note("YM", 3, channel="电话") for _ in range(3))
        books.write(lambda db: phone.hand_over(db, undone, "shipped", AT, qty=1))
        books.write(lambda db: live_sales.undo(db, undone, AT))
        books.write(lambda db: phone.cancel(db, let_go, "not_wanted", AT))
        books.write(listed_as_before)
    with opened(path, *houses, SEARCH) as store:
        books = Books(store)
        assert not books.look(listing.is_behind)
        totals = books.look(lambda db: order_list.totals(db, OrderFilter()))
        assert (totals.orders, totals.standing, totals.paid_fen) == (3, 2, 4000)
        lines = books.look(lambda db: order_list.lines(db, [undone, let_go, kept]))
        assert [lines[each].standing for each in (undone, let_go, kept)] == [1, 0, 3]
        assert books.look(lambda db: audit.problems(db, of_listing.CHECKS)) == []
