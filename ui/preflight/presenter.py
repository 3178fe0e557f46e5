"""What the preflight screen knows and does. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from enum import StrEnum
from typing import Any, Protocol

from studio.runtime.errors import UserFacingError
from studio.session.light import Level, Light
from studio.session.plan import Plan
from studio.session.trial import TrialMoved, TrialResult
from studio.session.trial_lights import TRIAL, result_lights
from studio.store import camera_logins
from ui.asking import Asking, OnError, Then

ORDER = {Level.BROKEN: 0, Level.MIND: 1, Level.FINE: 2}

LEADS_TO = {
    "stage": "settings",
    "picture": "settings",
    "ingest": "settings",
    "stock": "plan",
    "card": "plan",
    "price": "plan",
    "script": "plan",
    "backup": "desk",
}
"""The screen where a light's trouble is mended, by what was checked."""

OPENS_OBS = {"stage_unreachable": "open", "obs_silent": "again"}
"""What is wrong with OBS that opening it, or opening it again, may mend."""
NO_OBS = frozenset(
    {*OPENS_OBS, "obs_not_obs", "obs_wrong_password", "obs_password_missing", "stage_lost"}
)
"""What connecting it step by step may mend."""


class TrialStep(StrEnum):
    """What can be done about a trial, as its light offers it."""

    USE = "use"
    TRY = "try"
    AGAIN = "again"
    OLD = "old"
    """Practice stage only: as if the computer were an old one."""
    AS_PLANNED = "as_planned"
    STOP = "stop"


class PreflightView(Protocol):
    """What the presenter asks of the screen. Called on the main thread."""

    def show_plan(self, title: str, anchor: str, products: int) -> None: ...
    def show_stages(self, kinds: Sequence[str]) -> None: ...
    def show_stage(self, kind: str) -> None: ...
    def show_checking(self) -> None: ...
    def show_opening_obs(self) -> None: ...
    def show_lights(self, lights: Sequence[Light]) -> None: ...
    def show_not_checked(self) -> None: ...
    def show_starting(self, busy: bool) -> None: ...
    def show_trial(self, offered: frozenset[TrialStep]) -> None: ...
    def show_trial_moved(self, moved: TrialMoved) -> None: ...


class PreflightStudio(Protocol):
    """The part of `studio.session.studio.Studio` this screen needs."""

    @property
    def settings(self) -> Any: ...
    def keep_secrets(self, given: Mapping[str, str]) -> Future[None]: ...
    @property
    def stage_kinds(self) -> Sequence[str]: ...
    @property
    def trials(self) -> Any: ...
    def options(self, stage_kind: str) -> Any: ...
    def preflight(self, plan: Plan, stage_kind: str) -> Future[Any]: ...
    def start_session(self, plan: Plan, stage_kind: str) -> Future[Any]: ...
    def open_obs(self, wanted: Callable[[], bool], *, hangs: bool) -> Future[Any]: ...


class PreflightPresenter:
    """Checks on opening and on asking; lets nobody go live past a red light."""

    def __init__(
        self,
        view: PreflightView,
        studio: PreflightStudio,
        plan: Plan,
        then: Then,
        navigate: Callable[..., None],
        on_error: OnError,
    ) -> None:
        self._view, self._studio, self._plan = view, studio, plan
        self._navigate, self._on_error = navigate, on_error
        self._asking = Asking(then, on_error)
        kinds, kept = studio.stage_kinds, studio.settings.get("stage")
        self._stage = kept if kept in kinds else kinds[0]
        self._asked = 0
        self._may_go = self._starting = self._closed = False
        self._lights: Sequence[Light] = ()
        self._trials = 0
        self._trying = False
        self._result: TrialResult | None = None

    def open(self) -> None:
        plan = self._plan
        self._view.show_plan(plan.title, plan.anchor, len(plan.products))
        self._view.show_stages(self._studio.stage_kinds)
        self._view.show_stage(self._stage)
        self.on_check()

    def close(self) -> None:
        self._closed = True
        self._asking.close()

    def on_check(self) -> None:
        """再查一遍. Only the latest check's answer counts."""
        if self._trying:
            return
        self._asked += 1
        asked = self._asked
        self._may_go, self._result = False, None
        self._view.show_checking()

        def checked(lights: Sequence[Light]) -> None:
            if asked == self._asked:
                self._may_go = not any(light.level is Level.BROKEN for light in lights)
                self._lights = sorted(lights, key=lambda light: ORDER[light.level])
                self._show_lights()

        def not_checked(error: BaseException) -> None:
            if asked == self._asked:
                self._view.show_not_checked()
                self._on_error(error)

        self._asking.ask(self._studio.preflight(self._plan, self._stage), checked, not_checked)

    def on_stage(self, kind: str) -> None:
        """练习台 or OBS: kept for next time, and checked at once."""
        if kind != self._stage and not self._starting and not self._trying:
            self._stage = kind
            try:
                self._studio.settings.set("stage", kind)
            except UserFacingError as error:  # it is used all the same
                self._on_error(error)
            self._view.show_stage(kind)
            self.on_check()

    def on_camera(self, source: str, name: str) -> None:
        """One tap on a camera: kept for next time, and looked at at once.

        ``source`` empty: those that were put into OBS by hand.
        """
        if self._starting or self._trying:
            return
        bare = camera_logins.bare(source)
        if login := camera_logins.secret(source):  # kept before anything looks for the camera
            kept = self._studio.keep_secrets(login)
            self._asking.ask(kept, lambda _: self._use_camera(bare, name))
        else:
            self._use_camera(bare, name)

    def _use_camera(self, source: str, name: str) -> None:
        try:
            self._studio.settings.set("obs_camera", [source, name] if source else [])
        except UserFacingError as error:
            self._on_error(error)
        else:
            self.on_check()

    def on_go_live(self) -> None:
        """开播: the live screen counts down and goes on air."""
        if not self._may_go or self._starting or self._trying:
            return
        self._starting = True
        self._view.show_starting(True)
        self._asking.ask(
            self._studio.start_session(self._plan, self._stage),
            lambda session: self._navigate("live", session=session),
            self._on_not_started,
        )

    def on_mend(self, key: str) -> None:
        """Go where the trouble of light ``key`` is mended."""
        if LEADS_TO.get(key) == "plan":
            self.on_plan()
        elif LEADS_TO.get(key) == "desk":
            self._navigate("desk", page="backup")
        elif key in LEADS_TO:
            self._navigate(LEADS_TO[key])

    def on_restock(self, sku: str) -> None:
        """补货 is done in the stock: what the plan says of it counts only the first time."""
        self._navigate("desk", page="stock", sku=sku)

    def on_open_obs(self) -> None:
        """打开 OBS, 重开 OBS: then everything is checked again, whatever came of it."""
        self._asked += 1  # the answer of a check under way is of no interest any more
        self._may_go = False
        self._view.show_opening_obs()

        def not_opened(error: BaseException) -> None:
            self._on_error(error)
            self.on_check()

        hangs = any(OPENS_OBS.get(light.code) == "again" for light in self._lights)
        opened = self._studio.open_obs(lambda: not self._closed, hangs=hangs)
        self._asking.ask(opened, lambda _: self.on_check(), not_opened)

    def on_connect_obs(self) -> None:
        """连上 OBS: step by step, for who does it the first time or does not know what is wrong."""
        self._navigate("obs_setup")

    def on_trial(self, step: TrialStep) -> None:
        """A button of the trial's light."""
        match step:
            case TrialStep.TRY | TrialStep.AGAIN | TrialStep.OLD:
                self._try(("slow",) if step is TrialStep.OLD else ())
            case TrialStep.STOP:
                self._trials += 1
            case TrialStep.USE if self._result is not None:
                options = self._studio.options(self._stage)
                self._set_up(self._studio.trials.use(self._plan, options, self._result))
            case TrialStep.AS_PLANNED:
                self._set_up(self._studio.trials.forget(self._stage))

    def _try(self, faults: tuple[str, ...]) -> None:
        if self._trying or self._starting or not self._lights:
            return
        self._trying, self._result = True, None
        self._trials += 1
        mine = self._trials
        # What is being looked at stands on top; the rest as it was.
        self._lights = sorted(self._lights, key=lambda light: light.key != TRIAL)
        self._show_lights()

        def wanted() -> bool:
            return not self._closed and mine == self._trials

        def moved(how_far: TrialMoved) -> None:
            if wanted():
                self._view.show_trial_moved(how_far)

        options = self._studio.options(self._stage)
        running = self._studio.trials.run(self._plan, options, wanted, moved, faults)
        self._asking.ask(running, self._tried, self._not_tried)

    def _tried(self, result: TrialResult | None) -> None:
        self._trying, self._result = False, result
        self._show_lights()

    def _not_tried(self, error: BaseException) -> None:
        self._tried(None)
        self._on_error(error)

    def _set_up(self, done: Future[Any]) -> None:
        """What was asked for is looked at in any case."""
        self._view.show_checking()
        self._may_go = False

        def failed(error: BaseException) -> None:
            self._on_error(error)
            self.on_check()

        self._asking.ask(done, lambda _: self.on_check(), failed)

    def _show_lights(self) -> None:
        lights = self._lights
        if self._result is not None:
            others = [light for light in lights if light.key != TRIAL]
            lights = [*result_lights(self._result), *others]
        self._view.show_trial(self._offered())
        self._view.show_lights(lights)

    def _offered(self) -> frozenset[TrialStep]:
        if self._trying:
            return frozenset({TrialStep.STOP})
        if self._result is not None:
            return frozenset({TrialStep.USE, TrialStep.AGAIN})
        kept = self._studio.trials.kept(self._stage)
        offered = {TrialStep.TRY if kept is None else TrialStep.AGAIN}
        if kept is not None and kept.applied(self._plan.video) != self._plan.video:
            offered.add(TrialStep.AS_PLANNED)
        if self._stage == "practice":
            offered.add(TrialStep.OLD)
        return frozenset(offered)

    def on_plan(self) -> None:
        self._navigate("plan", path=self._plan.path)

    def _on_not_started(self, error: BaseException) -> None:
        self._starting = False
        self._view.show_starting(False)
        self._on_error(error)
