"""A broadcast on a network that comes and goes: what is done about it, and what is written."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.health import policy
from studio.runtime.threads import Runtime
from studio.session import events as e
from studio.session import stage_keeper
from studio.session.archive import SessionOptions
from studio.session.live import LiveSession
from studio.session.stream_minder import HealthMeasured
from studio.stage.port import (
    ConnectFailed,
    RateKept,
    Scene,
    StageLost,
    StageRegained,
    StreamChanged,
    StreamState,
)
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.helpers.thin_air import ThinAir
from tests.integration.test_live_session import INFO, PLAN, Room

LONGEST = 600
"""Seconds of the network's; the longest waiting of the policy is far below."""


class Village:
    """One broadcast, and the network it has."""

    def __init__(
        self,
        room: Room,
        platform: str = "rtmp",
        air: ThinAir | None = None,
        kbps: int | None = None,
    ) -> None:
        """``kbps``: what the settings ask for; None: their default."""
        self.air = air or ThinAir()
        room.stage = self.air
        if kbps is not None:
            room.studio.settings.set("target_kbps", kbps)
        self.room = room
        self.told: list[HealthMeasured] = []
        room.studio.dispatcher.subscribe(HealthMeasured, self.told.append)
        options = SessionOptions(
            stage="obs", ingest_server="rtmp://ingest.example/live", platform=platform
        )
        self.session: LiveSession = room.studio.start_session(PLAN, "obs", options).result(60)
        self.session.open_stage().result(60)
        self.session.go_live().result(60)

    def pass_seconds(self, seconds: int) -> None:
        """Let the network be as it is for so long."""
        for _ in range(seconds):
            self._second()

    def until(self, holds: Callable[[], bool]) -> None:
        """The same, for as long as it takes."""
        for _ in range(LONGEST):
            if holds():
                return
            self._second()
        raise AssertionError("never came to be")

    def _second(self) -> None:
        """One sample, and all that comes of it: none is taken meanwhile, however long it takes."""
        self.session._keeper._tick()
        self.settle()

    def settle(self) -> None:
        """Until all that was told is done, the knock answered that came of it, too."""
        self.room.settle(self.session)
        if (prober := self.session._keeper.minder._prober) is not None:
            prober.submit(lambda: None).result(60)
            self.room.settle(self.session)

    def facts(self, *kinds: type) -> list[e.Fact]:
        entries = self.room.studio.entries(self.session.session_id).result(60)
        return [each.fact for each in entries if isinstance(each.fact, kinds)]


MakeVillage = Callable[..., Village]


@pytest.fixture
def make_village(
    store: Store,
    runtime: Runtime,
    clock: ManualClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MakeVillage]:
    monkeypatch.setattr(stage_keeper, "SAMPLE_SECONDS", 3600.0)  # `Village` says when
    made: list[Village] = []

    def make(
        platform: str = "rtmp",
        seconds: int = 5,
        air: ThinAir | None = None,
        kbps: int | None = None,
    ) -> Village:
        made.append(Village(Room(store, runtime, clock, tmp_path), platform, air, kbps))
        made[-1].pass_seconds(seconds)
        return made[-1]

    yield make
    for village in made:
        village.session.close()


def test_a_deep_hole_is_covered_restarted_and_over(make_village: MakeVillage) -> None:
    village = make_village()
    village.air.share = 0.0
    village.pass_seconds(20)
    assert village.session.state.uplink == "down"
    assert village.session.state.on_break
    assert village.session.state.covered
    assert village.air.restarts == []
    village.air.answers = True
    village.until(lambda: not village.session.state.covered)
    assert village.air.restarts == [1300]
    assert village.facts(e.BreakStarted, e.BreakEnded, e.StreamRestarted) == [
        e.BreakStarted("program"),
        e.StreamRestarted(1300, "down"),
        e.BreakEnded("program"),
    ]
    village.until(lambda: village.session.state.uplink == "good")


def test_a_short_hole_changes_nothing(make_village: MakeVillage) -> None:
    village = make_village()
    village.air.answers = True
    village.air.share = 0.0
    village.pass_seconds(6)
    village.air.share = 1.0
    village.pass_seconds(15)
    assert village.air.restarts == []
    assert {wanted.scene for wanted in village.air.applied} == {Scene.PROGRAMME}


def test_orders_and_cards_go_on_in_the_hole(make_village: MakeVillage) -> None:
    village = make_village()
    village.air.break_stream(StreamState.RECONNECTING)
    village.air.share = 0.0
    village.pass_seconds(10)
    village.session.note_order("YB-001", 2, "抖音").result(60)
    village.session.card_on().result(60)
    assert village.session.state.orders_count == 1
    assert all(wanted.recording for wanted in village.air.applied)


def test_a_break_a_person_took_stays_after_the_hole(make_village: MakeVillage) -> None:
    village = make_village()
    village.session.break_on().result(60)
    village.air.share = 0.0
    village.pass_seconds(15)
    village.air.answers = True
    village.until(lambda: village.air.restarts == [1300])
    village.pass_seconds(10)
    assert village.session.state.on_break
    assert village.facts(e.BreakStarted, e.BreakEnded) == [e.BreakStarted("person")]


def test_a_person_takes_the_programs_break_over(make_village: MakeVillage) -> None:
    village = make_village()
    village.air.share = 0.0
    village.until(lambda: village.session.state.covered)
    village.session.break_on().result(60)
    assert not village.session.state.covered
    village.air.answers = True
    village.until(lambda: village.air.restarts == [1300])
    village.pass_seconds(10)
    assert village.session.state.on_break
    assert village.facts(e.BreakStarted, e.BreakEnded) == [
        e.BreakStarted("program"),
        e.BreakStarted("person"),
    ]


def test_the_key_ends_the_programs_break_and_it_does_not_come_again(
    make_village: MakeVillage,
) -> None:
    village = make_village()
    village.air.share = 0.0
    village.until(lambda: village.session.state.covered)
    village.session.toggle_break().result(60)
    village.pass_seconds(20)
    assert not village.session.state.on_break
    assert village.facts(e.BreakStarted, e.BreakEnded) == [
        e.BreakStarted("program"),
        e.BreakEnded("person"),
    ]


def test_a_scene_chosen_by_hand_is_not_covered(make_village: MakeVillage) -> None:
    village = make_village()
    village.air.by_hand = None
    village.air.share = 0.0
    village.pass_seconds(15)
    assert village.air.applied[-1].scene_gives_way
    assert not village.session.state.on_break
    village.air.answers = True
    village.until(lambda: village.air.restarts == [1300])
    village.pass_seconds(5)
    assert village.air.by_hand is None
    assert village.facts(e.BreakStarted, e.BreakEnded) == []


def test_ending_under_the_cover_never_shows_the_camera(make_village: MakeVillage) -> None:
    village = make_village()
    village.air.share = 0.0
    village.until(lambda: village.session.state.covered)
    village.session.end().result(60)
    on_air = [wanted for wanted in village.air.applied if wanted.streaming]
    assert on_air[-1].scene is Scene.BREAK
    assert village.facts(e.BreakStarted) == [e.BreakStarted("program")]


def test_a_weak_network_steps_down_without_a_word_of_a_broken_stream(
    make_village: MakeVillage,
) -> None:
    village = make_village()
    village.air.share, village.air.answers = 0.4, True
    village.until(lambda: village.air.restarts == [1200])
    village.pass_seconds(5)
    assert village.facts(e.StreamRestarted) == [e.StreamRestarted(1200, "step_down")]
    assert village.facts(e.StreamStopped) == [e.StreamStopped(wanted=True)]
    assert village.told[-1].target_kbps == 1200


def break_and_come_back(village: Village) -> None:
    """What anybody would call an outage."""
    village.air.break_stream(StreamState.RECONNECTING)
    village.settle()
    village.air.break_stream(StreamState.ON)
    village.settle()


@pytest.mark.expects_log
def test_a_step_obs_did_not_answer_is_none_and_the_next_break_is_an_outage(
    make_village: MakeVillage,
) -> None:
    village = make_village()
    village.air.silent_steps = 1
    village.air.share, village.air.answers = 0.4, True
    village.until(lambda: village.air.restarts == [1200])
    village.pass_seconds(2)
    assert village.told[-1].target_kbps == 1300
    assert village.facts(e.StreamRestarted) == []
    break_and_come_back(village)
    assert village.facts(e.StreamStopped) == [e.StreamStopped(wanted=False)]
    assert village.air.holds == 1


def test_where_the_rate_is_fixed_that_is_told_once_and_an_outage_is_mended(
    make_village: MakeVillage,
) -> None:
    village = make_village()
    village.air.rate_is_fixed = True
    village.air.share, village.air.answers = 0.4, True
    village.pass_seconds(50)
    assert village.facts(e.StreamRestarted, e.StreamStopped) == []
    assert village.told[-1].target_kbps == 1300
    village.pass_seconds(150)  # it is tried again each minute
    assert village.facts(e.RateFixed) == [e.RateFixed(1300)]
    village.air.share = 0.0
    village.air.break_stream(StreamState.RECONNECTING)
    village.until(lambda: village.air.restarts == [1300])


def test_after_a_step_that_obs_gave_up_the_next_break_is_an_outage(
    make_village: MakeVillage,
) -> None:
    village = make_village()
    village.air.lets_go = False
    village.air.share, village.air.answers = 0.4, True
    village.until(lambda: village.air.restarts == [1200])
    village.air.share = 1.0
    village.air.listener(RateKept(1300))
    village.pass_seconds(math.ceil(policy.RESTART_GIVES_UP_SECONDS) + 2)
    assert village.told[-1].target_kbps == 1300
    assert village.facts(e.RateKept) == [e.RateKept(1300)]
    break_and_come_back(village)
    assert village.facts(e.StreamStopped) == [e.StreamStopped(wanted=False)]


def test_an_obs_that_dies_in_a_step_broke_off(make_village: MakeVillage) -> None:
    village = make_village()
    village.air.lets_go = False
    village.air.share, village.air.answers = 0.4, True
    village.until(lambda: village.air.restarts == [1200])
    village.air.listener(StageLost("stage_lost"))
    village.air.listener(StageRegained(replace(INFO, already_streaming=False)))
    village.room.settle(village.session)
    assert village.facts(e.StreamStopped) == [e.StreamStopped(wanted=False)]


def test_the_time_obs_was_away_is_no_outage_of_the_network(make_village: MakeVillage) -> None:
    village = make_village()
    village.air.away = True
    village.air.listener(StageLost("stage_lost"))
    village.room.settle(village.session)
    village.air.seconds += 6
    village.air.stalls = 2  # until the stream stands again
    village.air.away = False
    village.air.listener(StageRegained(INFO))
    village.pass_seconds(8)
    assert village.facts(e.UplinkChanged) == []


def test_a_room_that_may_be_closed_waits_for_a_person(make_village: MakeVillage) -> None:
    village = make_village("kuaishou")
    village.air.share = 0.0
    village.pass_seconds(12)
    left = village.told[-1].room_closes_in_s
    assert left is not None
    assert 40 < left < 60
    village.until(lambda: village.session.state.room_may_be_closed)
    village.air.answers = True
    village.pass_seconds(20)
    assert village.air.restarts == []
    village.session.looked_at_platform().result(60)
    assert not village.session.state.room_may_be_closed
    village.until(lambda: village.air.restarts == [1300])
    assert village.facts(e.RoomClockRanOut, e.PlatformLookedAt) == [
        e.RoomClockRanOut(60),
        e.PlatformLookedAt(),
    ]


def test_obs_that_comes_back_too_late_waits_for_a_person_as_after_a_hole(
    make_village: MakeVillage, clock: ManualClock
) -> None:
    village = make_village("kuaishou")
    village.air.die()
    village.room.settle(village.session)
    clock.advance(61)
    village.until(lambda: village.air.kept_off)
    village.air.seconds += 61
    village.air.answers = True
    village.air.come_back(replace(INFO, already_streaming=False))
    village.pass_seconds(15)
    assert village.session.state.room_may_be_closed
    assert village.session.state.covered
    assert village.air.restarts == []
    village.session.looked_at_platform().result(60)
    village.until(lambda: village.air.restarts == [1300])
    village.until(lambda: not village.session.state.covered)
    asked = [e.RoomClockRanOut(60), e.PlatformLookedAt()]
    assert village.facts(e.RoomClockRanOut, e.PlatformLookedAt) == asked


def come_back_late(village: Village, clock: ManualClock) -> None:
    """OBS does not answer for longer than the room is kept; its stream is back when it does."""
    village.air.die()
    village.room.settle(village.session)
    clock.advance(90)
    village.air.seconds += 90
    village.air.come_back(INFO)
    village.pass_seconds(10)


def test_a_stream_back_before_obs_answers_is_asked_about_and_not_covered(
    make_village: MakeVillage, clock: ManualClock
) -> None:
    village = make_village("kuaishou")
    come_back_late(village, clock)
    assert village.session.state.room_may_be_closed
    assert village.session.state.stream_on
    village.session.looked_at_platform().result(60)
    village.pass_seconds(5)
    assert not village.session.state.room_may_be_closed
    assert village.facts(e.BreakStarted, e.RoomClockRanOut, e.RoomClockStopped) == [
        e.RoomClockRanOut(60)
    ]


def test_the_question_of_one_outage_is_not_that_of_the_next(
    make_village: MakeVillage, clock: ManualClock
) -> None:
    village = make_village("kuaishou")
    come_back_late(village, clock)
    village.air.share = 0.0
    village.air.break_stream(StreamState.RECONNECTING)
    village.pass_seconds(20)
    assert not village.session.state.room_may_be_closed
    village.session.looked_at_platform().result(60)  # pressed before it was gone
    village.until(lambda: village.session.state.room_may_be_closed)
    village.air.answers = True
    village.pass_seconds(20)
    assert village.air.restarts == []
    asked = village.facts(e.RoomClockRanOut, e.RoomClockStopped, e.PlatformLookedAt)
    assert asked == [
        *(e.RoomClockRanOut(60), e.RoomClockStopped()),
        *(e.PlatformLookedAt(), e.RoomClockRanOut(60)),
    ]


def test_a_persons_restart_is_not_undone_by_the_clock_that_ran_out(
    make_village: MakeVillage,
) -> None:
    village = make_village("kuaishou")
    village.air.share = 0.0
    village.until(lambda: village.session.state.room_may_be_closed)
    village.until(lambda: village.air.kept_off)
    village.session.try_stream_again("new-key").result(60)
    village.pass_seconds(5)
    assert not village.air.kept_off
    assert not village.session.state.room_may_be_closed
    assert village.facts(e.RoomClockRanOut) == [e.RoomClockRanOut(60)]


def test_obs_that_dies_before_a_sample_saw_its_stream_has_a_clock_too(
    make_village: MakeVillage, clock: ManualClock
) -> None:
    village = make_village("kuaishou", seconds=0)
    village.air.listener(StreamChanged(StreamState.ON))
    village.air.die()
    village.room.settle(village.session)
    clock.advance(61)
    village.until(lambda: village.air.kept_off)
    village.air.come_back(replace(INFO, already_streaming=False))
    village.pass_seconds(15)
    assert village.session.state.room_may_be_closed


def test_obs_that_comes_back_in_time_streams_at_once(
    make_village: MakeVillage, clock: ManualClock
) -> None:
    village = make_village("kuaishou")
    village.air.die()
    village.room.settle(village.session)
    clock.advance(50)
    village.air.seconds += 50
    village.air.come_back(replace(INFO, already_streaming=False))
    village.pass_seconds(15)
    assert not village.air.kept_off
    assert village.session.state.stream_on
    assert village.facts(e.RoomClockRanOut, e.StreamRestarted) == []


@pytest.mark.parametrize("away_s", [30, 61])
def test_a_broadcast_taken_up_again_knows_how_long_the_platform_waited(
    make_village: MakeVillage, clock: ManualClock, away_s: int
) -> None:
    village = make_village("kuaishou")
    village.session.close()
    clock.advance(away_s)
    village.air = village.room.stage = ThinAir()
    village.air.answers = True
    found = village.room.studio.interrupted().result(60)
    assert found is not None
    village.session = village.room.studio.resume_session(found.session_id).result(60)
    village.session.resume(found.interrupted_at).result(60)
    village.pass_seconds(15)
    late = away_s > 60
    assert village.session.state.room_may_be_closed is late
    assert village.session.state.stream_on is not late
    if late:
        village.session.looked_at_platform().result(60)
        village.until(lambda: village.air.restarts == [1300])
    village.session.close()


def test_a_first_connect_that_fails_is_explained(make_village: MakeVillage) -> None:
    village = make_village()
    for left in (3, 2, 1, 0):
        village.air.listener(ConnectFailed(left))
    village.room.settle(village.session)
    assert village.facts(e.ConnectFailed, e.ConnectGivenUp) == [
        e.ConnectFailed(3),
        e.ConnectFailed(2),
        e.ConnectFailed(1),
        e.ConnectGivenUp(answered=False),
    ]


def refuse(village: Village) -> None:
    """The platform answers each knock, and each round of tries is used up."""
    village.air.lets_in = False
    village.air.share, village.air.answers = 0.0, True
    village.air.break_stream(StreamState.OFF)
    village.pass_seconds(12)
    village.air.listener(ConnectFailed(0))
    village.pass_seconds(3)


def test_a_refused_key_is_not_tried_for_ever_and_another_one_at_once(
    make_village: MakeVillage,
) -> None:
    village = make_village()
    refuse(village)
    assert not village.session.state.stream_refused
    refuse(village)
    village.until(lambda: village.session.state.stream_refused)
    assert village.air.holds >= 1
    tried = len(village.air.restarts)
    village.pass_seconds(40)
    village.session.card_on().result(60)  # a step, which asks the stage for the stream again
    assert len(village.air.restarts) == tried
    village.air.lets_in = True
    village.session.try_stream_again("new-key").result(60)
    village.until(lambda: village.session.state.stream_on)
    assert village.air.keys == ["new-key"]
    assert not village.session.state.stream_refused
    assert village.facts(e.StreamRefused, e.StreamTriedAgain) == [
        e.StreamRefused(),
        e.StreamTriedAgain(new_key=True),
    ]


def test_the_same_key_may_be_tried_again(make_village: MakeVillage) -> None:
    village = make_village()
    refuse(village)
    refuse(village)
    village.until(lambda: village.session.state.stream_refused)
    tried = len(village.air.restarts)
    village.session.try_stream_again().result(60)
    assert len(village.air.restarts) == tried + 1
    assert village.air.keys == []


def test_a_stream_obs_gave_up_is_started_when_the_platform_answers(
    make_village: MakeVillage,
) -> None:
    village = make_village()
    village.air.share = 0.0
    village.air.break_stream(StreamState.OFF)
    village.pass_seconds(15)
    village.air.answers = True
    village.until(lambda: village.session.state.stream_on)
    assert village.air.restarts == [1300]


@pytest.mark.expects_log
def test_a_stream_comes_back_although_nothing_can_be_written(
    make_village: MakeVillage, store: Store
) -> None:
    def protect(on: int) -> None:
        def switch() -> None:
            assert store._write_db is not None
            store._write_db.conn.execute(f"PRAGMA query_only = {on}")

        store._writer.submit(switch).result(60)

    village = make_village()
    village.air.share = 0.0
    village.air.break_stream(StreamState.RECONNECTING)
    protect(1)
    told = len(village.told)
    village.until(lambda: any(each.uplink == "down" for each in village.told[told:]))
    village.air.answers = True
    village.until(lambda: village.air.restarts == [1300])
    assert village.facts(e.UplinkChanged, e.StreamRestarted) == []
    protect(0)
    village.pass_seconds(10)
    assert village.session.state.uplink == "good"


@pytest.mark.expects_log
def test_a_stage_lost_while_the_stream_is_stopped_is_knocked_for_all_the_same(
    make_village: MakeVillage,
) -> None:
    """The network goes and OBS with it; what could not be stopped must not end the knocking."""
    village = make_village()
    village.air.lost_while_held = 1
    village.air.share = 0.0
    village.air.break_stream(StreamState.RECONNECTING)
    village.until(lambda: village.air.lost_while_held == 0)
    village.pass_seconds(20)
    village.air.answers = True
    village.until(lambda: village.air.restarts == [1300])


def test_resuming_under_the_cover_shows_the_programme(make_village: MakeVillage) -> None:
    village = make_village()
    village.air.share = 0.0
    village.until(lambda: village.session.state.covered)
    village.session.close()
    village.room.stage = ThinAir()
    found = village.room.studio.interrupted().result(60)
    assert found is not None
    again = village.room.studio.resume_session(found.session_id).result(60)
    again.resume(found.interrupted_at).result(60)
    assert not again.state.on_break
    assert village.room.stage.applied[-1].scene is Scene.PROGRAMME
    again.close()
