"""What was lost while the stage was silent is dated to its last sign, not to its being noticed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.session import events as e
from studio.session import stage_keeper
from studio.session.live import LiveSession
from studio.session.one_incident import signs
from studio.stage.port import (
    StageHealth,
    StageInfo,
    StageLost,
    StageRegained,
    StreamChanged,
    StreamState,
)
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.helpers.fake_stage import FakeStage
from tests.integration.test_live_session import PLAN, Room


class PulsingStage(FakeStage):
    """Sends 1000 bytes between two samples, until it hangs."""

    def __init__(self) -> None:
        super().__init__()
        self.hangs = False
        self.samples = 0
        self.hung_for = 0.0

    def health(self) -> StageHealth:
        if self.hangs:
            raise UserFacingError("obs_silent")
        self.samples += 1
        return StageHealth(
            self.hung_for + self.samples, self.observe().stream, self.samples * 1000, 0, 0, 30
        )


def sample(room: Room, session: LiveSession) -> None:
    """None is taken before or after it: the hours of the tests are told by hand, too."""
    session._keeper._tick()
    room.settle(session)


class Evening:
    """A broadcast on a stage that pulses; its hours are told by hand."""

    def __init__(self, room: Room) -> None:
        self.room, self.stage = room, PulsingStage()
        room.stage = self.stage
        self.session: LiveSession = room.live()
        self.sampled()
        room.clock.advance(60)
        self.sampled()

    def sampled(self) -> None:
        """A sample is taken at this hour."""
        sample(self.room, self.session)

    def at(self, event: str) -> list[int]:
        """Seconds since going live of every such fact."""
        live_at = self.session.state.live_at or 0
        entries = self.room.studio.entries(self.session.session_id).result(60)
        return [(entry.at - live_at) // 1000 for entry in entries if entry.event == event]

    def back(self, *, streaming: bool) -> None:
        self.stage.hangs = False
        self.stage.listener(StageRegained(StageInfo("obs", "29", streaming, True)))
        self.room.settle(self.session)


@pytest.fixture(autouse=True)
def no_ticker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage_keeper, "SAMPLE_SECONDS", 3600.0)


@pytest.fixture
def evening(
    store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path
) -> Iterator[Evening]:
    show = Evening(Room(store, runtime, clock, tmp_path))
    yield show
    show.session.close()


def test_a_hang_and_the_stream_it_cost_began_with_the_last_sign_of_life(evening: Evening) -> None:
    evening.stage.hangs = True
    evening.room.clock.advance(12)
    evening.stage.listener(StageLost("obs_stopped_answering"))
    evening.room.clock.advance(2)
    evening.back(streaming=True)  # it has not noticed yet that the platform hung up
    evening.stage.listener(StreamChanged(StreamState.RECONNECTING))
    evening.room.settle(evening.session)
    evening.room.clock.advance(1)
    evening.stage.listener(StreamChanged(StreamState.ON))
    evening.room.settle(evening.session)
    assert evening.at("stage_was_lost") == [60]
    assert evening.at("stage_was_regained") == [74]
    assert evening.at("stream_stopped") == [60]
    assert evening.at("stream_started")[1:] == [75]
    summary = evening.room.studio.summary(evening.session.session_id).result(60)
    (one,) = summary["incidents"]
    assert (one["code"], one["lasted_ms"]) == ("incident_stage_lost", 15_000)
    lasted = {row["code"]: row["lasted_ms"] for row in signs(one)}
    assert lasted == {"incident_stage_lost": 14_000, "incident_stream_broke": 15_000}


def test_bytes_that_left_before_a_short_hang_did_not_leave_after_it(evening: Evening) -> None:
    evening.stage.hangs = True
    evening.room.clock.advance(12)
    evening.stage.hung_for = 12.0
    evening.stage.hangs = False
    evening.sampled()
    evening.stage.listener(StreamChanged(StreamState.RECONNECTING))
    evening.room.settle(evening.session)
    assert evening.at("stream_stopped") == [60]


def test_a_stream_that_went_on_while_nobody_could_ask_is_not_dated_before_that(
    evening: Evening,
) -> None:
    evening.stage.listener(StageLost("obs_password_wrong"))
    evening.room.clock.advance(20)
    evening.stage.samples += 19
    evening.back(streaming=True)
    evening.sampled()
    evening.stage.hangs = True
    evening.room.clock.advance(5)
    evening.stage.listener(StreamChanged(StreamState.RECONNECTING))
    evening.room.settle(evening.session)
    assert evening.at("stage_was_lost") == [60]
    assert evening.at("stream_stopped") == [80]


def test_an_obs_that_came_back_without_its_stream_had_lost_it(evening: Evening) -> None:
    evening.room.clock.advance(3)
    evening.stage.listener(StageLost("stage_lost"))
    evening.room.clock.advance(9)
    evening.back(streaming=False)  # applied again, it streams
    assert evening.at("stream_stopped") == [60]
    assert evening.at("stream_started")[1:] == [72]


def test_a_second_loss_is_not_dated_before_the_first_return(evening: Evening) -> None:
    evening.stage.hangs = True
    evening.stage.listener(StageLost("obs_stopped_answering"))
    evening.room.clock.advance(20)
    evening.back(streaming=False)
    evening.stage.hangs = True
    evening.room.clock.advance(5)
    evening.stage.listener(StageLost("obs_stopped_answering"))
    evening.room.settle(evening.session)
    assert evening.at("stage_was_regained") == [80]
    assert evening.at("stage_was_lost")[1] >= 80


def test_nothing_is_dated_before_going_live(
    store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path
) -> None:
    room = Room(store, runtime, clock, tmp_path)
    room.stage = stage = PulsingStage()
    session = room.studio.start_session(PLAN, "practice").result(60)
    session.open_stage().result(60)
    sample(room, session)
    sample(room, session)
    stage.hangs = True
    clock.advance(30)
    session.go_live().result(60)
    stage.listener(StageLost("obs_stopped_answering"))
    room.settle(session)
    (lost,) = [c.entry for c in room.changes if isinstance(c.entry.fact, e.StageWasLost)]
    assert lost.at == session.state.live_at
    session.close()
