"""What the screen that connects OBS knows and does. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from studio.runtime import addresses
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import Language, sentence
from studio.stage.port import StageInfo
from ui.asking import Asking, OnError

NOT_KEPT = frozenset({"keyring_missing", "keyring_refused"})
"""The password holds until the program is closed: worth a word, not a reason to stop."""


class Step(StrEnum):
    """In the order they are taken."""

    FIND = "find"
    SERVER = "server"
    START = "start"
    CONNECT = "connect"
    SCENES = "scenes"


class Standing(StrEnum):
    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    MINDED = "minded"
    """Done, but something should be known about it."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StepModel:
    """How one step stands."""

    step: Step
    standing: Standing = Standing.WAITING
    found: Mapping[str, object] = field(default_factory=dict)
    """What came of it, for its sentence."""
    error: UserFacingError | None = None


class ObsSetupView(Protocol):
    """What the presenter asks of the screen. Called on the main thread."""

    def show_steps(self, steps: Sequence[StepModel]) -> None: ...
    def show_choices(self, restart: str, speak: str) -> None: ...


class ObsSetupStudio(Protocol):
    """The part of `studio.session.studio.Studio` this screen needs."""

    @property
    def settings(self) -> Any: ...
    @property
    def runtime(self) -> Any: ...
    @property
    def obs_life(self) -> Any: ...
    @property
    def voice(self) -> Any: ...
    def build_scenes(self) -> Future[StageInfo]: ...


class ObsSetupPresenter:
    """Takes the steps one after the other, and stops at the first that fails."""

    def __init__(
        self,
        view: ObsSetupView,
        studio: ObsSetupStudio,
        language: Callable[[], Language],
        back: Callable[[], None],
        on_error: OnError,
    ) -> None:
        self._view, self._studio, self._language = view, studio, language
        self._back, self._on_error = back, on_error
        self._asking = Asking(studio.runtime.then, on_error)
        self._closed = False
        self._steps = {step: StepModel(step) for step in Step}

    def open(self) -> None:
        self._show()
        self._show_choices()

    def close(self) -> None:
        """What is under way ends by itself, soon, and is told to nobody."""
        self._closed = True
        self._asking.close()

    def on_begin(self) -> None:
        """开始, or 再来一遍: from the first step."""
        self.on_step(Step.FIND)

    def on_step(self, step: Step) -> None:
        """Take ``step`` and what follows it, again."""
        if any(model.standing is Standing.WORKING for model in self._steps.values()):
            return
        later = list(Step)[list(Step).index(step) :]
        self._steps |= {each: StepModel(each) for each in later}
        self._take(step)

    def on_program(self, path: str) -> None:
        """A person pointed at OBS's program."""
        self._keep("obs_program", path)
        self.on_begin()

    def on_restart(self, value: str) -> None:
        """``yes``: OBS is started again without asking; ``ask``: it waits for a press."""
        self._keep("obs_restart", value)
        self._show_choices()

    def on_speak(self, value: str) -> None:
        self._keep("obs_setup_voice", value)
        self._show_choices()

    def on_back(self) -> None:
        self._back()

    def _take(self, step: Step) -> None:
        self._put(StepModel(step, Standing.WORKING))

        def done(outcome: Any) -> None:
            self._put(_scenes_stand(outcome) if step is Step.SCENES else _stands(step, outcome))
            self._go_on_from(step)

        def failed(error: BaseException) -> None:
            if not isinstance(error, UserFacingError):
                self._put(StepModel(step))
                self._on_error(error)
            elif error.code in NOT_KEPT:
                self._put(StepModel(step, Standing.MINDED, error=error))
                self._go_on_from(step)
            else:
                self._put(StepModel(step, Standing.FAILED, error=error))

        self._asking.ask(self._work(step), done, failed)

    def _go_on_from(self, step: Step) -> None:
        following = list(Step)[list(Step).index(step) + 1 :]
        if following:
            self._take(following[0])
            return
        self._keep("stage", "obs")  # told that one can go live, a person means with it
        if self._studio.settings.get("obs_setup_voice") == "on":
            language, missing = self._language(), self._steps[Step.SCENES].error
            code = "obs_setup_ready" if missing is None else missing.code
            self._studio.voice.say(sentence(code, language), language)

    def _work(self, step: Step) -> Future[Any]:
        if step is Step.SCENES:
            return self._studio.build_scenes()
        works = {
            Step.FIND: self._find,
            Step.SERVER: self._server,
            Step.START: self._start,
            Step.CONNECT: self._connect,
        }
        work: Future[Any] = self._studio.runtime.background(works[step])
        return work

    # -- on a worker ---------------------------------------------------------------------------

    def _find(self) -> Mapping[str, object]:
        found = self._studio.obs_life.find()
        return {"version": found.version_words, "program": str(found.place.program)}

    def _server(self) -> Mapping[str, object]:
        elsewhere = self._elsewhere()
        return {"port": self._studio.obs_life.turn_server_on().port, "elsewhere": elsewhere}

    def _elsewhere(self) -> str:
        """The other computer whose OBS the settings lead to until now; empty: this one."""
        try:
            host, _ = addresses.obs(self._studio.settings.get("obs_url"))
        except UserFacingError:
            return ""  # it leads nowhere
        return "" if addresses.is_here(host) else host

    def _start(self) -> Mapping[str, object]:
        life = self._studio.obs_life
        running = life.is_running()
        if not running:
            life.start()
        return {"was_running": running}

    def _connect(self) -> Mapping[str, object]:
        told = self._studio.obs_life.wait_until_up(wanted=lambda: not self._closed)
        return {"version": told["version"]}

    # -- showing -------------------------------------------------------------------------------

    def _keep(self, key: str, value: str) -> None:
        try:
            self._studio.settings.set(key, value)
        except UserFacingError as error:
            self._on_error(error)

    def _put(self, model: StepModel) -> None:
        self._steps[model.step] = model
        self._show()

    def _show(self) -> None:
        self._view.show_steps(list(self._steps.values()))

    def _show_choices(self) -> None:
        settings = self._studio.settings
        self._view.show_choices(settings.get("obs_restart"), settings.get("obs_setup_voice"))


def _stands(step: Step, found: Mapping[str, object]) -> StepModel:
    return StepModel(step, Standing.DONE, found)


def _scenes_stand(info: StageInfo) -> StepModel:
    """Without a microphone nobody would be heard: that is told, and keeps nobody off the air."""
    if info.has_microphone:
        return _stands(Step.SCENES, {})
    return StepModel(Step.SCENES, Standing.MINDED, error=UserFacingError("obs_no_microphone"))
