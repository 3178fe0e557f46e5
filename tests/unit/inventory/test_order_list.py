"""The list of live orders: filters, sorts, sums, pages, and that none of them reads everything."""

from __future__ import annotations

import random
from functools import partial
from itertools import product

import pytest
from sqlite_utils import Database

from inventory import live_sales, order_list, products
from inventory.order_list import By, OrderFilter, Sort
from inventory.products import Product
from inventory.search import audit as of_listing
from inventory.search import listing
from studio.runtime.ids import new_id
from studio.store import audit
from studio.store.database import Store


def note(db: Database, number: int, sku: str, qty: int, channel: str, session: str) -> str:
    order_id = new_id(1000 + number)
    live_sales.note(
        db,
        order_id=order_id,
        session_id=session,
        sku=sku,
        qty=qty,
        channel=channel,
        unit_price_fen=100,
        at_ms=1000 + number,
    )
    return order_id


def fill(db: Database) -> list[str]:
    for sku, name in (("YM-001", "东魁杨梅"), ("YB_001", "嵊山贻贝")):
        products.take_over(db, Product(sku, name, "", "箱", 100, None, "", "", ""), 50, 1)
    ids = [
        note(
            *(db, number, "YM-001" if number % 2 else "YB_001", 1),
            *("电话" if number == 5 else "抖音", "s1" if number < 4 else "s2"),
        )
        for number in range(6)
    ]
    live_sales.undo(db, ids[0], 2000)
    return ids


@pytest.fixture
def ids(store: Store) -> list[str]:
    found = store.write(fill).result()
    listing.bring_up(store)
    return found


def listed(store: Store, wanted: OrderFilter, sort: Sort | None = None) -> list[str]:
    return store.read(lambda db: order_list.ids(db, wanted, sort)).result().ids


def test_everything_newest_first_with_what_it_comes_to(store: Store, ids: list[str]) -> None:
    assert listed(store, OrderFilter()) == ids[::-1]
    totals = store.read(lambda db: order_list.totals(db, OrderFilter())).result()
    assert (totals.orders, totals.standing, totals.paid_fen) == (6, 5, 500)


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        (OrderFilter(session_id="s2"), [5, 4]),
        (OrderFilter(session_id="unknown"), []),
        (OrderFilter(sku="YM-001"), [5, 3, 1]),
        (OrderFilter(words="杨梅"), [5, 3, 1]),
        (OrderFilter(words="抖音 贻贝"), [4, 2, 0]),
        (OrderFilter(words="yb_"), [4, 2, 0]),
        (OrderFilter(words="%"), []),
        (OrderFilter(words="电话", session_id="s1"), []),
    ],
)
def test_filters_narrow(
    store: Store, ids: list[str], wanted: OrderFilter, places: list[int]
) -> None:
    assert listed(store, wanted) == [ids[place] for place in places]
    assert store.read(lambda db: order_list.totals(db, wanted)).result().orders == len(places)


def test_an_order_is_found_by_its_id(store: Store, ids: list[str]) -> None:
    wanted = OrderFilter(words=f" {ids[0].upper()}")
    assert listed(store, wanted) == [ids[0]]
    totals = store.read(lambda db: order_list.totals(db, wanted)).result()
    assert (totals.orders, totals.standing, totals.paid_fen) == (1, 0, 0)
    assert not listed(store, OrderFilter(words=ids[0].replace("7", "8")))


def test_lines_say_whose_order_and_whether_it_stands(store: Store, ids: list[str]) -> None:
    rows = store.read(lambda db: order_list.lines(db, [ids[0], ids[5], "unknown"])).result()
    assert set(rows) == {ids[0], ids[5]}
    assert rows[ids[0]].undone
    assert (rows[ids[5]].name, rows[ids[5]].channel, rows[ids[5]].unit) == (
        "东魁杨梅",
        "电话",
        "箱",
    )


SORTS = [Sort(by, descending) for by, descending in product(By, (False, True))]
FILTERS = [
    OrderFilter(),
    OrderFilter(session_id="s2"),
    OrderFilter(sku="A"),
    OrderFilter(sku="A", session_id="s1"),
    OrderFilter(words="抖音"),
    OrderFilter(words="快手 梅"),
    OrderFilter(words="视频号"),
    OrderFilter(words="没有"),
]


def many(db: Database) -> None:
    """Orders of three products, names alike among them, by three channels, in three broadcasts."""
    drawn = random.Random(7)
    for sku, name in (("A", "杨梅"), ("B", "贻贝"), ("C", "杨梅")):
        products.take_over(db, Product(sku, name, "", "箱", 100, None, "", "", ""), 9999, 1)
    made = [
        note(
            *(db, number, drawn.choice("AAABBC"), drawn.randint(1, 4)),
            *(drawn.choice(("抖音", "抖音", "抖音", "快手", "视频号")), f"s{drawn.randint(1, 3)}"),
        )
        for number in range(150)
    ]
    for order_id in drawn.sample(made, 20):
        live_sales.undo(db, order_id, 9000)


def rank(line: order_list.OrderLine, by: By) -> str | int:
    told: dict[By, str | int] = {By.QTY: line.qty, By.PAID: line.paid_fen, By.STATE: line.undone}
    told |= {By.NAME: line.name, By.CHANNEL: line.channel, By.SESSION: line.session_id, By.AT: ""}
    return told[by]


def expected(rows: list[order_list.OrderLine], wanted: OrderFilter, sort: Sort) -> list[str]:
    """The same by sorting all rows in Python."""
    rows = [
        row
        for row in rows
        if wanted.session_id in ("", row.session_id)
        and wanted.sku in ("", row.sku)
        and all(word in f"{row.name} {row.sku} {row.channel}" for word in wanted.words.split())
    ]
    newest_first = sort.descending or sort.by not in (By.AT, By.QTY, By.PAID)
    rows.sort(key=lambda row: row.id, reverse=newest_first)
    values = sorted({rank(row, sort.by) for row in rows}, reverse=sort.descending)
    return [row.id for value in values for row in rows if rank(row, sort.by) == value]


def test_every_sort_of_every_filter_is_what_sorting_all_rows_gives(store: Store) -> None:
    store.write(many).result()
    listing.bring_up(store)

    def read(db: Database) -> None:
        ids = [row[0] for row in db.execute("SELECT id FROM live_sale").fetchall()]
        rows = list(order_list.lines(db, ids).values())
        for wanted, sort in product(FILTERS, SORTS):
            found: list[str] = []
            chunk = order_list.ids(db, wanted, sort, limit=7)
            found += chunk.ids
            while chunk.last is not None:
                chunk = order_list.ids(db, wanted, sort, chunk.last, limit=7)
                found += chunk.ids
            assert found == expected(rows, wanted, sort), (wanted, sort)
            totals = order_list.totals(db, wanted)
            standing = [row for row in rows if row.id in set(found) and not row.undone]
            assert (totals.orders, totals.standing) == (len(found), len(standing))
            assert totals.paid_fen == sum(row.paid_fen for row in standing)

    store.read(read).result()


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: f"{sort.by} {sort.descending}")
def test_no_sort_reads_the_orders_one_by_one(store: Store, sort: Sort) -> None:
    """By the plans: a walk in order ends where the page is full; only a broadcast's are sorted."""
    store.write(many).result()
    listing.bring_up(store)

    def plans(db: Database, wanted: OrderFilter) -> list[tuple[str, str]]:
        asked: list[str] = []
        chunk = order_list.ids(db, wanted, sort, limit=7)
        db.conn.set_trace_callback(asked.append)
        if chunk.last is not None:
            order_list.ids(db, wanted, sort, chunk.last, limit=7)
        order_list.totals(db, wanted)
        db.conn.set_trace_callback(None)
        return [
            (sql, row[3])
            for sql in asked
            for row in db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
        ]

    for wanted in FILTERS:
        for sql, step in store.read(partial(plans, wanted=wanted)).result():
            assert "SCAN live_sale" not in step, sql
            assert "AUTOMATIC" not in step, sql
            if "listed_sale" in sql and "by_session" not in sql:
                assert "TEMP B-TREE" not in step, sql


def test_an_order_is_listed_once_whatever_comes_when(store: Store, ids: list[str]) -> None:
    """Also one of another program, whose id is not the greatest."""
    late = store.write(lambda db: note(db, 7, "YM-001", 2, "抖音", "s3")).result()
    earlier = f"{late[:-1]}{'0' if late[-1] != '0' else '1'}"
    store.write(lambda db: note(db, 8, "YM-001", 1, "抖音", "s3")).result()
    listing.bring_up(store)
    store.write(
        lambda db: (
            db.execute(
                "INSERT INTO live_sale SELECT ?, session_id, sku, qty, channel, unit_price_fen, "
                "paid_fen, noted_ms, noted_local, reserved_by, expires_ms FROM live_sale "
                "WHERE id = ?",
                [earlier, late],
            ).rowcount
        )
    ).result()
    newest = store.write(lambda db: note(db, 9, "YM-001", 1, "抖音", "s3")).result()
    store.write(lambda db: live_sales.undo(db, newest, 3000)).result()
    listing.bring_up(store)
    assert sorted(listed(store, OrderFilter(session_id="s3")))[:2] == sorted([earlier, late])
    assert len(listed(store, OrderFilter())) == 10
    assert not store.read(listing.is_behind).result()
    assert store.read(lambda db: audit.problems(db, of_listing.CHECKS)).result() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE listed_sale SET paid_fen = 1 WHERE n = 2",
        "UPDATE listed_sale SET gone = 1 WHERE n = 3",
        "UPDATE listed_total SET orders = orders + 1",
        "DELETE FROM listed_sale WHERE n = 1",
    ],
)
def test_the_audit_finds_a_list_that_is_not_its_orders(
    store: Store, ids: list[str], statement: str
) -> None:
    store.write(lambda db: db.execute(statement).rowcount).result()
    found = store.read(lambda db: audit.run(db, of_listing.CHECKS)).result()
    assert [each.name for each in found if not each.holds] == ["audit_orders_listed"]
