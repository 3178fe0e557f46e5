"""The desk's search box: typed, found, opened with Enter, on the page where it belongs."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inventory.search.finding import Found, FoundLot, FoundNote, FoundProduct
from inventory.search.imported_list import ImportedLine
from studio.store.database import Store
from studio.store.secrets import MemorySecrets
from tests.helpers.books import Books
from tests.helpers.desk import FakeStudio
from ui.app import make_application
from ui.desk.frame import DeskFrame
from ui.desk.stock.page import StockPage

ORDER = ImportedLine("o", "69170001", "抖店", "杨梅", 1, 2, 100, 0, "paid", "none", None, 0)
FOUND = Found(
    [FoundProduct("YM", "杨梅"), FoundProduct("TD", "土豆")],
    [ORDER],
    [FoundNote("n-1", "杨梅", 1, 100, 0)],
    [FoundLot("YM", "杨梅", "0618", "李家", "")],
)


class Presenter:
    def __init__(self) -> None:
        self.typed: list[str] = []
        self.opened: list[tuple[str, Any]] = []

    def on_typed(self, typed: str) -> None:
        self.typed.append(typed)

    def __getattr__(self, name: str) -> Any:
        return lambda found: self.opened.append((name, found))


@pytest.fixture
def frame(qtbot: QtBot) -> DeskFrame:
    make_application([])
    made = DeskFrame("stock", StockPage(), lambda *_, **__: None)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    made.find.setFocus()
    made.find.presenter = Presenter()  # type: ignore[assignment]
    return made


def press(qtbot: QtBot, frame: DeskFrame, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(frame.find, key)


def test_it_looks_after_a_pause_and_again_when_emptied(qtbot: QtBot, frame: DeskFrame) -> None:
    qtbot.keyClicks(frame.find, "ym")
    qtbot.waitUntil(lambda: frame.find.presenter.typed == ["ym"])
    frame.find.show_found(FOUND)
    assert frame.find.is_open
    press(qtbot, frame, Qt.Key.Key_Escape)
    assert frame.find.presenter.typed == ["ym", ""]
    frame.find.show_found(None)
    assert not frame.find.is_open


@pytest.mark.parametrize(
    ("down", "opened"),
    [
        (0, ("on_product", FOUND.products[0])),
        (1, ("on_product", FOUND.products[1])),
        (2, ("on_order", ORDER)),
        (3, ("on_note", FOUND.notes[0])),
        (4, ("on_lot", FOUND.lots[0])),
    ],
)
def test_down_and_enter_open_what_was_found(
    qtbot: QtBot, frame: DeskFrame, down: int, opened: tuple[str, Any]
) -> None:
    frame.find.show_found(FOUND)
    press(qtbot, frame, *[Qt.Key.Key_Down] * (down + 1), Qt.Key.Key_Up)
    press(qtbot, frame, *[Qt.Key.Key_Down] * (down == 4))
    press(qtbot, frame, Qt.Key.Key_Return)
    assert frame.find.presenter.opened == [opened]


def test_nothing_found_says_what_can_be_tried(qtbot: QtBot, frame: DeskFrame) -> None:
    frame.find.show_found(Found(phones_closed=True))
    assert "拼音首字母" in frame.find.remark.text()
    assert "钥匙不在这台电脑上" in frame.find.remark.text()
    press(qtbot, frame, Qt.Key.Key_Return)
    assert frame.find.presenter.opened == []


def test_what_is_typed_and_entered_at_once_is_looked_for(qtbot: QtBot, frame: DeskFrame) -> None:
    frame.find.show_found(FOUND)
    qtbot.keyClicks(frame.find, "td")
    press(qtbot, frame, Qt.Key.Key_Return)
    assert frame.find.presenter.typed == ["td"]
    assert frame.find.presenter.opened == []


def test_it_finds_in_the_workshop_and_leads_to_the_row(qtbot: QtBot, store: Store) -> None:
    make_application([])
    books = Books(store)
    books.product("YM", 10)
    books.harvest("YM", "0618", 5)
    note = books.note("YM")
    studio: Any = FakeStudio(store=store)
    studio.secrets = MemorySecrets()
    went: list[tuple[str, dict[str, str]]] = []
    frame = DeskFrame("stock", StockPage(), lambda name, **where: went.append((name, where)))
    qtbot.addWidget(frame)
    frame.find_in(studio, lambda error: (_ for _ in ()).throw(error))
    with qtbot.waitExposed(frame):
        frame.show()
    frame.find.setFocus()
    for typed in ("ymdmz", "0618", note):
        frame.find.setText(typed)
        press(qtbot, frame, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert went == [
        ("desk", {"page": "stock", "sku": "YM"}),
        ("desk", {"page": "stock", "sku": "YM", "lot": "0618"}),
        ("desk", {"page": "orders", "typed": note}),
    ]
    frame.leave()
