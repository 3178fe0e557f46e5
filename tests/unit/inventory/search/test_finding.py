"""One search box: whatever a person has at hand leads to the product, the order, the lot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from inventory import lots
from inventory.counter import phone
from inventory.fulfilment import making, parcels, shipping
from inventory.lots import Lot
from inventory.orders import phones
from inventory.orders.importing import Imports, Wish
from inventory.search import calls, finding, initials
from inventory.search.finding import Finder
from studio.runtime.ids import new_id
from studio.store.database import Store
from studio.store.sealed import Sealer
from studio.store.secrets import MemorySecrets
from tests.helpers.books import AT, Books
from tests.helpers.clock import ManualClock
from tests.helpers.order_files import PRODUCTS, draft
from tests.helpers.parcels import order


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
    codes = {"ym-001的": "YM-001", "TD": "TD-002", "ym001dmz": "YM-001", "ＹＭ－００１": "YM-001"}
    for typed, sku in codes.items():
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


@pytest.fixture
def called(store: Store) -> tuple[Finder, dict[str, str]]:
    """Three who ordered by telephone; the finder, and the ids of their orders by their names."""
    books, sealer, ids = Books(store), Sealer(MemorySecrets()), {}
    books.product("YM-001", 9)
    for who in ("王五 138 0000 8848 望潮村", "WangLiu wx:wl66", "赵七 139-1111-2222"):
        order = ids[who.split()[0]] = new_id(books.now)
        kept = sealer.seal(who.encode(), where=phone.where_sealed(order))
        facts = {"sku": "YM-001", "qty": 1, "channel": "电话", "at_ms": AT, "contact": kept}
        books.write(lambda db, o=order, f=facts: phone.note(db, order_id=o, **f))  # type: ignore[misc]
    return Finder(store, sealer), ids


WHO = {
    "王五": "王五",
    "8848": "王五",
    "13800008848": "王五",
    "望潮 王五": "王五",
    "wangliu": "WangLiu",
    "11112222": "赵七",
    "2222": "赵七",
}
NOBODY = ("王", "138", "1380", "五 13", "赵七 8848")
"""Too little, or two persons."""


def test_who_ordered_by_telephone_by_name_and_by_the_end_of_the_number(
    called: tuple[Finder, dict[str, str]], store: Store
) -> None:
    finder, ids = called
    for typed, who in WHO.items():
        found = finder.find(typed)
        assert [each.id for each in found.calls] == [ids[who]], typed
        assert who not in repr(found.calls)
    for typed in NOBODY:
        assert not finder.find(typed).calls, typed
    secrets = MemorySecrets()
    asked: list[str] = []
    get = secrets.get
    secrets.get = lambda name: asked.append(name) or get(name)  # type: ignore[method-assign,func-returns-value]
    closed = Finder(store, Sealer(secrets)).find("王五")
    assert (closed.calls, closed.phones_closed, len(asked)) == ([], True, 1)


@pytest.mark.parametrize("spoil", [lambda kept: kept[:-1] + bytes([kept[-1] ^ 1]), lambda _: b"?"])
def test_a_damaged_contact_keeps_nobody_from_finding_the_others(
    called: tuple[Finder, dict[str, str]], store: Store, spoil: Callable[[bytes], bytes]
) -> None:
    finder, ids = called
    one, other = list(ids)[:2]

    def damage(db: Database) -> None:
        row = db.execute("SELECT contact FROM phone_order WHERE order_id = ?", [ids[one]])
        (kept,) = row.fetchone()
        db.execute("UPDATE phone_order SET contact = ? WHERE order_id = ?", [spoil(kept), ids[one]])

    store.write(damage).result()
    found = finder.find(other)
    assert ([each.id for each in found.calls], found.phones_closed) == ([ids[other]], True)
    assert not finder.find(one).calls


def test_a_call_by_its_number_and_by_what_it_was_sent_under(
    called: tuple[Finder, dict[str, str]], store: Store
) -> None:
    finder, ids = called
    number = ids["赵七"][-4:].upper()
    (waiting,) = finder.find(number).calls
    assert (waiting.id, waiting.state, waiting.number) == (ids["赵七"], "waiting", number)
    facts = {"tracking": "顺丰 SF77001"}
    Books(store).write(lambda db: phone.hand_over(db, ids["赵七"], "shipped", AT, **facts))  # type: ignore[arg-type]
    (sent,) = finder.find("sf7700").calls
    assert (sent.id, sent.state, sent.tracking) == (ids["赵七"], "handed", "顺丰 SF77001")

    def plans(db: Database) -> list[str]:
        asked: list[str] = []
        db.conn.set_trace_callback(asked.append)
        calls.contacts(db)
        finding._found(db, ["sf77"], finding.Sealed(calls=[ids["王五"]]))
        db.conn.set_trace_callback(None)
        return [
            row[3]
            for sql in asked
            for row in db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
            if row[3].startswith("SCAN") and "INDEX" not in row[3]
        ]

    few = {"product", "lot", "import_file"}
    assert {step.split()[1] for step in store.read(plans).result()} <= few


def test_a_parcel_by_its_tracking_number_and_its_code(store: Store) -> None:
    books, finder = Books(store), Finder(store, Sealer(MemorySecrets()))
    books.product("P", 9)
    order(books, "A1", P=1)
    order(books, "A2", P=1)
    made, _ = books.write(lambda db: making.make(db, AT))
    keep, gone = made[0].id, made[1].id
    for number in ("SF10090", "SF20020"):  # the first one was a mistake
        books.write(lambda db, n=number: shipping.note_tracking(db, keep, "顺丰", n, "", AT))  # type: ignore[misc]
    for typed in ("SF10090", "sf2002", "SF20"):
        (found,) = finder.find(typed).parcels
        assert (found.id, found.tracking, found.state) == (keep, "SF20020", "to_pack")
    code = found.code
    assert [each.id for each in finder.find(code.lower()).parcels] == [keep]
    dissolved = books.look(lambda db: parcels.code_of(db, gone))
    books.write(lambda db: making.dissolve(db, gone, AT))
    assert not finder.find(dissolved).parcels


def test_lots_by_code_and_household(workshop: tuple) -> None:
    finder = workshop[0]
    for typed in ("0618", "李家", "李阿婆", "0618 阿婆", "家%"):
        assert [each.code for each in finder.find(typed).lots] == ["0618-李家%"]
    assert not finder.find("%%").lots
    assert [each.household for each in finder.find("lap").lots] == ["李阿婆"]
    assert not finder.find("lpa").lots


@pytest.mark.parametrize("typed", ["", "  ", "\U0010ffff", "'; DROP TABLE product; --", "\0", "~"])
def test_whatever_is_typed_finds_nothing_and_harms_nothing(workshop: tuple, typed: str) -> None:
    assert workshop[0].find(typed).nothing


def test_a_pasted_page_is_looked_for_by_its_beginning(workshop: tuple) -> None:
    assert workshop[0].find("很长" * 50_000).nothing
    assert workshop[0].find("李家 " * 50_000).lots


def test_no_table_of_orders_is_read_through(workshop: tuple, store: Store) -> None:
    _, numbers, note = workshop
    few = {"product", "lot", "import_file", "handover", "phone_order"}
    few |= {"json_each"}  # no table: the ids that were found

    def plans(db: Database) -> list[tuple[str, str]]:
        asked: list[str] = []
        db.conn.set_trace_callback(asked.append)
        phones.key_ids(db)
        for words in ([numbers[0]], [numbers[0][:6]], [note], ["8848"], ["杨梅"]):
            finding._found(db, words, finding.Sealed([b"\1" * 17, b"\2" * 17]))
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
