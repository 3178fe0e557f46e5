"""Parcels are packed by what is scanned, and what is wrong is stopped and written down."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from inventory import bundles, lots
from inventory.aftersales import cases
from inventory.aftersales.sold import SoldItem
from inventory.audit import CHECKS as LEDGER
from inventory.fulfilment import codes, making, packing, parcels, shipping
from inventory.fulfilment.audit import CHECKS
from inventory.fulfilment.packing import Scanned
from inventory.fulfilment.parcels import Parcel
from inventory.ledger import Place
from inventory.lots import Lot
from inventory.schema import Kind
from studio.runtime.threads import Runtime
from studio.runtime.wording import LANGUAGES, sentence
from studio.store import audit
from studio.store.database import Store
from studio.store.sqlite import sqlite3
from tests.helpers.books import DAY, Books
from tests.helpers.clock import ManualClock
from tests.helpers.meddling import unseen
from tests.helpers.parcels import add_line, order, say


def make(books: Books) -> list[Parcel]:
    return books.write(lambda db: making.make(db, books.now))[0]


def scan(books: Books, parcel: Parcel, told: str, qty: int = 1) -> Scanned:
    done = books.write(
        lambda db: packing.scan(db, parcel.id, told, device="typed", at_ms=books.now, qty=qty)
    )
    for language in LANGUAGES:
        assert "{" not in sentence(f"scan_{done.verdict}", language, **done.about)
    return done


def ship(books: Books, *parcel: Parcel) -> shipping.Shipped:
    return books.write(lambda db: shipping.ship(db, [each.id for each in parcel], books.now))


def now(books: Books, parcel: Parcel) -> Parcel:
    return books.look(lambda db: parcels.read(db, parcel.id, books.now))


@pytest.fixture(autouse=True)
def _adds_up(books: Books):
    yield
    assert books.look(lambda db: audit.problems(db, (*LEDGER, *CHECKS))) == []


def test_an_order_becomes_a_parcel_once_and_leaves(books: Books) -> None:
    books.product("YM", 10)
    books.product("TD", 10)
    order(books, "1", YM=2, TD=1)
    (parcel,) = make(books)
    assert make(books) == []
    assert [scan(books, parcel, told).packed for told in ("YM", "TD", "YM")] == [False, False, True]
    assert (books.on(Place.RESERVED, "YM"), books.on(Place.PACKED, "YM")) == (0, 2)
    sent = ship(books, parcel)
    assert [each.state for each in sent.gone] == ["shipped"]
    assert (books.on(Place.PACKED, "YM"), books.on(Place.CUSTOMER, "YM")) == (0, 2)
    books.write(lambda db: shipping.deliver(db, [parcel.code], books.now))
    assert now(books, parcel).state == "delivered"
    assert make(books) == []


def test_what_left_by_us_is_not_called_back_by_a_file_that_says_paid(books: Books) -> None:
    books.product("YM", 10)
    order(books, "1", YM=2)
    (parcel,) = make(books)
    scan(books, parcel, "YM", qty=2)
    ship(books, parcel)
    say(books, "1", "status", "paid")
    assert books.on(Place.CUSTOMER, "YM") == 2
    say(books, "1", "status", "shipped")
    say(books, "1", "aftersale", "refunded")
    assert (books.on(Place.CUSTOMER, "YM"), books.on(Place.SHELF, "YM")) == (2, 8)


@pytest.mark.parametrize(
    ("told", "verdict", "kept"),
    [
        ("TD", "wrong_item", "TD"),
        ("6901234567892", "unknown", "…7892"),
        ("王阿婆 13800001111 定海区昌国路 1 号", "unknown", "… 1 号"),  # whose it is stays outside
        (codes.of_parcel("260101-009"), "other_parcel", codes.of_parcel("260101-009")),
        (codes.of_goods("YM", "没有这批"), "lot_unknown", codes.of_goods("YM", "没有这批")),
        ("Q9", "unknown", "Q9"),
        ("", "unknown", ""),
    ],
)
def test_what_does_not_belong_in_it_is_refused_and_written_down(
    books: Books, told: str, verdict: str, kept: str
) -> None:
    books.product("YM", 10)
    books.product("TD", 10)
    order(books, "1", YM=2)
    (parcel,) = make(books)
    assert scan(books, parcel, told).verdict == verdict
    assert now(books, parcel).scanned == 0
    rows = books.look(lambda db: db.execute("SELECT verdict, told FROM pack_scan").fetchall())
    assert rows == [(verdict, kept)]


def test_the_sentence_about_a_wrong_item_can_be_read_from_afar(books: Books) -> None:
    skus = [f"S{number}" for number in range(9)]
    for sku in (*skus, "OTHER"):
        books.product(sku, 5)
        books.write(lambda db, sku=sku: db.execute(
            "UPDATE product SET name = ? WHERE sku = ?", [sku + "很长的名字" * 30, sku]
        ))  # fmt: skip
    order(books, "1", **dict.fromkeys(skus, 1))
    (parcel,) = make(books)
    said = scan(books, parcel, "OTHER")
    assert len(sentence("scan_wrong_item", "zh", **said.about)) < 140
    assert len(sentence("scan_unknown", "zh", **scan(books, parcel, "x" * 300).about)) < 80


def test_one_too_many_is_refused(books: Books) -> None:
    books.product("YM", 10)
    books.product("TD", 10)
    order(books, "1", YM=2, TD=1)
    (parcel,) = make(books)
    assert scan(books, parcel, "YM", qty=3).verdict == "too_many"
    stuck = books.refusal(
        lambda db: packing.scan(db, parcel.id, "YM", device="typed", at_ms=books.now, qty=10**20)
    )
    assert stuck.code == "amount_too_large"
    assert scan(books, parcel, "YM", qty=2).right
    assert scan(books, parcel, "YM").verdict == "too_many"


def test_a_product_an_order_names_twice_is_scanned_as_one(books: Books) -> None:
    books.product("YM")
    books.harvest("YM", "A", 2, "2026-01-10")
    books.harvest("YM", "B", 1, "2026-01-20")
    order(books, "1", YM=1)
    books.write(lambda db: add_line(db, "1", "1-again", "YM", 2, books.now))
    (parcel,) = make(books)
    assert [line.qty for line in parcel.lines] == [1, 2]
    assert [(line.qty, [take.lot for take in line.lots]) for line in parcel.products] == [
        (3, ["A", "B"])
    ]
    assert scan(books, parcel, "A", qty=3).verdict == "lot_not_here"
    assert scan(books, parcel, "YM", qty=4).verdict == "too_many"
    assert scan(books, parcel, "YM", qty=3).packed


def test_what_is_sold_by_weight_is_one_scan(books: Books) -> None:
    books.product("YM", 5000, kind=Kind.STOCK)
    books.write(lambda db: db.execute("UPDATE product SET unit = '克' WHERE sku = 'YM'"))
    order(books, "1", YM=2500)
    (parcel,) = make(books)
    assert scan(books, parcel, "YM").packed
    assert books.on(Place.PACKED, "YM") == 2500


def test_the_list_says_the_lot_that_goes_off_first_and_the_books_follow_the_hand(
    books: Books,
) -> None:
    books.product("YM")
    books.harvest("YM", "A", 2, "2026-01-10")
    books.harvest("YM", "B", 5, "2026-01-20")
    order(books, "1", YM=2)
    (parcel,) = make(books)
    assert [take.lot for take in parcel.lines[0].lots] == ["A"]
    assert scan(books, parcel, codes.of_goods("YM", "B")).right
    assert scan(books, parcel, "A").packed
    assert [(take.lot, take.qty) for take in now(books, parcel).lines[0].lots] == [
        ("A", 1),
        ("B", 1),
    ]
    assert books.on(Place.SHELF, "YM", "A") == 1
    assert (books.on(Place.PACKED, "YM", "A"), books.on(Place.PACKED, "YM", "B")) == (1, 1)


def test_lots_are_exchanged_with_an_order_that_is_not_packed(books: Books) -> None:
    books.product("YM")
    books.harvest("YM", "A", 1, "2026-01-10")
    books.harvest("YM", "B", 1, "2026-01-20")
    order(books, "1", YM=1)
    order(books, "2", YM=1)
    first, second = make(books)
    assert scan(books, first, codes.of_goods("YM", "B")).packed
    assert [take.lot for take in now(books, second).lines[0].lots] == ["A"]
    assert scan(books, second, codes.of_goods("YM", "B")).verdict == "lot_not_here"
    assert scan(books, second, codes.of_goods("YM", "A")).packed


def test_a_lot_on_hold_or_past_its_date_is_refused(books: Books) -> None:
    books.product("YM")
    books.harvest("YM", "A", 1, "2026-01-02")
    books.harvest("YM", "B", 1, "2026-01-20")
    order(books, "1", YM=2)
    (parcel,) = make(books)
    books.write(lambda db: lots.hold(db, "B", "农残超标", books.now))
    assert scan(books, parcel, codes.of_goods("YM", "B")).verdict == "lot_held"
    books.now += 3 * DAY
    assert scan(books, parcel, codes.of_goods("YM", "A")).verdict == "lot_past"
    assert scan(books, parcel, "YM").verdict == "lot_past"


def test_a_lot_held_after_packing_stops_the_parcel_and_is_replaced(books: Books) -> None:
    books.product("YM")
    books.harvest("YM", "A", 1, "2026-01-10")
    books.harvest("YM", "B", 1, "2026-01-20")
    order(books, "1", YM=1)
    (parcel,) = make(books)
    scan(books, parcel, "YM")
    books.write(lambda db: lots.hold(db, "A", "农残超标", books.now))
    assert now(books, parcel).stopped == "lot_held"
    assert [each.id for each in ship(books, parcel).stopped] == [parcel.id]
    books.write(lambda db: packing.open_again(db, parcel.id, books.now))
    assert scan(books, parcel, codes.of_goods("YM", "B")).packed
    assert len(ship(books, parcel).gone) == 1
    assert books.on(Place.HOLD, "YM", "A") == 1


@pytest.mark.parametrize(
    ("column", "word", "why"),
    [
        ("aftersale", "refunded", "refunded"),
        ("status", "closed", "closed"),
        ("aftersale", "open", "asked_back"),
        ("status", "shipped", "sent_otherwise"),
    ],
)
def test_an_order_that_no_longer_wants_its_parcel_stops_it_before_and_after_packing(
    books: Books, column: str, word: str, why: str
) -> None:
    books.product("YM", 10)
    for number in ("1", "2"):
        order(books, number, YM=2)
    packed, waiting = make(books)
    scan(books, packed, "YM", qty=2)
    scan(books, waiting, "YM")
    for number in ("1", "2"):
        say(books, number, column, word)
    assert (now(books, packed).stopped, now(books, waiting).stopped) == (why, why)
    assert ship(books, packed).gone == ()
    assert scan(books, waiting, "YM").verdict == f"stopped_{why}"
    if why != "asked_back":
        books.write(lambda db: making.dissolve(db, packed.id, books.now))
    assert make(books) == []


def test_paid_orders_that_wait_are_counted_by_what_keeps_them(books: Books) -> None:
    """Also those that hold nothing yet: 11 such orders were told as none."""
    books.product("YM", 10)
    for number in ("ready", "part short", "refunded", "back"):
        order(books, number, YM=1)
    for number in ("short", "asked", "both"):
        order(books, number)
    say(books, "back", "aftersale", "open")
    waits = [
        ("short", "none", "stock_short"), ("part short", "none", "stock_short"),
        ("asked", "none", "product_unmapped"), ("both", "none", "product_unmapped"),
        ("both", "none", "stock_short"), ("refunded", "refunded", "stock_short"),
    ]  # fmt: skip

    def wait(db: Database) -> None:
        for order_id, aftersale, why in waits:
            line = f"{order_id} {why}"
            db.execute(
                "INSERT INTO order_line VALUES (?, ?, ?, 'XX', 1, 'paid', ?, '', ?)",
                [line, order_id, line, aftersale, why],
            )

    books.write(wait)
    found, waiting = books.look(making.ready)
    assert [each.order_id for each in found] == ["ready", "refunded"]
    assert waiting == making.Waiting(questions=2, short=2, asked_back=1)


def test_a_bundle_is_packed_part_by_part(books: Books) -> None:
    books.product("A", 10)
    books.product("B", 10)
    books.product("BOX")
    books.write(lambda db: bundles.define(db, "BOX", {"A": 2, "B": 1}))
    order(books, "1", BOX=1)
    (parcel,) = make(books)
    assert [(line.sku, line.qty) for line in parcel.lines] == [("A", 2), ("B", 1)]
    scan(books, parcel, "A", qty=2)
    assert scan(books, parcel, "B").packed
    assert len(ship(books, parcel).gone) == 1


def test_what_was_promised_is_packed_once_it_is_there(books: Books) -> None:
    books.product("LATER", 5, Kind.PRESALE)
    order(books, "1", LATER=2)
    made, without = books.write(lambda db: making.make(db, books.now))
    assert (made, without) == ([], ["1"])
    books.move("LATER", 2, Place.HOUSEHOLD, Place.SHELF)
    (parcel,) = make(books)
    assert scan(books, parcel, "LATER", qty=2).packed


def test_a_parcel_is_split_and_both_leave(books: Books) -> None:
    books.product("YM", 10)
    order(books, "1", YM=5)
    (parcel,) = make(books)
    refused = books.refusal(lambda db: making.split(db, parcel.id, {"YM": 5}, books.now))
    assert refused.code == "parcel_split_wrong"
    two = books.write(lambda db: making.split(db, parcel.id, {"YM": 2}, books.now))
    assert [each.pieces for each in two] == [3, 2]
    assert books.refusal(lambda db: parcels.find(db, "1", books.now)).code == "parcel_of_several"
    for each in two:
        assert scan(books, each, "YM", qty=each.pieces).packed
        assert len(ship(books, each).gone) == 1
    assert books.on(Place.CUSTOMER, "YM") == 5


def test_what_did_not_leave_after_all_comes_back_packed(books: Books) -> None:
    books.product("YM", 3)
    order(books, "1", YM=3)
    (parcel,) = make(books)
    scan(books, parcel, "YM", qty=3)
    ship(books, parcel)
    books.write(lambda db: shipping.take_back(db, parcel.id, books.now))
    assert (now(books, parcel).state, books.on(Place.PACKED, "YM")) == ("packed", 3)
    books.write(lambda db: packing.open_again(db, parcel.id, books.now))
    assert (now(books, parcel).scanned, books.on(Place.RESERVED, "YM")) == (0, 3)


def test_what_came_back_by_a_case_cannot_count_as_never_sent(books: Books) -> None:
    books.product("YM", 3)
    order(books, "1", YM=3)
    (parcel,) = make(books)
    scan(books, parcel, "YM", qty=3)
    ship(books, parcel)
    item = SoldItem(
        source="platform", channel="抖店", order_no="1", sold_under=parcel.lines[0].reference,
        sku="YM", name="YM", unit="箱", qty=3, paid_fen=100, sold_at=books.now, session_id="",
        left_house=True,
    )  # fmt: skip

    def returned(db: Database) -> None:
        case = cases.open_case(
            db, item, qty=3, reason="bad", wants="refund", due_ms=None, at_ms=books.now
        )
        cases.take_back(db, case.id, 1, Place.SHELF, books.now)

    books.write(returned)
    refused = books.refusal(lambda db: shipping.take_back(db, parcel.id, books.now))
    assert refused.code == "parcel_has_case"
    say(books, "1", "aftersale", "refunded")
    assert (books.on(Place.CUSTOMER, "YM"), books.on(Place.SHELF, "YM")) == (2, 1)


def test_the_file_itself_refuses_what_is_out_of_turn(books: Books) -> None:
    books.product("YM", 10)
    order(books, "1", YM=2)
    (parcel,) = make(books)
    with pytest.raises(sqlite3.IntegrityError, match="does not go that way"):
        books.write(lambda db: parcels.happened(db, parcel.id, "shipped", books.now))
    scan(books, parcel, "YM")

    def again(db: Database) -> None:
        db.execute(
            "INSERT INTO pack_scan SELECT 'x', parcel_id, round, reference, sku, lot, 2, verdict, "
            "told, device, happened_ms, happened_local FROM pack_scan"
        )

    with pytest.raises(sqlite3.IntegrityError, match="more than the parcel takes"):
        books.write(again)
    for table in ("parcel", "parcel_line", "pack_scan"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            books.write(lambda db, table=table: db.execute(f"DELETE FROM {table}"))


def test_a_keyboard_with_its_capitals_locked_says_the_same() -> None:
    for code in (codes.of_goods("Ym-01", "0618-李家"), codes.of_parcel("260101-001")):
        assert code.isascii()
        assert codes.read(code.swapcase()) == codes.read(code) != codes.Plain(code)


def test_wide_letters_and_digits_are_the_code_they_stand_for() -> None:
    assert codes.read("ＹＭ－００１") == codes.Plain("YM-001")
    assert codes.read("ＧＦ１／Ｐ／２６０１０１－００１") == codes.ParcelCode("260101-001")
    assert codes.read("0618（李家）") == codes.Plain("0618（李家）")


def test_a_database_from_before_parcels_is_updated(
    tmp_path: Path, runtime: Runtime, migrations: list[Migrations], clock: ManualClock
) -> None:
    path = tmp_path / "old" / "studio.db"
    before = [each for each in migrations if each.name != "fulfilment"]
    old = Books(Store.open(path, runtime, before, clock))
    old.product("YM", 3)
    order(old, "1", YM=2)
    old.store.close()
    fresh = Books(Store.open(path, runtime, migrations, clock))
    assert [each.pieces for each in make(fresh)] == [2]


def test_every_parcel_reaches_a_harvest(books: Books) -> None:
    """From what left, by what was scanned, to who harvested it and when."""
    books.product("YM")
    for code, household, day in (("A", "李阿婆", "2026-06-18"), ("B", "王伯", "2026-06-19")):
        lot = Lot("YM", code, household, harvested=day, best_before="2026-07-01")
        books.write(lambda db, lot=lot: lots.register(db, lot, books.now))
        books.move("YM", 2, Place.HOUSEHOLD, Place.SHELF, lot=code)
    order(books, "1", YM=3)
    (parcel,) = make(books)
    for code in ("A", "A", "B"):
        scan(books, parcel, codes.of_goods("YM", code))
    ship(books, parcel)
    (line,) = now(books, parcel).lines
    found = [books.look(lambda db, each=each: lots.find(db, "YM", each.lot)) for each in line.lots]
    assert [(lot.household, lot.harvested) for lot in found if lot] == [
        ("李阿婆", "2026-06-18"),
        ("王伯", "2026-06-19"),
    ]
    assert sum(each.qty for each in line.lots) == books.on(Place.CUSTOMER, "YM") == 3


MEDDLED = {
    "DELETE FROM parcel_event WHERE kind = 'packed'": "audit_parcels_in_turn",
    "DELETE FROM parcel_event WHERE kind = 'shipped'": "audit_no_parcel_twice",
    "UPDATE parcel_event SET kind = 'back' WHERE kind = 'packed'": "audit_parcels_in_turn",
    "DELETE FROM dispatch": "audit_parcels_in_turn",
    "UPDATE pack_scan SET qty = 2": "audit_scans_are_lines",
    "UPDATE pack_scan SET lot = 'x'": "audit_no_parcel_twice",
    "DELETE FROM parcel_open": "audit_open_parcels",
    "UPDATE platform_order SET gone = 0": "audit_gone_orders",
    "UPDATE platform_order SET gone = 1": "audit_gone_orders",
}


def test_the_audit_finds_a_parcel_that_was_changed(books: Books) -> None:
    books.product("YM", 10)
    for number in ("1", "2"):
        order(books, number, YM=1)
    first, _ = make(books)
    scan(books, first, "YM")
    ship(books, first)
    assert unseen(books.store, CHECKS, MEDDLED) == []


def test_of_labels_an_earlier_version_kept_whole_the_end_is_left(
    tmp_path: Path, runtime: Runtime, migrations: list[Migrations], clock: ManualClock
) -> None:
    """Whose parcel it was could be read in every backup for good."""
    label = "SF1234 王五 13812345678 渔港路 8 号"

    def work(db: Database) -> None:
        db.execute("INSERT INTO parcel VALUES ('p', 'P1', 'o', '抖店', '1', 1, '')")
        for name, verdict, told in (
            ("1", packing.UNKNOWN, label),
            ("2", packing.UNKNOWN, "Q9"),
            ("3", "x", label),
        ):
            db.execute(
                "INSERT INTO pack_scan VALUES (?, 'p', 0, '', '', '', 1, ?, ?, 'usb', 1, '')",
                [name, verdict, told],
            )
        # As it was before this migration.
        db.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm003_of_strange%'")

    path = tmp_path / "studio.db"
    before = Store.open(path, runtime, migrations, clock)
    before.write(work).result()
    before.close()
    after = Store.open(path, runtime, migrations, clock)
    told = after.read(lambda db: db.execute("SELECT told FROM pack_scan").fetchall()).result()
    assert told == [("… 8 号",), ("Q9",), (label,)]
    refused = after.write(lambda db: db.execute("UPDATE pack_scan SET told = ''")).exception()
    assert "append-only" in str(refused)
