"""The chooser: never larger than asked, never what was not held, upright or across."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.health import policy
from studio.session import events as e
from studio.session.picture_size import (
    Tried,
    candidates,
    carried_kbps,
    choose,
    lines_of,
    rate_for,
    within,
)
from studio.stage.port import VideoProfile

FULL = VideoProfile(1920, 1080, 30)
sides = st.integers(120, 2160).map(lambda side: side * 2)
videos = st.builds(VideoProfile, sides, sides, st.sampled_from([20, 25, 30, 60]))
rates = st.integers(100, 20_000)
PLENTY = 20_000


def good(video: VideoProfile) -> Tried:
    """A size that is held with room to spare."""
    return Tried(video, 16.0, float(video.fps), 2000, 0.0, 0.0, 5.0, 40.0)


def poor(video: VideoProfile) -> Tried:
    return replace(good(video), skipped_share=0.3)


@given(videos, st.integers(200, 1200))
def test_a_smaller_size_is_the_same_picture(video: VideoProfile, lines: int) -> None:
    small = within(video, lines)
    assert lines_of(small) <= max(lines, 0) or small == video
    assert small.fps == video.fps
    if small != video:
        assert (small.width % 4, small.height % 2) == (0, 0)
        assert (video.width < video.height) <= (small.width <= small.height)
        shrunk = lines / lines_of(video)
        assert abs(small.width - video.width * shrunk) < 5
        assert abs(small.height - video.height * shrunk) < 3


@pytest.mark.parametrize(
    ("asked", "sizes"),
    [
        (FULL, ["1920x1080", "1280x720", "960x540"]),
        (VideoProfile(1080, 1920), ["1080x1920", "720x1280", "540x960"]),
        (VideoProfile(1280, 720), ["1280x720", "960x540"]),
        (VideoProfile(1600, 900), ["1600x900", "1280x720", "960x540"]),
        (VideoProfile(640, 360), ["640x360"]),
    ],
)
def test_sizes_are_tried_from_the_plans_own_down(asked: VideoProfile, sizes: list[str]) -> None:
    assert [f"{each.width}x{each.height}" for each in candidates(asked, PLENTY)] == sizes


@given(videos, rates, st.data())
def test_the_largest_that_is_held_is_chosen_at_a_rate_the_network_carries(
    asked: VideoProfile, carries: int, data: st.DataObject
) -> None:
    sizes = candidates(asked, carries)
    held = data.draw(st.lists(st.booleans(), min_size=len(sizes), max_size=len(sizes)))
    tried = [good(each) if holds else poor(each) for each, holds in zip(sizes, held, strict=True)]
    choice = choose(tried, carries)
    assert choice.holds is any(held)
    if any(held):
        assert choice.video == sizes[held.index(True)]
    else:
        assert choice.video == sizes[-1]
    assert lines_of(choice.video) <= lines_of(asked)
    assert 0 < choice.kbps <= min(carries, max(policy.TRIAL_KBPS))


@given(videos, st.integers(100, 20_000), st.integers(100, 20_000))
def test_a_network_that_carries_more_never_makes_it_smaller(
    asked: VideoProfile, one: int, other: int
) -> None:
    less, more = sorted((one, other))
    assert lines_of(candidates(asked, less)[0]) <= lines_of(candidates(asked, more)[0])
    assert rate_for(asked, less) <= rate_for(asked, more)


def test_a_thin_network_keeps_large_sizes_from_being_tried() -> None:
    assert [lines_of(each) for each in candidates(FULL, 2000)] == [720, 540]
    assert [lines_of(each) for each in candidates(FULL, 900)] == [540]
    assert [lines_of(each) for each in candidates(FULL, 300)] == [540]


@pytest.mark.parametrize(
    "worse",
    [
        {"missed_share": 0.021},
        {"skipped_share": 0.021},
        {"arrived_fps": 28.4},
        {"frame_ms": 30.1},
        {"cpu_percent": 80.5},
        {"seconds": 0.0},
    ],
)
def test_each_sign_of_a_computer_that_cannot_keep_up_counts(worse: dict[str, float]) -> None:
    assert good(FULL).holds
    assert not replace(good(FULL), **worse).holds


def test_what_is_hopeless_is_not_waited_for() -> None:
    assert poor(FULL).is_hopeless
    assert not replace(poor(FULL), seconds=4.9).is_hopeless
    assert not replace(poor(FULL), skipped_share=0.1).is_hopeless


def test_the_last_step_of_a_broadcast_says_what_the_network_carries() -> None:
    down = e.StreamRestarted(2500, "down")
    assert carried_kbps([e.StreamStarted(), down, e.UplinkChanged("weak", 700)]) is None
    steps = [e.StreamRestarted(kbps, "step_down") for kbps in (2000, 1500, 1200)]
    assert carried_kbps([*steps, e.StreamRestarted(1500, "step_up"), down]) == 1500
    not_taken = [e.StreamRestarted(900, "step_down"), e.RateKept(1200)]
    assert carried_kbps([*steps, *not_taken]) == 1200
    assert carried_kbps(not_taken) is None


def test_a_rate_the_picture_came_down_to_counts_where_it_stayed_weak_to_the_end() -> None:
    weak = [e.UplinkChanged("weak", 560), e.RateFollowed(410)]
    assert carried_kbps(weak) == 410
    assert carried_kbps([e.StreamRestarted(900, "step_down"), *weak]) == 410
    assert carried_kbps([*weak, e.UplinkChanged("good", 1200)]) is None
    assert carried_kbps([*weak, e.StreamRestarted(900, "step_down")]) == 900
