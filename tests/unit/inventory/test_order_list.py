"""The list of live orders: filters, sums, pages."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from inventory import live_sales, order_list, products
from inventory.order_list import OrderFilter
from inventory.products import Product
from studio.runtime.ids import new_id
from studio.store.database import Store


def fill(db: Database) -> list[str]:
    for sku, name in (("YM-001", "东魁杨梅"), ("YB_001", "嵊山贻贝")):
        products.take_over(db, Product(sku, name, "", "箱", 100, None, "", "", ""), 50, 1)
    ids = []
    for number in range(6):
        order_id = new_id(1000 + number)
        live_sales.note(
            db,
            order_id=order_id,
            session_id="s1" if number < 4 else "s2",
            sku="YM-001" if number % 2 else "YB_001",
            qty=1,
            channel="电话" if number == 5 else "抖音",
            unit_price_fen=100,
            at_ms=1000 + number,
        )
        ids.append(order_id)
    live_sales.undo(db, ids[0], 2000)
    return ids


@pytest.fixture
def ids(store: Store) -> list[str]:
    return store.write(fill).result()


def test_everything_newest_first_with_what_it_comes_to(store: Store, ids: list[str]) -> None:
    assert store.read(lambda db: order_list.ids(db, OrderFilter())).result() == ids[::-1]
    totals = store.read(lambda db: order_list.totals(db, OrderFilter())).result()
    assert (totals.orders, totals.standing, totals.paid_fen) == (6, 5, 500)


def test_the_next_chunk_goes_on_where_the_last_one_ended(store: Store, ids: list[str]) -> None:
    def read(db: Database) -> list[str]:
        first = order_list.ids(db, OrderFilter(words="抖音"), limit=3)
        return first + order_list.ids(db, OrderFilter(words="抖音"), before=first[-1], limit=3)

    assert store.read(read).result() == ids[4::-1]


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        (OrderFilter(session_id="s2"), [5, 4]),
        (OrderFilter(sku="YM-001"), [5, 3, 1]),
        (OrderFilter(words="杨梅"), [5, 3, 1]),
        (OrderFilter(words="抖音 贻贝"), [4, 2, 0]),
        (OrderFilter(words="YB_"), [4, 2, 0]),
        (OrderFilter(words="%"), []),
        (OrderFilter(words="电话", session_id="s1"), []),
    ],
)
def test_filters_narrow(
    store: Store, ids: list[str], wanted: OrderFilter, places: list[int]
) -> None:
    found = store.read(lambda db: order_list.ids(db, wanted)).result()
    assert found == [ids[place] for place in places]
    assert store.read(lambda db: order_list.totals(db, wanted)).result().orders == len(places)


def test_lines_say_whose_order_and_whether_it_stands(store: Store, ids: list[str]) -> None:
    rows = store.read(lambda db: order_list.lines(db, [ids[0], ids[5], "unknown"])).result()
    assert set(rows) == {ids[0], ids[5]}
    assert rows[ids[0]].undone
    assert (rows[ids[5]].name, rows[ids[5]].channel, rows[ids[5]].unit) == (
        "东魁杨梅",
        "电话",
        "箱",
    )
