"""A recording that is begun anew, on a fake OBS whose disk may be full."""

from __future__ import annotations

import pytest

from studio.stage.obs import outputs
from studio.stage.obs.client import ObsClient
from studio.stage.obs.renewal import Renewal
from tests.helpers.fake_obs import FakeObs, Message


class Recorder:
    """OBS's recording; it ends and begins only where it can."""

    def __init__(self, obs: FakeObs, *, ends: bool = True, begins: bool = True) -> None:
        self.on, self.files = True, 1
        self._ends, self._begins = ends, begins
        obs.answers |= {
            "GetRecordStatus": lambda _: {"outputActive": self.on},
            "StopRecord": lambda _: self._stop(),
            "StartRecord": lambda _: self._start(),
        }

    def _stop(self) -> Message:
        self.on = self.on and not self._ends
        return {}

    def _start(self) -> Message:
        self.on = self._begins
        self.files += self._begins
        return {}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "STOP_SECONDS", 0.05)


def test_it_goes_on_in_another_file_once_for_each_time_asked(
    obs: FakeObs, client: ObsClient
) -> None:
    recorder, renewal = Recorder(obs), Renewal()
    assert renewal.do(client, ours=True)
    assert recorder.files == 1
    renewal.ask()
    assert renewal.do(client, ours=True)
    assert renewal.do(client, ours=True)
    assert (recorder.on, recorder.files) == (True, 2)


def test_only_that_end_is_hidden(obs: FakeObs, client: ObsClient) -> None:
    Recorder(obs)
    renewal = Renewal()
    renewal.ask()
    renewal.do(client, ours=True)
    assert [renewal.hides(active) for active in (False, True, False)] == [True, False, False]


def test_somebody_elses_recording_goes_on(obs: FakeObs, client: ObsClient) -> None:
    recorder, renewal = Recorder(obs), Renewal()
    renewal.ask()
    assert renewal.do(client, ours=False)
    assert (recorder.on, recorder.files) == (True, 1)


@pytest.mark.expects_log
def test_one_that_does_not_end_is_left_alone_and_its_end_is_news(
    obs: FakeObs, client: ObsClient, caplog: pytest.LogCaptureFixture
) -> None:
    recorder, renewal = Recorder(obs, ends=False), Renewal()
    renewal.ask()
    assert renewal.do(client, ours=True)
    assert (recorder.on, recorder.files) == (True, 1)
    assert not renewal.hides(active=False)
    assert "does not end" in caplog.text


def test_one_that_does_not_begin_again_is_told(obs: FakeObs, client: ObsClient) -> None:
    Recorder(obs, begins=False)
    renewal = Renewal()
    renewal.ask()
    assert not renewal.do(client, ours=True)
