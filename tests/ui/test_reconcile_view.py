"""A broadcast's books in the window: what was noted, what was ordered, what to do about each."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inventory.counter import phone
from inventory.orders.importing import Wish
from studio.runtime.threads import Runtime
from studio.session.counter import Counter
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.helpers.desk import FakeStudio, ImmediateRuntime, session_row
from tests.helpers.order_files import Draft, draft
from tests.integration.test_live_session import Room
from ui.app import make_application
from ui.desk.imports.reconcile import ReconcilePage
from ui.desk.imports.reconcile_presenter import Group, Line, ReconcilePresenter, Shown
from ui.desk.presenters import SessionsPresenter
from ui.desk.sessions import SessionsPage
from ui.review.presenter import ReviewPresenter
from ui.review.view import ReviewScreen

AT = 1_781_913_600_000
"""2026-06-20 08:00 in China."""


@pytest.fixture
def room(store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path) -> Room:
    clock.set_wall(AT)
    return Room(store, runtime, clock, tmp_path / "data")


class Desk:
    """The page on a real studio, whose answers come at once."""

    def __init__(self, qtbot: QtBot, room: Room, session_id: str) -> None:
        make_application([])
        self.went: list[tuple[Any, ...]] = []
        self.saved: list[Path] = []
        studio = SimpleNamespace(
            runtime=ImmediateRuntime(), store=room.studio.store, clock=room.clock
        )
        self.page = ReconcilePage(ask=lambda *_: (self.saved[-1], ""))
        qtbot.addWidget(self.page)
        self.presenter = ReconcilePresenter(
            self.page,
            studio,
            lambda *where, **arguments: self.went.append((*where, arguments)),
            pytest.fail,
            session_id,
        )
        self.page.start(self.presenter)

    @property
    def states(self) -> list[str]:
        model = self.page.model
        return [model.row(place).state for place in range(model.rowCount())]


def orders(*times: str) -> Draft:
    """An order of two boxes at each of those times."""
    made = draft("抖店", orders=1)
    row = made.rows[0] | {made.role("code"): "YM-001", made.role("qty"): "2"}
    row |= {made.role("status"): "待发货", made.role("aftersale"): "", made.role("paid"): "9.90"}
    row |= {made.role("shipped_at"): "", made.role("refunded"): ""}
    names = (made.role("order_no"), made.role("line_no"))
    made.rows = [
        row
        | dict.fromkeys(names, f"69{place:017d}")
        | {made.role("ordered_at"): at, made.role("paid_at"): at}
        for place, at in enumerate(times)
    ]
    return made


def test_what_waits_comes_first_and_each_line_says_what_to_do(
    qtbot: QtBot, room: Room, tmp_path: Path
) -> None:
    room.studio.settings.set("note_hold_hours", 2)
    session = room.live()
    room.studio.books.count("YM-001", 9).result(60)
    session.note_order("YM-001", 2, "抖音").result(60)
    session.note_order("YM-001", 1, "快手").result(60)
    session.note_order("YM-001", 1, "微信群").result(60)
    room.clock.advance(600)
    session.undo_order(session.note_order("YM-001", 1, "抖音").result(60).id).result(60)
    session.end().result(60)
    made = orders("2026-06-20 08:00:30", "2026-06-20 08:05:00")
    desk = Desk(qtbot, room, session.session_id)
    assert desk.states == ["open", "open", "waits", "undone"]
    files = room.studio.order_files()
    files.run(Wish(made.write(tmp_path / "f"), take_proposals=True))
    desk.presenter.refresh()
    assert desk.states == ["open", "unexplained", "waits", "undone", "confirmed"]
    tiles = {group: tile.figure.text() for group, tile in desk.page.tiles.items()}
    assert tiles == {
        Group.MATCHED: "1 / 3", Group.WAITING: "1", Group.OURS: "1", Group.BACK: "1",
        Group.UNEXPLAINED: "1",
    }  # fmt: skip
    desk.page.table.selectRow(2)
    assert "还有 1 没交，去门市交；这些由自己交货，不在平台文件里" in desk.page.advice.text()
    (waiting,) = room.studio.store.read(phone.waiting).result()
    counter = Counter(room.studio)
    counter.cancel([waiting.id], "not_reached").result(60)
    desk.presenter.refresh()
    assert desk.states == ["open", "unexplained", "cancelled", "undone", "confirmed"]
    desk.page.table.selectRow(2)
    assert "撤了：联系不上客人" in desk.page.advice.text()
    desk.page.table.selectRow(0)
    assert "差 1：导入最新的订单文件" in desk.page.advice.text()
    assert "自动放回" in desk.page.advice.text()
    qtbot.mouseClick(desk.page.tiles[Group.UNEXPLAINED], Qt.MouseButton.LeftButton)
    assert desk.states == ["unexplained"]
    assert "照常发货" in desk.page.advice.text()
    qtbot.mouseClick(desk.page.tiles[Group.UNEXPLAINED], Qt.MouseButton.LeftButton)
    assert len(desk.states) == 5
    desk.saved.append(tmp_path / "对账.csv")
    qtbot.mouseClick(desk.page.export, Qt.MouseButton.LeftButton)
    assert desk.saved[0].read_text("utf-8-sig").count("\n") == 6
    qtbot.mouseClick(desk.page.imports, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(desk.page.review, Qt.MouseButton.LeftButton)
    assert desk.went == [
        ("desk", {"page": "imports"}),
        ("review", {"session_id": session.session_id}),
    ]
    session.close()


@pytest.mark.parametrize(
    ("state", "left", "says"),
    [("released", 0, ()), ("open", 3, ("差 3",)), ("waits", 3, ("还有 3 没交",))],
)
def test_whose_goods_could_not_be_kept_is_to_be_told(
    qtbot: QtBot, room: Room, state: str, left: int, says: tuple[str, ...]
) -> None:
    """It said that the buyer had not paid, and that nothing is to be done."""
    session = room.live()
    desk = Desk(qtbot, room, session.session_id)
    line = Line("n", AT, "杨梅", 5, "抖音", state, (), left, None, state == "waits", "", 2)
    desk.page.show_reconciled(Shown("晚场", AT, [line]))
    desk.page.table.selectRow(0)
    said = desk.page.advice.text()
    assert all(each in said for each in ("有 2 没货可留了", "请联系买家", *says))
    assert "不用管" not in said
    session.close()


def test_a_broadcast_without_orders_says_what_belongs_here(qtbot: QtBot, room: Room) -> None:
    session = room.live()
    desk = Desk(qtbot, room, session.session_id)
    assert desk.page.pages.currentWidget() is desk.page.empty
    session.close()


def test_it_is_reached_from_the_list_of_broadcasts_and_from_a_review(qtbot: QtBot) -> None:
    make_application([])
    went: list[tuple[str, dict[str, str]]] = []
    studio: Any = FakeStudio(session_rows=[session_row("s7")])
    page, review = SessionsPage(), ReviewScreen()
    for view in (page, review):
        qtbot.addWidget(view)
    navigate: Any = lambda name, **arguments: went.append((name, arguments))  # noqa: E731
    page.start(SessionsPresenter(page, studio, navigate, pytest.fail))
    qtbot.mouseClick(page.reconcile, Qt.MouseButton.LeftButton)
    review.start(ReviewPresenter(review, studio, navigate, pytest.fail, lambda *_: None), "s7")
    qtbot.mouseClick(review.reconcile, Qt.MouseButton.LeftButton)
    assert went == [("desk", {"page": "reconcile", "session_id": "s7"})] * 2
