"""A recording that ends unwanted, or does not begin, in a broadcast: begun again, told, no loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studio.health import policy
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.session import events as e
from studio.session.archive import SessionOptions
from studio.session.live import LiveSession
from studio.stage.port import Scene, StageLost, StageRegained, VirtualCameraSwitched
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.integration.test_live_session import INFO, PLAN, Room, code_of


@pytest.fixture
def room(store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path) -> Iterator[Room]:
    return Room(store, runtime, clock, tmp_path)


def told(room: Room) -> list[e.Fact]:
    """What the journal says of recordings and refusals."""
    kinds = (
        *(e.RecordingStarted, e.RecordingStopped, e.RecordingGivenUp, e.RecordingAskedAgain),
        e.StageRefused,
    )
    facts = (change.entry.fact for change in room.changes)
    return [fact for fact in facts if isinstance(fact, kinds)]


def pass_seconds(room: Room, session: LiveSession, clock: ManualClock, seconds: int) -> None:
    """The stage's own samples, one a second."""
    for _ in range(seconds):
        clock.advance(1)
        session._keeper.by_itself(session._keeper._sample)
        room.settle(session)


def test_a_recording_that_ends_is_begun_again_by_itself(room: Room) -> None:
    session = room.live()
    room.stage.end_recording()
    room.settle(session)
    assert told(room)[1:] == [
        e.RecordingStopped("take-1.mkv", wanted=False),
        e.RecordingStarted("take-2.mkv", again=True),
    ]
    assert session.state.recordings == ("take-1.mkv", "take-2.mkv")


def test_a_full_disk_is_told_once_and_no_loop(room: Room, clock: ManualClock) -> None:
    session = room.live()
    room.stage.records = False
    room.stage.end_recording()
    pass_seconds(room, session, clock, round(policy.RECORDING_AGAIN_SECONDS) * 6)
    assert told(room)[1:] == [
        e.RecordingStopped("take-1.mkv", wanted=False),
        e.RecordingGivenUp(),
    ]
    assert room.stage.begins == 1 + policy.RECORDING_TRIES
    assert session.state.recording_given_up


@pytest.mark.parametrize("press", [LiveSession.next_product, LiveSession.toggle_break])
def test_no_press_makes_a_try_of_its_own(
    room: Room, press: Callable[[LiveSession], object]
) -> None:
    session = room.live()
    room.stage.records = False
    room.stage.end_recording()
    room.settle(session)
    begun = room.stage.begins
    for _ in range(4):
        press(session).result(60)  # type: ignore[attr-defined]
    assert room.stage.begins == begun


def test_one_that_does_not_begin_with_the_broadcast_is_told_and_tried_again(
    room: Room, clock: ManualClock
) -> None:
    room.stage.records = False
    session = room.session()
    session.open_stage().result(60)
    assert code_of(session.go_live()) == "recording_not_started"
    assert told(room) == [e.StageRefused("recording_not_started")]
    room.stage.records = True
    pass_seconds(room, session, clock, round(policy.RECORDING_AGAIN_SECONDS))
    assert told(room)[1:] == [e.RecordingStarted("take-1.mkv")]


def test_a_person_asks_for_it_once_there_is_room_again(room: Room, clock: ManualClock) -> None:
    session = room.live()
    session.record_again().result(60)
    assert e.RecordingAskedAgain() not in told(room), "it runs"
    room.stage.records = False
    room.stage.end_recording()
    pass_seconds(room, session, clock, round(policy.RECORDING_AGAIN_SECONDS) * 4)
    before = len(told(room))
    assert code_of(session.record_again()) == "recording_not_started", "they hear why not"
    pass_seconds(room, session, clock, round(policy.RECORDING_AGAIN_SECONDS) * 4)
    room.stage.records = True
    session.record_again().result(60)
    assert told(room)[before:] == [
        e.RecordingAskedAgain(),
        e.StageRefused("recording_not_started"),
        e.RecordingGivenUp(),
        e.RecordingAskedAgain(),
        e.RecordingStarted("take-2.mkv", again=True),
    ]
    assert not session.state.recording_given_up


def test_two_presses_on_a_slow_obs_are_told_as_one(room: Room, clock: ManualClock) -> None:
    session = room.live()
    room.stage.records = False
    room.stage.end_recording()
    pass_seconds(room, session, clock, round(policy.RECORDING_AGAIN_SECONDS) * 4)
    room.stage.records = True
    for _ in range(2):
        room.stage.refuse = UserFacingError("stage_slow")
        assert code_of(session.record_again()) == "stage_slow"
    pass_seconds(room, session, clock, 1)
    assert told(room)[-2:] == [
        e.RecordingAskedAgain(),
        e.RecordingStarted("take-2.mkv", again=True),
    ]
    assert told(room).count(e.RecordingAskedAgain()) == 1


def test_one_begun_by_hand_is_taken_on(room: Room, clock: ManualClock) -> None:
    session = room.live()
    room.stage.records = False
    room.stage.end_recording()
    pass_seconds(room, session, clock, round(policy.RECORDING_AGAIN_SECONDS) * 4)
    room.stage.begin_by_hand()
    room.settle(session)
    assert told(room)[-1] == e.RecordingStarted("take-2.mkv", again=True)
    assert not session.state.recording_given_up
    session.end().result(60)
    assert not room.stage.observe().recording


def test_another_obs_gives_it_another_chance(room: Room, clock: ManualClock) -> None:
    session = room.live()
    room.stage.records = False
    room.stage.end_recording()
    pass_seconds(room, session, clock, round(policy.RECORDING_AGAIN_SECONDS) * 4)
    room.stage.records = True
    room.stage.listener(StageLost("stage_lost"))
    room.stage.listener(StageRegained(INFO))
    room.settle(session)
    assert told(room)[-1] == e.RecordingStarted("take-2.mkv", again=True)
    assert not session.state.recording_given_up


def test_an_output_that_is_brought_back_leaves_what_a_hand_chose_in_obs(
    room: Room, clock: ManualClock
) -> None:
    options = SessionOptions("obs", platform="douyin")
    session = room.studio.start_session(PLAN, "obs", options).result(60)
    session.open_stage().result(60)
    session.go_live().result(60)
    room.stage.choose_by_hand(Scene.BREAK, muted=True)
    room.stage.listener(VirtualCameraSwitched(on=False))
    room.settle(session)
    room.stage.records = False
    room.stage.end_recording()
    room.settle(session)
    room.stage.records = True
    pass_seconds(room, session, clock, round(policy.RECORDING_AGAIN_SECONDS))
    seen = room.stage.observe()
    assert (room.stage.recordings, seen.virtual_camera) == (2, True), "both were begun again"
    assert (seen.scene, seen.muted) == (Scene.BREAK, True)


def test_the_end_of_a_broadcast_is_no_loss(room: Room) -> None:
    session = room.live()
    session.end().result(60)
    assert told(room)[1:] == [e.RecordingStopped("take-1.mkv", wanted=True)]
