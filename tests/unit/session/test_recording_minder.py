"""When a recording that ended, or did not begin, is begun again: a few times; then one is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.health import policy
from studio.session import events as e
from studio.session.recording_minder import RecordingMinder
from studio.stage.port import Observed, Scene, StreamState, Wanted
from tests.helpers.clock import ManualClock

ASKED = Wanted(recording=True)
ON = Observed(Scene.PROGRAMME, {}, StreamState.OFF, True, Path("a.mkv"), False)
OFF = Observed(Scene.PROGRAMME, {}, StreamState.OFF, False, None, False)
WAITS = Wanted(recording=True, recording_waits=True)


@pytest.fixture
def minder(clock: ManualClock) -> RecordingMinder:
    return RecordingMinder(clock.monotonic)


def test_one_that_runs_waits_for_nothing(minder: RecordingMinder) -> None:
    assert minder.came(ASKED, ON) == []
    assert not minder.waits
    assert not minder.is_due


def test_one_that_ended_is_begun_again_at_once(minder: RecordingMinder) -> None:
    assert minder.ended() == []
    assert minder.is_due
    minder.came(ASKED, ON)
    assert not minder.is_due


def test_one_that_does_not_begin_is_tried_a_few_times_and_then_left(
    minder: RecordingMinder, clock: ManualClock
) -> None:
    tries = 0
    told = minder.ended()
    while not told:
        assert minder.is_due
        tries += 1
        told = minder.came(ASKED, OFF)
        assert minder.waits, "a press makes no try of its own"
        clock.advance(policy.RECORDING_AGAIN_SECONDS)
    assert told == [e.RecordingGivenUp()]
    assert tries == policy.RECORDING_TRIES
    clock.advance(policy.RECORDING_WINDOW_SECONDS)
    assert minder.waits


def test_one_that_begins_and_ends_again_and_again_is_no_loop(minder: RecordingMinder) -> None:
    told = [fact for _ in range(policy.RECORDING_TRIES) for fact in minder.ended()]
    assert told == []
    minder.came(ASKED, ON)
    assert minder.ended() == [e.RecordingGivenUp()]


def test_troubles_far_apart_are_each_the_first(minder: RecordingMinder, clock: ManualClock) -> None:
    for _ in range(policy.RECORDING_TRIES * 2):
        assert minder.ended() == []
        minder.came(ASKED, ON)
        clock.advance(policy.RECORDING_WINDOW_SECONDS)


def test_a_try_that_was_not_made_is_none(minder: RecordingMinder) -> None:
    minder.came(ASKED, OFF)
    for _ in range(policy.RECORDING_TRIES * 2):
        assert minder.came(WAITS, OFF) == []
        assert minder.came(Wanted(recording=True, layers_alone=True), OFF) == []


def test_only_what_was_told_is_told_no_second_time(minder: RecordingMinder) -> None:
    assert not minder.was_told("recording_not_started")
    minder.came(ASKED, OFF)
    assert minder.was_told("recording_not_started")
    assert not minder.was_told("stream_not_started")
    minder.begins_anew()
    assert not minder.was_told("recording_not_started")


def test_another_stage_or_a_person_gives_it_another_chance(minder: RecordingMinder) -> None:
    while not minder.ended():
        pass
    assert minder.waits
    minder.begins_anew()
    assert not minder.waits
    assert minder.ended() == []
