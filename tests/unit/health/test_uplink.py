"""The policy on the uplink, second by second."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.health import policy
from studio.health.uplink import UplinkReading, UplinkWatch

TARGET = 2000


class Stream:
    """A stream sampled once a second."""

    def __init__(self) -> None:
        self.watch = UplinkWatch(TARGET)
        self.at, self.bytes = 100.0, 0

    def run(
        self, seconds: int, share: float, congestion: float | None = 0.0, active: bool = True
    ) -> list[str]:
        """Send ``share`` of the target for some seconds; the state after each."""
        return [self.one(share, congestion, active).state for _ in range(seconds)]

    def one(
        self, share: float, congestion: float | None = 0.0, active: bool = True
    ) -> UplinkReading:
        self.at += 1
        self.bytes += round(TARGET * 125 * share)
        return self.watch.sample(self.at, self.bytes, congestion, active)


@pytest.fixture
def stream() -> Stream:
    return Stream()


def test_good_stream_is_good_from_the_first_second(stream: Stream) -> None:
    assert set(stream.run(30, 1.0)) == {"good"}
    assert stream.one(1.0).kbps == TARGET


def test_weak_after_five_seconds_under_sixty_percent(stream: Stream) -> None:
    stream.run(10, 1.0)
    states = stream.run(12, 0.4)
    first = states.index("weak")
    assert 5 <= first <= 7  # five seconds, and up to two until the rate's window has emptied
    assert set(states[first:]) == {"weak"}


def test_short_dip_is_not_weak(stream: Stream) -> None:
    stream.run(10, 1.0)
    assert set(stream.run(4, 0.3) + stream.run(10, 1.0)) == {"good"}


def test_rate_just_over_the_line_is_good(stream: Stream) -> None:
    assert set(stream.run(60, policy.WEAK_SHARE + 0.02)) == {"good"}


def test_congestion_alone_is_weak(stream: Stream) -> None:
    stream.run(10, 1.0)
    assert stream.run(8, 1.0, congestion=0.6)[-1] == "weak"


def test_missing_congestion_is_no_news(stream: Stream) -> None:
    assert set(stream.run(20, 1.0, congestion=None)) == {"good"}


def test_down_after_four_seconds_without_a_byte(stream: Stream) -> None:
    stream.run(10, 1.0)
    assert stream.run(6, 0.0) == ["good", "good", "good", "down", "down", "down"]
    assert stream.one(0.0).kbps == 0


def test_stream_that_never_sent_a_byte_is_down(stream: Stream) -> None:
    assert stream.run(6, 0.0)[-1] == "down"


def test_after_down_it_is_weak_until_it_has_held(stream: Stream) -> None:
    stream.run(10, 1.0)
    stream.run(8, 0.0)
    states = stream.run(10, 1.0)
    assert states[0] == "weak"
    assert states[-1] == "good"
    assert states == sorted(states, reverse=True)  # weak, then good, once


def test_on_the_edge_it_does_not_flicker(stream: Stream) -> None:
    stream.run(10, 1.0)
    stream.run(12, 0.5)
    between = (policy.WEAK_SHARE + policy.GOOD_SHARE) / 2
    assert set(stream.run(30, between)) == {"weak"}
    assert stream.run(10, 0.9)[-1] == "good"


@pytest.mark.parametrize(
    ("share", "noise", "congestion"),
    [(0.62, 0.15, 0.0), (0.65, 0.25, 0.0), (0.9, 0.05, 0.3), (0.7, 0.15, 0.3), (1.0, 0.05, 0.33)],
)
def test_a_link_that_carries_just_about_the_rate_does_not_flicker(
    stream: Stream, share: float, noise: float, congestion: float
) -> None:
    """Ten minutes at the edge of a line, by the rate or by the congestion; it turned up to 70
    times."""
    dice, states = random.Random(4), ["good"]
    swing = 0.0
    for _ in range(600):
        swing = 0.8 * swing + 0.4 * noise * dice.uniform(-1, 1)
        now = share + swing + noise * dice.uniform(-1, 1)
        congested = congestion * dice.uniform(0.1, 1.9)
        states.append(stream.one(now, congested).state)
    turns = sum(one != other for one, other in itertools.pairwise(states))
    assert 1 <= turns <= 9


def test_who_flickers_waits_longer_and_who_was_good_for_a_minute_does_not(stream: Stream) -> None:
    def flicker() -> int:
        stream.run(12, 0.4)
        seconds = 0
        while stream.one(1.0).state != "good":
            seconds += 1
        return seconds

    waited = [flicker() for _ in range(5)]
    assert waited == sorted(waited)
    assert waited[1] >= 2 * policy.GOOD_SECONDS
    assert waited[-1] == pytest.approx(policy.GOOD_LONGEST_SECONDS, abs=2)
    stream.run(int(policy.STEADY_SECONDS), 1.0)
    assert flicker() == waited[0]


def test_counter_reset_is_neither_down_nor_a_jump(stream: Stream) -> None:
    stream.run(10, 1.0)
    stream.bytes = 0
    readings = [stream.one(1.0) for _ in range(10)]
    assert {reading.state for reading in readings} == {"good"}
    assert all(0 <= reading.kbps <= TARGET for reading in readings)


def test_reset_to_zero_without_bytes_still_goes_down(stream: Stream) -> None:
    stream.run(10, 1.0)
    stream.bytes = 0
    assert stream.run(5, 0.0)[-1] == "down"


def test_no_stream_is_nothing_to_worry_about(stream: Stream) -> None:
    stream.run(10, 1.0)
    stream.run(6, 0.0)
    assert stream.one(0.0, active=False) == UplinkReading("good", 0)
    stream.bytes = 0
    assert stream.run(3, 1.0) == ["good"] * 3


def test_computer_that_slept_starts_afresh(stream: Stream) -> None:
    stream.run(10, 1.0)
    stream.at += 3600
    assert stream.one(0.0).state == "good"


@given(
    st.lists(
        st.tuples(
            st.floats(0.01, 20),
            st.integers(0, 10**9),
            st.none() | st.floats(0, 1),
            st.booleans(),
        ),
        max_size=60,
    )
)
def test_any_counter_gives_a_sane_reading(
    samples: list[tuple[float, int, float | None, bool]],
) -> None:
    watch, at = UplinkWatch(TARGET), 0.0
    for wait, counter, congestion, active in samples:
        at += wait
        reading = watch.sample(at, counter, congestion, active)
        assert reading.kbps >= 0
        assert reading.state in ("good", "weak", "down")


@pytest.mark.parametrize(("lost", "dropping"), [(0, False), (2, False), (4, True)])
def test_pictures_the_network_cost_are_counted_over_the_last_seconds(
    lost: int, dropping: bool
) -> None:
    watch = UplinkWatch(TARGET)
    for second in range(10):
        seen = (30 * second, 100 if second < 6 else 100 + lost)  # what was lost before is over
        reading = watch.sample(float(second), 10_000 * second, 0.0, True, seen)
    assert reading.dropping is dropping
    again = watch.sample(10.0, 0, 0.0, True, (0, 0))  # the stream was begun again
    assert again.dropping is dropping
