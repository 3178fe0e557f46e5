from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_library.pacing import FASTEST, LONGEST_STEP, SLOWEST, Row, Scroller

rows = st.builds(
    Row,
    height=st.floats(20, 200),
    characters=st.floats(1, 30),
    pause=st.sampled_from([0.0, 0.0, 0.5, 2.0]),
)
texts = st.lists(rows, min_size=1, max_size=30)
steps = st.lists(st.floats(-0.1, 0.6), max_size=200)


def seconds_of(text: list[Row], speed: float) -> float:
    return sum(row.characters * 60 / speed + row.pause for row in text)


def position_at(text: list[Row], speed: float, seconds: float) -> float:
    """The same motion written down directly, to compare with."""
    top = 0.0
    for row in text:
        reading = row.characters * 60 / speed
        if seconds < reading:
            return top + row.height * seconds / reading
        top += row.height
        seconds -= reading
        if seconds < row.pause:
            return top
        seconds -= row.pause
    return top


@pytest.mark.parametrize("hertz", [60, 75, 144])
@pytest.mark.parametrize("speed", [100, 200, 320])
@pytest.mark.parametrize("rough", [False, True])
def test_speed_does_not_depend_on_the_frame_rate(hertz: int, speed: int, rough: bool) -> None:
    chance = random.Random(hertz * speed)
    text = [Row(96.0, chance.randint(3, 14), chance.choice([0, 0, 0, 2.0])) for _ in range(60)]
    scroller = Scroller(text, speed)
    elapsed = 0.0
    while elapsed < 30:
        step = 1 / hertz
        if rough:  # jitter of 8 ms, and now and then a stall of 300 ms
            step = max(0.0, step + chance.uniform(-0.008, 0.008))
            step += 0.3 if chance.random() < 0.01 else 0.0
        before = scroller.position
        assert scroller.advance(step) >= before
        elapsed += step
    wanted = position_at(text, speed, elapsed)
    assert scroller.position == pytest.approx(wanted, rel=0.005)
    assert abs(scroller.position - wanted) < 0.5


@given(texts, steps, st.floats(SLOWEST, FASTEST))
def test_text_never_goes_back_and_never_leaves(
    text: list[Row], deltas: list[float], speed: float
) -> None:
    scroller = Scroller(text, speed)
    last = 0.0
    for delta in deltas:
        now = scroller.advance(delta)
        assert last <= now <= scroller.end
        last = now


@given(texts, st.lists(st.floats(0, LONGEST_STEP), min_size=1, max_size=100))
def test_the_same_time_in_other_pieces_is_the_same_place(
    text: list[Row], deltas: list[float]
) -> None:
    scroller = Scroller(text)
    for delta in deltas:
        scroller.advance(delta)
    assert scroller.position == pytest.approx(position_at(text, 200, sum(deltas)), abs=0.01)


def test_a_pause_lasts_exactly() -> None:
    scroller = Scroller([Row(100, 10, pause=2.0), Row(100, 10)], 200)  # 3 s a row
    for _ in range(300):
        scroller.advance(0.01)
    assert scroller.position == pytest.approx(100, abs=0.4)
    for _ in range(195):
        scroller.advance(0.01)
    assert scroller.position == pytest.approx(100, abs=0.4)
    for _ in range(155):
        scroller.advance(0.01)
    assert scroller.position == pytest.approx(150, abs=1)


def test_a_long_gap_does_not_throw_lines_away() -> None:
    scroller = Scroller([Row(100, 10)] * 50)
    assert scroller.advance(3600) == pytest.approx(100 * LONGEST_STEP / 3)


@given(texts)
def test_it_ends_when_the_text_ends(text: list[Row]) -> None:
    scroller = Scroller(text)
    for _ in range(int(seconds_of(text, 200) / LONGEST_STEP) + 2):
        scroller.advance(LONGEST_STEP)
    assert scroller.finished
    assert scroller.row == len(text) - 1


def test_no_text_is_no_trouble() -> None:
    scroller = Scroller()
    assert scroller.advance(1) == 0
    assert (scroller.row, scroller.end) == (0, 0)


def test_the_hand_moves_it_and_ends_a_pause() -> None:
    scroller = Scroller([Row(100, 10, pause=60), Row(100, 10)], 200)
    for _ in range(8):
        scroller.advance(0.5)
    assert scroller.position == 100
    scroller.move_to(150)
    scroller.advance(0.3)
    assert scroller.position == pytest.approx(160)
    scroller.move_to(-5)
    assert scroller.position == 0
    scroller.set_rows([Row(10, 1)])
    scroller.move_to(1e9)
    assert scroller.position == 10


def test_speed_stays_in_its_range() -> None:
    scroller = Scroller()
    scroller.set_speed(10_000)
    assert scroller.speed == FASTEST
    scroller.set_speed(0)
    assert scroller.speed == SLOWEST
