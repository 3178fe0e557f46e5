"""Ids that sort by time whatever the clock does, and instants as the wall showed them."""

from __future__ import annotations

import threading
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.runtime.clock import SteadyClock, SystemClock, local_stamp
from studio.runtime.ids import follow, new_id, new_ids
from tests.helpers.clock import ManualClock

INSTANTS = st.integers(min_value=0, max_value=(1 << 47) - 1)
"""UTC ms until the year 6429."""


@given(st.lists(INSTANTS, min_size=2, max_size=30))
def test_ids_never_sort_backwards_wherever_the_clock_jumps(instants: list[int]):
    made = [new_id(at) for at in instants]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


@given(st.lists(INSTANTS, min_size=2, max_size=5))
def test_many_ids_made_at_once_follow_each_other(instants: list[int]):
    made = [each for at in instants for each in (*new_ids(at, 3), new_id(at))]
    assert made == sorted(made)
    assert len(set(made)) == len(made) == 4 * len(instants)


@given(INSTANTS)
def test_an_id_is_a_uuid_of_version_7(at: int):
    made = uuid.UUID(new_id(at))
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert str(made) == str(made).lower()


def test_an_id_carries_its_instant(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("studio.runtime.ids._last", 0)
    at = 1_767_225_600_123
    assert uuid.UUID(new_id(at)).int >> 80 == at


@given(INSTANTS, INSTANTS)
def test_ids_follow_one_of_an_earlier_run(before: int, now: int):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("studio.runtime.ids._last", 0)
        known = new_id(before)
        patch.setattr("studio.runtime.ids._last", 0)  # as in a new process
        follow(known)
        assert new_id(now) > known


def test_an_id_of_long_ago_holds_no_new_one_back(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("studio.runtime.ids._last", 0)
    known = new_id(1_600_000_000_000)
    follow(known)
    at = 1_767_225_600_123
    assert uuid.UUID(new_id(at)).int >> 80 == at


def test_ids_of_many_threads_are_all_different():
    made: list[str] = []

    def make() -> None:
        made.extend([new_id(1_767_225_600_000) for _ in range(500)])

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 2000


@given(INSTANTS.filter(lambda at: at < 4_000_000_000_000))
def test_a_stamp_is_wall_time_and_offset(at: int):
    stamp = local_stamp(at)
    assert len(stamp.text) == 19
    assert stamp.zone[0] in "+-"


def test_the_system_clock_goes_forward():
    clock = SystemClock()
    first = clock.monotonic()
    assert clock.monotonic() >= first
    assert clock.now_ms() > 1_700_000_000_000


def test_a_steady_clock_goes_on_whatever_the_wall_clock_is_set_to(clock: ManualClock):
    began = clock.now_ms()
    steady = SteadyClock(clock)
    clock.advance(1.5)
    clock.set_wall(began - 3_600_000)
    assert (steady.now_ms(), steady.wall_ms()) == (began + 1500, began - 3_600_000)
    clock.advance(0.25)
    assert steady.now_ms() == began + 1750
    assert steady.monotonic() == clock.monotonic()


def test_a_steady_clock_begins_where_it_is_told(clock: ManualClock):
    steady = SteadyClock(clock, 5_000)
    clock.advance(2)
    assert steady.now_ms() == 7_000
