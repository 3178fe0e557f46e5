"""The stage refuses, is away, or is slow: what is on air, what is written, what a person can do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime, failed
from studio.session import events as e
from studio.session import stage_keeper
from studio.session.live import LiveSession
from studio.session.state import Phase, fold
from studio.stage.port import Listener, Observed, Scene, StageInfo, StageSetup, Wanted
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.helpers.fake_stage import FakeStage
from tests.integration.test_live_session import Room, code_of, wait_until


@pytest.fixture
def room(store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path) -> Iterator[Room]:
    return Room(store, runtime, clock, tmp_path)


class AwayStage(FakeStage):
    """Cannot be opened, and does nothing, until somebody starts it."""

    def __init__(self, code: str = "stage_unreachable") -> None:
        super().__init__()
        self.code = code
        self.started = False

    def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
        if not self.started:
            raise UserFacingError(self.code)
        return super().open(setup, listener)

    def apply(self, wanted: Wanted) -> Observed:
        if not self.opened:
            raise UserFacingError("stage_lost")
        return super().apply(wanted)


class PickyStage(FakeStage):
    """Does everything but one thing, as both real stages do, and says so."""

    def __init__(self, *, card: bool = True, stream: bool = True) -> None:
        super().__init__()
        self.card, self.stream = card, stream

    def apply(self, wanted: Wanted) -> Observed:
        super().apply(wanted)
        if wanted.card is not None and not self.card:
            self._without(layers=())
            raise UserFacingError("card_not_loaded", label=wanted.card.label)
        if wanted.streaming and not self.stream:
            self._without(streaming=False)
            raise UserFacingError("stream_not_started")
        return self.observe()

    def _without(self, **parts: Any) -> None:
        from dataclasses import replace

        self._wanted = replace(self._wanted, **parts)


def resumed(room: Room, stage: FakeStage) -> tuple[LiveSession, Future[None]]:
    """The interrupted session, asked to go on on ``stage``."""
    left = room.studio.interrupted().result(60)
    assert left is not None
    room.stage = stage
    again = room.studio.resume_session(left.session_id).result(60)
    return again, again.resume(left.interrupted_at)


# -- a card that cannot be shown keeps nothing else off the air


def test_a_broken_card_does_not_keep_the_break_picture_off(room: Room) -> None:
    session = room.live()
    session.card_on().result(60)
    room.artist.broken = "YM-001"
    assert code_of(session.next_product()) == "picture_unreadable"
    session.break_on().result(60)
    assert session.state.on_break
    assert room.stage.applied[-1].scene is Scene.BREAK
    session.break_off().result(60)
    assert session.state.card_sku == "YB-001"  # the last good one
    assert room.events.count("stage_refused") == 1
    session.next_product().result(60)
    assert session.state.card_sku == "YB-001"


def test_a_card_asked_for_again_is_tried_again(room: Room) -> None:
    session = room.live()
    session.card_on().result(60)
    room.artist.broken = "YM-001"
    assert code_of(session.next_product()) == "picture_unreadable"
    room.artist.broken = ""
    session.card_off().result(60)
    session.card_on().result(60)
    assert session.state.card_sku == "YM-001"


@pytest.mark.parametrize("trouble", ["not drawn", "not loaded"])
def test_a_broadcast_goes_on_though_its_card_is_gone(room: Room, trouble: str) -> None:
    session = room.live()
    session.card_on().result(60)
    session.close()
    room.artist.broken = "YB-001" if trouble == "not drawn" else ""
    again, asked = resumed(room, PickyStage(card=False))
    assert code_of(asked) in ("picture_unreadable", "card_not_loaded")
    state = again.state
    assert len(state.gaps) == 1
    assert (state.stream_on, state.recording_path, state.card_sku) == (True, "take-1.mkv", None)
    again.break_on().result(60)
    assert again.state.on_break


def test_what_was_done_beside_a_refusal_is_written(room: Room) -> None:
    session = room.session()
    room.stage = stage = PickyStage(stream=False)
    session = room.session()
    session.open_stage().result(60)
    assert code_of(session.go_live()) == "stream_not_started"
    assert session.state.recording_path == "take-1.mkv"
    assert code_of(session.card_on()) == "stream_not_started"
    assert session.state.card_sku == "YB-001"
    refused = [c.entry.fact for c in room.changes if c.entry.event == "stage_refused"]
    assert refused[0] == e.StageRefused("stream_not_started")  # it is not the card that failed
    stage.stream = True
    session.card_off().result(60)
    assert session.state.stream_on


# -- a stage that is not there


def test_a_broadcast_resumed_before_obs_runs_finds_it_later(room: Room) -> None:
    session = room.live()
    session.card_on().result(60)
    session.close()
    stage = AwayStage()
    again, asked = resumed(room, stage)
    assert code_of(asked) == "stage_unreachable"
    assert again.state.stage_lost
    again.note_order("YB-001", 1, "电话").result(60)
    stage.started = True
    wait_until(lambda: again.state.stream_on)
    assert not again.state.stage_lost
    assert again.state.card_sku == "YB-001"
    assert len(again.state.gaps) == 1
    assert fold(room.studio.entries(again.session_id).result(60)) == again.state
    again.end().result(60)


def test_a_stage_that_never_came_is_let_go(room: Room) -> None:
    session = room.live()
    session.close()
    again, asked = resumed(room, AwayStage())
    assert code_of(asked) == "stage_unreachable"
    again.end().result(60)
    assert again.state.phase is Phase.ENDED


def test_resuming_on_a_stage_that_falls_silent_is_finished_when_it_answers(room: Room) -> None:
    session = room.live()
    session.close()
    stage = FakeStage()
    stage.refuse = UserFacingError("obs_silent")
    again, asked = resumed(room, stage)
    assert code_of(asked) == "obs_silent"
    assert len(again.state.gaps) == 1
    wait_until(lambda: again.state.stream_on)


def test_a_gap_counts_as_aired_only_where_the_stream_went_on(room: Room) -> None:
    session = room.live()
    session.close()

    class OnlyRecording(FakeStage):
        def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
            super().open(setup, listener)
            return StageInfo("obs", "fake", already_streaming=False, already_recording=True)

    again, asked = resumed(room, OnlyRecording())
    asked.result(60)
    assert not again.state.gaps[0].kept_on_air


def test_signs_of_life_do_not_wait_for_a_frozen_stage(room: Room, clock: ManualClock) -> None:
    session = room.live()
    room.stage.gate.clear()
    waiting = session.card_on()
    clock.advance(100)
    try:
        wait_until(lambda: _interrupted_at(room) == clock.now_ms())
    finally:
        room.stage.gate.set()
    waiting.result(60)


def _interrupted_at(room: Room) -> int:
    left = room.studio.interrupted().result(60)
    assert left is not None
    return left.interrupted_at


# -- leaving the air


@pytest.mark.expects_log
@pytest.mark.parametrize("full", [False, True])
def test_a_stream_that_does_not_stop_is_asked_again(
    room: Room, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    """``full``: the disk has no room for what was seen of it."""
    monkeypatch.setattr(stage_keeper, "SAMPLE_SECONDS", 3600.0)  # the test says when
    session = room.live(stage="obs")
    stage = room.stage
    really = stage.observe
    still = [True]

    def observe() -> Observed:
        from dataclasses import replace

        return replace(really(), recording=True) if still[0] else really()

    stage.observe = observe  # type: ignore[method-assign]
    recorder = session._keeper._recorder
    answers = [failed(UserFacingError("disk_full"))] if full else []
    record = recorder.record
    monkeypatch.setattr(
        recorder, "record", lambda build: answers.pop() if answers else record(build)
    )
    session.end().result(60)
    assert session.state.phase is Phase.ENDED
    assert [failed.error.args[0] for failed in room.failures] == ["ended_perhaps_on_air"]

    def asked_after_a_second() -> bool:
        before = len(stage.applied)
        session._keeper._tick()
        session._keeper.submit(lambda: None).result(60)
        session._keeper.submit(lambda: None).result(60)  # what the sample found to be done
        return len(stage.applied) > before

    assert asked_after_a_second()
    assert not stage.applied[-1].layers_alone
    still[0] = False
    assert asked_after_a_second()
    assert not asked_after_a_second()


# -- wishes that meet


def test_a_wish_that_fails_takes_no_earlier_one_with_it(room: Room) -> None:
    session = room.live()
    room.stage.gate.clear()
    held = session.break_on()
    wanted = session.card_on()
    unknown = session.show_product("no-such-sku")
    room.stage.gate.set()
    held.result(60)
    wanted.result(60)
    with pytest.raises(UserFacingError, match="product_unknown"):
        unknown.result(60)
    session.break_off().result(60) if session.state.on_break else None
    assert room.stage.applied[-1].card is not None


@pytest.mark.parametrize("when", ["before", "after"])
def test_nothing_is_written_before_or_after_a_broadcast(room: Room, when: str) -> None:
    session = room.session()
    session.open_stage().result(60)
    if when == "after":
        session.go_live().result(60)
        session.end().result(60)
    known = list(room.events)
    wishes: list[Callable[[], Future[Any]]] = [
        session.hold,
        session.go_on,
        session.toggle_hold,
        session.next_product,
        lambda: session.show_product("YM-001"),
        lambda: session.reorder(session.state.running_order),
        lambda: session.note_order("YB-001", 1, "抖音"),
        lambda: session.undo_order("x"),
    ]
    for wish in wishes:
        assert code_of(wish()) == "session_not_live"
    assert room.events == known


def test_an_order_of_another_broadcast_is_not_taken_back_here(room: Room) -> None:
    first = room.live()
    order = first.note_order("YB-001", 1, "抖音").result(60)
    first.end().result(60)
    second = room.live()
    assert code_of(second.undo_order(order.id)) == "order_unknown"
    assert second.stock["YB-001"].available == 9


def test_a_refused_order_of_any_size_does_not_keep_a_broadcast_from_ending(room: Room) -> None:
    session = room.live()
    for _ in range(2):
        assert code_of(session.note_order("YB-001", 2**53, "抖音")) == "order_mistyped"
    session.end().result(60)
    (message,) = room.studio.outbox().result(60)
    assert message.contents()["refused"] == []
