"""Products, stock levels and orders noted live, on a real file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlite_utils import Database

from inventory import ledger, live_sales, products
from inventory.ledger import Place, StockLevel
from inventory.products import Product
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id
from studio.runtime.wording import LANGUAGES, word_error
from studio.store.database import Store
from studio.store.sqlite import sqlite3

AT = 1_767_225_600_000
MUSSEL = Product(
    sku="YB-001",
    name="厚壳贻贝",
    spec="2.5kg/箱",
    unit="箱",
    price_fen=3990,
    compared_price_fen=5900,
    origin="枸杞乡",
    picture="yb.png",
    script="",
)


@pytest.fixture
def stocked(store: Store) -> Store:
    store.write(lambda db: products.take_over(db, MUSSEL, 10, AT)).result()
    return store


def note(db: Database, qty: int = 1, **changed: Any) -> str:
    order_id = changed.pop("order_id", None) or new_id(AT)
    facts = {
        "order_id": order_id,
        "session_id": "s1",
        "sku": "YB-001",
        "qty": qty,
        "channel": "抖音",
        "unit_price_fen": 3990,
        "at_ms": AT,
        **changed,
    }
    live_sales.note(db, **facts)
    return order_id


def refused(store: Store, work: Callable[[Database], object]) -> UserFacingError:
    with pytest.raises(UserFacingError) as raised:
        store.write(work).result()
    for language in LANGUAGES:
        word_error(raised.value, language)
    return raised.value


def test_taking_over_fills_the_shelf_once(stocked):
    assert stocked.read(lambda db: ledger.level(db, "YB-001")).result() == StockLevel(
        "YB-001", on_hand=10, reserved=0, available=10
    )
    again = stocked.write(lambda db: products.take_over(db, MUSSEL, 99, AT)).result()
    assert again is False
    assert stocked.read(lambda db: ledger.level(db, "YB-001").available).result() == 10
    assert stocked.read(lambda db: products.find(db, "YB-001")).result() == MUSSEL
    assert stocked.read(products.all_products).result() == [MUSSEL]


def test_noting_reserves_and_says_what_is_left(stocked):
    told = stocked.write(
        lambda db: live_sales.note(
            db,
            order_id="o1",
            session_id="s1",
            sku="YB-001",
            qty=3,
            channel="电话",
            unit_price_fen=3990,
            at_ms=AT,
        )
    ).result()
    assert told.available == 7
    level = stocked.read(lambda db: ledger.level(db, "YB-001")).result()
    assert level == told
    assert (level.on_hand, level.reserved, level.available) == (10, 3, 7)
    (sale,) = stocked.read(live_sales.sales).result()
    assert (sale.qty, sale.paid_fen, sale.noted_at, sale.undone) == (3, 11970, AT, False)


def test_more_than_is_available_is_refused_and_nothing_is_written(stocked):
    error = refused(stocked, lambda db: note(db, 11))
    assert (error.code, error.parameters["available"]) == ("not_enough_stock", 10)
    assert stocked.read(live_sales.sales).result() == []


def test_the_safety_buffer_is_kept_back(stocked):
    error = refused(stocked, lambda db: note(db, 9, safety_buffer=2))
    assert error.parameters["available"] == 8
    assert stocked.read(lambda db: ledger.level(db, "YB-001", 2).available).result() == 8
    assert stocked.read(lambda db: ledger.level(db, "YB-001", 99).available).result() == 0


@pytest.mark.parametrize("qty", [0, -1])
def test_a_quantity_below_one_is_refused(stocked, qty):
    assert refused(stocked, lambda db: note(db, qty)).code == "quantity_not_positive"


def test_an_unknown_product_is_refused(stocked):
    assert refused(stocked, lambda db: note(db, sku="NO")).code == "product_unknown"
    assert refused(stocked, lambda db: ledger.level(db, "NO")).code == "product_unknown"
    assert refused(stocked, lambda db: products.find(db, "NO")).code == "product_unknown"


def test_undo_gives_the_stock_back_once_and_keeps_the_order(stocked):
    order = stocked.write(lambda db: note(db, 4)).result()
    assert stocked.write(lambda db: live_sales.undo(db, order, AT + 1)).result().undone
    assert stocked.read(lambda db: ledger.level(db, "YB-001").available).result() == 10
    assert [sale.undone for sale in stocked.read(live_sales.sales).result()] == [True]
    assert refused(stocked, lambda db: live_sales.undo(db, order, AT)).code == (
        "order_already_undone"
    )
    assert refused(stocked, lambda db: live_sales.undo(db, "no", AT)).code == "order_unknown"


def test_the_same_order_id_is_not_noted_twice(stocked):
    order = stocked.write(note).result()
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        stocked.write(lambda db: note(db, order_id=order)).result()
    assert stocked.read(lambda db: ledger.level(db, "YB-001").available).result() == 9


def test_orders_page_newest_first_at_any_depth(stocked):
    ids = [stocked.write(lambda db: note(db, session_id="s1")).result() for _ in range(6)]
    stocked.write(lambda db: note(db, session_id="s2")).result()
    pages, before = [], None
    while page := stocked.read(
        lambda db: live_sales.sales(db, "s1", limit=4, before=before)  # noqa: B023
    ).result():
        pages.append([sale.id for sale in page])
        before = page[-1].id
    assert pages == [ids[:1:-1], ids[1::-1]]
    assert len(stocked.read(live_sales.sales).result()) == 7


@pytest.mark.parametrize("session", [None, "s1"])
def test_paging_walks_an_index(stocked, session):
    def plan(db: Database) -> str:
        seen: list[str] = []
        with db.tracer(lambda sql, values: seen.append(sql)):
            live_sales.sales(db, session, limit=50, before="z")
        values = ["z", 50] if session is None else [session, "z", 50]
        return " ".join(row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {seen[0]}", values))

    text = stocked.read(plan).result()
    assert "SEARCH live_sale USING" in text
    assert "TEMP B-TREE" not in text


def test_noting_an_order_makes_sqlite_build_no_table_of_its_own(stocked):
    """Each is a file of its own to SQLite: they took a quarter of the time of a move."""

    def opcodes(db: Database) -> set[str]:
        seen: list[str] = []
        db.conn.set_trace_callback(seen.append)
        note(db)
        db.conn.set_trace_callback(None)
        written = [sql for sql in seen if sql.startswith("INSERT INTO ")]
        assert {sql.split()[2] for sql in written} == {"stock_move", "live_sale"}
        return {row[1] for sql in written for row in db.execute(f"EXPLAIN {sql}")}

    found = stocked.write(opcodes).result()
    assert "Program" in found  # the triggers are in it
    assert "OpenEphemeral" not in found


def test_levels_of_some_and_of_all(stocked):
    assert set(stocked.read(ledger.levels).result()) == {"YB-001"}
    some = stocked.read(lambda db: ledger.levels(db, ["YB-001", "NO", "YB-001"])).result()
    assert set(some) == {"YB-001"}
    assert stocked.read(lambda db: ledger.levels(db, [])).result() == {}


def moving(verb: str, qty: int, source: str, target: str) -> str:
    """A move put in by hand, past `ledger.move`."""
    return (
        f"{verb} INTO stock_move SELECT 'x', sku, {qty}, '{source}', '{target}', '', '', 0, '', 0, "
        "'', 0 FROM product"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stock_move SET qty = 1",
        "DELETE FROM stock_move",
        "INSERT OR REPLACE INTO stock_move SELECT * FROM stock_move LIMIT 1",
        "INSERT OR IGNORE INTO stock_move SELECT * FROM stock_move LIMIT 1",
        "UPDATE OR REPLACE live_sale SET qty = 2",
        "DELETE FROM live_sale",
        "INSERT OR REPLACE INTO live_sale SELECT * FROM live_sale LIMIT 1",
        "DELETE FROM live_sale_undo",
        "INSERT OR REPLACE INTO live_sale_undo SELECT * FROM live_sale_undo LIMIT 1",
        "DELETE FROM stock_balance",
        "UPDATE stock_balance SET qty = -1 WHERE place = 'shelf'",
        moving("INSERT OR IGNORE", 99, "shelf", "customer"),
        moving("INSERT OR REPLACE", 99, "shelf", "loss"),
        moving("INSERT", 1, "shelf", "shelf"),
        moving("INSERT", 1, "shelf", "moon"),
        moving("INSERT", 0, "shelf", "loss"),
    ],
)
@pytest.mark.parametrize("recursive", [1, 0])
def test_the_ledger_refuses_to_be_changed(stocked, statement, recursive):
    order = stocked.write(note).result()
    stocked.write(note).result()
    stocked.write(lambda db: live_sales.undo(db, order, AT)).result()
    before = stocked.read(ledger.replay).result()

    def meddle(db: Database) -> None:
        db.conn.execute(statement)

    def without_guard(db: Database) -> None:
        db.conn.execute("COMMIT")
        db.conn.execute(f"PRAGMA recursive_triggers = {recursive}")
        db.conn.execute("BEGIN IMMEDIATE")

    stocked.write(without_guard).result()
    with pytest.raises(sqlite3.IntegrityError):
        stocked.write(meddle).result()
    assert stocked.read(ledger.replay).result() == before


def test_a_move_below_zero_is_refused_by_the_file_itself(stocked):
    error = refused(
        stocked,
        lambda db: ledger.move(
            db,
            sku="YB-001",
            qty=1,
            source=Place.RESERVED,
            target=Place.PACKED,
            reason="pack",
            at_ms=AT,
        ),
    )
    assert (error.code, error.parameters["available"]) == ("not_enough_stock", 0)
