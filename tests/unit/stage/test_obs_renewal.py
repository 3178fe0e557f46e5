"""A step of the rate on an OBS whose recording closes when the test says: the stream comes back."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from studio.health import policy
from studio.runtime.errors import UserFacingError
from studio.stage.obs import renewal
from studio.stage.obs.collection import OURS
from studio.stage.obs.errors import ObsTimeout
from studio.stage.obs.figures import Figures
from studio.stage.obs.renewal import LOOK_LATE_SECONDS, Renewal
from studio.stage.obs.stage import ObsStage
from studio.stage.port import (
    Ingest,
    RateKept,
    RecordingChanged,
    StageEvent,
    StageInfo,
    StageSetup,
    StreamChanged,
    StreamState,
    VideoProfile,
    Wanted,
)
from tests.helpers.clock import ManualClock

FIRST, SECOND = Path("first.mkv"), Path("second.mkv")


class TwoOutputs:
    """Streams and records; stands in for the client, and for who is told what OBS says."""

    def __init__(self) -> None:
        self.alive = True
        self.deadline: float | None = None
        self.streaming = self.recording = True
        self.closes = self.records = True
        """Whether StopRecord and StartRecord do what they are for."""
        self.lets_go = True
        """Whether StopStream does."""
        self.rate = "1500"
        self.unanswered = ""
        """The request OBS does what is asked for of, and does not answer."""
        self.mode, self.output = "Simple", "simple_file_output"
        self.asked: list[str] = []
        self.hear: Callable[[str, Mapping[str, Any]], None] = lambda name, data: None

    def request(self, name: str, data: Mapping[str, Any] | None = None) -> dict[str, Any]:
        if name.startswith("Get"):
            return self._state(name, data or {})
        self.asked.append(name)
        self._do(name, data)
        if name == self.unanswered:
            raise ObsTimeout(name)
        return {}

    def _do(self, name: str, data: Mapping[str, Any] | None) -> None:
        if name == "SetProfileParameter" and data is not None:
            self.rate = data["parameterValue"]
        elif name == "StartStream" or (name == "StopStream" and self.lets_go):
            self.streaming = name == "StartStream"
            self._tell("StreamStateChanged", self.streaming)
        elif name == "StopRecord" and self.closes:
            self.close_file()
        elif name == "StartRecord" and self.records:
            self.recording = True
            self._tell("RecordStateChanged", True, SECOND)

    def close_file(self) -> None:
        self.recording = False
        self._tell("RecordStateChanged", False, FIRST)

    def _state(self, name: str, data: Mapping[str, Any]) -> dict[str, Any]:
        if name == "GetProfileList":
            return {"currentProfileName": OURS}
        if name == "GetOutputList":
            return {"outputs": [{"outputName": self.output}]}
        if name == "GetProfileParameter" and data["parameterName"] == "Mode":
            return {"parameterValue": self.mode}
        if name == "GetProfileParameter":
            return {"parameterValue": self.rate}
        on = self.recording if name == "GetRecordStatus" else self.streaming
        return {"outputActive": on, "outputReconnecting": False}

    def _tell(self, name: str, active: bool, path: Path | None = None) -> None:
        state = "OBS_WEBSOCKET_OUTPUT_" + ("STARTED" if active else "STOPPED")
        self.hear(name, {"outputState": state, "outputPath": str(path) if path else None})


class Told:
    """In the keeper's place: keeps what is told; chores are done by the test."""

    def __init__(self) -> None:
        self.events: list[StageEvent] = []

    def tell(self, event: StageEvent) -> None:
        self.events.append(event)

    def look_up(self) -> None:
        """The test looks anyway."""

    @property
    def kept(self) -> list[StageEvent]:
        return [each for each in self.events if isinstance(each, RateKept)]

    @property
    def recordings(self) -> list[StageEvent]:
        return [each for each in self.events if isinstance(each, RecordingChanged)]


class Rig:
    """A stage in a broadcast, which streams and records at 1500 kbit/s."""

    def __init__(self) -> None:
        self.obs: Any = TwoOutputs()
        self.told: Any = Told()
        self.stage = stage = ObsStage("ws://127.0.0.1", None)
        stage._keeper, stage._client = self.told, self.obs
        stage._matcher.setup = StageSetup(
            *(VideoProfile(320, 180, 20), Path(), Path()),
            Ingest("rtmp://ingest.example/live", "key"),
            video_kbps=1500,
        )
        stage._wanted = Wanted(streaming=True, recording=True)
        stage._matcher.match_recording(self.obs, stage._wanted)
        stage._watch.want()
        stage._watch.starting()
        stage._watch.heard("OBS_WEBSOCKET_OUTPUT_STARTED")
        self.obs.hear = lambda name, data: stage._hear(self.told, name, data)

    def until(self, holds: Callable[[], bool]) -> None:
        """Do the stage's chores as they come due, until ``holds``."""
        end = time.monotonic() + 60
        while not holds():
            assert time.monotonic() < end, (self.obs.asked, self.told.events)
            due = self.stage.next_chore()
            if due is not None and due <= time.monotonic():
                self.stage.do_chore()
            time.sleep(0.01)

    def loses_obs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The connection is cut and made again; the same OBS is behind it."""
        stage = self.stage
        found = StageInfo("obs", "29.0.2", self.obs.streaming, self.obs.recording)
        monkeypatch.setattr(stage, "_connect", lambda keeper: self.obs)
        monkeypatch.setattr(stage._run, "is_another", lambda client: False)
        monkeypatch.setattr(Figures, "of", lambda client: SimpleNamespace(microphones=frozenset()))
        monkeypatch.setattr(stage._matcher, "prepare", lambda client: found)
        stage._client = None
        stage._enter(self.told, time.monotonic() + 60)

    def is_back(self) -> bool:
        return self.stage._watch.state is StreamState.ON


@pytest.fixture
def rig() -> Rig:
    return Rig()


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that does not close is waited for shortly."""
    monkeypatch.setattr(renewal, "WAIT_SECONDS", 0.3)


def test_the_recording_goes_on_in_another_file_before_the_stream_comes_back(rig: Rig) -> None:
    rig.stage.restart_stream(400)
    rig.until(rig.is_back)
    assert rig.obs.asked == [
        *("SetProfileParameter", "StopStream", "StopRecord", "StartRecord"),
        *("SetStreamServiceSettings", "StartStream"),
    ]
    assert rig.told.recordings == [RecordingChanged(True, SECOND)]
    assert rig.told.kept == []


@pytest.mark.parametrize("unanswered", ["SetProfileParameter", "StopStream"])
@pytest.mark.parametrize("ours", [True, False])
def test_a_step_obs_took_without_an_answer_is_none(
    rig: Rig, unanswered: str, *, ours: bool
) -> None:
    rig.stage._wanted = Wanted(streaming=True, recording=ours)
    rig.obs.unanswered, rig.obs.lets_go = unanswered, False
    with pytest.raises(UserFacingError, match="obs_silent"):
        rig.stage.restart_stream(400)
    rig.obs.unanswered, rig.obs.lets_go = "", True
    rig.stage.restart_stream(1500)  # which is what it has, as far as anybody was told
    rig.until(rig.is_back)
    assert rig.told.kept == ([] if ours else [RateKept(1500)])
    assert rig.obs.rate == "1500"


def test_a_step_whose_rate_obs_has_already_begins_the_recording_anew_all_the_same(
    rig: Rig,
) -> None:
    rig.obs.rate = "400"  # taken without an answer, and not in use yet
    rig.stage.restart_stream(400)
    rig.until(rig.is_back)
    assert "StartRecord" in rig.obs.asked


@pytest.mark.expects_log
def test_a_stream_obs_does_not_let_go_has_the_rate_it_had(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "RESTART_GIVES_UP_SECONDS", 0.3)
    rig.obs.lets_go = False
    rig.stage.restart_stream(400)
    rig.until(lambda: not rig.stage._watch.is_stopping)
    assert rig.told.kept == [RateKept(1500)]
    assert rig.told.events[-1] == StreamChanged(StreamState.ON)
    assert rig.obs.rate == "1500"


@pytest.mark.parametrize(
    ("mode", "output"), [("Advanced", "simple_file_output"), ("Simple", "adv_file_output")]
)
def test_in_the_advanced_mode_no_step_is_taken_and_an_outage_ends_at_the_rate_it_had(
    rig: Rig, mode: str, output: str
) -> None:
    rig.obs.mode, rig.obs.output = mode, output
    with pytest.raises(UserFacingError, match="rate_fixed"):
        rig.stage.restart_stream(400, step=True)
    assert rig.obs.asked == []
    assert rig.is_back()
    rig.stage.restart_stream(1500)
    rig.until(rig.is_back)
    assert rig.obs.asked[-1] == "StartStream"
    rig.stage.restart_stream(400)  # perhaps of a step taken before the mode was changed
    rig.until(rig.is_back)
    assert rig.obs.asked.count("StartStream") == 2
    assert rig.told.kept == [RateKept(1500)]


@pytest.mark.parametrize("lets_go", [True, False])
def test_a_connection_cut_in_a_step_leaves_the_rate_that_obs_still_has(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, *, lets_go: bool
) -> None:
    """Stopped or not: the recording goes on, and the encoder with it."""
    rig.obs.lets_go = lets_go
    rig.stage.restart_stream(400)
    rig.loses_obs(monkeypatch)
    assert rig.told.kept == [RateKept(1500)]
    assert (rig.obs.rate, rig.stage._matcher.setup.video_kbps) == ("1500", 1500)
    rig.loses_obs(monkeypatch)
    assert len(rig.told.kept) == 1


@pytest.mark.parametrize("records", [True, False])
def test_a_connection_cut_after_the_recording_has_closed_leaves_the_rate_asked_for(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, *, records: bool
) -> None:
    """What begins anew, or has ended, begins at the new rate."""
    rig.obs.records = records
    rig.stage.restart_stream(400)
    rig.until(lambda: "StartRecord" in rig.obs.asked)
    rig.obs.streaming = False
    rig.loses_obs(monkeypatch)
    assert rig.told.kept == []
    assert (rig.obs.rate, rig.stage._matcher.setup.video_kbps) == ("400", 400)


def test_a_recording_that_is_not_ours_keeps_the_rate(rig: Rig) -> None:
    rig.stage._wanted = Wanted(streaming=True)
    rig.stage.restart_stream(400)
    rig.until(rig.is_back)
    assert rig.told.kept == [RateKept(1500)]
    assert rig.obs.rate == "1500"


@pytest.mark.expects_log
@pytest.mark.usefixtures("soon")
def test_the_stream_comes_back_although_the_recording_does_not_close(rig: Rig) -> None:
    rig.obs.closes = False
    rig.stage.restart_stream(400)
    rig.until(rig.is_back)
    assert rig.told.kept == [RateKept(1500)]
    assert rig.obs.recording
    assert rig.told.recordings == []
    assert rig.obs.asked.count("StopRecord") == 1


@pytest.mark.expects_log
@pytest.mark.usefixtures("soon")
def test_a_recording_that_closes_late_is_begun_again(rig: Rig) -> None:
    rig.obs.closes = False
    rig.stage.restart_stream(400)
    rig.until(rig.is_back)
    rig.obs.close_file()
    rig.until(lambda: rig.obs.recording)
    assert rig.told.recordings == [RecordingChanged(True, SECOND)]


@pytest.mark.expects_log
@pytest.mark.usefixtures("soon")
def test_a_recording_that_does_not_begin_again_is_told_and_the_stream_is_back(rig: Rig) -> None:
    rig.obs.records = False
    rig.stage.restart_stream(400)
    rig.until(rig.is_back)
    rig.until(lambda: rig.told.recordings == [RecordingChanged(False, None)])


def test_the_end_of_a_later_recording_is_told(rig: Rig) -> None:
    rig.stage.restart_stream(400)
    rig.until(rig.is_back)
    rig.obs.close_file()
    assert rig.told.recordings == [RecordingChanged(True, SECOND), RecordingChanged(False, FIRST)]


@pytest.mark.expects_log
@pytest.mark.usefixtures("soon")
def test_one_that_closes_when_nobody_wants_it_any_more_is_told(rig: Rig) -> None:
    rig.obs.closes = False
    rig.stage.restart_stream(400)
    rig.until(rig.is_back)
    rig.stage._wanted = Wanted(streaming=True)
    rig.obs.close_file()
    rig.until(lambda: rig.told.recordings == [RecordingChanged(False, None)])
    assert "StartRecord" not in rig.obs.asked


class Step:
    """A renewal that was begun, and the time it takes."""

    def __init__(self, clock: ManualClock, *, ours: bool = True, closes: bool = False) -> None:
        self.clock, self.ours = clock, ours
        self.obs: Any = TwoOutputs()
        self.obs.closes = closes
        self.renewal = Renewal(clock.monotonic)
        self.heard: list[bool] = []
        self.obs.hear = self._hear
        self.begin()

    def begin(self) -> None:
        self.renewal.ask(1500)
        self.renewal.begin(self.obs, ours=self.ours)

    def run(self, seconds: float) -> list[bool]:
        """What each step came to."""
        end, came = self.clock.monotonic() + seconds, []
        while (due := self.renewal.due_at) is not None and due <= end:
            self.clock.advance(max(0.0, due - self.clock.monotonic()))
            came.append(self.renewal.step(self.obs, ours=self.ours))
        self.clock.advance(max(0.0, end - self.clock.monotonic()))
        return came

    def _hear(self, name: str, data: Mapping[str, Any]) -> None:
        active = data["outputState"].endswith("STARTED")
        if not self.renewal.hides(active):
            self.heard.append(active)


def test_it_is_done_once(clock: ManualClock) -> None:
    step = Step(clock, closes=True)
    assert all(step.run(1))
    assert not step.renewal.holds_stream
    step.renewal.begin(step.obs, ours=True)
    assert step.obs.asked == ["StopRecord", "StartRecord"]
    assert step.renewal.due_at is None
    assert step.heard == [True]


def test_a_recording_of_somebody_else_goes_on(clock: ManualClock) -> None:
    step = Step(clock, ours=False)
    assert step.obs.asked == []
    assert not step.renewal.holds_stream


def test_one_begun_by_whoever_else_wants_it_is_not_begun_twice(clock: ManualClock) -> None:
    step = Step(clock, closes=True)
    step.obs.request("StartRecord")
    assert step.run(1) == [True]
    assert step.obs.asked.count("StartRecord") == 1


@pytest.mark.expects_log
def test_the_stream_waits_a_short_while_and_for_a_disk_known_to_hang_not_at_all(
    clock: ManualClock,
) -> None:
    step = Step(clock)
    assert step.renewal.holds_stream
    step.run(renewal.WAIT_SECONDS)
    assert not step.renewal.holds_stream
    step.begin()
    assert not step.renewal.holds_stream
    assert step.obs.asked == ["StopRecord"]


@pytest.mark.expects_log
def test_one_that_closes_after_minutes_is_begun_within_a_second(clock: ManualClock) -> None:
    step = Step(clock)
    step.run(300)
    step.obs.close_file()
    assert all(step.run(LOOK_LATE_SECONDS))
    assert step.obs.recording
    step.obs.close_file()
    assert step.heard == [True, False]


def test_nothing_is_owed_by_an_obs_that_died_in_between(clock: ManualClock) -> None:
    step = Step(clock)
    step.renewal.forget()
    assert step.renewal.due_at is None
    assert not step.renewal.holds_stream
    step.obs.close_file()
    assert step.heard == [False]


@pytest.mark.expects_log
def test_a_stream_obs_does_not_let_go_of_is_told_to_be_on(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was told to reconnect, and no other word of OBS's follows."""
    monkeypatch.setattr(policy, "RESTART_GIVES_UP_SECONDS", 0.2)
    rig.obs.lets_go = False
    rig.stage.restart_stream(400)
    rig.until(lambda: StreamChanged(StreamState.ON) in rig.told.events)
    assert rig.stage._watch.state is StreamState.ON
