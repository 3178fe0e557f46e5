"""The desk's stock: counting, keeping a lot from sale, and what is told when it is refused."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from inventory.losses import Cause, Loss, Pile
from inventory.lots import Lot, LotStock
from inventory.products import Product
from inventory.schema import Kind, Place
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from tests.helpers.desk import FakeStudio, failed
from tests.ui.presenters.test_desk import Nobody
from ui.desk.stock.presenter import StockPresenter
from ui.desk.stock.typed import Amount, TypedProduct

NONE = Amount("")
KNOWN = {"YM": {"箱": Decimal(1), "件": Decimal(6)}}
LOT = LotStock(Lot("YM", "A1", best_before="2026-06-20"), 5, 1, 0, 0, False, "")


class Desk:
    def __init__(self, **answers: Any) -> None:
        self.studio = FakeStudio(lots=[LOT], **answers)
        self.view = Nobody()
        self.problems: list[BaseException] = []
        parts = (self.studio, lambda *_a, **_k: None, self.problems.append)
        self.presenter = StockPresenter(self.view, *parts)  # type: ignore[arg-type]
        self.presenter.open()


def test_it_shows_products_and_lots_as_of_today() -> None:
    desk = Desk(stock_rows=["row"])
    assert desk.view.shown["show_rows"] == (["row"],)
    assert desk.view.shown["show_lots"] == ([LOT], date(2026, 1, 1))


def test_a_count_is_booked_and_everything_is_read_again() -> None:
    desk = Desk()
    desk.presenter.on_count("YM", "A1", Amount(" １2 "), NONE)  # with a Chinese keyboard
    assert desk.studio.booked == [("count", "YM", 12, "A1")]
    assert desk.view.told["show_booking"] == [(True,), (False,)]
    assert "show_counted" in desk.view.shown
    assert len(desk.view.told["show_rows"]) == 2


def test_what_is_weighed_is_counted_with_its_weight() -> None:
    desk = Desk()
    desk.presenter.on_count("JI", "A1", Amount("3"), Amount(" 6400 "))
    assert desk.studio.booked == [("count", "JI", 3, "A1", 6400)]
    desk.presenter.on_count("JI", "A1", Amount("3"), Amount("6,4"))
    assert "show_count_wrong" not in desk.view.shown, "its count is right"
    told = desk.view.shown["show_count_weight_wrong"][0]
    assert (told.code, len(desk.studio.booked)) == ("amount_unreadable", 1)
    desk.presenter.on_count("JI", "A1", Amount("3"), Amount("6.4", "公斤"))
    desk.presenter.on_count("JI", "A1", Amount("3"), Amount("12斤8两"))
    assert [each[4] for each in desk.studio.booked] == [6400] * 3


def test_larger_units_are_booked_as_the_ledger_counts_them() -> None:
    desk = Desk(units=KNOWN)
    assert desk.view.shown["show_units"] == (KNOWN,)
    for typed in (Amount("3", "件"), Amount("2件6箱", "件"), Amount("18")):
        desk.presenter.on_count("YM", "A1", typed, NONE)
        desk.presenter.on_arrived("YM", typed, "", "", NONE)
    assert {each[2] for each in desk.studio.booked} == {18}
    desk.presenter.on_count("YM", "A1", Amount("1.4", "件"), NONE)
    desk.presenter.on_arrived("YM", Amount("3筐"), "", "", NONE)
    assert desk.view.shown["show_count_wrong"][0].code == "amount_not_whole"
    assert desk.view.shown["show_arrival_wrong"][0].code == "unit_unknown"
    assert len(desk.studio.booked) == 6


def test_a_loss_is_told_with_its_reason_and_taken_back() -> None:
    pile = Pile("A1", Place.SHELF, 5)
    loss = Loss("m1", "YM", "杨梅", "箱", "A1", Place.SHELF, 6, Cause.ROTTEN, "", 0, False)
    desk = Desk(units=KNOWN, losable=([pile], [loss]))
    assert "show_losable" not in desk.view.shown
    desk.presenter.on_loss("YM")
    assert desk.view.shown["show_losable"] == ("YM", [pile], [loss])
    desk.presenter.on_lose("YM", pile, Amount("1", "件"), Cause.ROTTEN, "泡了")
    assert desk.studio.booked == [("lose", "YM", 6, pile, Cause.ROTTEN, "泡了")]
    assert "show_lost" in desk.view.shown
    assert len(desk.view.told["show_losable"]) == 2, "and read again, while the form is there"
    desk.presenter.on_loss("")
    desk.presenter.on_undo_loss(loss)
    assert desk.studio.booked[-1] == ("loss back", "m1")
    assert desk.view.shown["show_loss_back"] == (loss, Place.SHELF)
    assert len(desk.view.told["show_losable"]) == 2
    desk.presenter.on_lose("YM", pile, Amount("一"), Cause.ROTTEN, "")
    assert desk.view.shown["show_loss_wrong"][0].code == "amount_unreadable"
    desk.studio.refusal = UserFacingError("loss_remark_missing")
    desk.presenter.on_lose("YM", pile, Amount("1"), Cause.OTHER, "")
    assert desk.view.shown["show_loss_wrong"] == (desk.studio.refusal,)


def test_a_product_is_added_and_changed_as_it_was_typed() -> None:
    before = Product("YM", "杨梅", "", "箱", 8990, 9990, "", "", "")
    desk = Desk(products=[before])
    typed = TypedProduct(True, "", "土豆", "5斤/袋", "袋", " 19.9 ", "望潮村")
    desk.presenter.on_save_product(replace(typed, price="贵"))
    assert desk.view.shown["show_product_wrong"][0].code == "price_unreadable"
    assert desk.view.told["show_booking"] == [(True,), (False,)]
    desk.presenter.on_save_product(typed)
    added = Product("", "土豆", "5斤/袋", "袋", 1990, None, "望潮村", "", "")
    assert desk.studio.booked == [("add", added, "0")]
    desk.presenter.on_product("YM")
    assert desk.view.shown["show_product"] == (
        TypedProduct(False, "YM", "杨梅", "", "箱", "89.9", ""), 0,
    )  # fmt: skip
    desk.presenter.on_save_product(TypedProduct(False, "YM", "东魁杨梅", "", "箱", "79", ""))
    changed = replace(before, name="东魁杨梅", price_fen=7900)
    assert desk.studio.booked[-1] == ("change", changed, 0)
    assert desk.view.shown["show_product_saved"] == (changed, False)


@pytest.mark.parametrize("new", [True, False])
def test_the_form_is_busy_from_the_first_press_on(
    monkeypatch: pytest.MonkeyPatch, new: bool
) -> None:
    """记下 pressed twice made two products: the form was free until the goods had been read."""
    desk = Desk(products=[Product("YM", "杨梅", "", "箱", 8990, None, "", "", "")])
    typed = TypedProduct(new, "" if new else "YM", "土豆", "", "袋", "19.9", "")
    reading: Future[Any] = Future()
    monkeypatch.setattr(desk.presenter, "_asking", Waits())
    books = desk.studio.books
    books.goods = lambda: reading
    monkeypatch.setattr(FakeStudio, "books", books)
    desk.presenter.on_save_product(typed)
    assert desk.view.told["show_booking"] == [(True,)]
    reading.set_result([])
    assert len(desk.studio.booked) == 1
    assert desk.view.told["show_booking"][-1] == (False,)


@pytest.mark.parametrize("what", ["goods", "product"])
def test_the_form_is_free_again_where_nothing_could_be_read(
    monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    desk = Desk()
    books = desk.studio.books
    trouble = OSError("disk")
    setattr(books, what, lambda *_: failed(trouble))
    monkeypatch.setattr(FakeStudio, "books", books)
    desk.presenter.on_save_product(TypedProduct(False, "YM", "土豆", "", "袋", "19.9", ""))
    assert desk.view.told["show_booking"] == [(True,), (False,)]
    assert desk.problems == [trouble]


class Waits:
    """`ui.asking.Asking` whose answers come when their Futures do."""

    def ask(self, future: Future[Any], on_result: Any, on_error: Any = None) -> None:
        future.add_done_callback(lambda it: on_result(it.result()))


def test_a_household_written_otherwise_is_asked_about_once() -> None:
    desk = Desk(households=["李阿婆"])
    desk.presenter.on_arrived("YM", Amount("4"), "李阿波", "", NONE)
    (asked,) = desk.view.shown["show_arrival_wrong"]
    assert (asked.code, asked.parameters, desk.studio.booked) == (
        "household_alike", {"known": "李阿婆"}, [],
    )  # fmt: skip
    desk.presenter.on_arrived("YM", Amount("4"), "李阿波", "", NONE)
    desk.presenter.on_arrived("YM", Amount("5"), "李阿婆", "", NONE)
    assert [each[3] for each in desk.studio.booked] == ["李阿波", "李阿婆"]


def test_a_household_is_renamed_or_made_one_with_another_and_that_is_taken_back() -> None:
    desk = Desk(households=["李阿婆", "李阿波"])
    desk.presenter.on_rename("李阿波", "李大婶", False)
    desk.presenter.on_rename("李阿波", "李阿婆", True)
    done, is_known_one = desk.view.shown["show_renamed"]
    assert (done.after, is_known_one) == ("李阿婆", True)
    assert len(desk.view.told["show_households"]) == 3, "and read again"
    desk.presenter.on_take_name_back(done)
    assert desk.view.shown["show_name_back"] == ("李阿波",)
    desk.studio.refusal = UserFacingError("household_known", name="李阿婆")
    desk.presenter.on_rename("李阿波", "李阿婆", False)
    assert desk.view.shown["show_rename_wrong"][0].code == "household_known"
    assert desk.studio.booked == [
        ("rename", "李阿波", "李大婶", False),
        ("rename", "李阿波", "李阿婆", True),
        ("name back", "李阿波"),
    ]


def test_what_arrived_is_booked_with_what_is_known_of_it() -> None:
    desk = Desk()
    desk.presenter.on_arrived("YM", Amount(" 40 "), " 李阿婆 ", "2026-06-20", NONE)
    desk.presenter.on_arrived("JI", Amount("3"), "", "", Amount("6400"))
    assert desk.studio.booked == [
        ("receive", "YM", 40, "李阿婆", "2026-06-20"),
        ("receive", "JI", 3, "", "", 6400),
    ]
    desk.presenter.on_arrived("YM", Amount("1"), "", "12月20日", NONE)
    (said,) = desk.view.shown["show_arrived"]
    assert desk.studio.booked.pop() == ("receive", "YM", 1, "", said)
    assert said.endswith("-12-20")
    desk.presenter.on_arrived("YM", Amount("1"), "", "过几天", NONE)
    assert desk.view.shown["show_arrival_wrong"][0].code == "day_unreadable"
    desk.presenter.on_arrived("YM", Amount("很多"), "", "", NONE)
    (told,) = desk.view.shown["show_arrival_wrong"]
    assert (told.code, len(desk.studio.booked)) == ("amount_unreadable", 2)


@pytest.mark.parametrize("typed", ["", "一箱", "-1", "1²"])
def test_what_is_no_whole_number_is_told_and_booked_nowhere(typed: str) -> None:
    desk = Desk()
    desk.presenter.on_count("YM", "", Amount(typed), NONE)
    assert desk.studio.booked == []
    (told,) = desk.view.shown["show_count_wrong"]
    assert told.code == "amount_unreadable"


def test_tonnes_are_booked_and_a_digit_too_many_is_told_as_too_much() -> None:
    tea = {"克": Decimal(1), "公斤": Decimal(1000)}
    desk = Desk(units={"CHA": tea})
    desk.presenter.on_arrived("JI", Amount("600"), "", "", Amount("1250", "公斤"))
    desk.presenter.on_count("JI", "A1", Amount("600"), Amount("1250000"))
    desk.presenter.on_arrived("CHA", Amount("1250", "公斤"), "", "", NONE)
    assert desk.studio.booked == [
        ("receive", "JI", 600, "", "", 1_250_000),
        ("count", "JI", 600, "A1", 1_250_000),
        ("receive", "CHA", 1_250_000, "", ""),
    ]
    desk.presenter.on_count("JI", "A1", Amount("600"), Amount("1000001", "公斤"))
    assert_told_as_too_much(desk, "show_count_weight_wrong", "1000001", "1,000,000 公斤")
    desk.presenter.on_arrived("YM", Amount("1234567"), "", "", NONE)
    assert_told_as_too_much(desk, "show_arrival_wrong", "1234567", "999,999")
    assert len(desk.studio.booked) == 3


def test_too_much_is_told_in_the_unit_that_was_chosen() -> None:
    desk = Desk(units={"YM": {"盒": Decimal(1), "件": Decimal(12)}})
    desk.presenter.on_arrived("YM", Amount("100000", "件"), "", "", NONE)
    assert_told_as_too_much(desk, "show_arrival_wrong", "100000", "83,333 件")
    desk.presenter.on_arrived("YM", Amount("9999999999999", "盒"), "", "", NONE)
    assert_told_as_too_much(desk, "show_arrival_wrong", "9999999999999", "999,999 盒")
    assert desk.studio.booked == []


@pytest.mark.parametrize(("new", "typed"), [(True, "1234567"), (False, "-1234567")])
def test_too_many_to_be_ordered_is_told_as_too_much(new: bool, typed: str) -> None:
    desk = Desk()
    facts = (new, "" if new else "YM", "鸡", "", "只", "199", "")
    desk.presenter.on_save_product(TypedProduct(*facts, kind=Kind.ADOPTION, more=typed))
    assert_told_as_too_much(desk, "show_product_wrong", typed, "999,999 只")
    assert desk.studio.booked == []


def assert_told_as_too_much(desk: Desk, shown: str, amount: str, most: str) -> None:
    (told,) = desk.view.shown[shown]
    assert word_error(told) == (
        f"“{amount}”太多了，一次最多 {most}；什么都没有改。看看是不是多打了几位。"
    )
    assert word_error(told, "en") == (
        f'"{amount}" is too much: at most {most} at once; nothing was changed. '
        "Look whether there is a digit too many."
    )


def test_a_lot_is_held_and_released_with_a_reason() -> None:
    desk = Desk()
    desk.presenter.on_hold("A1", " 农残超标 ")
    desk.presenter.on_let_go("A1", "复检合格")
    assert desk.studio.booked == [("hold", "A1", "农残超标"), ("let_go", "A1", "复检合格")]
    assert desk.view.shown["show_held"] == desk.view.shown["show_let_go"] == ("A1",)
    for act in (desk.presenter.on_hold, desk.presenter.on_let_go):
        act("A1", "  ")
    assert len(desk.studio.booked) == 2
    assert [told.code for (told,) in desk.view.told["show_hold_wrong"]] == ["reason_missing"] * 2


def test_a_mistake_is_told_beside_it_and_trouble_as_everywhere() -> None:
    mistake = UserFacingError("count_below_reserved", sku="YM", counted=1, owed=2)
    desk = Desk(refusal=mistake)
    desk.presenter.on_count("YM", "", Amount("1"), NONE)
    desk.presenter.on_hold("A1", "x")
    assert desk.view.shown["show_count_wrong"] == (mistake,)
    assert desk.view.shown["show_hold_wrong"] == (mistake,)
    assert "show_counted" not in desk.view.shown
    desk.studio.refusal = ZeroDivisionError()
    desk.presenter.on_count("YM", "", Amount("1"), NONE)
    assert desk.problems == [desk.studio.refusal]
    assert desk.view.told["show_booking"][-1] == (False,)
