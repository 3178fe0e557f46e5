"""The packing page under a scanner: what it types arrives, wherever the keyboard is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inventory.fulfilment import codes
from inventory.fulfilment.making import Waiting
from inventory.ledger import Place
from studio.bootstrap import open_studio, open_training
from studio.runtime.dispatcher import Dispatcher
from studio.store.database import Store
from tests.helpers.books import Books
from tests.helpers.packing import Camera, Heard, Studio
from tests.helpers.parcels import order
from tests.helpers.screens import FakeSecrets
from ui.app import make_application
from ui.desk.packing import label_out
from ui.desk.packing.page import PackingPage
from ui.desk.packing.presenter import PackingPresenter, Table
from ui.main_thread import MainThreadHop
from ui.shell import Shell
from ui.theme import style


@pytest.fixture
def asked(tmp_path: Path) -> dict[str, Any]:
    """What the file dialogs answer."""
    return {"save": ("", ""), "open": ("", "")}


@pytest.fixture
def page(qtbot: QtBot, store: Store, asked: dict[str, Any]) -> Iterator[PackingPage]:
    make_application([])
    books = Books(store)
    for sku in ("YM", "TD"):
        books.product(sku, 20)
    order(books, "1", YM=2)
    order(books, "2", YM=1, TD=1)
    made = PackingPage(
        ask_save=lambda *_: asked["save"], ask_open=lambda *_: asked["open"],
        find_camera=lambda: asked.get("camera", ""),
    )  # fmt: skip
    qtbot.addWidget(made)
    camera = Camera()
    made.start(
        PackingPresenter(made, Studio(books), Heard(), camera.open, _raise),  # type: ignore[arg-type]
        lambda *_a, **_k: None,
    )
    made.resize(1160, 768)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.mouseClick(made.make, Qt.MouseButton.LeftButton)
    yield made
    made.leave()


def _raise(error: BaseException) -> None:
    raise error


def scan(qtbot: QtBot, text: str) -> None:
    """As a scanner does: key after key to whoever has the keyboard, Enter at the end."""
    for key in text:
        qtbot.keyClicks(QApplication.focusWidget(), key)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("waiting", "says", "button"),
    [
        (Waiting(questions=2, short=1), "有 2 单付了款，有话要问您，答了就排到这里。", "去回答"),
        (
            Waiting(short=3),
            "有 3 单付了款，架上货不够；到货记上，再试一次，就排到这里。",
            "去看是哪几单",
        ),
        (Waiting(), "导入平台的订单，付了款的就排到这里。", "去导入"),
    ],
)
def test_an_empty_table_says_what_its_orders_wait_for(
    qtbot: QtBot, page: PackingPage, waiting: Waiting, says: str, button: str
) -> None:
    """It sent people to import what they had imported, while questions waited."""
    page.show_table(Table((), 0, waiting, (), {}))
    assert page.empty.isVisible()
    assert (page.empty.sentence.text(), page.empty.button.text()) == (says, button)


def test_the_cold_chain_begins_in_the_window(qtbot: QtBot, page: PackingPage, store: Store) -> None:
    """Its checks came only after somebody had said on the command line what needs the cold."""
    station, panel = page.station, page.chill
    page.table.choose(next(it.id for it in page._table.parcels if len(it.products) == 2))
    assert not station.cold.isVisible()
    station.chill.setFocus()
    qtbot.keyClick(station.chill, Qt.Key.Key_Space)
    assert set(panel.fields) == {"YM", "TD"}
    low, high = panel.fields["YM"]
    assert QApplication.focusWidget() in (low, panel.fields["TD"][0])
    for typed, words in (
        (("0", ""), "上下限不对"), (("4", "0"), "上下限不对"), (("冷", "4"), "−50 到 60"),
    ):  # fmt: skip
        low.setText(typed[0])
        high.setText(typed[1])
        qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
        assert words in page.toast.words
        assert (low.text(), high.text()) == typed
        assert panel.isVisible()
    low.setText("0")
    high.setText("3.5")
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    assert not panel.isVisible()
    assert QApplication.focusWidget() is station.field
    assert "0.0 °C 到 3.5 °C" in station.range.text()
    qtbot.mouseClick(station.checks["ice_packs"], Qt.MouseButton.LeftButton)
    assert station.checks["ice_packs"].isChecked()
    qtbot.mouseClick(station.change, Qt.MouseButton.LeftButton)
    low, high = panel.fields["YM"]
    assert (low.text(), high.text()) == ("0", "3.5")
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    said = "SELECT count(*) FROM cold_need"
    assert store.read(lambda db: db.execute(said).fetchone()).result() == (1,), "nothing is new"
    qtbot.mouseClick(station.change, Qt.MouseButton.LeftButton)
    for field in panel.fields["YM"]:
        field.clear()
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    assert station.chill.isVisible()
    assert not station.cold.isVisible()


def test_a_scan_arrives_wherever_the_keyboard_is(qtbot: QtBot, page: PackingPage) -> None:
    field = page.station.field
    assert QApplication.focusWidget() is field
    scan(qtbot, "YM")
    assert page.station.last.text() == "▲ 对了：YM的名字 × 1 箱"
    page.table.setFocus()
    scan(qtbot, "YM")
    assert page.station.number.text() == "002"
    page.sheet.setFocus()
    scan(qtbot, codes.of_goods("TD", ""))
    assert QApplication.focusWidget() is field
    page.stop_name.input.setFocus()
    scan(qtbot, codes.of_goods("YM", ""))
    assert [each.state for each in page._table.parcels] == ["packed", "packed"]
    assert page._table.stops == ()
    page.filter.setFocus()
    scan(qtbot, "TD")
    assert page.model.rowCount() == 1
    assert QApplication.focusWidget() is field
    page.filter.clear()
    page.filter.setFocus()
    scan(qtbot, codes.of_parcel("260101-999"))
    assert (page.filter.text(), page.model.rowCount()) == ("", 2)
    assert page.sign.said.startswith("包裹 260101-999 不在桌上")


def test_what_is_wrong_stays_until_it_is_read(qtbot: QtBot, page: PackingPage) -> None:
    scan(qtbot, "TD")
    assert page.sign.isVisible()
    assert page.sign.said.startswith("拿错了：TD的名字不在这个包裹里")
    assert page.sign.geometry() == page.rect()
    scan(qtbot, "YM")
    assert page.sign.isVisible()
    assert page._table.parcels[0].scanned == 0
    page.station.field.setFocus()
    assert QApplication.focusWidget() is page.sign
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not page.sign.isVisible()
    scan(qtbot, "YM")
    assert page._table.parcels[0].scanned == 1
    scan(qtbot, "nonsense")
    qtbot.mouseClick(page.sign.button, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is page.station.field


def test_buttons_do_their_work_and_give_the_keyboard_back(
    qtbot: QtBot, page: PackingPage, asked: dict[str, Any], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    scan(qtbot, "YM")
    scan(qtbot, "YM")
    page.table.selectAll()
    page.stop_name.input.setText("祠堂")
    qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    assert {each.stop for each in page._table.parcels} == {"祠堂"}
    monkeypatch.setattr(label_out, "printers", list)
    for button, name in ((page.sheet, "list.pdf"), (page.label, "labels.tspl")):
        page.table.selectAll()
        asked["save"] = tmp_path / name, "打包单 (*.pdf)"
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert page.toast.words == f"存好了：{name}"
        assert (tmp_path / name).stat().st_size > 1000
    qtbot.mouseClick(page.station.camera, Qt.MouseButton.LeftButton)
    assert not page.station.camera.isChecked()
    qtbot.mouseClick(page.ship, Qt.MouseButton.LeftButton)
    assert page.toast.words == "发走了 1 个包裹"
    assert QApplication.focusWidget() is page.station.field


def test_a_tracking_file_is_shown_before_it_is_taken(
    qtbot: QtBot, page: PackingPage, asked: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("订单号,运单号\n1,SF1000001\n9,SF1000002\n", "utf-8")
    asked["open"] = path
    qtbot.mouseClick(page.tracking, Qt.MouseButton.LeftButton)
    assert page.preview.isVisible()
    assert page.preview.model.text(0, 5) == "■ 这一单还没有排成包裹"
    assert not page.make.isVisible()
    qtbot.mouseClick(page.preview.take, Qt.MouseButton.LeftButton)
    assert not page.preview.isVisible()
    assert page.toast.words == "收下了 1 个运单号；1 行没有收"
    assert page._table.parcels[0].tracking == "SF1000001"
    assert QApplication.focusWidget() is page.station.field


def test_a_picture_of_the_camera_is_shown(
    qtbot: QtBot, page: PackingPage, asked: dict[str, Any]
) -> None:
    numpy = pytest.importorskip("numpy")
    asked["camera"] = "camera:0"
    qtbot.mouseClick(page.station.camera, Qt.MouseButton.LeftButton)
    page.presenter._on_picture(numpy.zeros((240, 320, 3), numpy.uint8))
    assert not page.station.picture.pixmap().isNull()
    assert page.station.camera.isChecked()
    qtbot.mouseClick(page.station.camera, Qt.MouseButton.LeftButton)
    assert not page.station.picture.isVisible()


def test_orders_are_packed_and_sent_in_the_window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    """With the program's own threads: nothing of it runs on the wrong one."""
    style.apply(qapp)
    dispatcher = Dispatcher(MainThreadHop())
    with open_studio(tmp_path, dispatcher=dispatcher, secrets=FakeSecrets()) as studio:
        books = Books(studio.store, studio.clock.now_ms())
        books.product("YM", 5)
        order(books, "1", YM=2)
        shell = Shell(studio, open_training)
        qtbot.addWidget(shell)
        shell.open("desk", page="packing")
        shell.show()
        page = shell.view.page
        qtbot.waitUntil(lambda: page.make.isVisible())
        qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: page.station.number.text() == "001")
        for _ in range(2):
            qtbot.keyClicks(page.station.field, "YM")
            qtbot.keyClick(page.station.field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: page.ship.isVisible())
        qtbot.mouseClick(page.ship, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: page.toast.words == "发走了 1 个包裹")
        assert books.on(Place.CUSTOMER, "YM") == 2
        shell.view.leave()


def test_a_parcel_is_split_beside_the_table_and_a_scanner_splits_nothing(
    qtbot: QtBot, page: PackingPage
) -> None:
    left = Qt.MouseButton.LeftButton
    page.table.selectRow(1)
    assert (page.station.split.isVisible(), page.station.open.isVisible()) == (True, False)
    qtbot.mouseClick(page.station.split, left)
    panel = page.split
    assert panel.isVisible()
    assert not panel.go.isEnabled()
    panel.counts["TD"].setFocus()
    panel.counts["TD"].selectAll()
    qtbot.keyClicks(panel.counts["TD"], "1")
    qtbot.keyClick(panel.counts["TD"], Qt.Key.Key_Return)
    page.presenter.refresh()  # news from elsewhere
    assert (panel.isVisible(), panel.out) == (True, {"TD": 1})
    assert "1 件" in panel.sums.text()
    page.presenter.on_choose(page.model.row(0).id)  # the camera read another one's code
    qtbot.mouseClick(panel.go, left)
    assert not panel.isVisible()
    assert page.model.rowCount() == 3
    assert "分成两包" in page.toast.words
    qtbot.mouseClick(page.station.undo, left)
    page.table.selectRow(0)
    qtbot.mouseClick(page.station.split, left)
    qtbot.mouseClick(panel.leave, left)
    assert page.station.field.hasFocus()
