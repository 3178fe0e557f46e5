"""An OBS that streams or records already: whose it is, and what going live makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.runtime.threads import Runtime
from studio.session.archive import SessionOptions
from studio.session.light import Level, Light
from studio.stage.port import Listener, Scene, StageInfo, StageSetup, Wanted
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.helpers.fake_stage import FakeStage
from tests.integration.test_live_session import PLAN, Room, code_of


class BusyStage(FakeStage):
    """Was at work before anybody of ours came."""

    def __init__(self, *, streaming: bool, recording: bool) -> None:
        super().__init__()
        self._wanted = Wanted(streaming=streaming, recording=recording)

    def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
        super().open(setup, listener)
        return StageInfo("obs", "29", self._wanted.streaming, self._wanted.recording)

    def programme(self, width: int) -> bytes:
        grey = np.full((90, 160, 3), 120, np.uint8)
        return bytes(cv2.imencode(".jpg", grey)[1].tobytes())


@pytest.fixture
def room(store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path) -> Iterator[Room]:
    return Room(store, runtime, clock, tmp_path)


def air_lights(room: Room) -> list[Light]:
    lights = room.studio.preflight(PLAN, "obs").result(60)
    return [light for light in lights if light.key == "air"]


def test_a_stream_nobody_here_chose_is_red_and_keeps_from_going_live(room: Room) -> None:
    room.stage = BusyStage(streaming=True, recording=False)
    (light,) = air_lights(room)
    assert (light.level, light.code) == (Level.BROKEN, "preflight_already_on_air")
    session = room.studio.start_session(PLAN, "obs").result(60)
    assert code_of(session.open_stage()) == "stage_already_on_air"
    assert code_of(session.go_live()) == "stage_already_on_air"
    assert room.events == []
    assert room.stage.applied == []
    session.close()


def test_a_stream_begun_in_obs_during_the_countdown_is_not_taken_over(room: Room) -> None:
    room.stage = stage = BusyStage(streaming=False, recording=False)
    session = room.studio.start_session(PLAN, "obs").result(60)
    session.open_stage().result(60)
    stage._wanted = Wanted(streaming=True)
    assert code_of(session.go_live()) == "stage_already_on_air"
    assert room.studio.interrupted().result(60) is None
    stage._wanted = Wanted()
    session.open_stage().result(60)  # 再试一次
    session.go_live().result(60)
    session.end().result(60)
    session.close()


def test_the_stream_of_an_interrupted_broadcast_is_named_and_kept_by_its_resume(
    room: Room,
) -> None:
    options = SessionOptions(stage="obs", ingest_server="rtmp://push.example.com/live")
    session = room.studio.start_session(PLAN, "obs", options).result(60)
    session.open_stage().result(60)
    session.go_live().result(60)
    session.close()
    room.stage = BusyStage(streaming=True, recording=True)
    (light,) = air_lights(room)
    assert (light.code, light.parameters) == (
        "preflight_interrupted_on_air",
        {"title": PLAN.title},
    )
    left = room.studio.interrupted().result(60)
    assert left is not None
    again = room.studio.resume_session(left.session_id).result(60)
    again.resume(left.interrupted_at).result(60)
    assert again.state.gaps[0].kept_on_air
    assert all(asked.streaming and asked.recording for asked in room.stage.applied)
    again.end().result(60)
    again.close()


def test_a_recording_is_closed_whole_and_ours_gets_its_own_file(room: Room) -> None:
    room.stage = stage = BusyStage(streaming=False, recording=True)
    (light,) = air_lights(room)
    assert (light.level, light.code) == (Level.MIND, "preflight_already_recording")
    session = room.studio.start_session(PLAN, "obs").result(60)
    session.open_stage().result(60)
    session.go_live().result(60)
    assert [asked.recording for asked in stage.applied] == [True, False, True]
    assert all(asked.scene is Scene.PROGRAMME for asked in stage.applied)
    assert session.state.recordings == ("take-1.mkv",)
    session.end().result(60)
    session.close()


def test_an_obs_at_rest_has_no_such_light(room: Room) -> None:
    room.stage = BusyStage(streaming=False, recording=False)
    assert air_lights(room) == []
