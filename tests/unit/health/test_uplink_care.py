"""What is done about a stream that does not get through, second by second."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.health import policy
from studio.health.uplink import UplinkWatch
from studio.health.uplink_care import Care, Restart, Stream, UplinkCare

TARGET = 1500
ROOM = 60.0


@dataclass
class Second:
    """What one second came to."""

    at: float
    care: Care
    restart: Restart | None
    silent_s: float


class Broadcast:
    """A stream sampled once a second, and an ingest that answers or does not."""

    def __init__(self, room: float | None = None) -> None:
        self.watch = UplinkWatch(TARGET)
        self.care = UplinkCare(TARGET, room)
        self.at, self.bytes, self.frames = 100.0, 0, (0, 0)
        self.seconds: list[Second] = []
        self.knocks: list[float] = []

    def run(
        self,
        seconds: int,
        *,
        share: float = 1.0,
        stream: Stream = "on",
        answers: bool = False,
        active: bool = True,
        congestion: float | None = None,
        drops: bool = True,
    ) -> list[Second]:
        """Let time pass; ``share`` of `TARGET` gets through, knocks are ``answers``-ed at once.

        ``drops``: where there is congestion, a third of the pictures is lost.
        """
        if congestion is None:
            congestion = 0.6 if 0 < share < policy.WEAK_SHARE else 0.0
        lost = 10 if drops and congestion > 0 else 0
        return [self._one(share, stream, answers, active, congestion, lost) for _ in range(seconds)]

    def _one(
        self,
        share: float,
        stream: Stream,
        answers: bool,
        active: bool,
        congestion: float,
        lost: int,
    ) -> Second:
        self.at += 1
        self.frames = (self.frames[0] + 30, self.frames[1] + lost)
        self.bytes += round(TARGET * 125 * share) if stream == "on" else -self.bytes
        reading = self.watch.sample(self.at, self.bytes, congestion, active, self.frames)
        care = self.care.sample(self.at, reading, stream, active)
        restart = care.restart
        if care.probe:
            self.knocks.append(self.at)
            restart = self.care.probed(self.at + 0.1, self.at, answers)
        if restart is not None:
            self.watch.retarget(restart.kbps)
        self.seconds.append(Second(self.at, care, restart, reading.silent_s))
        return self.seconds[-1]


@pytest.fixture
def broadcast() -> Broadcast:
    made = Broadcast()
    made.run(10)
    return made


def restarts(seconds: list[Second]) -> list[Second]:
    return [each for each in seconds if each.restart is not None]


def first(seconds: list[Second], holds: Callable[[Second], bool]) -> float:
    """Seconds until it held; the first second is 1."""
    return next(place for place, each in enumerate(seconds, 1) if holds(each))


def test_a_good_stream_is_left_alone(broadcast: Broadcast) -> None:
    assert {each.care for each in broadcast.run(100)} == {Care()}


@pytest.mark.parametrize(("stream", "seconds"), [("on", 7), ("off", 5)])
def test_a_short_hole_heals_itself(broadcast: Broadcast, stream: Stream, seconds: int) -> None:
    hole = broadcast.run(seconds, share=0, stream=stream, answers=True)
    hole += broadcast.run(20, answers=True)
    assert not restarts(hole)
    assert not any(each.care.cover for each in hole)


@pytest.mark.parametrize(
    ("stream", "seconds"), [("on", policy.HOLE_HEALS_SECONDS), ("off", policy.COVER_SECONDS)]
)
def test_a_deep_hole_is_covered_and_knocked_at(
    broadcast: Broadcast, stream: Stream, seconds: float
) -> None:
    hole = broadcast.run(20, share=0, stream=stream)
    knocks = 4 if stream == "on" else int(seconds)
    assert first(hole, lambda each: each.care.uplink == "down") == policy.DOWN_SECONDS
    assert first(hole, lambda each: each.care.cover) == seconds
    assert first(hole, lambda each: each.care.probe) == knocks
    assert broadcast.knocks == [each.at for each in hole[knocks - 1 :: 2]]
    assert not restarts(hole)


@pytest.mark.parametrize("stream", ["on", "reconnecting", "off"])
def test_the_stream_is_restarted_as_soon_as_the_ingest_answers(
    broadcast: Broadcast, stream: Stream
) -> None:
    broadcast.run(15, share=0, stream=stream)
    lifted = broadcast.run(3, share=0, stream=stream, answers=True)
    assert first(lifted, lambda each: each.restart == Restart(TARGET, "down")) <= 2


def test_a_weak_line_that_sends_in_gulps_is_weak_and_steps_down(broadcast: Broadcast) -> None:
    """A large send buffer behind 600 kbit: no byte for 5 s, then many, and the ingest answers."""
    broadcast.run(8, share=0.3)
    gulps = [
        each
        for _ in range(8)
        for each in broadcast.run(5, share=0, answers=True) + broadcast.run(1, share=1.0)
    ]
    assert {each.care.uplink for each in gulps} == {"weak"}
    assert not any(each.care.cover for each in gulps)
    assert {each.restart.why for each in restarts(gulps) if each.restart} == {"step_down"}


def test_a_line_that_dies_is_down_at_once_though_it_seems_congested_first(
    broadcast: Broadcast,
) -> None:
    hole = broadcast.run(10, share=0, congestion=1.0)
    assert first(hole, lambda each: each.care.uplink == "weak") < policy.DOWN_SECONDS
    assert first(hole, lambda each: each.care.uplink == "down") == policy.DOWN_SECONDS


def test_a_line_that_lives_is_not_restarted_however_long_it_stalls(broadcast: Broadcast) -> None:
    assert not restarts(broadcast.run(14, share=0, answers=True))


def test_a_network_on_its_way_back_is_not_stepped_down(broadcast: Broadcast) -> None:
    broadcast.run(15, share=0.3)
    back = [
        each
        for tenth in range(3, 11)
        for each in broadcast.run(4, share=tenth / 10, congestion=0.0)
    ]
    assert not restarts(back)


def test_obs_is_taken_off_a_dead_line_once(broadcast: Broadcast) -> None:
    broadcast.run(16, share=0)
    assert broadcast.care.broke_off(broadcast.at).hold
    assert not any(each.care.hold for each in broadcast.run(20, share=0, stream="reconnecting"))


def test_a_bounced_ingest_is_knocked_at_from_the_first_moment(broadcast: Broadcast) -> None:
    assert broadcast.care.broke_off(broadcast.at) == Care(hold=True, probe=True)
    assert broadcast.care.probed(broadcast.at, broadcast.at, True) == Restart(TARGET, "down")


def test_a_broken_connection_is_covered_only_after_a_while(broadcast: Broadcast) -> None:
    bounced = broadcast.run(10, share=0, stream="reconnecting")
    assert first(bounced, lambda each: each.care.probe) == 1
    assert first(bounced, lambda each: each.care.cover) == policy.COVER_SECONDS


def test_a_restart_that_did_not_help_is_repeated_after_the_cooldown(broadcast: Broadcast) -> None:
    hole = broadcast.run(40, share=0, stream="reconnecting", answers=True)
    at = [each.at for each in restarts(hole)]
    assert len(at) >= 3
    assert all(
        policy.COOLDOWN_SECONDS <= later - earlier <= policy.COOLDOWN_SECONDS + 2
        for earlier, later in itertools.pairwise(at)
    )


def test_the_programme_is_back_as_soon_as_bytes_flow(broadcast: Broadcast) -> None:
    broadcast.run(20, share=0)
    assert not broadcast.run(1)[0].care.cover


def test_a_first_connect_is_left_to_its_own_tries_and_not_covered() -> None:
    broadcast = Broadcast(ROOM)
    tries = broadcast.run(30, share=0, stream="starting", answers=True)
    assert not restarts(tries)
    assert not any(each.care.cover for each in tries)
    given_up = broadcast.run(4, share=0, stream="off", answers=True)
    assert first(given_up, lambda each: each.restart is not None) <= 3
    assert given_up[-1].care.room_closes_in_s is None


def test_a_stream_that_hangs_in_its_connect_is_started_again_in_the_end(
    broadcast: Broadcast,
) -> None:
    tries = broadcast.run(160, share=0, stream="starting", answers=True)
    seconds = first(tries, lambda each: each.restart is not None)
    assert policy.STARTING_PATIENCE_SECONDS <= seconds <= policy.STARTING_PATIENCE_SECONDS + 3


def test_the_rooms_clock_runs_from_the_last_byte_and_then_asks_a_person() -> None:
    broadcast = Broadcast(ROOM)
    broadcast.run(10)
    hole = broadcast.run(70, share=0, stream="reconnecting")
    assert hole[9].care.room_closes_in_s == ROOM - 10
    assert first(hole, lambda each: each.care.ask_to_look) == ROOM
    assert not restarts(broadcast.run(30, share=0, stream="reconnecting", answers=True))
    broadcast.care.looked(asked=True)
    after = broadcast.run(3, share=0, stream="reconnecting", answers=True)
    assert first(after, lambda each: each.restart is not None) == 1
    assert not after[0].care.ask_to_look


def away(broadcast: Broadcast, seconds: int) -> None:
    """OBS is gone, or does not answer: nobody can take a sample."""
    broadcast.watch.begin_anew()
    broadcast.at += seconds


def test_the_rooms_clock_runs_while_obs_is_away() -> None:
    broadcast = Broadcast(ROOM)
    broadcast.run(10)
    away(broadcast, 30)
    assert not broadcast.care.waits_for_person(broadcast.at)
    back = broadcast.run(5, share=0, stream="starting")
    assert back[0].care.room_closes_in_s == ROOM - 31
    assert not back[0].care.cover
    away(broadcast, 30)
    assert broadcast.care.waits_for_person(broadcast.at)


@pytest.mark.parametrize("stream", ["reconnecting", "off", "on"])
def test_a_stream_obs_took_too_long_to_come_back_to_waits_for_a_person(stream: Stream) -> None:
    """Away since it died, or since it hung: then the stream may still seem to stand."""
    broadcast = Broadcast(ROOM)
    broadcast.run(10)
    away(broadcast, 60)
    if stream == "reconnecting":
        assert not broadcast.care.broke_off(broadcast.at).probe
    back = broadcast.run(20, share=0, stream=stream, answers=True)
    stands = stream == "on"  # which may be: whether bytes flow is not known before the next second
    assert first(back, lambda each: each.care.ask_to_look) == 1 + stands
    assert first(back, lambda each: each.care.cover) == 1 + stands * policy.HOLE_HEALS_SECONDS
    assert not restarts(back)
    broadcast.care.looked(asked=True)
    assert restarts(broadcast.run(10, share=0, stream="reconnecting", answers=True))


def come_back_late(broadcast: Broadcast) -> list[Second]:
    """OBS is away, and its stream with it; it is back before OBS answers, its counter anew."""
    away(broadcast, 90)
    broadcast.bytes = 0
    return broadcast.run(10)


@pytest.mark.parametrize("before", ["good", "weak", "answered"])
def test_a_stream_that_is_back_too_late_is_asked_about_and_not_covered(before: str) -> None:
    broadcast = Broadcast(ROOM)
    broadcast.run(10)
    broadcast.run(10, share=0.3 if before == "weak" else 1.0)
    if before == "answered":
        broadcast.run(6, share=0, answers=True)
    back = come_back_late(broadcast)
    assert not any(each.care.cover for each in back)
    assert back[-1].care.ask_to_look  # a stream that flows says nothing about the room
    broadcast.care.looked(asked=False)
    assert not broadcast.run(1)[0].care.ask_to_look


def test_a_line_that_stood_still_while_somebody_answers_asks_too_once_the_clock_ran_out() -> None:
    broadcast = Broadcast(ROOM)
    broadcast.run(10)
    broadcast.run(10, share=0.3)
    hole = broadcast.run(70, share=0, answers=True)
    assert first(hole, lambda each: each.care.ask_to_look) == ROOM


def test_the_question_ends_with_a_good_stream_or_with_the_next_outage() -> None:
    broadcast = Broadcast(ROOM)
    broadcast.run(10)
    assert broadcast.run(70, share=0, stream="reconnecting")[-1].care.ask_to_look
    assert not any(each.care.ask_to_look for each in broadcast.run(10))  # it was started by hand
    assert come_back_late(broadcast)[-1].care.ask_to_look
    hole = broadcast.run(120, share=0, stream="reconnecting")
    assert not hole[0].care.ask_to_look
    assert first(hole, lambda each: each.care.ask_to_look) == ROOM


def test_a_stream_that_went_on_unseen_asks_nobody() -> None:
    broadcast = Broadcast(ROOM)
    broadcast.run(10)
    away(broadcast, 90)
    broadcast.bytes += 90 * TARGET * 125 // 4  # a quiet picture
    assert {each.care for each in broadcast.run(10)} == {Care()}


def test_a_broadcast_taken_over_goes_on_with_its_clock() -> None:
    broadcast = Broadcast(ROOM)
    broadcast.care.was_on_until(broadcast.at - ROOM)
    assert broadcast.run(1, share=0, stream="reconnecting")[0].care.ask_to_look


def test_what_was_dated_before_the_first_sample_counts_on_the_samples_clock() -> None:
    broadcast = Broadcast(ROOM)
    broadcast.care.was_on_until(-10.0)  # in an earlier run; this one begins at 0
    broadcast.care.broke_off(1.0)
    broadcast.care.begins(broadcast.at - 1.0)
    second = broadcast.run(1, share=0, stream="reconnecting")[0]
    assert not second.care.cover
    assert second.care.room_closes_in_s == pytest.approx(ROOM - 11, abs=1.5)


def test_a_stream_lost_before_its_first_byte_was_seen_has_a_clock_too() -> None:
    broadcast = Broadcast(ROOM)
    broadcast.care.came_on(broadcast.at - ROOM)
    broadcast.care.came_on(broadcast.at)
    assert broadcast.run(1, share=0, stream="reconnecting")[0].care.ask_to_look


def refuse(broadcast: Broadcast, rounds: int) -> list[Second]:
    """So often the tries are used up, while somebody answers the knocks."""
    seconds: list[Second] = []
    for _ in range(rounds):
        seconds += broadcast.run(9, share=0, stream="starting", answers=True)
        broadcast.care.given_up()
        seconds += broadcast.run(15, share=0, stream="off", answers=True)
    return seconds


def test_who_is_refused_again_and_again_stops_and_waits_for_a_person() -> None:
    broadcast = Broadcast()
    assert restarts(refuse(broadcast, policy.REFUSED_ROUNDS - 1))
    refuse(broadcast, 1)
    assert broadcast.care.refused
    waiting = broadcast.run(120, share=0, stream="reconnecting", answers=True)
    assert not restarts(waiting)
    assert not any(each.care.probe or each.care.hold for each in waiting)
    assert broadcast.care.try_again() == Restart(TARGET, "down")
    assert not broadcast.care.refused
    assert not broadcast.care.given_up()  # counted anew


def test_one_nobody_answers_is_knocked_at_for_ever() -> None:
    broadcast = Broadcast()
    for _ in range(5):
        broadcast.run(20, share=0, stream="off")
        assert not broadcast.care.given_up()
    assert restarts(broadcast.run(15, share=0, stream="off", answers=True))


def test_one_who_was_let_in_meanwhile_begins_to_count_anew() -> None:
    broadcast = Broadcast()
    refuse(broadcast, policy.REFUSED_ROUNDS - 1)
    broadcast.run(10)
    refuse(broadcast, policy.REFUSED_ROUNDS - 1)
    assert not broadcast.care.refused


def test_a_new_outage_asks_again() -> None:
    broadcast = Broadcast(ROOM)
    broadcast.run(10)
    broadcast.run(70, share=0)
    broadcast.care.looked(asked=True)
    broadcast.run(10)
    assert broadcast.run(70, share=0)[-1].care.ask_to_look


def test_weak_for_half_a_minute_is_a_step_down_and_the_next_a_minute_later(
    broadcast: Broadcast,
) -> None:
    weak = restarts(broadcast.run(140, share=0.2))
    assert [each.restart for each in weak] == [
        Restart(1200, "step_down"),
        Restart(900, "step_down"),
    ]
    assert 30 <= weak[0].at - 110 <= 40
    assert weak[1].at - weak[0].at == policy.STEP_APART_SECONDS


def followed(seconds: list[Second]) -> list[int]:
    return [each.care.followed_kbps for each in seconds if each.care.followed_kbps is not None]


def test_a_step_that_could_not_be_taken_is_tried_again_and_the_rate_is_as_it_was(
    broadcast: Broadcast,
) -> None:
    broadcast.run(5)
    weak = broadcast.run(round(policy.STEP_DOWN_AFTER_SECONDS) + 10, share=0.4, answers=True)
    assert [each.restart for each in restarts(weak)] == [Restart(1200, "step_down")]
    broadcast.care.not_stepped()
    assert broadcast.care.kbps == TARGET
    weak = broadcast.run(round(policy.STEP_DOWN_AFTER_SECONDS), share=0.4, answers=True)
    assert [each.restart for each in restarts(weak)] == [Restart(1200, "step_down")]


def test_a_line_that_dynamic_bitrate_follows_is_left_alone(broadcast: Broadcast) -> None:
    """600 kbit/s for ten minutes: not a picture is lost, and a step would cost a hitch."""
    thin = broadcast.run(600, share=0.4, drops=False)
    assert {each.care.uplink for each in thin[10:]} == {"weak"}
    assert not restarts(thin)
    assert followed(thin) == [round(0.4 * TARGET) - policy.AUDIO_KBPS]
    assert followed(broadcast.run(60)) == []
    assert len(followed(broadcast.run(60, share=0.4, drops=False))) == 1, "told once each time"


def test_a_picture_that_is_small_by_itself_follows_nothing(broadcast: Broadcast) -> None:
    assert followed(broadcast.run(300, share=0.4, congestion=0.0)) == []


def stepped(broadcast: Broadcast, answers: bool) -> list[Second]:
    """A step down, whose stream does not come to stand; what came of the next seconds."""
    while not broadcast.run(1, share=0.3)[0].restart:
        pass
    changing = broadcast.run(3, share=0, stream="reconnecting", answers=answers)
    return changing + broadcast.run(30, share=0, stream="starting", answers=answers)


def test_a_step_that_waits_for_the_old_connection_is_no_outage(broadcast: Broadcast) -> None:
    takes = int(policy.STEP_TAKES_SECONDS)
    seconds = stepped(broadcast, answers=True)
    assert {each.care.uplink for each in seconds[: takes - 1]} == {"weak"}
    assert first(seconds, lambda each: each.care.cover) == takes
    assert not restarts(seconds[: takes - 1])


def test_a_key_is_not_doubted_soon_after_a_step(broadcast: Broadcast) -> None:
    stepped(broadcast, answers=True)
    for _ in range(policy.REFUSED_ROUNDS):
        assert not broadcast.care.given_up()
    broadcast.run(30, share=0, stream="off", answers=True)
    assert [broadcast.care.given_up() for _ in range(policy.REFUSED_ROUNDS)][-1]


def test_a_line_that_dies_in_a_step_is_down_with_the_first_knock(broadcast: Broadcast) -> None:
    seconds = stepped(broadcast, answers=False)
    assert first(seconds, lambda each: each.care.uplink == "down") <= policy.DOWN_SECONDS
    assert first(seconds, lambda each: each.care.cover) <= policy.COVER_SECONDS


def test_good_for_two_minutes_is_a_step_up_never_beyond_the_settings(broadcast: Broadcast) -> None:
    broadcast.run(50, share=0.2)
    good = restarts(broadcast.run(400))
    assert [each.restart for each in good] == [Restart(TARGET, "step_up")]


class ThinLine(Broadcast):
    """One that carries ``carries`` kbit/s and no more: what is sent beyond it struggles."""

    def minutes(self, count: int, carries: int) -> list[Second]:
        return [each for _ in range(count * 60) for each in self._second(carries)]

    def _second(self, carries: int) -> list[Second]:
        fits = self.care.kbps <= carries
        share = self.care.kbps / TARGET if fits else 0.2
        return self.run(1, share=share, congestion=0.0 if fits else 0.6)


def steps_up(seconds: list[Second]) -> list[float]:
    return [each.at for each in restarts(seconds) if each.restart and each.restart.why == "step_up"]


def test_a_rung_the_line_does_not_carry_is_tried_less_and_less_often() -> None:
    line = ThinLine()
    tries = steps_up(line.minutes(90, carries=1200))
    waits = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert waits == sorted(waits)
    assert waits[1] >= waits[0] + policy.STEP_UP_AFTER_SECONDS
    assert waits[-1] >= policy.STEP_UP_LONGEST_SECONDS
    assert len(tries) <= 10


def test_a_step_up_that_held_makes_the_next_wait_short_again() -> None:
    line = ThinLine()
    line.minutes(40, carries=1200)
    line.minutes(30, carries=TARGET)
    assert line.care.kbps == TARGET
    line.minutes(2, carries=1200)
    assert line.care.kbps == 1200
    good_from = line.at
    after = steps_up(line.minutes(5, carries=TARGET))
    assert after
    assert after[0] - good_from <= policy.STEP_UP_AFTER_SECONDS + policy.GOOD_SECONDS


def test_the_lowest_rung_is_the_last(broadcast: Broadcast) -> None:
    weak = restarts(broadcast.run(1000, share=0.05))
    assert weak[-1].restart == Restart(min(policy.RUNGS_KBPS), "step_down")
    assert len(weak) == len([rung for rung in policy.RUNGS_KBPS if rung < TARGET])


def test_who_does_not_stream_is_not_minded(broadcast: Broadcast) -> None:
    broadcast.run(30, share=0)
    assert {each.care for each in broadcast.run(30, share=0, active=False)} == {Care()}


# -- whatever the network does ---------------------------------------------------------------

STRETCH = st.tuples(
    st.integers(1, 90),
    st.sampled_from([0.0, 0.0, 0.3, 0.65, 1.0, 1.0]),
    st.sampled_from(["on", "on", "on", "reconnecting", "starting", "off"]),
    st.booleans(),
)


def played(room: float | None, stretches: list[tuple[int, float, Stream, bool]]) -> Broadcast:
    broadcast = Broadcast(room)
    for seconds, share, stream, answers in stretches:
        broadcast.run(seconds, share=share, stream=stream, answers=answers)
    return broadcast


@settings(max_examples=50, deadline=None)
@given(st.none() | st.just(ROOM), st.lists(STRETCH, min_size=1, max_size=12))
def test_no_network_makes_it_break_its_own_rules(
    room: float | None, stretches: list[tuple[int, float, Stream, bool]]
) -> None:
    broadcast = played(room, stretches)
    done = restarts(broadcast.seconds)
    for earlier, later in itertools.pairwise(done):
        assert later.at - earlier.at >= policy.COOLDOWN_SECONDS
    steps = [each for each in done if each.restart and each.restart.why != "down"]
    for earlier, later in itertools.pairwise(steps):
        assert later.at - earlier.at >= policy.STEP_APART_SECONDS
    for earlier, later in zip(broadcast.knocks, broadcast.knocks[1:], strict=False):
        assert later - earlier >= policy.PROBE_SECONDS
    for each in done:
        assert each.restart is not None
        assert each.restart.kbps in {*policy.RUNGS_KBPS, TARGET}
        assert each.restart.kbps <= TARGET


def waited_after_failures(seconds: list[Second]) -> list[float]:
    """Seconds from each step up's being taken back to the next step up."""
    steps = [each for each in restarts(seconds) if each.restart and each.restart.why != "down"]
    return [
        after.at - down.at
        for up, down, after in zip(steps, steps[1:], steps[2:], strict=False)
        if [each.restart and each.restart.why for each in (up, down, after)]
        == ["step_up", "step_down", "step_up"]
        and down.at - up.at < policy.STEP_UP_AFTER_SECONDS
    ]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 15), st.sampled_from([400, 900, 1200, 1500])), max_size=6))
def test_a_step_up_that_failed_is_not_tried_again_as_soon(
    stretches: list[tuple[int, int]],
) -> None:
    line = ThinLine()
    for minutes, carries in stretches:
        line.minutes(minutes, carries)
    for waited in waited_after_failures(line.seconds):
        assert waited >= 2 * policy.STEP_UP_AFTER_SECONDS


@settings(max_examples=50, deadline=None)
@given(st.lists(STRETCH, min_size=1, max_size=12))
def test_nothing_is_done_by_itself_once_the_room_may_be_closed(
    stretches: list[tuple[int, float, Stream, bool]],
) -> None:
    for each in played(ROOM, stretches).seconds:
        if each.care.ask_to_look:
            assert each.care.room_closes_in_s in (0, None)
            if each.care.room_closes_in_s is None:
                continue  # the stream is back
            assert each.restart is None
            assert not each.care.probe
        if each.care.room_closes_in_s:
            assert not each.care.ask_to_look


@settings(max_examples=50, deadline=None)
@given(st.lists(STRETCH, min_size=1, max_size=12), st.integers(0, 5))
def test_no_short_hole_is_ever_covered_or_restarted(
    stretches: list[tuple[int, float, Stream, bool]], hole: int
) -> None:
    broadcast = played(None, stretches)
    broadcast.run(20)  # it has stood, and cooled down
    before = len(broadcast.seconds)
    broadcast.run(hole, share=0, answers=True)
    broadcast.run(3, answers=True)
    for each in broadcast.seconds[before:]:
        assert not each.care.cover
        assert each.restart is None or each.restart.why != "down"
