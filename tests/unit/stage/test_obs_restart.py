"""A stream stopped and started again, step by step, on an OBS that does what the test says."""

from __future__ import annotations

from typing import Any

import pytest

from studio.health import policy
from studio.stage.obs.outputs import StreamWatch
from studio.stage.obs.restart import LAST_WORD_SECONDS, Restart
from studio.stage.port import StreamState
from tests.helpers.clock import ManualClock

STARTED, STOPPED = "OBS_WEBSOCKET_OUTPUT_STARTED", "OBS_WEBSOCKET_OUTPUT_STOPPED"


class ScriptedObs:
    """Answers GetStreamStatus; keeps what it was asked."""

    def __init__(self) -> None:
        self.active = True
        self.asked: list[str] = []

    def request(self, name: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
        if name == "GetStreamStatus":
            return {"outputActive": self.active, "outputReconnecting": False}
        self.asked.append(name)
        return {}


class Rig:
    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.obs: Any = ScriptedObs()
        self.watch = StreamWatch(clock.monotonic)
        self.restart = Restart(self.watch, clock.monotonic)
        self.watch.want()
        self.watch.starting()
        self.watch.heard(STARTED)

    def run(self, seconds: float) -> None:
        end = self.clock.monotonic() + seconds
        while (due := self.restart.due_at) is not None and due <= end:
            self.clock.advance(max(0.0, due - self.clock.monotonic()))
            self.restart.step(self.obs, self._start)
        self.clock.advance(max(0.0, end - self.clock.monotonic()))

    def hold(self) -> None:
        """Stop it, and see it off."""
        self.watch.keep_off(True)
        self.restart.begin(self.obs)
        self.obs.active = False
        self.watch.heard(STOPPED)
        self.run(1)

    def _start(self, obs: Any) -> None:
        self.watch.starting()
        obs.request("StartStream")


@pytest.fixture
def rig(clock: ManualClock) -> Rig:
    return Rig(clock)


def test_it_is_started_as_soon_as_it_has_stopped(rig: Rig) -> None:
    rig.restart.begin(rig.obs)
    assert rig.watch.state is StreamState.RECONNECTING
    rig.run(0.3)
    assert rig.obs.asked == ["StopStream"]
    rig.obs.active = False
    rig.watch.heard(STOPPED)
    rig.run(0.2)
    assert rig.obs.asked == ["StopStream", "StartStream"]
    assert rig.watch.heard(STARTED) is StreamState.ON
    assert rig.restart.due_at is None


def test_a_swallowed_stop_is_sent_once_more(rig: Rig) -> None:
    rig.restart.begin(rig.obs)
    rig.run(policy.STOP_AGAIN_SECONDS + 2)
    assert rig.obs.asked == ["StopStream", "StopStream"]


def test_the_late_word_of_the_end_is_waited_for(rig: Rig) -> None:
    """Taken for the new connect's, it would be a failure and cost 3 s."""
    rig.restart.begin(rig.obs)
    rig.obs.active = False
    rig.run(0.5)
    assert rig.obs.asked == ["StopStream"]
    rig.watch.heard(STOPPED)
    rig.run(0.2)
    assert rig.obs.asked[-1] == "StartStream"
    assert rig.watch.tries_left(STARTED) is None


def test_without_that_word_it_is_started_all_the_same(rig: Rig) -> None:
    rig.restart.begin(rig.obs)
    rig.obs.active = False
    rig.run(LAST_WORD_SECONDS + 0.3)
    assert rig.obs.asked[-1] == "StartStream"


@pytest.mark.expects_log
def test_an_output_that_will_not_stop_is_left_to_obs(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.restart.begin(rig.obs)
    rig.run(policy.RESTART_GIVES_UP_SECONDS + 1)
    assert rig.restart.due_at is None
    assert rig.watch.read(rig.obs.request("GetStreamStatus")) is StreamState.ON
    assert "does not let go" in caplog.text


def test_a_held_stream_is_stopped_and_waits(rig: Rig) -> None:
    rig.hold()
    rig.run(60)
    assert rig.obs.asked == ["StopStream"]
    assert rig.watch.read(rig.obs.request("GetStreamStatus")) is StreamState.RECONNECTING
    rig.watch.keep_off(False)
    rig.restart.begin(rig.obs)
    rig.run(0.1)
    assert rig.obs.asked == ["StopStream", "StopStream", "StartStream"]


def test_what_was_kept_off_is_found_running_and_goes_on(rig: Rig) -> None:
    rig.watch.keep_off(True)
    rig.watch.forget()  # OBS was away
    assert rig.watch.read(rig.obs.request("GetStreamStatus")) is StreamState.ON
    assert not rig.watch.is_kept_off


def test_what_was_kept_off_stays_off_in_another_obs_until_it_is_restarted(rig: Rig) -> None:
    rig.watch.keep_off(True)
    rig.restart.begin(rig.obs)
    rig.obs.active = False
    rig.watch.unwant()
    rig.watch.forget()
    rig.watch.want()
    assert rig.watch.read(rig.obs.request("GetStreamStatus")) is StreamState.RECONNECTING
    rig.run(60)
    assert rig.obs.asked == ["StopStream"]
    rig.watch.keep_off(False)
    rig.restart.begin(rig.obs)
    rig.run(0.1)
    assert rig.obs.asked == ["StopStream", "StopStream", "StartStream"]


@pytest.mark.parametrize("is_told", [True, False])
def test_a_held_stream_somebody_starts_by_hand_is_on_and_can_be_restarted(
    rig: Rig, is_told: bool
) -> None:
    rig.hold()
    rig.obs.active = True
    if is_told:
        assert rig.watch.heard(STARTED) is StreamState.ON
    assert rig.watch.read(rig.obs.request("GetStreamStatus")) is StreamState.ON
    assert not rig.watch.is_kept_off
    rig.restart.begin(rig.obs)
    rig.run(policy.STOP_AGAIN_SECONDS + 1)
    assert rig.obs.asked == ["StopStream"] * 3


@pytest.mark.expects_log
def test_one_started_by_hand_that_will_not_stop_is_left_to_obs_as_any(rig: Rig) -> None:
    rig.hold()
    rig.obs.active = True
    rig.watch.heard(STARTED)
    rig.restart.begin(rig.obs)
    rig.run(policy.RESTART_GIVES_UP_SECONDS + 1)
    assert rig.restart.due_at is None
    assert rig.watch.state is StreamState.ON


def test_the_late_word_of_a_held_streams_end_is_waited_for_too(rig: Rig) -> None:
    rig.watch.keep_off(True)
    rig.restart.begin(rig.obs)
    rig.obs.active = False
    rig.run(0.2)
    rig.watch.keep_off(False)
    rig.restart.begin(rig.obs)
    rig.run(0.2)
    assert rig.obs.asked == ["StopStream"]
    rig.watch.heard(STOPPED)
    rig.run(0.2)
    assert rig.obs.asked == ["StopStream", "StartStream"]


def test_a_hold_whose_connection_breaks_is_gone_on_with(rig: Rig) -> None:
    """OBS may not have heard of it, or be about to end the stream."""
    rig.watch.keep_off(True)
    rig.restart.begin(rig.obs)
    rig.watch.forget()
    assert rig.watch.read(rig.obs.request("GetStreamStatus")) is StreamState.RECONNECTING
    rig.run(policy.STOP_AGAIN_SECONDS + 0.2)
    assert rig.obs.asked == ["StopStream", "StopStream"]
    rig.obs.active = False
    rig.run(1)
    assert rig.watch.is_kept_off
    assert rig.watch.state is StreamState.RECONNECTING


def test_ending_the_broadcast_ends_the_restart(rig: Rig) -> None:
    rig.restart.begin(rig.obs)
    rig.watch.unwant()
    rig.obs.active = False
    rig.run(5)
    assert rig.obs.asked == ["StopStream"]


def test_twice_asked_is_once_restarted(rig: Rig) -> None:
    rig.restart.begin(rig.obs)
    rig.restart.begin(rig.obs)
    assert rig.obs.asked == ["StopStream"]


def test_a_connect_that_fails_after_it_has_its_tries(rig: Rig) -> None:
    rig.restart.begin(rig.obs)
    rig.obs.active = False
    rig.watch.heard(STOPPED)
    rig.run(0.2)
    assert [rig.watch.tries_left(STOPPED), rig.watch.heard(STOPPED)] == [3, StreamState.STARTING]
    for left in (2, 1, 0):
        rig.watch.starting()
        assert rig.watch.tries_left(STOPPED) == left
        rig.watch.heard(STOPPED)
    assert rig.watch.state is StreamState.OFF
