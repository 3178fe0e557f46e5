"""What takes long on the desk: on a worker, told of while it lasts, stopped where not wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from sqlite_utils import Database

from inventory import live_sales, products
from inventory.products import Product
from studio.runtime.dispatcher import Dispatcher
from studio.runtime.ids import new_id
from studio.runtime.threads import Runtime
from studio.store.database import Store
from tests.helpers.desk import FakeStudio
from ui.app import make_application
from ui.desk import work_bar
from ui.desk.long_work import Doing, HowFar
from ui.desk.orders.noted import OrdersPage
from ui.desk.orders.presenters import OrdersPresenter
from ui.main_thread import MainThreadHop

ORDERS = 2300
"""More than the table reads at once."""


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    """As in the window: news arrive on Qt's main thread."""
    make_application([])
    made = Runtime(Dispatcher(MainThreadHop()))
    yield made
    made.close()


class Gated:
    """The store, whose reader waits at the gate after so many answers."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.open = threading.Event()
        self.open.set()
        self.threads: set[str] = set()

    def read(self, work: Callable[[Any], Any]) -> Future[Any]:
        def waited(db: Any) -> Any:
            assert self.open.wait(60), "nobody opened the gate"
            return work(db)

        self.threads.add(threading.current_thread().name)
        return self._store.read(waited)

    def write(self, work: Callable[[Any], Any]) -> Future[Any]:
        return self._store.write(work)


def noted(db: Database) -> None:
    products.take_over(db, Product("YM", "=杨梅", "", "箱", 100, None, "", "", ""), 9000, 1)
    for number in range(ORDERS):
        live_sales.note(
            db,
            order_id=new_id(1000 + number),
            session_id="s1",
            sku="YM",
            qty=1,
            channel=f"第{number}位",
            unit_price_fen=100,
            at_ms=1000 + number,
        )


class Room:
    """The orders' page on real orders."""

    def __init__(self, qtbot: QtBot, store: Store, runtime: Runtime, target: Path) -> None:
        store.write(noted).result()
        self.store = Gated(store)
        self.problems: list[BaseException] = []
        studio: Any = FakeStudio(runtime=runtime, store=self.store)
        self.page = OrdersPage(ask=lambda *_: (target, ""))
        qtbot.addWidget(self.page)
        self.page.start(
            OrdersPresenter(self.page, studio, lambda *_a, **_k: None, self.problems.append)
        )
        self.page.resize(1366, 768)
        self.page.show()
        qtbot.waitUntil(lambda: self.page.model.rowCount() > 0 and bool(self.page.note.text()))


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    return folder / "订单.xlsx"


@pytest.fixture
def room(qtbot: QtBot, store: Store, runtime: Runtime, target: Path) -> Iterator[Room]:
    made = Room(qtbot, store, runtime, target)
    yield made
    made.store.open.set()
    made.page.leave()


def click(qtbot: QtBot, button: Any) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_export_is_told_of_while_it_lasts(qtbot: QtBot, room: Room, target: Path) -> None:
    page = room.page
    room.store.open.clear()
    click(qtbot, page.export)
    qtbot.waitUntil(page.work.isVisible)
    assert page.work.words.text() == "正在写表格：0 / 2,300 行"
    assert page.work.bar.maximum() == ORDERS
    assert not page.export.isEnabled()
    room.store.open.set()
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(page.export.isEnabled)
    assert not page.work.isVisible()
    assert page.toast.words == "存好了：订单.xlsx"
    assert any(name.startswith("gongfu-worker") for name in room.store.threads)


def test_an_export_is_cancelled_with_its_button(qtbot: QtBot, room: Room, target: Path) -> None:
    page = room.page
    room.store.open.clear()
    click(qtbot, page.export)
    qtbot.waitUntil(page.work.isVisible)
    click(qtbot, page.work.stop)
    assert page.work.words.text() == "正在停……"
    assert not page.work.stop.isEnabled()
    room.store.open.set()
    qtbot.waitUntil(page.export.isEnabled)
    assert not page.work.isVisible()
    assert list(target.parent.iterdir()) == []
    assert page.toast.words == "停下了，没有留下写了一半的表格。"


def test_an_export_of_a_page_that_was_left_is_written_to_its_end(
    qtbot: QtBot, room: Room, target: Path
) -> None:
    room.store.open.clear()
    click(qtbot, room.page.export)
    room.page.leave()
    room.store.open.set()
    qtbot.waitUntil(target.exists)
    assert room.problems == []


def test_a_program_that_closes_leaves_no_half_file(
    qtbot: QtBot, room: Room, runtime: Runtime, target: Path
) -> None:
    room.store.open.clear()
    click(qtbot, room.page.export)
    threading.Timer(0.2, room.store.open.set).start()
    runtime.close()
    assert list(target.parent.iterdir()) == []


def copy_all(qtbot: QtBot, page: OrdersPage) -> None:
    for key in (Qt.Key.Key_A, Qt.Key.Key_C):
        qtbot.keyClick(page.table, key, Qt.KeyboardModifier.ControlModifier)


def test_a_whole_table_is_copied_with_the_rows_nobody_scrolled_to(qtbot: QtBot, room: Room) -> None:
    page = room.page
    assert page.model.rowCount() < ORDERS
    room.store.threads.clear()
    copy_all(qtbot, page)
    qtbot.waitUntil(lambda: page.toast.words == "已复制 2,300 行")
    headings, *lines = QGuiApplication.clipboard().text().splitlines()
    assert headings == "时间\t商品\t数量\t实付\t渠道\t场次\t状态"
    assert [line.split("\t")[4] for line in lines] == [
        f"第{number}位" for number in reversed(range(ORDERS))
    ]
    assert lines[-1].split("\t")[1:] == [
        "'=杨梅",
        "1 箱",
        "¥1.00",
        "第0位",
        "杨梅贻贝专场",
        "▲ 记下了",
    ]
    assert all(name.startswith("gongfu-worker") for name in room.store.threads)


def test_chosen_rows_are_copied_whether_they_are_there_yet_or_not(qtbot: QtBot, room: Room) -> None:
    page = room.page
    for place in (3, 900):
        page.table.selectionModel().select(
            page.model.index(place, 0),
            QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
        )
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.toast.words == "已复制 2 行")
    lines = QGuiApplication.clipboard().text().splitlines()[1:]
    assert [line.split("\t")[4] for line in lines] == ["第2296位", "第1399位"]


def test_copying_is_told_of_and_cancelled(qtbot: QtBot, room: Room) -> None:
    page = room.page
    QGuiApplication.clipboard().setText("from before")
    room.store.open.clear()
    copy_all(qtbot, page)
    qtbot.waitUntil(page.work.isVisible)
    assert page.work.words.text() == "正在复制：0 / 2,300 行"
    copy_all(qtbot, page)
    assert page.toast.words == "上一件还没做完，等一等，或者先取消它。"
    click(qtbot, page.work.stop)
    room.store.open.set()
    qtbot.waitUntil(page.export.isEnabled)
    assert page.toast.words == "没有复制，剪贴板里还是原来的。"
    assert QGuiApplication.clipboard().text() == "from before"


def test_what_is_done_soon_shows_no_strip(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    make_application([])
    monkeypatch.setattr(work_bar, "PATIENCE_MS", 0)
    page = OrdersPage()
    qtbot.addWidget(page)
    page.show()
    page.show_work(HowFar(Doing.WRITING, 0, 9))
    page.show_work(None)
    qtbot.wait(1)
    assert not page.work.isVisible()
    page.show_work(HowFar(Doing.WRITING, 0, 0))
    qtbot.waitUntil(page.work.isVisible)
    assert page.work.words.text() == "正在写表格：0 行"  # nobody has counted them yet
    page.show_work(HowFar(Doing.WRITING, 9, 9, closing=True))
    assert page.work.words.text() == "都写上了，正在收尾……"
    assert (page.work.bar.minimum(), page.work.bar.maximum()) == (0, 0)
