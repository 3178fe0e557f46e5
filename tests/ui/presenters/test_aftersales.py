"""The after-sales page: what is urgent first, each step with what was typed, mistakes told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from inventory import products
from inventory.counter.sales import Item
from inventory.products import Product
from studio.bootstrap import open_studio
from studio.session.aftersales import Aftersales
from studio.session.counter import Counter
from studio.store.secrets import MemorySecrets
from tests.helpers.desk import ImmediateRuntime
from tests.ui.presenters.test_counter import Waited
from tests.ui.presenters.test_desk import Nobody, fail
from ui.desk.aftersales.presenter import AftersalesPresenter


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Any]:
    """A shop that sold four boxes on one receipt."""
    with open_studio(tmp_path, secrets=MemorySecrets()) as studio:
        good = Product("YM", "杨梅", "", "箱", 1000, None, "", "", "")
        studio.books.write(lambda db, now: products.take_over(db, good, 9, now)).result()
        sale = Counter(studio).sell([Item("YM", "4")], "cash").result()
        view = Nobody()
        real = Aftersales(studio)
        service: Any = Waited(real)
        service.rules, service.forget_opened = real.rules, real.forget_opened
        presenter = AftersalesPresenter(
            view,
            service,
            ImmediateRuntime(),
            studio.clock,
            fail,  # type: ignore[arg-type]
        )
        presenter.open()
        yield SimpleNamespace(at=presenter, view=view, receipt=sale.id[-8:], folder=tmp_path)


def desk(page: Any) -> Any:
    return page.view.shown["show_desk"][0]


def begin(page: Any, qty: str = "2") -> Any:
    page.at.on_find(page.receipt)
    (items,) = page.view.shown["show_found"]
    page.at.on_open(items[0], qty, "spoiled", "refund", "烂了")
    return page.view.shown["show_opened"][0]


def test_a_case_is_found_opened_and_brought_to_its_end(page: Any) -> None:
    case = begin(page)
    photo = page.folder / "photo.jpg"
    photo.write_bytes(b"rotten")
    for step in (
        lambda: page.at.on_say(case, "请拍照"),
        lambda: page.at.on_evidence(case, photo),
        lambda: page.at.on_answer(case, ""),
        lambda: page.at.on_take_back(case, "1", lost=True),
        lambda: page.at.on_resend(case, "1"),
        lambda: page.at.on_refund(case, "5.50"),
        lambda: page.at.on_undo(case_now(page)),
        lambda: page.at.on_close(case),
    ):
        step()
    case = case_now(page)
    assert (case.state, case.refunded_fen, case.pieces("lost")) == ("closed", 0, 1)
    kept = next(step for step in case.steps if step.sha256)
    page.at.on_photo(case, kept.seq)
    assert page.view.shown["show_photo"][0].read_bytes() == b"rotten"
    page.at.on_words(case)
    said = [step.words for step in page.view.shown["show_words"][0].steps if step.words]
    assert said == ["烂了", "请拍照", "photo.jpg"]
    page.at.on_reopen(case)
    page.at.on_refuse(case, "不是我们的货")
    assert case_now(page).state == "refused"
    assert "show_refused" not in page.view.shown
    page.at.close()
    assert not list(page.folder.glob("evidence/opened"))


def case_now(page: Any) -> Any:
    return desk(page).cases[0]


def test_mistakes_are_told_and_nothing_is_written(page: Any) -> None:
    page.at.on_find("0000")
    assert page.view.shown["show_refused"][0].code == "order_unknown"
    case = begin(page)
    for press, code in (
        (lambda: page.at.on_take_back(case, "两件", lost=False), "amount_unreadable"),
        (lambda: page.at.on_take_back(case, "3", lost=False), "more_than_was_sold"),
        (lambda: page.at.on_take_back(case, "1234567", lost=False), "amount_too_large"),
        (lambda: page.at.on_refund(case, "viel"), "price_unreadable"),
        (lambda: page.at.on_refund(case, "999"), "refund_too_much"),
        (lambda: page.at.on_refuse(case, " "), "words_missing"),
        (lambda: page.at.on_resend(case, ""), "amount_unreadable"),
    ):
        press()
        assert page.view.shown["show_refused"][0].code == code
    assert [step.what for step in case_now(page).steps] == ["opened"]
    page.at.on_undo(case)  # there is nothing to undo yet
    assert len(case_now(page).steps) == 1


def test_what_must_be_answered_comes_first(page: Any) -> None:
    first, second = begin(page, "1"), begin(page, "1")
    page.at.on_answer(first, "")
    assert [case.state for case in desk(page).cases] == ["open", "answered"]
    assert desk(page).told.rates.by_product[0].back == 0  # nothing of them came back yet
    page.at.on_refund(second, "1")
    page.at.on_close(second)
    assert [case.state for case in desk(page).cases] == ["answered", "closed"]
    assert desk(page).told.rates.by_product[0].back == 1
