"""A trial on a stage that does as it is told: how long, in which sizes, and what it leaves."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.health import policy
from studio.runtime.errors import UserFacingError
from studio.session import trial
from studio.session.light import Level
from studio.session.picture_size import Tried, choose, lines_of
from studio.session.trial import Knocks, TrialMoved, TrialParts, TrialResult
from studio.session.trial_lights import result_lights
from studio.stage.port import StageHealth, StageLoad, StageSetup, StreamState, VideoProfile
from tests.helpers.fake_stage import FakeStage

FULL = VideoProfile(1920, 1080, 30)


class MeasuredStage(FakeStage):
    """A computer that holds ``holds`` lines; its seconds pass as they are slept."""

    def __init__(self, holds: int = 1080, *, skips: float = 0.1) -> None:
        super().__init__()
        self.holds, self.skips = holds, skips
        self.now = 100.0
        self.deaf = False
        self._began = 0.0

    def begin_trial(self, video: VideoProfile, kbps: int) -> None:
        super().begin_trial(video, kbps)
        self._began = self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def health(self) -> StageHealth:
        assert self.on_trial
        video, kbps = self.trials[-1]
        frames = (self.now - self._began) * video.fps
        # The first frames are always late: they are not to count.
        skipped = min(frames, 2.0 * video.fps)
        if lines_of(video) > self.holds:
            skipped += (frames - skipped) * self.skips
        arrived = 0 if self.deaf else round(frames - skipped)
        load = StageLoad(round(frames), 0, round(frames), round(skipped), 5.0, 40.0)
        return StageHealth(
            self.now, StreamState.ON, round(frames * kbps * 125 / video.fps), arrived, 0, 30.0,
            load=load,
        )  # fmt: skip


def parts(stage: MeasuredStage, video: VideoProfile = FULL, kbps: int = 6000) -> TrialParts:
    setup = StageSetup(video, Path(), Path("break.png"), video_kbps=kbps)
    return TrialParts(stage, setup, sleep=stage.sleep)


def ran(parts: TrialParts) -> TrialResult:
    result = trial.run(parts)
    assert result is not None
    return result


def test_the_first_size_that_is_held_is_the_last_one_tried() -> None:
    stage = MeasuredStage(holds=720)
    result = ran(parts(stage))
    assert [(lines_of(video), kbps) for video, kbps in stage.trials] == [(1080, 4500), (720, 2500)]
    assert (result.choice.lines, result.choice.kbps, result.choice.holds) == (720, 2500, True)
    assert [each.holds for each in result.tried] == [False, True]
    assert result.tried[1].kbps == pytest.approx(2500, abs=30)
    assert result.tried[1].arrived_fps == pytest.approx(30, abs=0.5)
    assert not stage.on_trial
    assert stage.closed


def test_a_size_is_tried_for_as_long_as_the_policy_says_but_not_what_is_hopeless() -> None:
    stage = MeasuredStage(holds=720)
    ran(parts(stage))
    held_for = policy.TRIAL_SECONDS
    assert stage.now - 100 == pytest.approx(2 * held_for, abs=2)
    hopeless = MeasuredStage(holds=720, skips=0.9)
    ran(parts(hopeless))
    assert hopeless.now - 100 < held_for + 12


def test_what_the_settings_allow_and_what_was_carried_last_are_not_passed() -> None:
    stage = MeasuredStage()
    result = ran(replace(parts(stage, kbps=2000), carried_kbps=900))
    assert [(lines_of(video), kbps) for video, kbps in stage.trials] == [(540, 900)]
    assert result.limited_by_network
    assert [light.code for light in result_lights(result)] == ["trial_holds", "trial_thin_network"]
    assert not ran(parts(MeasuredStage(), kbps=2000)).limited_by_network


def test_where_nothing_is_held_the_smallest_is_chosen_and_told() -> None:
    result = ran(parts(MeasuredStage(holds=0)))
    assert (result.choice.lines, result.choice.holds) == (540, False)
    (light,) = result_lights(result)
    assert (light.level, light.code) == (Level.MIND, "trial_slow")


def test_how_far_it_is_is_told() -> None:
    told: list[TrialMoved] = []
    ran(replace(parts(MeasuredStage(holds=720)), tell=told.append))
    assert {moved.lines for moved in told} == {1080, 720}
    seconds = [moved.second for moved in told if moved.lines == 720]
    assert seconds == sorted(seconds)
    assert (seconds[0], seconds[-1], told[-1].of) == (0, 20, 20)


def test_a_trial_that_is_given_up_says_nothing_and_leaves_nothing() -> None:
    stage, left = MeasuredStage(), 5

    def wanted() -> bool:
        nonlocal left
        left -= 1
        return left > 0

    assert trial.run(replace(parts(stage), wanted=wanted)) is None
    assert not stage.on_trial
    assert stage.closed


def test_a_stage_on_air_is_let_go_and_the_refusal_told() -> None:
    stage = MeasuredStage()
    stage.refuse_trial = UserFacingError("trial_on_air")
    with pytest.raises(UserFacingError, match="trial_on_air"):
        trial.run(parts(stage))
    assert stage.closed


def test_a_picture_that_never_arrives_is_no_slow_computer() -> None:
    stage = MeasuredStage()
    stage.deaf = True
    with pytest.raises(UserFacingError, match="trial_did_not_run"):
        trial.run(parts(stage))
    assert stage.closed


# -- the platform's port


@pytest.fixture
def door() -> Iterator[Callable[[], str]]:
    """A server that accepts and says nothing; gives its address, ``stop`` closes it."""
    listener = socket.create_server(("127.0.0.1", 0))
    closing = threading.Event()

    def serve() -> None:
        while not closing.is_set():
            try:
                listener.accept()[0].close()
            except OSError:
                return

    thread = threading.Thread(target=serve)
    thread.start()
    yield lambda: f"rtmp://127.0.0.1:{listener.getsockname()[1]}/live"
    closing.set()
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(60)


def test_somebody_who_answers_is_heard_each_time(door: Callable[[], str]) -> None:
    found = trial.knock(door())
    assert (found.host, found.answered, found.of) == ("127.0.0.1", 5, 5)
    assert found.middle_s is not None
    assert found.middle_s >= 0


def test_who_does_not_speak_tls_does_not_answer_a_secure_knock(door: Callable[[], str]) -> None:
    found = trial.knock(door().replace("rtmp://", "rtmps://"))
    assert (found.answered, found.middle_s) == (0, None)


@pytest.mark.parametrize(
    ("knocks", "level", "code"),
    [
        (Knocks("p", 5, 5, 0.04), Level.FINE, "trial_knocks_good"),
        (Knocks("p", 5, 5, 0.31), Level.MIND, "trial_knocks_slow"),
        (Knocks("p", 4, 5, 0.04), Level.MIND, "trial_knocks_slow"),
        (Knocks("p", 0, 5, None), Level.MIND, "trial_knocks_none"),
    ],
)
def test_what_came_of_the_knocks_is_told(knocks: Knocks, level: Level, code: str) -> None:
    tried = (Tried(FULL, 16.0, 30.0, 4500, 0.0, 0.0, 5.0, 40.0),)
    result = TrialResult(FULL, tried, choose(tried, 4500), None, knocks)
    light = result_lights(result)[-1]
    assert (light.level, light.code) == (level, code)
