"""One search box: whatever a person has at hand leads to the product, the order, the lot."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from inventory import lots
from inventory.lots import Lot
from inventory.orders import phones
from inventory.orders.importing import Imports, Wish
from inventory.search import finding, initials
from inventory.search.finding import Finder
from studio.store.database import Store
from studio.store.sealed import Sealer
from studio.store.secrets import MemorySecrets
from tests.helpers.books import AT, Books
from tests.helpers.clock import ManualClock
from tests.helpers.order_files import PRODUCTS, draft


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("东魁杨梅", "dkym"),
        ("东魁杨梅", "ym"),
        ("长兴紫笋", "cxzs"),
        ("长兴紫笋", "zxzs"),
        ("重阳糕", "cyg"),
        ("A级 5斤装", "aj5jz"),
        ("糯米黄酒（桂花）", "jgh"),
    ],
)
def test_initials_name_a_product(name: str, typed: str) -> None:
    assert initials.fits(name, typed)


@pytest.mark.parametrize(
    ("name", "typed"), [("东魁杨梅", "dym"), ("杨梅", "ymm"), ("🍑", "t"), ("", "a")]
)
def test_other_letters_do_not(name: str, typed: str) -> None:
    assert not initials.fits(name, typed)


@pytest.fixture
def workshop(store: Store, tmp_path: Path) -> tuple[Finder, list[str], str]:
    """Products, a lot, orders with phones, a note; the finder, the orders' numbers, the note."""
    books, secrets = Books(store), MemorySecrets()
    for sku, _ in PRODUCTS:
        books.product(sku, 1000)
    books.product("LOT-9")
    books.write(lambda db: lots.register(db, Lot("LOT-9", "0618-李家%", "李阿婆"), AT))
    made = draft("抖店", orders=12)
    for row in made.rows:
        row["收件人手机号"] = "138****8848"
    imports = Imports(store, ManualClock(AT), Sealer(secrets), tmp_path)
    imports.run(Wish(made.write(tmp_path / "orders.xlsx")))
    numbers = sorted({row["主订单编号"] for row in made.rows})
    return Finder(store, Sealer(secrets)), numbers, books.note("YM-001")


def test_products_by_name_code_and_initials_the_likeliest_first(workshop: tuple) -> None:
    finder = workshop[0]
    for typed, sku in (("ym-001的", "YM-001"), ("TD", "TD-002"), ("ym001dmz", "YM-001")):
        assert [each.sku for each in finder.find(typed).products] == [sku]
    assert len(finder.find("dmz").products) == 4
    assert finder.find("002").products[0].sku == "TD-002"
    assert [each.sku for each in finder.find("的名字 HT").products] == ["HT-003"]


def test_orders_by_their_number_or_its_beginning(workshop: tuple) -> None:
    finder, numbers, _ = workshop
    assert [each.order_no for each in finder.find(numbers[3]).orders] == [numbers[3]]
    found = finder.find(f" {numbers[0][:16]} ").orders
    assert {each.order_no for each in found} <= set(numbers)
    assert len(found) == finding.MOST
    assert not finder.find(numbers[3][:3]).orders


def test_an_order_noted_live_by_its_id(workshop: tuple) -> None:
    finder, _, note = workshop
    assert [each.id for each in finder.find(note.upper()).notes] == [note]
    assert [each.id for each in finder.find(note[:30]).notes] == [note]


def test_orders_by_the_last_four_digits(workshop: tuple) -> None:
    finder, numbers, _ = workshop
    found = finder.find("8848")
    assert {each.order_no for each in found.orders} <= set(numbers)
    assert len(found.orders) == finding.MOST
    assert finder.find("8849").nothing


def test_whose_key_is_elsewhere_is_told(workshop: tuple, store: Store) -> None:
    found = Finder(store, Sealer(MemorySecrets())).find("8848")
    assert found.phones_closed
    assert not found.orders


def test_lots_by_code_and_household(workshop: tuple) -> None:
    finder = workshop[0]
    for typed in ("0618", "李家", "李阿婆", "0618 阿婆", "家%"):
        assert [each.code for each in finder.find(typed).lots] == ["0618-李家%"]
    assert not finder.find("%%").lots


@pytest.mark.parametrize("typed", ["", "  ", "\U0010ffff", "'; DROP TABLE product; --", "\0", "~"])
def test_whatever_is_typed_finds_nothing_and_harms_nothing(workshop: tuple, typed: str) -> None:
    assert workshop[0].find(typed).nothing


def test_a_pasted_page_is_looked_for_by_its_beginning(workshop: tuple) -> None:
    assert workshop[0].find("很长" * 50_000).nothing
    assert workshop[0].find("李家 " * 50_000).lots


def test_no_table_of_orders_is_read_through(workshop: tuple, store: Store) -> None:
    _, numbers, note = workshop
    few = {"product", "lot", "import_file"}

    def plans(db: Database) -> list[tuple[str, str]]:
        asked: list[str] = []
        db.conn.set_trace_callback(asked.append)
        phones.key_ids(db)
        for words in ([numbers[0]], [numbers[0][:6]], [note], ["8848"], ["杨梅"]):
            finding._found(db, words, [b"\1" * 17, b"\2" * 17], False)
        phones._of_row(db, b"x", numbers[0])
        db.conn.set_trace_callback(None)
        return [
            (sql, row[3])
            for sql in asked
            for row in db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
        ]

    steps = store.read(plans).result()
    assert any("raw_content_by_tail" in step for _, step in steps)
    for sql, step in steps:
        assert not step.startswith("SCAN") or step.split()[1] in few, (sql, step)
