"""Figures: every sale once, what was given back not at all, and a rule that tells its numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory import counts, holds, live_sales
from inventory.aftersales import cases
from inventory.aftersales import sold as aftersales
from inventory.counter import phone, sales
from inventory.counter.sales import Item
from inventory.figures import bring, goods, sold
from inventory.figures.bring import Left
from inventory.figures.goods import ExpiringLot
from inventory.figures.sold import COUNTER, NOTED, PHONE, PLATFORM, Sold, Stretch
from inventory.ledger import Place
from inventory.orders import mapping, questions
from inventory.orders.importing import Imports, Report, Wish
from inventory.orders.mapping import Mapped
from studio.runtime.ids import new_id
from studio.store.database import Store
from studio.store.sealed import Sealer
from studio.store.secrets import MemorySecrets
from tests.helpers.books import DAY, HOUR, Books
from tests.helpers.clock import ManualClock
from tests.helpers.order_files import Ordered, draft, file_of

SHOP = "抖店"


@pytest.fixture
def books(store: Store) -> Books:
    made = Books(store)
    made.product("YM", 50)
    made.product("TD")
    made.harvest("TD", "A", 10, "2026-01-04", reason="harvest")
    return made


def figures(books: Books, session: str = "", hours: int = 24) -> Sold:
    stretch = Stretch(books.now, books.now + hours * HOUR, session)
    return books.look(lambda db: sold.sold(db, stretch, HOUR))


class Platform:
    """抖店, where every SKU but one is mapped; orders come two hours after the beginning."""

    def __init__(self, books: Books, folder: Path) -> None:
        self.books, self.folder = books, folder
        clock = ManualClock(books.now + 3 * HOUR)
        self.imports = Imports(books.store, clock, Sealer(MemorySecrets()), folder)
        books.write(lambda db: mapping.confirm(db, SHOP, "YM", Mapped("YM", 1), 1))

    def order(self, number: int, fen: int, code: str = "YM", **more: Any) -> Report:
        at = datetime.fromtimestamp((self.books.now + 2 * HOUR) / 1000, UTC) + timedelta(hours=8)
        told = Ordered(f"{6917 * 10**15 + number}", code, at.replace(tzinfo=None), fen=fen, **more)
        return self.imports.run(Wish(file_of(SHOP, told).write(self.folder / "f")))


@pytest.fixture
def platform(books: Books, tmp_path: Path) -> Platform:
    return Platform(books, tmp_path)


def by_product(found: Sold) -> dict[str, tuple[int, int]]:
    return {each.sku: (each.qty, each.paid_fen) for each in found.by_product}


def test_a_line_is_what_the_shops_code_means(books: Books, platform: Platform) -> None:
    """Also one that was imported before anybody said it; taken back, nobody knows any more."""
    platform.order(1, 5000, "YM-5", qty=2)
    assert by_product(figures(books)) == {"": (2, 5000)}
    platform.imports.map_code(SHOP, "YM-5", Mapped("YM", 5))
    assert by_product(figures(books)) == {"YM": (10, 5000)}
    platform.imports.map_code(SHOP, "YM-5", Mapped("TD", 1))
    platform.order(2, 700)
    assert by_product(figures(books)) == {"TD": (2, 5000), "YM": (1, 700)}
    platform.imports.forget_code(SHOP, "YM-5")
    assert by_product(figures(books)) == {"": (2, 5000), "YM": (1, 700)}


def test_of_several_products_of_a_line_the_first_has_the_money(
    books: Books, platform: Platform
) -> None:
    platform.order(1, 5000, "YM;TD", qty=2)
    (asked,) = books.look(questions.asked)
    platform.imports.say_goods(SHOP, asked.line_ids, {"YM": 1, "TD": 3})
    assert by_product(figures(books)) == {"TD": (3, 5000), "YM": (1, 0)}


def test_every_way_counts_and_each_order_once(books: Books, platform: Platform) -> None:
    books.note("YM", 3)
    platform.order(9, 1800, qty=2)  # of the note
    platform.order(8, 500, refunded=True)
    platform.order(7, 300, code="nobody knows")
    books.write(lambda db: sales.sell(db, [Item("YM", "2"), Item("TD")], "cash", books.now))
    call = new_id(books.now)
    facts = {"sku": "YM", "qty": 1, "channel": "电话", "at_ms": books.now}
    books.write(lambda db: phone.note(db, order_id=call, **facts))  # type: ignore[arg-type]
    books.write(lambda db: phone.hand_over(db, call, "picked_up", books.now))
    found = figures(books)
    assert dict(found.by_way) == {PLATFORM: 2100, NOTED: 1000, COUNTER: 3000, PHONE: 1000}
    assert (found.paid_fen, found.orders) == (7100, 5)
    assert {each.sku: (each.qty, each.paid_fen) for each in found.by_product} == {
        "YM": (6, 5800), "TD": (1, 1000), "": (1, 300),
    }  # fmt: skip
    assert (found.columns[0], found.columns[2], len(found.columns)) == (5000, 2100, 24)


def test_what_was_taken_back_does_not_count(books: Books) -> None:
    undone, expired = books.note("YM", 1), books.note("YM", 1, hours=1)
    books.write(lambda db: live_sales.undo(db, undone, books.now))
    books.write(lambda db: holds.expire(db, books.now + 2 * HOUR))
    sale = books.write(lambda db: sales.sell(db, [Item("YM")], "cash", books.now))
    books.write(lambda db: sales.undo(db, sale.id, books.now))
    assert (figures(books).paid_fen, figures(books).orders, expired != undone) == (0, 0, True)


@pytest.mark.parametrize("live", [False, True])
def test_what_was_handed_over_counts_though_the_rest_was_not_wanted(
    books: Books, live: bool
) -> None:
    """Two of three were sold and paid; the dashboard fell to nothing."""
    order_id = new_id(books.now)
    if live:
        order_id = books.note("YM", 3, channel="电话")
    else:
        facts = {"sku": "YM", "qty": 3, "channel": "电话", "at_ms": books.now}
        books.write(lambda db: phone.note(db, order_id=order_id, **facts))  # type: ignore[arg-type]
    books.write(lambda db: phone.hand_over(db, order_id, "picked_up", books.now, qty=2))
    if live:
        books.write(lambda db: live_sales.undo(db, order_id, books.now))
        assert figures(books, "s").paid_fen == 2000
    else:
        books.write(lambda db: phone.cancel(db, order_id, "not_wanted", books.now))
    found = figures(books)
    assert (found.by_way, found.orders) == (((NOTED if live else PHONE, 2000),), 1)


def test_a_note_taken_back_after_a_platform_confirmed_a_part_counts_as_that_row(
    books: Books, platform: Platform
) -> None:
    note = books.note("YM", 3)
    books.write(lambda db: holds.confirm(db, note, reference="l9/YM", at_ms=books.now, qty=1))
    books.write(lambda db: live_sales.undo(db, note, books.now))
    platform.order(9, 1000)
    assert figures(books).by_way == ((PLATFORM, 1000),)


@pytest.mark.parametrize(
    ("aftersale", "when", "ways"),
    [
        ("无售后", "", ((NOTED, 2000),)),
        ("退款成功", "", ()),
        ("无售后", "10:00", ((PLATFORM, 1800),)),
    ],
)
def test_an_order_that_does_not_say_when_counts_as_its_note(
    books: Books, tmp_path: Path, aftersale: str, when: str, ways: tuple[tuple[str, int], ...]
) -> None:
    """拼多多 leaves the deal time out now and then: the sale was in no figure at all."""
    books.note("YM", 2, channel="拼多多")
    books.write(lambda db: mapping.confirm(db, "拼多多", "YM", Mapped("YM", 1), 1))
    made = draft("拼多多", orders=1)
    told = {"order_no": "260101-1", "title": "杨梅", "code": "YM", "qty": "2", "paid": "18.00"}
    told |= {"status": "待发货", "ordered_at": f"2026-01-01 {when}:00" if when else ""}
    blank = dict.fromkeys(made.headings, "")
    imports = Imports(
        books.store, ManualClock(books.now + 3 * HOUR), Sealer(MemorySecrets()), tmp_path
    )
    for said in ("无售后", aftersale):  # it was taken over before it was given back
        told["aftersale"] = said
        made.rows = [blank | {made.role(role): text for role, text in told.items()}]
        imports.run(Wish(made.write(tmp_path / "f")))
    assert books.look(holds.open_notes) == []
    assert figures(books).by_way == ways
    assert figures(books).orders == len(ways)


def test_what_was_given_back_here_is_no_income(books: Books) -> None:
    """By a case: of a sale at the counter, in part and whole, and of an order by telephone."""
    items = [Item("YM", "2"), Item("TD")]
    sale = books.write(lambda db: sales.sell(db, items, "cash", books.now))
    call = new_id(books.now)
    facts = {"sku": "YM", "qty": 2, "channel": "电话", "at_ms": books.now}
    books.write(lambda db: phone.note(db, order_id=call, **facts))  # type: ignore[arg-type]
    hand = books.write(lambda db: phone.hand_over(db, call, "picked_up", books.now))
    give_back(books, sale.id, "YM", 500)
    give_back(books, hand.number, "YM", 1500)
    slip = give_back(books, sale.id, "TD", 1000)
    found = figures(books)
    assert (dict(found.by_way), found.orders) == ({COUNTER: 1500, PHONE: 500}, 2)
    assert {each.sku: (each.qty, each.paid_fen) for each in found.by_product} == {"YM": (4, 2000)}
    give_back(books, sale.id, "YM", 1500)
    assert (dict(figures(books).by_way), figures(books).orders) == ({PHONE: 500}, 1)
    books.write(lambda db: cases.undo(db, slip.id, slip.steps[-1].seq, books.now))
    assert (dict(figures(books).by_way), figures(books).orders) == ({COUNTER: 1000, PHONE: 500}, 2)


def give_back(books: Books, sold_as: str, sku: str, fen: int) -> cases.Case:
    (item,) = (
        each for each in books.look(lambda db: aftersales.look(db, sold_as)) if each.sku == sku
    )
    facts = {"qty": 1, "reason": "other", "wants": "refund", "due_ms": None}
    case = books.write(lambda db: cases.open_case(db, item, at_ms=books.now, **facts))  # type: ignore[arg-type]
    return books.write(lambda db: cases.refund(db, case.id, fen, books.now))


def test_a_broadcast_is_what_was_noted_in_it(books: Books, platform: Platform) -> None:
    books.note("YM", 3)
    platform.order(9, 2700, qty=3)
    books.write(lambda db: sales.sell(db, [Item("YM")], "cash", books.now))
    found = figures(books, "s")
    assert (found.paid_fen, found.orders, found.by_way) == (3000, 1, ((NOTED, 3000),))
    assert figures(books, "another").paid_fen == 0


def test_what_was_sold_on_other_days_is_not_of_this_one(books: Books) -> None:
    books.write(lambda db: sales.sell(db, [Item("YM")], "cash", books.now))
    books.now += DAY
    assert figures(books).orders == 0


def test_households_lots_and_losses(books: Books) -> None:
    books.write(lambda db: sales.sell(db, [Item("TD", "3")], "cash", books.now))
    books.move("TD", 2, Place.SHELF, Place.LOSS, reason="压坏")
    books.move("YM", 1, Place.SHELF, Place.LOSS, reason="count")
    books.move("YM", 1, Place.LOSS, Place.SHELF, reason="count")
    stretch = (books.now, books.now + DAY)
    lots = books.look(lambda db: goods.lots(db, *stretch))
    assert [(each.sku, each.lot, each.sold_qty, each.shelf_qty) for each in lots] == [
        ("TD", "A", 3, 5),
        ("YM", "", 0, 50),
    ]
    found = goods.households(lots)
    assert [(each.name, each.sold_fen, each.shelf_fen) for each in found] == [("", 3000, 55_000)]
    (lost,) = books.look(lambda db: goods.losses(db, *stretch))
    assert (lost.reason, lost.qty, lost.fen) == ("压坏", 2, 2000)
    (lot,) = books.look(lambda db: goods.expiring(db, date(2026, 1, 1)))
    assert (lot.lot, lot.days, lot.qty) == ("A", 3, 5)
    assert books.look(lambda db: goods.expiring(db, date(2025, 12, 1))) == []


def test_a_loss_that_was_explained_or_undone_is_none(books: Books) -> None:
    """By the reasons the program itself writes for the way there and back."""
    books.write(lambda db: counts.count(db, "YM", 47, books.now))
    books.now += 2 * HOUR
    sale = books.write(lambda db: sales.sell(db, [Item("TD", "3")], "cash", books.now))
    (item,) = books.look(lambda db: aftersales.look(db, sale.id))
    case = books.write(
        lambda db: cases.open_case(
            db, item, qty=3, reason="other", wants="refund", due_ms=None, at_ms=books.now
        )
    )
    books.write(lambda db: cases.take_back(db, case.id, 3, Place.LOSS, books.now))

    def lost() -> list[tuple[str, int]]:
        stretch = (books.now - DAY, books.now + DAY)
        return [
            (each.reason, each.qty) for each in books.look(lambda db: goods.losses(db, *stretch))
        ]

    assert sorted(lost()) == [("case_lost", 3), ("count", 3)]
    books.write(lambda db: cases.undo(db, case.id, 2, books.now))
    assert lost() == [("count", 3)]
    before_the_count = books.now - 3 * HOUR
    books.write(
        lambda db: counts.late(
            db, sku="YM", qty=3, source=Place.SHELF, target=Place.CUSTOMER, reason="by_hand",
            at_ms=before_the_count,
        )
    )  # fmt: skip
    assert lost() == []


def left(sku: str, available: int, sold_qty: int, days: int = 28) -> Left:
    return Left(sku, sku, "箱", available, sold_qty, days)


def lot(sku: str, days: int, qty: int) -> ExpiringLot:
    return ExpiringLot(sku, sku, "箱", "A", "", "2026-01-01", days, qty)


def test_the_rule_names_its_reasons_in_order() -> None:
    products = [
        left("SELLS", 100, 28), left("LIES", 5, 0), left("GONE", 0, 0), left("SHORT", 3, 28),
        left("OFF", 20, 28), left("NEW", 6, 3, days=1),
    ]  # fmt: skip
    found = bring.advise(products, [lot("OFF", 3, 20), lot("SELLS", 3, 4)])
    assert [(each.why, each.left.sku) for each in found] == [
        ("goes_off", "OFF"), ("short", "NEW"), ("short", "SHORT"), ("sells", "SELLS"),
        ("lies", "LIES"),
    ]  # fmt: skip
    by_sku = {each.left.sku: each for each in found}
    assert (by_sku["SHORT"].lasts_days, by_sku["SHORT"].fetch) == (3, 4)
    assert (by_sku["NEW"].lasts_days, by_sku["NEW"].fetch) == (2, 15)
    assert by_sku["SELLS"].lasts_days == 100


def test_what_is_past_its_day_is_not_brought() -> None:
    (advice,) = bring.advise([left("OFF", 0, 28)], [lot("OFF", -1, 20)])
    assert advice.why == "short"


@given(
    st.integers(0, 10_000), st.integers(0, 10_000), st.integers(1, 28),
    st.none() | st.tuples(st.integers(-5, 7), st.integers(1, 10_000)),
)  # fmt: skip
def test_what_is_fetched_lasts(
    available: int, sold_qty: int, days: int, near: tuple[int, int] | None
) -> None:
    expiring = [lot("X", *near)] if near else []
    for advice in bring.advise([left("X", available, sold_qty, days)], expiring):
        if advice.why == "short":
            assert (available + advice.fetch) * days >= sold_qty * bring.LASTS_DAYS
            assert available * days < sold_qty * bring.LASTS_DAYS
            assert advice.fetch > 0
        if advice.why == "goes_off":
            assert advice.lot is not None
            assert advice.lot.qty * days > sold_qty * (advice.lot.days + 1)
        assert (advice.why == "lies") == (sold_qty == 0 and advice.lot is None)
