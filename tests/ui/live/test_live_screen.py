"""The live screen with real widgets and real key events; the session is a fake that folds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.runtime.dispatcher import Dispatcher
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.session import events as e
from studio.session.live import CommandFailed
from studio.session.state import Phase
from studio.session.stream_minder import HealthMeasured
from studio.stage import platforms
from studio.stage.port import StreamState
from tests.helpers.broadcasts import PLAN
from tests.helpers.clock import ManualClock
from tests.helpers.fake_session import FakeSession
from ui import i18n
from ui.live import countdown, ending, sample
from ui.live.anchor import METER
from ui.live.floor import FloorView
from ui.live.floor_health import fitted
from ui.live.keys import KeyMap
from ui.live.models import Notice, NoticeKind, Picture, ScriptModel, Sound, Step, Uplink
from ui.live.pieces import PicturePane
from ui.live.screen import LiveScreen
from ui.live.wording import air_light, key_chip, trouble
from ui.main_thread import MainThreadHop
from ui.prompter import Mode
from ui.theme import style, tokens
from ui.turns import leave_unfinished
from ui.widgets.status_light import Tone

SETTINGS: dict[str, Any] = {
    "language": "zh",
    "channels": ["抖音", "微信群", "电话"],
    "target_kbps": 2500,
    "characters_per_minute": 200,
    "viewing_distance_m": 2.0,
    "anchor_layout": "one_window",
    "key_next": "Right",
    "key_card": "B",
    "key_hold": "Space",
    "key_order": "Return",
    "key_break": "F5",
    "order_toasts": "off",
}
PEDAL_KEYS = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Space,
    Qt.Key.Key_Escape,
    Qt.Key.Key_B,
    Qt.Key.Key_Period,
    Qt.Key.Key_F5,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_Right,
    Qt.Key.Key_Left,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_End,
    Qt.Key.Key_Tab,
    Qt.Key.Key_A,
)


class Settings:
    def __init__(self) -> None:
        self.values = dict(SETTINGS)

    def get(self, key: str) -> Any:
        return self.values[key]

    def set(self, key: str, value: Any) -> None:
        self.values[key] = value


class Toast:
    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, words: str, *_: object) -> None:
        self.said.append(words)


class FakeShell:
    """What the live screen asks of the shell and the studio."""

    language = "zh"
    in_training = False

    def __init__(self, runtime: Runtime, clock: ManualClock) -> None:
        self.settings = Settings()
        self.toast = Toast()
        self.opened: list[tuple[str, dict[str, Any]]] = []
        self.history: list[e.Entry] = []
        self.studio = SimpleNamespace(
            runtime=runtime,
            settings=self.settings,
            clock=clock,
            interrupted=lambda: _done(None),
            entries=lambda _id: _done(self.history),
        )

    def open(self, name: str, **arguments: Any) -> None:
        self.opened.append((name, arguments))

    def back(self) -> None:
        self.opened.append(("back", {}))

    def show_problem(self, error: BaseException) -> None:
        raise error


def _done(value: Any) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_result(value)
    return future


class Room:
    def __init__(self, qtbot: QtBot, runtime: Runtime, clock: ManualClock) -> None:
        self.qtbot = qtbot
        self.shell = FakeShell(runtime, clock)
        self.session = FakeSession(PLAN, runtime.dispatcher, clock)
        self.screen = LiveScreen(self.shell, self.session)  # type: ignore[arg-type]
        qtbot.addWidget(self.screen)
        self.screen.resize(1366, 768)

    def open(self) -> Room:
        self.screen.show()
        self.screen.begin()
        self.screen.setFocus()
        return self

    def on_air(self) -> Room:
        self.session.on_air()
        self.open()
        self.qtbot.waitUntil(lambda: self.screen.anchor.isVisible())
        self.settle()
        return self

    def settle(self) -> None:
        """Let what workers sent arrive."""
        for _ in range(3):
            QApplication.sendPostedEvents()

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        QTest.keyClick(self.screen, key, *modifiers)
        self.settle()


@pytest.fixture
def runtime(qapp: QApplication) -> Iterator[Runtime]:
    made = Runtime(Dispatcher(MainThreadHop()))
    yield made
    made.close()


@pytest.fixture
def room(
    qtbot: QtBot, runtime: Runtime, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Room]:
    monkeypatch.setattr(countdown, "SECOND_MS", 10)
    monkeypatch.setattr(ending, "HOLD_MS", 60)
    style.apply(QApplication.instance())  # type: ignore[arg-type]
    made = Room(qtbot, runtime, clock)
    yield made
    leave_unfinished(made.screen)  # as the shell does
    made.screen.leave()
    made.settle()


def test_counts_down_and_goes_live(room: Room) -> None:
    room.open()
    room.qtbot.waitUntil(lambda: room.session.state.phase is Phase.LIVE)
    room.qtbot.waitUntil(lambda: room.screen.anchor.isVisible())
    assert room.screen.anchor.top.badge.text() == "直播中 00:00:00"


def test_a_broadcast_that_is_over_leads_to_its_review(room: Room) -> None:
    room.session.on_air().happens(e.Ended())
    room.open()
    room.settle()
    assert room.shell.opened == [("review", {"session_id": room.session.session_id})]


def test_a_stage_that_does_not_open_is_a_sentence_with_two_ways_on(room: Room) -> None:
    room.session.stage_error = UserFacingError("session_not_live")
    room.open()
    view = room.screen.countdown
    room.qtbot.waitUntil(lambda: view.retry.isVisible())
    assert view.words.text().startswith("还没有开播")
    room.session.stage_error = None
    view.retry.click()
    room.qtbot.waitUntil(lambda: room.session.state.phase is Phase.LIVE)


def test_the_countdown_can_be_called_off(room: Room) -> None:
    room.screen.countdown._timer.setInterval(60_000)
    room.open()
    room.qtbot.waitUntil(room.screen.countdown.is_counting)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_B):
        room.press(key)
    assert room.screen.countdown.is_counting()
    room.press(Qt.Key.Key_Escape)
    assert room.shell.opened == [("back", {})]
    assert room.session.state.phase is Phase.PLANNED


def test_an_interrupted_broadcast_goes_on_without_a_countdown(room: Room) -> None:
    room.session.on_air()
    room.shell.history = list(room.session.entries)
    room.open()
    room.qtbot.waitUntil(lambda: room.screen.anchor.isVisible())
    assert isinstance(room.session.entries[-1].fact, e.Resumed)
    room.qtbot.waitUntil(lambda: "断过" in room.screen.floor.health.news.lines(1)[0])


def test_five_keys_do_the_five_things(room: Room) -> None:
    room.on_air()
    anchor = room.screen.anchor
    room.press(Qt.Key.Key_Right)
    assert anchor.side.name.text() == "嵊山贻贝 · 2.5kg/箱"
    room.press(Qt.Key.Key_B)
    assert anchor.side.card.text() == "观众看得到"
    room.press(Qt.Key.Key_Space)
    assert anchor.buttons.by_step[Step.HOLD].text() == "接着说"
    room.press(Qt.Key.Key_F5)
    assert anchor.buttons.by_step[Step.BREAK].text() == "回来了"
    room.press(Qt.Key.Key_Escape)
    assert not room.session.state.on_break
    room.press(Qt.Key.Key_PageDown)
    assert room.session.state.current_sku == "HJ-001"


def test_only_the_next_step_is_coloured(room: Room) -> None:
    room.on_air()

    def coloured() -> list[Step]:
        buttons = room.screen.anchor.buttons.by_step
        return [step for step, button in buttons.items() if button.property("role") == "primary"]

    assert coloured() == [Step.NEXT]
    room.press(Qt.Key.Key_Space)
    assert coloured() == [Step.HOLD]


def test_two_keystrokes_note_an_order(room: Room) -> None:
    room.on_air()
    room.session._immediate = False
    room.press(Qt.Key.Key_Return)
    assert room.screen.anchor.quick.isVisible()
    room.press(Qt.Key.Key_2)
    assert not room.screen.anchor.quick.isVisible()
    assert room.screen.anchor.band.text() == "正在记 东魁杨梅 2 箱…"
    room.session.commit()
    room.settle()
    assert room.screen.anchor.band.text() == "✓ 已存 东魁杨梅 2 箱"
    assert room.screen.anchor.top.orders.text() == "今天 1 单"
    assert room.screen.floor.pad.recent.lines[0].text().endswith("✓ 已存")


@pytest.mark.parametrize("quantity", range(1, 10))
def test_every_digit_notes_that_many(room: Room, quantity: int) -> None:
    room.on_air()
    room.press(Qt.Key.Key_Return)
    room.press(Qt.Key(Qt.Key.Key_0 + quantity))
    assert not room.screen.anchor.quick.isVisible()
    room.settle()
    assert room.screen.anchor.band.text() == f"✓ 已存 东魁杨梅 {quantity} 箱"


def test_a_refused_order_is_said_in_one_sentence(room: Room) -> None:
    room.on_air()
    room.screen.presenter.on_quantity(121)
    room.settle()
    for view in (room.screen.anchor, room.screen.floor):
        assert view.band.text().startswith("东魁杨梅只剩 120 箱可售")
    assert room.session.state.orders_count == 0


def keep_down(room: Room, key: Qt.Key, until: Callable[[], bool]) -> None:
    QTest.keyPress(room.screen, key)
    room.qtbot.waitUntil(until)
    QTest.keyRelease(room.screen, key)
    room.settle()


def test_three_keys_alone_reach_orders_and_the_break(room: Room) -> None:
    room.on_air()
    anchor = room.screen.anchor
    keep_down(room, Qt.Key.Key_B, anchor.quick.isVisible)
    room.press(Qt.Key.Key_Right)
    room.press(Qt.Key.Key_Right)
    room.press(Qt.Key.Key_B)
    assert room.session.state.orders[-1].qty == 3
    assert room.session.state.card_sku is None
    keep_down(room, Qt.Key.Key_Space, lambda: room.session.state.on_break)
    assert not room.session.state.held
    keep_down(room, Qt.Key.Key_Space, lambda: not room.session.state.on_break)
    assert room.session.state.current_sku == "YM-001"


def test_a_break_says_how_to_come_back_with_a_pedal_too(room: Room) -> None:
    room.on_air()
    room.press(Qt.Key.Key_F5)
    assert room.screen.anchor.band.text().splitlines() == [
        "正在歇：观众看到的是“马上回来”。",
        "按 F5 回来；用踏板、翻页笔，就按住“停一停”一秒。",
    ]
    # At the floor no key means anything else when it is kept down.
    assert room.screen.floor.band.text() == "正在歇：观众看到的是“马上回来”。按 F5 回来。"


def test_a_key_held_down_is_one_press(room: Room) -> None:
    room.on_air()
    for repeat in (False, True, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress,
            Qt.Key.Key_Right,
            Qt.KeyboardModifier.NoModifier,
            "",
            repeat,
        )
        QApplication.sendEvent(room.screen, event)
    room.settle()
    assert room.session.state.current_sku == "YB-001"


def send_key(room: Room, kind: QEvent.Type, key: Qt.Key, at: int) -> None:
    event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier)
    event.setTimestamp(at)
    QApplication.sendEvent(room.screen, event)


@pytest.mark.parametrize("view", ["anchor", "floor"])
def test_a_repeat_taken_for_a_new_press_is_none(room: Room, view: str) -> None:
    """X11 repeats a kept key as release and press at one instant; Qt may not say so."""
    room.on_air()
    if view == "floor":
        room.screen.switch_view()
    for at in (1000, 1040, 1080):
        send_key(room, QEvent.Type.KeyPress, Qt.Key.Key_Right, at)
        send_key(room, QEvent.Type.KeyRelease, Qt.Key.Key_Right, at + 40)
    room.settle()
    assert room.session.state.current_sku == "YB-001"


def test_keeping_the_card_key_down_opens_the_order_and_notes_nothing(room: Room) -> None:
    room.on_air()
    quick = room.screen.anchor.quick
    send_key(room, QEvent.Type.KeyPress, Qt.Key.Key_B, 1000)
    send_key(room, QEvent.Type.KeyRelease, Qt.Key.Key_B, 1040)
    send_key(room, QEvent.Type.KeyPress, Qt.Key.Key_B, 1040)
    room.qtbot.waitUntil(quick.isVisible)
    send_key(room, QEvent.Type.KeyRelease, Qt.Key.Key_B, 2080)
    send_key(room, QEvent.Type.KeyPress, Qt.Key.Key_B, 2080)
    send_key(room, QEvent.Type.KeyRelease, Qt.Key.Key_B, 2120)
    room.settle()
    assert quick.isVisible()
    assert room.session.state.orders_count == 0
    assert room.session.state.card_sku is None


def test_a_short_press_counts_once_it_is_over(room: Room) -> None:
    room.on_air()
    send_key(room, QEvent.Type.KeyPress, Qt.Key.Key_B, 1000)
    send_key(room, QEvent.Type.KeyRelease, Qt.Key.Key_B, 1090)
    room.qtbot.waitUntil(lambda: room.session.state.card_sku is not None)
    send_key(room, QEvent.Type.KeyPress, Qt.Key.Key_B, 1200)
    send_key(room, QEvent.Type.KeyRelease, Qt.Key.Key_B, 1290)
    send_key(room, QEvent.Type.KeyPress, Qt.Key.Key_Right, 1300)  # before the 25 ms are over
    room.settle()
    assert room.session.state.card_sku is None
    assert room.session.state.current_sku == "YB-001"


@pytest.mark.parametrize("view", ["anchor", "floor"])
@pytest.mark.parametrize("asked", [False, True], ids=["on air", "end asked"])
def test_nothing_a_pedal_sends_ends_the_broadcast(room: Room, view: str, asked: bool) -> None:
    room.on_air()
    if view == "floor":
        room.press(Qt.Key.Key_F2)
    for key in PEDAL_KEYS:
        if asked:
            room.screen.ask_end()
        for target in filter(None, (room.screen, QApplication.focusWidget())):
            QTest.keyClick(target, key)
            QTest.keyClick(target, key)
        room.settle()
    assert room.session.ended_asked == 0
    assert room.session.state.phase is Phase.LIVE


def test_no_button_that_ends_takes_the_keyboard(room: Room) -> None:
    room.on_air()
    ends: list[QWidget] = [room.screen.anchor.top.end, room.screen.floor.strip.end]
    ends += [room.screen.ending.hold, room.screen.ending.go_on]
    assert all(widget.focusPolicy() is Qt.FocusPolicy.NoFocus for widget in ends)


def test_ending_takes_a_finger_kept_on_the_button(room: Room) -> None:
    room.on_air()
    room.screen.anchor.top.end.click()
    panel = room.screen.ending
    assert panel.isVisible()
    assert "今天 0 单" in panel.words.text()
    QTest.mouseClick(panel.hold, Qt.MouseButton.LeftButton)
    room.settle()
    assert room.session.ended_asked == 0
    panel.go_on.click()
    assert not panel.isVisible()
    room.screen.ask_end()
    QTest.mousePress(panel.hold, Qt.MouseButton.LeftButton)
    room.qtbot.waitUntil(lambda: room.session.ended_asked == 1)
    room.qtbot.waitUntil(lambda: bool(room.shell.opened))
    assert room.shell.opened == [("review", {"session_id": room.session.session_id})]


def test_the_question_counts_the_orders_that_come_meanwhile(room: Room) -> None:
    room.on_air()
    room.screen.ask_end()
    room.screen._tick.setInterval(10)
    words = room.screen.ending.words
    assert "今天 0 单" in words.text()
    room.session.note_order(PLAN.products[0].sku, 2, "电话")
    room.qtbot.waitUntil(lambda: "今天 1 单" in words.text())


def test_leaving_the_button_early_does_not_end(room: Room) -> None:
    room.on_air()
    room.screen.ask_end()
    hold = room.screen.ending.hold
    QTest.mousePress(hold, Qt.MouseButton.LeftButton)
    QTest.mouseMove(hold, QPoint(-50, -50))
    QTest.mouseRelease(hold, Qt.MouseButton.LeftButton, pos=QPoint(-50, -50))
    assert not hold._timer.isActive()
    assert room.session.ended_asked == 0


def test_closing_the_window_does_not_end_the_broadcast(room: Room) -> None:
    room.on_air()
    assert not room.screen.may_close()
    assert "下播…" in room.shell.toast.said[0]


def inside(view: QWidget) -> list[str]:
    return sorted(type(each).__name__ for each in view.findChildren(QWidget))


def test_the_floors_view_is_made_in_parts_that_are_each_short(qapp: QApplication) -> None:
    """Made in one, it held the window up while going live."""
    style.apply(qapp)
    whole = FloorView(KeyMap(SETTINGS.__getitem__), (1280, 720))
    floor = FloorView(KeyMap(SETTINGS.__getitem__), (1280, 720), at_once=False)
    there = [0]
    for _ in range(floor.parts):
        floor.make_part()
        QApplication.sendEvent(floor, QEvent(QEvent.Type.LanguageChange))
        there.append(len(inside(floor)))
    assert inside(floor) == inside(whole)
    assert max(after - before for before, after in pairwise(there)) < there[-1] * 0.6
    assert all(
        each.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)
        for part in (
            floor.strip,
            floor.order,
            floor.pad,
            floor.health,
            *floor.stage.by_step.values(),
        )
        for each in (part, *part.findChildren(QWidget))
    )


def test_the_floor_can_be_looked_at_before_all_its_parts_were_made(room: Room) -> None:
    screen = room.on_air().screen
    leave_unfinished(screen)
    room.press(Qt.Key.Key_F2)
    floor = screen.floor
    parts = (floor.strip, floor.order, floor.stage, floor.pad, floor.health)
    assert all(part.isVisible() for part in parts)
    assert floor.stage.by_step[Step.NEXT].title.text() == "下一个"


def test_floor_notes_with_a_digit_and_return_and_undoes(room: Room) -> None:
    room.on_air()
    room.press(Qt.Key.Key_F2)
    floor = room.screen.floor
    assert floor.isVisible()
    room.press(Qt.Key.Key_3)
    assert floor.pad.note.text() == "记下 3 箱 ↵"
    room.press(Qt.Key.Key_Return)
    assert room.session.state.orders[-1].qty == 3
    assert floor.pad.recent.lines[0].isVisible()
    assert floor.strip.sum.text() == "1 单 · ¥269.70"
    room.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert room.session.state.orders_count == 0
    assert floor.pad.recent.lines[0].text().endswith("已撤销")


def test_pad_buttons_and_channels_do_what_they_say(room: Room) -> None:
    room.on_air()
    room.press(Qt.Key.Key_F2)
    pad = room.screen.floor.pad
    pad.digits[1].click()
    pad.digits[2].click()
    pad.backspace.click()
    pad.digits[0].click()
    channel = next(b for b in pad.findChildren(QPushButton) if b.text() == "电话")
    channel.click()
    pad.note.click()
    room.settle()
    order = room.session.state.orders[-1]
    assert (order.qty, order.channel) == (10, "电话")
    pad.undo.click()
    room.settle()
    assert room.session.state.orders_count == 0


def test_a_click_in_the_running_order_shows_the_product(room: Room) -> None:
    room.on_air()
    room.press(Qt.Key.Key_F2)
    products = room.screen.floor.order.list
    where = products.visualItemRect(products.item(2)).center()
    QTest.mouseClick(products.viewport(), Qt.MouseButton.LeftButton, pos=where)
    room.settle()
    assert room.session.state.current_sku == "HJ-001"
    room.press(Qt.Key.Key_2)
    room.press(Qt.Key.Key_Return)  # the click must not have taken the keyboard
    assert (room.session.state.orders[-1].sku, room.session.state.orders[-1].qty) == ("HJ-001", 2)


def test_a_dragged_row_changes_the_running_order(room: Room) -> None:
    room.on_air()
    products = room.screen.floor.order.list
    model = products.model()
    model.moveRow(products.rootIndex(), 3, products.rootIndex(), 0)
    room.settle()
    assert room.session.state.running_order[0] == "TD-001"
    assert products.skus()[0] == "TD-001"


def test_running_order_by_keyboard(room: Room) -> None:
    room.on_air()
    room.press(Qt.Key.Key_F2)
    products = room.screen.floor.order.list
    products.setFocus()
    products.setCurrentRow(1)
    QTest.keyClick(products, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    room.settle()
    assert room.session.state.running_order[2] == "YB-001"
    products.setCurrentRow(0)
    QTest.keyClick(products, Qt.Key.Key_Down)
    QTest.keyClick(products, Qt.Key.Key_Return)
    room.settle()
    assert room.session.state.current_sku == room.session.state.running_order[1]
    QTest.keyClick(products, Qt.Key.Key_Right)  # not the list's: the broadcast's
    room.settle()
    assert room.session.state.current_sku == room.session.state.running_order[2]


def test_both_views_stay_in_step_in_two_windows(room: Room) -> None:
    room.on_air()
    room.press(Qt.Key.Key_F2)
    room.screen.floor.strip.windows.click()
    room.settle()
    window = room.screen.window_of_anchor
    assert window is not None
    assert room.shell.settings.get("anchor_layout") == "two_windows"
    assert room.screen.anchor.isVisible()
    assert room.screen.floor.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Right)
    room.settle()
    assert room.screen.anchor.side.name.text() == "嵊山贻贝 · 2.5kg/箱"
    assert room.screen.floor.order.list.item(1).data(Qt.ItemDataRole.UserRole).current
    window.close()
    room.settle()
    assert room.screen.window_of_anchor is None
    assert room.session.state.phase is Phase.LIVE
    assert room.shell.settings.get("anchor_layout") == "one_window"


def test_who_has_three_keys_reads_what_to_keep_down(room: Room) -> None:
    buttons = room.screen.anchor.buttons.by_step
    told = {step: button._key_hint for step, button in buttons.items()}
    keys = room.screen.anchor.buttons._keys
    assert told[Step.ORDER].endswith(f"按住 {key_chip(keys, Step.CARD)}")
    assert told[Step.BREAK].endswith(f"按住 {key_chip(keys, Step.HOLD)}")
    assert "按住" not in told[Step.NEXT] + told[Step.CARD] + told[Step.HOLD]


def test_whoever_makes_one_window_of_two_on_the_floor_stays_there(room: Room) -> None:
    room.on_air()
    room.press(Qt.Key.Key_F2)
    windows = room.screen.floor.strip.windows
    windows.click()
    room.settle()
    assert room.screen.window_of_anchor is not None
    windows.click()
    room.settle()
    assert room.screen.window_of_anchor is None
    assert room.screen.floor.isVisible()


def test_windows_are_switched_although_that_cannot_be_kept(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(key: str, value: str) -> None:
        raise UserFacingError("settings_unwritable", path="settings.json")

    told: list[BaseException] = []
    monkeypatch.setattr(room.shell.settings, "set", refuse)
    monkeypatch.setattr(room.shell, "show_problem", told.append)
    room.on_air()
    room.screen.switch_windows()
    room.settle()
    assert room.screen.window_of_anchor is not None
    assert len(told) == 1
    room.screen.switch_windows()
    room.settle()
    assert room.screen.window_of_anchor is None


def test_overlays_can_be_reached_while_a_sentence_stands_over_the_picture(room: Room) -> None:
    room.on_air()
    room.press(Qt.Key.Key_F2)
    room.session.happens(e.StageWasLost("stage_lost"))
    room.settle()
    floor = room.screen.floor
    assert floor.band.isVisible()
    assert not floor.band.geometry().intersects(floor.stage.overlays.geometry())


@pytest.mark.parametrize("sheet", ["overlays", "stream_key"])
def test_no_key_reaches_the_floor_behind_a_sheet_wherever_the_focus_is(
    room: Room, sheet: str
) -> None:
    room.on_air()
    room.press(Qt.Key.Key_F2)
    getattr(room.screen, sheet).show()
    note = room.screen.floor.pad.note.text()
    room.screen.setFocus()
    for key in (Qt.Key.Key_9, Qt.Key.Key_9, Qt.Key.Key_Return, Qt.Key.Key_F2):
        room.press(key)
    assert room.screen.floor.pad.note.text() == note
    assert room.session.state.orders_count == 0
    assert room.screen.floor.isVisible()
    room.press(Qt.Key.Key_Escape)
    assert getattr(room.screen, sheet).isHidden()


def test_an_order_is_noted_by_hand_while_the_overlays_stand_open(room: Room) -> None:
    room.on_air()
    room.press(Qt.Key.Key_F2)
    room.screen.overlays.show()
    room.screen.overlays.form.words.input.setFocus()
    pad = room.screen.floor.pad
    for button in (pad.digits[2], pad.note):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    room.settle()
    assert room.session.state.orders_count == 1
    assert room.screen.overlays.form.words.input.hasFocus(), "what is being typed goes on"


def test_the_overlays_leave_the_anchor_s_view_and_its_keys_alone(room: Room) -> None:
    room.on_air()
    room.press(Qt.Key.Key_F2)
    overlays = room.screen.overlays
    overlays.show()
    overlays.form.words.input.setFocus()
    room.screen.floor.strip.anchor.click()
    room.settle()
    assert room.screen.anchor.isVisible()
    assert not overlays.isVisible()
    room.press(Qt.Key.Key_Right)
    assert room.screen.anchor.side.name.text() == "嵊山贻贝 · 2.5kg/箱"
    room.press(Qt.Key.Key_F2)
    assert overlays.isVisible()
    assert overlays.form.words.input.hasFocus(), "the keyboard is back where it was"


def test_a_sheet_over_the_overlays_has_the_keys_first(room: Room) -> None:
    room.on_air()
    room.press(Qt.Key.Key_F2)
    room.screen.overlays.show()
    room.screen.stream_key.show()
    room.screen.setFocus()
    room.press(Qt.Key.Key_Escape)
    assert room.screen.stream_key.isHidden()
    assert room.screen.overlays.isVisible()
    room.press(Qt.Key.Key_Escape)
    assert room.screen.overlays.isHidden()


def test_two_windows_on_one_screen_lead_to_each_other(room: Room) -> None:
    """The anchor's covers the other: without a way back there is no floor and no 下播."""
    room.shell.settings.set("anchor_layout", "two_windows")
    room.on_air()
    window, main = room.screen.window_of_anchor, room.screen.window()
    assert window is not None
    window.activateWindow()
    room.qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F2)
    room.qtbot.waitUntil(main.isActiveWindow)
    room.press(Qt.Key.Key_F2)
    room.qtbot.waitUntil(window.isActiveWindow)
    room.screen.anchor.top.floor.click()
    room.qtbot.waitUntil(main.isActiveWindow)
    assert room.screen.anchor.top.end.isVisible()
    assert room.screen.floor.strip.anchor.isVisible()


def test_two_windows_are_remembered(room: Room) -> None:
    room.shell.settings.set("anchor_layout", "two_windows")
    room.session.on_air()
    room.open()
    room.qtbot.waitUntil(lambda: room.screen.window_of_anchor is not None)
    assert room.screen.floor.isVisible()


def test_programme_is_asked_only_while_it_can_be_seen(room: Room) -> None:
    room.on_air()
    room.screen.floor._want_programme()
    assert room.session.pictures_asked == 0
    room.press(Qt.Key.Key_F2)
    assert room.session.pictures_asked > 0


def test_what_is_not_there_is_said_in_words(room: Room) -> None:
    room.session.picture = UserFacingError("session_not_live")
    room.on_air()
    room.press(Qt.Key.Key_F2)
    room.session.happens(e.StageWasLost("stage_lost"))
    room.settle()
    floor = room.screen.floor
    assert floor.stage.programme.words().startswith("还没有开播")
    assert floor.band.text() == room.screen.anchor.band.text()
    assert "场控就点“重开 OBS”" in floor.band.text()
    assert not floor.strip.restart.isHidden()
    assert "订单照记" in room.screen.anchor.band.text()
    assert floor.strip.source.text() == "画面没回应，正在连"
    assert room.screen.anchor.top.microphone.text() == "麦克风还没听到"


def test_a_battery_that_empties_is_said_on_both_views(room: Room) -> None:
    room.on_air()
    anchor, floor = room.screen.anchor, room.screen.floor
    room.session.happens(e.PowerChanged("battery", 60))
    room.settle()
    assert anchor.band.isHidden()
    room.session.happens(e.PowerChanged("low", 20))
    room.settle()
    assert anchor.band.text() == floor.band.text() == "没插电，电池剩 20%。请插上电源。"
    room.session.happens(e.PowerChanged("saving", 9))
    room.settle()
    assert "剩 9%，马上插电源" in anchor.band.text()
    assert floor.preview_pause_ms == 4000
    assert room.screen.floor.health.news.lines(1)[0].endswith("电量 9%")
    room.session.happens(e.PowerChanged("mains", 9))
    room.settle()
    assert anchor.band.isHidden()
    assert floor.preview_pause_ms == 500


def test_a_lost_obs_is_restarted_from_the_floor(room: Room, qtbot: QtBot) -> None:
    room.on_air()
    room.press(Qt.Key.Key_F2)
    button = room.screen.floor.strip.restart
    assert not button.isVisible()
    room.session.happens(e.StageWasLost("obs_was_closed"))
    room.settle()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert room.session.restarts_asked == 1


def test_a_room_that_may_be_closed_is_looked_at_from_the_floor(room: Room, qtbot: QtBot) -> None:
    room.on_air()
    room.press(Qt.Key.Key_F2)
    button = room.screen.floor.strip.looked
    assert not button.isVisible()
    room.session.happens(e.UplinkChanged("down", 0), e.RoomClockRanOut(60))
    room.settle()
    assert "平台可能关了直播间" in room.screen.anchor.band.text()
    assert "平台可能关了直播间" in room.screen.floor.band.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    room.settle()
    assert not button.isVisible()
    assert "网断了" in room.screen.anchor.band.text()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ((e.ConnectFailed(2),), "还没连上平台"),
        ((e.ConnectFailed(0), e.ConnectGivenUp(answered=False)), "推流地址对不对"),
        ((e.ConnectFailed(0), e.ConnectGivenUp(answered=True)), "平台没让我们进去"),
    ],
)
def test_the_band_says_why_a_first_connection_does_not_come_about(
    room: Room, facts: tuple[e.Fact, ...], words: str
) -> None:
    room.on_air()
    room.session.happens(*facts, e.UplinkChanged("down", 0))
    room.settle()
    assert words in room.screen.anchor.band.text()


def test_the_platforms_clock_stands_in_the_band_while_nobody_can_ask_obs(room: Room) -> None:
    room.on_air()
    told = HealthMeasured(0, "down", 0.0, 30.0, StreamState.RECONNECTING, 41)
    room.shell.studio.runtime.dispatcher.publish(told)
    room.settle()
    room.session.happens(e.StageWasLost("obs_stopped_answering"))
    room.session.clock.advance(12)
    room.screen.presenter.on_tick()
    room.settle()
    text = room.screen.anchor.band.text()
    assert "没有回应" in text
    assert "平台还留直播间 29 秒" in text


@pytest.mark.parametrize("code", ["stage_lost", "obs_wrong_password"])
def test_of_a_stage_that_is_away_one_remedy_is_told_and_it_can_be_done_on_air(
    room: Room, code: str
) -> None:
    room.session.picture = UserFacingError(code)
    room.on_air()
    room.press(Qt.Key.Key_F2)
    room.session.happens(e.StageWasLost(code))
    room.screen.floor._want_programme()
    room.shell.studio.runtime.dispatcher.publish(CommandFailed(UserFacingError(code)))
    room.settle()
    band = room.screen.floor.band.text()
    assert band == room.screen.anchor.band.text()
    assert "场控" in band
    assert room.screen.floor.stage.programme.words() == "这会儿看不到画面，连上就有"


def away(**how: Any) -> str:
    band = trouble(replace(sample.model(), stage_lost=True, **how), "F5")
    assert band is not None
    return band[1]


def test_who_does_what_about_a_stage_that_is_away_is_told() -> None:
    assert "半分钟还不好，场控点“重开 OBS”" in away(can_restart=True, stage_hangs=True)
    assert "几秒还没回来，场控就点“重开 OBS”" in away(can_restart=True)
    assert "正在重开" in away(restarting=True)
    assert "没开就打开" in away()
    assert away(can_restart=True, practice=True).startswith("练习画面断了")


def test_the_floors_chip_follows_the_picture(room: Room) -> None:
    room.on_air()
    source = room.screen.floor.strip.source
    for what, words in (("black", "画面黑了"), ("frozen", "画面不动了"), ("slow", "画面卡")):
        room.session.happens(e.PictureWentBad(what))
        room.settle()
        assert source.text() == words
        assert source.tone is not Tone.FINE
        room.session.happens(e.PictureCameBack(what))
    room.settle()
    assert source.text() == "OBS 正常"


def test_nothing_is_said_of_the_network_before_it_was_measured(room: Room) -> None:
    room.on_air()
    lights = (room.screen.anchor.top.network, room.screen.floor.strip.network)
    for kbps, words in ((0, ("在量网络", "在量网络")), (2400, ("网络好", "网络好 2.4 Mb/s"))):
        told = HealthMeasured(kbps, "good", 0.0, 30.0, StreamState.ON)
        room.shell.studio.runtime.dispatcher.publish(told)
        room.settle()
        assert tuple(light.text() for light in lights) == words


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"practice": True}, "练习，不推流"),
        ({"practice": True, "rehearsal": True}, "彩排中"),
        ({}, "直播中"),
    ],
)
def test_a_rehearsal_is_a_trainings_only(how: dict[str, Any], words: str) -> None:
    tone, told = air_light(replace(sample.model(), **how))
    assert told == words
    assert (tone is Tone.AIR) is (not how)


@pytest.mark.parametrize(("live", "told"), [(True, True), (False, False)])
def test_nobody_is_sent_to_the_platform_after_the_end(room: Room, live: bool, told: bool) -> None:
    lost = replace(sample.model(), live=live, stage_lost=True, room_closes_in_s=0)
    band = trouble(lost, "F5")
    assert band is not None
    assert ("平台可能关了直播间" in band[1]) is told


def banner(**how: Any) -> str:
    told = trouble(replace(sample.model(), **how), "F5")
    assert told is not None
    return told[1]


NOT_HEARD: tuple[tuple[dict[str, Any], str], ...] = (
    ({"sound": Sound.MUTED, "muted_by_hand": True}, "麦克风也关着，要到 OBS 里去开"),
    ({"sound": Sound.MUTED}, "麦克风也关着，场控按“开麦克风”"),
    ({"sound": Sound.SILENT}, "声音也没有"),
    ({"sound": Sound.UNKNOWN}, "看看镜头盖和灯。"),
)


@pytest.mark.parametrize(("how", "words"), NOT_HEARD)
def test_sound_that_is_not_known_to_be_heard_is_not_told_as_on(
    how: dict[str, Any], words: str
) -> None:
    told = banner(picture=Picture.BLACK, **how)
    assert told.startswith("画面黑了")
    assert words in told
    assert "声音照样在播" not in told
    assert "声音照样在播" not in banner(picture=Picture.FROZEN, cameras_reopened=True, **how)
    assert "声音照样在播" not in banner(picture=Picture.SLOW, **how)


@pytest.mark.parametrize("picture", [Picture.BLACK, Picture.FROZEN, Picture.SLOW])
def test_sound_that_is_heard_is_told_beside_the_picture_s_trouble(picture: Picture) -> None:
    assert banner(picture=picture, sound=Sound.HEARD).endswith("声音照样在播。")


@pytest.mark.parametrize("how", [{"stage_silent": True}, {"stage_lost": True}])
def test_a_stage_that_does_not_answer_goes_before_the_camera(how: dict[str, Any]) -> None:
    told = banner(picture=Picture.FROZEN, sound=Sound.SILENT, **how)
    assert told.startswith("画面程序（OBS）")
    assert "摄像头" not in told
    assert "照样在播" not in told


BANDS = (
    (e.PictureWentBad("black"), "画面黑了"),
    (e.PictureWentBad("frozen"), "画面不动了"),
    (e.PictureWentBad("slow"), "电脑忙不过来"),
    (e.PictureWentBad("dark"), "画面太暗"),
    (e.SoundWentBad("silent"), "没声音了"),
    (e.SoundWentBad("clipping"), "破音了"),
    (e.MicrophoneMuted(by_hand=True), "要到那里去开"),
    (e.MicrophoneMuted(by_hand=False), "开麦克风"),
)


@pytest.mark.parametrize(("fact", "words"), BANDS, ids=[words for _, words in BANDS])
def test_what_viewers_do_not_see_or_hear_stands_on_both_views(
    room: Room, fact: e.Fact, words: str
) -> None:
    room.on_air()
    room.session.happens(fact)
    room.settle()
    for view in (room.screen.anchor, room.screen.floor):
        assert words in view.band.text()
        assert not view.band.isHidden()


def test_an_opened_camera_is_told_and_the_band_goes_when_the_picture_is_back(room: Room) -> None:
    room.on_air()
    room.session.happens(e.PictureWentBad("frozen"), e.CamerasReopened(("摄像头",)))
    room.settle()
    assert "自己重开一次" in room.screen.anchor.band.text()
    room.session.happens(e.PictureCameBack("frozen"))
    room.settle()
    assert room.screen.anchor.band.isHidden()


def test_the_floor_s_button_mutes_and_leaves_what_was_muted_in_obs_alone(room: Room) -> None:
    room.on_air()
    button = room.screen.floor.health.mute
    assert button.text() == "关麦克风"
    button.click()
    room.settle()
    assert room.session.state.muted
    assert button.text() == "开麦克风"
    button.click()
    room.session.happens(e.MicrophoneMuted(by_hand=True))
    room.settle()
    assert not button.isEnabled()


def test_words_change_with_the_language(room: Room, qapp: QApplication) -> None:
    room.on_air()
    room.session.happens(e.UplinkChanged("weak", 900))
    room.shell.settings.set("language", "en")
    i18n.switch(qapp, "en")
    try:
        room.settle()
        assert "Uplink: network weak" in room.screen.floor.health.news.lines(1)[0]
    finally:
        i18n.switch(qapp, "zh")


@pytest.mark.parametrize("uplink", [Uplink.GOOD, Uplink.UNKNOWN, Uplink.MEASURING])
def test_the_microphones_bar_is_seen_also_beside_the_longest_words(
    qapp: QApplication, uplink: Uplink
) -> None:
    i18n.switch(qapp, "en")
    try:
        view = sample.anchor(replace(sample.model(), practice=True, uplink=uplink))
        assert view.top.meter.width() >= METER[0]
        assert view.top.end.geometry().right() < view.width()
    finally:
        i18n.switch(qapp, "zh")


def test_a_script_without_a_speed_of_its_own_runs_at_the_usual_one(room: Room) -> None:
    room.on_air()
    prompter = room.screen.prompter
    usual = float(room.shell.settings.get("characters_per_minute"))
    room.screen.anchor.show_script(ScriptModel("A", (), characters_per_minute=300))
    assert prompter.speed == 300
    room.screen.anchor.show_script(ScriptModel("B", ()))
    assert prompter.speed == usual


@pytest.mark.parametrize("mode", [Mode.STEADY, Mode.MANUAL])
@pytest.mark.parametrize("sentences", [1, 2, 3])
def test_no_notice_covers_the_line_being_read(qtbot: QtBot, sentences: int, mode: Mode) -> None:
    words = "Only 8 袋 of 六横小土豆 can still be sold, so this order was not noted. " * sentences
    view = sample.anchor(sample.model(), Notice(NoticeKind.REFUSED, words))
    qtbot.addWidget(view)
    view.prompter.mode_changed.connect(view.show_mode)
    if mode is Mode.MANUAL:
        view.prompter.set_running(True)
        QApplication.sendEvent(view.prompter, sample._two_lines_on())
        QApplication.sendPostedEvents()
    top, bottom = view.prompter.reading_zone()
    band = view.band.geometry()
    assert view.prompter.rect().contains(band)
    assert band.bottom() < top or band.top() > bottom
    way_back = view.prompter._go_on
    assert way_back.isVisible() is (mode is Mode.MANUAL)
    assert not way_back.isVisible() or not band.intersects(way_back.geometry())


def test_no_line_already_read_looks_out_half_under_a_notice(qtbot: QtBot) -> None:
    view = sample.anchor(
        sample.model(), Notice(NoticeKind.SAVED, name="东魁杨梅", unit="箱", qty=2)
    )
    qtbot.addWidget(view)
    below, reading = view.band.geometry().bottom() + 2, int(view.prompter.reading_zone()[0])
    assert below < reading
    seen = view.prompter.grab().toImage()
    spots = [(x, y) for x in range(40, 700, 3) for y in range(below, reading, 2)]
    assert {seen.pixelColor(*spot).name() for spot in spots} == {tokens.DARK.ground.lower()}


def test_what_just_happened_is_told_whole_in_two_lines(qapp: QApplication) -> None:
    metrics = QFontMetrics(style.font_of(15))
    words = "20:14:36 断了 60 秒，平台可能已经关了直播间：请到平台上看一眼"
    assert metrics.horizontalAdvance(words) > 400
    assert fitted(metrics, words, QRect(0, 0, 400, 52)) == words
    assert fitted(metrics, words[:20], QRect(0, 0, 400, 26)) == words[:20]
    assert fitted(metrics, words, QRect(0, 0, 400, 26)).endswith("…")


def test_the_floor_says_what_the_anchors_text_does(room: Room) -> None:
    room.on_air()
    room.press(Qt.Key.Key_F2)
    hold = room.screen.floor.stage.by_step[Step.HOLD].state
    room.settle()
    assert hold.text() == "提词在走"
    room.session.happens(e.BreakStarted())
    room.settle()
    assert (hold.text(), room.screen.anchor.top.mode.text()) == ("提词歇着", "歇着")
    room.session.happens(e.BreakEnded(), e.Held())
    room.settle()
    assert (hold.text(), room.screen.anchor.top.mode.text()) == ("提词停着", "停住了")


def test_no_rate_is_claimed_while_nobody_measures(room: Room) -> None:
    room.on_air()
    room.press(Qt.Key.Key_F2)
    room.shell.studio.runtime.dispatcher.publish(
        HealthMeasured(2400, "good", 0.0, 30.0, StreamState.ON)
    )
    room.settle()
    title = room.screen.floor.health.rate_title
    assert title.text() == "上行 2400 kb/s · 线是该有的 2500"
    room.session.happens(e.StageWasLost("obs_silent"))
    room.settle()
    assert title.text() == "上行 · 现在看不到"
    room.session.happens(e.StageWasRegained())
    room.settle()
    assert title.text().startswith("上行 2400")


def test_a_password_obs_asks_for_is_typed_without_leaving_the_broadcast(room: Room) -> None:
    kept: list[dict[str, str]] = []
    room.shell.studio.keep_secrets = lambda given: _done(kept.append(given))
    room.on_air()
    room.press(Qt.Key.Key_F2)
    strip, panel = room.screen.floor.strip, room.screen.password
    assert not strip.password.isVisible()
    room.session.happens(e.StageWasLost("obs_password_missing"))
    room.settle()
    assert "填密码" in room.screen.floor.band.text()
    QTest.mouseClick(strip.password, Qt.MouseButton.LeftButton)
    assert panel.isVisible()
    QTest.keyClicks(panel.field.input, "3b5 ")
    QTest.keyClick(panel.field.input, Qt.Key.Key_Return)
    assert kept == [{"obs_password": "3b5"}]
    assert not panel.isVisible()
    assert panel.field.input.text() == ""
    assert room.session.state.orders == ()  # no key of it was an order
    assert room.session.state.phase is Phase.LIVE
    room.session.happens(e.StageWasRegained())
    room.settle()
    assert not strip.password.isVisible()


@pytest.mark.parametrize("typed", ["new-key", ""])
def test_a_stream_key_the_platform_refuses_is_typed_without_leaving_the_broadcast(
    room: Room, typed: str, tmp_path: Path
) -> None:
    kept: list[dict[str, str]] = []
    room.shell.studio.platforms = platforms.load(tmp_path)
    room.shell.studio.keep_secrets = lambda given: _done(kept.append(given))
    room.on_air()
    room.press(Qt.Key.Key_F2)
    strip, panel = room.screen.floor.strip, room.screen.stream_key
    assert not strip.key.isVisible()
    room.session.happens(e.UplinkChanged("down", 0), e.StreamRefused())
    room.settle()
    for view in (room.screen.floor, room.screen.anchor):
        assert "平台没让我们进去" in view.band.text()
    QTest.mouseClick(strip.key, Qt.MouseButton.LeftButton)
    assert "没让我们进去" in panel.words.text()
    QTest.keyClicks(panel.field.input, typed)
    QTest.mouseClick(panel.keep if typed else panel.same, Qt.MouseButton.LeftButton)
    room.settle()
    assert kept == ([{"stream_key.kuaishou": "new-key"}] if typed else [])
    assert room.session.keys_tried == [typed]
    assert not panel.isVisible()
    assert not strip.key.isVisible()
    assert room.session.state.phase is Phase.LIVE


def test_a_password_can_be_left_for_later(room: Room) -> None:
    room.on_air()
    room.press(Qt.Key.Key_F2)
    room.session.happens(e.StageWasLost("obs_wrong_password"))
    room.settle()
    assert "密码不对" in room.screen.floor.band.text()
    room.screen.floor.strip.password.click()
    QTest.keyClick(room.screen.password.field.input, Qt.Key.Key_Escape)
    assert not room.screen.password.isVisible()
    room.press(Qt.Key.Key_3)
    assert room.screen.floor.pad.note.text() == "记下 3 箱 ↵"


def test_a_drawing_is_no_picture_for_the_anchor_either(qtbot: QtBot, tmp_path: Path) -> None:
    """It may have been put in place of the product's picture after the broadcast began."""
    drawing = tmp_path / "yb.png"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    pane = PicturePane()
    qtbot.addWidget(pane)
    pane.show_picture(drawing)
    assert not pane.has_picture()
