"""The seconds of the faults' table in docs/stage.md, on clocks the tests turn.

The figures here are the promise's own, not the policy's: a policy that no longer keeps it fails.
How long OBS, the platform and the computer themselves take is timed by ``bench recovery``.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from studio.session import events as e
from studio.session import stage_keeper
from studio.stage.faults import Fault
from studio.stage.obs.outputs import StreamWatch
from studio.stage.port import Scene, StreamState
from studio.stage.practice.uplink import SimulatedUplink
from tests.helpers.clock import ManualClock
from tests.integration.test_live_session import room
from tests.integration.test_stream_minder import MakeVillage, Village, make_village
from tests.unit.stage.test_obs_restart import STOPPED, Rig, rig

__all__ = ["make_village", "rig", "room"]

SAMPLE_SECONDS = stage_keeper.SAMPLE_SECONDS
"""Between two samples in a studio; `Village` takes each of them itself."""
STOP_SECONDS = 2.0
"""At most, for OBS to be rid of a connection, also where it swallows the first StopStream [M]."""
CONNECT_SECONDS = 1.0
"""For a platform near by to let a stream in [M]: what is left of a promise for it."""


def seconds_until(village: Village, holds: Callable[[], bool]) -> float:
    """At most, in a studio: whatever was changed before was so from just after a sample on."""
    samples = 0
    while not holds():
        village.pass_seconds(1)
        samples += 1
        assert samples < 120, "never came to be"
    return samples * SAMPLE_SECONDS


def scenes(village: Village) -> set[Scene]:
    return {wanted.scene for wanted in village.air.applied}


@pytest.mark.parametrize("before", ["good", "weak"])
def test_a_black_hole_is_told_as_down_within_six_seconds(
    make_village: MakeVillage, before: str
) -> None:
    village = make_village()
    if before == "weak":
        village.air.share = 0.4
        village.pass_seconds(10)
        assert village.session.state.uplink == "weak"
    village.air.share = 0.0
    assert seconds_until(village, lambda: village.told[-1].uplink == "down") <= 6
    assert village.facts(e.UplinkChanged)[-1] == e.UplinkChanged("down", 0)


@pytest.mark.parametrize("answers", [False, True])
def test_six_seconds_without_a_byte_change_neither_stream_nor_scene(
    make_village: MakeVillage, answers: bool
) -> None:
    village = make_village()
    village.air.share, village.air.answers = 0.0, answers
    village.pass_seconds(6)
    village.air.share, village.air.answers = 1.0, True
    village.pass_seconds(30)
    assert (village.air.restarts, village.air.holds) == ([], 0)
    assert scenes(village) == {Scene.PROGRAMME}
    assert village.facts(e.BreakStarted, e.StreamStopped, e.StreamRestarted) == []
    assert village.session.state.uplink == "good"


@pytest.mark.parametrize("admitted_after", [15, 16, 29, None])
def test_after_a_hole_of_thirty_seconds_the_stream_lives_within_ten(
    make_village: MakeVillage, admitted_after: int | None
) -> None:
    """``admitted_after``: OBS tells that it reconnects; None: its line seems to stand all along."""
    village = make_village()
    village.air.share = 0.0
    village.pass_seconds(admitted_after or 30)
    if admitted_after is not None:
        village.air.break_stream(StreamState.RECONNECTING)
        village.pass_seconds(30 - admitted_after)
    village.air.answers = True
    live = seconds_until(village, lambda: village.air.restarts == [1300])
    assert live + STOP_SECONDS + CONNECT_SECONDS <= 10
    village.until(lambda: village.session.state.uplink == "good")
    assert village.session.state.stream_on
    assert village.air.restarts == [1300]


@pytest.mark.parametrize("away_s", [1, 2, 3, 7, 20, 21])
def test_a_bounced_ingest_has_its_stream_within_four_seconds_of_its_answer(
    make_village: MakeVillage, away_s: int
) -> None:
    """It is stopped while nobody answers, so that only the start is left to be done."""
    village = make_village()
    village.air.share = 0.0
    village.air.break_stream(StreamState.RECONNECTING)
    village.settle()
    assert village.air.holds == 1
    village.pass_seconds(away_s)
    village.air.answers = True
    live = seconds_until(village, lambda: village.session.state.stream_on)
    assert live + CONNECT_SECONDS <= 4
    assert village.air.restarts == [1300]
    if away_s <= 3:
        assert scenes(village) == {Scene.PROGRAMME}


def test_obs_that_swallows_the_first_stop_starts_again_in_time(rig: Rig) -> None:
    begun = rig.clock.monotonic()
    rig.restart.begin(rig.obs)
    while len(rig.obs.asked) < 2:
        rig.run(0.1)
    assert rig.obs.asked == ["StopStream", "StopStream"]
    rig.obs.active = False
    rig.watch.heard(STOPPED)
    while rig.obs.asked[-1] != "StartStream":
        rig.run(0.1)
    assert rig.clock.monotonic() - begun <= STOP_SECONDS


def test_a_refused_first_connect_is_tried_again_after_three_six_and_nine_seconds(
    clock: ManualClock,
) -> None:
    begun = clock.monotonic()
    watch = StreamWatch(clock.monotonic)
    watch.want()
    watch.starting()
    tried, left = [], []
    while (tries_left := watch.tries_left(STOPPED)) is not None:
        left.append(tries_left)
        watch.heard(STOPPED)
        if (due := watch.due_at) is None:
            break
        clock.advance(due - clock.monotonic())
        assert watch.retry_is_due
        tried.append(clock.monotonic() - begun)
        watch.starting()
    assert tried == [3, 6, 9]
    assert left == [3, 2, 1, 0]
    assert watch.state is StreamState.OFF


def test_once_the_platform_answers_a_refused_first_connect_is_on_air_within_six_seconds(
    make_village: MakeVillage,
) -> None:
    village = make_village()
    village.air.share = 0.0
    village.air.break_stream(StreamState.OFF)
    village.pass_seconds(40)
    village.air.answers = True
    live = seconds_until(village, lambda: village.session.state.stream_on)
    assert live + CONNECT_SECONDS <= 6


def test_the_practice_stage_tries_a_refused_first_connect_as_often() -> None:
    uplink = SimulatedUplink(2500, 30)
    failed = []
    uplink.start(0.0, {Fault.REFUSED})
    for tenth in range(200):
        uplink.step(tenth / 10, {Fault.REFUSED})
        if (left := uplink.take_failure()) is not None:
            failed.append((tenth / 10, left))
    assert failed == [(0.0, 3), (3.0, 2), (6.0, 1), (9.0, 0)]
    assert uplink.state is StreamState.OFF
