"""What OBS says about its stream, and what is made of it."""

from __future__ import annotations

import math
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from studio.health import policy
from studio.runtime.errors import UserFacingError
from studio.stage.obs import outputs, trial
from studio.stage.obs.errors import ObsTimeout
from studio.stage.obs.keeper import Keeper
from studio.stage.obs.matcher import Matcher
from studio.stage.obs.outputs import (
    StreamWatch,
    stop_stream,
)
from studio.stage.obs.sound import SILENCE_DBFS, dbfs
from studio.stage.port import StageEvent, StageInfo, StreamChanged, StreamState, Wanted
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
    for _ in range(policy.FIRST_CONNECT_TRIES):
        assert watch.heard(STOPPED) is StreamState.STARTING
        assert watch.due_at == clock.monotonic() + policy.FIRST_CONNECT_SECONDS
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


def test_a_failed_first_connect_that_is_kept_off_is_tried_no_more(watch: StreamWatch) -> None:
    begin(watch)
    watch.heard(STOPPED)
    watch.keep_off(True)
    assert watch.state is StreamState.RECONNECTING
    assert watch.due_at is None


def test_a_first_connect_kept_off_under_way_is_tried_no_more_either(watch: StreamWatch) -> None:
    begin(watch)
    watch.keep_off(True)
    assert watch.tries_left(STOPPED) is None
    assert watch.heard(STOPPED) is StreamState.RECONNECTING
    assert watch.due_at is None


def test_wanting_again_while_trying_does_not_add_tries(watch: StreamWatch) -> None:
    begin(watch)
    for _ in range(policy.FIRST_CONNECT_TRIES):
        watch.want()
        watch.heard(STOPPED)
        watch.starting()
    assert watch.heard(STOPPED) is StreamState.OFF


def test_peaks_in_decibels() -> None:
    assert dbfs(1.0) == 0
    assert math.isclose(dbfs(0.5), -6.02, abs_tol=0.01)
    assert dbfs(0.0) == dbfs(1e-9) == SILENCE_DBFS


class SlowObs:
    """Runs a stream and a recording, and lets the first requests of one kind time out."""

    deadline: float | None = None

    def __init__(self, silent: str, times: int = 1) -> None:
        self.streaming = self.recording = True
        self._silent, self._times = silent, times

    def request(self, name: str, data: object = None) -> dict[str, object]:
        if name == self._silent and self._times > 0:
            self._times -= 1
            raise ObsTimeout(name)
        if name == "StopStream":
            self.streaming = False
        if name == "StopRecord":
            self.recording = False
        on = self.recording if name == "GetRecordStatus" else self.streaming
        return {"outputActive": on, "outputReconnecting": False}


def test_a_stream_whose_stopping_went_unanswered_is_still_ours_to_stop(watch: StreamWatch) -> None:
    obs: Any = SlowObs("StopStream")
    begin(watch)
    watch.heard(STARTED)
    with pytest.raises(ObsTimeout):
        stop_stream(obs, watch)
    assert watch.wanted
    stop_stream(obs, watch)
    assert not watch.wanted
    assert not obs.streaming


class BusyObs:
    """Starts a stream some time after it was asked to, to where it is told to then."""

    def __init__(self, watch: StreamWatch) -> None:
        self._watch = watch
        self.address, self.streams_to = "sink", ""

    def start(self) -> None:
        self.streams_to = self.address
        self._watch.heard(STARTED)

    def request(self, name: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
        if name == "StopStream":
            self.streams_to = ""
        return {"outputActive": bool(self.streams_to), "outputReconnecting": False}


def test_a_trial_that_has_not_begun_is_waited_for_and_then_stopped(watch: StreamWatch) -> None:
    """Else it begins later, and goes to the platform whose address was put back meanwhile."""
    begin(watch)
    obs: Any = BusyObs(watch)
    starting = threading.Timer(0.2, obs.start)
    starting.start()
    trial.stop(obs, watch)
    obs.address = "platform"
    starting.join()
    assert obs.streams_to == ""
    assert watch.state is StreamState.OFF


def test_a_trial_that_never_begins_keeps_its_address(
    watch: StreamWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "BEGIN_SECONDS", 0.05)
    begin(watch)
    obs: Any = BusyObs(watch)
    with pytest.raises(ObsTimeout):  # and whoever asked does not put another back
        trial.stop(obs, watch)


def test_a_recording_whose_stopping_went_unanswered_is_still_ours_to_stop() -> None:
    obs: Any = SlowObs("StopRecord")
    matcher = Matcher(StreamWatch())
    matcher.match_recording(obs, Wanted(recording=True))
    with pytest.raises(ObsTimeout):
        matcher.match_recording(obs, Wanted())
    assert obs.recording
    matcher.match_recording(obs, Wanted())
    assert not obs.recording


def test_obs_is_not_asked_for_scene_and_sound_where_an_output_is_brought_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    chosen = ["match_scene", "_match_sound"]
    outputs_too = ["match_recording", "_match_stream", "_match_virtual_camera"]
    for name in (*chosen, *outputs_too, "_match_layers", "_match_page"):
        monkeypatch.setattr(Matcher, name, lambda *_, name=name, **__: asked.append(name))
    nobody: Any = None
    matcher = Matcher(StreamWatch())
    matcher._match_all(nobody, Wanted(scene_and_sound_stay=True), nobody)
    assert asked == ["_match_layers", *outputs_too, "_match_page"]
    matcher._match_all(nobody, Wanted(), nobody)
    assert set(chosen) < set(asked)


def test_a_bug_in_a_chore_does_not_end_the_thread_that_reconnects(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done = threading.Event()

    class Stage:
        tries = 0

        def next_chore(self) -> float | None:
            return None if self.tries > 1 else 0.0

        def do_chore(self) -> None:
            self.tries += 1
            if self.tries == 1:
                raise KeyError("outputActive")
            done.set()

    stage: Any = Stage()
    keeper = Keeper(stage, lambda event: None, 0.5)
    keeper.start(StreamState.OFF)
    assert done.wait(60)
    keeper.close()
    assert "chore" in caplog.text
    caplog.clear()


def test_after_a_loss_the_stream_is_told_whatever_was_told_before() -> None:
    told: list[StageEvent] = []
    started_again = threading.Event()

    class Stage:
        def next_chore(self) -> float | None:
            return None

        def is_current(self, client: object) -> bool:
            return True

        def regain(self) -> StageInfo:
            return StageInfo("obs", "29", already_streaming=True, already_recording=True)

    def listen(event: StageEvent) -> None:
        told.append(event)
        if isinstance(event, StreamChanged):
            started_again.set()

    stage: Any = Stage()
    keeper = Keeper(stage, listen, 0.5)
    keeper.start(StreamState.ON)
    client: Any = object()
    keeper.lost(client, "obs_stopped_answering")
    keeper.tell(StreamChanged(StreamState.ON))  # it broke and came back while nobody could hear it
    assert started_again.wait(60)
    keeper.close()
    assert told[-1] == StreamChanged(StreamState.ON)


class FullDisk:
    """OBS whose disk is full: StartRecord is accepted, and nothing records."""

    def __init__(self, deadline: float | None = None) -> None:
        self.asked: list[str] = []
        self.deadline = deadline

    def request(self, name: str) -> dict[str, Any]:
        if self.deadline is not None and time.monotonic() > self.deadline:
            raise ObsTimeout(name)
        self.asked.append(name)
        return INACTIVE


def test_a_recording_that_obs_accepts_and_does_not_begin_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outputs, "STOP_SECONDS", 0.1)
    obs = FullDisk()
    with pytest.raises(UserFacingError) as caught:
        outputs.start_recording(obs, Path("/full"))  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.parameters) == (
        "recording_not_started",
        {"folder": "/full"},
    )
    assert obs.asked.count("StartRecord") == 1


def test_a_turn_is_not_used_up_waiting_for_a_recording(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the rest of it is not asked for, and what was refused not told."""
    monkeypatch.setattr(outputs, "READ_BACK_SECONDS", 60.0)
    obs = FullDisk(deadline=time.monotonic() + 60.2)
    with pytest.raises(UserFacingError, match="recording_not_started"):
        outputs.start_recording(obs, Path("/full"))  # type: ignore[arg-type]
    assert outputs.within_turn(obs, 2.0) == 0.0  # type: ignore[arg-type]
