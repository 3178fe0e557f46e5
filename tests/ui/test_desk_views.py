"""Every page of the desk, the review, sync and training draws, and changes its words."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from inventory.lots import Lot, LotStock
from inventory.order_list import OrderLine
from inventory.standing import RanOut
from studio.runtime.dispatcher import Dispatcher
from studio.runtime.errors import UserFacingError
from studio.session.archive import SessionRow
from studio.session.errands import Errands
from studio.session.events import Ended, Entry
from studio.session.plan_stock import StockRow
from studio.session.recorder import SessionChanged
from studio.session.state import LiveState
from studio.store.database import Store
from tests.helpers.books import Books
from tests.helpers.desk import FakeStudio, done
from ui import i18n, screens
from ui.app import make_application
from ui.desk import page as page_module
from ui.desk.frame import PLACES, DeskFrame
from ui.desk.orders.noted import OrdersPage
from ui.desk.packing import label_out
from ui.desk.presenters import (
    SessionsPresenter,
    TodayPresenter,
    short_first,
)
from ui.desk.sessions import SessionsPage
from ui.desk.stock.page import StockPage
from ui.desk.stock.presenter import StockPresenter
from ui.desk.today import TodayPage
from ui.shots import draw
from ui.widgets.button import Button
from ui.widgets.table import ListSource

NAMES = [
    (screen, sample)
    for screen in ("review", "desk", "sync", "training")
    for sample in screens.samples(screen)
]


@pytest.mark.parametrize(("screen", "sample"), NAMES)
def test_it_draws_and_says_everything_again(qtbot: QtBot, screen: str, sample: str) -> None:
    make_application([])
    view = screens.samples(screen)[sample]()
    qtbot.addWidget(view)
    before = draw(view)
    assert len({before.pixel(x, y) for x in range(0, 1366, 3) for y in range(0, 768, 3)}) > 10
    QApplication.sendEvent(view, QEvent(QEvent.Type.LanguageChange))
    assert draw(view) == before


def test_the_rail_leads_to_every_page_and_home(qtbot: QtBot) -> None:
    make_application([])
    went: list[tuple[str, dict[str, str]]] = []
    frame = DeskFrame("today", TodayPage(), lambda name, **kw: went.append((name, kw)))
    qtbot.addWidget(frame)
    for button in frame.rail.buttons.values():
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(frame.rail.home, Qt.MouseButton.LeftButton)
    assert went == [*PLACES.values(), ("home", {})]


def test_a_backup_that_is_too_old_is_asked_about_on_the_first_page(qtbot: QtBot) -> None:
    make_application([])
    page, went = TodayPage(), []
    qtbot.addWidget(page)
    studio = FakeStudio(unsafe_days=5)
    studio.interrupted = lambda: done(None)  # type: ignore[attr-defined]
    errands = Errands(2, -1, 3, RanOut(5, hours=48), imported=4)
    parts = (studio, lambda: done(errands), lambda *a, **k: went.append((a, k)), _raise)
    page.start(TodayPresenter(page, *parts))  # type: ignore[arg-type]
    words = " ".join(label.text() for label in page.questions.findChildren(QLabel))
    assert "2 个售后等答复，最急的已经超了" in words
    assert "3 个电话和聊天的单" in words
    assert "最近几场有 5 单过了 48 小时没对上平台的单" in words
    assert "5 天没有备份了" in words
    assert "导入的订单有 4 行等您回答，货还没有扣" in words
    for answer in ("看备份", "去回答"):
        (button,) = [each for each in page.questions.findChildren(Button) if each.text() == answer]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert went == [(("desk",), {"page": "backup"}), (("desk",), {"page": "imports"})]


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (RanOut(partly=2, hours=48), "有 2 单只对上一部分，余下的过了 48 小时"),
        (RanOut(5, 2, 48), "有 5 单过了 48 小时没对上平台的单，2 单只对上一部分"),
    ],
)
def test_orders_of_which_a_part_ran_out_are_asked_about_on_the_first_page(
    qtbot: QtBot, gone: RanOut, said: str
) -> None:
    make_application([])
    page = TodayPage()
    qtbot.addWidget(page)
    studio = FakeStudio()
    studio.interrupted = lambda: done(None)  # type: ignore[attr-defined]
    parts = (studio, lambda: done(Errands(ran_out=gone)), lambda *a, **k: None, _raise)
    page.start(TodayPresenter(page, *parts))  # type: ignore[arg-type]
    asked = [label.text() for label in page.questions.findChildren(QLabel)]
    assert len([each for each in asked if "对上" in each]) == 1
    assert said in asked[-1]


def test_the_stock_opens_at_the_lot_that_was_found(qtbot: QtBot) -> None:
    make_application([])
    page = StockPage()
    qtbot.addWidget(page)
    lots = [LotStock(Lot("b", code), 1, 0, 0, 0, False, "") for code in ("0618", "0619")]
    rows = [StockRow(sku, sku, "箱", 90, 0, 90) for sku in "ab"]
    studio = FakeStudio(stock_rows=rows, lots=lots)
    page.start(StockPresenter(page, studio, lambda *_, **__: None, _raise), "b", "0619")  # type: ignore[arg-type]
    assert page.lots.chosen is not None
    assert page.lots.chosen.lot.code == "0619"
    page.table.choose("a")
    page.presenter.refresh()
    assert page.lots.chosen is None  # a person has chosen something else


def test_a_product_is_typed_saved_and_chosen(qtbot: QtBot) -> None:
    make_application([])
    page, studio = StockPage(), FakeStudio(households=["李阿婆"])
    qtbot.addWidget(page)
    page.start(StockPresenter(page, studio, lambda *_, **__: None, _raise))  # type: ignore[arg-type]
    assert page.pages.currentWidget() is page.empty
    page.add.click()
    form = page.form
    assert form is not None
    assert page.pages.currentWidget() is page.inside
    for field, text in (
        (form.sku, "6901"),
        (form.name, "土豆"),
        (form.unit, "袋"),
        (form.price, "x"),
    ):
        field.input.setText(text)
    form.save.click()
    assert "39.90" in form.price._wrong.text()
    form.price.input.setText("19.9")
    studio.stock_rows = [StockRow("6901", "土豆", "袋", 0, 0, 0, never_had=True)]
    form.save.click()
    assert page.table.texts()[1][0][-1] == "■ 还没有货，到了货再卖"
    assert studio.booked[0][1].price_fen == 1990
    assert form.isHidden()
    assert "6901" in page.toast.words
    assert page.lots._product.sku == "6901"  # what arrived of it is booked next
    assert page.edit.isEnabled()
    page.lots.grower.input.completer().setCompletionPrefix("阿")
    assert page.lots.grower.input.completer().currentCompletion() == "李阿婆"


def test_two_ways_of_writing_a_household_are_one_after_one_question(qtbot: QtBot) -> None:
    make_application([])
    page = StockPage()
    rows, lot = (
        [StockRow("a", "a", "箱", 5, 0, 5)],
        LotStock(Lot("a", "L", "李阿波"), 5, 0, 0, 0, False, ""),
    )
    studio = FakeStudio(stock_rows=rows, lots=[lot], households=["李阿婆", "李阿波"])
    qtbot.addWidget(page)
    page.start(StockPresenter(page, studio, lambda *_, **__: None, _raise), "a", "L")  # type: ignore[arg-type]
    page.rename.click()
    form = page.naming
    assert form is not None
    assert form.which.currentText() == "李阿波", "whose lot is chosen"
    form.new.input.setText("李阿婆")
    studio.refusal = UserFacingError("household_known", name="李阿婆")
    form.save.click()
    assert "李阿婆" in form.new.wrong
    assert not form.same.isHidden()
    form.show_names(["王建国", "李阿婆"])
    assert form.same.isHidden(), "the question was about one who is no household any more"
    form.show_names(["李阿婆", "李阿波"])
    form.which.setCurrentText("李阿波")
    form.save.click()
    studio.refusal = None
    form.same.click()
    assert studio.booked == [("rename", "李阿波", "李阿婆", True)]
    assert form.isHidden()
    assert not page.lots.isHidden()
    page.toast._button.click()
    assert studio.booked[-1] == ("name back", "李阿波")
    page.rename.click()
    assert form.same.isHidden(), "nothing is asked yet"


def test_typing_filters_after_a_pause(qtbot: QtBot) -> None:
    make_application([])
    page = OrdersPage()
    qtbot.addWidget(page)
    asked: list[str] = []

    class Presenter:
        def on_filter(self, wanted: object) -> None:
            asked.append(getattr(wanted, "words", ""))

        def on_plan(self) -> None: ...

        def on_imported(self) -> None: ...

        def open(self, session_id: str, words: str, *, meant: bool) -> None: ...

        def close(self) -> None: ...

    page.start(Presenter())  # type: ignore[arg-type]
    qtbot.keyClicks(page.search, "yang")
    qtbot.waitUntil(lambda: asked == ["yang"])


class Reading:
    """A presenter that counts how often its page reads."""

    def __init__(self) -> None:
        self.read = 0

    def refresh(self) -> None:
        self.read += 1

    def close(self) -> None: ...


def test_a_page_follows_the_broadcast_at_its_own_pace(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_application([])
    monkeypatch.setattr(page_module, "REFRESH_MS", 20)
    dispatcher, reading = Dispatcher(), Reading()
    page = StockPage()
    qtbot.addWidget(page)
    page.presenter = reading
    page.follow(dispatcher)
    entry = Entry(1, "x", "s1", 0, 0, Ended())
    for _ in range(30):
        dispatcher.publish(SessionChanged(entry, LiveState(), {}))
    qtbot.waitUntil(lambda: reading.read == 1)
    page.leave()
    dispatcher.publish(SessionChanged(entry, LiveState(), {}))
    qtbot.wait(60)
    assert reading.read == 1


@pytest.mark.parametrize("kind", ["stock", "sessions"])
def test_stock_and_sessions_are_saved_as_they_are_shown(
    qtbot: QtBot, tmp_path: Path, kind: str
) -> None:
    make_application([])
    path = tmp_path / f"{kind}.xlsx"
    studio = FakeStudio(
        stock_rows=[StockRow("YM", "杨梅", "箱", 20, 4, 16), StockRow("TD", "土豆", "箱", 9, 9, 0)]
    )
    parts = (studio, lambda *_a, **_k: None, _raise)
    page: StockPage | SessionsPage
    if kind == "stock":
        page = StockPage(ask=lambda *_: (path, ""))
        page.start(StockPresenter(page, *parts))  # type: ignore[arg-type]
    else:
        page = SessionsPage(ask=lambda *_: (path, ""))
        page.start(SessionsPresenter(page, *parts))  # type: ignore[arg-type]
    qtbot.addWidget(page)
    qtbot.mouseClick(page.export, Qt.MouseButton.LeftButton)
    titles, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert page.toast.words.endswith(path.name)
    if kind == "stock":
        assert titles[:2] == ["商品", "编号"]
        assert [row[:5] for row in rows] == [["土豆", "TD", 9, 9, 0], ["杨梅", "YM", 20, 4, 16]]
    else:
        assert [row[1:5] for row in rows] == [["杨梅贻贝专场", "主播一号", 149, 0.12]]


def test_a_broadcast_whose_orders_ran_out_says_so_and_leads_to_the_import(qtbot: QtBot) -> None:
    make_application([])
    rows = [SessionRow(each, each, "", "obs", 1, 2, 0, 0) for each in ("s2", "s1")]
    studio = FakeStudio(session_rows=rows, ran_out_of={"s2": RanOut(7, hours=48)})
    page, went = SessionsPage(), []
    qtbot.addWidget(page)
    parts = (studio, lambda *a, **k: went.append((a, k)), _raise)
    page.start(SessionsPresenter(page, *parts))  # type: ignore[arg-type]
    line = page.ran_out
    assert line.words.text().startswith("◆ 有 7 单记下 48 小时了还没对上平台的单，没算进来。")
    qtbot.mouseClick(line.button, Qt.MouseButton.LeftButton)
    assert went == [(("desk",), {"page": "imports"})]
    page.table.selectRow(1)
    assert line.isHidden()
    page.presenter.refresh()
    page.table.selectRow(0)
    assert not line.isHidden()
    assert page.filter is not None
    page.filter.setText("没有这一场")  # nothing is chosen any more
    assert line.isHidden()
    page.filter.clear()
    page.table.selectRow(0)
    assert not line.isHidden()
    page.table.clearSelection()
    assert line.isHidden()


def test_a_time_of_last_year_is_not_cut_off(qtbot: QtBot) -> None:
    app = make_application([])
    year = datetime.now().year - 1
    at = round(datetime(year, 12, 28, 20, 48).timestamp() * 1000)
    orders, sessions = OrdersPage(), SessionsPage()
    noted = OrderLine("o", "s1", "YM", "杨梅", "箱", 1, "抖音", 100, at, 0, 1, 100)
    for page, row in ((orders, noted), (sessions, SessionRow("s1", "", "", "obs", at, at, 1, 1))):
        qtbot.addWidget(page)
        page.model.show_source(ListSource([row]))
    for language in ("zh", "en"):
        i18n.switch(app, language)
        for page in (orders, sessions):
            assert page.table.sizeHintForColumn(0) <= page.table.columnWidth(0)
    i18n.switch(app, "zh")


def _raise(error: BaseException) -> None:
    raise error


def test_the_stock_page_counts_and_holds_what_is_chosen(qtbot: QtBot) -> None:
    make_application([])
    heavy = StockRow("JI", "土鸡", "只", 60, 0, 60, catch_weight=True)
    rows = [
        StockRow("YM", "杨梅", "箱", 20, 4, 16), StockRow("TD", "土豆", "箱", 90, 9, 81), heavy,
    ]  # fmt: skip
    held = LotStock(Lot("YM", "B"), 0, 0, 0, 5, True, "农残超标")
    studio = FakeStudio(
        stock_rows=rows, lots=[LotStock(Lot("YM", "A"), 9, 1, 0, 0, False, ""), held]
    )
    page = StockPage()
    page.start(StockPresenter(page, studio, lambda *_a, **_k: None, _raise))  # type: ignore[arg-type]
    qtbot.addWidget(page)
    assert not page.lots.count.isEnabled()

    def choose(sku: str) -> None:
        page.table.selectRow([row.sku for row in short_first(rows)].index(sku))

    def count(number: str) -> None:
        page.lots.counted.input.setText(number)
        qtbot.mouseClick(page.lots.count, Qt.MouseButton.LeftButton)

    choose("TD")
    assert page.lots.table.isHidden()
    assert page.lots.weighed.isHidden()
    count("88")
    choose("JI")
    assert not page.lots.weighed.isHidden()
    page.lots.weighed.input.setText("121000")
    count("60")
    choose("YM")
    assert page.lots.model.rowCount() == 2
    page.lots.table.selectRow(0)
    count("8")
    page.lots.reason.input.setText("长霉了")
    qtbot.mouseClick(page.lots.hold, Qt.MouseButton.LeftButton)
    page.lots.table.selectRow(1)
    qtbot.mouseClick(page.lots.hold, Qt.MouseButton.LeftButton)
    assert page.lots.reason.wrong
    page.lots.reason.input.setText("复检合格")
    qtbot.mouseClick(page.lots.hold, Qt.MouseButton.LeftButton)
    assert studio.booked == [
        ("count", "TD", 88, ""),
        ("count", "JI", 60, "", 121_000),
        ("count", "YM", 8, "A"),
        ("hold", "A", "长霉了"),
        ("let_go", "B", "复检合格"),
    ]
    count("半箱")
    assert page.lots.counted.wrong
    assert page.lots.counted.input.text() == "半箱"
    page.lots.came.input.setText("12")
    studio.lots = [LotStock(Lot("YM", "A"), 7, 1, 0, 0, False, ""), held]  # sold elsewhere
    page.presenter.refresh()
    assert page.lots.chosen == held
    assert (page.lots.counted.input.text(), page.lots.came.input.text()) == ("半箱", "12")
    page.lots.table.selectRow(0)  # another lot
    assert (page.lots.counted.input.text(), page.lots.came.input.text()) == ("", "")


def test_trace_labels_are_printed_from_the_chosen_lot(
    qtbot: QtBot, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_application([])
    monkeypatch.setattr(label_out, "printers", list)
    books = Books(store)
    books.product("YM")
    books.harvest("YM", "A", 7)
    path, asked = tmp_path / "labels.tspl", []
    lots = [LotStock(Lot("YM", "A"), 7, 0, 0, 0, False, "")]
    studio = FakeStudio(stock_rows=[StockRow("YM", "杨梅", "箱", 7, 0, 7)], lots=lots, store=store)
    page = StockPage(
        ask=lambda *_: (path, ""),
        ask_count=lambda *how: (asked.append(how[3]), (2, True))[1],
    )
    qtbot.addWidget(page)
    page.start(StockPresenter(page, studio, lambda *_a, **_k: None, _raise))  # type: ignore[arg-type]
    page.table.selectRow(0)
    assert not page.lots.label.isEnabled()
    page.lots.table.selectRow(0)
    qtbot.mouseClick(page.lots.label, Qt.MouseButton.LeftButton)
    assert asked == [7]
    assert path.read_bytes().endswith(b"PRINT 1,2\r\n")
    assert page.toast.words == "存好了：labels.tspl"


@pytest.mark.parametrize(
    ("undone", "standing", "fen", "words"),
    [
        (0, 3, 3000, "▲ 记下了"),
        (1, 0, 0, "撤了"),
        (0, 0, 0, "没成"),
        (1, 2, 2000, "◆ 算 2 箱"),
        (0, 3, 2500, "◆ 退了 ¥5.00"),
    ],
)
def test_an_order_says_what_stands_of_it(
    qtbot: QtBot, undone: int, standing: int, fen: int, words: str
) -> None:
    make_application([])
    page = OrdersPage()
    qtbot.addWidget(page)
    row = OrderLine("o", "s1", "YM", "杨梅", "箱", 3, "抖音", 3000, 1, undone, standing, fen)
    cell = page._cell(row, "state")
    assert (cell.text, page._cell(row, "name").struck) == (words, standing == 0)
