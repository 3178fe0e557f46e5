"""The counter's page: what is chosen, what it comes to, and one writing at a time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from inventory import products, units
from inventory.counter.sales import Sale
from inventory.products import Product
from studio.bootstrap import open_studio
from studio.runtime.clock import day_begins
from studio.session.counter import Counter
from studio.store.secrets import MemorySecrets
from tests.helpers.desk import ImmediateRuntime
from tests.ui.presenters.test_desk import Navigation, Nobody, fail
from ui.desk.counter.presenter import Cart, CounterPresenter, Lying


class Waited:
    """A real service of the studio, each answer waited for."""

    def __init__(self, service: Any) -> None:
        self._service = service

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any, **named: Any) -> Future[Any]:
            future = getattr(self._service, name)(*arguments, **named)
            future.exception()
            return future

        return call


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Any]:
    with open_studio(tmp_path, secrets=MemorySecrets()) as studio:

        def take(db: Any, now: int) -> None:
            for sku, name, heavy in (("YM", "杨梅", False), ("JI", "土鸡", True)):
                good = Product(sku, name, "", "箱", 1000, None, "", "", "", catch_weight=heavy)
                products.take_over(db, good, 0 if heavy else 5, now)
            units.declare(db, "YM", "件", 2)

        studio.books.write(take).result()
        view, navigate, drawn = Nobody(), Navigation(), []

        def draw(sale: Sale) -> Path:
            drawn.append(sale)
            return tmp_path / "receipt.pdf"

        presenter = CounterPresenter(
            view,
            Waited(Counter(studio)),
            ImmediateRuntime(),
            draw,
            navigate,
            fail,  # type: ignore[arg-type]
        )
        presenter.open()
        yield SimpleNamespace(at=presenter, view=view, navigate=navigate, drawn=drawn)


def opened_again(page: Any, lying: Lying | None = None) -> CounterPresenter:
    asked = (page.at._write_receipt, page.navigate, fail, lying)
    made = CounterPresenter(page.view, page.at._counter, ImmediateRuntime(), *asked)
    made.open()
    return made


def test_what_lies_on_the_counter_is_found_again_unless_it_was_being_sold(page: Any) -> None:
    lying = Lying()
    first = opened_again(page, lying)
    first.on_add("YM")
    first.on_amount(0, "2")
    first.on_typed("微信", "王五 1380000")
    first.close()
    again = opened_again(page, lying)
    (row,) = cart(page).rows
    assert (row.sku, row.amount, cart(page).total_fen) == ("YM", "2", 2000)
    assert page.view.shown["show_typed"] == ("微信", "王五 1380000")
    again._writing._busy = True  # the sale is on its way to the disk
    again.close()
    assert (lying.rows, lying.contact) == ([], "")


def cart(page: Any) -> Cart:
    (shown,) = page.view.shown["show_cart"]
    return shown


@pytest.mark.parametrize("typed", ["²", "9" * 5000, "two"])
def test_what_is_no_number_is_told_beside_it_and_one_more_of_it_is_another_line(
    page: Any, typed: str
) -> None:
    page.at.on_add("YM")
    page.at.on_amount(0, typed)
    assert cart(page).rows[0].wrong is not None
    page.at.on_add("YM")
    assert [row.amount for row in cart(page).rows] == [typed, "1"]
    page.at.on_step(0, 1)
    assert cart(page).rows[0].amount == "2"
    page.at.on_grams(0, typed)
    assert cart(page).rows[0].wrong is not None


def test_goods_are_chosen_priced_and_sold(page: Any) -> None:
    page.at.on_add("YM")
    page.at.on_add("YM")
    assert (len(cart(page).rows), cart(page).rows[0].amount, cart(page).total_fen) == (1, "2", 2000)
    page.at.on_unit(0, "件")
    assert cart(page).total_fen == 4000
    page.at.on_price(0, "35.5")
    assert cart(page).total_fen == 3550
    page.at.on_sell("transfer")
    (sale,) = page.view.shown["show_sold"]
    assert (sale.total_fen, sale.pay, sale.lines[0].qty) == (3550, "transfer", 4)
    assert cart(page) == Cart()
    waiting, today, handed, *_ = page.view.shown["show_lists"]
    assert ([each.id for each in today], waiting, handed) == ([sale.id], (), ())
    page.at.on_receipt(sale)
    assert page.drawn == [sale]
    page.at.on_undo(sale)
    assert page.view.shown["show_undone"][0].undone


def test_goods_keep_their_places_while_the_page_is_open(page: Any) -> None:
    def places() -> list[str]:
        return [good.product.sku for good in page.view.shown["show_goods"][0]]

    assert places() == ["JI", "YM"]
    page.at.on_add("YM")
    page.at.on_sell("cash")
    assert places() == ["JI", "YM"]
    studio, new = page.at._counter._service._studio, Product("A", "新", "", "", 1, None, "", "", "")
    studio.books.write(lambda db, now: products.take_over(db, new, 1, now)).result()
    page.at.refresh()
    assert places() == ["JI", "YM", "A"]
    opened_again(page)
    assert places() == ["YM", "A", "JI"]


def test_what_cannot_be_read_stops_the_sale_beside_its_line(page: Any) -> None:
    page.at.on_add("YM")
    for typed, code in (("", "amount_unreadable"), ("1.5", "amount_not_whole")):
        page.at.on_amount(0, typed)
        (row,) = cart(page).rows
        assert (row.wrong.code, cart(page).total_fen) == (code, None)
    page.at.on_amount(0, "9")
    page.at.on_sell("cash")
    (error,) = page.view.shown["show_refused"]
    assert (error.code, "show_sold" in page.view.shown) == ("not_enough_stock", False)
    assert len(cart(page).rows) == 1  # nothing that was typed is lost
    page.at.on_price(0, "x")
    page.at.on_sell("cash")
    assert page.view.shown["show_refused"][0].code == "price_unreadable"
    page.at.on_price(0, "８９．９")
    page.at.on_amount(0, "２")
    assert (cart(page).rows[0].wrong, cart(page).total_fen) == (None, 8990)
    page.at.on_add("YM")
    assert [row.amount for row in cart(page).rows] == ["3"]
    page.at.on_amount(0, "９")
    page.at.on_step(0, 1)
    assert cart(page).rows[0].amount == "10"
    page.at.on_remove(0)
    assert cart(page) == Cart()


def test_each_weighed_piece_is_a_line_of_its_own(page: Any) -> None:
    page.at.on_add("JI")
    page.at.on_add("JI")
    assert [row.wrong.code for row in cart(page).rows] == ["weight_missing"] * 2
    page.at.on_grams(0, "2400")
    page.at.on_grams(1, "zwei")
    assert [row.wrong and row.wrong.code for row in cart(page).rows] == [None, "amount_unreadable"]


def test_enter_takes_the_code_and_typing_narrows(page: Any) -> None:
    page.at.on_search("鸡")
    assert [good.product.sku for good in page.view.shown["show_goods"][0]] == ["JI"]
    page.at.on_search("ｔJ")  # 土鸡, by its initials
    assert [good.product.sku for good in page.view.shown["show_goods"][0]] == ["JI"]
    page.at.on_search("ym")
    page.at.on_search_entered()
    assert "show_taken" in page.view.shown
    page.at.on_search("")
    page.at.on_search_entered()
    assert "show_not_found" not in page.view.shown
    page.at.on_search("没有的")
    page.at.on_search_entered()
    assert "show_not_found" in page.view.shown
    assert [row.sku for row in cart(page).rows] == ["YM"]
    page.at.on_step(0, -1)
    assert cart(page).rows == ()


def test_an_order_by_telephone_goes_its_way(page: Any) -> None:
    page.at.on_add("YM")
    page.at.on_note("电话", "王五 1380000")
    (notes,) = page.view.shown["show_noted"]
    order = notes[0].id
    page.at.on_contact(order)
    assert page.view.shown["show_contact"] == ("王五 1380000",)
    page.at.on_hand_over([order], "shipped", "顺丰 1", "", "两箱")
    assert page.view.shown.pop("show_refused")[0].code == "amount_unreadable"
    page.at.on_hand_over([order], "shipped", "顺丰 1", "两斤")
    assert page.view.shown["show_refused"][0].code == "amount_unreadable"
    page.at.on_hand_over([order], "shipped", "顺丰 1")
    ((handed,),) = page.view.shown["show_handed"]
    page.at.on_receipt_of_handovers([handed])
    drawn = page.drawn[-1]
    assert (drawn.id, drawn.pay, drawn.total_fen) == (handed.number, "", 1000)
    page.at.on_take_back([handed.id])
    page.at.on_tell_contact([order], "王五 1390000")
    page.at.on_contact(order)
    assert page.view.shown["show_contact"] == ("王五 1390000",)
    page.at.on_cancel([order], "not_wanted")
    assert "show_taken_back" in page.view.shown
    assert page.view.shown["show_cancelled"] == (1,)
    assert page.view.shown["show_lists"][0] == ()
    page.at.on_note("电话", "")
    assert page.view.shown["show_refused"][0].code == "sale_empty"


def test_a_part_of_an_order_is_handed_over_and_the_rest_waits(page: Any) -> None:
    page.at.on_add("YM")
    page.at.on_amount(0, "3")
    page.at.on_note("电话", "")
    order = page.view.shown["show_noted"][0][0].id
    page.at.on_hand_over([order], "picked_up", "", "", "2")
    ((handed,),) = page.view.shown["show_handed"]
    assert (handed.qty, handed.waits, handed.paid_fen) == (2, 1, 2000)
    assert [each.qty for each in page.view.shown["show_lists"][0]] == [1]
    page.at.on_hand_over([order], "picked_up", "", "", "2")
    assert page.view.shown["show_refused"][0].code == "note_spent"


def test_what_was_looked_for_is_shown_however_long_ago_it_was_handed_over(
    page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.at.on_add("YM")
    page.at.on_note("电话", "")
    order = page.view.shown["show_noted"][0][0].id
    page.at.on_hand_over([order], "picked_up", "")
    studio = page.at._counter._service._studio
    later = studio.clock.now_ms() + 40 * 24 * 3_600_000
    monkeypatch.setattr(studio.clock, "now_ms", lambda: later)
    page.at.refresh()
    assert page.view.shown["show_lists"][2] == ()
    page.at.open(order)
    assert [each.order_id for each in page.view.shown["show_lists"][2]] == [order]
    assert page.view.shown["show_order"] == (order,)
    assert page.view.shown["show_lists"][3] == day_begins(later)


def test_weighed_goods_are_noted_by_the_piece_at_the_price_agreed(page: Any) -> None:
    page.at.on_add("YM")
    page.at.on_amount(0, "3")
    page.at.on_price(0, "25")
    page.at.on_note("电话", "")
    assert page.view.shown["show_refused"][0].code == "price_not_by_piece"
    page.at.on_price(0, "27")
    assert cart(page).can_be_noted
    page.at.on_note("电话", "")
    assert page.view.shown["show_noted"][0][0].unit_price_fen == 900
    assert not cart(page).can_be_noted
    page.at.on_add("JI")
    assert (cart(page).total_fen, cart(page).can_be_noted) == (None, True)
    page.at.on_amount(0, "x")
    assert not cart(page).can_be_noted


def test_a_second_press_while_the_first_is_on_its_way_does_nothing(page: Any) -> None:
    page.at.on_add("YM")
    never: Future[Any] = Future()
    begun: list[int] = []

    def slow(*_: Any) -> Future[Any]:
        begun.append(1)
        return never

    page.at._writing._asking = SimpleNamespace(ask=lambda *_: None)
    page.at._counter = SimpleNamespace(sell=slow, undo=slow)
    page.at.on_sell("cash")
    page.at.on_sell("cash")
    assert begun == [1]
    page.at.on_plan()
    assert page.navigate.went == [("plan", {})]


def test_a_call_is_cancelled_as_a_whole_or_not_at_all(page: Any) -> None:
    page.at.on_add("YM")
    page.at.on_note("电话", "")
    page.at.on_add("YM")
    page.at.on_note("电话", "")
    first, second = page.view.shown["show_lists"][0]
    page.at.on_hand_over([second.id], "picked_up", "")
    page.at.on_cancel([first.id, second.id], "not_reached")
    assert page.view.shown["show_refused"][0].code == "order_already_settled"
    assert [each.id for each in page.view.shown["show_lists"][0]] == [first.id]
