"""What OBS says about its stream, and what is made of it."""

from __future__ import annotations

import math

import pytest

from studio.stage.obs.outputs import FIRST_CONNECT_RETRIES, RETRY_SECONDS, StreamWatch
from studio.stage.obs.sound import SILENCE_DBFS, dbfs
from studio.stage.port import StreamState
from tests.helpers.clock import ManualClock

STARTING, STARTED = "OBS_WEBSOCKET_OUTPUT_STARTING", "OBS_WEBSOCKET_OUTPUT_STARTED"
STOPPING, STOPPED = "OBS_WEBSOCKET_OUTPUT_STOPPING", "OBS_WEBSOCKET_OUTPUT_STOPPED"
RECONNECTING = "OBS_WEBSOCKET_OUTPUT_RECONNECTING"
RECONNECTED = "OBS_WEBSOCKET_OUTPUT_RECONNECTED"
INACTIVE = {"outputActive": False, "outputReconnecting": False}


@pytest.fixture
def watch(clock: ManualClock) -> StreamWatch:
    return StreamWatch(clock.monotonic)


def begin(watch: StreamWatch) -> None:
    watch.want()
    watch.starting()
    watch.heard(STARTING)


def test_a_stream_that_starts_at_once(watch: StreamWatch) -> None:
    begin(watch)
    assert watch.state is StreamState.STARTING
    assert watch.heard(STARTED) is StreamState.ON
    assert watch.due_at is None


def test_a_failed_first_connect_stays_starting_until_its_tries_are_used_up(
    watch: StreamWatch, clock: ManualClock
) -> None:
    begin(watch)
    for _ in range(FIRST_CONNECT_RETRIES):
        assert watch.heard(STOPPED) is StreamState.STARTING
        assert watch.due_at == clock.monotonic() + RETRY_SECONDS
        watch.starting()
    assert watch.heard(STOPPED) is StreamState.OFF
    assert watch.due_at is None


def test_a_stream_that_ran_is_not_started_again_by_itself(watch: StreamWatch) -> None:
    begin(watch)
    watch.heard(STARTED)
    watch.heard(STOPPING)
    assert watch.heard(STOPPED) is StreamState.OFF
    assert watch.due_at is None


def test_a_stream_started_by_hand_is_not_tried_again(watch: StreamWatch) -> None:
    watch.heard(STARTING)
    assert watch.heard(STOPPED) is StreamState.OFF
    assert watch.due_at is None


def test_reconnecting_is_believed_whatever_else_is_said(watch: StreamWatch) -> None:
    begin(watch)
    watch.heard(STARTED)
    assert watch.heard(RECONNECTING) is StreamState.RECONNECTING
    status = {"outputActive": True, "outputReconnecting": True}
    assert watch.read(status) is StreamState.RECONNECTING
    assert watch.heard(RECONNECTED) is StreamState.ON


def test_status_is_silent_about_starting(watch: StreamWatch) -> None:
    begin(watch)
    assert watch.read(INACTIVE) is StreamState.STARTING
    watch.heard(STARTED)
    assert watch.read(INACTIVE) is StreamState.OFF


def test_a_stream_given_up_while_connecting_is_stopped_once_it_is_up(watch: StreamWatch) -> None:
    begin(watch)
    watch.unwant()
    assert watch.state is StreamState.OFF
    assert not watch.must_stop()
    watch.heard(STARTED)
    assert watch.due_at == 0.0
    assert watch.must_stop()
    assert not watch.must_stop()


def test_what_could_not_be_done_is_put_off(watch: StreamWatch, clock: ManualClock) -> None:
    begin(watch)
    watch.heard(STOPPED)
    watch.postpone()
    assert watch.retry_is_due
    watch.forget()
    assert not watch.retry_is_due


def test_wanting_again_while_trying_does_not_add_tries(watch: StreamWatch) -> None:
    begin(watch)
    for _ in range(FIRST_CONNECT_RETRIES):
        watch.want()
        watch.heard(STOPPED)
        watch.starting()
    assert watch.heard(STOPPED) is StreamState.OFF


def test_peaks_in_decibels() -> None:
    assert dbfs(1.0) == 0
    assert math.isclose(dbfs(0.5), -6.02, abs_tol=0.01)
    assert dbfs(0.0) == dbfs(1e-9) == SILENCE_DBFS
