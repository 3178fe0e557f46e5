"""Order files in the window: looked at, imported, answered, taken back; a broadcast follows."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from inventory.orders import importing
from inventory.orders.forgetting import Forgotten, Remembered
from inventory.orders.importing import Ruled
from inventory.orders.undoing import Undone
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.helpers.desk import ImmediateRuntime
from tests.helpers.order_files import PASSWORD, Draft, draft
from tests.integration.test_live_session import Room
from ui.app import make_application
from ui.desk.imports.page import FILE_COLUMNS, ImportsPage
from ui.desk.imports.presenter import ImportsPresenter, Stand
from ui.desk.long_work import Doing, HowFar

JUNE_20 = 1_781_913_600_000


class Desk:
    """The page on a real studio, whose answers come at once."""

    def __init__(self, qtbot: QtBot, room: Room) -> None:
        make_application([])
        self.qtbot, self.room = qtbot, room
        self.problems: list[BaseException] = []
        self.went: list[dict[str, Any]] = []
        self.files: list[Path] = []
        studio = SimpleNamespace(
            runtime=ImmediateRuntime(),
            store=room.studio.store,
            order_files=room.studio.order_files,
        )
        self.page = ImportsPage(ask_files=lambda *_: self.files)
        qtbot.addWidget(self.page)
        self.presenter = ImportsPresenter(
            self.page, studio, lambda _name, **arguments: self.went.append(arguments), self._failed
        )
        self.page.start(self.presenter)

    def _failed(self, error: BaseException) -> None:
        self.problems.append(error)

    def choose(self, *paths: Path) -> None:
        self.files = list(paths)
        self.press(self.page.drop.choose)

    def press(self, button: Any) -> None:
        assert button.isEnabled()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    @property
    def stands(self) -> list[Stand]:
        return [self.page.file_model.row(n).stand for n in range(self.page.file_model.rowCount())]

    @property
    def past(self) -> list[str]:
        model = self.page.past.model
        return [model.row(place).state for place in range(model.rowCount())]


@pytest.fixture
def room(store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path) -> Room:
    clock.set_wall(JUNE_20)
    return Room(store, runtime, clock, tmp_path / "data")


def two_boxes() -> Draft:
    """One order of two boxes, by a name the shop has given them."""
    made = draft("抖店", orders=1)
    (row,) = made.rows = made.rows[:1]
    row |= {made.role("code"): "a-77", made.role("title"): "【产地直发】东魁杨梅 5斤装"}
    row |= {made.role("qty"): "2", made.role("status"): "待发货", made.role("shipped_at"): ""}
    row |= {made.role("aftersale"): "", made.role("paid"): "9.90", made.role("refunded"): ""}
    row[made.role("paid_at")] = row[made.role("ordered_at")]
    return made


def test_looked_at_imported_answered_and_taken_back_while_a_broadcast_follows(
    qtbot: QtBot, room: Room, tmp_path: Path
) -> None:
    session = room.live()
    desk = Desk(qtbot, room)
    desk.choose(two_boxes().write(tmp_path / "订单.xlsx"))
    assert desk.stands == [Stand.LOOKED]
    assert desk.page.note.text() == "还没有写。1 单，付款 ¥9.90，退款 ¥0.00"
    assert desk.past == []
    desk.press(desk.page.go)
    assert (desk.stands, desk.past) == ([], ["done"])
    (card,) = desk.page.questions.cards.values()
    assert "5斤装" in card.words.text()
    assert session.stock["YM-001"].available == 3
    card.rows[0].product.choose("YM-001")
    desk.press(card.answer)
    assert desk.page.questions.cards == {}
    assert desk.page.toast.words == "记住了，1 单不用再等。"
    assert session.stock["YM-001"].available == 1
    desk.press(desk.page.past.other)
    codes = desk.page.codes
    codes.table.selectRow(0)
    desk.press(codes.wrong)
    assert "5斤装" in codes.sure.text()
    desk.press(codes.yes)
    assert desk.page.toast.words.startswith("忘了")
    assert session.stock["YM-001"].available == 3
    (card,) = desk.page.questions.cards.values()
    card.rows[0].product.choose("YM-001")
    desk.press(card.answer)
    assert session.stock["YM-001"].available == 1
    desk.press(codes.other)
    desk.page.past.table.selectRow(0)
    file = desk.page.past.chosen
    assert (file.file in desk.page.past.whole.text(), file.shop) == (True, "抖店")
    assert [desk.page.past.model.text(0, place) for place in (1, 2)] == [file.file, file.shop]
    desk.press(desk.page.past.undo)
    assert desk.past == ["undone"]
    assert session.stock["YM-001"].available == 3
    assert desk.problems == []
    session.close()


@pytest.mark.parametrize("notes", [0, 2])
def test_notes_too_little_may_be_sold_for_are_told_whatever_was_taken_back(
    qtbot: QtBot, room: Room, notes: int
) -> None:
    page = Desk(qtbot, room).page
    code = Remembered("抖店", "a-77", "东魁杨梅", "YM-001", "杨梅", 1, JUNE_20)
    for tell in (
        lambda: page.show_undone(Undone(1, notes)),
        lambda: page.show_forgotten(code, Forgotten(1, 0, notes)),
        lambda: page.show_rule("抖店", False, Ruled(1, notes)),
    ):
        tell()
        assert ("2 笔货不够留回去" in page.toast.words) == (notes > 0)


def test_a_shop_keeps_goods_for_who_has_not_paid_yet(
    qtbot: QtBot, room: Room, tmp_path: Path
) -> None:
    session = room.live()
    desk = Desk(qtbot, room)
    made = two_boxes()
    made.rows[0] |= {made.role("status"): "待支付", made.role("code"): "YM-001"}
    made.rows[0][made.role("paid_at")] = ""
    desk.choose(made.write(tmp_path / "订单.xlsx"))
    desk.press(desk.page.go)
    (card,) = desk.page.questions.cards.values()
    desk.press(card.answer)
    tick = desk.page.past.at_order
    assert tick.isHidden()
    desk.page.past.table.selectRow(0)
    assert (tick.isHidden(), tick.isChecked()) == (False, False)
    for checked, left in ((True, 1), (False, 3)):
        tick.click()
        assert tick.isChecked() is checked
        assert session.stock["YM-001"].available == left
        assert desk.page.toast.words.startswith("抖店的单")
    assert desk.problems == []
    session.close()


def test_what_a_status_means_is_asked_once_more_and_can_be_put_right(
    qtbot: QtBot, room: Room, tmp_path: Path
) -> None:
    room.session().close()
    desk = Desk(qtbot, room)
    made = two_boxes()
    made.rows[0] |= {made.role("status"): "已团待发", made.role("code"): "YM-001"}
    desk.choose(made.write(tmp_path / "订单.xlsx"))
    desk.press(desk.page.go)
    (card,) = desk.page.questions.cards.values()
    assert "已团待发" in card.words.text()
    assert "unknown" not in card.meanings.buttons
    desk.press(card.meanings.buttons["unpaid"])
    desk.press(card.meanings.no)
    assert card.meanings.yes.isHidden()
    desk.press(card.meanings.buttons["closed"])
    assert not card.meanings.yes.isHidden()
    assert "关闭了" in card.meanings.sure.text()
    assert desk.page.questions.said == {}
    desk.press(card.meanings.yes)
    assert "已团待发" not in [each.asked.about for each in desk.page.questions.cards.values()]
    (said,) = desk.page.questions.said.values()
    assert "关闭了" in said.told.text()
    desk.press(said.change)
    desk.press(said.meanings.buttons["paid"])
    desk.press(said.meanings.yes)
    (now,) = desk.page.questions.said
    assert (now.word, now.meaning) == ("已团待发", "paid")
    assert desk.page.toast.words.endswith("1 单跟着改了。")
    statuses = room.studio.store.read(
        lambda db: db.execute("SELECT status FROM platform_order").fetchall()
    )
    assert statuses.result() == [("paid",)]
    assert desk.problems == []


def test_an_answer_without_a_product_is_asked_again_in_words(
    qtbot: QtBot, room: Room, tmp_path: Path
) -> None:
    room.session().close()
    desk = Desk(qtbot, room)
    made = two_boxes()
    made.rows[0][made.role("title")] = "羽绒服"
    desk.choose(made.write(tmp_path / "f"))
    desk.press(desk.page.go)
    (card,) = desk.page.questions.cards.values()
    desk.press(card.answer)
    assert not card.wrong.isHidden()
    assert "还没选" in card.wrong.text()
    assert len(desk.page.questions.cards) == 1


def test_a_locked_file_asks_for_its_password_and_the_others_go_on(
    qtbot: QtBot, room: Room, tmp_path: Path
) -> None:
    desk = Desk(qtbot, room)
    locked = draft("拼多多").write(tmp_path / "锁.xlsx", "locked")
    letter = tmp_path / "信.txt"
    letter.write_text("见信如面", "utf-8")
    desk.choose(locked, draft("淘宝").write(tmp_path / "淘宝.csv", "csv utf-8"), letter)
    assert desk.stands == [Stand.LOCKED, Stand.LOOKED, Stand.REFUSED]
    assert desk.page.shown is not None
    assert desk.page.shown.path == locked
    assert not desk.page.password.isHidden()
    desk.page.password.setText("wrong")
    desk.press(desk.page.unlock)
    assert desk.stands[0] is Stand.LOCKED
    assert "密码" in desk.page.about.text()
    desk.page.password.setText(PASSWORD)
    desk.press(desk.page.unlock)
    assert desk.stands[:2] == [Stand.LOOKED, Stand.LOOKED]
    assert PASSWORD not in repr(desk.page.shown)
    desk.press(desk.page.go)
    assert desk.past == ["done", "done"]
    assert desk.stands == [Stand.IMPORTED, Stand.IMPORTED, Stand.REFUSED]
    assert desk.page.note.text() == "写好 2 份：新的 24 单，有变化 0 单　1 份没导成"
    assert "1 份没导成" in desk.page.toast.words
    column = [each.key for each in FILE_COLUMNS].index("stand")
    told = [desk.page.file_model.index(row, column).data() for row in range(3)]
    assert told == ["写好了", "写好了", "没有写"]
    assert "新的 12 单" in desk.page.about.text()
    desk.page.files.selectRow(2)
    desk.press(desk.page.let_go)
    assert desk.stands == []


def test_a_file_that_broke_off_while_it_was_written_does_not_say_that_nothing_was(
    qtbot: QtBot, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(qtbot, room)
    path = draft("抖店").write(tmp_path / "f")
    desk.choose(path)

    def full(wish: object, progress: object) -> None:
        raise UserFacingError("disk_full")

    monkeypatch.setattr(desk.presenter._imports, "run", full)
    desk.press(desk.page.go)
    assert desk.stands == [Stand.BROKEN_OFF]
    assert desk.page.about.text().endswith("再导一次就接着，不会重复。")
    desk.choose(path)
    assert desk.stands == [Stand.LOOKED]


def test_cancelled_while_it_is_written_it_keeps_whole_orders_and_goes_on_next_time(
    qtbot: QtBot, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CALM_BATCH", 5)
    desk = Desk(qtbot, room)
    path = draft("抖店", orders=30).write(tmp_path / "f")
    desk.choose(path)
    shown: list[HowFar | None] = []
    show = desk.page.show_work

    def stop_in_the_middle(how_far: HowFar | None) -> None:
        shown.append(how_far)
        show(how_far)
        if how_far and how_far.doing is Doing.IMPORTING and how_far.done >= 10:
            desk.presenter.on_stop()

    monkeypatch.setattr(desk.page, "show_work", stop_in_the_middle)
    desk.press(desk.page.go)
    assert [each.total for each in shown if each][-1] == 30
    assert (desk.stands, desk.past) == ([], ["stopped"])
    assert "同一个文件再导一次" in desk.page.toast.words
    monkeypatch.setattr(desk.page, "show_work", show)
    desk.choose(path)
    report = desk.page.shown and desk.page.shown.report
    assert report is not None
    assert 0 < report.duplicate < 30
    assert report.new + report.duplicate == 30


def test_files_are_dropped_on_the_page(qtbot: QtBot, room: Room, tmp_path: Path) -> None:
    desk = Desk(qtbot, room)
    path = draft("快手小店").write(tmp_path / "f")
    data = QMimeData()
    data.setUrls([QUrl("https://example.invalid/f.xlsx"), QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPoint(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    desk.page.dropEvent(event)
    assert desk.stands == [Stand.LOOKED]


def test_what_is_chosen_on_a_question_stays_while_others_are_answered(
    qtbot: QtBot, room: Room, tmp_path: Path
) -> None:
    room.session().close()
    desk = Desk(qtbot, room)
    desk.choose(draft("抖店", orders=20).write(tmp_path / "f"))
    desk.press(desk.page.go)
    cards = list(desk.page.questions.cards.values())
    assert len(cards) == 3
    cards[1].rows[0].product.choose("YM-001")
    cards[0].rows[0].product.choose("YM-001")
    desk.press(cards[0].answer)
    left = list(desk.page.questions.cards.values())
    assert cards[0] not in left
    assert cards[1] in left
    assert cards[1].rows[0].product.sku == "YM-001"


def test_each_way_rows_that_contradict_each_other_may_be_meant_is_a_button(
    qtbot: QtBot, room: Room, tmp_path: Path
) -> None:
    """There was none, and only another export helped."""
    session = room.live()
    desk = Desk(qtbot, room)
    made = two_boxes()
    row = made.rows[0] | {made.role("code"): "YM-001", made.role("paid"): "20.00"}
    made.rows = [row, row | {made.role("qty"): "1", made.role("paid"): "10.00"}]
    desk.choose(made.write(tmp_path / "订单.xlsx"))
    desk.press(desk.page.go)
    before = session.stock["YM-001"].available
    (card,) = [each for each in desk.page.questions.cards.values() if each.asked.dispute]
    assert card.answer.isHidden()
    told = [button.text() for button, _ in card.choices]
    assert ["1 件" in told[0], "2 件" in told[1], "一共 3 件" in told[2]] == [True, True, True]
    desk.press(card.choices[2][0])
    assert [each for each in desk.page.questions.cards.values() if each.asked.dispute] == []
    for each in list(desk.page.questions.cards.values()):  # what it is, now beyond doubt
        each.rows[0].product.choose("YM-001")
        desk.press(each.answer)
    assert session.stock["YM-001"].available == before - 3
    assert desk.problems == []
    session.close()
