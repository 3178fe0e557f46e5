"""The live presenter, without a widget in sight."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from inventory.ledger import StockLevel
from studio.runtime.clock import SteadyClock
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.session import events as e
from studio.session.books import StockMoved
from studio.session.live import CommandFailed
from studio.session.plan import Plan, PlannedProduct
from studio.session.stream_minder import HealthMeasured
from studio.stage.port import MicrophoneMeasured, StreamState
from tests.helpers.broadcasts import PLAN
from tests.helpers.clock import ManualClock
from tests.helpers.fake_session import FakeSession
from ui.live.keys import COMMANDS, Command, KeyMap, Overlay, resolve
from ui.live.models import (
    CardState,
    ClockModel,
    Connect,
    HealthModel,
    Level,
    LiveModel,
    MicrophoneModel,
    Notice,
    NoticeKind,
    OrderLine,
    OrderStanding,
    PadModel,
    Picture,
    ProgrammeModel,
    ScriptModel,
    Sound,
    Step,
    Uplink,
)
from ui.live.presenter import LivePresenter
from ui.live.prompting import read_script
from ui.live.wording import trouble
from ui.widgets.status_light import Tone

SETTINGS: dict[str, Any] = {
    "language": "zh",
    "channels": ["抖音", "微信群", "电话"],
    "target_kbps": 2500,
    "key_next": "Right",
    "key_card": "B",
    "key_hold": "Space",
    "key_order": "Return",
    "key_break": "F5",
}


class Settings:
    def get(self, key: str) -> Any:
        return SETTINGS[key]


class View:
    """An anchor's and a floor controller's view in one, remembering what it was shown."""

    def __init__(self) -> None:
        self.live: list[LiveModel] = []
        self.clocks: list[ClockModel] = []
        self.microphones: list[MicrophoneModel] = []
        self.healths: list[HealthModel] = []
        self.notices: list[Notice] = []
        self.scripts: list[ScriptModel] = []
        self.pads: list[PadModel] = []
        self.lines: tuple[OrderLine, ...] = ()
        self.programmes: list[ProgrammeModel] = []
        self.ended: list[str] = []
        self.end_failed: list[str] = []

    def show_live(self, model: LiveModel) -> None:
        self.live.append(model)

    def show_clock(self, clock: ClockModel) -> None:
        self.clocks.append(clock)

    def show_microphone(self, microphone: MicrophoneModel) -> None:
        self.microphones.append(microphone)

    def show_health(self, health: HealthModel) -> None:
        self.healths.append(health)

    def show_notice(self, notice: Notice) -> None:
        self.notices.append(notice)

    def show_script(self, script: ScriptModel) -> None:
        self.scripts.append(script)

    def show_orders(self, pad: PadModel, lines: tuple[OrderLine, ...]) -> None:
        self.pads.append(pad)
        self.lines = lines

    def show_programme(self, programme: ProgrammeModel) -> None:
        self.programmes.append(programme)

    def show_ended(self, session_id: str, trouble: BaseException | None) -> None:
        self.ended.append(session_id)
        self.end_trouble = trouble

    def show_end_failed(self, text: str) -> None:
        self.end_failed.append(text)


class InPlace(Runtime):
    """Work for the pool runs at once, so that a test sees its outcome on the next line."""

    def background(self, work: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(work())
        return future


class Room:
    """A session on air with its presenter and two views."""

    def __init__(self, runtime: Runtime, clock: ManualClock, plan: Plan = PLAN) -> None:
        self.clock = clock
        self.session = FakeSession(plan, runtime.dispatcher, SteadyClock(clock))
        self.presenter = LivePresenter(self.session, runtime, Settings())
        self.anchor, self.floor = View(), View()
        self.presenter.start()
        self.presenter.attach_host(self.floor)
        self.presenter.attach_anchor(self.anchor)
        self.presenter.attach_floor(self.floor)
        self.runtime = runtime

    @property
    def now(self) -> LiveModel:
        return self.floor.live[-1]


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    made = InPlace()
    yield made
    made.close()


@pytest.fixture
def room(runtime: Runtime, clock: ManualClock) -> Room:
    made = Room(runtime, clock)
    made.session.on_air()
    runtime.dispatcher.publish(HealthMeasured(2500, "good", 0.0, 30.0, StreamState.ON))
    return made


def test_both_views_are_drawn_from_one_moment(room: Room) -> None:
    room.presenter.on_step(Step.NEXT)
    room.session.happens(e.UplinkChanged("weak", 900))
    assert room.anchor.live[-1] == room.floor.live[-1]
    assert room.now.current is not None
    assert room.now.current.name == "嵊山贻贝"
    assert room.now.uplink is Uplink.WEAK


def test_a_view_attached_later_shows_the_present_moment(room: Room) -> None:
    room.presenter.on_step(Step.NEXT)
    late = View()
    room.presenter.attach_anchor(late)
    assert late.live[-1] == room.anchor.live[-1]
    assert late.scripts[-1].sku == "YB-001"


def test_product_models_carry_price_stock_and_place(room: Room) -> None:
    current = room.now.current
    assert current is not None
    assert (current.number, current.price_fen, current.available) == (1, 8990, 120)
    assert current.current
    assert room.now.following is not None
    assert room.now.following.sku == "YB-001"
    assert [product.sku for product in room.now.running_order] == list(
        room.session.state.running_order
    )


def test_anchor_and_script_follow_what_moved_outside_the_broadcast_at_once(room: Room) -> None:
    """A count, an import, a sale at the counter: nothing happened in the session."""
    heard = len(room.anchor.scripts)
    level = StockLevel("YM-001", 7, 0, 7)
    room.session.stock = {**room.session.stock, "YM-001": level}
    room.runtime.dispatcher.publish(StockMoved({"YM-001": level}))
    for view in (room.anchor, room.floor):
        current = view.live[-1].current
        assert current is not None
        assert current.available == 7
    assert len(room.anchor.scripts) == heard + 1


def test_after_the_last_product_comes_the_first_again(room: Room) -> None:
    room.presenter.on_show("TD-001")
    assert room.now.following is not None
    assert room.now.following.sku == "YM-001"
    room.presenter.on_step(Step.NEXT)
    assert room.session.state.current_sku == "YM-001"


def test_the_next_step_is_the_only_coloured_one(room: Room) -> None:
    assert room.now.next_step is Step.NEXT
    room.presenter.on_step(Step.HOLD)
    assert room.now.next_step is Step.HOLD
    assert not room.now.prompter_runs
    room.presenter.on_step(Step.BREAK)
    assert room.now.next_step is Step.BREAK


def test_card_says_it_is_going_up_until_the_stage_has_it(
    runtime: Runtime, clock: ManualClock
) -> None:
    room = Room(runtime, clock)
    room.session.on_air()
    room.session._immediate = False
    room.presenter.on_step(Step.CARD)
    assert room.now.card is CardState.GOING_UP
    room.session.commit()
    assert room.now.card is CardState.ON
    room.presenter.on_step(Step.CARD)
    assert room.now.card is CardState.COMING_DOWN
    room.session.commit()
    assert room.now.card is CardState.OFF


def test_a_card_that_makes_room_for_a_board_says_so(room: Room) -> None:
    room.presenter.on_step(Step.CARD)
    sku = room.session.state.card_sku or ""
    room.session.happens(e.CardCleared(sku, waits=True))
    assert room.now.card is CardState.WAITS


def test_a_card_wished_for_during_a_break_waits_for_its_end(
    runtime: Runtime, clock: ManualClock
) -> None:
    room = Room(runtime, clock)
    room.session.on_air()
    room.presenter.on_step(Step.BREAK)
    room.session._immediate = False
    room.presenter.on_step(Step.CARD)
    assert room.now.card is CardState.HELD_BACK


def test_an_order_is_saved_only_once_its_future_has_resolved(room: Room) -> None:
    room.session._immediate = False
    room.presenter.on_digit(2)
    room.presenter.on_note()
    assert [line.standing for line in room.floor.lines] == [OrderStanding.SAVING]
    assert room.anchor.notices[-1].kind is NoticeKind.SAVING
    room.session.commit()
    assert [line.standing for line in room.floor.lines] == [OrderStanding.SAVED]
    assert room.anchor.notices[-1] == Notice(NoticeKind.SAVED, name="东魁杨梅", unit="箱", qty=2)
    assert room.session.stock["YM-001"].available == 118


def test_news_that_overtakes_the_future_does_not_say_saved(room: Room) -> None:
    answer: Future[e.Entry] = Future()
    room.session.note_order = lambda *_: answer  # type: ignore[method-assign]
    room.presenter.on_note()
    room.session.happens(e.OrderNoted("YM-001", 1, "抖音", 8990, 8990, 119))
    assert [line.standing for line in room.floor.lines] == [OrderStanding.SAVING]
    answer.set_result(room.session.entries[-1])
    assert [line.standing for line in room.floor.lines] == [OrderStanding.SAVED]


def test_a_refused_order_is_one_sentence_and_no_line(room: Room) -> None:
    for digit in (1, 2, 1):
        room.presenter.on_digit(digit)
    room.presenter.on_note()
    assert room.floor.lines == ()
    assert room.anchor.notices[-1].kind is NoticeKind.REFUSED
    assert room.anchor.notices[-1].text.startswith("东魁杨梅只剩 120 箱")
    assert room.now.orders_count == 0


def test_undo_takes_back_the_latest_standing_order(room: Room) -> None:
    room.presenter.on_quantity(2)
    room.presenter.on_quantity(3)
    room.presenter.on_undo()
    room.presenter.on_undo()
    assert [line.standing for line in room.floor.lines] == [OrderStanding.UNDONE] * 2
    assert room.now.orders_count == 0
    assert room.session.stock["YM-001"].available == 120
    room.presenter.on_undo()  # nothing is left to take back
    assert room.floor.notices[-1].kind is NoticeKind.UNDONE


def test_pad_takes_digits_and_starts_over(room: Room) -> None:
    presenter = room.presenter
    presenter.on_digit(0)
    assert room.floor.pads[-1].qty == 1
    presenter.on_digit(1)
    presenter.on_digit(2)
    assert room.floor.pads[-1].qty == 12
    presenter.on_backspace()
    presenter.on_backspace()
    assert room.floor.pads[-1].qty == 1
    presenter.on_channel("电话")
    presenter.on_digit(3)
    presenter.on_note()
    order = room.session.state.orders[-1]
    assert (order.qty, order.channel) == (3, "电话")
    assert (room.floor.pads[-1].qty, room.floor.pads[-1].channel) == (1, "电话")


def test_an_order_can_be_for_a_product_that_is_not_on(room: Room) -> None:
    room.presenter.on_pick("TD-001")
    assert room.floor.pads[-1].name == "小土豆"
    room.presenter.on_note()
    assert room.session.state.orders[-1].sku == "TD-001"
    assert room.floor.pads[-1].sku == "YM-001"


def test_dragging_changes_the_running_order(room: Room) -> None:
    room.presenter.on_move("TD-001", -1)
    assert [product.sku for product in room.now.running_order] == [
        "YM-001",
        "YB-001",
        "TD-001",
        "HJ-001",
    ]


def test_clock_counts_time_on_air_and_time_on_the_product(room: Room) -> None:
    room.clock.advance(60)
    room.presenter.on_step(Step.NEXT)
    room.clock.advance(30)
    room.presenter.on_tick()
    assert room.floor.clocks[-1] == ClockModel(on_air_ms=90_000, product_ms=30_000)


@pytest.mark.parametrize("jump_ms", [-3_600_000, 365 * 86_400_000])
def test_the_clock_goes_on_when_the_computers_is_set(room: Room, jump_ms: int) -> None:
    room.clock.advance(60)
    room.clock.set_wall(room.clock.now_ms() + jump_ms)
    room.presenter.on_quantity(2)
    room.clock.advance(30)
    room.presenter.on_tick()
    assert room.floor.clocks[-1] == ClockModel(on_air_ms=90_000, product_ms=90_000)
    room.presenter.on_step(Step.HOLD)
    assert room.now.running_order[0].shown_ms == 90_000
    assert sum(room.now.orders_a_minute) == 1
    assert room.now.orders_a_minute[-1] == 1


def test_few_left_is_amber(room: Room) -> None:
    room.presenter.on_show("HJ-001")
    room.presenter.on_quantity(36)
    assert room.now.current is not None
    assert room.now.current.few  # 4 of 40
    assert not room.now.running_order[0].few


def test_few_does_not_depend_on_how_much_there_was(room: Room) -> None:
    (planned,) = (p for p in room.session.plan.products if p.sku == "YM-001")
    room.session.stock = {"YM-001": StockLevel("YM-001", planned.stock * 10, 0, 11)}
    room.presenter.refresh()
    assert not room.now.running_order[0].few
    room.session.stock = {"YM-001": StockLevel("YM-001", 11, 0, 10)}
    room.presenter.refresh()
    assert room.now.running_order[0].few


def test_uplink_rates_are_kept_for_the_chart(room: Room) -> None:
    for kbps in range(130):
        event = HealthMeasured(kbps, "good", 0.01, 30.0, StreamState.ON)
        room.runtime.dispatcher.publish(event)
    assert room.floor.healths[-1].rates == tuple(range(10, 130))
    assert room.floor.healths[-1].target_kbps == 2500


def test_a_session_that_only_records_says_so(runtime: Runtime, clock: ManualClock) -> None:
    room = Room(runtime, clock)
    room.session.happens(e.WentLive("obs", False))
    assert room.now.uplink is Uplink.NOT_SENDING


def test_microphone_heard_silent_unknown(room: Room) -> None:
    publish = room.runtime.dispatcher.publish
    publish(MicrophoneMeasured(-12.0))
    assert room.anchor.microphones[-1].sound is Sound.HEARD
    assert room.anchor.microphones[-1].level == pytest.approx(0.8)
    room.clock.advance(9)
    publish(MicrophoneMeasured(-58.0))
    assert room.anchor.microphones[-1].sound is Sound.SILENT
    room.clock.advance(4)
    room.presenter.on_tick()
    assert room.anchor.microphones[-1].sound is Sound.UNKNOWN


def test_of_a_microphone_nothing_is_measured_of_the_views_are_told_nothing(room: Room) -> None:
    room.session.happens(e.PictureWentBad("black"))
    assert room.anchor.live[-1].sound is Sound.UNKNOWN
    room.runtime.dispatcher.publish(MicrophoneMeasured(-12.0))
    room.presenter.on_tick()
    assert room.anchor.live[-1].sound is Sound.HEARD
    room.clock.advance(4)
    room.presenter.on_tick()
    assert room.anchor.live[-1].sound is Sound.UNKNOWN


def test_a_muted_microphone_is_never_called_silent_or_heard(room: Room) -> None:
    room.session.happens(e.MicrophoneMuted(by_hand=True))
    for peak in (-60.0, -12.0):
        room.clock.advance(20)
        room.runtime.dispatcher.publish(MicrophoneMeasured(peak))
        assert room.anchor.microphones[-1].sound is Sound.MUTED
    assert (room.now.sound, room.now.muted_by_hand) == (Sound.MUTED, True)
    room.session.happens(e.MicrophoneOpened())
    room.runtime.dispatcher.publish(MicrophoneMeasured(-12.0))
    assert room.anchor.microphones[-1].sound is Sound.HEARD
    assert room.now.sound is Sound.HEARD


@pytest.mark.parametrize(
    ("begins", "ends"),
    [(e.Held(), e.WentOn()), (e.BreakStarted(), e.BreakEnded())],
)
def test_quiet_on_purpose_is_not_called_silent(room: Room, begins: e.Fact, ends: e.Fact) -> None:
    def hears(peak: float, seconds: float) -> Sound:
        room.clock.advance(seconds)
        room.runtime.dispatcher.publish(MicrophoneMeasured(peak))
        return room.anchor.microphones[-1].sound

    hears(-12.0, 1)
    room.session.happens(begins)
    assert hears(-60.0, 20) is Sound.HEARD
    room.session.happens(ends)
    assert hears(-60.0, 1) is Sound.HEARD
    assert hears(-60.0, 9) is Sound.SILENT


def test_the_floor_mutes_and_opens_the_microphone(room: Room) -> None:
    room.presenter.on_mute()
    assert room.session.state.muted
    room.presenter.on_mute()
    assert not room.session.state.muted


def test_what_the_sentinel_found_is_in_the_model_and_among_the_incidents(room: Room) -> None:
    room.session.happens(e.PictureWentBad("frozen"), e.CamerasReopened(("摄像头",)))
    assert (room.now.picture, room.now.cameras_reopened) == (Picture.FROZEN, True)
    room.session.happens(e.PictureCameBack("frozen"), e.SoundWentBad("clipping"))
    assert (room.now.picture, room.now.sound) == (Picture.GOOD, Sound.CLIPPING)
    room.session.happens(e.SoundCameBack("clipping"), e.MicrophoneMuted(by_hand=True))
    told = [(incident.level, incident.text) for incident in reversed(room.now.incidents)]
    assert told[-6:] == [
        (Level.BROKEN, "画面不动了"),
        (Level.INFO, "程序把摄像头重新打开了一次"),
        (Level.FINE, "画面好了（刚才不动）"),
        (Level.MIND, "声音太大了，破音了"),
        (Level.FINE, "声音好了（刚才破音）"),
        (Level.MIND, "麦克风关了（在 OBS 里用手关的）"),
    ]


def test_incidents_are_told_in_words_newest_first(room: Room) -> None:
    room.session.happens(e.UplinkChanged("down", 0), e.StageWasLost("stage_lost"))
    texts = [incident.text for incident in room.now.incidents]
    assert "没有回应" in texts[0]
    assert "网断了" in texts[1]
    assert room.now.stage_lost


def test_a_lost_obs_can_be_restarted_with_one_press(room: Room) -> None:
    room.presenter.on_restart_stage()
    assert room.session.restarts_asked == 0, "it is there"
    room.session.happens(e.StageWasLost("obs_stopped_answering"))
    assert room.now.can_restart
    room.presenter.on_restart_stage()
    assert "又打开了" in room.now.incidents[0].text
    room.session.happens(e.StageWasRegained())
    assert not room.now.can_restart
    assert room.session.restarts_asked == 1


def test_the_platforms_clock_is_shown_while_it_runs(room: Room) -> None:
    def measure(left: int | None) -> None:
        told = HealthMeasured(0, "down", 0.0, 30.0, StreamState.RECONNECTING, left)
        room.presenter.on_health_measured(told)

    measure(41)
    assert room.now.room_closes_in_s == 41
    measure(40)
    assert room.now.room_closes_in_s == 40
    room.session.happens(e.StageWasLost("obs_stopped_answering"))
    room.clock.advance(12)
    room.presenter.on_tick()
    assert room.now.room_closes_in_s == 28, "it goes on where nobody can be asked"
    room.clock.advance(60)
    room.presenter.on_tick()
    assert room.now.room_closes_in_s == 0
    measure(None)
    assert room.now.room_closes_in_s is None


def test_a_stream_that_never_stood_is_told_apart_from_one_that_broke(room: Room) -> None:
    room.session.happens(e.ConnectFailed(2), e.UplinkChanged("down", 0))
    assert room.now.connect is Connect.TRYING
    room.session.happens(e.ConnectFailed(0), e.ConnectGivenUp(answered=False))
    assert room.now.connect is Connect.UNANSWERED
    room.session.happens(e.ConnectGivenUp(answered=True))
    assert room.now.connect is Connect.NOT_LET_IN
    room.session.happens(e.StreamStarted())
    assert room.now.connect is Connect.STOOD
    room.session.happens(e.StreamStopped(False), e.StreamRestarted(1300, "down"))
    room.session.happens(e.ConnectFailed(2), e.ConnectGivenUp(answered=True))
    assert room.now.connect is Connect.STOOD, "it stood: the key is good"


def test_a_room_that_may_be_closed_is_looked_at_once(room: Room) -> None:
    room.presenter.on_looked()
    assert not room.now.room_may_be_closed
    room.session.happens(e.RoomClockRanOut(60))
    assert room.now.room_may_be_closed
    assert "断了 60 秒" in room.now.incidents[0].text
    room.presenter.on_looked()
    assert not room.now.room_may_be_closed
    assert "看过了" in room.now.incidents[0].text


def test_the_prompter_runs_on_under_the_programs_break(room: Room) -> None:
    room.session.happens(e.BreakStarted("program"))
    assert room.now.on_break
    assert room.now.prompter_runs
    assert room.now.next_step is Step.NEXT
    room.session.happens(e.BreakStarted())
    assert not room.now.prompter_runs
    assert room.now.next_step is Step.BREAK


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (e.BreakStarted("program"), "断网了，先给观众放"),
        (e.BreakEnded("program"), "画面自己回来了"),
        (e.StreamRestarted(1200, "step_down"), "画面降到 1200 kb/s"),
        (e.StreamRestarted(1500, "step_up"), "画面升到 1500 kb/s"),
        (e.StreamRestarted(1500, "down"), "马上重新推流"),
        (e.RateFollowed(410), "自己降到 410 kb/s 左右"),
        (e.RateFixed(2500), "OBS 的输出改成了高级"),
        (e.ConnectFailed(2), "还试 2 次"),
        (e.ConnectGivenUp(answered=True), "核对推流码"),
        (e.ConnectGivenUp(answered=False), "平台没有回应"),
    ],
)
def test_what_is_done_about_the_network_is_told(room: Room, fact: e.Fact, told: str) -> None:
    room.session.happens(fact)
    assert told in room.now.incidents[0].text


@pytest.mark.parametrize(
    ("fact", "level", "told"),
    [
        (e.RecordingStopped("a.mkv", wanted=False), Level.BROKEN, "本机录像停了"),
        (e.StageRefused("recording_not_started"), Level.BROKEN, "录像没开起来"),
        (e.RecordingGivenUp(), Level.BROKEN, "再录"),
        (e.RecordingStarted("b.mkv", again=True), Level.FINE, "接上了"),
    ],
)
def test_a_recording_that_stops_and_its_return_are_told(
    room: Room, fact: e.Fact, level: Level, told: str
) -> None:
    room.session.happens(fact)
    newest = room.now.incidents[0]
    assert newest.level is level
    assert told in newest.text


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (e.VirtualCameraStopped(wanted=False), "程序会重新打开"),
        (e.VirtualCameraStopped(wanted=False, rests=True), "程序过一会儿才再开一次"),
    ],
)
def test_of_a_virtual_camera_that_is_left_off_nobody_is_told_that_it_is_switched_on_at_once(
    room: Room, fact: e.Fact, told: str
) -> None:
    room.session.happens(fact)
    newest = room.now.incidents[0]
    assert newest.level is Level.BROKEN
    assert told in newest.text


def test_the_end_of_a_recording_with_the_broadcast_is_no_trouble(room: Room) -> None:
    before = room.now.incidents
    room.session.happens(e.RecordingStopped("a.mkv"))
    assert room.now.incidents == before


def test_a_recording_that_was_given_up_is_asked_for_with_a_press(room: Room) -> None:
    room.presenter.on_record_again()
    assert e.RecordingAskedAgain() not in [each.fact for each in room.session.entries], "it runs"
    room.session.happens(e.RecordingGivenUp())
    assert room.now.recording_off
    room.presenter.on_record_again()
    assert not room.now.recording_off
    assert "再录" in room.now.incidents[0].text


def test_an_obs_that_is_not_ours_to_start_offers_no_button(room: Room) -> None:
    room.session.can_restart_stage = False
    room.session.happens(e.StageWasLost("stage_lost"))
    assert not room.now.can_restart


def test_every_fact_has_its_sentence(room: Room) -> None:
    room.session.happens(
        e.StageRefused("card_not_loaded", "YM-001"),
        e.StreamStopped(False),
        e.VirtualCameraStopped(wanted=False),
        e.DiskRanLow(400, 20),
        e.ChangedByHand("collection"),
        e.ChangedByHand("input"),
        e.ChangedByHand(e.OTHER_SCENE),
        e.Resumed(room.clock.now_ms(), True),
        e.BreakStarted(),
        e.BreakEnded(),
        e.RecordingStarted("a.mkv"),
        e.OrderRefused("YM-001", 200, "抖音", 120),
    )
    assert len(room.now.incidents) >= 12
    assert {each.level for each in room.now.incidents[5:8]} == {Level.MIND}
    assert {each.level for each in room.now.incidents[8:11]} == {Level.BROKEN}


def test_a_failed_wish_is_told_and_what_is_shown_stays_true(room: Room) -> None:
    def refused() -> Future[Any]:
        return room.session._later(_raise)

    def _raise() -> None:
        raise UserFacingError("session_not_live")

    room.session.toggle_card = refused  # type: ignore[method-assign]
    room.presenter.on_step(Step.CARD)
    assert room.anchor.notices[-1].kind is NoticeKind.REFUSED
    assert room.now.card is CardState.OFF


def test_history_of_a_resumed_session_is_taken_in(runtime: Runtime, clock: ManualClock) -> None:
    session = FakeSession(PLAN, runtime.dispatcher, clock).on_air()
    clock.advance(100)
    session.happens(e.UplinkChanged("down", 0))
    presenter = LivePresenter(session, runtime, Settings())
    view = View()
    presenter.start()
    presenter.attach_floor(view)
    assert view.live[-1].incidents == ()
    presenter.take_history(session.entries)
    assert len(view.live[-1].incidents) == 2
    assert view.live[-1].running_order[0].shown_ms == 100_000


def test_programme_is_asked_once_at_a_time_and_its_absence_is_worded(room: Room) -> None:
    room.presenter.on_programme_wanted(320)
    assert room.floor.programmes[-1].jpeg is not None
    room.session.picture = UserFacingError("session_not_live")
    room.presenter.on_programme_wanted(320)
    assert room.floor.programmes[-1].jpeg is None
    assert room.floor.programmes[-1].problem.startswith("还没有开播")
    waiting: Future[bytes] = Future()
    asked: list[int] = []
    room.session.programme = lambda width: asked.append(width) or waiting  # type: ignore
    room.presenter.on_programme_wanted(320)
    room.presenter.on_programme_wanted(320)
    assert asked == [320]


def test_ending_is_told_once(room: Room) -> None:
    room.presenter.on_end()
    assert room.floor.ended == [room.session.session_id]


def test_an_end_that_obs_did_not_answer_is_told_on_the_review(room: Room) -> None:
    late = CommandFailed(UserFacingError("stage_lost"))  # an earlier wish, refused while ending
    room.runtime.dispatcher.publish(late)
    room.session.happens(e.Ended(perhaps_on_air=True))
    assert isinstance(room.floor.end_trouble, UserFacingError)
    assert room.floor.end_trouble.code == "ended_perhaps_on_air"


def test_what_was_refused_while_ending_is_not_told_as_trouble_of_the_end(room: Room) -> None:
    real_end = room.session.end

    def end() -> Future[Any]:
        room.runtime.dispatcher.publish(CommandFailed(UserFacingError("stage_lost")))
        return real_end()

    room.session.end = end  # type: ignore[method-assign]
    room.presenter.on_end()
    assert room.floor.end_trouble is None


def test_ending_that_failed_leaves_the_broadcast(room: Room) -> None:
    failed: Future[Any] = Future()
    failed.set_exception(UserFacingError("disk_full"))
    room.session.end = lambda: failed  # type: ignore[method-assign]
    room.presenter.on_end()
    assert room.floor.ended == []
    assert "满" in room.floor.end_failed[0]


def test_script_is_filled_and_follows_the_product(room: Room) -> None:
    assert room.anchor.scripts[-1].sku == "YM-001"
    assert room.anchor.scripts[-1].lines
    room.presenter.on_step(Step.NEXT)
    assert room.anchor.scripts[-1].sku == "YB-001"


def test_a_script_with_a_mistake_is_replaced_and_said(tmp_path: Path) -> None:
    broken = tmp_path / "ym.md"
    broken.write_text("## 开场\n今天{{价格", encoding="utf-8")
    plan = Plan("一场", products=(PlannedProduct("A", "杨梅", price_fen=100, script=broken),))
    script = read_script(plan, "A", 3, "zh")
    assert script.problem
    assert script.lines


def test_a_scripts_own_speed_goes_with_its_lines(tmp_path: Path) -> None:
    quick = tmp_path / "ym.md"
    quick.write_text("---\n语速: 260\n---\n## 开场\n大家好\n", encoding="utf-8")
    products = (
        PlannedProduct("A", "杨梅", price_fen=100, script=quick),
        PlannedProduct("B", "贻贝", price_fen=100),
    )
    plan = Plan("一场", products=products)
    assert read_script(plan, "A", 3, "zh").characters_per_minute == 260
    assert read_script(plan, "B", 3, "zh").characters_per_minute is None


def test_after_close_nothing_is_shown(room: Room) -> None:
    room.presenter.close()
    before = len(room.floor.live)
    room.session.happens(e.Held())
    assert len(room.floor.live) == before


class TestKeys:
    keys = KeyMap(SETTINGS.__getitem__)

    def test_steps_and_the_remotes_own_keys(self) -> None:
        for key, step in (
            ("Right", Step.NEXT),
            ("PgDown", Step.NEXT),
            ("PageDown", Step.NEXT),
            ("Space", Step.HOLD),
            ("PgUp", Step.HOLD),
            ("B", Step.CARD),
            (".", Step.CARD),
            ("Return", Step.ORDER),
            ("Enter", Step.ORDER),
            ("F5", Step.BREAK),
        ):
            assert self.keys.step(key) is step
        assert self.keys.step("Q") is None

    def test_keys_follow_the_settings(self) -> None:
        chosen = KeyMap((SETTINGS | {"key_next": "N"}).__getitem__)
        assert chosen.step("N") is Step.NEXT
        assert chosen.step("Right") is None
        assert chosen.chip(Step.NEXT) == "N"

    def test_in_the_quick_order_three_keys_count_note_and_leave(self) -> None:
        meanings = [
            resolve(self.keys, key, Overlay.QUANTITY, on_break=False)
            for key in ("Right", "B", "Space", "Esc")
        ]
        assert meanings == [Command.MORE, Command.NOTE, Command.LEAVE, Command.LEAVE]

    def test_escape_ends_a_break_and_nothing_else(self) -> None:
        assert resolve(self.keys, "Esc", Overlay.NONE, on_break=True) is Command.BREAK
        assert resolve(self.keys, "Esc", Overlay.NONE, on_break=False) is Command.NOTHING

    def test_no_key_means_the_end(self) -> None:
        assert "end" not in {str(command) for command in Command}
        assert set(COMMANDS) == set(Step)
        for key in ("Return", "Space", "Esc", "B", "F5", "PgDown", "End", "Q"):
            assert resolve(self.keys, key, Overlay.ENDING, on_break=False) is Command.LEAVE


def test_what_the_stage_said_seconds_ago_is_not_shown_as_good(room: Room) -> None:
    room.session.happens(e.CardTaken("YB-001", "a" * 64), e.AirProved("card", "a" * 64, True))
    publish = room.runtime.dispatcher.publish
    publish(HealthMeasured(2500, "good", 0.0, 30.0, StreamState.ON))
    assert (room.now.uplink, room.now.card) == (Uplink.GOOD, CardState.ON)
    room.clock.advance(3.5)
    room.presenter.on_tick()
    assert room.now.stage_silent
    assert not room.now.stage_lost
    assert (room.now.uplink, room.now.card) == (Uplink.UNKNOWN, CardState.UNSEEN)
    assert room.floor.healths[-1].uplink is Uplink.UNKNOWN
    publish(HealthMeasured(2500, "good", 0.0, 30.0, StreamState.ON))
    assert not room.now.stage_silent
    assert (room.now.uplink, room.now.card) == (Uplink.GOOD, CardState.ON)
    assert room.floor.healths[-1].uplink is Uplink.GOOD


def test_no_card_is_claimed_while_the_stage_is_away(room: Room) -> None:
    room.session.happens(e.CardTaken("YB-001", "a" * 64), e.StageWasLost("stage_unreachable"))
    assert room.now.card is CardState.UNSEEN
    room.session.happens(e.StageWasRegained())
    assert room.now.card is CardState.SHOWN


@pytest.mark.parametrize("back", [e.Resumed(0, True), e.StageWasRegained()])
@pytest.mark.parametrize("found", [True, False])
def test_of_a_stage_that_came_back_nothing_is_said_until_somebody_looked(
    room: Room, back: e.Fact, found: bool
) -> None:
    """Opening it took longer than what was measured before holds; the card may be another."""
    room.session.happens(e.CardTaken("YB-001", "a" * 64, 7), e.AirProved("card", "a" * 64, found))
    room.clock.advance(3.5)
    room.session.happens(back)
    assert room.now.card is CardState.SHOWN
    room.session.happens(e.CardRecounted("YB-001", "b" * 64, 6))
    assert room.now.card is CardState.SHOWN
    room.session.happens(e.AirProved("card", "b" * 64, found))
    assert room.now.card is (CardState.ON if found else CardState.NOT_FOUND)


def test_a_card_is_green_only_once_it_was_found_in_the_programme(room: Room) -> None:
    room.session.happens(e.CardTaken("YB-001", "a" * 64))
    assert room.now.card is CardState.SHOWN
    room.session.happens(e.AirProved("card", "b" * 64, True))  # another picture
    assert room.now.card is CardState.SHOWN
    room.session.happens(e.AirProved("card", "a" * 64, False))
    assert room.now.card is CardState.NOT_FOUND
    room.session.happens(e.AirProved("card", "a" * 64, True))
    assert room.now.card is CardState.ON


def test_no_viewer_is_claimed_to_see_a_card_while_nothing_gets_out(room: Room) -> None:
    room.session.happens(e.CardTaken("YB-001", "a" * 64), e.AirProved("card", "a" * 64, True))
    assert room.now.card is CardState.ON
    for facts, card in (
        ((e.UplinkChanged("down", 0),), CardState.CUT_OFF),
        ((e.UplinkChanged("good", 2400),), CardState.ON),
        ((e.StreamRefused(),), CardState.CUT_OFF),
    ):
        room.session.happens(*facts)
        assert room.now.card is card


def test_no_card_is_green_while_obs_shows_a_scene_that_is_not_ours(room: Room) -> None:
    room.session.happens(
        e.CardTaken("YB-001", "a" * 64),
        e.AirProved("card", "a" * 64, True),
        e.PictureWentBad("black"),
        e.ChangedByHand(e.OTHER_SCENE),
    )
    assert (room.now.card, room.now.picture) == (CardState.OTHER_SCENE, Picture.GOOD)
    tone, words = trouble(room.now, "F5") or (None, "")
    assert tone is Tone.MIND
    assert "OBS 里选了别的画面" in words
    room.session.happens(e.ProductShown("YM-001"))
    assert room.now.card is CardState.OTHER_SCENE
    room.session.happens(e.ChangedByHand(e.OUR_SCENE))
    assert (room.now.card, trouble(room.now, "F5")) == (CardState.SHOWN, None)
    assert room.now.incidents[0].level is Level.FINE


def test_nothing_is_claimed_of_the_network_before_something_of_it_was_measured(
    runtime: Runtime, clock: ManualClock
) -> None:
    room = Room(runtime, clock)
    room.session.on_air()
    assert room.now.uplink is Uplink.MEASURING
    runtime.dispatcher.publish(HealthMeasured(0, "good", 0.0, 30.0, StreamState.ON))
    assert room.floor.healths[-1].uplink is Uplink.MEASURING
    runtime.dispatcher.publish(HealthMeasured(2400, "good", 0.0, 30.0, StreamState.ON))
    assert room.floor.healths[-1].uplink is Uplink.GOOD
    assert room.now.uplink is Uplink.GOOD


def test_what_counts_on_the_practice_stage_is_no_rehearsal(
    runtime: Runtime, clock: ManualClock
) -> None:
    session = FakeSession(PLAN, runtime.dispatcher, SteadyClock(clock))
    session.rehearsal = True
    session.happens(e.WentLive("practice", True))
    told = [
        LivePresenter(session, runtime, Settings(), training=training).model()
        for training in (False, True)
    ]
    assert [(each.practice, each.rehearsal) for each in told] == [(True, False), (True, True)]


def test_a_hanging_obs_is_told_from_one_that_is_gone(room: Room) -> None:
    for code, hangs in (("obs_stopped_answering", True), ("stage_lost", False)):
        room.session.happens(e.StageWasLost(code))
        assert room.now.stage_hangs is hangs
        room.session.happens(e.StageWasRegained())
    assert not room.now.stage_hangs


def test_an_obs_that_refuses_is_not_told_as_silent(room: Room) -> None:
    room.session.happens(e.StageWasLost("stage_unreachable"))
    assert room.now.refused == ""
    room.session.picture = UserFacingError("obs_wrong_password")  # started since, and asks
    room.presenter.on_programme_wanted(320)
    assert room.now.refused == "obs_wrong_password"
    room.session.picture = UserFacingError("stage_unreachable", host="127.0.0.1", port=4455)
    room.presenter.on_programme_wanted(320)
    assert room.now.refused == ""
    room.session.happens(e.StageWasRegained())
    room.session.happens(e.StageWasLost("obs_password_missing"))
    room.session.picture = b"jpeg"
    room.presenter.on_programme_wanted(320)
    assert room.now.refused == "obs_password_missing"
    assert "要密码" in room.now.incidents[0].text
