"""The counter's page in the window: pressed and typed as people do, on a real studio."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QStyle, QStyleOptionFrame
from pytestqt.qtbot import QtBot

from inventory import products
from inventory.counter.phone import HandedOver, Waiting
from inventory.ledger import Place, on_place
from inventory.products import Product
from studio.bootstrap import open_studio, open_training
from studio.runtime.clock import day_begins
from studio.runtime.dispatcher import Dispatcher
from studio.session.archive import Titled
from tests.helpers.screens import FakeSecrets
from tests.ui.presenters.test_desk import Nobody
from ui import i18n
from ui.desk.counter import screen
from ui.desk.counter.page import CounterPage
from ui.desk.frame import DeskFrame
from ui.formats import clock, day_and_clock
from ui.main_thread import MainThreadHop
from ui.report.sample import LIVE_AT
from ui.shell import Shell
from ui.theme import style


@pytest.fixture
def shell(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Shell]:
    style.apply(qapp)
    i18n.switch(qapp, "zh")
    dispatcher = Dispatcher(MainThreadHop())
    with open_studio(tmp_path, dispatcher=dispatcher, secrets=FakeSecrets()) as studio:
        good = Product("YM", "杨梅", "", "箱", 8990, None, "", "", "")
        studio.books.write(lambda db, now: products.take_over(db, good, 5, now)).result()
        shell = Shell(studio, open_training)
        qtbot.addWidget(shell)
        shell.open("desk", page="counter")
        shell.show()
        yield shell
        leave = getattr(shell.view, "leave", None)
        if leave is not None:
            leave()


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> CounterPage:
    """By itself, told what a presenter would."""
    i18n.switch(qapp, "zh")
    made = CounterPage()
    qtbot.addWidget(made)
    return made


def waiting(order: str, name: str, call: str) -> Waiting:
    return Waiting(order, name, name, "箱", 1, "电话", 1000, LIVE_AT, False, call_id=call)


def handed(hand: str, paid: int, at: int) -> HandedOver:
    return HandedOver(hand, hand, "YM", "杨梅", "箱", 1, "电话", paid, "picked_up", "", at, False)


def test_what_was_taken_today_is_without_the_old_order_that_was_looked_for(
    page: CounterPage,
) -> None:
    began = day_begins(LIVE_AT)
    page.show_lists([], [], [handed("new", 1000, began), handed("old", 7000, began - 1)], began, {})
    assert "¥10.00" in page.sold_tab.text()
    assert [page.sold_model.text(place, 0) for place in (0, 1)] == [
        clock(began), day_and_clock(began - 1)
    ]  # fmt: skip


def test_what_was_ordered_in_one_call_goes_and_is_cancelled_together_in_a_narrowed_list(
    page: CounterPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    presenter = Nobody()
    page.start(presenter)  # type: ignore[arg-type]
    calls = [waiting("a1", "杨梅", "a1"), waiting("a2", "土鸡", "a1"), waiting("b", "杨梅", "b")]
    page.show_lists(calls, [], [], day_begins(LIVE_AT), {})
    page.waiting.filter_by("土鸡")
    page.waiting.selectRow(0)
    assert "2" in page.picked_up.text()
    page.shipped.click()
    assert presenter.shown["on_hand_over"] == (["a1", "a2"], "shipped", "", "", "")
    for button, orders in ((page.cancel, ["a1", "a2"]), (page.cancel_one, ["a2"])):
        button.click()
        button.findChild(QMenu).actions()[1].trigger()
        assert presenter.shown["on_cancel"] == (orders, "not_reached")
    page.waiting.filter_by("")
    page.waiting.choose("b")
    assert (page.cancel.text(), page.cancel_one.isVisibleTo(page)) == ("撤单", False)


def test_a_part_of_an_order_goes_by_itself_and_what_still_waits_is_told(page: CounterPage) -> None:
    presenter = Nobody()
    page.start(presenter)  # type: ignore[arg-type]
    some = replace(waiting("a1", "杨梅", "a1"), qty=3)
    calls = [some, waiting("a2", "土鸡", "a1"), replace(some, id="b", call_id="b")]
    page.show_lists(calls, [], [], day_begins(LIVE_AT), {})
    page.waiting.choose("a2")
    assert not page.part.isVisibleTo(page)
    page.waiting.choose("a1")
    assert page.part.isVisibleTo(page)
    page.part.setText("2")
    assert "2" not in page.picked_up.text()  # of the two things ordered together one goes
    page.picked_up.click()
    assert presenter.shown["on_hand_over"] == (["a1"], "picked_up", "", "", "2")
    page.waiting.choose("b")
    assert page.part.text() == ""  # it was typed of another order
    page.part.setText("2")
    page.show_handed([replace(handed("h", 2000, LIVE_AT), qty=2, waits=1)])
    assert "1 箱还等着交" in page.toast._words.text()
    assert page.part.text() == ""


def test_what_a_broadcast_noted_says_so_and_whose_it_is_is_written_there(
    page: CounterPage,
) -> None:
    presenter = Nobody()
    page.start(presenter)  # type: ignore[arg-type]
    live = replace(waiting("a1", "杨梅", "a1"), channel="微信群", session_id="s")
    told = replace(waiting("b", "杨梅", "b"), has_contact=True)
    noted_in = {"s": Titled("端午专场", LIVE_AT)}
    page.show_lists([live, told], [], [], day_begins(LIVE_AT), noted_in)
    page.ask_text = lambda *_, **typed: (f" {typed['text']}王五 138 ", True)
    page.waiting.choose("a1")
    assert "端午专场" in page.noted_in.text()
    assert page.noted_in.isVisibleTo(page)
    page.who.click()
    assert presenter.shown["on_tell_contact"] == (["a1"], " 王五 138 ")
    page.waiting.choose("b")
    assert not page.noted_in.isVisibleTo(page)
    page.who.click()
    assert presenter.shown["on_contact"] == ("b",)
    page.waiting.choose("a1")
    page.show_contact("张三")
    page.toast._act()
    assert presenter.shown["on_tell_contact"] == (["b"], " 张三王五 138 ")
    page.ask_text = lambda *_, **__: ("", False)
    page.who.click()
    assert presenter.shown["on_tell_contact"][0] == ["b"]


def on(shell: Shell, place: Place) -> int:
    return shell.studio.store.read(lambda db: on_place(db, "YM", place)).result()


def test_a_box_is_sold_a_receipt_is_written_and_it_comes_back(
    qtbot: QtBot, shell: Shell, tmp_path: Path
) -> None:
    frame = shell.view
    assert isinstance(frame, DeskFrame)
    page = frame.page
    assert isinstance(page, CounterPage)
    left = Qt.MouseButton.LeftButton
    qtbot.waitUntil(lambda: bool(page.goods.buttons))
    qtbot.mouseClick(page.goods.buttons[0], left)
    qtbot.keyClicks(page.search, "ym")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.cart.total.text() == "¥179.80")
    assert page.search.text() == ""
    qtbot.keyClicks(page.search, "NOCODE9")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert "NOCODE9" in page.toast.words
    assert page.search.selectedText() == "NOCODE9"  # the next scan takes its place
    qtbot.mouseClick(page.cart.cash, left)
    qtbot.waitUntil(lambda: "¥179.80" in page.toast.words)
    assert on(shell, Place.CUSTOMER) == 2
    qtbot.waitUntil(lambda: page.sold_model.rowCount() == 1)
    qtbot.mouseClick(page.sold_tab, left)
    page.sold.selectRow(0)
    qtbot.mouseClick(page.receipt, left)
    qtbot.waitUntil(lambda: bool(list(tmp_path.glob("receipts/*.pdf"))))
    qtbot.mouseClick(page.undo, left)
    qtbot.waitUntil(lambda: on(shell, Place.CUSTOMER) == 0)


def test_an_order_by_telephone_is_noted_and_fetched(
    qtbot: QtBot, shell: Shell, tmp_path: Path
) -> None:
    page = shell.view.page
    left = Qt.MouseButton.LeftButton
    qtbot.waitUntil(lambda: bool(page.goods.buttons))
    qtbot.mouseClick(page.goods.buttons[0], left)
    qtbot.keyClicks(page.cart.contact, "1380000")
    page.cart.channel.setCurrentText("QQ")
    shell.open("desk", page="counter")  # somebody looked for something meanwhile
    assert shell.view.page is not page
    page = shell.view.page
    assert (page.cart.channel.currentText(), page.cart.contact.text()) == ("QQ", "1380000")
    page.cart.contact.clear()
    qtbot.waitUntil(page.cart.note.isEnabled)
    qtbot.mouseClick(page.cart.note, left)
    qtbot.waitUntil(lambda: page.waiting_model.rowCount() == 1)
    assert (on(shell, Place.RESERVED), page.who.isEnabled()) == (1, False)
    page.waiting.selectRow(0)
    qtbot.mouseClick(page.picked_up, left)
    qtbot.waitUntil(lambda: on(shell, Place.CUSTOMER) == 1)
    qtbot.waitUntil(lambda: page.waiting_model.rowCount() == 0)
    qtbot.mouseClick(page.sold_tab, left)
    qtbot.waitUntil(lambda: page.sold_model.rowCount() == 1)
    page.sold.selectRow(0)
    qtbot.mouseClick(page.receipt, left)
    qtbot.waitUntil(lambda: bool(list(tmp_path.glob("receipts/*.pdf"))))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_field_below_what_waits_is_too_narrow_for_its_words(
    qtbot: QtBot, qapp: QApplication, request: pytest.FixtureRequest, language: str
) -> None:
    """ "Carrier and number" ended in three dots beside what is handed over in part."""
    style.apply(qapp)
    request.addfinalizer(lambda: i18n.switch(qapp, "zh"))
    i18n.switch(qapp, language)
    frame = screen.samples()["counter-part"]()
    qtbot.addWidget(frame)
    frame.resize(1366, 768)
    frame.show()
    page = frame.findChild(CounterPage)
    fields = (page.part, page.grams, page.tracking)
    assert all(each.isVisible() and each.placeholderText() for each in fields)
    assert [each.placeholderText() for each in fields if is_cut(each)] == []
    rows = [page.waiting.rowHeight(0) * 2, page.waiting.viewport().height()]
    assert rows[0] <= rows[1], "two orders can still be seen"


def is_cut(field: QLineEdit) -> bool:
    """The style keeps two pixels free on either side of what is typed."""
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    room = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field)
    margins = field.textMargins()
    words = field.fontMetrics().horizontalAdvance(field.placeholderText())
    return words > room.width() - margins.left() - margins.right() - 4
