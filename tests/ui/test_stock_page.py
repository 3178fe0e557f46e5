"""The stock's page in the window: bundles, presales and larger units, on a real studio."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inventory import bundles, products, units
from inventory.ledger import StockLevel, level, on_place
from inventory.losses import Cause
from inventory.products import Product
from inventory.schema import Kind, Place
from studio.bootstrap import open_studio, open_training
from studio.runtime.dispatcher import Dispatcher
from studio.session.books import StockMoved
from tests.helpers.screens import FakeSecrets
from ui import i18n
from ui.desk.stock.loss_form import LossForm
from ui.desk.stock.page import StockPage
from ui.desk.stock.product_form import ProductForm
from ui.main_thread import MainThreadHop
from ui.shell import Shell
from ui.theme import style
from ui.widgets.button import Button


@pytest.fixture
def shell(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Shell]:
    style.apply(qapp)
    i18n.switch(qapp, "zh")
    dispatcher = Dispatcher(MainThreadHop())
    with open_studio(tmp_path, dispatcher=dispatcher, secrets=FakeSecrets()) as studio:
        for sku, name, unit in (("YM", "杨梅", "箱"), ("TD", "土豆", "斤")):
            good = Product(sku, name, "", unit, 8990, None, "", "", "")
            studio.books.write(lambda db, now, it=good: products.take_over(db, it, 9, now)).result()
        shell = Shell(studio, open_training)
        qtbot.addWidget(shell)
        shell.open("desk", page="stock")
        shell.show()
        yield shell
        leave = getattr(shell.view, "leave", None)
        if leave is not None:
            leave()


@pytest.fixture
def page(qtbot: QtBot, shell: Shell) -> StockPage:
    page = shell.view.page
    assert isinstance(page, StockPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    return page


def add(qtbot: QtBot, page: StockPage, kind: Kind, **texts: str) -> ProductForm:
    """The form of a new product with those fields filled in, sold like that."""
    qtbot.mouseClick(page.add, Qt.MouseButton.LeftButton)
    form = page.form
    assert form is not None
    for key, text in texts.items():
        getattr(form, key).input.insert(text)
    form.kind.setFocus()
    while form.kind.currentData() != kind.value:
        qtbot.keyClick(form.kind, Qt.Key.Key_Down)
    return form


def put_in(qtbot: QtBot, form: ProductForm, *pairs: tuple[str, str]) -> None:
    """What a bundle holds, typed as people do: a line after the other."""
    for place, (what, count) in enumerate(pairs):
        if place:
            qtbot.mouseClick(form.parts.more, Qt.MouseButton.LeftButton)
        row = form.parts.rows[-1]
        row.what.setText(what)  # QTest has no input method, and offscreen no list drops down
        qtbot.keyClicks(row.count, count)


def saved(qtbot: QtBot, page: StockPage, form: ProductForm) -> None:
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not form.isVisible())


def changing(qtbot: QtBot, page: StockPage, sku: str) -> ProductForm:
    qtbot.waitUntil(lambda: page.table.choose(sku))
    qtbot.mouseClick(page.edit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.form is not None and page.form.isVisible())
    assert page.form is not None
    return page.form


def level_of(shell: Shell, sku: str) -> StockLevel:
    return shell.studio.store.read(lambda db: level(db, sku)).result()


def test_a_gift_box_is_made_and_holds_something_else_later(
    qtbot: QtBot, shell: Shell, page: StockPage
) -> None:
    told: list[StockMoved] = []
    shell.studio.runtime.dispatcher.subscribe(StockMoved, told.append)
    form = add(qtbot, page, Kind.BUNDLE, sku="LH", name="礼盒", unit="盒", price="199")
    assert form.parts.isVisible()
    assert not form.weighed.isVisible()
    put_in(qtbot, form, ("杨梅", "2"), ("td", "3"))
    offered = form.parts.rows[0].what.completer()
    offered.setCompletionPrefix("y")
    qtbot.waitUntil(lambda: offered.currentCompletion() == "杨梅 · YM")
    saved(qtbot, page, form)
    read = shell.studio.store.read
    assert read(lambda db: bundles.latest(db, "LH").parts).result() == {"YM": 2, "TD": 3}
    assert level_of(shell, "LH").available == 3
    qtbot.waitUntil(lambda: any("LH" in each.levels for each in told))
    form = changing(qtbot, page, "LH")
    assert not form.kind.isEnabled()
    assert form.parts.pairs == (("土豆 · TD", "3"), ("杨梅 · YM", "2"))
    qtbot.mouseClick(form.parts.rows[0].remove, Qt.MouseButton.LeftButton)
    qtbot.keyClick(form.parts.rows[0].count, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not form.isVisible())
    assert read(lambda db: bundles.latest(db, "LH")).result() == bundles.Recipe("LH", 2, {"YM": 2})
    form = changing(qtbot, page, "LH")
    saved(qtbot, page, form)
    assert read(lambda db: bundles.latest(db, "LH").version).result() == 2, "the same as before"


def test_a_gift_box_that_cannot_be_is_said_and_nothing_typed_is_lost(
    qtbot: QtBot, shell: Shell, page: StockPage
) -> None:
    form = add(qtbot, page, Kind.BUNDLE, sku="LH", name="礼盒", unit="盒", price="199")
    wrong = form.parts
    for typed, words in (
        ((), "“礼盒”里一样货都没有"),
        ((("", "2"),), "没写装什么"),
        ((("芒果", "2"),), "找不到“芒果”"),
        ((("Y", "0"),), "一盒里装多少“杨梅”"),
        ((("YM", ""),), "一盒里装多少“杨梅”"),
        ((("YM", "1"), ("·", "1")), "找不到“·”"),
    ):
        wrong.show_pairs(())
        put_in(qtbot, form, *typed)
        qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda words=words: words in wrong.wrong)
        assert wrong.pairs == typed
        assert form.name.input.text() == "礼盒"
    assert len(shell.studio.stock().result()) == 2


def test_the_line_that_is_wrong_is_in_sight_and_so_is_the_sentence(
    qtbot: QtBot, shell: Shell, page: StockPage
) -> None:
    """The keyboard went to the last line; the first one, which was mistaken, was scrolled away."""
    shell.resize(1366, 768)
    form = add(qtbot, page, Kind.BUNDLE, sku="LH", name="礼盒", unit="盒", price="199")
    put_in(qtbot, form, ("芒果", "2"), ("YM", "1"), ("TD", "3"), ("YM", "1"))
    first, last = form.parts.rows[0], form.parts.rows[-1]
    qtbot.waitUntil(lambda: in_sight(last) and not in_sight(first))
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "找不到“芒果”" in form.parts.wrong)
    qtbot.waitUntil(lambda: in_sight(first) and first.what.hasFocus())
    told = form.parts._wrong.label
    assert told is not None
    qtbot.waitUntil(lambda: in_sight(told) and in_sight(form.save))
    first.what.setText("TD")
    last.count.setText("")
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "一盒里装多少“杨梅”" in form.parts.wrong)
    qtbot.waitUntil(lambda: in_sight(last) and last.count.hasFocus() and in_sight(told))


def in_sight(widget: QWidget) -> bool:
    """All of it, past every edge it could be behind."""
    above, place = widget.parentWidget(), widget.geometry()
    while above is not None and above.rect().contains(place):
        if above.isWindow():
            return widget.isVisible()
        place.translate(above.pos())
        above = above.parentWidget()
    return False


def test_a_presale_takes_orders_up_to_what_was_written_and_then_more(
    qtbot: QtBot, shell: Shell, page: StockPage
) -> None:
    form = add(qtbot, page, Kind.PRESALE, sku="PX", name="梭子蟹", unit="只", price="59")
    qtbot.keyClicks(form.more.input, "-4")
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "“-4”" in form.more.wrong)
    form.more.input.setText("1234567")
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "最多 999,999 只" in form.more.wrong)
    form.more.input.setText("30")
    saved(qtbot, page, form)
    assert (level_of(shell, "PX").available, level_of(shell, "PX").on_hand) == (30, 0)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    (row,) = [each for each in page.table.texts()[1] if each[1] == "PX"]
    assert row[-1] == "▲ 还能订"
    form = changing(qtbot, page, "PX")
    assert "30" in form.more.input.placeholderText()
    qtbot.keyClicks(form.more.input, "-31")
    qtbot.keyClick(form.more.input, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "只剩 30 只" in form.more.wrong)
    for typed, left in (("-25", 5), ("+95", 100), ("", 100)):
        if not form.isVisible():
            form = changing(qtbot, page, "PX")
        form.more.input.setText(typed)
        saved(qtbot, page, form)
        assert level_of(shell, "PX").available == left


def test_larger_units_are_written_changed_and_taken_out(
    qtbot: QtBot, shell: Shell, page: StockPage
) -> None:
    form = changing(qtbot, page, "TD")
    box = form.units
    assert box.rows[0].after.text() == "斤"
    for typed, words in (
        ((("", "10"),), "大一点的单位叫什么"),
        ((("箱", ""),), "一“箱”有多少"),
        ((("箱", "1.5"),), "一“箱”有多少"),
        ((("箱", "10"), ("箱", "20")), "“箱”写了两遍"),
        ((("公斤", "2"),), "“公斤”是多少早就定了"),
        ((("箱" * 201, "2"),), "1 到 200 个字"),
    ):
        box.show_pairs(typed)
        qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda words=words: words in box.wrong)
        assert box.pairs == typed
    box.show_pairs((("箱", "10"), ("筐", "25")))
    saved(qtbot, page, form)

    def kept() -> dict[str, int]:
        return shell.studio.store.read(lambda db: units.declared(db, "TD")).result()

    assert kept() == {"箱": 10, "筐": 25}
    form = changing(qtbot, page, "TD")
    qtbot.mouseClick(form.units.rows[0].remove, Qt.MouseButton.LeftButton)
    saved(qtbot, page, form)
    assert len(kept()) == 1


def test_what_rotted_is_told_where_it_lies_and_taken_back(
    qtbot: QtBot, shell: Shell, page: StockPage
) -> None:
    def lost() -> int:
        return shell.studio.store.read(lambda db: on_place(db, "YM", Place.LOSS)).result()

    shell.studio.store.write(lambda db: units.declare(db, "YM", "筐", 4)).result()
    page.presenter.refresh()
    qtbot.waitUntil(lambda: page.table.choose("YM") and page.lots.came.unit_choice.count() == 2)
    qtbot.mouseClick(page.lots.lose, Qt.MouseButton.LeftButton)
    form = page.losing
    assert form is not None
    qtbot.waitUntil(lambda: form.which.currentText() == "没分批的，架上 9")
    form.qty.input.insert("3筐")
    assert form.qty.makes.text() == "= 12 箱"
    qtbot.keyClick(form.qty.input, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "只有 9 箱能报" in form.qty.wrong)
    form.qty.input.setText("1筐1箱")
    form.cause.setCurrentIndex(form.cause.findData(Cause.OTHER))
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(form.remark.wrong))
    form.remark.input.insert("猫叼走了")
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not form.isVisible() and page.lots.isVisible())
    assert (lost(), level_of(shell, "YM").available) == (5, 4)
    assert "报损 5 箱" in page.toast.words
    qtbot.mouseClick(page.lots.lose, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(undo_buttons(form)))
    qtbot.mouseClick(undo_buttons(form)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "回到架上" in page.toast.words)
    assert (lost(), level_of(shell, "YM").available) == (0, 9)
    qtbot.waitUntil(lambda: not undo_buttons(form))
    assert form.which.currentText() == "没分批的，架上 9"


def undo_buttons(form: LossForm) -> list[Button]:
    own = (form.leave, form.save)
    return [each for each in form.findChildren(Button) if each not in own and each.isVisible()]


def test_what_larger_units_make_is_shown_before_it_is_kept(
    qtbot: QtBot, shell: Shell, page: StockPage
) -> None:
    qtbot.waitUntil(lambda: page.table.choose("YM"))
    came, counted = page.lots.came, page.lots.counted
    assert not came.unit_choice.isVisible(), "of one unit there is nothing to choose"
    came.input.insert("12")
    assert came.makes.text() == "", "it is what it says"
    shell.studio.store.write(lambda db: units.declare(db, "YM", "件", 6)).result()
    page.presenter.refresh()
    qtbot.waitUntil(came.unit_choice.isVisible)
    came.unit_choice.setCurrentText("件")
    assert came.makes.text() == "= 72 箱"
    qtbot.mouseClick(page.lots.arrive, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: level_of(shell, "YM").available == 81)
    qtbot.waitUntil(lambda: (came.input.text(), came.unit_choice.currentText()) == ("", "箱"))
    counted.input.insert("13件1箱")
    assert counted.makes.text() == "= 79 箱"
    qtbot.keyClick(counted.input, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: level_of(shell, "YM").available == 79)
    qtbot.waitUntil(lambda: counted.makes.text() == "")
    counted.input.insert("1.3件")
    assert counted.makes.text() == ""
    qtbot.keyClick(counted.input, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "换不成整数的箱" in counted.wrong)


def test_of_a_count_and_a_weight_the_one_that_is_wrong_is_red(
    qtbot: QtBot, shell: Shell, page: StockPage
) -> None:
    hen = Product("JI", "土鸡", "", "只", 8990, None, "", "", "", catch_weight=True)
    shell.studio.books.write(lambda db, now: products.add(db, hen, now)).result()
    page.presenter.refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    page.table.choose("JI")
    lots = page.lots
    for count, weight, button in (
        (lots.counted, lots.weighed, lots.count),
        (lots.came, lots.came_weight, lots.arrive),
    ):
        for typed in ("1.4担", ""):
            count.input.setText("600")
            weight.input.setText(typed)
            qtbot.waitUntil(button.isEnabled)
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
            qtbot.waitUntil(lambda field=weight: bool(field.wrong))
            assert not count.wrong
            weight.show_wrong("")
    lots.came_weight.input.setText("1.4吨")
    qtbot.mouseClick(lots.arrive, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "一共 1,400 公斤" in page.toast.words)
