"""The after-sales page in the window: opened with a number, stepped through, its photo kept."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from inventory import products
from inventory.aftersales.cases import Case
from inventory.counter.sales import Item
from inventory.products import Product
from studio.bootstrap import open_studio, open_training
from studio.runtime.dispatcher import Dispatcher
from studio.session.aftersales import Aftersales
from studio.session.counter import Counter
from tests.helpers.screens import FakeSecrets
from ui import i18n
from ui.desk.aftersales.page import AftersalesPage
from ui.main_thread import MainThreadHop
from ui.shell import Shell
from ui.theme import style


@pytest.fixture
def shop(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[tuple[Shell, str]]:
    """The window on the page, and the number of a receipt."""
    style.apply(qapp)
    i18n.switch(qapp, "zh")
    dispatcher = Dispatcher(MainThreadHop())
    with open_studio(tmp_path, dispatcher=dispatcher, secrets=FakeSecrets()) as studio:
        good = Product("YM", "杨梅", "", "箱", 8990, None, "", "", "")
        studio.books.write(lambda db, now: products.take_over(db, good, 5, now)).result()
        sale = Counter(studio).sell([Item("YM", "2")], "cash").result()
        shell = Shell(studio, open_training)
        qtbot.addWidget(shell)
        shell.open("desk", page="aftersales")
        shell.show()
        yield shell, sale.id[-8:]
        leave = getattr(shell.view, "leave", None)
        if leave is not None:
            leave()


def test_a_case_is_opened_answered_and_its_photo_kept(
    qtbot: QtBot, shop: tuple[Shell, str], tmp_path: Path
) -> None:
    shell, receipt = shop
    page = shell.view.page
    assert isinstance(page, AftersalesPage)

    def press(button: QPushButton) -> None:
        qtbot.waitUntil(button.isEnabled)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: page.pages.currentWidget() is page.empty)
    press(page.empty.button)
    qtbot.keyClicks(page.form.order, receipt)
    press(page.form.find)
    qtbot.waitUntil(lambda: page.form.item.count() == 1)
    press(page.form.open)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1 and page.card.answer.isEnabled())
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"rotten")
    page._ask = lambda *_: photo
    press(page.card.photo)
    qtbot.waitUntil(lambda: bool(page.card.findChildren(QPushButton, "evidence")))
    qtbot.waitUntil(page.card.photo.isEnabled)  # noted, and laid down a second time to be sure
    (kept,) = tmp_path.glob("evidence/*/*.sealed")
    kept.unlink()  # as after a backup was restored
    assert "***" in steps(page)
    press(page.card.words_shown)
    qtbot.waitUntil(lambda: "photo.jpg" in steps(page) and "***" not in steps(page))
    press(page.card.findChildren(QPushButton, "evidence")[0])
    qtbot.waitUntil(lambda: "photo.jpg" in page.card.refused.text())
    page.card.qty.setText("9")
    press(page.card.back)
    qtbot.waitUntil(lambda: "9" in page.card.refused.text())
    page.card.qty.setText("1")
    press(page.card.back)
    qtbot.waitUntil(lambda: "退回来 1 件" in steps(page))
    press(page.card.undo)
    qtbot.waitUntil(lambda: "收回了第 3 步" in steps(page))
    qtbot.mouseClick(page.rate, Qt.MouseButton.LeftButton)
    assert not page.table.isVisible()
    assert page.returns.isVisible()
    assert page.returns.charts[0].accessibleDescription() == "杨梅 卖 2 箱，没有退"
    assert "写上批次" in page.returns.notes[1].text()
    press(page.look)
    press(page.card.done)
    qtbot.waitUntil(lambda: not page.card.answer.isEnabled() and page.card.done.text() == "再打开")


def test_a_case_that_was_looked_for_is_chosen_however_long_the_list_is(
    qtbot: QtBot, shop: tuple[Shell, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As from an order's card; once it was shown, a person's choice stays."""
    shell, receipt = shop
    service = Aftersales(shell.studio)
    (item,) = service.look(receipt).result()
    first, second = (service.open_case(item, 1, "other", "refund", "").result() for _ in range(2))
    listed = Aftersales.listed
    monkeypatch.setattr(Aftersales, "listed", lambda self: only(second, listed(self)))
    shell.open("desk", page="aftersales", case=first.id)
    page = shell.view.page
    assert isinstance(page, AftersalesPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert page._chosen() == first
    page.table.choose(second.id)
    page.presenter.refresh()
    qtbot.waitUntil(lambda: page._desk is not None and page._desk.sought == "")
    assert page._chosen() == second


def only(kept: Case, listed: Future[list[Case]]) -> Future[list[Case]]:
    """As where a list ends before the rest of them."""
    told: Future[list[Case]] = Future()
    told.set_result([case for case in listed.result() if case.id == kept.id])
    return told


def test_the_form_stays_while_the_sale_is_looked_for(qtbot: QtBot, shop: tuple[Shell, str]) -> None:
    """The pressed button is off for a moment: the keyboard goes on to the list of cases."""
    shell, receipt = shop
    page = shell.view.page
    open_one(qtbot, page, receipt)
    page.begin.click()
    qtbot.waitUntil(page.form.order.hasFocus)
    qtbot.keyClicks(page.form.order, receipt)
    listed: list[None] = []
    page.model.modelReset.connect(lambda: listed.append(None))
    qtbot.mouseClick(page.form.find, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(listed) and not page.presenter._writing.busy)
    assert page.right.currentWidget() is page.form
    assert page.form.item.count() == 1
    assert page.form.open.isEnabled()
    page.form.words.setText("烂了")
    qtbot.keyClicks(page.form.order, "9")  # another number: nothing is found of it yet
    assert (page.form.item.count(), page.form.qty.text()) == (0, "")
    page.form.find.click()
    qtbot.waitUntil(lambda: page.form.refused.text() != "" and page.form.find.isEnabled())
    assert not page.form.open.isEnabled()
    qtbot.keyClick(page.form.order, Qt.Key.Key_Backspace)
    page.form.find.click()
    qtbot.keyClicks(page.form.order, "9")  # before it is found
    qtbot.waitUntil(page.form.find.isEnabled)
    assert not page.form.open.isEnabled()
    qtbot.keyClick(page.form.order, Qt.Key.Key_Backspace)
    page.form.find.click()
    qtbot.waitUntil(page.form.open.isEnabled)
    assert page.form.words.text() == "烂了"
    page.table.setFocus()
    page.table.clearSelection()
    page.table.selectRow(0)  # a person's choice
    assert page.right.currentWidget() is page.card


def open_one(qtbot: QtBot, page: AftersalesPage, receipt: str) -> None:
    qtbot.waitUntil(lambda: page.pages.currentWidget() is page.empty)
    page.empty.button.click()
    page.form.order.setText(receipt)
    page.form.find.click()
    qtbot.waitUntil(lambda: page.form.item.count() == 1 and page.form.open.isEnabled())
    page.form.qty.setText("1")
    page.form.open.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1 and page.right.currentWidget() is page.card)
    qtbot.waitUntil(lambda: not page.presenter._writing.busy)


def steps(page: AftersalesPage) -> str:
    shown = (page.card._steps.itemAt(place).widget() for place in range(page.card._steps.count()))
    return " ".join(each.text() for each in shown if each is not None)
