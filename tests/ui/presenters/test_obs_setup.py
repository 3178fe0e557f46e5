from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from studio.runtime.errors import UserFacingError
from studio.stage.port import StageInfo
from tests.helpers.screens import Calls, FakeSettings, Later
from ui.obs_setup.presenter import ObsSetupPresenter, Standing, Step, StepModel


class FakeLife:
    """An OBS that does what it is told, or fails at one step."""

    def __init__(self) -> None:
        self.fails: dict[str, BaseException] = {}
        self.running = False
        self.starts = 0

    def find(self) -> Any:
        self._may_fail("find")
        return SimpleNamespace(version_words="29.0.2", place=SimpleNamespace(program=Path("obs")))

    def turn_server_on(self) -> Any:
        self._may_fail("server")
        return SimpleNamespace(port=4466)

    def is_running(self) -> bool:
        return self.running

    def start(self) -> None:
        self._may_fail("start")
        self.running = True
        self.starts += 1

    def wait_until_up(self, wanted: Any) -> dict[str, Any]:
        self._may_fail("connect")
        assert wanted()
        return {"version": "29.0.2"}

    def _may_fail(self, step: str) -> None:
        if step in self.fails:
            raise self.fails[step]


class Bench:
    def __init__(self) -> None:
        self.later, self.view, self.life = Later(), Calls(), FakeLife()
        self.voice = Calls()
        self.settings = FakeSettings()
        self.scenes_built = 0
        self.has_microphone = True
        self.errors: list[BaseException] = []
        studio = SimpleNamespace(
            settings=self.settings,
            runtime=self.later,
            obs_life=self.life,
            voice=self.voice,
            build_scenes=lambda: self.later.background(self._build),
        )
        self.presenter = ObsSetupPresenter(
            self.view, studio, lambda: "zh", lambda: None, self.errors.append
        )
        self.presenter.open()

    def _build(self) -> object:
        self.scenes_built += 1
        return StageInfo("obs", "29.0.2", False, False, has_microphone=self.has_microphone)

    def begin(self) -> None:
        self.presenter.on_begin()
        self.later.finish_all()

    @property
    def steps(self) -> dict[Step, StepModel]:
        return {model.step: model for model in self.view.last("show_steps")[0]}

    @property
    def standings(self) -> list[str]:
        return [model.standing.value for model in self.steps.values()]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_nothing_is_done_before_it_is_asked_for(bench: Bench) -> None:
    bench.later.finish_all()
    assert bench.standings == ["waiting"] * 5
    assert bench.view.last("show_choices") == ("ask", "on")


def test_five_steps_end_with_a_spoken_word(bench: Bench) -> None:
    bench.begin()
    assert bench.standings == ["done"] * 5
    assert bench.life.starts == bench.scenes_built == 1
    assert bench.voice.said == [("say", "好了，可以直播了", "zh")]
    assert bench.settings.get("stage") == "obs", "the next broadcast is not kept in this room"


def test_without_a_microphone_it_is_not_called_good(bench: Bench) -> None:
    bench.has_microphone = False
    bench.begin()
    assert bench.standings == ["done"] * 4 + ["minded"]
    error = bench.steps[Step.SCENES].error
    assert error is not None
    assert error.code == "obs_no_microphone"
    (said,) = bench.voice.said
    assert "还没有麦克风" in said[1]


def test_the_word_can_be_switched_off(bench: Bench) -> None:
    bench.presenter.on_speak("off")
    bench.begin()
    assert bench.standings == ["done"] * 5
    assert bench.voice.said == []


@pytest.mark.parametrize("place", range(4))
def test_a_step_that_fails_stops_there_and_can_be_repeated(bench: Bench, place: int) -> None:
    step = list(Step)[place]
    bench.life.fails = {step.value: UserFacingError("obs_is_running")}
    bench.begin()
    assert bench.standings == ["done"] * place + ["failed"] + ["waiting"] * (4 - place)
    assert bench.steps[step].error is not None
    assert bench.voice.said == []
    assert bench.settings.get("stage") == "practice"
    bench.life.fails = {}
    bench.presenter.on_step(step)
    bench.later.finish_all()
    assert bench.standings == ["done"] * 5


def test_a_password_that_is_not_kept_is_told_and_the_rest_goes_on(bench: Bench) -> None:
    bench.life.fails = {"server": UserFacingError("keyring_missing")}
    bench.begin()
    assert bench.standings == ["done", "minded", "done", "done", "done"]


def test_an_obs_that_runs_already_is_not_started(bench: Bench) -> None:
    bench.life.running = True
    bench.begin()
    assert bench.life.starts == 0
    assert bench.steps[Step.START].found == {"was_running": True}


def test_two_presses_are_one(bench: Bench) -> None:
    bench.presenter.on_begin()
    bench.presenter.on_begin()
    bench.later.finish_all()
    assert bench.life.starts == bench.scenes_built == 1


def test_pointing_at_obs_is_kept_and_tried(bench: Bench) -> None:
    bench.life.fails = {"find": UserFacingError("obs_not_found")}
    bench.begin()
    bench.life.fails = {}
    bench.presenter.on_program("D:/obs/bin/64bit/obs64.exe")
    bench.later.finish_all()
    assert bench.settings.get("obs_program") == "D:/obs/bin/64bit/obs64.exe"
    assert bench.standings == ["done"] * 5


def test_consent_is_kept(bench: Bench) -> None:
    bench.presenter.on_restart("yes")
    assert bench.settings.get("obs_restart") == "yes"
    assert bench.view.last("show_choices") == ("yes", "on")


def test_a_bug_is_told_as_one_and_leaves_the_step_to_be_taken_again(bench: Bench) -> None:
    bench.life.fails = {"start": ValueError("a bug")}
    bench.begin()
    assert [str(error) for error in bench.errors] == ["a bug"]
    assert bench.steps[Step.START].standing is Standing.WAITING


def test_after_leaving_nothing_more_is_taken_or_said(bench: Bench) -> None:
    bench.presenter.on_begin()
    bench.presenter.close()
    bench.later.finish_all()
    assert bench.life.starts == 0
    assert bench.voice.said == []


@pytest.mark.parametrize(
    ("url", "told"),
    [("ws://192.168.1.9:4455", "192.168.1.9"), ("ws://127.0.0.1:4466", ""), ("nonsense", "")],
)
def test_who_was_connected_to_another_computer_is_told_that_it_is_this_one_now(
    url: str, told: str
) -> None:
    bench = Bench()
    bench.settings.set("obs_url", url)
    bench.begin()
    server = next(step for step in bench.view.said[-1][1] if step.step is Step.SERVER)
    assert server.found["elsewhere"] == told
