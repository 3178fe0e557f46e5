"""When the programme counts as black, frozen, slow, dark, silent or clipping, and when as good."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.health import policy
from studio.health.programme import Look, PaceWatch, PictureWatch, SoundWatch

GOOD = Look(black=False, dark=False, moved=True, should_move=True)
BLACK = Look(black=True, dark=True, moved=False, should_move=True)
FROZEN = Look(black=False, dark=False, moved=False, should_move=True)
DARK = Look(black=False, dark=True, moved=True, should_move=True)
CARD = Look(black=False, dark=False, moved=False, should_move=False)
TALK, QUIET, CUT_OFF = -18.0, -60.0, 0.0


def watched(
    looks: Iterable[Look], watch: PictureWatch | None = None, start: float = 0.0
) -> list[str]:
    watch = watch or PictureWatch()
    return [watch.sample(start + second, look) for second, look in enumerate(looks)]


def heard(
    peaks: Iterable[float], watch: SoundWatch | None = None, start: float = 0.0, **how: bool
) -> list[str]:
    """Ten readings a second."""
    watch = watch or SoundWatch()
    return [watch.sample(start + tenth / 10, peak, **how) for tenth, peak in enumerate(peaks)]


@pytest.mark.parametrize(("look", "state"), [(BLACK, "black"), (FROZEN, "frozen")])
def test_black_and_frozen_are_told_within_five_seconds(look: Look, state: str) -> None:
    # The fault comes just after the third look, at 2 s: the fourth is the first to show it, and of
    # a frozen picture the first still differs from the one before.
    first = GOOD if state == "frozen" else look
    states = watched([GOOD, GOOD, GOOD, first, look, look, look])
    assert states.index(state) - 2 <= 4


def test_a_picture_that_stands_still_for_two_seconds_is_no_fault() -> None:
    assert set(watched([GOOD, FROZEN, FROZEN, GOOD, BLACK, BLACK, GOOD])) == {"good"}


def test_a_card_that_stands_still_is_meant_to() -> None:
    assert set(watched([CARD] * 60)) == {"good"}


def test_dark_needs_longer() -> None:
    states = watched([DARK] * 12)
    assert states.index("dark") == policy.DARK_SECONDS


def test_slow_needs_as_long_and_goes_before_dark() -> None:
    states = watched([Look(False, True, True, should_move=True, slow=True)] * 12)
    assert states.index("slow") == policy.SLOW_SECONDS
    assert "dark" not in states


def paced(lost_a_second: Iterable[int], watch: PaceWatch | None = None) -> list[bool]:
    """Thirty pictures a second, one sample each; the encoder keeps up."""
    watch, lost, told = watch or PaceWatch(), 0, []
    for second, more in enumerate(lost_a_second):
        lost += more
        told.append(watch.sample(float(second), (30 * second, lost), (30 * second, 0)))
    return told


def test_a_computer_is_slow_where_a_third_of_the_pictures_is_lost() -> None:
    assert not any(paced([0] * 10))
    assert not any(paced([9] * 10))
    assert paced([0, 18, 18, 18]) == [False, True, True, True]


def test_a_second_of_hard_work_is_not_slow_and_what_is_over_is_forgotten() -> None:
    assert not any(paced([0] * 5 + [25] + [0] * 5))
    told = paced([20] * 6 + [0] * 6)
    assert told[5]
    assert not told[-1]


def test_another_obs_counts_from_nothing() -> None:
    watch = PaceWatch()
    assert paced([0] + [20] * 5, watch)[-1]
    assert not watch.sample(7.0, (10, 0), (10, 0))
    assert not watch.sample(8.0, (40, 1), (40, 0))


def test_good_again_after_two_good_looks() -> None:
    watch = PictureWatch()
    watched([GOOD] + [BLACK] * 4, watch)
    assert watched([GOOD, GOOD], watch, start=5) == ["black", "good"]


def test_a_frozen_camera_that_gives_one_picture_in_a_while_stays_frozen() -> None:
    watch = PictureWatch()
    watched([GOOD] + [FROZEN] * 4, watch)
    assert set(watched([GOOD, FROZEN, FROZEN, FROZEN] * 3, watch, start=5)) == {"frozen"}


def test_black_that_turns_into_frozen_is_told_as_frozen() -> None:
    watch = PictureWatch()
    watched([GOOD] + [BLACK] * 4, watch)
    assert watched([FROZEN], watch, start=5) == ["frozen"]


def test_the_movement_of_opening_a_stuck_camera_again_is_no_recovery() -> None:
    watch = PictureWatch()
    watched([GOOD] + [FROZEN] * 4, watch)
    watch.reopened()
    opening = [BLACK, BLACK, BLACK, BLACK, GOOD, GOOD, GOOD] + [FROZEN] * 60
    assert set(watched(opening, watch, start=5)) == {"frozen"}


def test_a_camera_that_was_opened_again_is_good_when_it_has_moved_for_some_seconds() -> None:
    watch = PictureWatch()
    watched([GOOD] + [FROZEN] * 4, watch)
    watch.reopened()
    states = watched([BLACK, BLACK] + [GOOD] * 6 + [BLACK] * 4 + [GOOD] * 2, watch, start=5)
    assert states.index("good") == 2 + policy.REOPENED_PICTURE_SECONDS
    assert states[-3:] == ["black", "black", "good"]  # the next trouble is over as soon as ever


def test_a_camera_that_stays_black_after_it_was_opened_again_is_told_as_black() -> None:
    watch = PictureWatch()
    watched([GOOD] + [FROZEN] * 4, watch)
    watch.reopened()
    assert watched([BLACK] * 6, watch, start=5).index("black") == policy.REOPENED_PICTURE_SECONDS


def test_what_was_before_a_pause_in_looking_counts_for_nothing() -> None:
    watch = PictureWatch()
    watched([GOOD, FROZEN, FROZEN], watch)
    later = 3 + policy.LOOK_GAP_SECONDS
    assert watched([FROZEN] * 3, watch, start=later) == ["good"] * 3
    watch.forget()
    assert watched([BLACK] * 3, watch, start=later + 3) == ["good"] * 3


def test_a_break_takes_a_warning_back() -> None:
    watch = PictureWatch()
    assert watched([GOOD] + [BLACK] * 4, watch)[-1] == "black"
    watch.forget()
    assert watch.state == "good"


LOOKS = st.builds(Look, st.booleans(), st.booleans(), st.booleans(), st.booleans())


@given(st.lists(LOOKS, max_size=60))
def test_no_state_comes_before_it_has_lasted(looks: list[Look]) -> None:
    states = watched(looks)
    for place, state in enumerate(states):
        if state == "black":
            recent = looks[max(0, place - 2) : place + 1]
            came = place == 0 or states[place - 1] != "black"
            assert not came or all(look.black for look in recent)
        if state == "frozen" and (place == 0 or states[place - 1] != "frozen"):
            assert not any(look.moved for look in looks[max(0, place - 2) : place + 1])


@given(st.lists(LOOKS, max_size=60))
def test_two_good_looks_always_end_a_warning(looks: list[Look]) -> None:
    watch = PictureWatch()
    watched(looks, watch)
    assert watched([GOOD, GOOD], watch, start=len(looks))[-1] == "good"


@given(st.lists(st.sampled_from([GOOD, CARD]), max_size=60))
def test_good_pictures_and_cards_never_alarm(looks: list[Look]) -> None:
    assert set(watched(looks)) <= {"good"}


def test_silence_is_told_after_its_time_and_ends_with_the_first_word() -> None:
    watch = SoundWatch()
    states = heard([TALK] * 10 + [QUIET] * 90, watch)
    assert states.index("silent") == pytest.approx(9 + policy.SILENT_SECONDS * 10, abs=1)
    assert heard([TALK], watch, start=10) == ["good"]


def test_a_microphone_that_was_never_heard_is_silent_too() -> None:
    assert heard([QUIET] * 100)[-1] == "silent"


def test_a_pause_on_purpose_is_no_silence() -> None:
    assert set(heard([QUIET] * 300, quiet_is_fine=True)) == {"good"}


def test_a_pause_does_not_take_a_silence_back() -> None:
    watch = SoundWatch()
    heard([QUIET] * 100, watch)
    assert set(heard([QUIET] * 50, watch, start=10, quiet_is_fine=True)) == {"silent"}
    assert heard([TALK], watch, start=15, quiet_is_fine=True) == ["good"]


def test_clipping_is_told_when_it_comes_often_and_taken_back_when_it_is_over() -> None:
    watch = SoundWatch()
    assert set(heard([TALK, CUT_OFF] * (policy.CLIPPING_READINGS - 1), watch)) == {"good"}
    assert heard([CUT_OFF], watch, start=1) == ["clipping"]
    calm = heard([TALK] * 60, watch, start=1.1)
    assert calm[0] == "clipping"
    assert calm[-1] == "good"


def test_one_clap_in_a_while_is_no_clipping() -> None:
    assert set(heard(([CUT_OFF] + [TALK] * 19) * 20)) == {"good"}


@given(st.lists(st.floats(-60, policy.CLIPPING_DBFS - 0.1), max_size=70))
def test_less_than_the_time_of_silence_never_alarms(peaks: list[float]) -> None:
    assert set(heard(peaks)) <= {"good"}


@given(st.lists(st.floats(-90, 0), max_size=200))
def test_six_seconds_of_talk_end_every_warning(peaks: list[float]) -> None:
    watch = SoundWatch()
    heard(peaks, watch)
    assert heard([TALK] * 60, watch, start=len(peaks) / 10)[-1] == "good"
