"""The live session on a real database: what is asked, what is written, what a restart finds."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.runtime.wording import sentence, word_error
from studio.session import events as e
from studio.session.archive import SessionOptions
from studio.session.light import Level
from studio.session.live import CommandFailed, LiveSession
from studio.session.plan import Plan, PlannedProduct, TimelineStep
from studio.session.plan_library import PlanLibrary
from studio.session.recorder import SessionChanged
from studio.session.state import Phase
from studio.session.studio import Studio, StudioParts
from studio.session.timeline import TimelineRunner
from studio.stage.port import (
    Ingest,
    Listener,
    Observed,
    RecordingChanged,
    Scene,
    StageInfo,
    StageLost,
    StageRegained,
    StageSetup,
    StreamChanged,
    StreamState,
    Wanted,
)
from studio.store.database import LOG_BYTES, Store
from studio.store.secrets import KeyringSecrets
from studio.store.settings import Settings
from studio.store.sqlite import sqlite3
from tests.helpers.clock import ManualClock
from tests.helpers.fake_stage import FakeArtist, FakeStage
from tests.helpers.spy_voice import SpyVoice

MUSSELS = PlannedProduct("YB-001", "厚壳贻贝", price_fen=3990, unit="箱", stock=10)
BERRIES = PlannedProduct("YM-001", "东魁杨梅", price_fen=8990, unit="箱", stock=3)
PLAN = Plan("贻贝专场", "主播甲", products=(MUSSELS, BERRIES))
INFO = StageInfo("practice", "fake", already_streaming=True, already_recording=True)


class Room:
    """A studio whose stage and artist the test holds in its hands."""

    def __init__(self, store: Store, runtime: Runtime, clock: ManualClock, folder: Path) -> None:
        self.stage = FakeStage()
        self.artist = FakeArtist()
        self.voice = SpyVoice()
        self.clock = clock
        self.changes: list[SessionChanged] = []
        self.failures: list[CommandFailed] = []
        runtime.dispatcher.subscribe(SessionChanged, self.changes.append)
        runtime.dispatcher.subscribe(CommandFailed, self.failures.append)
        parts = StudioParts(
            runtime,
            store,
            Settings(folder),
            KeyringSecrets(),
            clock,
            folder,
            PlanLibrary(folder / "plans"),
            {
                "practice": lambda options, secrets: self.stage,
                "obs": lambda options, secrets: self.stage,
            },
            lambda workshop, platform: self.artist,
            voice=self.voice,
        )
        self.studio = Studio(parts)
        # Else orders would put pictures on air beside what a test asks for: test_card_stock.py.
        self.studio.settings.set("card_stock", "off")

    def session(self, plan: Plan = PLAN, stage: str = "practice") -> LiveSession:
        return self.studio.start_session(plan, stage).result(60)

    def live(self, plan: Plan = PLAN, stage: str = "practice") -> LiveSession:
        session = self.session(plan, stage)
        session.open_stage().result(60)
        session.go_live(unattended=bool(plan.timeline)).result(60)
        return session

    @property
    def events(self) -> list[str]:
        return [change.entry.event for change in self.changes]

    def settle(self, session: LiveSession) -> None:
        """Until everything the stage told has been written."""
        session.programme(10).result(60)


@pytest.fixture
def room(store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path) -> Iterator[Room]:
    return Room(store, runtime, clock, tmp_path)


def wait_until(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "never came to be"
        time.sleep(0.02)


def code_of(future: Future[Any]) -> str:
    with pytest.raises(UserFacingError) as caught:
        future.result(60)
    return caught.value.code


def test_before_going_live_nothing_is_in_the_journal(room: Room) -> None:
    session = room.session()
    session.open_stage().result(60)
    session.card_on().result(60)
    assert room.events == []
    assert room.studio.interrupted().result(60) is None
    assert code_of(session.note_order("YB-001", 1, "抖音")) == "session_not_live"


def test_each_platform_gets_its_own_key(room: Room) -> None:
    studio = room.studio
    for name in ("rtmp", "kuaishou"):
        studio.secrets.set(studio.platforms.get(name).secret, f"key-of-{name}")
        options = SessionOptions("obs", ingest_server=f"rtmp://{name}/live", platform=name)
        session = studio.start_session(PLAN, "obs", options).result(60)
        session.open_stage().result(60)
        assert room.stage.setup is not None
        assert room.stage.setup.ingest == Ingest(f"rtmp://{name}/live", f"key-of-{name}")
        assert not room.stage.setup.goes_on
        session.close()


def test_the_preflight_says_what_the_platform_asks_for(room: Room) -> None:
    settings, room.stage = room.studio.settings, AbsentStage()
    for platform, companion in (("douyin", "抖音直播伴侣"), ("kuaishou", "快手直播伴侣")):
        settings.set("platform", platform)
        found = {light.key: light for light in room.studio.preflight(PLAN, "obs").result(60)}
        assert found["ingest"].code == "preflight_virtual_camera"
        assert companion in sentence(found["ingest"].code, "zh", **found["ingest"].parameters)
        assert "platform" not in found
    settings.update({"platform": "kuaishou", "ingest_server": "rtmp://127.0.0.1:9/live"})
    room.studio.secrets.set(room.studio.platforms.get("kuaishou").secret, "ks")
    found = {light.key: light for light in room.studio.preflight(PLAN, "obs").result(60)}
    assert found["platform"].code == "preflight_platform_closes"
    assert found["platform"].parameters["seconds"] == 60
    assert found["platform"].parameters["mbps"] == "1.8"
    light = found["platform"]
    assert sentence(light.code, "zh", **light.parameters).startswith("播到快手，")
    assert sentence(light.code, "en", **light.parameters).startswith("Goes to Kuaishou;")


@pytest.mark.parametrize(("stage", "room_is_made"), [("obs", True), ("practice", False)])
def test_a_broadcast_makes_room_for_its_orders_on_the_disk(
    room: Room, stage: str, *, room_is_made: bool
) -> None:
    log = room.studio.store.path.with_name("studio.db-wal")
    room.live(stage=stage)
    assert (log.stat().st_size == LOG_BYTES) is room_is_made


def test_going_live_shows_the_first_product_and_records(room: Room) -> None:
    session = room.live()
    assert room.events == [
        "session_planned",
        "went_live",
        "product_shown",
        "stream_started",
        "recording_started",
    ]
    assert session.state.current_sku == "YB-001"
    assert room.stage.applied[-1].recording
    assert code_of(session.go_live()) == "session_already_live"


def test_only_an_unattended_run_leaves_the_first_product_to_the_timeline(room: Room) -> None:
    session = room.session(timeline_plan(TimelineStep(1, "end")))
    session.open_stage().result(60)
    session.go_live().result(60)
    assert session.state.current_sku == "YB-001"


def test_an_order_takes_its_stock_in_the_same_moment(room: Room) -> None:
    session = room.live()
    entry = session.note_order("YM-001", 2, "抖音").result(60)
    assert isinstance(entry.fact, e.OrderNoted)
    assert entry.fact.available == 1
    assert session.stock["YM-001"].available == 1
    assert [sale.id for sale in room.studio.orders().result(60)] == [entry.id]
    assert (session.state.orders_count, session.state.paid_fen) == (1, 2 * 8990)


def test_a_product_of_another_plan_is_a_sentence(room: Room) -> None:
    session = room.live()
    assert code_of(session.note_order("NO-SUCH", 1, "抖音")) == "product_unknown"
    assert code_of(session.show_product("NO-SUCH")) == "product_unknown"


def test_more_than_there_is_is_refused_and_remembered(room: Room) -> None:
    session = room.live()
    assert code_of(session.note_order("YM-001", 4, "抖音")) == "not_enough_stock"
    assert room.events[-1] == "order_refused"
    assert session.stock["YM-001"].available == 3
    assert room.studio.orders().result(60) == []


def test_a_quantity_nobody_asks_for_is_told_as_a_slip(room: Room) -> None:
    session = room.live()
    assert code_of(session.note_order("YM-001", 10, "抖音")) == "not_enough_stock"
    asked = session.note_order("YM-001", 11, "抖音")
    assert code_of(asked) == "order_mistyped"
    words = word_error(asked.exception(), "zh")  # type: ignore[arg-type]
    assert words.startswith("东魁杨梅记 11 箱，是不是多打了数字？可售只有 3 箱，这一单没有记")
    assert session.stock["YM-001"].available == 3
    assert room.events[-2:] == ["order_refused", "order_refused"]


def test_an_undone_order_gives_its_stock_back_once(room: Room) -> None:
    session = room.live()
    entry = session.note_order("YM-001", 3, "抖音").result(60)
    session.undo_order(entry.id).result(60)
    assert session.stock["YM-001"].available == 3
    assert (session.state.orders_count, session.state.paid_fen) == (0, 0)
    assert code_of(session.undo_order(entry.id)) == "order_already_undone"


def test_a_card_follows_the_product(room: Room) -> None:
    session = room.live()
    session.card_on().result(60)
    session.next_product().result(60)
    assert session.state.card_sku == "YM-001"
    session.next_product().result(60)  # after the last one, the first again
    assert session.state.current_sku == session.state.card_sku == "YB-001"
    session.toggle_card().result(60)
    assert session.state.card_sku is None
    assert room.events[-6:] == [
        "card_taken",
        "product_shown",
        "card_taken",
        "product_shown",
        "card_taken",
        "card_cleared",
    ]


def test_with_one_product_the_next_is_none_and_nothing_is_written(room: Room) -> None:
    session = room.live(replace(PLAN, products=PLAN.products[:1]))
    before = room.events.count("product_shown")
    session.next_product().result(60)
    assert room.events.count("product_shown") == max(before, 1)
    session.next_product().result(60)
    assert room.events.count("product_shown") == max(before, 1)


def test_a_break_and_its_end_are_facts_only_once(room: Room) -> None:
    session = room.live()
    session.break_on().result(60)
    session.break_on().result(60)
    assert room.stage.applied[-1].scene is Scene.BREAK
    session.toggle_break().result(60)
    assert room.events.count("break_started") == room.events.count("break_ended") == 1


def test_a_card_that_cannot_be_drawn_leaves_the_last_good_one(room: Room) -> None:
    session = room.live()
    session.card_on().result(60)
    room.artist.broken = "YM-001"
    assert code_of(session.next_product()) == "picture_unreadable"
    assert session.state.current_sku == "YM-001"
    assert session.state.card_sku == "YB-001"
    assert room.events[-1] == "stage_refused"
    wait_until(lambda: bool(room.failures))  # told after whoever waits for the answer has it
    assert [failed.error.args[0] for failed in room.failures] == ["picture_unreadable"]


def test_pressing_the_card_key_many_times_reaches_a_frozen_stage_once(room: Room) -> None:
    session = room.live()
    room.stage.gate.clear()
    before = len(room.stage.applied)
    presses = [session.toggle_card() for _ in range(9)]
    room.stage.gate.set()
    for press in presses:
        press.result(60)
    assert session.state.card_sku == "YB-001"
    assert len(room.stage.applied) - before <= 2


def test_what_a_silent_stage_missed_is_done_once_it_answers(room: Room) -> None:
    session = room.live()
    room.stage.refuse = UserFacingError("obs_silent")
    assert code_of(session.card_on()) == "obs_silent"
    assert session.state.card_sku is None
    assert "stage_refused" not in room.events
    wait_until(lambda: session.state.card_sku == "YB-001")


def test_orders_are_noted_while_the_stage_is_frozen(room: Room) -> None:
    session = room.live()
    room.stage.gate.clear()
    waiting = session.card_on()
    session.note_order("YB-001", 1, "电话").result(60)
    assert not waiting.done()
    assert session.card_pending
    room.stage.gate.set()
    waiting.result(60)
    assert not session.card_pending


def test_what_the_stage_tells_becomes_facts(room: Room) -> None:
    session = room.live()
    tell = room.stage.listener
    tell(StreamChanged(StreamState.RECONNECTING))
    tell(StreamChanged(StreamState.RECONNECTING))
    tell(StreamChanged(StreamState.ON))
    tell(RecordingChanged(active=False, path=None))
    tell(RecordingChanged(active=True, path=Path("take-2.mkv")))
    tell(StageLost("stage_lost"))
    tell(StageLost("stage_lost"))
    tell(StageRegained(INFO))
    room.settle(session)
    assert room.events[5:] == [
        "stream_stopped",
        "stream_started",
        "recording_stopped",
        # what the stage really shows is its own first recording: asked again, and told
        "recording_started",
        "recording_started",
        "stage_was_lost",
        "stage_was_regained",
        "recording_started",
    ]
    assert session.state.recordings == ("take-1.mkv", "take-2.mkv")
    assert not session.state.stage_lost


def test_ending_writes_the_summary_in_the_same_transaction(room: Room) -> None:
    session = room.live()
    session.card_on().result(60)
    session.note_order("YB-001", 2, "抖音").result(60)
    session.end().result(60)
    assert session.state.phase is Phase.ENDED
    assert room.events[-4:] == ["card_cleared", "stream_stopped", "recording_stopped", "ended"]
    (message,) = room.studio.outbox().result(60)
    assert message.contents()["paid_fen"] == 2 * 3990
    assert room.studio.interrupted().result(60) is None
    assert code_of(session.end()) == "session_not_live"


@pytest.mark.parametrize(
    ("stage", "told"),
    [("obs", ["ended_perhaps_on_air"]), ("practice", [])],
    ids=["obs", "practice"],
)
def test_a_stage_that_does_not_answer_cannot_keep_a_broadcast_from_ending(
    room: Room, stage: str, told: list[str]
) -> None:
    """The practice stage sends nothing out of the room: nobody is sent to look at an OBS."""
    session = room.live(stage=stage)
    room.stage.refuse = UserFacingError("stage_lost")
    session.end().result(60)
    assert session.state.phase is Phase.ENDED
    assert len(room.studio.outbox().result(60)) == 1
    assert [failed.error.args[0] for failed in room.failures] == told
    assert session.state.perhaps_on_air == bool(told)


@pytest.mark.parametrize("kept_on_air", [True, False])
def test_a_restart_resumes_product_card_and_clock(room: Room, kept_on_air: bool) -> None:
    session = room.live()
    session.next_product().result(60)
    session.card_on().result(60)
    session.break_on().result(60)
    room.clock.advance(60)
    session.note_order("YM-001", 1, "抖音").result(60)
    session.close()  # as good as kill -9: closing writes nothing
    room.clock.advance(30)

    left = room.studio.interrupted().result(60)
    assert left is not None
    assert left.state.current_sku == "YM-001"
    room.stage = FakeStage(already_on_air=kept_on_air)
    again = room.studio.resume_session(left.session_id).result(60)
    again.resume(left.interrupted_at).result(60)

    state = again.state
    assert (state.current_sku, state.card_sku, state.on_break) == ("YM-001", "YM-001", True)
    assert room.artist.remembered == [("YM-001", "sha-of-YM-001", None)]
    assert state.worked_ms(again.clock.now_ms()) == 60_000
    assert state.on_air_ms(again.clock.now_ms()) == (90_000 if kept_on_air else 60_000)
    assert room.stage.applied[-1].streaming
    assert room.stage.setup is not None
    assert room.stage.setup.goes_on
    assert again.stock["YM-001"].available == 2
    again.end().result(60)


class AbsentStage(FakeStage):
    def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
        raise UserFacingError("stage_unreachable", host="127.0.0.1", port=4455)


def interrupted_on(room: Room, kind: str, *, on_break: bool = False) -> str:
    """A session that went live on that stage and was let go of."""
    session = room.studio.start_session(PLAN, kind).result(60)
    session.open_stage().result(60)
    session.go_live().result(60)
    session.note_order("YM-001", 1, "抖音").result(60)
    if on_break:
        session.break_on().result(60)
    session.close()
    return session.session_id


def test_giving_up_a_rehearsal_needs_no_stage(room: Room) -> None:
    session_id = interrupted_on(room, "practice")
    room.stage = FakeStage()
    assert room.studio.end_interrupted(session_id).result(60)
    assert room.stage.opened == 0
    assert len(room.studio.outbox().result(60)) == 1
    assert code_of(room.studio.resume_session(session_id)) == "session_already_ended"


@pytest.mark.parametrize("on_break", [False, True])
def test_giving_up_stops_what_obs_still_sends(room: Room, on_break: bool) -> None:
    room.studio.settings.set("ingest_server", "rtmp://127.0.0.1/live")
    session_id = interrupted_on(room, "obs", on_break=on_break)
    room.stage = FakeStage(already_on_air=True)
    assert room.studio.end_interrupted(session_id).result(60)
    first, *_, last = room.stage.applied
    assert (first.streaming, first.recording) == (True, True)
    assert (last.streaming, last.recording) == (False, False)
    if on_break:  # nobody sees the camera before the stream has stopped
        assert all(ask.scene is Scene.BREAK for ask in room.stage.applied if ask.streaming)
    assert room.stage.closed
    assert room.events[-1] == "ended"
    assert {"stream_stopped", "recording_stopped"} <= set(room.events)
    assert len(room.studio.outbox().result(60)) == 1


@pytest.mark.parametrize(
    ("kind", "stage", "on_air_s"),
    [
        ("practice", FakeStage(), 60),
        ("obs", FakeStage(already_on_air=True), 60 + 43_200),
        ("obs", FakeStage(), 60),
        ("obs", None, 60),
    ],
    ids=["rehearsal", "obs-went-on", "obs-stopped", "obs-is-gone"],
)
def test_the_night_before_giving_up_is_on_air_only_where_obs_went_on(
    room: Room, kind: str, stage: FakeStage | None, on_air_s: int
) -> None:
    session = room.studio.start_session(PLAN, kind).result(60)
    session.open_stage().result(60)
    session.go_live().result(60)
    room.clock.advance(60)
    session.card_on().result(60)
    session.close()
    room.clock.advance(12 * 3600)
    room.stage = stage or AbsentStage()
    room.studio.end_interrupted(session.session_id).result(60)
    summary = room.studio.summary(session.session_id).result(60)
    assert summary["on_air_ms"] == on_air_s * 1000
    assert summary["products"][0]["shown_ms"] == on_air_s * 1000
    assert sum(card["to_s"] - card["from_s"] for card in summary["cards"]) == on_air_s - 60
    (down,) = [row for row in summary["incidents"] if row["code"].startswith("incident_interr")]
    assert down["lasted_ms"] == 43_200_000
    assert summary["timeline"][-1]["code"] == "told_ended"


def test_giving_up_without_obs_ends_and_says_that_it_may_still_stream(room: Room) -> None:
    session_id = interrupted_on(room, "obs")
    room.stage = FakeStage(already_on_air=True)
    room.stage.refuse = UserFacingError("stage_lost")
    assert not room.studio.end_interrupted(session_id).result(60)
    assert room.events[-1] == "ended"
    assert room.studio.interrupted().result(60) is None


def test_a_broadcast_ended_in_a_break_never_shows_the_camera(room: Room) -> None:
    session = room.live()
    session.break_on().result(60)
    before = len(room.stage.applied)
    session.end().result(60)
    first, last = room.stage.applied[before:]
    assert (first.scene, first.streaming) == (Scene.BREAK, False)
    assert last.scene is Scene.PROGRAMME


KEYED = "rtmp://push.example.com/live/1?auth=yu-wang-4711"


def test_a_key_in_the_ingest_address_reaches_neither_books_nor_products(room: Room) -> None:
    options = SessionOptions(stage="obs", ingest_server=KEYED)
    code = code_of(room.studio.start_session(PLAN, "obs", options))
    assert code == "ingest_address_holds_key"
    assert room.studio.stock().result(60) == []


def test_a_password_in_obs_address_reaches_neither_books_nor_products(room: Room) -> None:
    options = SessionOptions(stage="obs", obs_url="ws://me:yu-wang-4711@127.0.0.1")
    assert code_of(room.studio.start_session(PLAN, "obs", options)) == "obs_address_holds_more"
    assert room.studio.stock().result(60) == []


def test_a_rehearsal_asks_for_no_address_and_keeps_none(
    store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path
) -> None:
    kept = {"obs_url": "ws://me:yu-wang-4711@127.0.0.1", "ingest_server": KEYED}
    (tmp_path / "settings.json").write_text(json.dumps(kept), "utf-8")
    room = Room(store, runtime, clock, tmp_path)
    session = room.live()
    assert "yu-wang" not in str(session.options)
    session.end().result(60)


def test_a_key_that_an_older_version_kept_in_the_settings_is_a_red_light(
    store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path
) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"ingest_server": KEYED}), "utf-8")
    room = Room(store, runtime, clock, tmp_path)
    room.stage = AbsentStage()
    lights = {light.key: light for light in room.studio.preflight(PLAN, "obs").result(60)}
    assert lights["ingest"].level is Level.BROKEN
    assert lights["ingest"].code == "ingest_address_holds_key"
    assert code_of(room.studio.start_session(PLAN, "obs")) == "ingest_address_holds_key"


def test_an_unknown_session_is_a_sentence(room: Room) -> None:
    for ask in (room.studio.summary, room.studio.entries, room.studio.resume_session):
        assert code_of(ask("no-such-session")) == "session_unknown"


def timeline_plan(*steps: TimelineStep) -> Plan:
    return Plan("时间轴", products=(MUSSELS, BERRIES), timeline=steps)


def test_a_timeline_runs_once_whatever_interrupts_it(room: Room) -> None:
    plan = timeline_plan(
        TimelineStep(0, "product", "YB-001"),
        TimelineStep(0, "order", "YB-001", 2, "抖音"),
        TimelineStep(0, "order", "YM-001", 9, "抖音"),
        TimelineStep(0, "hold"),
        TimelineStep(0, "go_on"),
    )
    session = room.live(plan)
    session.show_product("YB-001", step=0).result(60)
    session.note_order("YB-001", 2, "抖音", step=1).result(60)
    session.close()
    room.stage = FakeStage()
    left = room.studio.interrupted().result(60)
    assert left is not None
    again = room.studio.resume_session(left.session_id).result(60)
    again.resume(left.interrupted_at).result(60)
    assert TimelineRunner(again).run()
    assert room.events.count("order_noted") == room.events.count("order_refused") == 1
    assert room.events[-1] == "ended"
    assert again.state.steps_done == {0, 1, 2, 3, 4}


@pytest.mark.parametrize("away", ["stage_slow", "stage_lost", "obs_wrong_password"])
def test_a_timeline_goes_on_while_its_stage_is_away_or_too_busy(room: Room, away: str) -> None:
    session = room.live(
        timeline_plan(TimelineStep(0, "product", "YB-001"), TimelineStep(0, "card_on"))
    )
    room.stage.refuse = UserFacingError(away)
    assert TimelineRunner(session).run()
    assert session.state.phase is Phase.ENDED
    assert e.CardTaken("YB-001", "sha-of-YB-001") in [change.entry.fact for change in room.changes]


def test_a_timeline_goes_on_with_the_product_whose_card_is_refused(room: Room) -> None:
    plan = timeline_plan(
        TimelineStep(0, "product", "YB-001"),
        TimelineStep(0, "card_on"),
        TimelineStep(0, "product", "YM-001"),
        TimelineStep(0, "order", "YM-001", 1, "抖音"),
    )
    session, show = room.live(plan), room.stage.apply

    def without_berries(asked: Wanted) -> Observed:
        if asked.card is not None and asked.card.label == "YM-001":
            room.stage.refuse = UserFacingError("card_not_loaded", label="YM-001")
        return show(asked)

    room.stage.apply = without_berries  # type: ignore[method-assign]
    assert TimelineRunner(session).run()
    assert (session.state.phase, session.state.current_sku) == (Phase.ENDED, "YM-001")
    refused = [each.entry.fact for each in room.changes if each.entry.event == "stage_refused"]
    assert [(each.code, each.sku) for each in refused] == [("card_not_loaded", "YM-001")]
    assert session.state.orders_count == 1


def test_a_timeline_goes_live_and_to_its_end_without_a_recording(room: Room) -> None:
    room.stage.records = False
    plan = timeline_plan(TimelineStep(0, "card_on"), TimelineStep(0, "order", "YB-001", 1, "抖音"))
    session = room.session(plan)
    runner = TimelineRunner(session)
    runner.open_stage()
    runner.go_live()
    assert runner.run()
    assert (session.state.phase, session.state.orders_count) == (Phase.ENDED, 1)
    assert room.events.count("stage_refused") == 1


def test_a_timeline_is_resumed_and_goes_on_without_a_recording(room: Room) -> None:
    room.live(timeline_plan(TimelineStep(0, "card_on"))).close()
    room.stage = FakeStage()
    room.stage.records = False
    left = room.studio.interrupted().result(60)
    assert left is not None
    runner = TimelineRunner(room.studio.resume_session(left.session_id).result(60))
    runner.resume(left.interrupted_at)
    assert runner.run()
    assert room.events[-1] == "ended"


def test_a_step_during_which_a_recording_does_not_begin_is_done_all_the_same(room: Room) -> None:
    session = room.live(timeline_plan(TimelineStep(0, "product", "YB-001")))
    refused = UserFacingError("recording_not_started", folder="/recordings")
    room.stage.refuse = refused
    assert TimelineRunner(session).run()
    assert (session.state.phase, session.state.current_sku) == (Phase.ENDED, "YB-001")


def test_an_unattended_broadcast_goes_live_however_busy_the_computer_is(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = room.session(timeline_plan(TimelineStep(0, "card_on")))
    runner, opened, slow = TimelineRunner(session), room.stage.open, [True, True]

    def slowly(setup: StageSetup, listener: Listener) -> StageInfo:
        if slow:
            slow.pop()
            raise UserFacingError("stage_slow")
        return opened(setup, listener)

    monkeypatch.setattr(room.stage, "open", slowly)
    runner.open_stage()
    assert room.stage.opened == 1
    room.stage.refuse = UserFacingError("stage_slow")
    runner.go_live()
    assert runner.run()
    assert room.events[-1] == "ended"
    assert "recording_started" in room.events


def test_a_stage_lost_in_the_moment_of_going_live_stops_no_unattended_broadcast(room: Room) -> None:
    runner = TimelineRunner(room.session(timeline_plan(TimelineStep(0, "card_on"))))
    runner.open_stage()
    room.stage.refuse = UserFacingError("stage_lost")
    runner.go_live()
    assert runner.run()
    assert room.events[-1] == "ended"
    assert "recording_started" in room.events


def test_what_never_comes_before_going_live_is_told(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = TimelineRunner(room.session())
    tried: list[int] = []

    def never(setup: StageSetup, listener: Listener) -> StageInfo:
        tried.append(1)
        raise UserFacingError("stage_slow")

    monkeypatch.setattr(room.stage, "open", never)
    with pytest.raises(UserFacingError, match="stage_slow"):
        runner.open_stage()
    assert len(tried) > 1
    runner.stop()
    with pytest.raises(UserFacingError, match="run_stopped_early"):
        runner.open_stage()


@pytest.mark.parametrize("away", ["stage_slow", "stage_lost"])
def test_a_stage_that_is_away_or_too_busy_is_resumed_all_the_same(room: Room, away: str) -> None:
    room.live(timeline_plan(TimelineStep(0, "card_on"))).close()
    room.stage = FakeStage()
    left = room.studio.interrupted().result(60)
    assert left is not None
    runner = TimelineRunner(room.studio.resume_session(left.session_id).result(60))
    room.stage.refuse = UserFacingError(away)
    runner.resume(left.interrupted_at)
    assert runner.run()
    assert room.events[-1] == "ended"


def test_a_stopped_timeline_leaves_the_session_to_be_resumed(room: Room) -> None:
    session = room.live(timeline_plan(TimelineStep(3600, "end")))
    runner = TimelineRunner(session)
    runner.stop()
    assert not runner.run()
    assert session.state.phase is Phase.LIVE


def test_a_running_order_keeps_its_products(room: Room) -> None:
    session = room.live()
    session.reorder(["YM-001", "YB-001"]).result(60)
    assert session.state.next_sku == "YM-001"  # after the last one, the first again
    with pytest.raises(ValueError, match="keeps its products"):
        session.reorder(["YM-001"]).result(60)


def test_hold_is_a_toggle_in_the_journal(room: Room) -> None:
    session = room.live()
    session.toggle_hold().result(60)
    session.hold().result(60)
    assert session.state.held
    session.toggle_hold().result(60)
    assert room.events[-2:] == ["held", "went_on"]


def test_the_fold_of_the_journal_is_the_state(room: Room) -> None:
    from studio.session.state import fold

    session = room.live()
    for act in actions(session):
        act().result(60)
    assert fold(room.studio.entries(session.session_id).result(60)) == session.state


def actions(session: LiveSession) -> list[Callable[[], Future[Any]]]:
    return [
        session.card_on,
        session.next_product,
        lambda: session.note_order("YB-001", 1, "抖音"),
        session.toggle_break,
        session.toggle_hold,
        lambda: session.reorder(["YM-001", "YB-001"]),
        session.end,
    ]


def test_an_order_compiles_no_statement_anew(room: Room) -> None:
    """Compiling takes four times as long as the order, and whoever noted it waits for it."""
    session = room.live()
    session.note_order("YB-001", 1, "抖音").result(60)
    compiled: list[tuple[object, ...]] = []

    def watch(db: Database) -> None:
        # Asked whenever a statement is compiled, and SQLite compiles all anew once it is set.
        db.conn.set_authorizer(lambda *asked: compiled.append(asked) or sqlite3.SQLITE_OK)

    room.studio.store.write(watch).result(60)
    session.note_order("YB-001", 1, "抖音").result(60)
    assert compiled  # the watch works
    compiled.clear()
    session.note_order("YB-001", 1, "抖音").result(60)
    assert compiled == []
